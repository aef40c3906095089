"""Entities and facts to public shapes. Values become plain JSON: bytes in B, durations in s, prices as text."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from app.api import shapes as s
from app.catalogue import entities as e
from app.catalogue.cells import Cell
from app.catalogue.facts import Fact, Variant, limits_of
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.values import Value, write_date
from app.catalogue.words import CellState, DatePrecision, ValueType

UNITS = {ValueType.BYTES: "B", ValueType.DURATION: "s", ValueType.PERCENT: "%"}
"""The units of the types that have one in JSON; a number brings its own."""

MS_PER_SECOND = 1000


def plain(value: Value) -> s.JsonValue:
    """A value as plain JSON."""
    raw = value.raw
    if isinstance(raw, date):
        return write_date(raw, value.precision or DatePrecision.DAY)
    if value.type is ValueType.DURATION:
        seconds = float(raw) / MS_PER_SECOND
        return int(seconds) if seconds.is_integer() else seconds
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    return raw


def value_of(statement: e.Statement) -> s.JsonValue:
    """A statement's value; of an option its support."""
    if statement.support is not None:
        return statement.support.value
    return plain(statement.value) if statement.value is not None else None


def unit_of(statement: e.Statement) -> str | None:
    """The unit of a statement's value."""
    return UNITS.get(statement.type) or statement.unit


def units_of(criterion: e.Criterion) -> list[str]:
    """The units that a criterion's values have."""
    return [UNITS[criterion.type]] if criterion.type in UNITS else list(criterion.units)


def citations(catalogue: Catalogue, owner: str, cited: Iterable[e.Citation]) -> list[s.Citation]:
    """Citations with the pages they point to; `owner` is whose sources they are."""
    found = []
    for each in cited:
        source = catalogue.sources[owner, each.source]
        found.append(
            s.Citation(
                url=source.url,
                title=source.title,
                place=each.place,
                find=each.find,
                text_date=each.text_date,
                checked=each.checked,
            )
        )
    return found


def statement(catalogue: Catalogue, fact: Fact, *, disputed: bool = False) -> s.Statement:
    """A fact, whoever said it."""
    said = fact.statement
    state = CellState.DISPUTED if disputed else CellState(said.state.value)
    return s.Statement(
        id=fact.id,
        criterion=said.criterion,
        option=said.option,
        state=state,
        value=value_of(said),
        unit=unit_of(said),
        qualifiers=_qualifiers(said),
        method=said.method,
        note=said.note,
        citations=citations(catalogue, fact.owner, said.citations),
    )


def _qualifiers(said: e.Statement) -> s.Qualifiers:
    return s.Qualifiers(
        editions=list(said.editions),
        modes=list(said.modes),
        since=said.since,
        until=said.until,
        regions=list(said.regions),
        when=said.when,
        per=said.per,
        bound=said.bound,
        changeable=said.changeable,
    )


def disputed_ids(cell: Cell) -> set[str]:
    """The ids of facts that contradict each other: the same but for the number of the claim."""
    found: set[str] = set()
    facts = sorted(cell.facts, key=lambda fact: str(fact.statement.identity()[:-1]))
    for _, same in groupby(facts, key=lambda fact: str(fact.statement.identity()[:-1])):
        ids = [fact.id for fact in same]
        found.update(ids if len(ids) > 1 else ())
    return found


def statements(catalogue: Catalogue, entry: Entry) -> list[s.Statement]:
    """Every fact of a product in the order of the criteria, and what rules say where nothing is stated."""
    found = []
    for cell in entry.cells.values():
        disputed = disputed_ids(cell) if len(cell.facts) > 1 else set()
        found += [statement(catalogue, fact, disputed=fact.id in disputed) for fact in (*cell.facts, *cell.past)]
        found += _by_rule(entry, cell)
    return found


def _by_rule(entry: Entry, cell: Cell) -> Iterator[s.Statement]:
    """The variants that a rule answers, those with the same answer in one statement."""
    answers = cell.answers()
    for state in (CellState.NOT_APPLICABLE, CellState.DEPENDS_ON_OPERATOR):
        meant: frozenset[Variant] = frozenset(each for each, answer in answers.items() if answer.state is state)
        for editions, modes in limits_of(meant, entry.variants) if meant else ():
            criterion = cell.criterion
            said = e.Statement(
                product=entry.slug,
                criterion=criterion.slug,
                type=criterion.type,
                option=cell.option,
                editions=editions,
                modes=modes,
            )
            yield s.Statement(
                id=None,
                criterion=criterion.slug,
                option=cell.option,
                state=state,
                value=None,
                unit=None,
                qualifiers=_qualifiers(said),
                method=None,
                note=None,
                citations=[],
            )
