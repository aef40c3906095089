"""How Alembic reaches the database: run by `landscape migrate`, by the tests, and by `alembic revision`.

`app.db.upgrade` and `downgrade` hand in a connection; without one (the alembic command) the settings name it.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.accounts.tables
import app.catalogue.tables
import app.suggestions.tables  # noqa: F401  (all three fill SQLModel.metadata)
from app.db import UtcDateTime, make_engine, writing
from app.settings import read_settings

ONE_ENGINE = {
    str(check.name): check._ddl_if.dialect
    for table in SQLModel.metadata.tables.values()
    for check in table.constraints
    if check._ddl_if is not None
}
"""The constraints that only one engine has; Alembic works on copies, which have forgotten it."""


def migrate(connection: Connection) -> None:
    """Runs every step in one transaction: all of them happen, or none.

    Foreign keys are off on SQLite meanwhile: changing a table means to rebuild it there, and dropping the old one
    would delete the rows that refer to it. The switch is ignored inside a transaction, hence the raw connection.
    """
    sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.driver_connection
    if sqlite and raw is not None:
        raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                render_as_batch=True,
                compare_type=True,
                render_item=as_written,
            )
            with context.begin_transaction():
                context.run_migrations()
            if sqlite:
                refuse_dangling_rows(connection)
    finally:
        if sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys = ON")


def as_written(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Types as the database holds them, so that a migration stays as it is when our own types change.

    And constraints of one engine with their engine, which autogenerate would forget.
    """
    if kind == "check" and str(item.name) in ONE_ENGINE:
        condition, name, engine = str(item.sqltext), str(item.name), ONE_ENGINE[str(item.name)]
        return f"sa.CheckConstraint({condition!r}, name=op.f({name!r})).ddl_if(dialect={engine!r})"
    if isinstance(item, AutoString):
        return "sa.String()"
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def refuse_dangling_rows(connection: Connection) -> None:
    """With foreign keys off, a faulty migration could leave rows that refer to nothing."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        raise RuntimeError(
            f"the migration leaves rows that refer to nothing (table, row, parent, key): {dangling[:10]}"
        )


if context.is_offline_mode():
    raise RuntimeError("write SQL files for neither engine: migrations look at the data they change")

given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with writing(make_engine(read_settings().database_url)).connect() as own:
        migrate(own)
