"""What a database's schema says about itself, to the letter, so that two can be compared."""

import re

from sqlalchemy import Connection, Engine

Schema = dict[str, str]
"""Each part of a schema by what it is called: `table product` → its columns and constraints, and so on."""

ALEMBIC = "alembic_version"

SQLITE = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"

POSTGRESQL = (
    """
    SELECT 'column ' || attrelid::regclass || '.' || attname, attrelid::regclass::text,
           concat_ws(' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NOT NULL' END,
                     'DEFAULT ' || pg_get_expr(adbin, adrelid), nullif(attidentity, ''), nullif(attgenerated, ''))
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT oid FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm'))
    """,
    """
    SELECT 'constraint ' || conrelid::regclass || '.' || conname, conrelid::regclass::text,
           concat_ws(' ', pg_get_constraintdef(oid), 'deferrable ' || condeferrable, 'deferred ' || condeferred,
                     'validated ' || convalidated)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "SELECT 'index ' || indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """
    SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, tgrelid::regclass::text,
           concat_ws(' ', pg_get_triggerdef(oid), 'enabled', tgenabled)
    FROM pg_trigger WHERE NOT tgisinternal
    """,
    """
    SELECT 'function ' || oid::regprocedure, '', pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    """,
    "SELECT 'sequence ' || sequencename, '', data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    """
    SELECT 'type ' || typname, '', coalesce((SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder)
           FROM pg_enum WHERE enumtypid = pg_type.oid), typtype::text)
    FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
    """,
)


def schema_of(engine: Engine) -> Schema:
    """The whole schema but Alembic's own table."""
    with engine.connect() as connection:
        return _sqlite(connection) if engine.dialect.name == "sqlite" else _postgresql(connection)


def differences(migrated: Schema, modelled: Schema) -> list[str]:
    """One line for each part that is not the same; empty when there is none."""
    return [
        f"{name}\n  migrations: {migrated.get(name, 'none')}\n  models:     {modelled.get(name, 'none')}"
        for name in sorted(migrated.keys() | modelled.keys())
        if migrated.get(name) != modelled.get(name)
    ]


def _sqlite(connection: Connection) -> Schema:
    """A table is taken apart: one that a migration rebuilt or added to has its parts in another order."""
    parts: Schema = {}
    for name, table, sql in connection.exec_driver_sql(SQLITE):
        if table == ALEMBIC:
            continue
        if not name.startswith("table "):
            parts[name] = " ".join(sql.split())
            continue
        _, body, options = _split(sql)
        parts[f"{name}, options"] = options
        for each in body:
            # a column by its name, a constraint by its own
            word = re.sub(r'^CONSTRAINT +|"', "", each).split(" ", 1)[0]
            parts[f"{name}, {word}"] = each.replace('"', "")
    return parts


def _split(sql: str) -> tuple[str, list[str], str]:
    """`CREATE TABLE x (a, b) STRICT` as what stands before, between and after its brackets, spaces made one."""
    depth, quote, pieces, piece = 0, "", [], ""
    for mark in sql:
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        if not quote and ((mark == "(" and depth == 1) or (mark == ")" and depth == 0) or (mark == "," and depth == 1)):
            pieces.append(piece)
            piece = ""
        else:
            piece += " " if mark.isspace() and not quote else mark
    before, *between = [re.sub(" +", " ", each).strip() for each in pieces]
    return before, between, piece.strip()


def _postgresql(connection: Connection) -> Schema:
    return {
        name: " ".join(what.split())
        for query in POSTGRESQL
        for name, table, what in connection.exec_driver_sql(query)
        if table != ALEMBIC
    }
