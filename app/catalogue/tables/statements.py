"""What is claimed: statements with their qualifiers, complete lists, and the citations both rest on."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.catalogue.words import (
    NUMERIC,
    SUPPORT_OF,
    VALUELESS,
    WRITABLE_METHODS,
    Bound,
    Changeable,
    DatePrecision,
    Per,
    Scale,
    StatementState,
    Support,
    ValueType,
)
from app.db.constraints import (
    LONGEST_FIND,
    LONGEST_TEXT,
    SLUG_CHARACTERS,
    at_least,
    day,
    flag,
    one_of,
    only,
    refers,
    slug,
    table_args,
    table_of,
    text,
)


def _listed(words: Any) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _value_fits(column: str, *types: ValueType) -> CheckConstraint:
    return CheckConstraint(f"{column} IS NULL OR value_type IN ({_listed(types)})", name=f"{column}_fits_type")


_HAS_VALUE = " OR ".join(
    f"{column} IS NOT NULL"
    for column in (
        "value_boolean",
        "value_option",
        "value_integer",
        "value_number",
        "value_date",
        "value_text",
        "support",
    )
)


class Statement(SQLModel, table=True):
    """One claim: product x criterion (x option) = value, within its qualifiers.

    `id` is made from the identity, so it is the same in every deployment. `value_type`, `scale` and `keyed` repeat
    the criterion's under a foreign key: with them the CHECKs below can refuse a value that does not fit. Bytes are
    stored in B, durations in ms. `first_citation` points at the statement's own first citation: what is known must
    be cited.
    """

    __tablename__ = "statement"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        refers(
            "criterion value_type scale keyed",
            "criterion.slug criterion.value_type criterion.scale criterion.keyed",
        ),
        refers("criterion option", "option.criterion option.slug"),
        refers("criterion value_option", "option.criterion option.slug"),
        refers("criterion unit", "criterion_unit.criterion criterion_unit.unit"),
        refers(
            "id first_citation",
            "statement_citation.statement statement_citation.position",
            name="fk_statement_is_cited",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        UniqueConstraint("id", "product"),
        one_of("value_type", ValueType),
        one_of("scale", Scale),
        one_of("state", StatementState),
        one_of("support", Support),
        one_of("per", Per),
        one_of("bound", Bound),
        one_of("changeable", Changeable),
        one_of("method", WRITABLE_METHODS),
        one_of("date_precision", DatePrecision),
        _value_fits("value_boolean", ValueType.BOOLEAN),
        _value_fits("value_option", ValueType.CHOICE),
        _value_fits("value_integer", ValueType.INTEGER, ValueType.BYTES, ValueType.DURATION, ValueType.GRADE),
        _value_fits("value_number", ValueType.NUMBER, ValueType.PERCENT),
        _value_fits("value_date", ValueType.DATE),
        _value_fits("value_text", ValueType.VERSION, ValueType.URL, ValueType.TEXT),
        _value_fits("support", ValueType.OPTIONS),
        CheckConstraint(
            f"(state = 'known' AND (bound IS NULL OR bound NOT IN ({_listed(VALUELESS)}))) = ({_HAS_VALUE})",
            name="value_iff_known",
        ),
        CheckConstraint("state = 'known' OR bound IS NULL", name="bound_is_known"),
        CheckConstraint("(option IS NOT NULL) = (value_type = 'options' OR keyed)", name="option_iff_asked"),
        CheckConstraint(
            "support IS NULL OR "
            + " OR ".join(f"(scale = '{scale}' AND support IN ({_listed(SUPPORT_OF[scale])}))" for scale in SUPPORT_OF),
            name="support_fits_scale",
        ),
        CheckConstraint("support <> 'partial' OR note IS NOT NULL", name="partial_has_note"),
        CheckConstraint(
            f"(per IS NULL AND bound IS NULL AND changeable IS NULL) OR value_type IN ({_listed(NUMERIC)})",
            name="bound_belongs_to_number",
        ),
        CheckConstraint("unit IS NULL OR value_type = 'number'", name="unit_belongs_to_number"),
        CheckConstraint("value_number IS NULL OR value_type <> 'number' OR unit IS NOT NULL", name="number_has_unit"),
        CheckConstraint("value_integer >= 0", name="value_integer_not_negative"),
        CheckConstraint("value_number >= 0 AND value_number < 1e18", name="value_number_in_range"),
        CheckConstraint("value_type <> 'percent' OR value_number <= 100", name="percent_in_range"),
        CheckConstraint("value_type <> 'grade' OR value_integer BETWEEN 1 AND 5", name="grade_in_range"),
        CheckConstraint(
            "value_type <> 'url' OR ((value_text LIKE 'https://_%' OR value_text LIKE 'http://_%') "
            "AND value_text NOT LIKE '% %')",
            name="url_is_address",
        ),
        CheckConstraint(
            f"value_type <> 'version' OR (length(value_text) <= 40 AND {only('value_text', SLUG_CHARACTERS)})",
            name="version_is_slug",
        ),
        CheckConstraint("(value_date IS NULL) = (date_precision IS NULL)", name="precision_belongs_to_date"),
        CheckConstraint("first_citation = 1 OR (first_citation IS NULL AND state = 'unknown')", name="known_is_cited"),
        CheckConstraint("state = 'unknown' OR first_citation IS NOT NULL", name="known_has_first_citation"),
        text("value_text", LONGEST_TEXT),
        text("note", LONGEST_TEXT),
        text("condition"),
        slug("since"),
        slug("until"),
        day("value_date"),
        at_least("claim", 1),
        at_least("version", 1),
    )
    id: str = Field(primary_key=True)
    product: str
    criterion: str
    value_type: str
    scale: str
    keyed: bool = Field(sa_type=flag("keyed"))
    option: str | None = None
    state: str
    value_boolean: bool | None = Field(default=None, sa_type=flag("value_boolean"))
    value_option: str | None = None
    value_integer: int | None = Field(default=None, sa_type=BigInteger)
    value_number: float | None = None
    unit: str | None = None
    value_date: date | None = None
    date_precision: str | None = None
    value_text: str | None = None
    support: str | None = None
    since: str | None = None
    until: str | None = None
    condition: str | None = None
    per: str | None = None
    bound: str | None = None
    changeable: str | None = None
    claim: int
    method: str
    note: str | None = None
    first_citation: int | None = None
    version: int


Index("ix_statement_product", table_of(Statement).c.product)


class StatementEdition(SQLModel, table=True):
    """An edition that a statement is limited to; none means that it holds for all."""

    __tablename__ = "statement_edition"
    __table_args__ = table_args(
        refers("statement product", "statement.id statement.product"),
        refers("product edition", "edition.product edition.slug"),
    )
    statement: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)
    product: str


class StatementMode(SQLModel, table=True):
    """A mode that a statement is limited to; none means that it holds for all."""

    __tablename__ = "statement_mode"
    __table_args__ = table_args(
        refers("statement product", "statement.id statement.product"),
        refers("product mode", "mode.product mode.slug"),
    )
    statement: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)
    product: str


class StatementRegion(SQLModel, table=True):
    """A region that a statement is limited to; none means that it holds everywhere."""

    __tablename__ = "statement_region"
    __table_args__ = table_args(refers("statement", "statement.id"), slug("region"))
    statement: str = Field(primary_key=True)
    region: str = Field(primary_key=True)


class CompleteList(SQLModel, table=True):
    """A source enumerates: what the statements of this product and criterion leave out is *no*."""

    __tablename__ = "complete_list"
    __table_args__ = table_args(
        refers("product", "product.slug"),
        refers(
            "criterion value_type scale keyed",
            "criterion.slug criterion.value_type criterion.scale criterion.keyed",
        ),
        refers(
            "id first_citation",
            "complete_list_citation.complete_list complete_list_citation.position",
            name="fk_complete_list_is_cited",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
        UniqueConstraint("id", "product"),
        UniqueConstraint("id", "criterion"),
        CheckConstraint("value_type = 'options'", name="only_options_enumerate"),
        CheckConstraint("first_citation = 1", name="is_cited"),
        text("note", LONGEST_TEXT),
        at_least("version", 1),
    )
    id: str = Field(primary_key=True)
    product: str
    criterion: str
    value_type: str
    scale: str
    keyed: bool = Field(sa_type=flag("keyed"))
    note: str | None = None
    first_citation: int
    version: int


class CompleteListEdition(SQLModel, table=True):
    """An edition that the enumeration is limited to."""

    __tablename__ = "complete_list_edition"
    __table_args__ = table_args(
        refers("complete_list product", "complete_list.id complete_list.product"),
        refers("product edition", "edition.product edition.slug"),
    )
    complete_list: str = Field(primary_key=True)
    edition: str = Field(primary_key=True)
    product: str


class CompleteListMode(SQLModel, table=True):
    """A mode that the enumeration is limited to."""

    __tablename__ = "complete_list_mode"
    __table_args__ = table_args(
        refers("complete_list product", "complete_list.id complete_list.product"),
        refers("product mode", "mode.product mode.slug"),
    )
    complete_list: str = Field(primary_key=True)
    mode: str = Field(primary_key=True)
    product: str


class CompleteListException(SQLModel, table=True):
    """An option that the enumeration does not settle: it stays unknown."""

    __tablename__ = "complete_list_exception"
    __table_args__ = table_args(
        refers("complete_list criterion", "complete_list.id complete_list.criterion"),
        refers("criterion option", "option.criterion option.slug"),
    )
    complete_list: str = Field(primary_key=True)
    option: str = Field(primary_key=True)
    criterion: str


class CitationColumns(SQLModel):
    """Where a claim stands in a source, and when that was read. Each citable table has a citation table of its own."""

    position: int = Field(primary_key=True)
    owner: str
    source: str
    place: str
    find: str
    text_date: date | None = None
    checked: date


def citation_args(subject: str, *more: Any) -> tuple[Any, ...]:
    """The constraints of the citation table of `subject`: the source is one of the file that the subject stands in."""
    file = {"protocol": "protocols", "approach": "approaches"}.get(subject)
    own = (
        (refers(subject, f"{subject}.slug"), CheckConstraint(f"owner = '{file}'", name="owner_is_its_file"))
        if file
        else (refers(f"{subject} owner", f"{subject}.id {subject}.product"),)
    )
    return table_args(
        PrimaryKeyConstraint(subject, "position"),
        *own,
        refers("owner source", "source.owner source.key"),
        at_least("position", 1),
        text("place"),
        text("find", LONGEST_FIND),
        day("text_date"),
        day("checked"),
        CheckConstraint("text_date <= checked", name="text_not_after_checked"),
        *more,
    )


class StatementCitation(CitationColumns, table=True):
    """A citation of a statement."""

    __tablename__ = "statement_citation"
    __table_args__ = citation_args("statement")
    statement: str = Field(primary_key=True)


class CompleteListCitation(CitationColumns, table=True):
    """A citation of a complete list."""

    __tablename__ = "complete_list_citation"
    __table_args__ = citation_args("complete_list")
    complete_list: str = Field(primary_key=True)


class RelationCitation(CitationColumns, table=True):
    """A citation of a relation."""

    __tablename__ = "relation_citation"
    __table_args__ = citation_args("relation")
    relation: str = Field(primary_key=True)


class ProtocolCitation(CitationColumns, table=True):
    """A citation of a protocol's entry; `fields` names what it covers, separated by spaces."""

    __tablename__ = "protocol_citation"
    __table_args__ = citation_args("protocol", text("fields"))
    protocol: str = Field(primary_key=True)
    fields: str
