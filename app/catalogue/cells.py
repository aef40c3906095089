"""Cells: what a table shows for a product and a question, for any of the product's variants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.catalogue import entities as e
from app.catalogue.facts import Fact, Variant
from app.catalogue.words import CellState, Method, StatementState, Support


class Freshness(StrEnum):
    """How the age of a text stands to what its criterion allows."""

    FRESH = "fresh"
    DUE = "due"
    UNDATED = "undated"


class Knowledge(StrEnum):
    """On what a known cell rests, best first; counted apart, and only `stated` counts as cited."""

    STATED = "stated"
    ENUMERATED = "enumerated"
    INHERITED = "inherited"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known for one variant. `facts` decide it; `conditional` ones hold beside them under a condition."""

    state: CellState
    facts: tuple[Fact, ...] = ()
    conditional: tuple[Fact, ...] = ()

    @property
    def fact(self) -> Fact | None:
        """The deciding fact, where there is one."""
        if self.state is not CellState.KNOWN and self.state is not CellState.DISPUTED:
            return None
        return self.facts[0] if self.facts else self.conditional[0] if self.conditional else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: all current facts, general first, and those that are over. `rule` is what holds where none speaks."""

    product: str
    criterion: e.Criterion
    option: str | None
    variants: tuple[Variant, ...]
    rules: tuple[CellState, ...]
    facts: tuple[Fact, ...]
    past: tuple[Fact, ...]

    def answer(self, variant: Variant | None = None) -> Answer:
        """The answer for a variant, the default one if none is given.

        The narrowest unconditional facts decide, for each thing that a number counts per; where they contradict each
        other, the cell is disputed. What holds under a condition stands beside them, the narrowest of each condition;
        a condition that only says no settles nothing for the rest, which stays unknown.
        """
        chosen = variant or self.variants[0]
        # Written without helpers that a comparison of six products would call tens of thousands of times.
        plain: list[Fact] = []
        conditional: list[Fact] = []
        for fact in self.facts:
            if fact.holds_for(chosen):
                (conditional if fact.is_conditional else plain).append(fact)
        if not self.criterion.open:
            plain, conditional = _narrowest(plain), _narrowest(conditional)
        known = [fact for fact in plain if fact.statement.state is StatementState.KNOWN]
        if known or [fact for fact in conditional if _settles(fact)]:
            disputed = [fact for fact in (*known, *conditional) if fact.statement.claim > 1]
            return Answer(CellState.DISPUTED if disputed else CellState.KNOWN, tuple(known), tuple(conditional))
        if plain or conditional:
            return Answer(CellState.UNKNOWN, tuple(plain), tuple(conditional))
        return Answer(self.rules[self.variants.index(chosen)])

    def answers(self) -> dict[Variant, Answer]:
        """The answer of every variant, the default one first."""
        if self.is_uniform:
            return dict.fromkeys(self.variants, self.answer())
        return {variant: self.answer(variant) for variant in self.variants}

    @property
    def is_uniform(self) -> bool:
        """Whether all variants have the same answer because nothing here tells them apart."""
        if [fact for fact in self.facts if fact.is_specific]:
            return False
        return self.rules.count(self.rules[0]) == len(self.rules)

    @property
    def state(self) -> CellState:
        """The state that a table shows: the default variant's."""
        return self.answer().state

    @property
    def applies(self) -> bool:
        """Whether the cell counts: it is known, or somebody could find it out."""
        return any(
            answer.state not in (CellState.NOT_APPLICABLE, CellState.DEPENDS_ON_OPERATOR)
            for answer in self.answers().values()
        )

    @property
    def knowledge(self) -> Knowledge | None:
        """On what the cell rests for the variant that is known best; None while it is unknown for all."""
        known = {fact.method for fact in self.facts if fact.statement.state is StatementState.KNOWN}
        if known - {Method.ENUMERATED, Method.INHERITED}:
            return Knowledge.STATED
        if Method.ENUMERATED in known:
            return Knowledge.ENUMERATED
        return Knowledge.INHERITED if known else None

    def freshness(self, today: date) -> Freshness | None:
        """The best among the facts that are shown; None where nothing is known."""
        found = {freshness(fact.statement.citations, self.criterion, today) for fact in self.facts}
        return next((each for each in Freshness if each in found), None)


def _narrowest(facts: list[Fact]) -> list[Fact]:
    """Of the facts with the same condition that count per the same thing, those that are said most narrowly."""
    if len(facts) < 2 or not [fact for fact in facts if fact.is_specific]:
        return facts
    best: dict[tuple[object, ...], int] = {}
    for fact in facts:
        best[fact.scope] = max(best.get(fact.scope, 0), fact.specificity)
    return [fact for fact in facts if fact.specificity == best[fact.scope]]


def _settles(fact: Fact) -> bool:
    """Whether a conditional fact makes the cell known: that it is not so somewhere says nothing of elsewhere."""
    return fact.statement.state is StatementState.KNOWN and fact.statement.support is not Support.NO


def freshness(citations: Iterable[e.Citation], criterion: e.Criterion, today: date) -> Freshness:
    """A text counts from its own date; without one it is undated and never fresh."""
    dates = [citation.text_date for citation in citations if citation.text_date]
    if not dates:
        return Freshness.UNDATED
    return Freshness.FRESH if max(dates) + timedelta(days=criterion.fresh_days) >= today else Freshness.DUE
