"""Settings come from the environment; a value that does not fit is named with its variable."""

import pytest

from app.errors import InvalidInput
from app.settings import PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_the_defaults_serve_a_local_sqlite_file() -> None:
    """Nothing needs to be set to try it."""
    settings = read_settings()
    assert settings.database_url == "sqlite:///var/landscape.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting has one variable."""
    monkeypatch.setenv("LANDSCAPE_PORT", "9000")
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", "postgres://ada:secret@db/landscape")
    settings = read_settings()
    assert settings.port == 9000
    assert settings.database_url == "postgresql://ada:secret@db/landscape"


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("LANDSCAPE_PORT", "eighty", "valid integer"),
        ("LANDSCAPE_PORT", "70000", "65535"),
        ("LANDSCAPE_LOG_LEVEL", "loud", "'debug', 'info'"),
        ("LANDSCAPE_HOST", "", "at least 1 character"),
        ("LANDSCAPE_DATABASE_URL", "mysql://db/landscape", "sqlite:// or postgresql://"),
        ("LANDSCAPE_DATABASE_URL", "nonsense", "a database address"),
        ("LANDSCAPE_DATABASE_URL", "sqlite://", "an SQLite file"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    """The sentence holds the variable and what was expected."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidInput) as caught:
        read_settings()
    assert caught.value.problems[0].field == variable
    assert expected in caught.value.sentence


def test_passwords_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in a log of the settings nor in the message about a wrong address."""
    assert "secret" not in repr(Settings(database_url="postgresql://ada:secret@db/landscape"))
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", "mysql://ada:secret@db/landscape")
    with pytest.raises(InvalidInput) as caught:
        read_settings()
    assert "secret" not in caught.value.sentence
