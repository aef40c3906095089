"""What goes over the desk: edits, the things they are made from, and what a save came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Fragment = Mapping[str, Any]
"""One thing as the data files write it, in plain JSON; only its citations are written out in full.

A statement also names its `criterion` and, where the criterion has options, its `option`; a complete list its
`criterion`. A product is its head: everything in its file above the relations.
"""

KINDS = (
    "product",
    "statement",
    "complete-list",
    "client-library",
    "pricing-tier",
    "measurement",
    "relation",
    "protocol",
)
"""What can be edited; criteria, options and the questionnaire change with the code."""

NEW = 0
"""The version of a thing that is not there."""

MOST_EDITS = 500
"""Edits that are saved together."""


@dataclass(frozen=True, slots=True)
class Touch:
    """The last revision of a thing: who made it what it is."""

    number: int
    change_set: int
    at: datetime
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """A thing as it can be edited. `fragment` is None, and `version` NEW, where there is none (any more).

    The version is the number of the thing's last revision: it never comes again, also not for a thing that was
    retired and made anew.
    """

    kind: str
    product: str | None
    id: str
    fragment: dict[str, Any] | None
    version: int
    last: Touch | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants of one thing. `id` is None for a new one, `fragment` None to retire it.

    `product` is the slug of the product that it belongs to (of a product its own), None for a protocol. `version` is
    the one that the editor saw.
    """

    kind: str
    product: str | None
    id: str | None
    fragment: Fragment | None
    version: int = NEW


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to. `change_set` is None where nothing differed from what stood there already.

    `ids` has the id of each edit's thing in the order of the edits: a statement whose qualifiers changed has another
    one now. None: it was retired.
    """

    revision: int
    change_set: int | None
    ids: tuple[str | None, ...]
