"""`/protocols`: every wire protocol; `/protocols/{slug}`: one of them, and who speaks it how."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from app.catalogue import entities as e
from app.catalogue.showing import Mark, Shown, shown
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.values import write_date
from app.catalogue.words import DatePrecision, ProtocolStatus
from app.errors import NotFound
from app.web.cells import letters, opens
from app.web.citations import cited
from app.web.clock import today
from app.web.kinds import kind_word
from app.web.render import page
from app.web.routes import Pages

router = Pages()

STATUSES = {
    ProtocolStatus.STANDARD: "standard",
    ProtocolStatus.OPEN_SPECIFICATION: "open specification",
    ProtocolStatus.VENDOR_PUBLISHED: "published by one vendor",
    ProtocolStatus.DEPRECATED: "deprecated",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one product speaks a protocol."""

    entry: Entry
    kind: str
    css: str
    shown: Shown
    address: str


ORDER = (Mark.YES, Mark.CONDITION, Mark.DISPUTED, Mark.UNKNOWN, Mark.OPERATOR, Mark.NOT_APPLICABLE, Mark.NO)


@router.page("/protocols")
async def protocols(request: Request) -> HTMLResponse:
    """All of them, with who speaks them."""
    catalogue: Catalogue = request.app.state.catalogue
    rows = []
    for each in catalogue.protocols.values():
        speakers = list(_speakers(catalogue, each.slug))
        counted = Counter(speaker.shown.mark for speaker in speakers)
        named = [speaker for speaker in speakers if speaker.shown.mark in (Mark.YES, Mark.CONDITION, Mark.DISPUTED)]
        rows.append((each, named, counted[Mark.UNKNOWN]))
    return page(request, "protocols/page.html", rows=rows, statuses=STATUSES, version_words=version_words)


@router.page("/protocols/{slug}")
async def protocol(request: Request, slug: str) -> HTMLResponse:
    """One protocol."""
    catalogue: Catalogue = request.app.state.catalogue
    if slug not in catalogue.protocols:
        raise NotFound(f"There is no protocol “{slug[:80]}” in the catalogue.")
    return page(request, "protocol/page.html", **explained(catalogue, catalogue.protocols[slug]))


def explained(catalogue: Catalogue, protocol: e.Protocol) -> dict[str, Any]:
    """What the template draws."""
    speakers = sorted(_speakers(catalogue, protocol.slug), key=lambda each: ORDER.index(each.shown.mark))
    citations = cited(catalogue, "protocols", protocol.citations, today())
    return {
        "protocol": protocol,
        "standing": STATUSES[protocol.status],
        "speakers": speakers,
        "speaking": sum(each.shown.mark in (Mark.YES, Mark.CONDITION, Mark.DISPUTED) for each in speakers),
        "unknown": sum(each.shown.mark is Mark.UNKNOWN for each in speakers),
        "citations": citations,
        "version_words": version_words,
        "others": catalogue.protocols.values(),
    }


def _speakers(catalogue: Catalogue, slug: str) -> Iterator[Speaker]:
    for entry in catalogue.products.values():
        cell = entry.cells.get(("protocols", slug))
        if cell is not None:
            told = shown(cell, entry.product, today())
            kind = kind_word(entry.product.product_kind)
            yield Speaker(entry, kind, letters(told), told, opens(told, [cell]))


def version_words(version: e.ProtocolVersion) -> str:
    """`5.0 (2019-03)`."""
    if version.published is None:
        return version.version
    return f"{version.version} ({write_date(version.published, version.precision or DatePrecision.DAY)})"
