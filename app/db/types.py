"""Column types that mean the same on both engines, and the hooks that make every SQLite table STRICT.

SQLite stores whatever it is given unless a table is STRICT, and a STRICT table knows five type names only. So each
SQLAlchemy type is compiled to one of them, and CREATE TABLE always ends in STRICT, in models and migrations alike.
The hooks hold for the whole process. `Numeric` has none on purpose: SQLite has no exact decimals, and a table that
asks for them fails at once instead of rounding prices (they are kept as whole billionths, `bracket.price_nano`).
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.compiler import DDLCompiler
from sqlmodel.sql.sqltypes import AutoString

SQLITE_STRICT = {"sqlite_strict": True}
"""For `__table_args__`: says in the model what the hook below does to every table anyhow."""

TEXTS = (
    sa.String, sa.VARCHAR, sa.Text, sa.TEXT, sa.Unicode, sa.UnicodeText, sa.CHAR, AutoString,
    sa.Enum, sa.Date, sa.DATE, sa.DateTime, sa.DATETIME, sa.TIMESTAMP, sa.Time, sa.JSON, sa.Uuid,
)  # fmt: skip
INTEGERS = (sa.Boolean, sa.BOOLEAN, sa.SmallInteger, sa.BigInteger, sa.BIGINT)
REALS = (sa.Float, sa.FLOAT, sa.Double)


def _compile_as(name: str, *types: type[Any]) -> None:
    for each in types:
        compiles(each, "sqlite")(lambda _element, _compiler, **_options: name)


_compile_as("TEXT", *TEXTS)
_compile_as("INTEGER", *INTEGERS)
_compile_as("REAL", *REALS)


@compiles(CreateTable, "sqlite")
def _create_strict_table(element: CreateTable, compiler: DDLCompiler, **options: Any) -> str:
    element.element.dialect_options["sqlite"]["strict"] = True
    statement: str = compiler.visit_create_table(element, **options)  # type: ignore[no-untyped-call]
    return statement


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment. Refuses one without a time zone; gives back UTC on both engines (SQLite forgets the zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; without the zone on SQLite, which would drop it anyhow."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back with the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def moment_check(column: str) -> sa.CheckConstraint:
    """Moments are TEXT on SQLite: this refuses every text that is not written as 2026-01-31 12:00:00.000000."""
    check = sa.CheckConstraint(
        f"{column} IS strftime('%Y-%m-%d %H:%M:%S', {column}) || substr({column}, 20)"
        f" AND ({column} IS NULL OR substr({column}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]')",
        name=f"{column}_is_moment",
    )
    check.ddl_if(dialect="sqlite")
    return check
