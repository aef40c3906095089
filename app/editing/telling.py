"""Revisions in words for people: made from before and after, never stored, so better words hold for old ones too.

A name that the catalogue no longer has is told by its slug; a document of an older shape by what can be read of it.
"""

from collections.abc import Callable
from typing import Any

from app.catalogue import entities as e
from app.catalogue.showing import qualifier_words, value_words, variant_words
from app.catalogue.snapshot import Catalogue
from app.editing.diff import changed_fields
from app.editing.door import FILES
from app.editing.history import ChangeSet, Recorded

MOST_NAMES = 3
"""Products that are named before the rest is counted."""

LONGEST = 60
"""Characters of a value that stands in a sentence; longer ones are in the diff."""

Document = dict[str, Any]


def sentence(catalogue: Catalogue, each: Recorded) -> str:
    """One revision in a sentence."""
    name = subject(catalogue, each)
    said = [_value(catalogue, each.kind, document) for document in (each.before, each.after)]
    if each.before is None:
        return f"{name}: {said[1]} (new)" if said[1] else f"{name} was added"
    if each.after is None:
        return f"{name}: {said[0]} was taken away" if said[0] else f"{name} was taken away"
    if said[0] != said[1] and said[0] and said[1]:
        return f"{name}: {said[0]} became {said[1]}"
    fields = changed_fields(each.before, each.after)
    if only_read_again(each.before, each.after):
        return f"{name}: read again, unchanged"
    return f"{name}: {_listed([field.replace('_', ' ') for field in fields])} changed"


def only_read_again(before: Document, after: Document) -> bool:
    """Whether nothing but the day of reading moved."""
    return bool(_without_checked(before) == _without_checked(after))


def _without_checked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_checked(each) for name, each in value.items() if name != "checked"}
    return [_without_checked(each) for each in value] if isinstance(value, list) else value


def subject(catalogue: Catalogue, each: Recorded) -> str:
    """What a revision is about."""
    document = each.after or each.before or {}
    name = _SUBJECTS[each.kind](catalogue, document) if each.kind in _SUBJECTS else f"{each.kind} {each.id}"
    product = each.product if each.kind != e.Product.kind else None
    if each.kind == e.Product.kind:
        return name
    if not product or (each.kind == e.Source.kind and product not in catalogue.products):
        return name[:1].upper() + name[1:]
    return f"{product_name(catalogue, product)}, {name}"


def product_name(catalogue: Catalogue, slug: str) -> str:
    """A product by its name, or by its slug where it has gone."""
    entry = catalogue.products.get(slug)
    return entry.product.name if entry else slug


def _cell(catalogue: Catalogue, document: Document) -> str:
    slug, option = str(document.get("criterion")), document.get("option")
    criterion = catalogue.criteria.get(slug)
    label = criterion.label if criterion else slug
    if option is None:
        return label
    member = criterion.option(option) if criterion else None
    return f"{label}, {member.label if member else option}"


def _relation(catalogue: Catalogue, document: Document) -> str:
    kind = str(document.get("type")).replace("_", " ")
    return f"{kind} {product_name(catalogue, str(document.get('target')))}"


_SUBJECTS: dict[str, Callable[[Catalogue, Document], str]] = {
    "dimension": lambda _, document: f"dimension “{document.get('name')}”",
    "criterion": lambda _, document: f"criterion “{document.get('label')}”",
    "protocol": lambda _, document: f"protocol {document.get('name')}",
    "aspect": lambda _, document: f"aspect “{document.get('label')}”",
    "approach": lambda _, document: f"approach “{document.get('name')}”",
    "approach-words": lambda _, document: "the table of other people’s words",
    "product": lambda _, document: str(document.get("name")),
    "relation": _relation,
    "source": lambda _, document: f"source “{document.get('title')}”",
    "statement": _cell,
    "complete-list": lambda catalogue, document: f"{_cell(catalogue, document)}: complete list",
    "client-library": lambda _, document: f"client library {document.get('name')} ({document.get('language')})",
    "pricing-tier": lambda _, document: f"pricing tier {document.get('name')}",
    "measurement": lambda _, document: f"measurement {document.get('slug')}",
}


def _value(catalogue: Catalogue, kind: str, document: Document | None) -> str:
    """What a statement says, with its limits; empty for anything else, for long texts, and what cannot be read."""
    if document is None or kind != e.Statement.kind:
        return ""
    criterion = catalogue.criteria.get(str(document.get("criterion")))
    try:
        statement = e.from_document(kind, document)
    except (ValueError, KeyError, TypeError):
        return ""
    if criterion is None or not isinstance(statement, e.Statement):
        return ""
    entry = catalogue.products.get(statement.product)
    limits = [variant_words(entry.product, statement.editions, statement.modes)] if entry else []
    said = ", ".join(each for each in (*limits, *qualifier_words(statement)) if each)
    words = value_words(statement, criterion)
    if len(words) > LONGEST:
        return ""
    return f"{words} ({said})" if said else words


def summary(catalogue: Catalogue, each: ChangeSet) -> str:
    """A change set in a line: its one sentence, or how much of what. A page that came with a claim is no thing."""
    things = [one for one in each.revisions if one.kind != e.Source.kind] or each.revisions
    if len(things) == 1:
        return sentence(catalogue, things[0])
    count = len(things) or each.count
    done = "loaded from the data files" if each.actor == FILES else "changed"
    names = [product_name(catalogue, slug) for slug in each.products if slug in catalogue.products]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more products"]
    about = f": {_listed(names)}" if names else ""
    return f"{count:,} thing{'' if count == 1 else 's'} {done}{about}"


def _listed(words: list[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
