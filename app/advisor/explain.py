"""Why: contributions that add up to the score, what speaks against the others, and what a must costs.

Every reason names the answer it comes from and the statements it rests on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.advisor.asked import kind_words
from app.advisor.board import Board
from app.advisor.demands import APPROACH, Demand
from app.advisor.evidence import Evidence
from app.advisor.fit import Scores, Standing, failed
from app.advisor.robust import necessarily, values
from app.advisor.rules import Flow, Rules
from app.catalogue.facts import Fact, Variant
from app.catalogue.showing import qualifier_words, value_words
from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import Support

TOP = 3
"""Points that are told of a product that is not first."""

MOST_RELAXATIONS = 3
MOST_CONFLICTS = 5


@dataclass(frozen=True, slots=True)
class Contribution:
    """One wish and what a product has for it. The `share`s add up to the middle of the score; `width` is the part that
    is unknown."""

    id: str
    question: str
    option: str
    criterion: str
    flow: Flow
    weight: int
    low: float
    mid: float
    high: float
    share: float
    width: float
    asked: str
    found: str
    statements: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """One fact to check first: what was asked, what the catalogue says, and why it is not settled."""

    question: str
    option: str
    criterion: str
    flow: Flow
    must: bool
    asked: str
    found: str
    statements: tuple[str, ...]
    note: str
    stake: float


@dataclass(frozen=True, slots=True)
class Because:
    """A must that a product fails."""

    question: str
    option: str
    criterion: str
    statement: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The smallest set of musts whose loss brings products back. `cost` adds what each of them is worth."""

    give_up: tuple[tuple[str, str, str], ...]
    products: tuple[str, ...]
    cost: int
    text: str


def variant_name(entry: Entry, variant: Variant) -> str:
    """`Premium, Topic`; empty where the product has only one variant."""
    editions = {each.slug: each.name for each in entry.product.editions}
    modes = {each.slug: each.name for each in entry.product.modes}
    names = [editions.get(variant.edition or "", ""), modes.get(variant.mode or "", "")]
    return ", ".join(name for name in names if name)


def fact_words(catalogue: Catalogue, fact: Fact) -> str:
    """One statement as the catalogue's own pages tell it; of an open list, such as licences, the member it names."""
    criterion, said = catalogue.criteria[fact.statement.criterion], fact.statement
    words = value_words(said, criterion)
    if criterion.open and said.option and said.support is not Support.NO:
        option = criterion.option(said.option)
        words = option.label if option else said.option
    return " ".join((words, *qualifier_words(said)))


def first_sentence(note: str) -> str:
    """The first sentence of a note: up to a full stop that a capital letter follows."""
    text = " ".join(note.split())
    found = re.match(r"(.*?(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)[.!?])\s+[A-Z\"'(]", text)
    return found[1] if found else text


def found_words(board: Board, catalogue: Catalogue, product: int, evidence: Evidence) -> str:
    """What the catalogue says, in words: `no`, `256 KiB`, `unknown`, `by plugin`, `Proprietary`."""
    match evidence.note:
        case "unknown":
            return "unknown"
        case "depends-on-operator":
            return "depends on how you run it"
        case "not-applicable":
            return "not applicable"
    said: list[str] = []
    for identity in evidence.facts:
        fact = catalogue.facts.get(identity)
        if fact is None:
            said.append(board.catalogue.libraries(product).get(identity, ""))
            continue
        said.append(fact_words(catalogue, fact))
    return ", ".join(dict.fromkeys(said)) or ("yes" if evidence.low == 1 else "no" if evidence.high == 0 else "partly")


def contributions(scores: Scores, catalogue: Catalogue, standing: Standing) -> tuple[Contribution, ...]:
    """One bar a wish, the largest first."""
    total = scores.demands.total
    found: list[Contribution] = []
    for wish in scores.demands.wishes:
        evidence = scores.board.evidence(wish, standing.candidate)
        mid = (evidence.low + evidence.high) / 2
        question, option = wish.origins[0]
        found.append(
            Contribution(
                id=wish.id,
                question=question,
                option=option,
                criterion=wish.any[0].criterion,
                flow=wish.flow,
                weight=wish.weight,
                low=evidence.low,
                mid=mid,
                high=evidence.high,
                share=wish.weight * mid / total,
                width=wish.weight * (evidence.high - evidence.low) / total,
                asked=wish.words,
                found=_found(scores.board, catalogue, standing, wish, evidence),
                statements=evidence.facts,
                note=evidence.note,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.share, -each.weight, each.id)))


def _found(board: Board, catalogue: Catalogue, standing: Standing, wish: Demand, evidence: Evidence) -> str:
    """What the catalogue says; a product's kind, which no statement tells, by its own name."""
    if wish.any[0].form == "kind":
        return kind_words(catalogue.products[standing.slug].product.product_kind)
    return found_words(board, catalogue, standing.product, evidence)


def checks(scores: Scores, catalogue: Catalogue, standing: Standing) -> tuple[Check, ...]:
    """What is not settled about a product: open musts, then wishes by what hangs on them, then inherited facts."""
    total = scores.demands.total or 1
    found: list[Check] = []
    for demand in (*scores.demands.musts, *scores.demands.wishes):
        evidence = scores.board.evidence(demand, standing.candidate)
        unsettled = evidence.high > evidence.low or (demand.must and evidence.hard == "unknown")
        if not unsettled and evidence.note not in ("inherited", "conditional"):
            continue
        question, option = demand.origins[0]
        stake = 1.0 if demand.must else demand.weight * (evidence.high - evidence.low) / total
        found.append(
            Check(
                question,
                option,
                demand.any[0].criterion,
                demand.flow,
                demand.must,
                demand.words,
                found_words(scores.board, catalogue, standing.product, evidence),
                evidence.facts,
                evidence.note or "partial",
                stake,
            )
        )
    settled = ("inherited", "conditional")
    return tuple(sorted(found, key=lambda each: (each.note in settled, not each.must, -each.stake, each.criterion)))


