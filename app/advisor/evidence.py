"""What the catalogue knows about one thing that a test asks, for one variant: an interval, a hard answer, the facts.

Unknown is the whole interval, never one of its ends. A hard answer has three values: yes, no, unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.advisor.asked import Asked
from app.catalogue.cells import Answer
from app.catalogue.computed import load_of
from app.catalogue.facts import Fact, Variant
from app.catalogue.snapshot import Entry
from app.catalogue.words import VALUELESS, Bound, CellState, Changeable, Method, Per, Support

Hard = Literal["yes", "no", "unknown"]
Note = Literal["", "unknown", "disputed", "conditional", "depends-on-operator", "not-applicable", "inherited"]

SUPPORT = {
    Support.BUILT_IN: 1.0,
    Support.OFF_BY_DEFAULT: 1.0,
    Support.YES: 1.0,
    Support.PLUGIN: 0.8,
    Support.PARTIAL: 0.5,
    Support.THIRD_PARTY: 0.5,
    Support.NO: 0.0,
}
"""What a way of having an option is worth (the method's own choice): a plugin nearly all, somebody else's part half."""

HARD_YES = 0.8
"""From here on a hard test passes: built in or a plugin. What is partial or third-party must be looked at."""

OF_THE_WHOLE = frozenset({None, Per.CLUSTER, Per.NAMESPACE, Per.ACCOUNT, Per.REGION})
"""What a ceiling must count for to be one of the whole: more queues, partitions or connections raise the others."""

ITEMS = frozenset({"messages/s", "events/s"})
"""Units of a rate that compare with items. A call may carry a batch, and bytes depend on the size of an item."""


FLOORS = {"message_size_max": "message_size_default", "retention_max": "retention_default"}
"""Limits with their defaults: what holds without any setting is within the limit, whatever the limit is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """From `low` to `high` on a scale of 0 to 1; `hard` for a must; `facts` are ids of statements."""

    low: float
    high: float
    hard: Hard
    facts: tuple[str, ...] = ()
    note: Note = ""


UNKNOWN = Evidence(0.0, 1.0, "unknown", (), "unknown")
NOT_APPLICABLE = Evidence(0.5, 0.5, "yes", (), "not-applicable")
"""A hard test passes, since there is nothing that could fail; a wish gets neither all nor nothing."""


def exactly(value: float, facts: Iterable[Fact] = (), *, hard: Hard | None = None) -> Evidence:
    """A known value."""
    found = tuple(facts)
    inherited = any(fact.method is Method.INHERITED for fact in found)
    return Evidence(value, value, hard or _hard(value, value), _ids(found), "inherited" if inherited else "")


def _hard(low: float, high: float) -> Hard:
    return "yes" if low >= HARD_YES else "no" if high <= 0 else "unknown"


def _ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.id for fact in facts))


def evidence(asked: Asked, entry: Entry, variant: Variant) -> Evidence:
    """What is known about this for this variant."""
    if asked.form == "kind":
        return exactly(1.0 if entry.product.product_kind == asked.option else 0.0)
    if asked.form == "clients":
        return _clients(asked, entry)
    if asked.run_by_you and _says(entry, "operated_by", "vendor", variant):
        return _own_load(asked, entry, variant)
    cell = entry.cells.get((asked.criterion, asked.option if asked.form == "option" else None))
    if cell is None:
        return UNKNOWN
    answer = cell.answer(variant)
    if answer.state is CellState.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if answer.state is CellState.DEPENDS_ON_OPERATOR:
        return Evidence(0.0, 1.0, "unknown", (), "depends-on-operator")
    if answer.state is CellState.UNKNOWN:
        default = entry.cells.get((FLOORS.get(asked.criterion, ""), None))
        enough = _known(asked, default.answer(variant)) if default else UNKNOWN
        unknown = Evidence(0.0, 1.0, "unknown", _ids((*answer.facts, *answer.conditional)), "unknown")
        return enough if enough.hard == "yes" else unknown
    return _licence(asked, entry, answer) if asked.form == "licence" else _known(asked, answer)


