"""The catalogue as columns: for each test one interval and one hard answer a candidate, worked out once and kept.

A candidate is what a product is judged by: one variant, or, where commands and facts go different ways, one edition
with a mode for each. Scores are sums of columns, so that a changed answer costs only the columns that change.
"""

from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock
from weakref import ref

from app.advisor.asked import Asked
from app.advisor.demands import Demand, Key
from app.advisor.evidence import Evidence, best, evidence, worst
from app.advisor.kin import roots
from app.advisor.rules import Rules
from app.catalogue.facts import Variant
from app.catalogue.snapshot import Catalogue, Entry

UNIT = 20
"""Parts of 1 in which values are added: every value is a multiple of 1/20 (1, 0.8, 0.75, 0.5, 0.4, 0.25), so sums are
whole numbers and ties are ties on every platform."""


FINE = 1 << 20
"""The midpoint of a score counts before its lower end, which is at most 100 wishes of weight 5 in 20 units."""

MOST_COLUMNS = 300
"""Columns that are kept, nearly twice as many as there are tests: the places where a product may run can be combined
in hundreds of ways, each a column of its own."""

OPEN = 1 << 40
AWAY = 1 << 50
LACKS = 1 << 56
FAILED = 1 << 60
"""What an open must, one that is open about place or operator, a lack of what a flow needs, and a failed must take from
the sum: each more than all wishes, and more than all that can come together of the one before it."""

SAFER = Demand(
    (
        Asked("choice", "persistence", "replicated"),
        *(Asked("choice", "replication", each) for each in ("leader-follower", "quorum", "managed")),
    ),
    "shared",
    False,
    1,
    (),
)
"""What decides between variants of one product that are otherwise equal: several copies."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product with the variant that carries its commands and the one that carries its facts: often the same.

    `at` and `event_at` are their places among all variants of the catalogue.
    """

    product: int
    message: Variant
    event: Variant
    at: int
    event_at: int

    @property
    def split(self) -> bool:
        """Whether the flows use different modes."""
        return self.at != self.event_at


@dataclass(frozen=True, slots=True)
class Column:
    """One test over all candidates, in UNITs. `no` and `open` are 0 or 1: the hard answer, where it is not yes.

    `wish`, `must` and `core` say the same in one number, so that candidates are ordered by one sum (see `fit`).
    """

    low: list[int]
    high: list[int]
    no: list[int]
    open: list[int]
    wish: list[int]
    must: list[int]
    core: list[int]


@dataclass(slots=True)
class Board:
    """All candidates of one kind, product by product; `spans` are where each product's begin and end."""

    catalogue: "Evidences"
    candidates: list[Candidate]
    spans: list[tuple[int, int]]
    columns: dict[Key, Column] = field(default_factory=dict)

    def column(self, demand: Demand) -> Column:
        """The column of this demand."""
        found = self.columns.get(demand.key)
        if found is None:
            if len(self.columns) >= MOST_COLUMNS:
                self.columns.clear()
            found = self.columns[demand.key] = self._column(demand)
        return found

    def _column(self, demand: Demand) -> Column:
        known = self.catalogue.of(demand)
        each = [joined(demand, known[one.at], known[one.event_at]) for one in self.candidates]
        low = [round(one.low * UNIT) for one in each]
        high = [round(one.high * UNIT) for one in each]
        no = [int(one.hard == "no") for one in each]
        open_ = [int(one.hard == "unknown") for one in each]
        return Column(
            low,
            high,
            no,
            open_,
            [(a + b) * FINE + a for a, b in zip(low, high, strict=True)],
            [-a * FAILED - b * open_cost(demand) for a, b in zip(no, open_, strict=True)],
            [-a * LACKS for a in no],
        )

    def evidence(self, demand: Demand, position: int) -> Evidence:
        """What one candidate has for this demand."""
        one, known = self.candidates[position], self.catalogue.of(demand)
        return joined(demand, known[one.at], known[one.event_at])

    def safety(self, position: int) -> int:
        """How sure it is that a candidate keeps several copies, in UNITs."""
        return self.column(SAFER).low[position]


def open_cost(must: Demand) -> int:
    """What an open must takes from the sum."""
    return AWAY if must.placed else OPEN


