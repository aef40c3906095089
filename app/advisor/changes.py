"""What would change the first place: another answer, another weight, or a fact that nobody has found out yet.

Every change is tried, not estimated: the claim is what the engine says when it is made. None is told that brings forth
a product of which a must is still open: that would be a guess about the product, not advice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.advisor.answers import WEIGHTS, Answers
from app.advisor.approach import decide
from app.advisor.asked import Asked
from app.advisor.board import FAILED, FINE, LACKS, UNIT, joined, open_cost
from app.advisor.demands import Asked_, Demand, Demands, demands_of
from app.advisor.evidence import Evidence, best, exactly
from app.advisor.families import Place, home_of, stands_alone
from app.advisor.fit import Counted, Scores, Standing, leader_if, leader_of, place
from app.advisor.rules import Question, Rules

SHOWN = 3
"""Changes of each sort that are told: the smallest ones."""

RIVALS = 8
"""Products behind the first whose unknown facts are tried."""

WORLD = 3
"""How hard facts about the world are to change: not proposed for a product that a preference would bring forth."""

Sort = Literal["weight", "answer", "fact"]

Told = Callable[[int | None, Answers], bool]
"""Whether it is told that this product would come first, under these answers."""


@dataclass(frozen=True, slots=True)
class Change:
    """`product` would come first if this were so. `to` is a weight, an option (`+option`, `-option` of a multiple
    choice, empty for not sure), or what a fact would have to be; `of` is the product whose fact it is."""

    product: str
    sort: Sort
    question: str
    criterion: str
    before: str
    to: str
    of: str
    statement: str | None
    text: str


def would_win_if(rules: Rules, answers: Answers, scores: Scores, listed: list[Place]) -> tuple[Change, ...]:
    """The smallest changes of each sort that put another product first.

    Those of the first one's own family are not told: what speaks for each of them stands beneath it.
    """
    if not listed or not scores.demands.total:
        return ()
    first, evidences = listed[0].best.product, scores.board.catalogue
    own = {each.product for each in listed[0].siblings} | {first}

    def told(product: int | None, changed: Answers) -> bool:
        return product is not None and product not in own and stands_alone(evidences, home_of(changed), product)

    by_weight = _first_of(_by_weight(answers, scores, told))
    preferred = {change.product for change in by_weight}
    by_answer = (
        change
        for change in _by_answer(rules, answers, scores, told)
        if change.product not in preferred or rules.questions[change.question].changeable < WORLD
    )
    return (*by_weight, *_first_of(by_answer), *_first_of(_by_fact(scores, listed)))


def _first_of(found: Iterator[Change]) -> list[Change]:
    """The first change for each product, smallest first: no second way for one that has been named."""
    kept: dict[str, Change] = {}
    for change in found:
        kept.setdefault(change.product, change)
        if len(kept) == SHOWN:
            break
    return list(kept.values())


def _slug(scores: Scores, product: int) -> str:
    return scores.board.catalogue.products[product].slug


def _by_weight(answers: Answers, scores: Scores, told: Told) -> Iterator[Change]:
    """Weights 1, 3 and 5, the smallest step first."""
    confirmed = scores.confirmed
    named: dict[str, list[Demand]] = {}
    for each in scores.demands.wishes:
        for name in dict.fromkeys(each.names):
            named.setdefault(name, []).append(each)
    tries = [(abs(weight - wish.weight), wish, weight) for wish in scores.demands.wishes for weight in WEIGHTS]
    for step, wish, weight in sorted(tries, key=lambda each: (each[0], each[1].id, each[2])):
        if not step:
            continue
        given, changed = {**answers.weights, wish.id: weight}, list[Counted]()
        for each in named[wish.id]:
            now = next(given[name] for name in each.names if name in given)
            changed.append((scores.board.column(each).wish, now - each.weight))
        found = leader_of(scores.board, scores.totals, changed, confirmed)
        if found is not None and told(found, answers):
            slug = _slug(scores, found)
            yield Change(
                slug,
                "weight",
                wish.origins[0][0],
                wish.id,
                str(wish.weight),
                str(weight),
                slug,
                None,
                f"{wish.words}: weight {weight} instead of {wish.weight}",
            )


def variations(question: Question, options: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every answer that differs in one option from this one, with how it is written."""
    if options:
        yield "", ()
    for option in question.options:
        if not question.multiple and options != (option,):
            yield option, (option,)
        elif question.multiple:
            sign = "-" if option in options else "+"
            changed = tuple(each for each in question.options if (each in options) != (each == option))
            if changed:
                yield sign + option, changed


