"""The reference architecture in two shapes: as it is for wide screens and paper, and turned upright for narrow ones.

Arrows take the hue of the side they belong to: that of a queue or of a topic at one of their ends.
"""

import re
from dataclasses import replace
from itertools import chain, repeat

from app.advisor.approach import Verdict
from app.advisor.diagrams import Diagram, svg

Place = tuple[int, int]

UPRIGHT: dict[Verdict, dict[str, Place]] = {
    "event-driven": {
        "service": (1, 0),
        "store": (1, 1),
        "relay": (1, 2),
        "topic": (1, 3),
        "first": (0, 4),
        "second": (1, 4),
        "stream": (2, 4),
        "parked": (0, 5),
    },
    "both": {
        "sender": (0, 0),
        "queue": (1, 0),
        "dead": (2, 0),
        "worker": (1, 1),
        "store": (1, 2),
        "topic": (1, 3),
        "others": (2, 3),
    },
}
"""Columns and rows of the boxes; what is not named here is left out where there is no room for it."""


def upright(diagram: Diagram, places: dict[str, Place]) -> Diagram:
    """The same parts in three columns."""
    boxes = [replace(box, column=places[box.id][0], row=places[box.id][1]) for box in diagram.boxes if box.id in places]
    arrows = [each for each in diagram.arrows if each.start in places and each.end in places]
    return replace(diagram, boxes=tuple(boxes), arrows=tuple(arrows))


def hued(diagram: Diagram, drawn: str) -> str:
    """The arrows, which are drawn first and in order, with the letter of their side."""
    looks = {box.id: box.look for box in diagram.boxes}
    letters = {"event": " e", "message": " m"}
    sides = [
        next((letters[look] for look in (looks[each.end], looks[each.start]) if look in letters), "")
        for each in diagram.arrows
    ]
    following = chain(sides, repeat(""))
    return re.sub(r'class="(d-line[^"]*)"', lambda found: f'class="{found[1]}{next(following)}"', drawn)


def drawings(verdict: Verdict, diagram: Diagram) -> list[tuple[str, str]]:
    """(`wide`, `upright` or `any`, the SVG)."""
    places = UPRIGHT.get(verdict)
    if places is None or not set(places) <= {box.id for box in diagram.boxes}:
        return [("any", hued(diagram, svg(diagram)))]
    turned = upright(diagram, places)
    return [("wide", hued(diagram, svg(diagram))), ("upright", hued(turned, svg(turned, "upright")))]
