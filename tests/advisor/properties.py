"""The fourteen properties that the advice has whatever is asked of whatever catalogue, as Hypothesis tests.

`test_properties.py` runs them on the engine; `tests/mutants.py` runs each on an engine that was broken for it.
"""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from app.advisor import answer, approach, changes, demands, explain, fit, robust
from app.advisor.answers import parse
from app.advisor.asked import Asked
from app.advisor.board import Evidences
from app.advisor.demands import Demand
from app.advisor.fit import Scores
from app.advisor.rules import Option, Question, Rules
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import CellState, Support
from tests.advisor.cast import Invented, Said, catalogue, rules
from tests.advisor.worlds import BETTER, FEATURES, VALUES, answered, catalogues, products, requests, sensible


def advise(raw: dict[str, Any], made: Catalogue) -> answer.Advice:
    return answer.advise(parse(raw, rules()), made, rules())


def scored(raw: dict[str, Any], made: Catalogue) -> Scores:
    answers = parse(raw, rules())
    verdict = approach.decide(rules(), answers.chosen)
    return fit.score(Evidences(made), demands.demands_of(rules(), answers, verdict))


def places(raw: dict[str, Any], made: Catalogue) -> dict[str, fit.Standing]:
    return {each.slug: each for each in fit.standings(scored(raw, made))}


