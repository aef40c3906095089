"""API tokens: `ml_<public id>_<secret>`, shown once, for some things and some time only."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, insert, select, update
from sqlmodel import Session

from app.accounts import people, tables
from app.accounts.people import PERSON, Person, person_of
from app.accounts.sign_ins import hash_of
from app.accounts.words import Scope, scopes_of
from app.db.constraints import table_of
from app.errors import FieldProblem, InvalidInput, NotFound

PREFIX = "ml_"
SECRET_BYTES = 32
LONGEST_NAME = 80
MOST_DAYS = 365

TOKEN, TOKEN_SCOPE = table_of(tables.ApiToken), table_of(tables.ApiTokenScope)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token afterwards; never its secret."""

    id: str
    person: str
    name: str
    created: datetime
    expires: datetime
    last_used: date | None
    revoked: datetime | None
    scopes: tuple[Scope, ...]

    def works(self, at: datetime) -> bool:
        """Neither revoked nor past its time; its owner may still be disabled."""
        return self.revoked is None and self.expires > at


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks by a token, and what for: no more than the owner's role allows today."""

    person: Person
    token: Token
    scopes: frozenset[Scope]


def issue(session: Session, person: Person, name: str, scopes: Collection[Scope], days: int, at: datetime) -> str:
    """A new token, in full: the only time that its secret is known. Raises InvalidInput."""
    problems = []
    if not (1 <= len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()):
        expected = f"1 to {LONGEST_NAME} characters on one line, to know it by"
        problems.append(FieldProblem("name", name[:LONGEST_NAME], expected))
    if not 1 <= days <= MOST_DAYS:
        problems.append(FieldProblem("days", str(days), f"1 to {MOST_DAYS} days"))
    if beyond := [scope.value for scope in scopes if scope not in scopes_of(person.role)]:
        problems.append(FieldProblem("scope", ", ".join(beyond), f"what {person.name} may do as {person.role}"))
    if problems:
        raise InvalidInput("This token cannot be made.", problems)
    public = "".join(secrets.choice(tables.PUBLIC_LETTERS) for _ in range(tables.TOKEN_ID))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = {
        "id": public,
        "person": person.name,
        "name": name,
        "secret_hash": hash_of(secret),
        "created": at,
        "expires": at + timedelta(days=days),
    }
    session.connection().execute(insert(TOKEN).values(**row))
    for scope in dict.fromkeys(scopes):
        session.connection().execute(insert(TOKEN_SCOPE).values(token=public, scope=scope.value))
    return f"{PREFIX}{public}_{secret}"


def bearer(session: Session, given: str, at: datetime) -> Bearer | None:
    """Who is behind a token that holds; None for every other text."""
    public, separator, secret = given.removeprefix(PREFIX).partition("_")
    if not (given.startswith(PREFIX) and separator and secret and public.isascii() and public.isalnum()):
        return None
    query = (
        select(TOKEN.c.secret_hash, *people.COLUMNS)
        .join(PERSON, PERSON.c.name == TOKEN.c.person)
        .where(TOKEN.c.id == public, PERSON.c.disabled_at.is_(None))
    )
    row = session.connection().execute(query).one_or_none()
    if row is None or not secrets.compare_digest(row[0], hash_of(secret)):
        return None
    person = person_of(row[1:])
    (token,) = _read(session, TOKEN.c.id == public)
    if not token.works(at):
        return None
    return Bearer(person, token, frozenset(token.scopes) & frozenset(scopes_of(person.role)))


def used(session: Session, token: str, day: date) -> None:
    """It was used on this day."""
    session.connection().execute(update(TOKEN).where(TOKEN.c.id == token).values(last_used=day))


def of(session: Session, person: str | None = None) -> list[Token]:
    """A person's tokens, or everybody's; the newest first."""
    return _read(session, TOKEN.c.person == person) if person else _read(session)


def revoke(session: Session, token: str, at: datetime, person: str | None = None) -> Token:
    """It stops at once and for good. Raises NotFound, also where it is not this person's."""
    known = _read(session, TOKEN.c.id == token) if token.isascii() and token.isalnum() else []
    found = [each for each in known if person in (None, each.person)]
    if not found:
        raise NotFound("There is no token with this id.")
    one = TOKEN.c.id == token, TOKEN.c.revoked.is_(None)
    session.connection().execute(update(TOKEN).where(*one).values(revoked=at))
    return found[0]


def revoke_all(session: Session, person: str, at: datetime) -> None:
    """All of a person's tokens."""
    theirs = TOKEN.c.person == person, TOKEN.c.revoked.is_(None)
    session.connection().execute(update(TOKEN).where(*theirs).values(revoked=at))


def _read(session: Session, *conditions: ColumnElement[bool]) -> list[Token]:
    connection = session.connection()
    rows = connection.execute(select(TOKEN).where(*conditions).order_by(TOKEN.c.created.desc(), TOKEN.c.id)).all()
    scopes = _scopes(session, [row.id for row in rows])
    return [
        Token(
            row.id,
            row.person,
            row.name,
            row.created,
            row.expires,
            row.last_used,
            row.revoked,
            tuple(scope for scope in Scope if (row.id, scope) in scopes),
        )
        for row in rows
    ]


def _scopes(session: Session, ids: Iterable[str]) -> set[tuple[str, Scope]]:
    query = select(TOKEN_SCOPE.c.token, TOKEN_SCOPE.c.scope).where(TOKEN_SCOPE.c.token.in_(list(ids)))
    return {(token, Scope(scope)) for token, scope in session.connection().execute(query)}
