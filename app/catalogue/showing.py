"""How a cell is told to people: a mark, a word or value, what it is limited to, and how other variants differ.

Pages, CSV, Markdown and XLSX all say it with these words, so that a table and its export cannot disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.catalogue import entities as e
from app.catalogue.cells import Answer, Cell, Freshness, freshness
from app.catalogue.facts import Fact, Variant, limits_of
from app.catalogue.values import show
from app.catalogue.words import Bound, CellState, Changeable, Method, Scale, StatementState, Support, ValueType


class Mark(StrEnum):
    """The shape that stands before a cell's words."""

    YES = "yes"
    CONDITION = "condition"
    NO = "no"
    UNKNOWN = "unknown"
    OPERATOR = "operator"
    NOT_APPLICABLE = "not-applicable"
    DISPUTED = "disputed"
    VALUE = "value"


STATE_MARKS = {
    CellState.UNKNOWN: (Mark.UNKNOWN, "unknown"),
    CellState.NOT_APPLICABLE: (Mark.NOT_APPLICABLE, "does not apply"),
    CellState.DEPENDS_ON_OPERATOR: (Mark.OPERATOR, "depends on the operator"),
}

SUPPORT_WORDS = {
    Support.BUILT_IN: (Mark.YES, "built in"),
    Support.YES: (Mark.YES, "yes"),
    Support.OFF_BY_DEFAULT: (Mark.CONDITION, "off by default"),
    Support.PLUGIN: (Mark.CONDITION, "by plugin"),
    Support.THIRD_PARTY: (Mark.CONDITION, "by a third party"),
    Support.PARTIAL: (Mark.CONDITION, "in part"),
    Support.NO: (Mark.NO, "no"),
}

BOUND_WORDS = {Bound.UNLIMITED: "unlimited", Bound.NONE_STATED: "no limit stated"}

MOST_CONDITIONS = 2
"""How many conditional answers a cell tells before it only counts the rest."""

