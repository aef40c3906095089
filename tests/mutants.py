"""Fourteen ways to break the advisor, one for each of its properties: every one must make its property fail.

A test that cannot fail proves nothing. `make test` runs this through `tests/advisor/test_mutants.py`; by itself:
`python -m tests.mutants`.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings

from app.advisor import answers, approach, board, changes, demands, evidence, explain, fit, robust, shortlist
from app.catalogue.words import Support
from tests.advisor.properties import PROPERTIES

EXAMPLES = 2000
"""Random worlds that a mutant may survive. Most are found within the first ten."""


DECORATED = "_hypothesis_internal_settings_applied"
"""Hypothesis' mark on a test that has settings. A property is run under two, in whatever order: it is taken off."""


@dataclass(frozen=True)
class Mutant:
    """One break: what it does wrong, and the attribute that is replaced while it lives."""

    sentence: str
    owner: Any
    name: str
    instead: Any


def _shares_by_chance(scores: Any, ranked: Any) -> dict[str, robust.Shares]:
    chance = SystemRandom().random()
    return {each.slug: robust.Shares(chance, chance, None) for each in ranked}


def _options_as_they_come(self: Any, question: Any, raw: Any) -> tuple[str, ...]:
    given = raw if isinstance(raw, list | tuple) else [] if raw is None else [raw]
    return tuple(each for each in given if each != answers.NOT_SURE)


def _not_sure_is_the_first(self: Any, question: Any, raw: Any) -> tuple[str, ...]:
    given = raw if isinstance(raw, list | tuple) else [] if raw is None else [raw]
    first = next(iter(question.options))
    return tuple(each for each in question.options if each in given or (each == first and answers.NOT_SURE in given))


def _total_by_count(self: demands.Demands) -> int:
    return 5 * len(self.wishes)


def _the_last_must_only(*given: Any, **more: Any) -> demands.Demands:
    made = REAL_DEMANDS(*given, **more)
    return replace(made, musts=made.musts[-1:])


def _scaled_to_the_field(self: board.Board, demand: demands.Demand) -> board.Column:
    column = REAL_COLUMN(self, demand)
    least, most = min(column.low), max(column.high)
    width = (most - least) or 1
    low, high = ([round(board.UNIT * (each - least) / width) for each in ends] for ends in (column.low, column.high))
    return replace(column, low=low, high=high)


def _undecided_is_event(sums: Any, limits: Any, lean: float, against: float) -> str:
    said = REAL_CIRCUMSTANCES(sums, limits, lean, against)
    return "event-driven" if said == "not-enough" else said


def _ties_count_twice(counts: list[float], sample: Any, last: float, places: int) -> None:
    for position, score in enumerate(sample):
        counts[position] += score >= last


def _largest_sets(scores: fit.Scores, rules: Any) -> tuple[explain.Relaxation, ...]:
    musts = scores.demands.musts
    every = tuple((*must.origins[0], must.id) for must in musts)
    slugs = tuple(each.slug for each in scores.board.catalogue.products)
    return (explain.Relaxation(every, slugs, 0, ""),) if musts else ()


def _always_first(*given: Any) -> int:
    return board.FAILED << 20


def _weights_upside_down(wish: demands.Demand, weights: Any) -> demands.Demand:
    changed = REAL_WEIGHTED(wish, weights)
    return changed if changed is wish else replace(changed, weight=6 - changed.weight)


REAL_DEMANDS = demands.demands_of
REAL_COLUMN = board.Board._column
REAL_CIRCUMSTANCES = approach._by_circumstances
REAL_WEIGHTED = demands._weighted
PLUGINS_FIRST = {**evidence.SUPPORT, Support.BUILT_IN: 0.5}

MUTANTS = (
    Mutant("shares come from chance", shortlist, "shares", _shares_by_chance),
    Mutant("options keep the order in which they came", answers._Parser, "options", _options_as_they_come),
    Mutant("scores are divided by the number of wishes", demands.Demands, "total", property(_total_by_count)),
    Mutant("a plugin is worth more than what is built in", evidence, "SUPPORT", PLUGINS_FIRST),
    Mutant("not sure is the first option", answers._Parser, "options", _not_sure_is_the_first),
    Mutant("unknown is no", evidence, "Evidence", lambda *given: REAL_EVIDENCE(*_known(given))),
    Mutant("a must passes when it is open", evidence, "HARD_YES", 0.0),
    Mutant("only the last must counts", demands, "demands_of", _the_last_must_only),
    Mutant("values are scaled to the field", board.Board, "_column", _scaled_to_the_field),
    Mutant("undecided means event-driven", approach, "_by_circumstances", _undecided_is_event),
    Mutant("ties count for each", robust, "_share", _ties_count_twice),
    Mutant("relaxations give up everything", explain, "relaxations", _largest_sets),
    Mutant("any fact is said to decide", changes, "place_if", _always_first),
    Mutant("a heavier weight weighs less", demands, "_weighted", _weights_upside_down),
)
"""In the order of the properties."""

REAL_EVIDENCE = evidence.Evidence


def _known(given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Evidence of an unknown cell as if it said no."""
    return (0.0, 0.0, "no", *given[3:]) if given[:2] == (0.0, 1.0) else given


@contextmanager
def alive(mutant: Mutant) -> Iterator[None]:
    """While this lasts, the engine is broken."""
    with patch.object(mutant.owner, mutant.name, mutant.instead):
        yield


def survives(mutant: Mutant, holds: Callable[[], None]) -> bool:
    """Whether the property still holds for a broken engine. A crash is no proof: only a failed assertion kills."""
    vars(holds).pop(DECORATED, None)
    run = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )(holds)
    with alive(mutant):
        try:
            run()
        except AssertionError:
            return False
    return True


def main() -> int:
    """Tries all of them; 1 if any survives."""
    left = 0
    for mutant, holds in zip(MUTANTS, PROPERTIES, strict=True):
        lives = survives(mutant, holds)
        left += lives
        print(f"{'SURVIVES' if lives else 'killed  '}  {holds.__name__}: {mutant.sentence}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
