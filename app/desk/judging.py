"""Whether what is on a sheet may be saved: the rules of the data files decide.

They see the whole product with the edits in place, so an edit is also refused for what it would break elsewhere; what
was at fault before is not held against it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.catalogue import entities as e
from app.errors import FieldProblem
from app.ingest.checks import problems
from app.ingest.files import DataSet, name_of
from app.problems import Problem
from app.yamls import Document, Path_

LONGEST_VALUE = 80
"""Characters of a given value that are repeated to the one who gave it."""

Told = tuple[int | None, FieldProblem]
"""The number of an edit and what is wrong there; None for what stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Place(Document):
    """Where an entity comes from: a fragment by its edit's number, or else its name. Problems carry JSON pointers."""

    def problem(self, path: Path_, message: str) -> Problem:
        """A problem at this path of the fragment."""
        return Problem(self.file, 0, "/".join(["#", *map(str, path)]), message)


class Judge:
    """The rules, with all that they need to know besides what is on the sheet."""

    def __init__(
        self,
        vocabulary: Iterable[e.Entity],
        others: Iterable[e.Entity],
        places: Mapping[e.Key, tuple[Document, Path_]],
        today: date,
    ) -> None:
        self.around = (*vocabulary, *others)
        self.criteria = {each.slug: each for each in self.around if isinstance(each, e.Criterion)}
        self.places = places
        self.today = today

    def found(self, before: Iterable[e.Entity], after: Mapping[e.Key, e.Entity]) -> list[Problem]:
        """What is wrong afterwards, with the edits or elsewhere, and was not before."""
        if astray := list(self._astray(after)):
            return astray  # the rules take these for granted
        found = problems(self._data(after.values()), self.today)
        if all(each.file.isdecimal() for each in found):
            return found
        known = {(each.file, each.message) for each in problems(self._data(before), self.today)}
        return [each for each in found if each.file.isdecimal() or (each.file, each.message) not in known]

    def _astray(self, after: Mapping[e.Key, e.Entity]) -> Iterator[Problem]:
        """What belongs to a product, a criterion or an option that is not there (any more)."""
        for each in after.values():
            product = getattr(each, "product", None)
            if product is not None and ("product", product) not in after:
                yield Problem(name_of(each), 0, "#", f"to go first: it belongs to {product}")
            if isinstance(each, e.Statement | e.CompleteList) and not self._is_asked(each):
                yield Problem(name_of(each), 0, "#", "a criterion and an option that are still asked, in the same way")

    def _is_asked(self, each: e.Statement | e.CompleteList) -> bool:
        criterion = self.criteria.get(each.criterion)
        if criterion is None or each.scale != criterion.scale:
            return False
        if isinstance(each, e.CompleteList):
            return True
        typed = (each.type, each.keyed) == (criterion.type, criterion.keyed)
        return typed and (each.option is None or criterion.option(each.option) is not None)

    def _data(self, entities: Iterable[e.Entity]) -> DataSet:
        """The rules' view of it."""
        data = DataSet(Path(), criteria=dict(self.criteria))
        for each in (*self.around, *entities):
            document, path = self.places.get(e.key(each), (Place(name_of(each), {}, {}), ()))
            data.add(each, document, path)
        return data


def told(problem: Problem, given: Mapping[str, Any]) -> Told:
    """A problem for people; `given` are the fragments by the numbers of their edits."""
    expected = problem.message.removeprefix("expected ")
    if not problem.file.isdecimal():
        return None, FieldProblem("#", problem.file, expected)
    value = given.get(problem.file)
    for part in problem.key.split("/")[1:]:
        value = _below(value, part)
    text = "" if value is None or isinstance(value, dict | list) else str(value)
    shown = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
    return int(problem.file), FieldProblem(problem.key, shown, expected.removesuffix(f", not {text!r}"))


def _below(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
        return value[int(part)]
    return None
