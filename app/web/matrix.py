"""Tables of all products: matrices with a column per option, and tables with a column per criterion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue import entities as e
from app.catalogue.showing import SUPPORT_WORDS, Mark, shown
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Support, ValueType
from app.compare import whole_cell
from app.web.cells import Drawn, drawn, letters, opens
from app.web.kinds import kind_word
from app.web.wording import brief

SHORT = {
    "depends on the operator": "operator",
    "does not apply": "n/a",
    SUPPORT_WORDS[Support.THIRD_PARTY][1]: "third party",
}
"""Words that a narrow column takes instead; the legend below says what the marks mean."""

MOST_OPTIONS, MOST_COLUMNS = 18, 6
"""Columns of a matrix that fit a wide screen side by side, and of a table of values."""


@dataclass(frozen=True, slots=True)
class Column:
    """A head: what it is called, what that means, where more stands. `starts` marks the first of its criterion."""

    label: str
    definition: str
    address: str | None = None
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One product's row."""

    slug: str
    name: str
    kind: str
    cells: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of all products. `spans` pairs criteria with how many columns each has, where each has several."""

    criteria: tuple[e.Criterion, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    spans: tuple[tuple[e.Criterion, int], ...] = ()

    @property
    def id(self) -> str:
        """Its anchor on a page."""
        return self.criteria[0].slug

    @property
    def label(self) -> str:
        """What it is about."""
        return ", ".join(each.label for each in self.criteria)

    @property
    def is_narrow(self) -> bool:
        """Whether its cells hold a mark and a word, not texts."""
        return bool(self.spans)


def _line(entry: Entry, cells: Iterable[Drawn]) -> Line:
    return Line(entry.slug, entry.product.name, kind_word(entry.product.product_kind), tuple(cells))


def of_options(catalogue: Catalogue, criteria: Sequence[e.Criterion], today: date) -> Matrix:
    """Products by the options of some criteria, told in a word each."""
    pairs = [(criterion, option) for criterion in criteria for option in criterion.options]
    columns = tuple(_column(catalogue, criterion, option) for criterion, option in pairs)
    lines = tuple(
        _line(entry, (_option_cell(entry, criterion, option, today) for criterion, option in pairs))
        for entry in catalogue.products.values()
    )
    return Matrix(tuple(criteria), columns, lines, tuple((each, len(each.options)) for each in criteria))


def _column(catalogue: Catalogue, criterion: e.Criterion, option: e.Option) -> Column:
    has_page = criterion.slug == "protocols" and option.slug in catalogue.protocols
    address = f"/protocols/{option.slug}" if has_page else None
    return Column(option.label, option.definition, address, starts=option is criterion.options[0])


def _option_cell(entry: Entry, criterion: e.Criterion, option: e.Option, today: date) -> Drawn:
    cell = entry.cells[criterion.slug, option.slug]
    told = shown(cell, entry.product, today)
    fact = cell.answer().fact
    support = fact.statement.support if fact else None
    word = SUPPORT_WORDS[support][1] if support and told.mark is not Mark.DISPUTED else told.text
    return Drawn(
        css=letters(told),
        text=SHORT.get(word, word),
        remarks=("varies",) if told.details or word != told.text else (),
        address=opens(told, [cell]),
        sources=told.sources,
    )


def of_texts(catalogue: Catalogue, criterion: e.Criterion, today: date) -> Matrix:
    """Products by the keys of a criterion whose answer to each is a text: the vocabulary."""
    columns = tuple(Column(each.label, each.definition) for each in criterion.options)
    lines = tuple(
        _line(entry, (_text_cell(entry, criterion, option, today) for option in criterion.options))
        for entry in catalogue.products.values()
    )
    return Matrix((criterion,), columns, lines)


def _text_cell(entry: Entry, criterion: e.Criterion, option: e.Option, today: date) -> Drawn:
    cell = entry.cells[criterion.slug, option.slug]
    told = shown(cell, entry.product, today)
    remarks = tuple(brief(each, 60) for each in told.details[:2])
    return Drawn(letters(told, "t"), brief(told.text, 90), remarks, opens(told, [cell]), told.sources)


def of_criteria(catalogue: Catalogue, criteria: Sequence[e.Criterion], today: date) -> Matrix:
    """Products by criteria, one cell each."""
    columns = tuple(Column(each.label, each.definition, f"/criteria/{each.slug}") for each in criteria)
    lines = tuple(
        _line(entry, (drawn(whole_cell(each, entry, today), each) for each in criteria))
        for entry in catalogue.products.values()
    )
    return Matrix(tuple(criteria), columns, lines)


def of_criterion(catalogue: Catalogue, criterion: e.Criterion, today: date) -> Matrix:
    """Products by one criterion whose options are cells of their own."""
    return of_texts(catalogue, criterion, today) if criterion.keyed else of_options(catalogue, [criterion], today)


def of_dimension(catalogue: Catalogue, dimension: str, today: date) -> list[Matrix]:
    """The tables of a dimension: options, as many as fit side by side; then texts by key; then values. No prose."""
    criteria = catalogue.criteria_of(dimension)
    options = [each for each in criteria if each.has_option_cells and not each.keyed]
    keyed = [each for each in criteria if each.keyed]
    single = [each for each in criteria if not each.has_option_cells and not is_prose(each)]
    found = [of_options(catalogue, some, today) for some in _packed(options)]
    found += [of_texts(catalogue, each, today) for each in keyed]
    return found + [of_criteria(catalogue, some, today) for some in _evenly(single)]


def _packed(criteria: Iterable[e.Criterion]) -> Iterator[list[e.Criterion]]:
    """Criteria in reading order, gathered while their options fit side by side."""
    some: list[e.Criterion] = []
    for each in criteria:
        if some and sum(len(other.options) for other in (*some, each)) > MOST_OPTIONS:
            yield some
            some = []
        some.append(each)
    if some:
        yield some


def _evenly(criteria: Sequence[e.Criterion]) -> Iterator[list[e.Criterion]]:
    """In as few tables as can be, each about as wide as the others."""
    tables = -(-len(criteria) // MOST_COLUMNS)
    for number in range(tables):
        yield list(criteria[len(criteria) * number // tables : len(criteria) * (number + 1) // tables])


def is_prose(criterion: e.Criterion) -> bool:
    """Whether its answers are paragraphs, which no table of all products can hold."""
    return criterion.type is ValueType.TEXT and not criterion.keyed and not criterion.computed
