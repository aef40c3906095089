"""Two products for "both": a queue for the commands beside a topic or log for the facts.

Commands are judged by the queue, facts by the other, what concerns both by the worse of the two, save how clients reach
them: devices connect to the one that speaks their protocol. A second system costs what it takes to run it. Searched
among the 30 best of each, since a pair cannot be better than its parts, and the 30 that are reached best.
"""

from dataclasses import dataclass

from app.advisor.answers import Answers
from app.advisor.asked import Asked
from app.advisor.board import UNIT, Evidences
from app.advisor.demands import Demand, Demands
from app.advisor.fit import Status

BEST = 30
SHOWN = 3
PENALTY = {"none": 0.10, "some": 0.05, "team": 0.02}
"""What running a second system costs by who keeps it running (a design judgement, ADVISOR.md 3.5)."""

UNASKED = 0.05
HEAVIEST = 5
"""The penalty is for the heaviest operations load; a lighter one costs its part."""

QUEUE = ("models:queue",)
FROM_DEVICES = (*QUEUE, "models:pubsub")
"""What carries commands to devices: they subscribe and do not compete for work."""

EVENTS = ("models:pubsub", "models:log", "models:event-routing")


@dataclass(frozen=True, slots=True)
class Pair:
    """A queue and a topic or log. Scores from 0 to 1, the penalty already subtracted; `variants` are candidates."""

    slugs: tuple[str, str]
    candidates: tuple[int, int]
    status: Status
    low: float
    mid: float
    high: float
    penalty: float


@dataclass(frozen=True, slots=True)
class _Half:
    """One product's best variant for its flow: its own part of the sums, and the values of what both must meet, or one
    of them; `reach` is 2 for each such must that it meets, 1 where it is open, and 0 where it fails."""

    product: int
    candidate: int
    open: bool
    low: int
    high: int
    common_low: tuple[int, ...]
    common_high: tuple[int, ...]
    load: float
    reach: tuple[int, ...]
    safety: int

    @property
    def order(self) -> tuple[bool, int, int, int, int]:
        """Better first."""
        both = self.low + self.high + sum(self.common_low) + sum(self.common_high)
        return (self.open, -both, -self.low, -self.safety, self.candidate)

    @property
    def by_reach(self) -> tuple[int, tuple[bool, int, int, int, int]]:
        """What clients reach best comes first."""
        return (-sum(self.reach), self.order)


def pairs(evidences: Evidences, demands: Demands, answers: Answers) -> list[Pair]:
    """The best pairs; none where the answers do not call for both."""
    if not demands.split or not demands.total:
        return []
    capable = FROM_DEVICES if answers.has("devices", "yes") else QUEUE
    queues = _halves(evidences, demands, "message", capable)
    logs = _halves(evidences, demands, "event", EVENTS)
    total = demands.total * UNIT
    joins = [max if wish.reached else min for wish in _common(demands)]
    running = PENALTY.get(next(iter(answers.chosen.get("operations", ())), ""), UNASKED)
    found: list[Pair] = []
    for queue in queues:
        for log in logs:
            if queue.product == log.product:
                continue
            reach = min(map(max, queue.reach, log.reach), default=2)
            if not reach:
                continue
            low = queue.low + log.low
            low += sum(join(*ends) for join, *ends in zip(joins, queue.common_low, log.common_low, strict=True))
            high = queue.high + log.high
            high += sum(join(*ends) for join, *ends in zip(joins, queue.common_high, log.common_high, strict=True))
            penalty = running * max(queue.load, log.load)
            slugs = (evidences.products[queue.product].slug, evidences.products[log.product].slug)
            found.append(
                Pair(
                    slugs,
                    (queue.candidate, log.candidate),
                    "possible" if queue.open or log.open or reach < 2 else "confirmed",
                    max(0.0, low / total - penalty),
                    max(0.0, (low + high) / (2 * total) - penalty),
                    max(0.0, high / total - penalty),
                    penalty,
                )
            )
    found.sort(key=lambda pair: (pair.status != "confirmed", -round(pair.mid, 9), -round(pair.low, 9), pair.slugs))
    return found[:SHOWN]


def _common(demands: Demands) -> list[Demand]:
    """The wishes that concern both."""
    return [wish for wish in demands.wishes if wish.flow in ("shared", "platform")]


def _halves(evidences: Evidences, demands: Demands, flow: str, capable: tuple[str, ...]) -> list[_Half]:
    board = evidences.single
    own = [wish for wish in demands.wishes if wish.flow == flow]
    musts = [must for must in demands.musts if must.flow in (flow, "shared", "platform") and not must.reached]
    reached = [board.column(must) for must in demands.musts if must.reached]
    able = board.column(Demand(tuple(_model(text) for text in capable), "shared", True, 0, ())).no
    columns = [board.column(must) for must in musts]
    failing = [sum(each) for each in zip(*(column.no for column in columns), strict=True)] or [0] * len(able)
    opening = [sum(each) for each in zip(*(column.open for column in columns), strict=True)] or [0] * len(able)
    parts = [(board.column(wish), wish.weight) for wish in own]
    shared = [(board.column(wish), wish.weight) for wish in _common(demands)]
    load = board.column(LOAD).low
    best: list[_Half] = []
    for begin, end in board.spans:
        halves = [
            _Half(
                board.candidates[at].product,
                at,
                bool(opening[at]),
                sum(column.low[at] * weight for column, weight in parts),
                sum(column.high[at] * weight for column, weight in parts),
                tuple(column.low[at] * weight for column, weight in shared),
                tuple(column.high[at] * weight for column, weight in shared),
                (HEAVIEST - 4 * load[at] / UNIT) / HEAVIEST,  # the column says 1 for the lightest load
                tuple(2 - 2 * column.no[at] - column.open[at] for column in reached),
                board.safety(at),
            )
            for at in range(begin, end)
            if not able[at] and not failing[at]
        ]
        if halves:
            best.append(min(halves, key=lambda half: half.by_reach))
    kept = sorted(best, key=lambda half: half.order)[:BEST]
    if reached:
        kept += [half for half in sorted(best, key=lambda half: half.by_reach)[:BEST] if half not in kept]
    return kept


def _model(text: str) -> Asked:
    criterion, _, option = text.partition(":")
    return Asked("option", criterion, option)


LOAD = Demand(
    (Asked("better", "operations_load", "better", labels=("Operations load", ""), lower_is_better=True),),
    "platform",
    False,
    1,
    (),
)
