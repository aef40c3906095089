"""The tables of accounts. No secret stands in them: of session ids and tokens a SHA-256, of passwords an argon2 hash.

A plain SHA-256 is enough for what is 256 bits of chance; it lets a row be found by it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.accounts.words import Role, Scope
from app.db import UtcDateTime
from app.db.constraints import (
    LONGEST_LINE,
    day,
    digits_256,
    moment,
    one_of,
    only,
    refers,
    slug,
    table_args,
    table_of,
    text,
)

TOKEN_ID = 8
"""Characters of a token's public part."""

PUBLIC_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""What it is made of: nothing that is easily taken for something else."""


class Person(SQLModel, table=True):
    """Somebody who may sign in. `name` is the login, `shown_name` what stands in revisions; nobody is ever deleted."""

    __tablename__ = "person"
    __table_args__ = table_args(
        slug("name"),
        CheckConstraint("name = lower(name)", name="name_is_lower_case"),
        text("shown_name"),
        one_of("role", Role),
        text("password_hash", LONGEST_LINE),
        moment("created"),
        moment("disabled_at"),
        UniqueConstraint("shown_name"),
    )
    name: str = Field(primary_key=True)
    shown_name: str
    role: str
    password_hash: str
    created: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One signed-in session: a browser that holds the id whose hash stands here, until it ends."""

    __tablename__ = "sign_in"
    __table_args__ = table_args(
        digits_256("id_hash"),
        text("agent"),
        moment("created"),
        moment("last_seen"),
        moment("expires"),
        moment("ended"),
        CheckConstraint("expires > created", name="expires_later"),
        refers("person", "person.name"),
    )
    id_hash: str = Field(primary_key=True)
    person: str
    agent: str
    created: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)
    expires: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiToken(SQLModel, table=True):
    """A token for programs: its public id, and the hash of its secret, which was shown once."""

    __tablename__ = "api_token"
    __table_args__ = table_args(
        CheckConstraint(f"length(id) = {TOKEN_ID} AND {only('id', PUBLIC_LETTERS)}", name="id_is_public"),
        digits_256("secret_hash"),
        text("name"),
        moment("created"),
        moment("expires"),
        moment("revoked"),
        day("last_used"),
        CheckConstraint("expires > created", name="expires_later"),
        refers("person", "person.name"),
    )
    id: str = Field(primary_key=True)
    person: str
    name: str
    secret_hash: str
    created: datetime = Field(sa_type=UtcDateTime)
    expires: datetime = Field(sa_type=UtcDateTime)
    last_used: date | None = None
    revoked: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiTokenScope(SQLModel, table=True):
    """One thing that a token is for."""

    __tablename__ = "api_token_scope"
    __table_args__ = table_args(one_of("scope", Scope), refers("token", "api_token.id"))
    token: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)


class Attempts(SQLModel, table=True):
    """How many more times something may be tried from somewhere: shared by all processes, gone after an hour."""

    __tablename__ = "attempts"
    __table_args__ = table_args(
        text("bucket"), moment("filled"), CheckConstraint("remaining BETWEEN 0 AND 1000", name="remaining_in_range")
    )
    bucket: str = Field(primary_key=True)
    remaining: float
    filled: datetime = Field(sa_type=UtcDateTime)


class SiteKey(SQLModel, table=True):
    """One row: chance that only this database knows. What is signed or hashed with it says nothing elsewhere."""

    __tablename__ = "site_key"
    __table_args__ = table_args(CheckConstraint("id = 1", name="one_row"), digits_256("key"))
    id: int = Field(primary_key=True)
    key: str


Index("ix_sign_in_person", table_of(SignIn).c.person)
Index("ix_api_token_person", table_of(ApiToken).c.person)
