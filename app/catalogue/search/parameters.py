"""The parameters of a list of products besides its criteria: their names, what is usual, and what they may be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.search.asking import read_condition
from app.catalogue.search.conditions import ORDERED, Condition
from app.catalogue.search.refusing import MOST_VALUES
from app.catalogue.snapshot import Catalogue
from app.catalogue.values import NotAValue
from app.catalogue.words import Kind
from app.errors import FieldProblem

RESERVED = ("kind", "q", "sort", "columns", "limit", "cursor")
"""The parameters that are no criterion; no criterion may take one of these names (a test looks)."""

LIMIT, MOST = 50, 200
"""Products a page: as asked for, and at most."""

LONGEST_TEXT = 200
LONGEST_CURSOR = 400
"""Characters: what a search may have, and a cursor."""

COLUMNS = ("operated_by", "models", "protocols", "delivery", "message_size_max", "licence")
"""What a table of products shows to somebody who chooses no columns."""

SORTED_BY = ("name", "kind", "coverage")
"""What every product can be sorted by, besides criteria with an amount, a date or a version."""

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sort:
    """What is sorted by, and which way."""

    by: str
    descending: bool = False

    @property
    def text(self) -> str:
        """The parameter's value: `-message_size_max` begins with the largest."""
        return f"-{self.by}" if self.descending else self.by


def kind_words(kind: str) -> str:
    """`mqtt-broker` as people write it."""
    return kind.replace("-", " ").replace("mqtt", "MQTT")


def sortable(catalogue: Catalogue) -> tuple[str, ...]:
    """What a list can be sorted by."""
    return (*SORTED_BY, *(each.slug for each in catalogue.criteria.values() if each.type in ORDERED))


def _printable(value: str, longest: int) -> str:
    """Raises NotAValue for control characters and for what is too long."""
    if len(value) > longest or not value.isprintable():
        raise NotAValue(f"at most {longest} characters, none of them a control character")
    return value


class Reader:
    """Reads parameters one by one and collects what is wrong with them."""

    def __init__(self, catalogue: Catalogue, given: Mapping[str, list[str]], forgiving: bool) -> None:
        self.catalogue = catalogue
        self.names = tuple(given)
        self.given = {name: found for name, values in given.items() if (found := [each for each in values if each])}
        self.forgiving = forgiving
        self.problems: list[FieldProblem] = []

    def _refuse(self, name: str, value: str, expected: str) -> None:
        self.problems.append(FieldProblem(name, value, expected))

    def single(self, name: str, read: Callable[[str], str]) -> str | None:
        """A parameter that is given once at most."""
        values = self.given.get(name, [])
        if len(set(values)) > 1:
            self._refuse(name, ", ".join(values), "one value")
        elif values:
            try:
                return read(values[0])
            except NotAValue as error:
                self._refuse(name, values[0], str(error))
        return None

    def _few(self, name: str) -> list[str]:
        """The values of a parameter that may be repeated, though not without end."""
        given = self.given.get(name, [])
        if len(given) <= MOST_VALUES:
            return given
        self._refuse(name, f"{len(given)} values", f"at most {MOST_VALUES} values")
        return []

    def kinds(self) -> tuple[Kind, ...]:
        """In the order of the vocabulary; a repeated `kind` means any of them."""
        given = self._few("kind")
        for value in given:
            if value not in tuple(Kind):
                self._refuse("kind", value, "one of " + ", ".join(Kind))
        return tuple(kind for kind in Kind if kind in given)

    def text(self) -> str:
        """Search words, with single spaces."""
        return " ".join((self.single("q", lambda value: _printable(value, LONGEST_TEXT)) or "").split())

    def cursor(self) -> str | None:
        """Whatever it is, short and printable; `cursors` reads it."""
        return self.single("cursor", lambda value: _printable(value, LONGEST_CURSOR))

    def conditions(self) -> tuple[Condition, ...]:
        """What is asked of criteria, in reading order."""
        found = []
        for slug, criterion in self.catalogue.criteria.items():
            given = self._few(slug)
            if not given:
                continue
            try:
                found.append(read_condition(criterion, given, forgiving=self.forgiving))
            except NotAValue as error:
                self._refuse(slug, ", ".join(given), str(error))
        return tuple(found)

    def sort(self) -> Sort | None:
        """`name`, or `-name` from the end."""
        permitted = sortable(self.catalogue)

        def read(value: str) -> str:
            if value.removeprefix("-") not in permitted:
                raise NotAValue("one of " + ", ".join(permitted) + ", or one of them after a minus sign")
            return value

        value = self.single("sort", read)
        return Sort(value.removeprefix("-"), value.startswith("-")) if value else None

    def columns(self) -> tuple[str, ...]:
        """Criteria, in the order given; the usual ones are not written out."""
        wanted = [slug for value in self.given.get("columns", []) for slug in value.split(",") if slug]
        columns = tuple(dict.fromkeys(wanted))
        for slug in columns:
            if slug not in self.catalogue.criteria:
                self._refuse("columns", slug, "the slugs of criteria, separated by commas")
                return ()
        return () if columns == tuple(slug for slug in COLUMNS if slug in self.catalogue.criteria) else columns

    def limit(self) -> int:
        """Products a page."""

        def read(value: str) -> str:
            if not (value.isascii() and value.isdecimal() and len(value) < 5 and 1 <= int(value) <= MOST):
                raise NotAValue(f"a whole number from 1 to {MOST}")
            return value

        return int(self.single("limit", read) or LIMIT)

    def unknown_names(self) -> None:
        """Parameters that mean nothing here."""
        for name in self.names:
            if name not in RESERVED and name not in self.catalogue.criteria and not self.forgiving:
                self._refuse(name, name, "the slug of a criterion, or one of " + ", ".join(RESERVED))
