"""Random answers and random catalogues for the property tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from app.catalogue.words import Support
from tests.advisor.cast import Invented, Said, rules

SUPPORTS: list[Said] = [Support.BUILT_IN, Support.PLUGIN, Support.PARTIAL, Support.NO, None]
BETTER: dict[Said, int] = {Support.BUILT_IN: 3, Support.PLUGIN: 2, Support.PARTIAL: 1, Support.NO: 0}
"""How supports compare, best highest: said here once more, so that the engine's own scale is checked."""

FEATURES = [
    ("models", "queue"),
    ("models", "pubsub"),
    ("models", "log"),
    ("patterns", "competing-consumers"),
    ("patterns", "fan-out"),
    ("patterns", "ack-per-message"),
    ("patterns", "dead-letter"),
    ("patterns", "replay"),
    ("delivery", "at-least-once"),
    ("delivery", "exactly-once"),
    ("protocols", "kafka"),
]
PLACES = [("hosting", "aws"), ("hosting", "self-hosted"), ("operated_by", "vendor")]
VALUES: dict[tuple[str, str | None], list[Said]] = {
    ("persistence", None): ["memory", "disk", "replicated", None],
    ("message_size_max", None): ["64 KB", "1 MB", "none-stated", None],
    ("throughput_class", None): ["1", "3", "5", None],
}
ASKED = (
    "intent",
    "receivers",
    "history",
    "work",
    "delivery",
    "features",
    "item_size",
    "hosting",
    "service",
    "protocols",
)
"""Questions that touch what the random products have."""


def products(*, unknown: bool = True) -> st.SearchStrategy[Invented]:
    """A product with random facts in one variant."""
    kept = [each for each in SUPPORTS if unknown or each is not None]
    plain: list[Said] = [Support.YES, Support.NO, *([None] if unknown else [])]
    facts: dict[tuple[str, str | None], st.SearchStrategy[Said]] = {
        **{question: st.sampled_from(kept) for question in FEATURES},
        **{question: st.sampled_from(plain) for question in PLACES},
        **{
            question: st.sampled_from([each for each in said if unknown or each is not None])
            for question, said in VALUES.items()
        },
    }
    return st.fixed_dictionaries(facts).map(lambda found: Invented(found))


def catalogues(least: int = 2, most: int = 4, *, unknown: bool = True) -> st.SearchStrategy[dict[str, Invented]]:
    """Some products under names in an order that is not that of the alphabet, some of them of one family."""
    names = ["mole", "heron", "otter", "dodo", "magpie"]
    kin = st.lists(st.sampled_from([None, None, *names]), min_size=most, max_size=most)
    return st.builds(_named, st.just(names), st.lists(products(unknown=unknown), min_size=least, max_size=most), kin)


def _named(names: list[str], found: list[Invented], kin: list[str | None]) -> dict[str, Invented]:
    made = dict(zip(names, found, strict=False))
    likes = {slug: like if like in made and like != slug else None for slug, like in zip(made, kin, strict=False)}
    return {slug: replace(each, like=likes[slug]) for slug, each in made.items()}


def answered(names: tuple[str, ...] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Random answers to some of the questions."""
    chosen = [rules().questions[name] for name in names or tuple(rules().questions)]
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for question in chosen:
        options = list(question.options)[:19]
        one = st.sampled_from(options)
        optional[question.id] = st.lists(one, min_size=1, max_size=3, unique=True) if question.multiple else one
    return st.fixed_dictionaries({}, optional=optional)


def sensible() -> st.SearchStrategy[dict[str, Any]]:
    """Answers about what the random products have."""
    return answered(ASKED)


def requests() -> st.SearchStrategy[dict[str, Any]]:
    """Answers with some strengths and weights."""
    names = ["features", "protocols", "history", "features:dead-letter", "receivers"]
    weights = st.dictionaries(st.sampled_from(["models", "patterns:fan-out", "patterns"]), st.sampled_from([1, 3, 5]))
    return st.builds(_request, sensible(), st.sets(st.sampled_from(names), max_size=2), weights)


def _request(answers: Mapping[str, Any], must: set[str], weights: Mapping[str, int]) -> dict[str, Any]:
    return {"answers": dict(answers), "must": sorted(must), "weights": dict(weights), "limit": 50}
