"""Search words that are more than a search: names of options are a filter, names of products a comparison.

Whoever types `mqtt 5 and oauth 2` asks which products have these, and in one variant; a search by words could only tell
that each of them is somewhere in a product's text. Whoever types `kafka vs rabbitmq` wants them side by side.
"""

import re
from collections import defaultdict
from dataclasses import replace
from itertools import product

from app.catalogue.search.conditions import Condition
from app.catalogue.search.filters import Filter
from app.catalogue.search.text import STOP_WORDS, WEIGHTS, search, words_of
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import ValueType

PROTOCOLS = "protocols"
"""The criterion whose options have pages of their own, with further names."""

DIVIDERS = re.compile(r" or |[/,()]")
"""What stands between two names in one label: OAuth 2.0 or OIDC."""

AGAINST = re.compile(r"\s*(?:,|;|/|\bvs\b\.?|\bversus\b|\bor\b|\band\b)\s*", re.IGNORECASE)
"""What stands between products that somebody wants side by side."""

SPOKEN = STOP_WORDS | frozenset("speaks speak supports support has have which what product products that".split())
"""Words of a question that name nothing."""

NAMED = 100.0 + WEIGHTS["kind"]
"""A hit scores as much only where the words are the whole of a product's, edition's, vendor's or kind's name."""

Names = dict[str, dict[str, set[str]]]
"""A name without spaces: for each criterion that has such an option, those options."""


def understood(catalogue: Catalogue, wanted: Filter) -> Filter | None:
    """The same question with its words read as options; None where they are not, or are the name of something.

    A single word stays a search: `kafka` and `aws` are more than an option. One with a version, `mqtt5`, is not.
    """
    asked = [word for word in words_of(wanted.text) if word not in SPOKEN]
    has_version = len(asked) == 1 and asked[0][-1:].isdigit()
    if not (len(asked) > 1 or has_version) or any(
        hit.kind == "product" and hit.score >= NAMED for hit in search(catalogue, wanted.text)
    ):
        return None
    found = _read(_names(catalogue), asked)
    if not found:
        return None
    groups: dict[str, list[set[str]]] = defaultdict(list)
    for criterion, options in found:
        groups[criterion].append(options)
    conditions = {each.slug: each for each in wanted.conditions}
    for slug, sets in groups.items():
        old = conditions.get(slug) or Condition(catalogue.criteria[slug])
        conditions[slug] = replace(old, groups=(*old.groups, *(tuple(each) for each in product(*sets)))).normal()
    ordered = tuple(conditions[slug] for slug in catalogue.criteria if slug in conditions)
    return replace(wanted, text="", conditions=ordered, cursor=None)


def compared(catalogue: Catalogue, text: str) -> tuple[str, ...]:
    """The products that the words set against each other: `kafka vs rabbitmq`, `kafka, nats, redis`. Empty where there
    are not at least two, or a part of it is no product's name.
    """
    found: dict[str, None] = {}
    for part in AGAINST.split(text):
        hits = search(catalogue, part)
        if not hits or hits[0].kind != "product" or hits[0].score < NAMED:
            return ()
        found[hits[0].slug] = None
    return tuple(found) if len(found) > 1 else ()


def _read(names: Names, asked: list[str]) -> list[tuple[str, set[str]]]:
    """Each run of words that is a name, the longest first, from left to right; empty where a word is left over."""
    found: list[tuple[str, set[str]]] = []
    at = 0
    while at < len(asked):
        for end in range(len(asked), at, -1):
            meant = names.get("".join(asked[at:end]), {})
            if len(meant) == 1:  # `none` and `kubernetes` are options of several criteria
                found += meant.items()
                at = end
                break
        else:
            return []
    return found


def _names(catalogue: Catalogue) -> Names:
    found: Names = defaultdict(lambda: defaultdict(set))
    for criterion in catalogue.criteria.values():
        if criterion.type not in (ValueType.OPTIONS, ValueType.CHOICE):
            continue
        for option in criterion.options:
            names = [option.label, option.slug, *DIVIDERS.split(option.label)]
            protocol = catalogue.protocols.get(option.slug) if criterion.slug == PROTOCOLS else None
            if protocol is not None:
                names += [protocol.name, *protocol.aliases]
            for name in names:
                for words in _ways(words_of(name)):
                    found[words][criterion.slug].add(option.slug)
    return found


def _ways(words: list[str]) -> list[str]:
    """A name as it may be typed: as it is, and without a last zero (OAuth 2.0, MQTT 5.0)."""
    kept = [word for word in words if word not in SPOKEN]
    ways = ["".join(kept)] if kept else []
    return [*ways, "".join(kept[:-1])] if len(kept) > 1 and kept[-1] == "0" else ways
