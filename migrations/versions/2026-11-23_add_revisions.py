"""Add revisions: who changed what, when and why, and what the files last said.

Why: nothing is lost when people edit. The database itself refuses to change or delete a revision.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e3950ac47f16"
down_revision: str | Sequence[str] | None = "b84e29c1d7f0"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENTITY_KIND_KNOWN = (
    "entity_kind IN ('dimension', 'criterion', 'protocol', 'aspect', 'approach', 'approach-words', 'product', "
    "'relation', 'source', 'statement', 'complete-list', 'client-library', 'pricing-tier', 'measurement')"
)

REVISIONS_ARE_KEPT = {
    "sqlite": (
        "CREATE TRIGGER revision_refuses_update BEFORE UPDATE ON revision "
        "BEGIN SELECT RAISE(ABORT, 'revisions are never changed or deleted'); END",
        "CREATE TRIGGER revision_refuses_delete BEFORE DELETE ON revision "
        "BEGIN SELECT RAISE(ABORT, 'revisions are never changed or deleted'); END",
        "CREATE TRIGGER revision_refuses_replacement BEFORE INSERT ON revision "
        "WHEN EXISTS (SELECT 1 FROM revision WHERE number = NEW.number) "
        "BEGIN SELECT RAISE(ABORT, 'revisions are never changed or deleted'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_revision_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'revisions are never changed or deleted'; END $$",
        "CREATE TRIGGER revision_is_kept BEFORE UPDATE OR DELETE ON revision "
        "FOR EACH ROW EXECUTE FUNCTION refuse_revision_change()",
        "CREATE TRIGGER revision_is_not_emptied BEFORE TRUNCATE ON revision "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_revision_change()",
    ),
}


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_set", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entity_kind", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        *checks(
            "revision",
            entity_kind_known=ENTITY_KIND_KNOWN,
            entity_id_is_text="length(entity_id) BETWEEN 1 AND 300 AND entity_id = trim(entity_id)",
            actor_is_text="length(actor) BETWEEN 1 AND 300 AND actor = trim(actor)",
            reason_is_text="length(reason) BETWEEN 1 AND 4000 AND reason = trim(reason)",
            changes_something="before IS NOT NULL OR after IS NOT NULL",
            change_set_began_before="change_set BETWEEN 1 AND number",
            number_at_least_1="number >= 1",
        ),
        # moments are text on SQLite: always written as 2026-01-31 12:00:00.000000
        sa.CheckConstraint(
            "at IS strftime('%Y-%m-%d %H:%M:%S', at) || substr(at, 20)"
            " AND (at IS NULL OR substr(at, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]')",
            name=op.f("ck_revision_at_is_moment"),
        ).ddl_if(dialect="sqlite"),
        # and go on for ever on PostgreSQL
        on("postgresql", "ck_revision_at_is_finite", "at BETWEEN '0001-01-02' AND '9999-12-30'"),
        *lines("revision", "entity_id", "actor", "reason"),
        *documents("revision", "before", "after"),
    )
    op.create_index(op.f("ix_revision_entity"), "revision", ["entity_kind", "entity_id"])
    op.create_table(
        "catalogue_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_state")),
        *checks(
            "catalogue_state",
            one_row="id = 1",
            revision_at_least_0="revision >= 0",
        ),
    )
    op.create_table(
        "loaded_document",
        sa.Column("entity_kind", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("entity_kind", "entity_id", name=op.f("pk_loaded_document")),
        *checks(
            "loaded_document",
            entity_kind_known=ENTITY_KIND_KNOWN,
            entity_id_is_text="length(entity_id) BETWEEN 1 AND 300 AND entity_id = trim(entity_id)",
        ),
        *lines("loaded_document", "entity_id"),
        *documents("loaded_document", "document"),
    )
    for statement in REVISIONS_ARE_KEPT[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Back: the history is lost, the catalogue stays. The triggers go with their table."""
    op.drop_table("loaded_document")
    op.drop_table("catalogue_state")
    op.drop_table("revision")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_revision_change()")


def checks(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    """What the table refuses, by name."""
    return [sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}")) for name, condition in conditions.items()]


def on(engine: str, name: str, condition: str) -> sa.CheckConstraint:
    """What only one engine needs, or each must put in its own words."""
    return sa.CheckConstraint(condition, name=op.f(name)).ddl_if(dialect=engine)


def lines(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """Text without line breaks and other marks that steer."""
    for column in columns:
        name = f"ck_{table}_{column}_is_one_line"
        yield on("sqlite", name, f"{column} NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'")
        yield on("postgresql", name, f"{column} !~ '[[:cntrl:]]'")


def documents(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """JSON is text on SQLite."""
    for column in columns:
        yield on("sqlite", f"ck_{table}_{column}_is_json", f"json_valid({column})")
