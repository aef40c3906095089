"""The README cannot rot: each setting, command and make target stands in it."""

import re
from pathlib import Path

import pytest

from app.cli import commands
from app.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [command.name or getattr(command.callback, "__name__", "") for command in commands.registered_commands]
COMMANDS += [
    f"{group.name} {command.name}"
    for group in commands.registered_groups
    if group.typer_instance is not None
    for command in group.typer_instance.registered_commands
]
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    """Its row says the variable, the default and the description that the code has."""
    field = Settings.model_fields[name]
    assert f"| `{PREFIX}{name.upper()}` | `{field.default}` | {field.description} |" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """With the name it is called by."""
    assert f"| `landscape {name}" in README


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_in_the_readme(target: str) -> None:
    """Apart from help, which says them itself."""
    assert target == "help" or f"`make {target}`" in README


def test_the_settings_table_names_nothing_else() -> None:
    """A setting that was removed leaves the README too."""
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README)) - {"LANDSCAPE_TEST_POSTGRES_URL"}
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}
