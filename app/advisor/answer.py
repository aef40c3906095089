"""The one door to the advisor: `advise(answers, catalogue, rules)`, a pure function. Its result holds all that a page,
the API and the decision record need, in the shape of `POST /api/v1/advisor/recommendations`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.advisor.answers import Answers, parse, query_of
from app.advisor.approach import ApproachAdvice, advise_approach
from app.advisor.board import Evidences, evidences_of
from app.advisor.changes import Change, would_win_if
from app.advisor.demands import Demands, demands_of
from app.advisor.explain import (
    Because,
    Check,
    Contribution,
    Relaxation,
    Versus,
    because,
    checks,
    conflicts,
    contributions,
    relaxations,
    thin,
    variant_name,
    versus,
)
from app.advisor.fit import Scores, Standing, Status, score, standings
from app.advisor.pairs import Pair, pairs
from app.advisor.robust import Badge, badge, shares, top_group
from app.advisor.rules import Rules
from app.catalogue.facts import Variant
from app.catalogue.snapshot import Catalogue

DIGITS = 9
"""Digits of a score in the answer: sums are exact, and only their quotient is rounded."""


Outlook = Literal["unasked", "confirmed", "possible", "place-open", "none"]
"""How firm the list is: something is confirmed; nothing is; nothing is, and of all of it open where it runs, who
operates it or under which licence; nothing is left; nothing was asked."""

GROUNDS = {"hosting": "where it runs", "operated_by": "who operates it", "licence": "its licence"}
"""Musts without which nobody can tell whether a product is a choice at all."""


@dataclass(frozen=True, slots=True)
class VariantAdvice:
    """What a product is judged by. `mode` carries the commands and `event_mode` the facts, where they differ."""

    edition: str | None
    mode: str | None
    event_mode: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """A score from what is known to what could be."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class ProductAdvice:
    """One product that fits. `share_first` is the share of plausible weights under which it leads, in percent;
    `status_text` says what its status means, and `grounds` which of place, operator and licence are open musts."""

    slug: str
    name: str
    rank: int
    variant: VariantAdvice
    status: Status
    status_text: str
    grounds: tuple[str, ...]
    score: Range
    badge: Badge | None
    share_first: int | None
    share_top_three: int | None
    contributions: tuple[Contribution, ...]
    check_first: tuple[Check, ...]
    versus_first: Versus | None


@dataclass(frozen=True, slots=True)
class PairAdvice:
    """Two products, the queue first. `leads_by` is how far they are ahead of the best single product, penalty paid."""

    products: tuple[str, str]
    variants: tuple[VariantAdvice, VariantAdvice]
    status: Status
    score: Range
    penalty: float
    leads_by: float
    text: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A product that fails a must."""

    slug: str
    name: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class DemandAdvice:
    """What the answers ask of a product, for the page and the record. `weight` is 0 for a must; `id` takes a weight."""

    id: str
    question: str
    option: str
    must: bool
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer. `upset` names possible products that would lead if their open facts were confirmed; `outlook`
    says how firm the list is, and `outlook_text` in words, for the head of a page."""

    approach: ApproachAdvice
    products: tuple[ProductAdvice, ...]
    products_left: int
    products_confirmed: int
    outlook: Outlook
    outlook_text: str
    pairs: tuple[PairAdvice, ...]
    excluded: tuple[Excluded, ...]
    upset: tuple[str, ...]
    would_win_if: tuple[Change, ...]
    relaxations: tuple[Relaxation, ...]
    conflicts: tuple[str, ...]
    demands: tuple[DemandAdvice, ...]
    notes: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    context: str
    permalink: str
    catalogue_revision: int
    rules_version: str


def advise(answers: Answers, catalogue: Catalogue, rules: Rules) -> Advice:
    """The advice for these answers: the same for the same answers, catalogue and rules, always."""
    approach = advise_approach(rules, answers.chosen)
    demands = demands_of(rules, answers, approach.verdict)
    evidences = evidences_of(catalogue)
    scores = score(evidences, demands)
    asked = bool(demands.musts or demands.wishes)
    ranked = standings(scores) if asked else []
    left = [each for each in ranked if each.status != "excluded"]
    outlook = _outlook(scores, left, asked)
    found_pairs = tuple(_pairs(evidences, demands, answers, left))
    permalink = query_of(answers, rules_version=rules.version, catalogue_revision=catalogue.revision)
    return Advice(
        approach=approach,
        products=tuple(_products(scores, catalogue, left, answers.limit)),
        products_left=len(left),
        products_confirmed=sum(each.status == "confirmed" for each in left),
        outlook=outlook,
        outlook_text=OUTLOOKS[outlook],
        pairs=found_pairs,
        excluded=tuple(
            Excluded(each.slug, catalogue.products[each.slug].product.name, because(scores, catalogue, each))
            for each in sorted((each for each in ranked if each.status == "excluded"), key=lambda each: each.slug)
        ),
        upset=tuple(_upset(scores, left)),
        would_win_if=would_win_if(rules, answers, scores, ranked),
        relaxations=relaxations(scores, rules) if ranked and not left else (),
        conflicts=conflicts(scores) if ranked and not left else (),
        demands=tuple(_demands(demands)),
        notes=(
            *((OUTLOOKS[outlook],) if outlook in ("possible", "place-open") else ()),
            *_pair_notes(outlook, found_pairs, catalogue),
            *_notes(rules, catalogue, answers, approach, scores, left, asked),
        ),
        answers=dict(answers.chosen),
        context=answers.context,
        permalink=permalink,
        catalogue_revision=catalogue.revision,
        rules_version=rules.version,
    )


