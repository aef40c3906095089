"""From the parameters of a page or an answer to the revisions that are wanted, the same for both."""

from collections.abc import Mapping

from app.catalogue.snapshot import Catalogue
from app.editing.history import History, Wanted
from app.errors import FieldProblem, InvalidQuery, NotFound

LARGEST = 2**31 - 1
"""The largest number that a revision can have."""


def wanted(catalogue: Catalogue, history: History, given: Mapping[str, str]) -> Wanted:
    """What is asked for, at the catalogue's revision. Raises NotFound for a product that never was, else InvalidQuery.

    `given` may hold since, product, dimension, criterion, option and person.
    """
    product, dimension = given.get("product") or None, given.get("dimension") or None
    criterion, option = given.get("criterion") or None, given.get("option") or None
    if product is not None and product not in catalogue.products and not (_sane(product) and history.knows(product)):
        raise NotFound(f"There is no product {_short(product)!r} in the catalogue, and never was.")
    if dimension is not None and dimension not in catalogue.dimensions:
        raise _refused("dimension", dimension, "one of " + ", ".join(catalogue.dimensions))
    if criterion is not None and criterion not in catalogue.criteria:
        raise _refused("criterion", criterion, "the slug of a criterion")
    if option is not None and (criterion is None or catalogue.criteria[criterion].option(option) is None):
        raise _refused("option", option, "an option of the criterion that was asked for")
    person = given.get("person") or None
    if person is not None and (len(person) > 300 or not _sane(person)):
        raise _refused("person", person, "a name as it stands in a revision")
    return Wanted(
        until=catalogue.revision,
        since=number(given, "since", 0, 0, LARGEST),
        product=product,
        dimension=dimension,
        criteria=tuple(each.slug for each in catalogue.criteria_of(dimension)) if dimension else (),
        criterion=criterion,
        option=option,
        person=person,
    )


def number(given: Mapping[str, str], name: str, otherwise: int, least: int, most: int) -> int:
    """A parameter that is a whole number."""
    text = given.get(name) or str(otherwise)
    if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)) and least <= int(text) <= most:
        return int(text)
    raise _refused(name, text, f"a whole number from {least} to {most}")


def cursor(given: Mapping[str, str]) -> int | None:
    """The number of the last thing on the page before; None for the first page."""
    return number(given, "cursor", 1, 1, LARGEST) if given.get("cursor") else None


def _sane(text: str) -> bool:
    """Whether both engines can look for it: no NUL, no half characters."""
    return text.isprintable()


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"


def _refused(name: str, value: str, expected: str) -> InvalidQuery:
    problem = FieldProblem(name, _short(value), expected)
    return InvalidQuery(f"This part of the question was not understood: {name}.", [problem])