def changed_answers(answers: Answers, question: Question, options: tuple[str, ...], rules: Rules) -> Answers:
    """The answers with one question answered otherwise, in the order of the rules."""
    chosen = {**answers.chosen, question.id: options}
    return replace(answers, chosen={name: chosen[name] for name in rules.questions if chosen.get(name)})


def _by_answer(rules: Rules, answers: Answers, scores: Scores, told: Told) -> Iterator[Change]:
    """Wishes before design, design before facts about the world; each is tried."""
    kept: Asked_ = {}
    for question in sorted(rules.questions.values(), key=lambda each: each.changeable):
        before = answers.chosen.get(question.id, ())
        for written, options in variations(question, before):
            if not written:
                continue  # to take an answer back is no other answer
            changed = changed_answers(answers, question, options, rules)
            demands = demands_of(rules, changed, decide(rules, changed.chosen), kept)
            found = leader_if(scores.board.catalogue, scores, demands)
            if found is None or _is_guess(scores, demands, question, found):
                continue
            if demands.total and told(found, changed):
                slug = _slug(scores, found)
                label = question.options[written.lstrip("+-")].label if written else "not sure"
                sign = {"+": "also ", "-": "without "}.get(written[:1], "")
                yield Change(
                    slug,
                    "answer",
                    question.id,
                    "",
                    ",".join(before),
                    written,
                    slug,
                    None,
                    f"{question.text} {sign}{label}",
                )


def _is_guess(scores: Scores, demands: Demands, question: Question, product: int) -> bool:
    """Whether it is unknown of the product what the changed answer asks for: it would lead by what nobody knows."""
    ats = [scores.board.candidates[position].at for position in range(*scores.board.spans[product])]
    mine = (each for each in (*demands.musts, *demands.wishes) if question.id in dict(each.origins))
    return any(
        all(scores.board.catalogue.atom(asked)[at].note == "unknown" for asked in each.any for at in ats)
        for each in mine
    )


Cell = tuple[str, str]


def _cell(asked: Asked) -> Cell | None:
    """The cell that a question looks at; none where it is not one that can be unknown."""
    if asked.form in ("kind", "clients", "licence") or asked.run_by_you:
        return None
    return (asked.criterion, asked.option if asked.form == "option" else "")


def _supposed(asked: Asked, chosen: Asked, good: bool) -> Evidence:
    """What the cell would say: for a choice, one member alone."""
    return exactly(1.0 if good and (asked.form != "choice" or asked.option == chosen.option) else 0.0)


