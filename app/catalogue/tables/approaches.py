"""Event-driven, message-driven and both, explained: the text of `data/approaches.yaml`."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.catalogue.tables.statements import CitationColumns, citation_args
from app.db.constraints import LONGEST_TEXT, at_least, one_of, refers, slug, table_args, text

POINT_KINDS = ("choose-when", "avoid-when", "pitfall")
"""The lists that stand under an approach."""


class Aspect(SQLModel, table=True):
    """A point of comparison between the approaches: addressing, delivery, retention and so on."""

    __tablename__ = "aspect"
    __table_args__ = table_args(slug(), text("label"), text("question"), at_least("position", 0))
    slug: str = Field(primary_key=True)
    position: int
    label: str
    question: str


class Approach(SQLModel, table=True):
    """One way to build: event-driven, message-driven, both."""

    __tablename__ = "approach"
    __table_args__ = table_args(slug(), text("name"), text("summary", LONGEST_TEXT), at_least("position", 0))
    slug: str = Field(primary_key=True)
    position: int
    name: str
    summary: str


class ApproachText(SQLModel, table=True):
    """What an approach says about an aspect."""

    __tablename__ = "approach_text"
    __table_args__ = table_args(
        refers("approach", "approach.slug"), refers("aspect", "aspect.slug"), text("body", LONGEST_TEXT)
    )
    approach: str = Field(primary_key=True)
    aspect: str = Field(primary_key=True)
    body: str


class ApproachPoint(SQLModel, table=True):
    """One line of an approach's lists: when to choose it, when not, what goes wrong."""

    __tablename__ = "approach_point"
    __table_args__ = table_args(
        refers("approach", "approach.slug"),
        one_of("kind", POINT_KINDS),
        text("body", LONGEST_TEXT),
        at_least("position", 1),
    )
    approach: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    body: str


class ApproachWord(SQLModel, table=True):
    """A word that another source uses, and what it is called here."""

    __tablename__ = "approach_word"
    __table_args__ = table_args(
        refers("owner source", "source.owner source.key"),
        CheckConstraint("owner = 'approaches'", name="owner_is_its_file"),
        text("word"),
        text("ours"),
        text("find", 60),
        text("note", LONGEST_TEXT),
        at_least("position", 1),
    )
    position: int = Field(primary_key=True)
    owner: str
    source: str
    word: str
    ours: str
    find: str
    note: str | None = None


class ApproachCitation(CitationColumns, table=True):
    """A citation of an approach's text."""

    __tablename__ = "approach_citation"
    __table_args__ = citation_args("approach")
    approach: str = Field(primary_key=True)
