"""The shortlist of the result page: a row for each product that fits, and one product beside pairs of two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.advisor.answer import Advice, PairAdvice, ProductAdvice
from app.advisor.demands import APPROACH
from app.advisor.explain import Contribution
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue
from app.compare import FEWEST, MOST
from app.web.advisor_bars import Bar, Segment, percent, product_bar, score
from app.web.advisor_words import BADGES, STATUSES, short
from app.web.kinds import tagline
from app.web.wording import listed

ALMOST = 99
"""Percent from which a share is no number worth telling."""

GOOD = 0.8
"""From here on a wish counts among a product's best points; below it, among its weak ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One product of the shortlist."""

    advice: ProductAdvice
    kind: str
    tagline: str
    bar: Bar
    score: str
    status: tuple[str, str]
    badge: str
    best: str
    weakest: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One product or a pair, for a comparison of scores."""

    names: str
    variants: str
    bar: Bar
    score: str
    text: str


class Shortlist:
    """Draws the products of one advice."""

    def __init__(self, advice: Advice, catalogue: Catalogue, rules: Rules) -> None:
        self.advice, self.catalogue, self.rules = advice, catalogue, rules

    def row(self, product: ProductAdvice) -> Row:
        """One line of the shortlist."""
        entry = self.catalogue.products[product.slug]
        return Row(
            advice=product,
            kind=entry.product.product_kind,
            tagline=tagline(self.catalogue, entry),
            bar=product_bar(product, self.rules),
            score=score(product.score.low, product.score.high),
            status=(STATUSES[product.status], product.status_text),
            badge=self.badge(product),
            best=self.points(sorted((each for each in product.contributions if each.mid >= GOOD), key=self.gained)),
            weakest=self.points(sorted((each for each in product.contributions if each.mid < GOOD), key=_lost)),
        )

    def gained(self, each: Contribution) -> tuple[float, bool, int]:
        """What lifts a product above the others of the list comes first, then what was asked, by its weight."""
        others = [
            other.mid
            for product in self.advice.products
            for other in product.contributions
            if (other.id, other.asked) == (each.id, each.asked)
        ]
        above = each.weight * (each.mid - sum(others) / len(others))
        return (-round(above, 6), each.question == APPROACH, -each.weight)

    def points(self, found: Iterable[Contribution]) -> str:
        """The first two, in few words."""
        return "; ".join(list(dict.fromkeys(self.point(each) for each in found))[:2])

    def point(self, each: Contribution) -> str:
        """What was found where one of several things would do, else what was asked."""
        fact = self.catalogue.facts.get(each.statements[0]) if each.statements and each.mid >= GOOD else None
        criterion = self.catalogue.criteria.get(each.criterion)
        option = criterion.option(fact.statement.option) if fact and criterion and fact.statement.option else None
        return option.label if option and " or " in each.asked else short(each.asked)

    def badge(self, product: ProductAdvice) -> str:
        """How sure the place is, in words: once, not as figures and ranges too."""
        if product.badge is None:
            return ""
        if product.badge != "close":
            share = _share(product.share_first or 0) if product.badge == "most-weights" else ""
            return BADGES[product.badge] + share
        close = [each.name for each in self.advice.products if each.badge == "close" and each is not product][:2]
        if product is not self.advice.products[0]:
            return "As good as the first, as far as facts can tell"
        return f"{BADGES['close']}: decide between it and {listed(close, 'or')}" if close else BADGES["close"]

    def comparison(self) -> tuple[str, str] | None:
        """The products of the list side by side."""
        slugs = [each.slug for each in self.advice.products][:MOST]
        if len(slugs) < FEWEST:
            return None
        return "/compare/" + ",".join(slugs), f"Compare {'these' if len(slugs) > 2 else 'both'} side by side"

    def alternatives(self) -> Iterator[Alternative]:
        """The best single product, and pairs of a queue and a log or topic."""
        if not self.advice.pairs or not self.advice.products:
            return
        first = self.advice.products[0]
        low, high = first.score.low, first.score.high
        text = "One product for both flows."
        yield Alternative(first.name, first.variant.name, _plain(low, high), score(low, high), text)
        for pair in self.advice.pairs:
            yield self.pair(pair)

    def pair(self, pair: PairAdvice) -> Alternative:
        """Two products: what is lost by running two is taken off the score already."""
        names = [self.catalogue.products[slug].product.name for slug in pair.products]
        variants = " and ".join(each.name or name for each, name in zip(pair.variants, names, strict=True))
        low, high = pair.score.low, pair.score.high
        return Alternative(" + ".join(names), variants, _plain(low, high), score(low, high), pair.text)


def _share(percent_of: int) -> str:
    """A share of weights, never told as all of them."""
    return f" (about {percent_of} %)" if percent_of < ALMOST else " (nearly all)"


def _lost(each: Contribution) -> float:
    return -each.weight * (1 - each.mid)


def _plain(low: float, high: float) -> Bar:
    """A bar of one piece."""
    unknown = Segment(percent(low), percent(high - low), "", "unknown") if high - low > 0.001 else None
    return Bar((Segment("0%", percent(low), "plain", "known"),), unknown, "")
