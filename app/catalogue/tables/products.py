"""What is compared: products with their names, editions, modes and relations; the sources that speak of them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.catalogue.words import Kind, RelationType
from app.db.constraints import (
    LONGEST_TEXT,
    at_least,
    day,
    flag,
    one_of,
    refers,
    slug,
    table_args,
    table_of,
    text,
    url,
)


class Product(SQLModel, table=True):
    """One thing that a user can choose."""

    __tablename__ = "product"
    __table_args__ = table_args(
        slug(),
        text("name"),
        one_of("kind", Kind),
        text("vendor"),
        url("homepage"),
        url("documentation"),
        url("repository"),
        at_least("version", 1),
    )
    slug: str = Field(primary_key=True)
    name: str
    kind: str
    vendor: str
    homepage: str
    documentation: str
    repository: str | None = None
    version: int


class ProductAlias(SQLModel, table=True):
    """Another, former or shorter name that people search a product by."""

    __tablename__ = "product_alias"
    __table_args__ = table_args(refers("product", "product.slug"), text("alias"), at_least("position", 0))
    product: str = Field(primary_key=True)
    alias: str = Field(primary_key=True)
    position: int


class Edition(SQLModel, table=True):
    """A commercial form of a product. At most one is the default."""

    __tablename__ = "edition"
    __table_args__ = table_args(
        refers("product", "product.slug"), slug(), text("name"), text("note", LONGEST_TEXT), at_least("position", 0)
    )
    product: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    name: str
    position: int
    is_default: bool = Field(sa_type=flag("is_default"))
    note: str | None = None


class Mode(SQLModel, table=True):
    """A part of a product that one flow uses. At most one is the default."""

    __tablename__ = "mode"
    __table_args__ = table_args(
        refers("product", "product.slug"), slug(), text("name"), text("note", LONGEST_TEXT), at_least("position", 0)
    )
    product: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    name: str
    position: int
    is_default: bool = Field(sa_type=flag("is_default"))
    note: str | None = None


for _table in (Edition, Mode):
    _columns = table_of(_table).c
    Index(
        f"uq_{table_of(_table).name}_default",
        _columns.product,
        unique=True,
        sqlite_where=_columns.is_default,
        postgresql_where=_columns.is_default,
    )


class ModeEdition(SQLModel, table=True):
    """An edition that has this mode; a mode without rows here exists in all editions."""

    __tablename__ = "mode_edition"
    __table_args__ = table_args(
        refers("product mode", "mode.product mode.slug"), refers("product edition", "edition.product edition.slug")
    )
    product: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)


class Relation(SQLModel, table=True):
    """One product's tie to another: the engine it runs, what it is compatible with, what it succeeds."""

    __tablename__ = "relation"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        refers("target", "product.slug"),
        UniqueConstraint("id", "product"),
        refers("target engine_edition", "edition.product edition.slug"),
        one_of("type", RelationType),
        text("note", LONGEST_TEXT),
        at_least("position", 0),
        at_least("version", 1),
        CheckConstraint("product <> target", name="not_itself"),
        CheckConstraint(
            "type = 'based_on' OR (engine_edition IS NULL AND versions_from IS NULL AND versions_to IS NULL)",
            name="engine_belongs_to_based_on",
        ),
    )
    id: str = Field(primary_key=True)
    product: str
    target: str
    type: str
    position: int
    engine_edition: str | None = None
    versions_from: str | None = None
    versions_to: str | None = None
    note: str | None = None
    version: int


class RelationEdition(SQLModel, table=True):
    """An edition that a relation is limited to."""

    __tablename__ = "relation_edition"
    __table_args__ = table_args(
        refers("relation product", "relation.id relation.product"),
        refers("product edition", "edition.product edition.slug"),
    )
    relation: str = Field(primary_key=True)
    product: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)


class Source(SQLModel, table=True):
    """A page that citations point to. `owner` is the file that names it: a product's slug, `protocols`, `approaches`.

    `is_vendor` says whether the publisher makes or sells that product: the same page can be the vendor's word in one
    file and a third party's in another.
    """

    __tablename__ = "source"
    __table_args__ = table_args(
        slug("owner"),
        slug("key"),
        url(),
        text("title"),
        text("publisher"),
        day("text_date"),
        day("checked"),
        CheckConstraint("text_date <= checked", name="text_not_after_checked"),
        at_least("position", 0),
        at_least("version", 1),
    )
    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    url: str
    title: str
    publisher: str
    is_vendor: bool = Field(sa_type=flag("is_vendor"))
    text_date: date | None = None
    checked: date
    version: int
