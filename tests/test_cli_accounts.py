"""`landscape user` and `landscape token`: what they do, what they say, and that no secret is printed."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from app.accounts import passwords, people, tokens
from app.accounts.words import Role, Scope
from app.cli import main
from app.db import read_session, write_session
from tests.support.visiting import PASSWORD, QUICK, move_in, now, open_sessions, session_of


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def run(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """`run("user", "list")` as if typed; `typed` is the standard input."""
    monkeypatch.setenv("LANDSCAPE_DATABASE_URL", database_url)
    monkeypatch.setattr(passwords, "HASHER", QUICK)

    def command(*words: str, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["landscape", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return Ran(int(end.value.code or 0), printed.out, printed.err)

    return command


def test_the_first_admin_is_made_here(run: Command, engine: Engine) -> None:
    words = ("user", "add", "ada", "--role", "admin", "--shown", "Ada Lovelace", "--password-stdin")
    ran = run(*words, typed=f"{PASSWORD}\n")
    assert (ran.code, ran.out, ran.err) == (0, "ada is admin now.\n", "")
    with read_session(engine) as session:
        assert people.find(session, "ada").shown_name == "Ada Lovelace"
        kept = people.password_hash(session, "ada")
    assert passwords.matches(PASSWORD, kept).result()
    assert run("user", "list").out == "ada\tadmin\tAda Lovelace\n"


def test_a_password_is_asked_for_twice(run: Command, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def prompt(_text: str, **options: object) -> str:
        asked.append(options)
        return PASSWORD

    monkeypatch.setattr("typer.prompt", prompt)
    assert run("user", "add", "ada", "--role", "editor").code == 0
    assert asked == [{"hide_input": True, "confirmation_prompt": True}]


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("user", "add", "eve", "--role", "king", "--password-stdin"), PASSWORD, "expected editor, reviewer, admin"),
        (("user", "add", "Eve", "--role", "editor", "--password-stdin"), PASSWORD, "name: expected 1 to 60 small"),
        (("user", "add", "eve", "--role", "editor", "--password-stdin"), "password1234", "harder to guess"),
        (("user", "add", "eve", "--role", "editor", "--password-stdin"), "", "12 to 200 characters"),
        (("user", "add", "ada", "--role", "editor", "--password-stdin"), PASSWORD, "'ada' already"),
        (("user", "role", "nobody", "--role", "editor"), "", "nobody of the name 'nobody'"),
        (("user", "role", "ada", "--role", "editor"), "", "the last admin"),
        (("user", "disable", "ada"), "", "the last admin"),
        (("user", "enable", "nobody"), "", "nobody of the name"),
        (("user", "password", "nobody", "--password-stdin"), PASSWORD, "nobody of the name"),
        (("user", "password", "ada", "--password-stdin"), "x", "12 to 200 characters"),
        (("token", "add", "--person", "nobody", "--name", "x"), "", "nobody of the name"),
        (("token", "add", "--person", "ada", "--name", "x", "--scope", "all"), "", "expected catalogue:write"),
        (("token", "add", "--person", "ada", "--name", "x", "--days", "400"), "", "days: expected 1 to 365"),
        (
            ("token", "add", "--person", "barbara", "--name", "x", "--scope", "suggestions:handle"),
            "",
            "may do as editor",
        ),
        (("token", "revoke", "nothing0"), "", "no token with this id"),
    ],
)
def test_what_does_not_fit_is_a_sentence(
    run: Command, engine: Engine, words: tuple[str, ...], typed: str, said: str
) -> None:
    move_in(engine)
    ran = run(*words, typed=typed)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert typed == "" or len(typed) < 4 or typed not in ran.err
    assert "Traceback" not in ran.err


def test_somebody_is_changed_kept_out_and_let_in(run: Command, engine: Engine) -> None:
    move_in(engine)
    session_of(engine, "grace")
    assert run("user", "role", "grace", "--role", "admin").out == "grace is admin now.\n"
    assert run("user", "disable", "grace").code == 0
    assert open_sessions(engine, "grace") == 0
    assert "disabled since" in run("user", "list").out
    assert run("user", "enable", "grace").code == 0
    ran = run("user", "password", "grace", "--password-stdin", typed="tide heron cobalt marble\n")
    assert ran.out == "grace has another password, and no session.\n"
    with read_session(engine) as session:
        found = people.find(session, "grace")
    assert (found.role, found.disabled_at) == (Role.ADMIN, None)


def test_a_token_is_printed_once_and_revoked(run: Command, engine: Engine) -> None:
    move_in(engine)
    words = ("--scope", "catalogue:write", "--scope", "suggestions:handle", "--days", "7")
    token = run("token", "add", "--person", "grace", "--name", "nightly", *words).out.strip()
    with write_session(engine) as session:
        found = tokens.bearer(session, token, now())
    assert found is not None
    assert found.scopes == set(Scope)
    listed = run("token", "list").out
    assert listed.startswith(f"{found.token.id}\tgrace\tnightly\tcatalogue:write,suggestions:handle\tuntil ")
    assert token not in listed
    assert run("token", "revoke", found.token.id).code == 0
    assert "revoked" in run("token", "list").out