PER_WORDS = {"call": "API call", "consumer-group": "consumer group", "message-group": "message group"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell in words. `details` say what limits it and how other variants differ, one short line each.

    `statement` is the id of the deciding fact, `sources` the number of pages cited; `due` asks for a re-check.
    """

    mark: Mark
    text: str
    details: tuple[str, ...] = ()
    note: str | None = None
    statement: str | None = None
    sources: int = 0
    age: Freshness | None = None
    inherited: bool = False

    @property
    def gist(self) -> tuple[Mark, str]:
        """What two cells must share to count as the same: the mark and the answer, not how or since when."""
        return (self.mark, self.text if self.mark is Mark.VALUE else "")

    @property
    def due(self) -> bool:
        """Whether its newest text is older than the criterion allows, or undated."""
        return self.age in (Freshness.DUE, Freshness.UNDATED)


def per_words(per: str) -> str:
    """What a number counts for, in words."""
    return f"per {PER_WORDS.get(per, per.replace('-', ' '))}"


CHANGEABLE_WORDS = {Changeable.ON_REQUEST: "raised on request", Changeable.SETTING: "can be set"}
"""What may be done about a limit; that nothing can be done is not told."""


def value_words(statement: e.Statement, criterion: e.Criterion) -> str:
    """The value, the bound or the support of one statement, without its qualifiers."""
    if statement.state is StatementState.UNKNOWN:
        return "unknown"
    if statement.support is not None:
        return SUPPORT_WORDS[statement.support][1]
    if statement.value is None:
        return BOUND_WORDS[statement.bound] if statement.bound in BOUND_WORDS else "unknown"
    if criterion.type is ValueType.CHOICE:
        option = criterion.option(str(statement.value.raw))
        return option.label if option else str(statement.value.raw)
    words = show(statement.value)
    return f"{words} of 5" if criterion.type is ValueType.GRADE else words


def qualifier_words(statement: e.Statement) -> list[str]:
    """What a statement is limited to, besides editions and modes, one phrase each."""
    words = []
    if statement.per:
        words.append(per_words(statement.per))
    if statement.when:
        words.append(f"when {statement.when}" if statement.when[0].islower() else f"with {statement.when}")
    if statement.regions:
        words.append("in " + ", ".join(statement.regions))
    if statement.since:
        words.append(f"since {statement.since}")
    if statement.until:
        words.append(f"until {statement.until}")
    if statement.changeable in CHANGEABLE_WORDS:
        words.append(CHANGEABLE_WORDS[statement.changeable])
    return words


def limited_words(said: str, statement: e.Statement) -> str:
    """What is said with what it is limited to: `3000 messages/s per queue, raised on request`."""
    limits = qualifier_words(statement)
    if not limits:
        return said
    last = limits.pop() if statement.changeable in CHANGEABLE_WORDS else ""
    return ", ".join(part for part in (" ".join([said, *limits]), last) if part)


def variant_words(product: e.Product, editions: Iterable[str], modes: Iterable[str]) -> str:
    """Editions and modes by their names: `Premium`, `FIFO queue`, `Premium with topics`."""
    edition_names = [each.name for each in product.editions if each.slug in set(editions)]
    mode_names = [each.name for each in product.modes if each.slug in set(modes)]
    return " with ".join(part for part in (", ".join(edition_names), ", ".join(mode_names)) if part)


def _fact_words(fact: Fact, criterion: e.Criterion) -> str:
    words = value_words(fact.statement, criterion)
    if criterion.open and fact.statement.option:
        option = criterion.option(fact.statement.option)
        words = option.label if option else fact.statement.option
    return limited_words(words, fact.statement)


def _answer_words(answer: Answer, criterion: e.Criterion) -> str:
    """What decides, in words; where nothing holds without a condition, the first that holds under one."""
    if answer.state in STATE_MARKS:
        return STATE_MARKS[answer.state][1]
    facts = answer.facts or answer.conditional[:1]
    told = [_fact_words(fact, criterion) for fact in facts if not _is_refused(fact, criterion)]
    if len(told) == 1:
        return told[0]
    return (" or " if answer.state is CellState.DISPUTED else "; ").join(dict.fromkeys(told)) or "no"


def _condition_words(answer: Answer, criterion: e.Criterion) -> list[str]:
    """What holds beside it under a condition: the first few, and how many more there are."""
    leads = answer.facts or answer.state is CellState.UNKNOWN
    rest = answer.conditional if leads else answer.conditional[1:]
    if not rest:
        return []
    told = list(dict.fromkeys(_fact_words(fact, criterion) for fact in rest))
    more = len(told) - MOST_CONDITIONS
    return told if more <= 1 else [*told[:MOST_CONDITIONS], f"and {more} more conditions"]


def _whole(answer: Answer, criterion: e.Criterion) -> str:
    return "; ".join([_answer_words(answer, criterion), *_condition_words(answer, criterion)])


def told(cell: Cell, variant: Variant) -> str:
    """The answer for one variant on one line, conditions included."""
    return _whole(cell.answer(variant), cell.criterion)


def _is_refused(fact: Fact, criterion: e.Criterion) -> bool:
    """In an open list, what the product does not have is not told."""
    return criterion.open and fact.statement.support is Support.NO


def _mark(answer: Answer, criterion: e.Criterion) -> Mark:
    if answer.state in STATE_MARKS:
        return STATE_MARKS[answer.state][0]
    if answer.state is CellState.DISPUTED:
        return Mark.DISPUTED
    fact = answer.fact
    if fact is None:
        return Mark.UNKNOWN
    if criterion.scale is Scale.NONE or criterion.open:
        raw = fact.statement.value.raw if fact.statement.value else None
        return (Mark.YES if raw else Mark.NO) if isinstance(raw, bool) else Mark.VALUE
    mark = SUPPORT_WORDS[fact.statement.support or Support.NO][0]
    return Mark.CONDITION if mark is Mark.YES and not answer.facts else mark


def _other_variants(cell: Cell, product: e.Product, answers: Mapping[Variant, Answer], default: str) -> list[str]:
    """How the variants that are not the default differ, those with the same answer in one phrase."""
    groups: dict[str, set[Variant]] = {}
    told: dict[tuple[object, ...], str] = {}
    for variant, answer in answers.items():
        # Most variants share their facts with another one: each answer is put into words once.
        same = (answer.state, *map(id, answer.facts), None, *map(id, answer.conditional))
        words = told.get(same)
        if words is None:
            words = told[same] = _whole(answer, cell.criterion)
        if words != default:
            groups.setdefault(words, set()).add(variant)
    lines = []
    for words, variants in groups.items():
        for editions, modes in limits_of(frozenset(variants), cell.variants):
            lines.append(f"{variant_words(product, editions, modes)}: {words}")
    return lines


def shown(cell: Cell, product: e.Product, today: date) -> Shown:
    """The cell as a table shows it: the default variant's answer, then conditions, then how the others differ."""
    answers = {} if cell.is_uniform else cell.answers()
    answer = answers[cell.variants[0]] if answers else cell.answer()
    words = _answer_words(answer, cell.criterion)
    details = _condition_words(answer, cell.criterion)
    if answers:
        details = details + _other_variants(cell, product, answers, "; ".join([words, *details]))
    fact = answer.fact
    if fact is None:
        # Another variant's fact is worth a link, but its note, sources and age are not this answer's.
        other = next((each.fact for each in answers.values() if each.fact), None)
        return Shown(
            _mark(answer, cell.criterion), words, tuple(dict.fromkeys(details)), statement=other.id if other else None
        )
    facts = (*answer.facts, *answer.conditional)
    return Shown(
        mark=_mark(answer, cell.criterion),
        text=words,
        details=tuple(dict.fromkeys(details)),
        note=fact.statement.note,
        statement=fact.id,
        sources=len({citation.source for each in facts for citation in each.statement.citations}),
        age=freshness([c for each in facts for c in each.statement.citations], cell.criterion, today),
        inherited=fact.method is Method.INHERITED,
    )
