"""`landscape advise` and `landscape evaluate`: the advisor on the command line, over the configured database.

`app.cli` takes them in by `register(commands)`. What is slow to import stands inside the commands.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import InvalidInput

if TYPE_CHECKING:
    from app.advisor.rules import Rules
    from app.catalogue.snapshot import Catalogue

LARGEST_ANSWERS = 1_000_000
"""Bytes of an answers file. All answers that there are need some kilobytes."""


def _read() -> "tuple[Catalogue, Rules]":
    """The catalogue of the configured database, and the rules that come with this code."""
    from app.advisor.rules import read_rules
    from app.catalogue.snapshot import read
    from app.db import make_engine, require_current
    from app.settings import ROOT, read_settings

    settings = read_settings()
    engine = make_engine(settings.database_url)
    try:
        require_current(engine)
        return read(engine), read_rules(ROOT / "data")
    finally:
        engine.dispose()


def _answers_of(path: Path) -> object:
    text = sys.stdin.read(LARGEST_ANSWERS + 1) if str(path) == "-" else path.read_text("utf-8", errors="strict")
    if len(text) > LARGEST_ANSWERS:
        raise InvalidInput(f"{path}: more than {LARGEST_ANSWERS:,} characters; expected answers")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path}: not JSON: {error}") from None


def _told(error: InvalidInput) -> InvalidInput:
    """The same with every field's problem in its sentence: a command line has no other place for them."""
    if not error.problems:
        return error
    return InvalidInput("\n".join([error.sentence, *map(str, error.problems)]))


def advise(
    answers: Annotated[Path, typer.Argument(help="A JSON file with answers, as the API takes them; - for input.")],
    markdown: Annotated[bool, typer.Option(help="Write a decision record instead of JSON.")] = False,
) -> None:
    """Advise upon answers: the approach, and the products that fit."""
    raw = _answers_of(answers)
    from app.advisor.answer import advise as advise_upon
    from app.advisor.answer import document, parse
    from app.advisor.record import record

    catalogue, rules = _read()
    try:
        given = parse(raw if isinstance(raw, dict) and "answers" in raw else {"answers": raw}, rules)
    except InvalidInput as error:
        raise _told(error) from None
    advice = advise_upon(given, catalogue, rules)
    if markdown:
        from datetime import UTC, datetime

        print(record(advice, catalogue, rules, day=datetime.now(UTC).date().isoformat()), end="")
        return
    print(json.dumps(document(advice), ensure_ascii=False, indent=2))


def evaluate(file: Annotated[Path, typer.Argument(help="A JSON file with cases.")]) -> None:
    """Evaluate the advice on cases whose answers are known, beside simple baselines."""
    from app.advisor.evaluate import lines, read_cases

    catalogue, rules = _read()
    for line in lines(read_cases(file, rules), catalogue, rules):
        print(line)


def register(commands: typer.Typer) -> None:
    """Adds both commands to the others."""
    commands.command()(advise)
    commands.command()(evaluate)
