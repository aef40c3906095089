"""`landscape`: serve the catalogue, and move it between files and database.

What is slow to import stands inside the commands. Bad input ends with sentences on stderr and exit 1, never with a
traceback.
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app import cli_accounts, cli_advisor
from app.errors import LandscapeError

if TYPE_CHECKING:
    from sqlalchemy import Engine

commands = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Messaging Landscape: compare messaging and event products.",
)

MOST_PROBLEMS = 50
"""Lines of `landscape verify`: who broke a thousand rows need not read them all."""

Folder = Annotated[Path | None, typer.Argument(help="The folder of the data files (LANDSCAPE_DATA_DIR).")]


def say(line: str) -> None:
    """One line of progress, at once: a first start may be watched by a person or by a log."""
    print(line, flush=True)


def main() -> None:
    """Runs a command; every foreseeable failure becomes sentences and exit 1."""
    try:
        commands()
    except LandscapeError as error:
        fail(*map(str, getattr(error, "found", ())), error.sentence)  # `found`: problems in data files
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:
        # Known only once a command has imported SQLAlchemy; the driver's own first line names no password.
        database = sys.modules.get("sqlalchemy.exc")
        if database is None or not isinstance(error, database.DatabaseError) or isinstance(error, database.DataError):
            raise
        fail(f"The database does not answer: {str(error.orig).splitlines()[0]}")
    finally:
        while opened:
            opened.pop().dispose()


opened: "list[Engine]" = []
"""The databases that a command has open; let go at its end, so that the next one may put a copy in their place."""


def fail(*lines: str) -> NoReturn:
    """Says what is wrong, and ends."""
    for line in lines:
        print(line, file=sys.stderr)
    sys.exit(1)


def open_database() -> "Engine":
    """The engine of the configured database, whatever its state."""
    from app.db import make_engine
    from app.settings import read_settings

    opened.append(make_engine(read_settings().database_url))
    return opened[-1]


def fitting_database() -> "Engine":
    """The engine of the configured database, whose schema is that of this code."""
    from app.db import require_current

    engine = open_database()
    require_current(engine)
    return engine


def data_folder(given: Path | None) -> Path:
    """The folder named on the command line, else the configured one."""
    from app.settings import read_settings

    return given or read_settings().data_dir


@commands.command()
def serve(
    migrate: Annotated[bool, typer.Option(help="First bring an older database up to date.")] = False,
) -> None:
    """Serve the catalogue. An empty database is created and filled from the data files first."""
    from app.settings import read_settings

    settings = read_settings()  # first, since the rest takes a second to import
    gc.disable()  # none of it is garbage: not to look saves a tenth of the start
    from app.serving import prepare, run

    gc.enable()
    gc.freeze()
    prepare(settings, migrate_older=migrate, say=say)
    run(settings, say)


@commands.command()
def migrate() -> None:
    """Bring the database up to date with this code. It may be empty, or older."""
    from app.db import require_current, schema_state, upgrade

    engine = open_database()
    state = schema_state(engine)
    if state == "newer":
        require_current(engine)
    upgrade(engine)
    say("The database is up to date." if state == "current" else "The database has been brought up to date.")


@commands.command()
def check(folder: Folder = None) -> None:
    """Check the data files: every problem with file, line and key."""
    from app.advisor.rules import problems_of
    from app.ingest.checks import check as find_problems

    root = data_folder(folder)
    rules = problems_of(root) if (root / "questionnaire.yaml").exists() else []  # an export has no questionnaire
    problems = sorted({*find_problems(root), *rules})
    if problems:
        fail(*map(str, problems), f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")
    say("The data files are in order.")


@commands.command()
def load(
    folder: Folder = None,
    take: Annotated[
        list[str] | None, typer.Option(help="Where both sides changed: files or database, of one thing files:KEY.")
    ] = None,
) -> None:
    """Merge the data files into the database: all of them, or nothing."""
    engine = fitting_database()
    from app.ingest.load import load as load_files

    say(str(load_files(engine, data_folder(folder), say, take or ())))


@commands.command()
def export(folder: Annotated[Path, typer.Argument(help="The folder to write to.")]) -> None:
    """Write the database's catalogue as data files."""
    engine = fitting_database()
    from app.ingest.load import export as write_files

    write_files(engine, folder)
    say(f"Written to {folder}.")


@commands.command("format")
def format_files(
    folder: Folder = None,
    only_check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if anything would.")] = False,
) -> None:
    """Write the data files in their one form."""
    from app.ingest.normal import format_tree

    changed = format_tree(data_folder(folder), check=only_check)
    for path in changed:
        say(f"{'would change' if only_check else 'changed'}: {path}")
    if only_check and changed:
        fail("Run `landscape format`.")


@commands.command()
def schema(folder: Folder = None) -> None:
    """Write the JSON Schemas of the data files, for editors."""
    from app.ingest.schemas import write

    write(data_folder(folder))


@commands.command()
def stats() -> None:
    """Count the cells by state, product and dimension."""
    engine = fitting_database()
    from app.catalogue.snapshot import read
    from app.catalogue.stats import lines

    for line in lines(read(engine)):
        print(line)


@commands.command()
def verify() -> None:
    """Prove that the catalogue is what its revisions made of it."""
    engine = fitting_database()
    from app.db import read_session
    from app.editing.verify import verify as replay

    with read_session(engine) as session:
        found = replay(session)
    if found.problems:
        rest = len(found.problems) - MOST_PROBLEMS
        more = (f"… and {rest} more",) if rest > 0 else ()
        fail(*found.problems[:MOST_PROBLEMS], *more, "The catalogue is not what its revisions made of it.")
    say(str(found))


@commands.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; one of that name is replaced.")]) -> None:
    """Write a copy of the whole database, also while it is served."""
    engine = fitting_database()
    from app.backup import backup as write_copy

    say(f"Written to {file}: {write_copy(engine, file):,} bytes.")


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `landscape backup` wrote.")],
    only_check: Annotated[bool, typer.Option("--check", help="Change nothing; say whether the copy is whole.")] = False,
    replace: Annotated[bool, typer.Option(help="Put it in the place of a database that is not empty.")] = False,
) -> None:
    """Check a copy, and make the database what it holds."""
    engine = open_database()
    from app import backup

    say(backup.check(engine, file) if only_check else backup.restore(engine, file, replace=replace))
    if not only_check:
        say("The database is what the copy holds.")


cli_advisor.register(commands)
cli_accounts.register(commands)
