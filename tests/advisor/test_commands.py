"""`landscape advise` and `landscape evaluate` on a database of their own, and what they say of bad input."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli_advisor import register
from app.db import make_engine
from app.errors import InvalidInput
from app.ingest.load import load
from tests.advisor.cast import DATA

CASES = Path(__file__).with_name("cases.json")


@pytest.fixture
def commands() -> typer.Typer:
    """An application with these two commands alone."""
    made = typer.Typer()
    register(made)
    return made


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with the criteria and two products."""
    from app.db import upgrade

    folder = tmp_path / "data"
    (folder / "products").mkdir(parents=True)
    for name in ("criteria.yaml", "protocols.yaml", "products/amazon-sqs.yaml", "products/redis.yaml"):
        (folder / name).write_bytes((DATA / name).read_bytes())
    (folder / "approaches.yaml").write_bytes((DATA / "approaches.yaml").read_bytes())
    engine = make_engine(sqlite_url)
    upgrade(engine)
    load(engine, folder)
    engine.dispose()
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", sqlite_url)
    return sqlite_url


def test_advice_on_the_command_line(commands: typer.Typer, small: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"intent": ["command"], "hosting": ["aws"], "service": "managed"}), "utf-8")
    done = CliRunner().invoke(commands, ["advise", str(path)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["products"][0]["slug"] == "amazon-sqs"
    done = CliRunner().invoke(commands, ["advise", str(path), "--markdown"])
    assert "# Use message-driven messaging with Amazon SQS" in done.output


def test_the_evaluation_on_the_command_line(commands: typer.Typer, small: str) -> None:
    done = CliRunner().invoke(commands, ["evaluate", str(CASES)])
    assert done.exit_code == 0, done.output
    assert "approach, clear cases" in done.output


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "not JSON"), ("[" * 5000, "not JSON"), ('{"answers": {"intent": "order"}}', "#/answers/intent"), ("3", "#")],
)
def test_bad_answers_are_told_in_a_sentence(
    commands: typer.Typer, small: str, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(commands, ["advise", str(path)])
    assert isinstance(done.exception, InvalidInput)
    assert told in done.exception.sentence
