"""`landscape evaluate FILE`: how good the advice is on cases whose answer others have given, beside simple baselines.

A case holds the need in plain words, the answers that two readers filled in from it alone (`answers_a` careful,
`answers_b` generous), and what a fair expert would accept. The cases are for finding errors of reasoning; no weight is
fitted to them. Rates come with Wilson's 95 % interval.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from app.advisor.advice import Advice, ProductAdvice
from app.advisor.answer import advise, parse
from app.advisor.answers import Answers
from app.advisor.approach import INTENT, Verdict, decide
from app.advisor.asked import Asked
from app.advisor.demands import Demands, demands_of
from app.advisor.rules import Flow, Rules
from app.catalogue.cells import Answer
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import CellState, Support
from app.errors import InvalidInput

READERS = ("a", "b")
VERDICTS: tuple[Verdict, ...] = ("event-driven", "message-driven", "both", "no-broker", "not-enough")
Z = 1.959964
"""The 97.5th percentile of the normal distribution."""

CLOUDS = ("aws", "azure", "gcp")


@dataclass(frozen=True, slots=True)
class Case:
    """One published case."""

    id: str
    title: str
    approach: str
    clear: bool
    acceptable: frozenset[str]
    unsuitable: frozenset[str]
    answers: Mapping[str, Answers]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """Of 1; 0 where there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %: honest for few cases and for rates near 0 or 1."""
        if not self.total:
            return 0.0, 1.0
        share, spread = self.share, Z * Z / self.total
        centre = (share + spread / 2) / (1 + spread)
        half = Z * sqrt(share * (1 - share) / self.total + spread / (4 * self.total)) / (1 + spread)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits:>3} of {self.total:<3} {self.share:>6.1%}  (95 %: {low:.0%} to {high:.0%})"


@dataclass(frozen=True, slots=True)
class Result:
    """One case with one reader's answers. `known` are its acceptable products that the catalogue has."""

    case: Case
    advice: Advice
    by_intent: Verdict
    known: frozenset[str]
    fixed: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the approach is the expected one."""
        return self.advice.approach.verdict == self.case.approach

    @property
    def first(self) -> str | None:
        """The product that comes first."""
        return self.advice.products[0].slug if self.advice.products else None

    @property
    def first_hit(self) -> bool:
        """Whether an acceptable product comes first."""
        return self.first in self.known

    @property
    def three_hit(self) -> bool:
        """Whether one is among the first three."""
        return any(each.slug in self.known for each in self.advice.products[:3])

    @property
    def wrong_first(self) -> bool:
        """Whether an unsuitable product comes first."""
        return self.first in self.case.unsuitable

    @property
    def excluded_acceptable(self) -> list[str]:
        """Acceptable products that a must rules out: a fact, or an answer, to look at."""
        return sorted(each.slug for each in self.advice.excluded if each.slug in self.known)


def read_cases(path: Path, rules: Rules) -> list[Case]:
    """The cases of a file. Raises InvalidInput where it does not hold any, or holds unknown answers."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if not isinstance(raw, list) or not raw:
            raise TypeError("no list")
        return [_case(each, rules) for each in raw]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInput(
            f"{path.name}: expected a list of cases with id, expected, answers_a and answers_b ({error})"
        ) from None


def _case(raw: Mapping[str, Any], rules: Rules) -> Case:
    expected = raw["expected"]
    answers = {}
    for reader in READERS:
        try:
            answers[reader] = parse({"answers": raw[f"answers_{reader}"], "limit": 50}, rules)
        except InvalidInput as error:
            told = "; ".join(map(str, error.problems))
            raise InvalidInput(f"Case {raw['id']}, answers_{reader}: {told}") from None
    return Case(
        str(raw["id"]),
        str(raw.get("title", "")),
        expected["approach"],
        expected["approach_confidence"] == "clear",
        frozenset(expected["products_ok"]),
        frozenset(expected["products_wrong"]),
        answers,
    )


def cloud_of(answers: Answers) -> str:
    """The cloud that a fixed list is for: the first one chosen."""
    return next((cloud for cloud in CLOUDS if answers.has("hosting", cloud)), "elsewhere")


