"""Citations for templates: the page, the places on it, its dates, and what its age means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue
from app.web.wording import day


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with the places that are cited on it.

    `age` says how old the text is and when it was read; `css` is `overdue` where it is due for a re-check, `undated`
    where nobody can tell.
    """

    source: e.Source
    publisher: str
    places: tuple[tuple[str, str], ...]
    checked: date
    age: str
    css: str


def cited(
    catalogue: Catalogue, owner: str, citations: Iterable[e.Citation], today: date, fresh_days: int | None = None
) -> list[Cited]:
    """Citations of a product, of `protocols` or of `approaches`, a page once; judged by age where a limit is given."""
    pages: dict[tuple[str, date | None, date], list[e.Citation]] = {}
    for each in citations:
        pages.setdefault((each.source, each.text_date, each.checked), []).append(each)
    return [
        Cited(
            source := catalogue.sources[owner, key],
            _publisher(source, owner in catalogue.products),
            tuple(dict.fromkeys((each.place, each.find) for each in members)),
            checked,
            *_age(text_date, checked, today, fresh_days),
        )
        for (key, text_date, checked), members in pages.items()
    ]


def _publisher(source: e.Source, of_product: bool) -> str:
    """Who published it; of a claim about a product, also whether that is somebody else than its vendor."""
    return source.publisher if source.is_vendor or not of_product else f"{source.publisher} (not the vendor)"


def _age(text_date: date | None, checked: date, today: date, fresh_days: int | None) -> tuple[str, str]:
    read = f"read on {day(checked)}"
    if text_date is None:
        return f"the page bears no date; {read}", "undated" if fresh_days is not None else ""
    told = f"text of {day(text_date)}"
    if fresh_days is None:
        return f"{told}; {read}", ""
    until = text_date + timedelta(days=fresh_days)
    if until >= today:
        return f"{told}, fresh until {day(until)}; {read}", ""
    return f"{told}, due for a re-check; {read}", "overdue"