def _says(entry: Entry, criterion: str, option: str | None, variant: Variant) -> Fact | None:
    """The fact that decides a cell, if it does not say no."""
    cell = entry.cells.get((criterion, option))
    fact = cell.answer(variant).fact if cell else None
    return None if fact is None or fact.statement.support is Support.NO else fact


def _own_load(asked: Asked, entry: Entry, variant: Variant) -> Evidence:
    """The load of the form that you run, by the catalogue's own rubric: what a vendor does elsewhere is left out."""

    def ask(criterion: str, option: str | None, variant: Variant) -> Fact | None:
        return None if option == "vendor" else _says(entry, criterion, option, variant)

    grade = load_of(entry.product.product_kind, ask, variant)
    value = _graded(asked, grade)
    if value is None:
        return UNKNOWN
    basis: tuple[tuple[str, str | None], ...] = (("operated_by", "you"), ("runs_with", None), ("scaling", None))
    facts = [fact for criterion, option in basis if (fact := _says(entry, criterion, option, variant))]
    return exactly(value, facts, hard=_hard_of(asked, value, value))


def _known(asked: Asked, answer: Answer) -> Evidence:
    """Unconditional facts decide; conditional ones can only raise what may be had.

    A condition that names a protocol or a setting is in the visitor's hands, so it counts, with a note to check it.
    One that names regions may not be, and one on where it runs, who operates it or which cloud's identities it
    knows is of another form, with which no other fact may join: these leave an interval. Of what is stated under
    conditions alone nobody knows what holds otherwise: the limit of one protocol, or what a part for development
    lacks, rules no product out.
    """
    facts = (*answer.facts, *answer.conditional)
    plain = [value for fact in answer.facts if (value := _value(asked, fact)) is not None]
    chosen: list[float] = []
    elsewhere: list[float] = []
    for fact in answer.conditional:
        value = _value(asked, fact)
        if value is not None:
            (elsewhere if asked.bound_to_a_place or fact.statement.regions else chosen).append(value)
    if not plain and not chosen and not elsewhere:
        return Evidence(0.0, 1.0, "unknown", _ids(facts), "unknown")
    if answer.state is CellState.DISPUTED:
        every = [*plain, *chosen, *elsewhere]
        return Evidence(min(every), max(every), _hard_of(asked, min(every), max(every)), _ids(facts), "disputed")
    low = max([*plain, *chosen], default=0.0)
    high = max([low, *elsewhere]) if plain else 1.0
    if plain and max(plain) == high:
        return exactly(low, answer.facts, hard=_hard_of(asked, low, low))
    # What holds under the condition decided, so it is what the result links to first.
    decided = _ids((*answer.conditional, *answer.facts))
    return Evidence(low, high, _hard_of(asked, low, high), decided, "conditional")


def _hard_of(asked: Asked, low: float, high: float) -> Hard:
    """An amount passes whole or not at all: half of what is needed is worth something, and yet too little."""
    if asked.form in ("amount", "grade"):
        return "yes" if low >= 1 else "no" if high < 1 and not _raisable(low, high) else "unknown"
    return _hard(low, high)


RAISABLE = 0.75
"""A limit below the need that can be raised on request or by a setting: more than half, and to be asked for."""


def _raisable(low: float, high: float) -> bool:
    return RAISABLE in (low, high)


def _value(asked: Asked, fact: Fact) -> float | None:
    """What one fact is worth for this question; None where it says nothing about it."""
    said = fact.statement
    match asked.form:
        case "option":
            return None if said.support is None else SUPPORT[said.support]
        case "choice":
            if said.value is None:
                return None
            same = said.value.raw == asked.option
            return SUPPORT[Support(asked.option)] if same and asked.option in list(Support) else float(same)
        case "better" | "grade":
            return None if said.value is None else _graded(asked, said.value.magnitude)
        case _:
            return _amount(asked, fact)