def fixed_lists(cases: Sequence[Case], reader: str, known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """For each cloud the three products that hit most of these very cases: a baseline that has seen the answers.

    Products are added one by one, each time the one that hits most cases that are still missed.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for cloud in (*CLOUDS, "elsewhere"):
        missed = [case.acceptable & known for case in cases if cloud_of(case.answers[reader]) == cloud]
        chosen: list[str] = []
        for _ in range(3):
            counts = Counter(slug for acceptable in missed for slug in acceptable)
            if not counts:
                break
            best = min(counts, key=lambda slug: (-counts[slug], slug))
            chosen.append(best)
            missed = [acceptable for acceptable in missed if best not in acceptable]
        lists[cloud] = tuple(chosen)
    return lists


def results(cases: Sequence[Case], reader: str, catalogue: Catalogue, rules: Rules) -> list[Result]:
    """The advice for every case with one reader's answers."""
    known = frozenset(catalogue.products)
    lists = fixed_lists(cases, reader, known)
    found: list[Result] = []
    for case in cases:
        answers = case.answers[reader]
        advice = advise(answers, catalogue, rules)
        intent = {name: options for name, options in answers.chosen.items() if name == INTENT}
        found.append(
            Result(
                case,
                advice,
                decide(rules, intent),
                case.acceptable & known,
                lists[cloud_of(answers)],
                violations(advice, demands_of(rules, answers, advice.approach.verdict), catalogue),
            )
        )
    return found


def violations(advice: Advice, demands: Demands, catalogue: Catalogue) -> tuple[str, ...]:
    """Listed products of which the catalogue says no to a must. Asks the cells anew, past the engine's own columns."""
    return tuple(
        product.slug
        for product in advice.products
        if any(all(_says_no(catalogue, product, asked, must.flow) for asked in must.any) for must in demands.musts)
    )


def _says_no(catalogue: Catalogue, product: ProductAdvice, asked: Asked, flow: Flow) -> bool:
    """Whether a cell says no, without any condition, for the variants that the flow uses."""
    if asked.form not in ("option", "choice"):
        return False
    entry, variant = catalogue.products[product.slug], product.variant
    cell = entry.cells.get((asked.criterion, asked.option if asked.form == "option" else None))
    event = variant.event_mode or variant.mode
    modes = {"message": {variant.mode}, "event": {event}}.get(flow, {variant.mode, event})
    said = [
        cell.answer(each) for each in entry.variants if cell and each.edition == variant.edition and each.mode in modes
    ]
    return bool(said) and all(_is_no(answer, asked) for answer in said)


def _is_no(answer: Answer, asked: Asked) -> bool:
    facts = [fact.statement for fact in (*answer.facts, *answer.conditional)]
    if answer.state is not CellState.KNOWN or not answer.facts:
        return False
    if asked.form == "option":
        return all(each.support is Support.NO for each in facts)
    return all(each.value is not None and each.value.raw != asked.option for each in facts)


def rate(found: Iterable[bool]) -> Rate:
    """How many of these are true."""
    each = list(found)
    return Rate(sum(each), len(each))


def summary(found: Sequence[Result]) -> dict[str, Rate]:
    """Every rate of one reader's answers, by name."""
    clear = [each for each in found if each.case.clear]
    sold = [each for each in found if each.known]
    return {
        "approach, clear cases": rate(each.right for each in clear),
        "approach, all cases": rate(each.right for each in found),
        "  by intent alone, clear cases": rate(each.by_intent == each.case.approach for each in clear),
        "  by intent alone, all cases": rate(each.by_intent == each.case.approach for each in found),
        "abstained": rate(each.advice.approach.verdict == "not-enough" for each in found),
        "both, though it is not": rate(
            each.advice.approach.verdict == "both" for each in found if each.case.approach != "both"
        ),
        "acceptable product first": rate(each.first_hit for each in sold),
        "acceptable product among three": rate(each.three_hit for each in sold),
        "  best fixed list of three for the cloud": rate(bool(each.known & set(each.fixed)) for each in sold),
        "unsuitable product first": rate(each.wrong_first for each in sold),
        "unsuitable product first, all cases": rate(each.wrong_first for each in found),
        "hard constraint violated": rate(bool(each.violations) for each in found),
        "acceptable product ruled out": rate(bool(each.excluded_acceptable) for each in sold),
    }


def _confusion(found: Sequence[Result]) -> Iterator[str]:
    counts = Counter((each.case.approach, each.advice.approach.verdict) for each in found)
    yield f"    {'expected':<16}" + "".join(f"{verdict:>16}" for verdict in VERDICTS)
    for expected in VERDICTS[:3]:
        yield f"    {expected:<16}" + "".join(f"{counts[expected, verdict]:>16}" for verdict in VERDICTS)


def _misses(found: Sequence[Result]) -> Iterator[str]:
    for each in found:
        case, advice = each.case, each.advice
        if not each.right:
            kind = "clear" if case.clear else "arguable"
            scores = f"event {advice.approach.event_score}, message {advice.approach.message_score}"
            said = f"{advice.approach.verdict} for {case.approach} ({kind}; {scores})"
            yield f"    {case.id} approach: {said}: {case.title}"
        listed = ", ".join(f"{product.slug}{'?' * (product.status == 'possible')}" for product in advice.products[:3])
        if each.known and not each.three_hit:
            out = f"; ruled out: {', '.join(each.excluded_acceptable)}" if each.excluded_acceptable else ""
            yield f"    {case.id} products: {listed or 'none'} for {', '.join(sorted(each.known))}{out}: {case.title}"
        if each.wrong_first:
            yield f"    {case.id} unsuitable first: {each.first}: {case.title}"
        for slug in each.violations:
            yield f"    {case.id} VIOLATION: {slug}"


def lines(cases: Sequence[Case], catalogue: Catalogue, rules: Rules) -> Iterator[str]:
    """The report of `landscape evaluate`, line by line. A `?` marks a product that is possible and not confirmed."""
    every = {reader: results(cases, reader, catalogue, rules) for reader in READERS}
    missing = sum(not each.known for each in every[READERS[0]])
    yield (
        f"{len(cases)} cases, {sum(case.clear for case in cases)} with a clear approach;"
        f" {len(catalogue.products)} products at revision {catalogue.revision}; rules {rules.version}"
    )
    yield f"{missing} cases have no acceptable product in the catalogue: their products count apart."
    for reader, found in every.items():
        yield ""
        yield f"Reader {reader}"
        for name, each in summary(found).items():
            yield f"  {name:<44}{each}"
        yield "  approaches"
        yield from _confusion(found)
        yield "  misses"
        yield from _misses(found)
    pairs = list(zip(*every.values(), strict=True))
    yield ""
    yield "The two readers' results"
    alike = rate(a.advice.approach.verdict == b.advice.approach.verdict for a, b in pairs)
    yield f"  {'same approach':<44}{alike}"
    yield f"  {'same product first':<44}{rate(a.first == b.first for a, b in pairs)}"
