"""Answers to demands: what a product must meet, and the weighted wishes; the approach adds some of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from app.advisor.answers import Answers
from app.advisor.approach import Chosen, Verdict, sub_kind_of
from app.advisor.asked import Asked, words_of
from app.advisor.rules import SERVICE, Flow, Option, Question, Rules, Side, Test

APPROACH = "approach"
"""Stands for the question in a demand that the approach adds."""

WITH_WISHES = ("event-driven", "message-driven", "both")
"""Verdicts that ask something of a product even where no answer does."""

ALWAYS = ((APPROACH, "always"),)
"""Where a wish comes from that holds whatever the approach, as long as no answer asks about its criterion."""

LOAD = "operations_load"
BY_VENDOR = ("operated_by", "vendor")

REACHED = frozenset({"protocols", "client_standards", "kind", "connections_max"})
"""Criteria about how clients reach a deployment."""

Key = str
Origin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand. `weight` is 0 for a must; `origins` are the (question, option) pairs it comes from.

    A `core` one stands beside the wish that says the same: what is known not to meet it cannot carry the flow.
    """

    any: tuple[Asked, ...]
    flow: Flow
    must: bool
    weight: int
    origins: tuple[Origin, ...]
    core: bool = False
    key: Key = field(default="", compare=False)
    """What is asked, whoever asks: two demands with one key are one. Made of what is asked, and kept by a copy."""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", " | ".join(asked.text for asked in self.any) + f" ({self.flow})")

    @property
    def names(self) -> list[str]:
        """What a visitor's weight may be given to, the most exact first."""
        return [f"{asked.criterion}:{asked.option}" for asked in self.any] + [asked.criterion for asked in self.any]

    @property
    def reached(self) -> bool:
        """Whether one of several modes or products in use is enough: a client connects to that which it can."""
        return all(asked.criterion in REACHED for asked in self.any)

    @property
    def placed(self) -> bool:
        """Whether it asks where a product runs or who operates it."""
        return self.any[0].is_place

    @property
    def id(self) -> str:
        """The criterion, or criterion:option, that a weight is given to: that of the first of several.

        Two answers may ask for different grades of one criterion, so a grade is told apart by what is asked of it.
        """
        first = self.any[0]
        return first.criterion if first.form == "amount" else f"{first.criterion}:{first.option}"

    @property
    def words(self) -> str:
        """For people: `Delivery: At least once or Exactly once`."""
        return words_of(self.any)


@dataclass(frozen=True)
class Demands:
    """What the answers ask of products. `split` where commands and facts may use different modes of a product."""

    musts: tuple[Demand, ...]
    wishes: tuple[Demand, ...]
    split: bool
    core: tuple[Demand, ...] = ()

    @cached_property
    def every(self) -> dict[tuple[Key, bool, bool], Demand]:
        """All of them, by what is asked and how strongly."""
        return {(each.key, each.must, each.core): each for each in (*self.musts, *self.wishes, *self.core)}

    @cached_property
    def total(self) -> int:
        """The sum of the weights, the same for all products."""
        return sum(wish.weight for wish in self.wishes)


Strength = Literal["must", "nice", ""]


def _strength(answers: Answers, question: str, option: str) -> Strength:
    """What the visitor said about this option, else about the question."""
    for name in (f"{question}:{option}", question):
        if name in answers.must:
            return "must"
        if name in answers.nice:
            return "nice"
    return ""


def _strengthened(option: Option, strength: Strength) -> Iterable[Test]:
    """A must called nice to have becomes a wish; a wish called a must becomes one, unless the option has its musts
    already (what it wishes beyond them stays a wish) or nothing comparable is published."""
    has_must = any(test.must for test in option.tests)
    for test in option.tests:
        if strength == "nice" and test.must:
            yield replace(test, must=False)
        elif strength == "must" and not has_must and not test.never_must and test.any[0].form != "better":
            yield replace(test, must=True)
        else:
            yield test


def _asked(test: Test, self_run: bool) -> tuple[Asked, ...]:
    return (*test.any, *test.or_self_run) if self_run else test.any


def _meant(test: Test, chosen: Chosen) -> bool:
    """Whether no other answer makes the test pointless."""
    return not any(option in chosen.get(question, ()) for question, option in test.unless)


