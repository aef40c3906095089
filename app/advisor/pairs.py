"""Two products for "both": a queue for the commands beside a topic or log for the facts.

Commands are judged by the queue, facts by the other, what concerns both by the worse of the two, save how clients reach
them: devices connect to the one that speaks their protocol. A second system costs what it takes to run it. Searched
among the 30 best of each, since a pair cannot be better than its parts, and the 30 that are reached best.
"""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from app.advisor.answers import Answers
from app.advisor.approach import sub_kind_of
from app.advisor.asked import Asked
from app.advisor.board import UNIT, Column, Evidences
from app.advisor.demands import Demand, Demands
from app.advisor.fit import Status

BEST = 30
SHOWN = 3
DIGITS = 9
"""To which the middles of pairs are compared, since a penalty is no whole number."""

PENALTY = {"none": 0.10, "some": 0.05, "team": 0.02}
"""What running a second system costs by who keeps it running (a design judgement, ADVISOR.md 3.5)."""

UNASKED = 0.05
HEAVIEST = 5
"""The penalty is for the heaviest operations load; a lighter one costs its part."""

QUEUE = ("models:queue",)
FROM_DEVICES = (*QUEUE, "models:pubsub")
"""What carries commands to devices: they subscribe and do not compete for work."""

LOG = ("models:log",)
EVENTS = ("models:pubsub", *LOG, "models:event-routing")


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
    """One product's best variant for its flow: its own part of the lower sum and of both ends together, then the lower
    values and the upper ones of what both must meet, and of what is enough in `either`. `reach` is 2 for each must of
    that sort that it meets, 1 where it is open, and 0 where it fails."""

    product: int
    candidate: int
    open: bool
    low: int
    both: int
    common: tuple[int, ...]
    either: tuple[int, ...]
    load: float
    reach: tuple[int, ...]
    safety: int

    @property
    def order(self) -> tuple[bool, int, int, int, int]:
        """Better first."""
        both = self.both + sum(self.common) + sum(self.either)
        return (self.open, -both, -self.low, -self.safety, self.candidate)

    @property
    def by_reach(self) -> tuple[int, tuple[bool, int, int, int, int]]:
        """What clients reach best comes first."""
        return (-sum(self.reach), self.order)


_Joined = tuple[bool, float, _Half, _Half, int, float]
"""Two halves: whether something is open, the middle with its sign turned, both, their sum, and the penalty."""


def pairs(evidences: Evidences, demands: Demands, answers: Answers) -> list[Pair]:
    """The best pairs; none where the answers do not call for both."""
    if not demands.split or not demands.total:
        return []
    devices = answers.has("devices", "yes")
    queues = _halves(evidences, demands, "message", FROM_DEVICES if devices else QUEUE)
    # What devices send arrives at the one; what it is kept in, to be read as a series, is the other's part.
    behind = devices and sub_kind_of(answers.chosen) in ("stream", "event-sourcing")
    logs = _halves(evidences, demands, "event", LOG if behind else EVENTS)
    running = PENALTY.get(next(iter(answers.chosen.get("operations", ())), ""), UNASKED)
    joined: list[_Joined] = []
    for queue in queues:
        for log in logs:
            if evidences.families[queue.product] == evidences.families[log.product]:
                continue  # two of one family are one kind of system twice
            # Commands to devices need a product that devices reach.
            reach = min(queue.reach if devices else map(max, queue.reach, log.reach), default=2)
            if not reach:
                continue
            # Mapped rather than written out: this is asked of hundreds of pairs.
            both = queue.both + log.both + sum(map(min, queue.common, log.common))
            both += sum(map(max, queue.either, log.either))
            penalty = running * max(queue.load, log.load)
            mid = max(0.0, both / (2 * demands.total * UNIT) - penalty)
            joined.append((queue.open or log.open or reach < 2, -round(mid, DIGITS), queue, log, both, penalty))
    joined.sort(key=itemgetter(0, 1))
    found: dict[frozenset[str], Pair] = {}
    for _, alike in groupby(joined, key=itemgetter(0, 1)):
        equal = [_pair(evidences, each, demands.total * UNIT) for each in alike]
        for pair in sorted(equal, key=lambda pair: (-round(pair.low, DIGITS), pair.slugs)):
            both_families = (evidences.families[evidences.single.candidates[at].product] for at in pair.candidates)
            found.setdefault(frozenset(both_families), pair)
        if len(found) >= SHOWN:
            break
    return list(found.values())[:SHOWN]


def _pair(evidences: Evidences, joined: _Joined, total: int) -> Pair:
    open_, _, queue, log, both, penalty = joined
    low = queue.low + log.low
    for join, ours, theirs in ((min, queue.common, log.common), (max, queue.either, log.either)):
        low += sum(map(join, ours[: len(ours) // 2], theirs[: len(theirs) // 2]))
    low_, mid, high = (max(0.0, each / total - penalty) for each in (low, both / 2, both - low))
    slugs = (evidences.products[queue.product].slug, evidences.products[log.product].slug)
    return Pair(slugs, (queue.candidate, log.candidate), "possible" if open_ else "confirmed", low_, mid, high, penalty)


def _halves(evidences: Evidences, demands: Demands, flow: str, capable: tuple[str, ...]) -> list[_Half]:
    board = evidences.single
    own = [wish for wish in demands.wishes if wish.flow == flow]
    musts = [must for must in demands.musts if must.flow in (flow, "shared", "platform") and not must.reached]
    reached = [board.column(must) for must in demands.musts if must.reached]
    capability = board.column(Demand(tuple(_model(text) for text in capable), "shared", True, 0, ()))
    able = capability.no
    columns = [board.column(must) for must in musts]
    failing = [sum(each) for each in zip(*(column.no for column in columns), strict=True)] or [0] * len(able)
    # Whether it carries its flow at all is as open as a must can be.
    opening = [sum(each) for each in zip(capability.open, *(column.open for column in columns), strict=True)]
    parts = [(board.column(wish), wish.weight) for wish in own]
    concerned = [wish for wish in demands.wishes if wish.flow in ("shared", "platform")]
    shared, either = (
        [(board.column(wish), wish.weight) for wish in concerned if wish.reached is reached_]
        for reached_ in (False, True)
    )
    load = board.column(LOAD).low
    best: list[_Half] = []
    for begin, end in board.spans:
        halves = [
            _Half(
                board.candidates[at].product,
                at,
                bool(opening[at]),
                sum([column.low[at] * weight for column, weight in parts]),
                sum([(column.low[at] + column.high[at]) * weight for column, weight in parts]),
                _ends(shared, at),
                _ends(either, at),
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


def _ends(found: list[tuple[Column, int]], at: int) -> tuple[int, ...]:
    lower = [column.low[at] * weight for column, weight in found]
    return (*lower, *[column.high[at] * weight for column, weight in found])


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
