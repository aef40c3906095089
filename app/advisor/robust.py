"""How sure the first place is: exact dominance, and the share of plausible weights under which each product leads.

SMAA-2 (Lahdelma and Salminen, 2001): every weight between half and double its value, every unknown anywhere in its
interval. 1,000 samples put a share within 3.1 points at 95 % (0.98 / √N); whole percents are shown, with "about".
Plain Python is enough: products that can never be among the first three, by exact dominance, are not sampled.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter, mul
from random import Random
from typing import Literal

from app.advisor.fit import Scores, Standing

SAMPLES = 1000
SEED = 20_011  # any number: fixed, so that the same question gets the same answer
MOST_CONTENDERS = 8
"""Products that are sampled. Those behind the eighth by score hardly ever lead, and five are shown."""

MOST_WEIGHTS = 0.7
"""From this share on a product is first under most weights."""

Badge = Literal["any-weights", "most-weights", "close"]


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of samples in which a product is first, and in which it is among the first three; mean weights (of 1)
    by wish in the samples in which it is first, none where it never is."""

    first: float
    among_three: float
    central: tuple[float, ...] | None


def values(scores: Scores, standing: Standing) -> list[tuple[int, int]]:
    """Lower and upper end for each wish, in UNITs."""
    columns = [scores.board.column(wish) for wish in scores.demands.wishes]
    return [(column.low[standing.candidate], column.high[standing.candidate]) for column in columns]


def necessarily(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]], weights: Sequence[int]) -> bool:
    """Whether a is at least as good as b for every weight from half to double and every value in its interval.

    The worst case for a halves the weights of what it is better at and doubles the others; times two for whole numbers.
    """
    total = 0
    for (low, _), (_, high), weight in zip(a, b, weights, strict=True):
        difference = low - high
        total += difference * weight if difference > 0 else 4 * difference * weight
    return total >= 0


@lru_cache(maxsize=4)
def _factors(wishes: int) -> tuple[tuple[float, ...], ...]:
    """One row a sample: factors from a half to two, even on a logarithmic scale."""
    draw = Random(f"{SEED}/{wishes}").random  # noqa: S311 - a sample of weights, not a secret
    return tuple(tuple(2.0 ** (2.0 * draw() - 1.0) for _ in range(wishes)) for _ in range(SAMPLES))


def _sampled(
    slug: str, ends: Sequence[tuple[int, int]], weights: Sequence[int], rows: Sequence[tuple[float, ...]]
) -> list[float]:
    """The score in each sample. Unknown values come from a stream of the product's own, so that neither its
    neighbours nor their order matter."""
    base = [
        (position, weight * low) for position, ((low, _), weight) in enumerate(zip(ends, weights, strict=True)) if low
    ]
    scores = [0.0] * len(rows)
    if len(base) > 1:
        known, parts = itemgetter(*(position for position, _ in base)), [part for _, part in base]
        scores = [sum(map(mul, known(row), parts)) for row in rows]
    elif base:
        scores = [row[base[0][0]] * base[0][1] for row in rows]
    draw = Random(int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8], "big")).random  # noqa: S311 - as above
    for position, ((low, high), weight) in enumerate(zip(ends, weights, strict=True)):
        if high > low:
            width = weight * (high - low)
            scores = [score + row[position] * width * draw() for score, row in zip(scores, rows, strict=True)]
    return scores


def contenders(scores: Scores, ranked: Sequence[Standing]) -> list[Standing]:
    """Those of one status, the best first, that fewer than three others necessarily match."""
    if not ranked:
        return []
    alike = [each for each in ranked if each.tier == ranked[0].tier][: 3 * MOST_CONTENDERS]
    weights = [wish.weight for wish in scores.demands.wishes]
    ends = {each.slug: values(scores, each) for each in alike}
    found: list[Standing] = []
    for each in alike:
        better = sum(
            necessarily(ends[other.slug], ends[each.slug], weights) and other.order < each.order for other in found
        )
        if better < 3:
            found.append(each)
    return found[:MOST_CONTENDERS]


def shares(scores: Scores, ranked: Sequence[Standing]) -> dict[str, Shares]:
    """Shares by slug for the contenders; the others lead in no sample. Ties are split."""
    found = contenders(scores, ranked)
    if not found:
        return {}
    weights = [wish.weight for wish in scores.demands.wishes]
    ends = [values(scores, each) for each in found]
    rows = _factors(len(weights))
    # What is the same for all moves nobody.
    varied = [i for i in range(len(weights)) if any(end[i] != ends[0][i] or end[i][0] != end[i][1] for end in ends)]
    several = len(varied) > 1  # of one alone, or none, itemgetter makes no tuple
    kept_rows = list(map(itemgetter(*varied), rows)) if several else [tuple(row[i] for i in varied) for row in rows]
    kept = [weights[i] for i in varied]
    # Nor does what each of them has at least.
    least = [min(end[i][0] for end in ends) for i in varied]
    sampled = [
        _sampled(
            each.slug,
            [(end[i][0] - low, end[i][1] - low) for i, low in zip(varied, least, strict=True)],
            kept,
            kept_rows,
        )
        for each, end in zip(found, ends, strict=True)
    ]
    first, three = [0.0] * len(found), [0.0] * len(found)
    for sample in zip(*sampled, strict=True):
        order = sorted(sample, reverse=True)
        _share(first, sample, order[0], 1)
        if len(order) > 3:
            _share(three, sample, order[2], 3)
    if len(found) <= 3:
        three = [float(SAMPLES)] * len(found)
    return {
        each.slug: Shares(first[position] / SAMPLES, three[position] / SAMPLES, None)
        for position, each in enumerate(found)
    }


def _share(counts: list[float], sample: Sequence[float], last: float, places: int) -> None:
    """Give a place to each above `last`, and divide what is left among those that equal it."""
    if places == 1 and sample.count(last) == 1:
        counts[sample.index(last)] += 1
        return
    above = [position for position, score in enumerate(sample) if score > last]
    equal = [position for position, score in enumerate(sample) if score == last]
    for position in above:
        counts[position] += 1
    for position in equal:
        counts[position] += (places - len(above)) / len(equal)


def badge(scores: Scores, ranked: Sequence[Standing], first: float) -> Badge:
    """What is said about the first place. Dominance is asked of every product of the same status."""
    weights = [wish.weight for wish in scores.demands.wishes]
    leader = values(scores, ranked[0])
    others = [each for each in ranked[1:] if each.tier == ranked[0].tier]
    if all(necessarily(leader, values(scores, each), weights) for each in others):
        return "any-weights"
    return "most-weights" if first >= MOST_WEIGHTS else "close"


def top_group(ranked: Sequence[Standing]) -> set[str]:
    """Those that known facts cannot tell from the best of their status: their upper end reaches its lower end."""
    alike = [each for each in ranked if each.tier == ranked[0].tier] if ranked else []
    highest = max((each.low for each in alike), default=0.0)
    return {each.slug for each in alike if each.high >= highest}