def _graded(asked: Asked, grade: float | None) -> float | None:
    """What a grade of 1 to 5 is worth: by itself, or against the one that is needed."""
    if grade is None:
        return None
    if asked.form == "better":
        share = (grade - 1) / 4
        return 1 - share if asked.lower_is_better else share
    if asked.need is None:
        return None
    missing = (asked.need.magnitude or 0) - grade
    missing = -missing if asked.lower_is_better else missing
    return 1.0 if missing <= 0 else 0.5 if missing <= 1 else 0.0


def _amount(asked: Asked, fact: Fact) -> float | None:
    """A limit against a need. Where the limits were read and name none, or there is none, it passes."""
    said, need = fact.statement, asked.need
    if need is None or need.magnitude is None:
        return None
    if need.unit is not None:
        return _ceiling(fact, need.magnitude)
    if said.bound in VALUELESS:
        return 1.0
    if said.value is None or said.value.magnitude is None:
        return None
    if said.value.magnitude >= need.magnitude:
        return 1.0
    if said.changeable in (Changeable.SETTING, Changeable.ON_REQUEST):
        return RAISABLE
    return 0.5 if said.value.magnitude * 2 >= need.magnitude else 0.0


def _ceiling(fact: Fact, need: float) -> float:
    """A rate fails only on a stated ceiling of the whole, in items, that cannot be raised."""
    said = fact.statement
    if said.bound in VALUELESS or said.per not in OF_THE_WHOLE or said.unit not in ITEMS:
        return 1.0
    if said.value is None or said.value.magnitude is None or said.changeable not in (None, Changeable.NO):
        return 1.0
    return 1.0 if said.bound is not Bound.CEILING or said.value.magnitude >= need else 0.0


def _licence(asked: Asked, entry: Entry, answer: Answer) -> Evidence:
    """One of the current licences of this class is enough."""
    criterion = entry.cells[asked.criterion, None].criterion
    held: list[Fact] = []
    for fact in (*answer.facts, *answer.conditional):
        option = criterion.option(fact.statement.option or "")
        if fact.statement.support is not Support.NO and option and option.licence_class == asked.option:
            held.append(fact)
    return exactly(1.0, held) if held else exactly(0.0, answer.facts or answer.conditional)


def _clients(asked: Asked, entry: Entry) -> Evidence:
    """An official library is worth all, a community's half; both pass a hard test. None listed is unknown: the table
    of client libraries never claims to be complete."""
    found = [
        library
        for library in entry.libraries
        if {part.strip().lower() for part in library.language.replace(" and ", "/").split("/")} & asked.names
    ]
    if not found:
        return UNKNOWN
    value = 1.0 if any(library.official for library in found) else 0.5
    return Evidence(value, value, "yes", tuple(library.id for library in found))


def best(found: Iterable[Evidence]) -> Evidence:
    """One of several will do: the best of them, by Kleene's *or*. The facts are those of what decides."""
    several = list(found)
    if len(several) == 1:
        return several[0]
    low, high = max(each.low for each in several), max(each.high for each in several)
    hards = {each.hard for each in several}
    hard: Hard = "yes" if "yes" in hards else "unknown" if "unknown" in hards else "no"
    deciding = max(several, key=lambda each: (each.hard == "yes", each.low, each.high))
    if deciding.high == 0:
        facts = tuple(dict.fromkeys(fact for each in several for fact in each.facts))
        return Evidence(low, high, hard, facts, deciding.note)
    if deciding.low < high:
        note = next((each.note for each in several if each.high == high and each.note), deciding.note)
        return Evidence(low, high, hard, deciding.facts, note or "unknown")
    return Evidence(low, high, hard, deciding.facts, deciding.note)


def worst(found: Iterable[Evidence]) -> Evidence:
    """All of several must meet it, as both flows must: the worst of them, by Kleene's *and*."""
    several = list(found)
    if len(several) == 1 or all(each == several[0] for each in several):
        return several[0]
    hards = {each.hard for each in several}
    hard: Hard = "no" if "no" in hards else "unknown" if "unknown" in hards else "yes"
    weakest = min(several, key=lambda each: (each.low, each.high))
    facts = tuple(dict.fromkeys(fact for each in several for fact in each.facts))
    return Evidence(min(each.low for each in several), min(each.high for each in several), hard, facts, weakest.note)
