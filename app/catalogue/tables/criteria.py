"""What is asked: dimensions, criteria, their options, units and rubrics; and the wire protocols."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.catalogue.words import Better, DatePrecision, Kind, LicenceClass, ProtocolStatus, Scale, ValueType
from app.db.constraints import (
    LONGEST_TEXT,
    at_least,
    day,
    flag,
    one_of,
    refers,
    slug,
    table_args,
    text,
    url,
)


class Dimension(SQLModel, table=True):
    """One of the six questions about a product."""

    __tablename__ = "dimension"
    __table_args__ = table_args(slug(), text("name"), text("short"), text("question"), at_least("position", 0))
    slug: str = Field(primary_key=True)
    name: str
    short: str
    question: str
    position: int


class Criterion(SQLModel, table=True):
    """One comparable property; its type decides which value a statement carries.

    The unique key over type, scale and keyed exists so that a statement can repeat them under a foreign key: that is
    how the database itself knows which value column may be filled.
    """

    __tablename__ = "criterion"
    __table_args__ = table_args(
        refers("dimension", "dimension.slug"),
        UniqueConstraint("slug", "value_type", "scale", "keyed"),
        slug(),
        text("label"),
        text("definition", LONGEST_TEXT),
        text("how_to_read", LONGEST_TEXT),
        one_of("value_type", ValueType),
        one_of("scale", Scale),
        one_of("better", Better),
        at_least("fresh_days", 1),
        at_least("position", 0),
        CheckConstraint("(value_type = 'options') = (scale <> 'none')", name="scale_belongs_to_options"),
        CheckConstraint("value_type = 'text' OR NOT keyed", name="keyed_belongs_to_text"),
        CheckConstraint("value_type = 'options' OR NOT is_open", name="open_belongs_to_options"),
    )
    slug: str = Field(primary_key=True)
    dimension: str
    position: int
    label: str
    definition: str
    how_to_read: str
    value_type: str
    scale: str
    is_open: bool = Field(sa_type=flag("is_open"))
    keyed: bool = Field(sa_type=flag("keyed"))
    better: str | None = None
    fresh_days: int
    inherits: bool = Field(sa_type=flag("inherits"))
    depends_on_operator: bool = Field(sa_type=flag("depends_on_operator"))
    computed: bool = Field(sa_type=flag("computed"))


class CriterionKind(SQLModel, table=True):
    """A kind of product that a criterion does not apply to."""

    __tablename__ = "criterion_not_applicable_kind"
    __table_args__ = table_args(refers("criterion", "criterion.slug"), one_of("kind", Kind))
    criterion: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)


class CriterionUnit(SQLModel, table=True):
    """A unit that a number criterion's values may have; the first is the main one."""

    __tablename__ = "criterion_unit"
    __table_args__ = table_args(refers("criterion", "criterion.slug"), slug("unit"), at_least("position", 0))
    criterion: str = Field(primary_key=True)
    unit: str = Field(primary_key=True)
    position: int


class Option(SQLModel, table=True):
    """One member of a criterion whose answer is a choice, a set or a table of words."""

    __tablename__ = "option"
    __table_args__ = table_args(
        refers("criterion", "criterion.slug"),
        slug(),
        text("label"),
        text("definition", LONGEST_TEXT),
        one_of("licence_class", LicenceClass),
        at_least("position", 0),
    )
    criterion: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    position: int
    label: str
    definition: str
    licence_class: str | None = None


class RubricGrade(SQLModel, table=True):
    """What a grade of a graded criterion means."""

    __tablename__ = "rubric_grade"
    __table_args__ = table_args(
        refers("criterion", "criterion.slug"),
        CheckConstraint("grade BETWEEN 1 AND 5", name="grade_in_range"),
        text("meaning", LONGEST_TEXT),
    )
    criterion: str = Field(primary_key=True)
    grade: int = Field(primary_key=True)
    meaning: str


class Protocol(SQLModel, table=True):
    """A wire protocol with its own page. Its slug is an option of the criterion `protocols`."""

    __tablename__ = "protocol"
    __table_args__ = table_args(
        slug(),
        text("name"),
        text("body"),
        one_of("status", ProtocolStatus),
        url("specification"),
        text("transport"),
        text("security", LONGEST_TEXT),
        text("good_at", LONGEST_TEXT),
        text("not_good_at", LONGEST_TEXT),
        at_least("position", 0),
    )
    slug: str = Field(primary_key=True)
    position: int
    name: str
    body: str
    status: str
    specification: str
    transport: str
    security: str
    good_at: str
    not_good_at: str


class ProtocolVersion(SQLModel, table=True):
    """A published version of a protocol, with as much of its date as is known."""

    __tablename__ = "protocol_version"
    __table_args__ = table_args(
        refers("protocol", "protocol.slug"),
        slug("version"),
        day("published"),
        one_of("date_precision", DatePrecision),
        CheckConstraint("(published IS NULL) = (date_precision IS NULL)", name="precision_belongs_to_date"),
        at_least("position", 0),
    )
    protocol: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    published: date | None = None
    date_precision: str | None = None
    position: int


class ProtocolAlias(SQLModel, table=True):
    """Another name that people search a protocol by."""

    __tablename__ = "protocol_alias"
    __table_args__ = table_args(refers("protocol", "protocol.slug"), text("alias"), at_least("position", 0))
    protocol: str = Field(primary_key=True)
    alias: str = Field(primary_key=True)
    position: int