OUTLOOKS: dict[Outlook, str] = {
    "unasked": "",
    "confirmed": "",
    "possible": "No product is known to meet every must: those that are listed may, once their open facts are checked.",
    "place-open": "No product is known to meet every must: of those that are listed it is not even known where"
    " they run, who operates them or under which licence. Take this as a list of questions, not of products.",
    "none": "No product in this catalogue meets every must.",
}


def _grounds(scores: Scores, each: Standing) -> tuple[str, ...]:
    """Which of place, operator and licence are open musts."""
    board = scores.board
    asked = [must.any[0].criterion for must in scores.demands.musts if board.column(must).open[each.candidate]]
    return tuple(words for criterion, words in GROUNDS.items() if criterion in asked)


def _outlook(scores: Scores, left: list[Standing], asked: bool) -> Outlook:
    if not left:
        return "none" if asked and scores.board.candidates else "unasked"
    if left[0].status == "confirmed":
        return "confirmed"
    return "place-open" if all(_grounds(scores, each) for each in left) else "possible"


def _status_text(each: Standing, grounds: tuple[str, ...]) -> str:
    if each.status == "confirmed":
        return "meets every must"
    return f"confirm first: {', '.join(grounds)}" if grounds else "confirm first"


def _pair_notes(outlook: Outlook, found: tuple[PairAdvice, ...], catalogue: Catalogue) -> list[str]:
    """Pairs that are known to do what no single product is known to do."""
    together = [each for each in found if each.status == "confirmed"]
    if outlook not in ("possible", "place-open", "none") or not together:
        return []
    names = [" with ".join(catalogue.products[slug].product.name for slug in each.products) for each in together]
    return [f"No single product is known to meet every must, but two together do: {'; '.join(names)}."]


def _demands(demands: Demands) -> list[DemandAdvice]:
    return [
        DemandAdvice(each.id, *each.origins[0], each.must, each.weight, each.words)
        for each in (*demands.musts, *sorted(demands.wishes, key=lambda wish: (-wish.weight, wish.key)))
    ]


def _range(low: float, mid: float, high: float) -> Range:
    return Range(round(low, DIGITS), round(mid, DIGITS), round(high, DIGITS))


def _variant(scores: Scores, catalogue: Catalogue, slug: str, candidate: int) -> VariantAdvice:
    chosen = scores.board.candidates[candidate]
    entry = catalogue.products[slug]
    name = variant_name(entry, chosen.message)
    if chosen.split:
        event = variant_name(entry, Variant(None, chosen.event.mode))
        name = f"{name} for commands, {event} for facts"
    return VariantAdvice(chosen.message.edition, chosen.message.mode, chosen.event.mode if chosen.split else None, name)


def _products(scores: Scores, catalogue: Catalogue, left: list[Standing], limit: int) -> list[ProductAdvice]:
    if not left:
        return []
    found = shares(scores, left) if len(left) > 1 and scores.demands.total else {}
    together = top_group(left) if scores.demands.total else set()
    first = found.get(left[0].slug)
    leading = badge(scores, left, first.first if first else 1.0) if scores.demands.total and len(left) > 1 else None
    if leading and left[0].status != "confirmed":
        leading = "close" if len(together) > 1 else None  # nothing is firm about what may be ruled out yet
    shown: list[ProductAdvice] = []
    for each in left[:limit]:
        share = found.get(each.slug)
        grounds = _grounds(scores, each)
        shown.append(
            ProductAdvice(
                slug=each.slug,
                name=catalogue.products[each.slug].product.name,
                rank=each.rank,
                variant=_variant(scores, catalogue, each.slug, each.candidate),
                status=each.status,
                status_text=_status_text(each, grounds),
                grounds=grounds,
                score=_range(each.low, each.mid, each.high),
                badge=leading if each is left[0] else "close" if each.slug in together else None,
                share_first=round(100 * share.first) if share else None,
                share_top_three=round(100 * share.among_three) if share else None,
                contributions=contributions(scores, catalogue, each),
                check_first=checks(scores, catalogue, each),
                versus_first=None if each is left[0] else versus(scores, left[0], each),
            )
        )
    return shown


