"""Pieces that all tables share: CHECK constraints from vocabularies, dates and flags that both engines guard."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKeyConstraint, Table

from app.db.types import SQLITE_STRICT, moment_check

LONGEST_SLUG = 60
LONGEST_LINE = 300
LONGEST_FIND = 60
LONGEST_TEXT = 4000


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SLUG_MARKS = "._/+-"
SLUG_CHARACTERS = LETTERS + LETTERS.lower() + "0123456789" + SLUG_MARKS


def table_args(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table: its constraints (some come in groups), and STRICT typing on SQLite."""
    flat = (each for group in constraints for each in (group if isinstance(group, tuple) else (group,)))
    return (*flat, SQLITE_STRICT)


def on(dialect: str, condition: str, name: str) -> CheckConstraint:
    """A CHECK that only one engine needs, or that each must put in its own words."""
    check = CheckConstraint(condition, name=name)
    check.ddl_if(dialect=dialect)
    return check


def only(column: str, characters: str) -> str:
    """A condition that both engines read: nothing is left of the column once these are trimmed away."""
    return f"trim({column}, '{characters}') = ''"


def table_of(model: Any) -> Table:
    """The table behind a model."""
    table: Table = model.__table__
    return table


def one_of(column: str, words: Iterable[StrEnum | str]) -> CheckConstraint:
    """The column holds one of a closed vocabulary (or NULL where it may)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def slug(column: str = "slug") -> CheckConstraint:
    """A name for addresses: 1 to 60 letters, digits and a few marks, of which it does not begin with one."""
    return CheckConstraint(
        f"length({column}) BETWEEN 1 AND {LONGEST_SLUG} AND {only(column, SLUG_CHARACTERS)} "
        f"AND ltrim({column}, '{SLUG_MARKS}') = {column}",
        name=f"{column}_is_slug",
    )


def text(column: str, longest: int = LONGEST_LINE) -> tuple[CheckConstraint, ...]:
    """Text on one line that is neither empty nor padded nor too long."""
    return (
        CheckConstraint(
            f"length({column}) BETWEEN 1 AND {longest} AND {column} = trim({column})", name=f"{column}_is_text"
        ),
        on("sqlite", f"{column} NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'", f"{column}_is_one_line"),
        on("postgresql", f"{column} !~ '[[:cntrl:]]'", f"{column}_is_one_line"),
    )


def url(column: str = "url") -> CheckConstraint:
    """An absolute http(s) address."""
    return CheckConstraint(
        f"({column} LIKE 'https://_%' OR {column} LIKE 'http://_%') AND {column} NOT LIKE '% %' "
        f"AND length({column}) <= 2000",
        name=f"{column}_is_address",
    )


def day(column: str) -> tuple[CheckConstraint, ...]:
    """A real date. SQLite keeps text, which must be what its own date() makes of it; PostgreSQL's go on for ever."""
    return (on("sqlite", f"{column} IS date({column})", f"{column}_is_day"), finite(column))


def finite(column: str) -> CheckConstraint:
    """PostgreSQL also knows `infinity` and the year 20000, which Python cannot read."""
    return on("postgresql", f"{column} BETWEEN '0001-01-02' AND '9999-12-30'", f"{column}_is_finite")


def json(column: str) -> CheckConstraint:
    """A document. PostgreSQL's JSON knows; SQLite keeps text."""
    return on("sqlite", f"json_valid({column})", f"{column}_is_json")


def at_least(column: str, least: int) -> CheckConstraint:
    """A number that is not smaller than `least`."""
    return CheckConstraint(f"{column} >= {least}", name=f"{column}_at_least_{least}")


def flag(name: str) -> Any:
    """A boolean column that refuses 7 on SQLite too."""
    return Boolean(create_constraint=True, name=f"{name}_is_flag")


def refers(columns: str, target: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key in one line: `refers("product edition", "edition.product edition.slug")`."""
    return ForeignKeyConstraint(columns.split(), target.split(), **options)


def moment(column: str) -> tuple[CheckConstraint, ...]:
    """A real moment: SQLite keeps text, PostgreSQL's go on for ever."""
    return (moment_check(column), finite(column))


def digits_256(column: str) -> CheckConstraint:
    """256 bits in hexadecimal digits, as a SHA-256 is written."""
    return CheckConstraint(
        f"length({column}) = 64 AND {only(column, '0123456789abcdef')}", name=f"{column}_is_256_bits"
    )
