"""`landscape stats` and the coverage pages: cells counted by state, product and dimension."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.catalogue.cells import Cell, Freshness, Knowledge
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import CellState


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of some cells is known, and on what it rests. `applicable` leaves out what a rule answers."""

    cells: int
    applicable: int
    stated: int
    enumerated: int
    inherited: int
    fresh: int
    due: int
    undated: int
    disputed: int
    not_applicable: int
    depends_on_operator: int

    @property
    def known(self) -> int:
        """Cells that are answered for at least one variant, however they are known."""
        return self.stated + self.enumerated + self.inherited

    @property
    def unknown(self) -> int:
        """Applicable cells without an answer."""
        return self.applicable - self.known

    @property
    def share(self) -> float:
        """Known cells of the applicable ones, from 0 to 1; 0 where none applies."""
        return self.known / self.applicable if self.applicable else 0.0


def coverage(cells: Iterable[Cell], today: date) -> Coverage:
    """Counts these cells. One that a rule answers for every variant does not apply, unless something is stated."""
    counted: Counter[str] = Counter()
    for cell in cells:
        counted["cells"] += 1
        state, knowledge = cell.state, cell.knowledge
        if knowledge is None and not cell.applies:
            counted["not_applicable" if state is CellState.NOT_APPLICABLE else "depends_on_operator"] += 1
            continue
        counted["applicable"] += 1
        if knowledge is None:
            continue
        counted[knowledge] += 1
        counted["disputed"] += any(answer.state is CellState.DISPUTED for answer in cell.answers().values())
        if knowledge is not Knowledge.INHERITED:
            counted[cell.freshness(today) or Freshness.UNDATED] += 1
    return Coverage(**{name: counted[name] for name in Coverage.__dataclass_fields__})


def by_product(catalogue: Catalogue, today: date) -> dict[str, Coverage]:
    """Coverage of each product, in the catalogue's order."""
    return {slug: coverage(entry.cells.values(), today) for slug, entry in catalogue.products.items()}


def by_dimension(catalogue: Catalogue, today: date) -> dict[str, Coverage]:
    """Coverage of each dimension over all products."""
    return {
        slug: coverage(
            (
                cell
                for entry in catalogue.products.values()
                for cell in entry.cells.values()
                if cell.criterion.dimension == slug
            ),
            today,
        )
        for slug in catalogue.dimensions
    }


def total(catalogue: Catalogue, today: date) -> Coverage:
    """Coverage of everything."""
    return coverage((cell for entry in catalogue.products.values() for cell in entry.cells.values()), today)


COLUMNS = (
    "applicable",
    "known",
    "stated",
    "enumerated",
    "inherited",
    "unknown",
    "disputed",
    "fresh",
    "due",
    "undated",
)


def _row(name: str, counted: Coverage) -> str:
    figures = "".join(f"{getattr(counted, column):>12}" for column in COLUMNS)
    return f"{name:<28}{counted.share:>7.0%}{figures}"


def lines(catalogue: Catalogue, today: date | None = None) -> Iterator[str]:
    """The report of `landscape stats`, line by line."""
    day = today or datetime.now(UTC).date()
    entries = catalogue.products.values()
    citations = sum(len(fact.statement.citations) for entry in entries for fact in entry.facts if not fact.rests_on)
    yield (
        f"revision {catalogue.revision}: {len(entries)} products, {len(catalogue.criteria)} criteria, "
        f"{sum(not fact.rests_on for entry in entries for fact in entry.facts)} statements, {citations} citations, "
        f"{sum(len(entry.libraries) for entry in entries)} client libraries, "
        f"{sum(len(entry.tiers) for entry in entries)} pricing tiers, "
        f"{sum(len(entry.measurements) for entry in entries)} measurements"
    )
    heading = f"{'':<28}{'share':>7}" + "".join(f"{column:>12}" for column in COLUMNS)
    yield ""
    yield heading
    for slug, counted in by_product(catalogue, day).items():
        yield _row(slug, counted)
    yield ""
    yield heading
    for slug, counted in by_dimension(catalogue, day).items():
        yield _row(slug, counted)
    yield ""
    yield _row("all", total(catalogue, day))
