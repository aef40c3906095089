"""What happened: revisions, the number of the newest, and what the files last said."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, CheckConstraint, Column, Index, event
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from app.db import UtcDateTime, moment_check
from app.db.constraints import LONGEST_TEXT, at_least, finite, json, one_of, table_args, table_of, text

ENTITY_KINDS = (
    "dimension",
    "criterion",
    "protocol",
    "aspect",
    "approach",
    "approach-words",
    "product",
    "relation",
    "source",
    "statement",
    "complete-list",
    "client-library",
    "pricing-tier",
    "measurement",
)
"""What a revision can be about: each is one document, written and undone as a whole."""


class Revision(SQLModel, table=True):
    """One recorded change of one entity: who, when, why, the document before and after. Never changed, never deleted.

    `change_set` is the number of the first revision that was written in the same transaction.
    """

    __tablename__ = "revision"
    __table_args__ = table_args(
        one_of("entity_kind", ENTITY_KINDS),
        text("entity_id"),
        text("actor"),
        text("reason", LONGEST_TEXT),
        moment_check("at"),
        finite("at"),
        json("before"),
        json("after"),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="changes_something"),
        CheckConstraint("change_set BETWEEN 1 AND number", name="change_set_began_before"),
        at_least("number", 1),
    )
    number: int = Field(primary_key=True)
    change_set: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    reason: str
    entity_kind: str
    entity_id: str
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


DOCUMENT = "coalesce(after, before)"
"""What a revision is about, in words that both engines read."""

PRODUCT = (
    "CASE entity_kind WHEN 'product' THEN entity_id "
    f"WHEN 'source' THEN {DOCUMENT} ->> 'owner' ELSE {DOCUMENT} ->> 'product' END"
)
"""The product a revision is about. An index holds it: queries must say it in exactly these words."""

Index("ix_revision_entity", table_of(Revision).c.entity_kind, table_of(Revision).c.entity_id)
Index("ix_revision_change_set", table_of(Revision).c.change_set)
Index("ix_revision_actor", table_of(Revision).c.actor, table_of(Revision).c.change_set)
Index("ix_revision_product", sql(f"({PRODUCT})"), table_of(Revision).c.change_set)


class CatalogueState(SQLModel, table=True):
    """One row: the number of the newest revision, which every process watches."""

    __tablename__ = "catalogue_state"
    __table_args__ = table_args(CheckConstraint("id = 1", name="one_row"), at_least("revision", 0))
    id: int = Field(primary_key=True)
    revision: int


class LoadedDocument(SQLModel, table=True):
    """What the files said about an entity when they were last loaded: the base of a three-way merge."""

    __tablename__ = "loaded_document"
    __table_args__ = table_args(one_of("entity_kind", ENTITY_KINDS), text("entity_id"), json("document"))
    entity_kind: str = Field(primary_key=True)
    entity_id: str = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_column=Column(JSON(none_as_null=True), nullable=False))


REVISIONS_ARE_KEPT = {
    "sqlite": tuple(
        f"CREATE TRIGGER revision_refuses_{name} BEFORE {when} BEGIN SELECT "
        "RAISE(ABORT, 'revisions are never changed or deleted'); END"
        for name, when in (
            ("update", "UPDATE ON revision"),
            ("delete", "DELETE ON revision"),
            # INSERT OR REPLACE deletes without telling the trigger above
            ("replacement", "INSERT ON revision WHEN EXISTS (SELECT 1 FROM revision WHERE number = NEW.number)"),
        )
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
"""Triggers with which the database itself keeps revisions as they were written."""

for _dialect, _statements in REVISIONS_ARE_KEPT.items():
    for _statement in _statements:
        event.listen(
            table_of(Revision),
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                _statement.replace("%", "%%")
            ).execute_if(dialect=_dialect),
        )
