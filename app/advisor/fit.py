"""Demands to confirmed, possible and excluded products, with scores between what is known and what could be.

Scales are absolute, so that no product's score depends on which others there are: no rank is reversed by an addition.
Unknown is an interval; it neither excludes nor confirms. Sums are whole numbers in UNITs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from app.advisor.board import AWAY, FAILED, LACKS, OPEN, UNIT, Board, Evidences
from app.advisor.demands import Demand, Demands

Status = Literal["confirmed", "possible", "excluded"]
STATUSES: tuple[Status, ...] = ("confirmed", "possible", "excluded")

Counted = tuple[list[int], int]
"""A column, and how often it is added to the totals."""

Totals = list[int]
"""One number a candidate, the higher the better: the wishes' sums, less what open and failed musts take from it.

A confirmed candidate has a sum of at least 0, a possible one less than that, an excluded one less than -FAILED / 2.
"""


@dataclass
class Scores:
    """Sums over the candidates of one board: lower and upper ends, musts that fail, that are open, those among the
    open ones that are about place or operator, and flows that cannot be carried."""

    board: Board
    demands: Demands
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    no: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    away: list[int] = field(default_factory=list)
    lacks: list[int] = field(default_factory=list)
    totals: Totals = field(default_factory=list)

    @cached_property
    def confirmed(self) -> list[int]:
        """The candidates that meet every must and carry what is sent."""
        return [at for at, total in enumerate(self.totals) if total >= 0]


def place(total: int) -> int:
    """What candidates are ordered by: how many musts of a possible one are open does not count, only whether one of
    them is about place or operator. What lacks the core of a flow stands behind all that may carry it."""
    if total >= 0 or total < -FAILED // 2:
        return total
    lacks = -((total + LACKS // 2) // LACKS)
    rest = total + lacks * LACKS
    if rest < 0:
        rest = rest % OPEN - OPEN - (AWAY if rest < -AWAY // 2 else 0)
    return rest - lacks * LACKS


def confirmed_leader(board: Board, totals: Totals) -> int | None:
    """The product that comes first, if it is confirmed."""
    return leader(board, totals) if totals and max(totals) >= 0 else None


def leader(board: Board, totals: Totals) -> int | None:
    """The product that comes first, by its place among the slugs; none where every product is excluded."""
    if not totals:
        return None
    highest = max(totals)
    if highest < 0:
        places = list(map(place, totals))
        highest = max(places)
        return None if highest < -FAILED // 2 else board.candidates[places.index(highest)].product
    return board.candidates[totals.index(highest)].product


@dataclass(frozen=True, slots=True)
class Standing:
    """One product, judged by its best candidate. Scores from 0 to 1; equal ones share a rank. `order` begins with
    whether it is out, how many flows it cannot carry, its status, and whether place or operator are open: only those
    that agree in all of it are compared by scores."""

    product: int
    slug: str
    candidate: int
    status: Status
    rank: int
    low: float
    mid: float
    high: float
    order: tuple[int, ...]

    @property
    def tier(self) -> tuple[int, ...]:
        """What comes before any score."""
        return self.order[:-2]

    @property
    def lacks(self) -> bool:
        """Whether it is known that it cannot carry one of the flows."""
        return self.order[1] > 0

    @property
    def away(self) -> bool:
        """Whether it is open where it runs or who operates it, though that is a must."""
        return self.order[3] == 1


def _add(total: list[int], column: list[int], weight: int) -> list[int]:
    return [a + weight * b for a, b in zip(total, column, strict=True)]


def counted(board: Board, demand: Demand, times: int) -> Counted:
    """What a demand adds to the totals, and how often; a wish counts by its weight as well."""
    column = board.column(demand)
    if demand.core or demand.must:
        return column.core if demand.core else column.must, times
    return column.wish, times * demand.weight


def score(evidences: Evidences, demands: Demands) -> Scores:
    """All candidates against all demands."""
    board = evidences.split if demands.split else evidences.single
    zero = [0] * len(board.candidates)
    scores = Scores(board, demands, zero, zero, zero, zero, zero, zero, zero)
    for demand in demands.musts:
        column = board.column(demand)
        scores.no, scores.open = _add(scores.no, column.no, 1), _add(scores.open, column.open, 1)
        scores.totals = _add(scores.totals, column.must, 1)
        if demand.placed:
            scores.away = _add(scores.away, column.open, 1)
    for demand in demands.core:
        column = board.column(demand)
        scores.lacks = _add(scores.lacks, column.no, 1)
        scores.totals = _add(scores.totals, column.core, 1)
    for demand in demands.wishes:
        column = board.column(demand)
        scores.low = _add(scores.low, column.low, demand.weight)
        scores.high = _add(scores.high, column.high, demand.weight)
        scores.totals = _add(scores.totals, column.wish, demand.weight)
    return scores


def leader_if(evidences: Evidences, before: Scores, demands: Demands) -> int | None:
    """Which confirmed product would lead under other demands, at the cost of what changed.

    Only what is confirmed once the musts that went are taken away can be confirmed then.
    """
    if demands.split != before.demands.split:
        scores = score(evidences, demands)
        return confirmed_leader(scores.board, scores.totals)
    old, new = before.demands.every, demands.every
    gone = [each for key, each in old.items() if key not in new or new[key].weight != each.weight]
    come = [each for key, each in new.items() if key not in old or old[key].weight != each.weight]
    totals, among = before.totals, before.confirmed
    if any(each.must or each.core for each in gone):
        for demand in gone:
            if demand.must or demand.core:
                totals = _add(totals, *counted(before.board, demand, -1))
        gone = [each for each in gone if not each.must and not each.core]
        among = [at for at, total in enumerate(totals) if total >= 0]
    changes = [counted(before.board, each, -1) for each in gone] + [counted(before.board, each, 1) for each in come]
    return leader_of(before.board, totals, changes, among)


def leader_of(board: Board, totals: Totals, changes: Iterable[Counted], among: Sequence[int]) -> int | None:
    """The product that leads among some candidates once these columns count so many times more; none where no
    candidate is confirmed then."""
    few = [totals[at] for at in among]
    for column, count in changes:
        few = [total + count * column[at] for total, at in zip(few, among, strict=True)]
    highest = max(few, default=-1)
    return board.candidates[among[few.index(highest)]].product if highest >= 0 else None


def _best(board: Board, places: list[int], begin: int, end: int) -> int:
    """A product's best candidate: of equal ones that with more copies, then the first."""
    highest = max(places[begin:end])
    alike = [position for position in range(begin, end) if places[position] == highest]
    return alike[0] if len(alike) == 1 else max(alike, key=lambda position: (board.safety(position), -position))