def _pairs(evidences: Evidences, demands: Demands, answers: Answers, left: list[Standing]) -> list[PairAdvice]:
    best = left[0].mid if left else 0.0
    single = bool(left) and left[0].status == "confirmed"
    return [_pair(evidences, pair, best, single) for pair in pairs(evidences, demands, answers)]


def _pair(evidences: Evidences, pair: Pair, best: float, single: bool) -> PairAdvice:
    """`single` where one product is known to meet every must."""
    entries = [evidences.products[evidences.single.candidates[each].product] for each in pair.candidates]
    variants = [evidences.single.candidates[each].message for each in pair.candidates]
    names = [
        VariantAdvice(variant.edition, variant.mode, None, variant_name(entry, variant))
        for entry, variant in zip(entries, variants, strict=True)
    ]
    ahead = pair.mid - best
    text = (
        PAIR_ALONE
        if not single and pair.status == "confirmed"
        else "Ahead of the best single product even after the cost of running two."
        if ahead > 0
        else "One product is simpler: this pair does not make up for running two."
    )
    return PairAdvice(
        pair.slugs,
        (names[0], names[1]),
        pair.status,
        _range(pair.low, pair.mid, pair.high),
        round(pair.penalty, DIGITS),
        round(ahead, DIGITS),
        text,
    )


PAIR_ALONE = "No single product is known to meet every must; these two together do."


def _upset(scores: Scores, left: list[Standing]) -> list[str]:
    """Possible products whose middle is above that of the best confirmed one. Where it is open where it runs or who
    operates it, at least half of the musts must be confirmed: else it is a name rather than a rival."""
    confirmed = [each.mid for each in left if each.status == "confirmed"]
    if not confirmed:
        return []
    musts = len(scores.demands.musts)
    return [
        each.slug
        for each in left
        if each.status == "possible"
        and each.mid > max(confirmed)
        and (not each.away or 2 * scores.open[each.candidate] <= musts)
    ]


def _notes(
    rules: Rules,
    catalogue: Catalogue,
    answers: Answers,
    approach: ApproachAdvice,
    scores: Scores,
    left: list[Standing],
    asked: bool,
) -> list[str]:
    """What must be said beside the result: nothing here is an error."""
    notes = [tension.text for tension in rules.tensions if all(answers.has(*each) for each in tension.answers)]
    if not answers.chosen:
        notes.append("Nothing has been answered yet, so there is nothing to advise: browse the products instead.")
    elif asked and not scores.demands.total:
        notes.append("No wishes were given: the products that remain are listed by name.")
    elif len(left) == 1:
        notes.append("Only one product is left, so there is nothing to compare it with.")
    elif asked and not left and catalogue.products:
        notes.append("No product in this catalogue meets every must.")
    if approach.verdict == "no-broker":
        notes.append("A direct request with its answer does this; a broker would be one more thing to run.")
    elif approach.verdict == "message-driven" and answers.has("peak_rate", "lt-100"):
        notes.append("For a job queue this small, a table in a database that you already run would do as well.")
    if answers.has("order", "total"):
        notes.append("Order over everything means one item after another: ask whether order for each key is enough.")
    if answers.has("item_size", "gt-10mb") or answers.has("item_size", "le-10mb"):
        notes.append("Large items can be stored elsewhere and passed on by reference, which brings back more products.")
    notes += thin(scores) if asked else ()
    for name in sorted(answers.must | answers.nice):
        question, _, option = name.partition(":")
        if question not in answers.chosen or (option and not answers.has(question, option)):
            notes.append(f"{name!r} was called a must or nice to have, and was not answered: it changes nothing.")
    if answers.rules_version and answers.rules_version != rules.version:
        notes.append(f"The address was made under rules {answers.rules_version}; these are rules {rules.version}.")
    if answers.catalogue_revision is not None and answers.catalogue_revision != catalogue.revision:
        moved = f"revision {answers.catalogue_revision} of the catalogue; this is revision {catalogue.revision}"
        notes.append(f"The address was made at {moved}.")
    return notes


def document(advice: Advice) -> dict[str, Any]:
    """The advice as plain JSON values."""
    made: dict[str, Any] = asdict(advice)
    made["answers"] = {name: list(options) for name, options in advice.answers.items()}
    return made


__all__ = ["Advice", "Answers", "advise", "document", "parse"]
