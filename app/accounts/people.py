"""People: who may sign in, as what, and the last admin who can neither go nor step down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from app.accounts import sign_ins, tables
from app.accounts.words import Role
from app.db.constraints import LONGEST_SLUG, SLUG_MARKS, table_of
from app.errors import Conflict, FieldProblem, InvalidInput, NotFound

PERSON = table_of(tables.Person)

RESERVED = frozenset({"files"})
"""Names that stand in revisions for something else than a person."""

LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in, unless disabled. `name` is the login, `shown_name` what stands in revisions."""

    name: str
    shown_name: str
    role: Role
    created: datetime
    disabled_at: datetime | None


COLUMNS = tuple(PERSON.c[name] for name in Person.__dataclass_fields__)


def person_of(row: Iterable[object]) -> Person:
    """From the columns above."""
    name, shown_name, role, created, disabled_at = row
    return Person(name, shown_name, Role(role), created, disabled_at)  # type: ignore[arg-type]


def everybody(session: Session) -> list[Person]:
    """By name, the disabled ones too."""
    return [person_of(row) for row in session.connection().execute(select(*COLUMNS).order_by(PERSON.c.name))]


def find(session: Session, name: str) -> Person:
    """Raises NotFound."""
    known = name if _is_login(name) else ""  # PostgreSQL cannot even be asked for some texts
    row = session.connection().execute(select(*COLUMNS).where(PERSON.c.name == known)).one_or_none()
    if row is None:
        raise NotFound(f"There is nobody of the name {name[:LONGEST_SLUG]!r}.")
    return person_of(row)


def password_hash(session: Session, name: str) -> str | None:
    """What to compare a password with; None for those who may not sign in."""
    if not _is_login(name):
        return None
    known = select(PERSON.c.password_hash).where(PERSON.c.name == name, PERSON.c.disabled_at.is_(None))
    return session.connection().execute(known).scalar_one_or_none()


def checked(name: str, shown_name: str) -> None:
    """Raises InvalidInput for names that no person can have, with every field that does not fit."""
    problems = []
    if not _is_login(name):
        expected = "1 to 60 small letters, digits, dots, dashes or underscores, a letter or digit first"
        problems.append(FieldProblem("name", name[:LONGEST_SLUG], expected))
    if not (1 <= len(shown_name) <= LONGEST_SHOWN and shown_name.isprintable() and shown_name == shown_name.strip()):
        expected = f"1 to {LONGEST_SHOWN} characters on one line"
        problems.append(FieldProblem("shown_name", shown_name[:LONGEST_SHOWN], expected))
    for field, value in (("name", name), ("shown_name", shown_name)):
        if value.casefold() in RESERVED:
            problems.append(FieldProblem(field, value, "a person's name: this one stands for the data files"))
    if problems:
        raise InvalidInput("This person cannot be added.", problems)


def _is_login(name: str) -> bool:
    plain = name.replace("_", "").replace("-", "").replace(".", "")
    return (
        1 <= len(name) <= LONGEST_SLUG
        and plain.isascii()
        and plain.isalnum()
        and plain == plain.lower()
        and name[0] not in SLUG_MARKS
    )


def add(session: Session, name: str, shown_name: str, role: Role, hashed: str, at: datetime) -> Person:
    """A new person. Raises InvalidInput, or Conflict where either name is taken."""
    checked(name, shown_name)
    for taken in everybody(session):
        if taken.name == name:
            raise Conflict(f"There is a person of the name {name!r} already.")
        if taken.shown_name.casefold() == shown_name.casefold():
            raise Conflict(f"{taken.name!r} is shown as {taken.shown_name!r} already; two could not be told apart.")
    row = {"name": name, "shown_name": shown_name, "role": role.value, "password_hash": hashed, "created": at}
    session.connection().execute(insert(PERSON).values(**row))
    return find(session, name)


def change_role(session: Session, name: str, role: Role) -> None:
    """Another role, from the next request on."""
    person = find(session, name)
    if role is not Role.ADMIN:
        _keep_an_admin(session, person)
    _update(session, name, role=role.value)


def change_password(session: Session, name: str, hashed: str, at: datetime, but: str | None = None) -> None:
    """Another password. Ends the person's sessions, `but` the one with this hash."""
    find(session, name)
    _update(session, name, password_hash=hashed)
    sign_ins.end_all(session, name, at, but)


def disable(session: Session, name: str, at: datetime) -> None:
    """Ends the person's sessions; nobody can sign in by this name, and its tokens stop, until it is enabled."""
    person = find(session, name)
    _keep_an_admin(session, person)
    if person.disabled_at is None:
        _update(session, name, disabled_at=at)
    sign_ins.end_all(session, name, at)


def enable(session: Session, name: str) -> None:
    """As before; the sessions that were ended stay so."""
    find(session, name)
    _update(session, name, disabled_at=None)


def _keep_an_admin(session: Session, person: Person) -> None:
    """Somebody must be able to let others in."""
    others = select(func.count()).where(
        PERSON.c.role == Role.ADMIN.value, PERSON.c.disabled_at.is_(None), PERSON.c.name != person.name
    )
    is_one = person.role is Role.ADMIN and person.disabled_at is None
    if is_one and session.connection().execute(others).scalar_one() == 0:
        raise Conflict(f"{person.name!r} is the last admin: make somebody else an admin first.")


def _update(session: Session, name: str, **values: object) -> None:
    session.connection().execute(update(PERSON).where(PERSON.c.name == name).values(**values))