def standings(scores: Scores) -> list[Standing]:
    """Every product, the best first; those with equal status and score share a rank and stand by their slugs."""
    board, total = scores.board, scores.demands.total * UNIT
    places = list(map(place, scores.totals))
    found: list[tuple[tuple[int, ...], str, int, int, Status]] = []
    for product, (begin, end) in enumerate(board.spans):
        best = _best(board, places, begin, end)
        status: Status = "excluded" if scores.no[best] else "possible" if scores.open[best] else "confirmed"
        low, high = scores.low[best], scores.high[best]
        slug = board.catalogue.products[product].slug
        away = int(status == "possible" and scores.away[best] > 0)
        tier = (int(status == "excluded"), scores.lacks[best], STATUSES.index(status), away)
        found.append(((*tier, -(low + high), -low), slug, product, best, status))
    found.sort()
    ranked: list[Standing] = []
    for position, (order, slug, product, best, status) in enumerate(found):
        same = bool(ranked) and ranked[-1].order == order
        low, high = scores.low[best], scores.high[best]
        ranked.append(
            Standing(
                product=product,
                slug=slug,
                candidate=best,
                status=status,
                rank=ranked[-1].rank if same else position + 1,
                low=low / total if total else 0.0,
                mid=(low + high) / (2 * total) if total else 0.5,
                high=high / total if total else 1.0,
                order=order,
            )
        )
    return ranked


def failed(scores: Scores, candidate: int) -> tuple[Demand, ...]:
    """The musts that a candidate fails."""
    return tuple(must for must in scores.demands.musts if scores.board.column(must).no[candidate])