def place_if(scores: Scores, product: int, chosen: Asked, good: bool) -> int:
    """The place of a product if an unknown cell of all its variants said the best, or the worst."""
    board, cell = scores.board, _cell(chosen)
    evidences = board.catalogue

    def of(demand: Demand, at: int) -> Evidence:
        return best(
            _supposed(asked, chosen, good)
            if _cell(asked) == cell and evidences.atom(asked)[at].note == "unknown"
            else evidences.atom(asked)[at]
            for asked in demand.any
        )

    def full(demand: Demand, position: int) -> Evidence:
        candidate = board.candidates[position]
        message = of(demand, candidate.at)
        return joined(demand, message, of(demand, candidate.event_at) if candidate.split else message)

    musts, touched = _touched(scores, chosen)
    core = [each for each in scores.demands.core if any(_cell(asked) == cell for asked in each.any)]
    places: list[int] = []
    for position in range(*board.spans[product]):
        total = scores.totals[position]
        for wish in touched:
            column, now = board.column(wish), full(wish, position)
            low = round(now.low * UNIT) - column.low[position]
            high = round(now.high * UNIT) - column.high[position]
            total += wish.weight * ((low + high) * FINE + low)
        for must in musts:
            column, now = board.column(must), full(must, position)
            total -= ((now.hard == "no") - column.no[position]) * FAILED
            total -= ((now.hard == "unknown") - column.open[position]) * open_cost(must)
        for need in core:
            total -= ((full(need, position).hard == "no") - board.column(need).no[position]) * LACKS
        places.append(place(total))
    return max(places)


def unknown_cells(scores: Scores, standing: Standing) -> Mapping[Cell, tuple[Asked, Demand]]:
    """The cells that are unknown for a product's candidate, and matter."""
    found: dict[Cell, tuple[Asked, Demand]] = {}
    candidate = scores.board.candidates[standing.candidate]
    for demand in (*scores.demands.musts, *scores.demands.wishes):
        for asked in demand.any:
            cell = _cell(asked)
            if cell is None or cell in found:
                continue
            atom = scores.board.catalogue.atom(asked)
            if "unknown" in (atom[candidate.at].note, atom[candidate.event_at].note):
                found[cell] = (asked, demand)
    return found


def _touched(scores: Scores, asked: Asked) -> tuple[list[Demand], list[Demand]]:
    """The musts and the wishes that look at the same cell."""
    cell = _cell(asked)
    musts, wishes = (
        [each for each in some if any(_cell(one) == cell for one in each.any)]
        for some in (scores.demands.musts, scores.demands.wishes)
    )
    return musts, wishes


def _by_fact(scores: Scores, listed: list[Place]) -> Iterator[Change]:
    """A good answer that confirms a rival, then a bad one for the first that lets a confirmed one pass, and not one of
    its own family."""
    ranked = [place.best for place in listed]
    # Of equal places the first slug leads, hence the sign of the product.
    places = {each.product: (place(scores.totals[each.candidate]), -each.product) for each in ranked}
    first, spans = ranked[0], scores.board.spans
    for rival in ranked[1 : RIVALS + 1]:
        own = range(*spans[rival.product])
        if rival.tier == first.tier and 2 * max(scores.high[at] for at in own) < -first.order[-2]:
            continue  # not even if everything unknown were good
        reach = max(scores.low[at] + scores.high[at] for at in own) + first.order[-2]
        for asked, demand in unknown_cells(scores, rival).values():
            musts, wishes = _touched(scores, asked)
            if all(scores.open[at] > len(musts) for at in own):
                continue  # something else stays open
            if rival.tier == first.tier and reach + UNIT * sum(wish.weight for wish in wishes) < 0:
                continue  # too little depends on it
            then = place_if(scores, rival.product, asked, True)
            if then >= 0 and (then, -rival.product) > places[first.product]:
                yield _fact(scores, rival.slug, rival, asked, demand, "yes")
    if len(ranked) == 1 or ranked[1].status != "confirmed":
        return
    second = ranked[1]
    if any(each.order <= second.order for each in listed[0].siblings):
        return
    for asked, demand in unknown_cells(scores, first).values():
        if places[second.product] > (place_if(scores, first.product, asked, False), -first.product):
            yield _fact(scores, second.slug, first, asked, demand, "no")


def _fact(scores: Scores, slug: str, of: Standing, asked: Asked, demand: Demand, to: str) -> Change:
    name = scores.board.catalogue.products[of.product].product.name
    return Change(
        slug,
        "fact",
        demand.origins[0][0],
        asked.text,
        "unknown",
        to,
        of.slug,
        None,
        f"{name}, {asked.words}: if it turns out {to}",
    )
