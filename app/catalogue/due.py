"""The work list: cells that somebody should look at, and how far each product and dimension is.

A pure function of the catalogue and the day. Inherited cells are looked after at the engine, computed ones at the
facts they come from; neither is anybody's work here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.catalogue.cells import Cell, Freshness, Knowledge, freshness
from app.catalogue.facts import Fact
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import CellState


class Why(StrEnum):
    """Why a cell is on the list, the most pressing first."""

    DISPUTED = "disputed"
    DUE = "due"
    UNDATED = "undated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Task:
    """One cell to look at.

    `rests_on` names what one would read again: kind and id of the statements and complete lists that are too old or
    undated, of a dispute all of its claims; empty where nothing is stated. `since` is the newest date of their texts,
    `read` the day on which the first of them was read last.
    """

    product: str
    dimension: str
    criterion: str
    option: str | None
    why: Why
    rests_on: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    read: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the cells that count need nothing."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where nothing counts."""
        return self.done / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class WorkList:
    """All tasks: by pressing, those read longest ago first, then product and criterion in the catalogue's order.

    A text stays old however often it is read: reading it again sends its cell to the end of the list.
    """

    tasks: tuple[Task, ...]
    by_product: Mapping[str, Progress]
    by_dimension: Mapping[str, Progress]
    total: Progress

    def of(self, product: str | None = None, dimension: str | None = None, why: Why | None = None) -> tuple[Task, ...]:
        """The tasks of one product, one dimension, one reason."""
        return tuple(
            each
            for each in self.tasks
            if product in (None, each.product) and dimension in (None, each.dimension) and why in (None, each.why)
        )


def due(catalogue: Catalogue, today: date) -> WorkList:
    """What is to be done today."""
    tasks: list[Task] = []
    cells: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    for entry in catalogue.products.values():
        for cell in entry.cells.values():
            if not _counts(cell):
                continue
            names = (f"product {entry.slug}", f"dimension {cell.criterion.dimension}", "all")
            cells.update(names)
            if (task := _task(cell, today)) is not None:
                tasks.append(task)
                open_.update(names)

    def progress(name: str) -> Progress:
        return Progress(cells[name] - open_[name], cells[name])

    order = list(Why)
    return WorkList(
        tasks=tuple(sorted(tasks, key=lambda task: (order.index(task.why), task.read or date.min))),
        by_product={slug: progress(f"product {slug}") for slug in catalogue.products},
        by_dimension={slug: progress(f"dimension {slug}") for slug in catalogue.dimensions},
        total=progress("all"),
    )


def _counts(cell: Cell) -> bool:
    """Whether somebody can do something about it."""
    if cell.criterion.computed or cell.knowledge is Knowledge.INHERITED:
        return False
    return cell.knowledge is not None or cell.applies


def _task(cell: Cell, today: date) -> Task | None:
    own = [fact for fact in cell.facts if fact.owner == cell.product]
    if any(answer.state is CellState.DISPUTED for answer in cell.answers().values()):
        disputed = {fact.statement.identity()[:-1] for fact in own if fact.statement.claim > 1}
        return _made(cell, Why.DISPUTED, [fact for fact in own if fact.statement.identity()[:-1] in disputed])
    if cell.knowledge is None:
        return _made(cell, Why.UNKNOWN, own)
    aged = {
        found: [fact for fact in own if freshness(fact.statement.citations, cell.criterion, today) is found]
        for found in (Freshness.DUE, Freshness.UNDATED)
    }
    if aged[Freshness.DUE]:
        return _made(cell, Why.DUE, aged[Freshness.DUE])
    return _made(cell, Why.UNDATED, aged[Freshness.UNDATED]) if aged[Freshness.UNDATED] else None


def _made(cell: Cell, why: Why, facts: list[Fact]) -> Task:
    citations = [each for fact in facts for each in fact.statement.citations]
    return Task(
        product=cell.product,
        dimension=cell.criterion.dimension,
        criterion=cell.criterion.slug,
        option=cell.option,
        why=why,
        rests_on=tuple(dict.fromkeys(_basis(facts))),
        since=max((each.text_date for each in citations if each.text_date), default=None),
        read=min((each.checked for each in citations), default=None),
    )


def _basis(facts: list[Fact]) -> Iterator[tuple[str, str]]:
    """What one would read again: the statement, or the complete list that an enumerated no rests on."""
    for fact in facts:
        yield ("complete-list", fact.rests_on) if fact.rests_on else ("statement", fact.id)
