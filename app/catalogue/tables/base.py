"""Pieces that the tables share: CHECK constraints from vocabularies, dates and flags that both engines guard."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKeyConstraint, Table

from app.db import SQLITE_STRICT

LONGEST_SLUG = 60
LONGEST_LINE = 300
LONGEST_FIND = 60
LONGEST_TEXT = 4000


def table_args(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table: its constraints, and STRICT typing on SQLite."""
    return (*constraints, SQLITE_STRICT)


def table_of(model: Any) -> Table:
    """The table behind a model."""
    table: Table = model.__table__
    return table


def one_of(column: str, words: Iterable[StrEnum | str]) -> CheckConstraint:
    """The column holds one of a closed vocabulary (or NULL where it may)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def slug(column: str = "slug") -> CheckConstraint:
    """A name for addresses: no spaces, not empty, at most 60 characters."""
    return CheckConstraint(
        f"length({column}) BETWEEN 1 AND {LONGEST_SLUG} AND {column} NOT LIKE '% %'", name=f"{column}_is_slug"
    )


def text(column: str, longest: int = LONGEST_LINE) -> CheckConstraint:
    """Text that is neither empty nor padded nor too long."""
    return CheckConstraint(
        f"length({column}) BETWEEN 1 AND {longest} AND {column} = trim({column})", name=f"{column}_is_text"
    )


def url(column: str = "url") -> CheckConstraint:
    """An absolute http(s) address."""
    return CheckConstraint(
        f"({column} LIKE 'https://_%' OR {column} LIKE 'http://_%') AND {column} NOT LIKE '% %' "
        f"AND length({column}) <= 2000",
        name=f"{column}_is_address",
    )


def day(column: str) -> CheckConstraint:
    """A real date. PostgreSQL's DATE knows; SQLite keeps text, which must be what its own date() makes of it."""
    check = CheckConstraint(f"{column} IS date({column})", name=f"{column}_is_day")
    check.ddl_if(dialect="sqlite")
    return check


def at_least(column: str, least: int) -> CheckConstraint:
    """A number that is not smaller than `least`."""
    return CheckConstraint(f"{column} >= {least}", name=f"{column}_at_least_{least}")


def flag(name: str) -> Any:
    """A boolean column that refuses 7 on SQLite too."""
    return Boolean(create_constraint=True, name=f"{name}_is_flag")


def refers(columns: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key in one line: `refers("product edition", "edition.product edition.slug")`."""
    return ForeignKeyConstraint(columns.split(), target.split(), **options)
