"""Which variants answer what: one bit for each variant of each product, so that filters and facets are a few ANDs.

Every product has a lane of the same width, its variants from the lowest bit up. A filter must hold in ONE variant:
an AND of two masks keeps exactly the variants for which both hold.
"""

import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from app.catalogue import entities as e
from app.catalogue.cells import Answer, Cell
from app.catalogue.facts import Question
from app.catalogue.search.conditions import ORDERED, Condition
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import CellState, StatementState, Support, ValueType

Mask = int


@dataclass(frozen=True, slots=True)
class Index:
    """The masks of one catalogue. `has` is by criterion and option, `unknown` by question, `amounts` by criterion."""

    width: int
    slugs: tuple[str, ...]
    sizes: tuple[int, ...]
    every: Mask
    lowest: Mask
    has: Mapping[tuple[str, str], Mask]
    unknown: Mapping[Question, Mask]
    amounts: Mapping[str, tuple[tuple[Mask, e.Statement], ...]]
    shares: dict[str, float]

    def share(self, entry: Entry) -> float:
        """The share of a product's applicable cells that is known; counted at the first question."""
        found = self.shares.get(entry.slug)
        if found is None:
            known = sum(cell.knowledge is not None for cell in entry.cells.values())
            applicable = sum(cell.knowledge is not None or cell.applies for cell in entry.cells.values())
            found = self.shares[entry.slug] = known / applicable if applicable else 0.0
        return found

    def lane(self, position: int) -> Mask:
        """All variants of the product at this position."""
        return ((1 << self.sizes[position]) - 1) << (position * self.width)

    def lanes(self, slugs: Iterable[str]) -> Mask:
        """All variants of these products."""
        wanted = set(slugs)
        return _any(self.lane(position) for position, slug in enumerate(self.slugs) if slug in wanted)

    def count(self, mask: Mask) -> int:
        """How many products have a variant in the mask: each lane is folded onto its lowest bit."""
        shift = 1
        while shift < self.width:
            mask |= mask >> shift
            shift *= 2
        return (mask & self.lowest).bit_count()

    def whole(self, mask: Mask) -> Mask:
        """All variants of the products that have one in the mask."""
        return self.lanes(slug for slug, _ in self.variants(mask))

    def variants(self, mask: Mask) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Each product in the mask, with the positions of its variants that are."""
        for position, slug in enumerate(self.slugs):
            bits = (mask >> (position * self.width)) & ((1 << self.width) - 1)
            if bits:
                yield slug, tuple(number for number in range(self.sizes[position]) if bits >> number & 1)

    def options(self, criterion: str, options: Iterable[str]) -> Mask:
        """The variants that have all of these options."""
        return reduce(and_, (self.has.get((criterion, option), 0) for option in options), self.every)

    def condition(self, condition: Condition) -> Mask:
        """The variants for which a condition holds."""
        slug = condition.slug
        found = _any(self.options(slug, group) for group in condition.groups)
        found |= _any(self.unknown.get((slug, option), 0) for option in condition.unknown)
        for mask, statement in self.amounts.get(slug, ()):
            in_range = condition.limits and all(limit.holds(statement) for limit in condition.limits)
            if in_range or (statement.bound in condition.bounds):
                found |= mask
        return found


def _any(masks: Iterable[Mask]) -> Mask:
    return reduce(or_, masks, 0)


_INDEXES: dict[int, Index] = {}


def index_of(catalogue: Catalogue, old: Catalogue | None = None) -> Index:
    """The index of a catalogue, made at the first question and gone with the catalogue.

    Of an `old` catalogue's index it keeps the lanes of the products that are the same in both.
    """
    found = _INDEXES.get(id(catalogue))
    if found is None:
        known = _INDEXES.get(id(old)) if old is not None else None
        made = _next(catalogue, old, known) if old is not None and known is not None else None
        found = _INDEXES[id(catalogue)] = made or _build(catalogue)
        weakref.finalize(catalogue, _INDEXES.pop, id(catalogue), None)
    return found


def _build(catalogue: Catalogue) -> Index:
    entries = tuple(catalogue.products.values())
    widest = max((len(entry.variants) for entry in entries), default=1)
    masks = _Masks(1 << (widest - 1).bit_length())
    for position, entry in enumerate(entries):
        masks.take(position, entry)
    return masks.index(catalogue)


def _next(catalogue: Catalogue, old: Catalogue, known: Index) -> Index | None:
    """The lanes of changed products anew; None where lanes move, because a product came, went, or grew too wide."""
    entries = tuple(catalogue.products.values())
    widest = max((len(entry.variants) for entry in entries), default=1)
    if widest > known.width or known.slugs != tuple(entry.slug for entry in entries):
        return None
    changed = [number for number, each in enumerate(entries) if old.products[each.slug] is not each]
    masks = _Masks(known.width, known)
    masks.clear(reduce(or_, (((1 << known.width) - 1) << (number * known.width) for number in changed), 0))
    for number in changed:
        masks.take(number, entries[number])
    return masks.index(catalogue)


class _Masks:
    """An index while it is made, a product at a time."""

    def __init__(self, width: int, known: Index | None = None) -> None:
        self.width = width
        self.every: Mask = known.every if known else 0
        self.lowest: Mask = known.lowest if known else 0
        self.has: dict[tuple[str, str], Mask] = defaultdict(int, known.has if known else {})
        self.unknown: dict[Question, Mask] = defaultdict(int, known.unknown if known else {})
        self.amounts: dict[str, list[tuple[Mask, e.Statement]]] = defaultdict(list)
        for slug, found in (known.amounts if known else {}).items():
            self.amounts[slug] += found

    def clear(self, lanes: Mask) -> None:
        """Forgets what is in these lanes."""
        self.every &= ~lanes
        self.lowest &= ~lanes
        for option in self.has:
            self.has[option] &= ~lanes
        for question in self.unknown:
            self.unknown[question] &= ~lanes
        for slug, found in self.amounts.items():
            self.amounts[slug] = [each for each in found if not each[0] & lanes]

    def take(self, position: int, entry: Entry) -> None:
        """What one product answers."""
        at = position * self.width
        lane = ((1 << len(entry.variants)) - 1) << at
        self.every |= lane
        self.lowest |= 1 << at
        for question, cell in entry.cells.items():
            for answer, mask in _answers(cell, entry, at, lane):
                if answer.state is CellState.UNKNOWN:
                    self.unknown[question] |= mask
                for statement in _known(answer):
                    option = _option(statement)
                    if option is not None:
                        self.has[question[0], option] |= mask
                    elif cell.criterion.type in ORDERED:
                        self.amounts[question[0]].append((mask, statement))

    def index(self, catalogue: Catalogue) -> Index:
        """What has come together."""
        for criterion in catalogue.criteria.values():
            if criterion.has_option_cells:
                masks = (self.unknown[criterion.slug, option.slug] for option in criterion.options)
                self.unknown[criterion.slug, None] = reduce(and_, masks, self.every)
        entries = catalogue.products.values()
        return Index(
            width=self.width,
            slugs=tuple(entry.slug for entry in entries),
            sizes=tuple(len(entry.variants) for entry in entries),
            every=self.every,
            lowest=self.lowest,
            has=dict(self.has),
            unknown=dict(self.unknown),
            amounts={slug: tuple(found) for slug, found in self.amounts.items()},
            shares={},
        )


def _answers(cell: Cell, entry: Entry, at: int, lane: Mask) -> Iterator[tuple[Answer, Mask]]:
    if cell.is_uniform:
        yield cell.answer(), lane
        return
    for number, variant in enumerate(entry.variants):
        yield cell.answer(variant), 1 << (at + number)


def _known(answer: Answer) -> Iterator[e.Statement]:
    """What is said, under a condition or without; what is disputed counts with every claim."""
    if answer.state in (CellState.KNOWN, CellState.DISPUTED):
        for fact in (*answer.facts, *answer.conditional):
            if fact.statement.state is StatementState.KNOWN:
                yield fact.statement


def _option(statement: e.Statement) -> str | None:
    """The option that a statement says is there: every support but no counts."""
    if statement.type is ValueType.OPTIONS:
        return statement.option if statement.support is not Support.NO else None
    if statement.value is None:
        return None
    if isinstance(statement.value.raw, bool):
        return "yes" if statement.value.raw else "no"
    return str(statement.value.raw) if statement.type is ValueType.CHOICE else None
