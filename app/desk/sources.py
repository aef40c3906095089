"""The pages that citations point to: found by their address, made where they are new, dropped when nothing cites them.

One product names a page once (but once for each date of its text, as the rules of the files have it). An editor who
corrects a title at one citation corrects the page, which is a revision of its own beside that of the claim.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from app.catalogue import entities as e
from app.desk.fragments import CitedShape, ProtocolCitedShape, Report

LONGEST_KEY = 40
"""Characters of a key that is made from a title."""


class Pages:
    """The sources of one owner while an edit is put in."""

    def __init__(self, owner: str, sources: Iterable[e.Source], today: date) -> None:
        self.owner = owner
        self.by_key = {each.key: each for each in sources}
        self.today = today
        self._named: dict[str, e.Source] = {}

    def cite(self, cites: Sequence[CitedShape], before: Iterable[e.Citation], report: Report) -> tuple[e.Citation, ...]:
        """Citations of these pages. `before` are those that the thing had: of two sources of a page, its own stays."""
        used = [each.source for each in before]
        return tuple(self._cite(number, each, used, report) for number, each in enumerate(cites))

    def _cite(self, number: int, cite: CitedShape, used: Sequence[str], report: Report) -> e.Citation:
        checked = cite.checked or self.today
        text_date = cite.text_date if isinstance(cite.text_date, date) else None
        same = [each for each in self.by_key.values() if each.url == cite.url]
        same.sort(key=lambda each: (each.text_date != text_date, each.key not in used))
        if same:
            source = self._corrected(number, same[0], cite, report)
        else:
            source = self._made(number, cite, text_date, checked, report)
        self.by_key[source.key] = source
        fields = tuple(cite.fields) if isinstance(cite, ProtocolCitedShape) else ()
        return e.Citation(source.key, cite.place, cite.find, text_date, checked, fields)

    def _corrected(self, number: int, source: e.Source, cite: CitedShape, report: Report) -> e.Source:
        """The page with what the citation says of it. Two citations of one save must not call it by two names."""
        made = replace(
            source,
            title=cite.title or source.title,
            publisher=cite.publisher or source.publisher,
            is_vendor=source.is_vendor if cite.vendor is None else cite.vendor,
        )
        first = self._named.setdefault(source.key, made)
        for name, said, again in (
            ("title", first.title, cite.title),
            ("publisher", first.publisher, cite.publisher),
            ("vendor", first.is_vendor, cite.vendor),
        ):
            if again is not None and again != said:
                report(("cite", number, name), "expected the same as at the other citation of this page")
        return made

    def _made(self, number: int, cite: CitedShape, text_date: date | None, checked: date, report: Report) -> e.Source:
        for name in ("title", "publisher"):
            if getattr(cite, name) is None:
                report(("cite", number, name), "is missing: this page is cited for the first time here")
        source = e.Source(
            owner=self.owner,
            key=self._key(cite),
            position=max((each.position for each in self.by_key.values()), default=-1) + 1,
            url=cite.url,
            title=cite.title or "?",
            publisher=cite.publisher or "?",
            is_vendor=bool(cite.vendor),
            text_date=text_date,
            checked=checked,
        )
        self._named[source.key] = source
        return source

    def _key(self, cite: CitedShape) -> str:
        """A short key from the title, else from the host, that the owner has not got yet."""
        text = re.sub(r"[^a-z0-9]+", "-", (cite.title or "").lower()).strip("-")
        if not text:
            text = re.sub(r"[^a-z0-9]+", "-", (urlsplit(cite.url).hostname or "page").lower()).strip("-")
        stem = text[:LONGEST_KEY].strip("-")
        if stem not in self.by_key:
            return stem
        return next(key for number in range(2, len(self.by_key) + 3) if (key := f"{stem}-{number}") not in self.by_key)
