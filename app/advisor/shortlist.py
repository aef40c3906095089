"""The products of an advice: one place for each family, in order, with what stands beneath and beside each."""

from collections.abc import Sequence

from app.advisor.advice import DIGITS, PairAdvice, Partner, ProductAdvice, Range, Sibling, VariantAdvice
from app.advisor.asked import Asked
from app.advisor.explain import checks, contributions, variant_name, versus
from app.advisor.families import CLOUDS, Place
from app.advisor.fit import Scores, Standing
from app.advisor.notes import grounds_of, lacks_of, open_musts, status_text
from app.advisor.robust import Badge, badge, shares, top_group
from app.catalogue.facts import Variant
from app.catalogue.snapshot import Catalogue


def range_of(low: float, mid: float, high: float) -> Range:
    """A score as it is told."""
    return Range(round(low, DIGITS), round(mid, DIGITS), round(high, DIGITS))


def _variant(scores: Scores, catalogue: Catalogue, slug: str, candidate: int) -> VariantAdvice:
    chosen = scores.board.candidates[candidate]
    entry = catalogue.products[slug]
    name = variant_name(entry, chosen.message)
    if chosen.split:
        event = variant_name(entry, Variant(None, chosen.event.mode))
        name = f"{name} for commands, {event} for facts"
    return VariantAdvice(chosen.message.edition, chosen.message.mode, chosen.event.mode if chosen.split else None, name)


def products_of(
    scores: Scores, catalogue: Catalogue, alone: Sequence[Place], shown: Sequence[Place], pair: PairAdvice | None
) -> list[ProductAdvice]:
    """The places that are shown, in order. `alone` are all places as single products, by which shares and badges are
    told; a `pair` that leads stands before them."""
    best = [place.best for place in alone]
    found = shares(scores, best) if len(best) > 1 and scores.demands.total else {}
    together = top_group(best) if scores.demands.total else set()
    leading = _badge(scores, best, found[best[0].slug].first if best and best[0].slug in found else 1.0, together)
    ranks = _ranks(shown, pair)
    made: list[ProductAdvice] = []
    for place, rank in zip(shown, ranks, strict=True):
        each = place.best
        share = found.get(each.slug)
        still_open = open_musts(scores, each)
        grounds, lacks = grounds_of(scores, each), lacks_of(scores, each)
        partner = _partner(catalogue, pair, each.slug)
        made.append(
            ProductAdvice(
                slug=each.slug,
                name=catalogue.products[each.slug].product.name,
                rank=rank,
                variant=_variant(scores, catalogue, each.slug, each.candidate),
                status=each.status,
                status_text=f"carries the {partner.carries}" if partner else status_text(each, still_open, lacks),
                grounds=grounds,
                lacks=lacks,
                score=range_of(each.low, each.mid, each.high),
                badge=leading if each is best[0] else "close" if each.slug in together else None,
                share_first=round(100 * share.first) if share else None,
                share_top_three=round(100 * share.among_three) if share else None,
                contributions=contributions(scores, catalogue, each),
                check_first=checks(scores, catalogue, each),
                versus_first=None if each is best[0] else versus(scores, best[0], each),
                siblings=tuple(_sibling(scores, catalogue, each, other, partner) for other in place.siblings),
                partner=partner,
            )
        )
    return made


def _badge(scores: Scores, best: Sequence[Standing], first: float, together: set[str]) -> Badge | None:
    if not scores.demands.total or len(best) < 2:
        return None
    if best[0].status != "confirmed":
        return "close" if len(together) > 1 else None  # nothing is firm about what may be ruled out yet
    return badge(scores, best, first)


def _ranks(shown: Sequence[Place], pair: PairAdvice | None) -> list[int]:
    """Equal ones share a rank, and so do the two of a pair."""
    ranks: list[int] = []
    for at, place in enumerate(shown):
        equal = at > 0 and place.best.order == shown[at - 1].best.order and not _paired(pair, at - 1)
        same = equal or (at > 0 and _paired(pair, at))
        ranks.append(ranks[-1] if same else at + 1)
    return ranks


def _paired(pair: PairAdvice | None, at: int) -> bool:
    return pair is not None and at < len(pair.products)


def _partner(catalogue: Catalogue, pair: PairAdvice | None, slug: str) -> Partner | None:
    if pair is None or slug not in pair.products:
        return None
    at = pair.products.index(slug)
    other = pair.products[1 - at]
    return Partner(
        other, catalogue.products[other].product.name, "facts" if at else "commands", pair.variants[at], pair.score
    )


def _sibling(scores: Scores, catalogue: Catalogue, first: Standing, each: Standing, partner: Partner | None) -> Sibling:
    """A relative beside the one that stands for the family, in what is asked of it: a partner may carry the rest."""
    entry, lacks = catalogue.products[each.slug], lacks_of(scores, each)
    if partner:
        lacks = tuple(flow for flow in lacks if flow == partner.carries)
    beside = versus(scores, first, each, partner.flow if partner else None)
    text = (
        f"Prefer it for: {'; '.join(beside.ahead)}."
        if beside.ahead
        else f"Behind in: {'; '.join(beside.behind)}."
        if beside.behind
        else "Equal in all that was asked."
    )
    return Sibling(
        each.slug,
        entry.product.name,
        _variant(scores, catalogue, each.slug, each.candidate),
        each.status,
        status_text(each, open_musts(scores, each), lacks),
        lacks,
        range_of(each.low, each.mid, each.high),
        _who(scores, catalogue, each),
        beside.ahead,
        beside.behind,
        text,
    )


def _who(scores: Scores, catalogue: Catalogue, each: Standing) -> str:
    """`run by Aiven on AWS, Azure`: who operates it, and, of a service, in which clouds."""
    at = scores.board.candidates[each.candidate].at

    def met(criterion: str, option: str) -> bool:
        return scores.board.catalogue.atom(Asked("option", criterion, option))[at].hard == "yes"

    vendor, you = met("operated_by", "vendor"), met("operated_by", "you")
    runs = [name for name, runs in ((catalogue.products[each.slug].product.vendor, vendor), ("you", you)) if runs]
    labels = {option.slug: option.label for option in catalogue.criteria["hosting"].options}
    clouds = [labels[cloud] for cloud in CLOUDS if vendor and met("hosting", cloud)]
    return " ".join(
        part
        for part in (f"run by {' or by '.join(runs)}" if runs else "", f"on {', '.join(clouds)}" if clouds else "")
        if part
    )
