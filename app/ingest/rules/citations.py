"""Rules about sources and citations: what makes a claim checkable by the next reader."""

import re
from collections.abc import Iterator
from datetime import date

from app.catalogue import entities as e
from app.ingest.files import DataSet, owner_of
from app.problems import Problem

MOST_WORDS = 9
"""A search term has fewer words than this; beyond it somebody copied a sentence."""

MARKS = re.compile(r"`|\*\*(?!\d)")
"""Marks of code and of bold words; `2**32` is a number."""

PAGE = re.compile(r"/[^/.]*$|\.(?:html?|md|adoc|rst|php)$")
"""An address that is read as a page; a file of code shows its comments as they are written."""


def _cited(data: DataSet) -> Iterator[tuple[e.Entity, int, e.Citation]]:
    for entity in data.entities:
        for position, citation in enumerate(getattr(entity, "citations", ())):
            yield entity, position, citation


def find_is_a_term(data: DataSet, _: date) -> Iterator[Problem]:
    """`find` leads the next reader to the spot; a sentence would be a copy, and breaks with the first edit."""
    for entity, position, citation in _cited(data):
        words = citation.find.split()
        if len(words) >= MOST_WORDS or (len(words) >= 4 and citation.find[-1] in ".?!"):
            message = "expected a term to search for, eight words at most and no full stop, not a sentence"
            yield data.problem(entity, message, "cite", position, "find")


def find_stands_on_the_page(data: DataSet, _: date) -> Iterator[Problem]:
    """Who reads the page sees no Markdown: its asterisks and backticks stand in the file behind it only."""
    sources = {(source.owner, source.key): source for source in data.of(e.Source)}
    for entity, position, citation in _cited(data):
        is_page = PAGE.search(sources[owner_of(entity), citation.source].url)
        if is_page and MARKS.search(citation.find):
            yield data.problem(entity, "expected the term without marks of Markdown", "cite", position, "find")


def dates_are_past(data: DataSet, today: date) -> Iterator[Problem]:
    """Nobody has read a page tomorrow; prices may be announced ahead."""
    for entity in data.entities:
        if isinstance(entity, e.Source):
            for name in ("text_date", "checked"):
                day = getattr(entity, name)
                if day and day > today:
                    yield data.problem(entity, f"{day} is in the future", name)
            if entity.text_date and entity.text_date > entity.checked:
                yield data.problem(entity, "the text is newer than the day it was read", "text_date")
        elif isinstance(entity, e.ClientLibrary) and entity.release_date and entity.release_date > today:
            message = f"{entity.release_date} is in the future"
            yield data.problem(entity, message, "latest_release", "date")
        elif isinstance(entity, e.Measurement) and entity.published and entity.published > today:
            yield data.problem(entity, f"{entity.published} is in the future", "published")
        elif isinstance(entity, e.Statement) and entity.value and isinstance(entity.value.raw, date):
            if entity.value.raw > today:
                yield data.problem(entity, f"{entity.value.raw} is in the future", "value")
    sources = {(source.owner, source.key): source for source in data.of(e.Source)}
    for entity, position, citation in _cited(data):
        source = sources[owner_of(entity), citation.source]
        for name in ("text_date", "checked"):
            day = getattr(citation, name)
            if day and day > today and day != getattr(source, name):  # the source's own date is told once, there
                yield data.problem(entity, f"{day} is in the future", "cite", position, name)
        own_dates = (citation.text_date, citation.checked) != (source.text_date, source.checked)
        if own_dates and citation.text_date and citation.text_date > citation.checked:
            yield data.problem(entity, "the text is newer than the day it was read", "cite", position)


def source_is_used(data: DataSet, _: date) -> Iterator[Problem]:
    """A source that nothing cites is a leftover."""
    used = {(owner_of(entity), citation.source) for entity, _, citation in _cited(data)}
    for words in data.of(e.ApproachWords):
        used |= {("approaches", word.source) for word in words.words}
    for source in data.of(e.Source):
        if (source.owner, source.key) not in used and source.owner not in data.damaged:
            yield data.problem(source, "nothing cites this source")


def page_stands_once(data: DataSet, _: date) -> Iterator[Problem]:
    """One page, one key: else its date would be kept in two places."""
    seen: dict[tuple[str, str, date | None], str] = {}
    for source in data.of(e.Source):
        first = seen.setdefault((source.owner, source.url, source.text_date), source.key)
        if first != source.key:
            yield data.problem(source, f"the same page and date stand under {first!r}", "url")


def citation_stands_once(data: DataSet, _: date) -> Iterator[Problem]:
    """The same spot twice adds nothing."""
    for entity in data.entities:
        seen: set[tuple[str, str, str, tuple[str, ...]]] = set()
        for position, citation in enumerate(getattr(entity, "citations", ())):
            spot = (citation.source, citation.place, citation.find, citation.fields)
            if spot in seen:
                yield data.problem(entity, "the same citation stands here twice", "cite", position)
            seen.add(spot)


RULES = (
    find_is_a_term,
    find_stands_on_the_page,
    dates_are_past,
    source_is_used,
    page_stands_once,
    citation_stands_once,
)
