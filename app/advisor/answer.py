"""The one door to the advisor: `advise(answers, catalogue, rules)`, a pure function."""

from dataclasses import asdict
from typing import Any

from app.advisor.advice import DIGITS, Advice, DemandAdvice, Excluded, PairAdvice, VariantAdvice
from app.advisor.answers import Answers, parse, query_of
from app.advisor.approach import advise_approach
from app.advisor.board import Evidences, evidences_of
from app.advisor.changes import would_win_if
from app.advisor.demands import Demands, demands_of
from app.advisor.explain import because, conflicts, relaxations, variant_name
from app.advisor.families import Place, home_of, places
from app.advisor.fit import Scores, Standing, score, standings
from app.advisor.notes import OUTLOOKS, notes_of, outlook_of, pair_notes, run_by_you_alone
from app.advisor.pairs import Pair, pairs
from app.advisor.rules import Rules
from app.advisor.shortlist import products_of, range_of
from app.catalogue.snapshot import Catalogue


def advise(answers: Answers, catalogue: Catalogue, rules: Rules) -> Advice:
    """The advice for these answers: the same for the same answers, catalogue and rules, always."""
    approach = advise_approach(rules, answers.chosen)
    demands = demands_of(rules, answers, approach.verdict)
    evidences = evidences_of(catalogue)
    scores = score(evidences, demands)
    asked = bool(demands.musts or demands.wishes)
    ranked = standings(scores) if asked else []
    left = [each for each in ranked if each.status != "excluded"]
    outlook = outlook_of(scores, left, asked)
    home = home_of(answers)
    alone = places(scores, left, home)
    found = tuple(_pairs(evidences, demands, answers, left))
    pair = leading(found, left)
    shown = _before(places(scores, left, home, pair.products), pair) if pair else alone
    permalink = query_of(answers, rules_version=rules.version, catalogue_revision=catalogue.revision)
    return Advice(
        approach=approach,
        products=tuple(products_of(scores, catalogue, alone, shown[: answers.limit], pair)),
        first_alone=alone[0].best.slug if alone else None,
        products_left=len(left),
        products_confirmed=sum(each.status == "confirmed" for each in left),
        outlook=outlook,
        outlook_text=OUTLOOKS[outlook],
        pairs=found,
        excluded=tuple(
            Excluded(each.slug, catalogue.products[each.slug].product.name, because(scores, catalogue, each))
            for each in sorted((each for each in ranked if each.status == "excluded"), key=lambda each: each.slug)
        ),
        upset=tuple(_upset(scores, left)),
        would_win_if=would_win_if(rules, answers, scores, alone),
        relaxations=relaxations(scores, rules) if ranked and not left else (),
        conflicts=conflicts(scores) if ranked and not left else (),
        demands=tuple(_demands(demands)),
        notes=(
            *((OUTLOOKS[outlook],) if outlook in ("possible", "place-open", "lacking") else ()),
            *pair_notes(outlook, found, pair, catalogue),
            *run_by_you_alone(scores, catalogue, ranked),
            *notes_of(rules, catalogue, answers, approach, scores, left, asked),
        ),
        answers=dict(answers.chosen),
        context=answers.context,
        permalink=permalink,
        catalogue_revision=catalogue.revision,
        rules_version=rules.version,
    )


def leading(found: tuple[PairAdvice, ...], left: list[Standing]) -> PairAdvice | None:
    """The best pair, where it is ahead of every single product even after what running two costs.

    Each of the two must also meet every must by itself: what fails one could not be listed as a product that fits.
    """
    firm = {each.slug for each in left if each.status == "confirmed"}
    first = found[0] if found else None
    ahead = first is not None and first.status == "confirmed" and first.leads_by > 0
    return first if first is not None and ahead and firm.issuperset(first.products) else None


def _before(shown: list[Place], pair: PairAdvice) -> list[Place]:
    """The two of a pair before the single products, and each by how well it would do alone."""
    return sorted(shown, key=lambda place: place.best.slug not in pair.products)


def _demands(demands: Demands) -> list[DemandAdvice]:
    return [
        DemandAdvice(each.id, *each.origins[0], each.must, each.weight, each.words)
        for each in (*demands.musts, *sorted(demands.wishes, key=lambda wish: (-wish.weight, wish.key)))
    ]


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
        range_of(pair.low, pair.mid, pair.high),
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
        and not each.lacks
        and each.mid > max(confirmed)
        and (not each.away or 2 * scores.open[each.candidate] <= musts)
    ]


def document(advice: Advice) -> dict[str, Any]:
    """The advice as plain JSON values."""
    made: dict[str, Any] = asdict(advice)
    made["answers"] = {name: list(options) for name, options in advice.answers.items()}
    return made


__all__ = ["Advice", "Answers", "advise", "document", "parse"]