def joined(demand: Demand, message: Evidence, event: Evidence) -> Evidence:
    """What the variants for commands and for facts have together: each flow answers for itself; what concerns both, or
    the platform, must hold for both, save that clients may reach it through either."""
    if demand.flow == "event":
        return event
    if demand.flow == "message" or message == event:
        return message
    return best((message, event)) if demand.reached and demand.flow == "platform" else worst((message, event))


class Evidences:
    """What is known for each test and variant of one catalogue, asked once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.products: list[Entry] = [catalogue.products[slug] for slug in sorted(catalogue.products)]
        kin = roots(catalogue.products)
        self.families: list[str] = [kin[entry.slug] for entry in self.products]
        self.offsets = [0, *accumulate(len(entry.variants) for entry in self.products)]
        self.atoms: dict[str, list[Evidence]] = {}
        self.demands: dict[Key, list[Evidence]] = {}
        self.library_names: dict[int, dict[str, str]] = {}
        self.single, self.split = self._board(split=False), self._board(split=True)

    def _board(self, *, split: bool) -> Board:
        candidates: list[Candidate] = []
        spans: list[tuple[int, int]] = []
        for product, entry in enumerate(self.products):
            begin, offset = len(candidates), self.offsets[product]
            for at, message in enumerate(entry.variants, offset):
                for event_at, event in enumerate(entry.variants, offset) if split else ((at, message),):
                    if event.edition == message.edition:
                        candidates.append(Candidate(product, message, event, at, event_at))
            spans.append((begin, len(candidates)))
        return Board(self, candidates, spans)

    def libraries(self, product: int) -> dict[str, str]:
        """A product's client libraries in words, by id."""
        if product not in self.library_names:
            self.library_names[product] = {
                each.id: f"{each.name} ({'official' if each.official else 'community'})"
                for each in self.products[product].libraries
            }
        return self.library_names[product]

    def atom(self, asked: Asked) -> list[Evidence]:
        """One thing that is asked, for every variant."""
        found = self.atoms.get(asked.text)
        if found is None:
            found = self.atoms[asked.text] = [one for entry in self.products for one in _of_product(asked, entry)]
        return found

    def of(self, demand: Demand) -> list[Evidence]:
        """The best of what would do, for every variant: its own answer, and never that of a mode beside it."""
        found = self.demands.get(demand.key)
        if found is None:
            atoms = [self.atom(asked) for asked in demand.any]
            found = list(atoms[0]) if len(atoms) == 1 else [best(each) for each in zip(*atoms, strict=True)]
            if len(self.demands) >= MOST_COLUMNS:
                self.demands.clear()
            self.demands[demand.key] = found
        return found


def _of_product(asked: Asked, entry: Entry) -> list[Evidence]:
    """One thing that is asked, for each variant; worked out once where nothing tells the variants apart."""
    if asked.form not in ("kind", "clients"):
        cell = entry.cells.get((asked.criterion, asked.option if asked.form == "option" else None))
        if cell and (any(fact.specificity for fact in cell.facts) or len(set(cell.rules)) > 1):
            return [evidence(asked, entry, variant) for variant in entry.variants]
    return [evidence(asked, entry, entry.default)] * len(entry.variants)


_kept: list[tuple["ref[Catalogue]", Evidences]] = []
"""The evidences of the last two catalogues: the one in use, and the one that a request may still hold. A function of
the catalogue alone, so keeping it changes no answer."""


def prepare(catalogue: Catalogue, rules: Rules) -> None:
    """Works out every column that the rules can ask for, so that the first visitor does not wait for it.

    Called from a thread of its own: whoever asks meanwhile works out what is not there yet, to the same end.
    """
    evidences = evidences_of(catalogue)
    tests = [test for each in rules.questions.values() for option in each.options.values() for test in option.tests]
    tests += [each.test for side in rules.derived.values() for each in side]
    for test in tests:
        for any_ in dict.fromkeys((test.any, (*test.any, *test.or_self_run))):
            demand = Demand(any_, test.flow, test.must, 0, ())
            evidences.single.column(demand)
            evidences.split.column(demand)


_making = Lock()
"""Held while an evidence is begun, so that two threads do not begin one each for the same catalogue."""


def evidences_of(catalogue: Catalogue) -> Evidences:
    """The evidences of this very catalogue."""
    with _making:
        for reference, found in _kept:
            if reference() is catalogue:
                return found
        made = Evidences(catalogue)
        _kept[:] = [*[each for each in _kept if each[0]() is not None], (ref(catalogue), made)][-2:]
        return made