@given(requests(), catalogues())
def same_question_same_answer(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """1. The same answers, catalogue and rules give the same advice, however often."""
    first = answer.document(advise(raw, catalogue(made)))
    assert answer.document(advise(raw, catalogue(made))) == first


@given(requests(), catalogues(), st.randoms(use_true_random=False))
def order_changes_nothing(raw: dict[str, Any], made: dict[str, Invented], random: Any) -> None:
    """2. Neither the order of questions, of options, of musts, nor that of the catalogue changes anything."""
    names = list(raw["answers"])
    random.shuffle(names)
    shuffled = {name: raw["answers"][name] for name in names}
    shuffled = {name: each[::-1] if isinstance(each, list) else each for name, each in shuffled.items()}
    other = {**raw, "answers": shuffled, "must": raw["must"][::-1]}
    turned = catalogue(made, backwards=True)
    assert answer.document(advise(other, turned)) == answer.document(advise(raw, catalogue(made)))


WISH = Demand(
    (Asked("kind", "kind", "queue-broker", labels=("Kind", "queue broker")),), "platform", False, 1, (("x", "y"),)
)
"""What every invented product meets."""


@given(sensible(), catalogues(), st.sampled_from([1, 3, 5]))
def a_met_wish_never_lowers(raw: dict[str, Any], made: dict[str, Invented], weight: int) -> None:
    """3. One more wish that a product meets in full lowers neither end nor middle of its score."""
    before = scored({"answers": raw}, catalogue(made))
    assume(before.demands.total)
    more = replace(before.demands, wishes=(*before.demands.wishes, replace(WISH, weight=weight)))
    after = {each.slug: each for each in fit.standings(fit.score(before.board.catalogue, more))}
    for each in fit.standings(before):
        now = after[each.slug]
        assert (now.low, now.mid, now.high) >= (each.low, each.mid, each.high)
        assert now.low >= each.low - 1e-12
        assert now.high >= each.high - 1e-12


@given(sensible(), products(unknown=False), st.data())
def the_better_never_ranks_below(raw: dict[str, Any], better: Invented, data: st.DataObject) -> None:
    """4. A product that is at least as good in everything never ranks below the other."""
    worse = dict(better.facts)
    for question in data.draw(st.sets(st.sampled_from(FEATURES), max_size=4)):
        said = [each for each in BETTER if BETTER[each] <= BETTER[worse[question]]]
        worse[question] = data.draw(st.sampled_from(said))
    found = places({"answers": raw}, catalogue({"zebra": better, "ant": Invented(worse)}))
    assert found["zebra"].rank <= found["ant"].rank


@given(sensible(), catalogues(2, 3), st.data())
def not_sure_is_no_answer(raw: dict[str, Any], made: dict[str, Invented], data: st.DataObject) -> None:
    """5. "Not sure" equals leaving the question out: for the approach, the musts and the scores."""
    left = data.draw(st.sampled_from([name for name in rules().questions if name not in raw]))
    unsure: Any = ["not-sure"] if rules().questions[left].multiple else "not-sure"
    made_up = catalogue(made)
    assert advise({"answers": {**raw, left: unsure}}, made_up) == advise({"answers": raw}, made_up)


@given(sensible(), products(), st.data())
def unknown_is_neither(raw: dict[str, Any], product: Invented, data: st.DataObject) -> None:
    """6. Any value in the place of an unknown one stays within the score; unknown neither excludes nor confirms."""
    unknown = [question for question, said in product.facts.items() if said is None]
    assume(unknown)
    question = data.draw(st.sampled_from(unknown))
    values = [each for each in VALUES[question] if each] if question in VALUES else list(BETTER)
    told = Invented({**product.facts, question: data.draw(st.sampled_from(values))})
    before = places({"answers": raw}, catalogue({"mole": product}))["mole"]
    after = places({"answers": raw}, catalogue({"mole": told}))["mole"]
    assert before.low - 1e-12 <= after.low <= after.high <= before.high + 1e-12
    if before.status != "possible":
        assert after.status == before.status


def says(made: Catalogue, slug: str, demand: Demand) -> set[str]:
    """What the cells say of a must, asked past the engine: yes, no or unknown for each thing that would do."""
    found = set()
    for asked in demand.any:
        if asked.form not in ("option", "choice"):
            continue
        said = made.cell(slug, asked.criterion, asked.option if asked.form == "option" else None).answer()
        if said.state is not CellState.KNOWN or said.fact is None:
            found.add("unknown")
        elif asked.form == "choice":
            found.add("yes" if said.fact.statement.value and said.fact.statement.value.raw == asked.option else "no")
        else:
            support = said.fact.statement.support
            open_ = support in (Support.PARTIAL, Support.THIRD_PARTY)
            found.add("no" if support is Support.NO else "unknown" if open_ else "yes")
    return found


@given(requests(), catalogues())
def what_is_listed_may_be_listed(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """7. No confirmed product has an open must, none that is listed fails one, and none that is ruled out is listed."""
    built = catalogue(made)
    advice = advise(raw, built)
    asked = scored(raw, built).demands.musts
    out = {each.slug for each in advice.excluded}
    assert out.isdisjoint(each.slug for each in advice.products)
    for product in advice.products:
        for must in asked:
            if all(each.form in ("option", "choice") for each in must.any):
                said = says(built, product.slug, must)
                assert said != {"no"}
                assert product.status != "confirmed" or "yes" in said


@given(sensible(), catalogues(), st.sampled_from(["features", "protocols", "receivers", "history"]))
def a_must_never_lets_more_in(raw: dict[str, Any], made: dict[str, Invented], name: str) -> None:
    """8. One more must never enlarges the set of products that are left."""
    built = catalogue(made)
    before, after = scored({"answers": raw}, built), scored({"answers": raw, "must": [name]}, built)
    left = [{each.slug for each in fit.standings(one) if each.status != "excluded"} for one in (before, after)]
    assert left[1] <= left[0]
    confirmed = [{each.slug for each in fit.standings(one) if each.status == "confirmed"} for one in (before, after)]
    assert confirmed[1] <= confirmed[0]


@given(sensible(), catalogues(3, 4))
def a_newcomer_swaps_nobody(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """9. Adding or removing a product never swaps two others. Who stands for a family is chosen after that order."""
    every = places({"answers": raw}, catalogue(made))
    for gone in made:
        fewer = places({"answers": raw}, catalogue({slug: each for slug, each in made.items() if slug != gone}))
        for one in fewer:
            for other in fewer:
                assert (every[one].order < every[other].order) == (fewer[one].order < fewer[other].order)


RANK = {"message-driven": 0, "both": 1, "not-enough": 1, "event-driven": 2}


def mirrored(given_rules: Rules) -> Rules:
    """The rules with both sides exchanged."""

    def option(each: Option) -> Option:
        return replace(each, event=each.message, message=each.event)

    def question(each: Question) -> Question:
        return replace(each, options={name: option(one) for name, one in each.options.items()})

    return replace(given_rules, questions={name: question(each) for name, each in given_rules.questions.items()})


@given(answered(), st.data())
def evidence_moves_one_way(raw: dict[str, Any], data: st.DataObject) -> None:
    """10. What speaks for events alone never moves the verdict towards messages; exchanging the sides mirrors it."""
    chosen = parse({"answers": raw}, rules()).chosen
    verdict = approach.decide(rules(), chosen)
    assume(verdict != "no-broker")
    mirror = {"event-driven": "message-driven", "message-driven": "event-driven"}
    assert approach.decide(mirrored(rules()), chosen) == mirror.get(verdict, verdict)
    more = [
        (question.id, option.id)
        for question in rules().questions.values()
        for option in question.options.values()
        if option.event and not option.message and (question.multiple or question.id not in chosen)
    ]
    name, added = data.draw(st.sampled_from(more))
    after = approach.decide(rules(), {**chosen, name: tuple({*chosen.get(name, ()), added})})
    assert RANK[after] >= RANK[verdict]


SAID: dict[tuple[str, str | None], Said] = {
    (asked.criterion, asked.option): Support.BUILT_IN
    for question in rules().questions.values()
    for option in question.options.values()
    for test in option.tests
    for asked in test.any
    if asked.form == "option"
}
PERFECT = Invented(
    {
        **SAID,
        ("operated_by", "you"): Support.NO,
        ("scaling", None): "automatic",
        ("status", None): "active",
        ("persistence", None): "replicated",
        ("message_size_max", None): "none-stated",
        ("retention_max", None): "unlimited",
    }
)
"""Good at everything that is asked, and nothing unknown about it: two of them share the first place."""


@given(sensible(), catalogues(1, 3))
def shares_are_shares(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """11. Shares add up to 1; what necessarily leads does so in each sample; scaling the weights changes nothing."""
    scores = scored({"answers": raw}, catalogue({**made, "castor": PERFECT, "pollux": PERFECT}))
    left = [each for each in fit.standings(scores) if each.status != "excluded"]
    assume(len(left) > 1 and scores.demands.total)
    found = robust.shares(scores, left)
    assert abs(sum(each.first for each in found.values()) - 1) < 1e-9
    assert all(each.first <= each.among_three + 1e-9 <= 1 + 2e-9 for each in found.values())
    weights = [wish.weight for wish in scores.demands.wishes]
    rows = robust._factors(len(weights))
    for one, other in pairwise(left):
        ends = [robust.values(scores, each) for each in (one, other)]
        if robust.necessarily(ends[0], ends[1], weights):
            samples = [
                robust._sampled(each.slug, end, weights, rows) for each, end in zip((one, other), ends, strict=True)
            ]
            assert all(a >= b - 1e-9 for a, b in zip(*samples, strict=True))
    doubled = tuple(replace(wish, weight=2 * wish.weight) for wish in scores.demands.wishes)
    again = fit.score(scores.board.catalogue, replace(scores.demands, wishes=doubled))
    twice = [each for each in fit.standings(again) if each.status != "excluded"]
    assert [(each.slug, each.mid) for each in twice] == [(each.slug, each.mid) for each in left]
    assert robust.shares(again, twice) == found


@given(requests(), catalogues(1, 3, unknown=False))
def relaxations_are_smallest(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """12. Each relaxation brings back its products, and without one of its musts it brings back none of them."""
    musts = {**raw, "must": ["features", "protocols", "receivers", "history"]}
    built = catalogue(made)
    scores = scored(musts, built)
    for each in explain.relaxations(scores, rules()):
        given_up = {name for _, _, name in each.give_up}
        assert each.products
        assert set(each.products) <= _left(scores, given_up)
        for kept in given_up:
            assert _left(scores, given_up - {kept}).isdisjoint(each.products)


def _left(scores: Scores, without: set[str]) -> set[str]:
    kept = tuple(must for must in scores.demands.musts if must.id not in without)
    again = fit.score(scores.board.catalogue, replace(scores.demands, musts=kept))
    return {each.slug for each in fit.standings(again) if each.status != "excluded"}


@given(requests(), catalogues(2, 4))
def claims_come_true(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """13. Each "would come first if" does when it is so, among products that are to do everything alone and for its
    family; the bars of a product add up to the middle of its score."""
    built = catalogue(made)
    advice = advise(raw, built)
    for product in advice.products:
        if product.contributions:
            assert abs(sum(each.share for each in product.contributions) - product.score.mid) < 1e-8
    for change in advice.would_win_if:
        if change.sort == "weight":
            again = advise({**raw, "weights": {**raw["weights"], change.criterion: int(change.to)}}, built)
        elif change.sort == "answer":
            again = advise({**raw, "answers": _answered(raw["answers"], change)}, built)
        else:
            again = advise(raw, catalogue(_told(made, change)))
        first = next(each for each in again.products if each.slug == again.first_alone)
        assert (first.slug, first.status) == (change.product, "confirmed")


def _answered(answers: dict[str, Any], change: changes.Change) -> dict[str, Any]:
    before = answers.get(change.question, [])
    if not change.to:
        now: Any = None
    elif change.to[0] == "+":
        now = [*before, change.to[1:]]
    elif change.to[0] == "-":
        now = [each for each in before if each != change.to[1:]]
    else:
        now = [change.to] if rules().questions[change.question].multiple else change.to
    return {**answers, change.question: now}


EXTREME = {"message_size_max": ("1 B", "unlimited"), "retention_max": ("1 ms", "unlimited")}
"""The worst and the best that an amount can say; a grade goes from 1 to 5."""


def _told(made: dict[str, Invented], change: changes.Change) -> dict[str, Invented]:
    """The catalogue with the fact found out."""
    name, _, rest = change.criterion.partition(":" if ":" in change.criterion else " ")
    good = change.to == "yes"
    said: Any
    if ">=" in rest or "<=" in rest or rest == "better":
        worst, best = EXTREME.get(name, ("1", "5"))
        if name == "operations_load":
            return _operated(made, change.of, good)
        if name == "throughput_limit":
            worst, best = "1 messages/s", "unlimited"
        question: tuple[str, str | None] = (name, None)
        said = best if good else worst
    elif name in ("persistence", "replication", "status", "encryption_in_transit", "audit_log"):
        question = (name, None)
        said = rest if good else {"persistence": "memory", "status": "end-of-life"}.get(name, "none")
    else:
        question = (name, rest)
        said = Support.BUILT_IN if good else Support.NO
    return {**made, change.of: replace(made[change.of], facts={**made[change.of].facts, question: said})}


def _operated(made: dict[str, Invented], slug: str, good: bool) -> dict[str, Invented]:
    """Operations load is computed, so that a fact of its own stands beside the computation: not tried here."""
    assume(False)
    return made


@given(sensible(), catalogues(), st.sampled_from(["models", "patterns", "delivery"]))
def a_heavier_strength_helps(raw: dict[str, Any], made: dict[str, Invented], name: str) -> None:
    """14. Raising the weight of what one product is at least as good at never lets the other overtake it."""
    built = catalogue(made)
    light = scored({"answers": raw, "weights": {name: 1}}, built)
    heavy = scored({"answers": raw, "weights": {name: 5}}, built)
    before, after = ({each.slug: each for each in fit.standings(one)} for one in (light, heavy))
    raised = [
        wish for wish, now in zip(light.demands.wishes, heavy.demands.wishes, strict=True) if wish.weight != now.weight
    ]
    for one in before.values():
        for other in before.values():
            if one.order > other.order or one.status != other.status:
                continue
            if all(_at_least(light, one, other, wish) for wish in raised):
                assert after[one.slug].order <= after[other.slug].order


def _at_least(scores: Scores, one: fit.Standing, other: fit.Standing, wish: Demand) -> bool:
    a, b = (scores.board.evidence(wish, each.candidate) for each in (one, other))
    return a.low >= b.low and a.high >= b.high


PROPERTIES = (
    same_question_same_answer,
    order_changes_nothing,
    a_met_wish_never_lowers,
    the_better_never_ranks_below,
    not_sure_is_no_answer,
    unknown_is_neither,
    what_is_listed_may_be_listed,
    a_must_never_lets_more_in,
    a_newcomer_swaps_nobody,
    evidence_moves_one_way,
    shares_are_shares,
    relaxations_are_smallest,
    claims_come_true,
    a_heavier_strength_helps,
)
"""In the order of the method's list."""
