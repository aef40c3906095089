"""The shortlist of the result page: a row for each product that fits, and one product beside pairs of two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.advisor.advice import Advice, PairAdvice, ProductAdvice, Sibling
from app.advisor.demands import APPROACH
from app.advisor.explain import Check, Contribution
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue
from app.compare import FEWEST, MOST
from app.web.advisor_bars import Bar, Segment, percent, product_bar, score
from app.web.advisor_words import BADGES, STATUSES, short
from app.web.kinds import tagline
from app.web.wording import listed

ALMOST = 99
"""Percent from which a share is no number worth telling."""

ONE = "One product for both flows."

GOOD = 0.8
"""From here on a wish counts among a product's best points; below it, among its weak ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """One product of the shortlist; `kin` are its siblings, each with its score and the look of its status."""

    advice: ProductAdvice
    kind: str
    tagline: str
    bar: Bar
    score: str
    status: tuple[str, str]
    badge: str
    checks: list[Check]
    kin: list[tuple[Sibling, str, str]]
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
        own = [each for each in product.contributions if product.concerns(each.flow)]
        return Row(
            advice=product,
            kind=entry.product.product_kind,
            tagline=tagline(self.catalogue, entry),
            bar=product_bar(product, self.rules),
            score=score(product.score.low, product.score.high),
            status=(STATUSES[product.status] if product.partner else _pill(product), product.status_text),
            badge=self.badge(product),
            checks=[each for each in product.check_first if product.concerns(each.flow)],
            kin=[(each, score(each.score.low, each.score.high), _pill(each)) for each in product.siblings],
            best=self.points(sorted((each for each in own if each.mid >= GOOD), key=self.gained)),
            weakest=self.points(sorted((each for each in own if each.mid < GOOD), key=_lost)),
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
            return self.among(BADGES[product.badge]) + share
        close = [each.name for each in self.advice.products if each.badge == "close" and each is not product][:2]
        if product.slug != self.advice.first_alone:
            return f"As good as {'the best single product' if self.paired else 'the first'}, as far as facts can tell"
        word = self.among(BADGES["close"])
        return f"{word}: decide between it and {listed(close, 'or')}" if close else word

    def among(self, words: str) -> str:
        """A badge is about single products: said so where two that are advised together come first."""
        return f"Among single products {words[0].lower()}{words[1:]}" if self.paired else words

    def comparison(self) -> tuple[str, str] | None:
        """The products of the list side by side."""
        slugs = [each.slug for each in self.advice.products][:MOST]
        if len(slugs) < FEWEST:
            return None
        return "/compare/" + ",".join(slugs), f"Compare {'these' if len(slugs) > 2 else 'both'} side by side"

    def alternatives(self) -> Iterator[Alternative]:
        """Pairs of a queue and a log or topic beside the best single product, the better first."""
        if not self.advice.pairs:
            return
        first = next((each for each in self.advice.products if each.slug == self.advice.first_alone), None)
        alone = self.single(first) if first else None
        if alone and not self.pairs_lead:
            yield alone
        for place, pair in enumerate(self.advice.pairs):
            yield self.pair(pair)
            if alone and self.pairs_lead and place == 0:
                yield alone

    @property
    def pairs_lead(self) -> bool:
        """Whether two products come before one: ahead of it, or where no single one is known to do."""
        pairs, alone = self.advice.pairs, self.advice.outlook == "confirmed"
        return self.paired or bool(pairs and pairs[0].status == "confirmed" and not alone)

    @property
    def paired(self) -> bool:
        """Whether two products are advised together."""
        return any(each.partner for each in self.advice.products)

    def together(self) -> Alternative | None:
        """The two that are advised together, as the one place that they share, and why it is before the others."""
        if not self.paired:
            return None
        pair = self.advice.pairs[0]
        queue, log = (self.catalogue.products[slug].product.name for slug in pair.products)
        text = (
            f"Ranked together, as a pair: {queue} carries the commands and {log} the facts, and each is judged by the"
            " flow that it carries. So they come before any single product, which has to carry both, although what"
            " running two costs is taken off their score."
        )
        return replace(self.pair(pair), text=text)

    def single(self, product: ProductAdvice) -> Alternative:
        """One product that carries both flows, or what it lacks."""
        low, high = product.score.low, product.score.high
        text = f"One product for both flows; it {product.status_text}." if product.lacks else ONE
        return Alternative(product.name, product.variant.name, _plain(low, high), score(low, high), text)

    def pair(self, pair: PairAdvice) -> Alternative:
        """Two products: what is lost by running two is taken off the score already."""
        names = [self.catalogue.products[slug].product.name for slug in pair.products]
        variants = " and ".join(each.name or name for each, name in zip(pair.variants, names, strict=True))
        low, high = pair.score.low, pair.score.high
        return Alternative(" + ".join(names), variants, _plain(low, high), score(low, high), pair.text)


def _pill(product: ProductAdvice | Sibling) -> str:
    """How a status looks; what is known to lack something looks like a no."""
    return "lacking" if product.lacks else STATUSES[product.status]


def _share(percent_of: int) -> str:
    """A share of weights, never told as all of them."""
    return f" (about {percent_of} %)" if percent_of < ALMOST else " (nearly all)"


def _lost(each: Contribution) -> float:
    return -each.weight * (1 - each.mid)


def _plain(low: float, high: float) -> Bar:
    """A bar of one piece."""
    unknown = Segment(percent(low), percent(high - low), "", "unknown") if high - low > 0.001 else None
    return Bar((Segment("0%", percent(low), "plain", "known"),), unknown, "")
