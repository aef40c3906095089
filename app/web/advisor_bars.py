"""Bars as SVG can draw them without a style: places and widths in percent, looks by class."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.advisor.advice import ProductAdvice
from app.advisor.approach import ApproachAdvice, Reason
from app.advisor.demands import APPROACH
from app.advisor.explain import Contribution
from app.advisor.rules import Rules, Side

LETTERS: dict[Side | None, str] = {"event": "e", "message": "m", None: ""}

FULL = 12
"""The sum of weights that fills a balance; a larger one makes the scale longer."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar."""

    x: str
    width: str
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Pieces from the left, and the hatched end that is unknown."""

    solid: tuple[Segment, ...]
    unknown: Segment | None
    label: str


def percent(share: float) -> str:
    """An attribute's value; numbers with two decimals keep pages small."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def side_of(rules: Rules, question: str, option: str) -> Side | None:
    """What an answer speaks for; a wish of the approach speaks for the side that adds it."""
    if question == APPROACH:
        return "event" if option == "event" else "message" if option == "message" else None
    chosen = rules.questions[question].options[option]
    if chosen.event == chosen.message:
        return None
    return "event" if chosen.event > chosen.message else "message"


def score(low: float, high: float) -> str:
    """`0.84`, or `0.69 ± 0.05` where something is unknown."""
    spread = (high - low) / 2
    mid = f"{(low + high) / 2:.2f}"
    return f"{mid} ± {spread:.2f}" if spread >= 0.005 else mid


def product_bar(product: ProductAdvice, rules: Rules) -> Bar:
    """One piece for each wish, as long as what is known of it counts; then the unknown."""
    at, found = 0.0, []
    total = sum(each.weight for each in product.contributions) or 1
    for each in product.contributions:
        width = each.weight * each.low / total
        if width > 0:
            css = f"{LETTERS[side_of(rules, each.question, each.option)]} w{each.weight}".strip()
            found.append(Segment(percent(at), percent(width), css, title(each, width)))
            at += width
    open_ = sum(each.width for each in product.contributions)
    unknown = Segment(percent(at), percent(open_), "", f"unknown: up to {open_:.2f} more") if open_ > 0.001 else None
    said = f"Score {score(product.score.low, product.score.high)}"
    return Bar(tuple(found), unknown, said + (f", of which {open_:.2f} is unknown" if unknown else ""))


def title(each: Contribution, width: float) -> str:
    """What a piece stands for."""
    return f"{each.asked}: {each.found} ({width:.2f})"


def balance_bar(approach: ApproachAdvice, side: Side, words: str) -> Bar:
    """One piece for each answer that counts for a side."""
    scale = max(FULL, approach.event_score, approach.message_score)
    pieces = [each for each in sorted(approach.balance, key=_heavy) if each.side == side and each.weight]
    total = sum(each.weight for each in pieces)
    return Bar(tuple(_pieces(pieces, scale, side)), None, f"{words}: {total}")


def _heavy(reason: Reason) -> int:
    return -reason.weight


def _pieces(reasons: Iterable[Reason], scale: int, side: Side) -> Iterable[Segment]:
    at = 0
    for each in reasons:
        yield Segment(percent(at / scale), percent(each.weight / scale), LETTERS[side], f"{each.text} ({each.weight})")
        at += each.weight
