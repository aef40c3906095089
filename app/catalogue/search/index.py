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


def index_of(catalogue: Catalogue) -> Index:
    """The index of a catalogue, made at the first question and gone with the catalogue."""
    found = _INDEXES.get(id(catalogue))
    if found is None:
        found = _INDEXES[id(catalogue)] = _build(catalogue)
        weakref.finalize(catalogue, _INDEXES.pop, id(catalogue), None)
    return found


def _build(catalogue: Catalogue) -> Index:
    entries = tuple(catalogue.products.values())
    widest = max((len(entry.variants) for entry in entries), default=1)
    width = 1 << (widest - 1).bit_length()
    has: dict[tuple[str, str], Mask] = defaultdict(int)
    unknown: dict[Question, Mask] = defaultdict(int)
    amounts: dict[str, list[tuple[Mask, e.Statement]]] = defaultdict(list)
    every = lowest = 0
    for position, entry in enumerate(entries):
        at = position * width
        lane = ((1 << len(entry.variants)) - 1) << at
        every |= lane
        lowest |= 1 << at
        for question, cell in entry.cells.items():
            for answer, mask in _answers(cell, entry, at, lane):
                if answer.state is CellState.UNKNOWN:
                    unknown[question] |= mask
                for statement in _known(answer):
                    option = _option(statement)
                    if option is not None:
                        has[question[0], option] |= mask
                    elif cell.criterion.type in ORDERED:
                        amounts[question[0]].append((mask, statement))
    for criterion in catalogue.criteria.values():
        if criterion.has_option_cells:
            masks = (unknown[criterion.slug, option.slug] for option in criterion.options)
            unknown[criterion.slug, None] = reduce(and_, masks, every)
    return Index(
        width=width,
        slugs=tuple(entry.slug for entry in entries),
        sizes=tuple(len(entry.variants) for entry in entries),
        every=every,
        lowest=lowest,
        has=dict(has),
        unknown=dict(unknown),
        amounts={slug: tuple(found) for slug, found in amounts.items()},
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