def because(scores: Scores, catalogue: Catalogue, standing: Standing) -> tuple[Because, ...]:
    """Why a product is out: every must that its best candidate fails."""
    found: list[Because] = []
    for must in failed(scores, standing.candidate):
        evidence = scores.board.evidence(must, standing.candidate)
        facts = list(_failing(must, [fact for each in evidence.facts if (fact := catalogue.facts.get(each))]))
        said = ", ".join(dict.fromkeys(fact_words(catalogue, fact) for fact in facts)) or "no"
        told = next((fact for fact in facts if fact.statement.note), facts[0] if facts else None)
        text = f"{must.words}: {said}"
        if told and told.statement.note:
            text += f". {first_sentence(told.statement.note)}"
        question, option = must.origins[0]
        statement = told.id if told else next(iter(evidence.facts), None)
        found.append(Because(question, option, must.any[0].criterion, statement, text))
    return tuple(found)


def _failing(must: Demand, facts: list[Fact]) -> Iterable[Fact]:
    """The facts that say why: for an option its refusal, for an open list what there is instead."""
    forms = {asked.criterion: asked.form for asked in must.any}
    for fact in facts:
        refused = fact.statement.support is Support.NO
        form = forms.get(fact.statement.criterion)
        if not (form == "option" and not refused) and not (form == "licence" and refused):
            yield fact


@dataclass(frozen=True, slots=True)
class Versus:
    """A product beside the first: what it lacks, what it has, and whether it is behind under any plausible weights."""

    behind: tuple[str, ...]
    ahead: tuple[str, ...]
    under_any_weights: bool


def versus(scores: Scores, first: Standing, other: Standing, without: Flow | None = None) -> Versus:
    """The three points that cost it most against the first, and the three in which it is better; those of one flow may
    be left out."""
    wishes = scores.demands.wishes
    ours, theirs = values(scores, first), values(scores, other)
    gaps = sorted(
        (
            (wish.weight * (sum(a) - sum(b)), wish.words)
            for wish, a, b in zip(wishes, ours, theirs, strict=True)
            if wish.flow != without
        ),
        key=lambda gap: (-gap[0], gap[1]),
    )
    weights = [wish.weight for wish in wishes]
    return Versus(
        tuple(words for gap, words in gaps[:TOP] if gap > 0),
        tuple(words for gap, words in reversed(gaps[-TOP:]) if gap < 0),
        necessarily(ours, theirs, weights),
    )


def _cost(rules: Rules, must: Demand) -> int:
    return max(rules.questions[question].relax for question, _ in must.origins if question != APPROACH)


def relaxations(scores: Scores, rules: Rules) -> tuple[Relaxation, ...]:
    """Where nothing is left: the cheapest smallest sets of musts to give up, with what each brings back.

    Each must looks at one product alone, so the smallest sets are the smallest among those that products fail. Bits
    stand for musts.
    """
    board, musts = scores.board, scores.demands.musts
    masks = [0] * len(board.candidates)
    for bit, must in enumerate(musts):
        masks = [mask | no << bit for mask, no in zip(masks, board.column(must).no, strict=True)]
    distinct = set(masks)
    if not distinct or 0 in distinct:
        return ()
    smallest = [mask for mask in distinct if not any(other != mask and other & mask == other for other in distinct)]
    found: list[tuple[int, int, tuple[str, ...], int]] = []
    for mask in smallest:
        given = [must for bit, must in enumerate(musts) if mask >> bit & 1]
        slugs = sorted(
            {
                board.catalogue.products[board.candidates[position].product].slug
                for position, each in enumerate(masks)
                if each == mask
            }
        )
        found.append((sum(_cost(rules, must) for must in given), len(given), tuple(slugs), mask))
    relaxed: list[Relaxation] = []
    for cost, _, back, mask in sorted(found)[:MOST_RELAXATIONS]:
        given = [must for bit, must in enumerate(musts) if mask >> bit & 1]
        words = " and ".join(must.words for must in given)
        relaxed.append(
            Relaxation(
                tuple((*must.origins[0], must.id) for must in given),
                back,
                cost,
                f"Without {words}: {', '.join(back)}",
            )
        )
    return tuple(relaxed)


def conflicts(scores: Scores) -> tuple[str, ...]:
    """Pairs of musts that no candidate meets together, though each is met by some."""
    columns = [(must, scores.board.column(must).no) for must in scores.demands.musts]
    met = [(must, no) for must, no in columns if 0 in no]
    found: list[str] = []
    for position, (must, no) in enumerate(met):
        for other, no_other in met[position + 1 :]:
            if not any(a + b == 0 for a, b in zip(no, no_other, strict=True)):
                found.append(f"No product in this catalogue has both {must.words} and {other.words}.")
    return tuple(found[:MOST_CONFLICTS])


def thin(scores: Scores) -> tuple[str, ...]:
    """Musts of which the catalogue knows too little: open for more than half of the products."""
    found: list[str] = []
    for must in scores.demands.musts:
        column = scores.board.column(must)
        unsettled = sum(
            not any(not column.no[i] and not column.open[i] for i in range(*span))
            and any(column.open[i] for i in range(*span))
            for span in scores.board.spans
        )
        if unsettled * 2 > len(scores.board.spans):
            found.append(f"The catalogue is thin here: {must.words} is unknown for {unsettled} products.")
    return tuple(found)