def _of_question(question: Question, options: tuple[str, ...], answers: Answers, self_run: bool) -> list[Demand]:
    found: list[Demand] = []
    for name in options:
        for test in _strengthened(question.options[name], _strength(answers, question.id, name)):
            if not _meant(test, answers.chosen):
                continue
            weight = 0 if test.must else test.importance
            found.append(Demand(_asked(test, self_run), test.flow, test.must, weight, ((question.id, name),)))
    if question.combine != "any":
        return found
    merged: list[Demand] = []
    # What is asked of one criterion is one demand: the places where it may run, apart from how access is given there.
    for must, criterion in dict.fromkeys((each.must, each.any[0].criterion) for each in found):
        alike = [each for each in found if each.must is must and each.any[0].criterion == criterion]
        asked = {each.text: each for demand in alike for each in demand.any}
        origins = tuple(dict.fromkeys(origin for demand in alike for origin in demand.origins))
        weight = max(demand.weight for demand in alike)
        merged.append(Demand(tuple(asked.values()), alike[0].flow, must, weight, origins))
    return merged


def _derived(rules: Rules, chosen: Chosen, verdict: Verdict) -> list[Demand]:
    sides: dict[Verdict, tuple[Side, ...]] = {
        "event-driven": ("event",),
        "message-driven": ("message",),
        "both": ("message", "event"),
    }
    flow = "stream" if sub_kind_of(chosen) in ("stream", "event-sourcing") else "notification"
    found: list[Demand] = []
    for side in ("always", *sides.get(verdict, ())):
        for each in rules.derived[side]:
            if each.when in (None, flow) and _meant(each.test, chosen):
                wish = Demand(each.test.any, each.test.flow, False, each.test.importance, ((APPROACH, side),))
                found += [wish, replace(wish, weight=0, core=True)] if each.core else [wish]
    return found


def _run_by_you(demand: Demand) -> Demand:
    """Who runs it themselves has the load of that form, however light it is where a vendor runs it; and that a vendor
    would run it too grants them no wish."""
    if demand.any[0].criterion == LOAD:
        return replace(demand, any=tuple(replace(each, run_by_you=True) for each in demand.any), key="")
    own = tuple(each for each in demand.any if (each.criterion, each.option) != BY_VENDOR)
    return demand if demand.must or own == demand.any or not own else replace(demand, any=own, key="")


def _weighted(wish: Demand, weights: Mapping[str, int]) -> Demand:
    """The visitor's weight, for the option before the criterion."""
    given = next((weights[name] for name in wish.names if name in weights), None)
    return wish if given is None or given == wish.weight else replace(wish, weight=given)


def _merged(demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """What is asked twice counts once, with the larger weight."""
    found: dict[Key, Demand] = {}
    for demand in demands:
        same = found.get(demand.key)
        if same:
            origins = tuple(dict.fromkeys((*same.origins, *demand.origins)))
            weight = max(same.weight, demand.weight)
            alike = (weight, origins) == (same.weight, same.origins)
            demand = same if alike else replace(same, weight=weight, origins=origins)
        found[demand.key] = demand
    return tuple(found[key] for key in sorted(found))


Asked_ = dict[tuple[object, ...], list[Demand]]
"""What single questions ask, and what the approach adds, kept while many answers that differ in one are tried."""


def demands_of(rules: Rules, answers: Answers, verdict: Verdict, kept: Asked_ | None = None) -> Demands:
    """What these answers and this verdict ask of a product, in an order that does not depend on theirs.

    `kept` belongs to one set of musts and nice-to-haves.
    """
    chosen, kept = answers.chosen, {} if kept is None else kept
    self_run = not answers.has(SERVICE, "managed")
    found: list[Demand] = []
    for name, options in chosen.items():
        key = (name, options, *[chosen.get(each) for each in rules.conditions[name]])
        if key not in kept:
            kept[key] = _of_question(rules.questions[name], options, answers, self_run)
        found += kept[key]
    added: list[Demand] = []
    if found or verdict in WITH_WISHES:
        by_approach = (verdict, sub_kind_of(chosen), *[chosen.get(each) for each in rules.conditions[""]])
        if by_approach not in kept:
            kept[by_approach] = _derived(rules, chosen, verdict)
        answered = {asked.criterion for demand in found for asked in demand.any}
        added = [each for each in kept[by_approach] if each.origins != ALWAYS or each.any[0].criterion not in answered]
    if answers.has(SERVICE, "self-run"):
        found, added = ([_run_by_you(each) for each in some] for some in (found, added))
    musts = _merged(demand for demand in found if demand.must)
    wishes = _merged(demand for demand in (*found, *added) if not demand.must and not demand.core)
    weighted = tuple(_weighted(wish, answers.weights) for wish in wishes) if answers.weights else wishes
    return Demands(musts, weighted, verdict == "both", _merged(demand for demand in added if demand.core))
