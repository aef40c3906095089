"""/protocols: the wire protocols, and who speaks each."""

from datetime import date
from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from app.api import parts
from app.api import shapes as s
from app.api.answering import catalogue_of, day_of, head, json_answer, missing
from app.api.cells import cell
from app.api.routing import Reads
from app.catalogue.showing import Mark, shown
from app.catalogue.snapshot import Catalogue
from app.compare import GridCell

router = Reads("protocols")

CRITERION = "protocols"
"""The criterion whose options are the protocols."""


@router.read("/protocols", "listProtocols", "List the wire protocols", s.Protocols, found=False)
def list_protocols(request: Request) -> Response:
    """Every wire protocol with its versions, who stands behind it, and what it is good at."""
    catalogue = catalogue_of(request)
    items = [parts.protocol(catalogue, each) for each in catalogue.protocols.values()]
    return json_answer(s.Protocols(**head(catalogue), total=len(items), next=None, items=items))


@router.read("/protocols/{slug}", "getProtocol", "One protocol, and who speaks it", s.ProtocolPage)
def get_protocol(
    request: Request, slug: Annotated[str, Path(description="The protocol's slug.", examples=["mqtt-5"])]
) -> Response:
    """The protocol, and for every product whether and how it speaks it."""
    catalogue = catalogue_of(request)
    protocol = catalogue.protocols.get(slug)
    if protocol is None:
        raise missing("protocol", slug)
    return json_answer(
        s.ProtocolPage(
            **head(catalogue),
            protocol=parts.protocol(catalogue, protocol),
            products=speakers(catalogue, slug, day_of(request)),
        )
    )


def speakers(catalogue: Catalogue, slug: str, day: date) -> list[s.Speaker]:
    """Those that speak it first, then unknown ones, then the others; empty where no criterion asks for it."""
    found: list[tuple[int, s.Speaker]] = []
    for entry in catalogue.products.values():
        asked = entry.cells.get((CRITERION, slug))
        if asked is None:
            continue
        made = shown(asked, entry.product, day)
        rank = {Mark.YES: 0, Mark.CONDITION: 1, Mark.DISPUTED: 2, Mark.UNKNOWN: 3}.get(made.mark, 4)
        speaker = s.Speaker(product=entry.slug, name=entry.product.name, cell=cell(GridCell(made, (asked,))))
        found.append((rank, speaker))
    return [speaker for _, speaker in sorted(found, key=lambda pair: pair[0])]
