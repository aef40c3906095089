"""The picture on the start page: what each product can do for work that is handed over, and for facts that are kept.

Each pattern is one segment. To the left stand those that bring a message to one receiver who deals with it, to the
right those that keep an event and spread it; as many on either side. Patterns that serve both are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue import entities as e
from app.catalogue.cells import Cell
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import CellState, Support
from app.web.kinds import KINDS, tagline

MESSAGE = (
    "point-to-point",
    "competing-consumers",
    "ack-per-message",
    "request-reply",
    "exclusive-consumer",
    "priority",
    "delayed-delivery",
    "dead-letter",
)

EVENT = (
    "fan-out",
    "replay",
    "wildcard-topics",
    "content-filter",
    "ordered-groups",
    "compaction",
    "schema-registry",
    "push-to-http",
)

STEP, WIDTH, MIDDLE = 18, 16, 160
"""In the picture's own units: from one segment to the next, a segment, and where the two sides meet."""

STATES = {"full": "yes", "part": "with a condition", "open": "unknown"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One pattern of one product: where it stands, how it is drawn, and its name and state for who points at it."""

    x: int
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One product's row of the picture."""

    entry: Entry
    tagline: str
    segments: tuple[Segment, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Region:
    """The products of one kind."""

    kind: str
    heading: str
    does: str
    strips: tuple[Strip, ...]


def state(cell: Cell) -> str | None:
    """`full`, `part` or `open` for the best of the variants; None where all say no."""
    found = set()
    for answer in cell.answers().values():
        if answer.state is CellState.UNKNOWN:
            found.add("open")
        elif answer.fact is not None and answer.fact.statement.support is not Support.NO:
            plain = answer.facts and answer.fact.statement.support in (Support.BUILT_IN, Support.YES)
            found.add("full" if plain else "part")
    return next((each for each in STATES if each in found), None)


def regions(catalogue: Catalogue) -> list[Region]:
    """Kinds with their products, from those that hand over work to those that keep facts."""
    found = []
    for kind, (_, heading, does) in KINDS.items():
        entries = [each for each in catalogue.products.values() if each.product.product_kind is kind]
        if entries:
            strips = tuple(_strip(catalogue, entry) for entry in entries)
            found.append(Region(kind, heading, does, strips))
    return found


def patterns(catalogue: Catalogue) -> list[tuple[str, str, list[e.Option]]]:
    """What the segments of either side stand for, in words."""
    criterion = catalogue.criteria.get("patterns")
    return [
        (heading, css, [option for slug in slugs if criterion and (option := criterion.option(slug))])
        for heading, css, slugs in (
            ("To the left, messages", "key-left", MESSAGE),
            ("To the right, events", "key-right", EVENT),
        )
    ]


def _strip(catalogue: Catalogue, entry: Entry) -> Strip:
    left, right = (_side(entry, slugs) for slugs in (MESSAGE, EVENT))
    segments = [Segment(MIDDLE - STEP * (at + 1), f"m {how}", title) for at, (how, title) in enumerate(left)]
    segments += [Segment(MIDDLE + STEP - WIDTH + STEP * at, f"e {how}", title) for at, (how, title) in enumerate(right)]
    words = "; ".join(
        f"{len([how for how, _ in side if how != 'open'])} of {len(slugs)} patterns for {what}, "
        f"{len([how for how, _ in side if how == 'open'])} unknown"
        for side, slugs, what in ((left, MESSAGE, "messages"), (right, EVENT, "events"))
    )
    return Strip(entry, tagline(catalogue, entry), tuple(segments), words)


def _side(entry: Entry, slugs: tuple[str, ...]) -> list[tuple[str, str]]:
    """The patterns of one side that are not ruled out: full ones at the middle, unknown ones at the end."""

    def all_of_them() -> Iterator[tuple[str, str]]:
        for slug in slugs:
            cell = entry.cells.get(("patterns", slug))
            how = state(cell) if cell else None
            option = cell.criterion.option(slug) if cell else None
            if how and option:
                yield how, f"{option.label}: {STATES[how]}"

    return sorted(all_of_them(), key=lambda each: list(STATES).index(each[0]))
