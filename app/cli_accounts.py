"""`landscape user …` and `landscape token …`: who may sign in, and tokens for programs, on the command line.

`app.cli` takes them in by `register(commands)`. The first admin is made here; no secret is ever an argument, where a
list of processes would show it. What is slow to import stands inside the commands.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import InvalidInput

if TYPE_CHECKING:
    from sqlmodel import Session

user = typer.Typer(no_args_is_help=True, help="Who may sign in.")
token = typer.Typer(no_args_is_help=True, help="API tokens, for programs that write.")

Name = Annotated[str, typer.Argument(help="The name by which the person signs in.")]
RoleName = Annotated[str, typer.Option("--role", help="editor, reviewer or admin.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from the standard input.")]


@contextmanager
def _session(*, writes: bool = True) -> "Iterator[Session]":
    """A session on the configured database, whose schema is that of this code."""
    from app.db import make_engine, read_session, require_current, write_session
    from app.settings import read_settings

    engine = make_engine(read_settings().database_url)
    try:
        require_current(engine)
        with write_session(engine) if writes else read_session(engine) as session:
            yield session
    except InvalidInput as error:
        lines = [f"{each.field}: expected {each.expected}" for each in error.problems]
        raise InvalidInput("\n".join([*lines, error.sentence])) from None
    finally:
        engine.dispose()


def _password(from_stdin: bool, *names: str) -> str:
    """The hash of a password that will do, typed twice or read from a pipe."""
    from app.accounts import passwords

    if from_stdin:
        given = sys.stdin.readline(passwords.MOST * 4).rstrip("\r\n")
    else:
        given = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        return passwords.hashed(passwords.accepted(given, names)).result()
    except InvalidInput as error:
        raise InvalidInput(f"{error.sentence} Expected {error.problems[0].expected}") from None


def _one_of(words: list[str], given: str, what: str) -> str:
    if given not in words:
        raise InvalidInput(f"{given[:40]!r} is no {what}: expected {', '.join(words)}.")
    return given


def _now() -> datetime:
    return datetime.now(UTC)


@user.command("add")
def add_user(
    name: Name,
    role: RoleName,
    shown: Annotated[str, typer.Option(help="The name that stands in the history; else the same.")] = "",
    password_stdin: FromStdin = False,
) -> None:
    """Add a person."""
    from app.accounts import people
    from app.accounts.words import Role

    chosen = Role(_one_of(list(Role), role, "role"))
    with _session(writes=False):
        people.checked(name, shown or name)
    hashed = _password(password_stdin, name, shown)
    with _session() as session:
        person = people.add(session, name, shown or name, chosen, hashed, _now())
    print(f"{person.name} is {person.role} now.")


@user.command("list")
def list_users() -> None:
    """List everybody with their role."""
    from app.accounts import people

    with _session(writes=False) as session:
        for each in people.everybody(session):
            disabled = f"disabled since {each.disabled_at:%Y-%m-%d}" if each.disabled_at else ""
            print("\t".join((each.name, each.role, each.shown_name, disabled)).rstrip())


@user.command("role")
def change_role(name: Name, role: RoleName) -> None:
    """Change what a person may do."""
    from app.accounts import people
    from app.accounts.words import Role

    with _session() as session:
        people.change_role(session, name, Role(_one_of(list(Role), role, "role")))
    print(f"{name} is {role} now.")


@user.command("password")
def change_password(name: Name, password_stdin: FromStdin = False) -> None:
    """Set another password; ends the person's sessions."""
    from app.accounts import people

    with _session(writes=False) as session:
        shown = people.find(session, name).shown_name
    hashed = _password(password_stdin, name, shown)
    with _session() as session:
        people.change_password(session, name, hashed, _now())
    print(f"{name} has another password, and no session.")


@user.command("disable")
def disable(name: Name) -> None:
    """Keep a person out: ends their sessions, stops their tokens. What they did stays."""
    from app.accounts import people

    with _session() as session:
        people.disable(session, name, _now())
    print(f"{name} is disabled.")


@user.command("enable")
def enable(name: Name) -> None:
    """Let a person in again."""
    from app.accounts import people

    with _session() as session:
        people.enable(session, name)
    print(f"{name} is enabled.")


@token.command("add")
def add_token(
    person: Annotated[str, typer.Option(help="Whose token it is.")],
    name: Annotated[str, typer.Option(help="To know it by: the program that will use it.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="catalogue:write, suggestions:handle; may be repeated.")
    ] = None,
    days: Annotated[int, typer.Option(help="How long it works: 1 to 365.")] = 90,
) -> None:
    """Make a token and print it: the only time that it is shown."""
    from app.accounts import people, tokens
    from app.accounts.words import Scope

    scopes = [Scope(_one_of(list(Scope), each, "scope")) for each in scope or ()]
    with _session() as session:
        made = tokens.issue(session, people.find(session, person), name, scopes, days, _now())
    print(made)


@token.command("list")
def list_tokens() -> None:
    """List everybody's tokens with what they are for, until when, and when they were last used."""
    from app.accounts import tokens

    with _session(writes=False) as session:
        for each in tokens.of(session):
            until = "revoked" if each.revoked else f"until {each.expires:%Y-%m-%d}"
            used = f"used {each.last_used}" if each.last_used else "never used"
            print("\t".join((each.id, each.person, each.name, ",".join(each.scopes) or "reading", until, used)))


@token.command("revoke")
def revoke(id: Annotated[str, typer.Argument(help="The eight characters after ml_.")]) -> None:
    """Stop a token at once and for good."""
    from app.accounts import tokens

    with _session() as session:
        found = tokens.revoke(session, id, _now())
    print(f"The token {found.name!r} of {found.person} is revoked.")


def register(commands: typer.Typer) -> None:
    """Adds both groups to the other commands."""
    commands.add_typer(user, name="user")
    commands.add_typer(token, name="token")
