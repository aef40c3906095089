"""Each way of breaking the advisor is noticed by the property that it breaks."""

from collections.abc import Callable

import pytest

from tests.advisor.properties import PROPERTIES
from tests.mutants import MUTANTS, Mutant, survives


@pytest.mark.parametrize(
    ("mutant", "holds"), list(zip(MUTANTS, PROPERTIES, strict=True)), ids=[each.sentence for each in MUTANTS]
)
def test_the_mutant_is_killed(mutant: Mutant, holds: Callable[[], None]) -> None:
    """By a failed assertion, not by a crash."""
    assert not survives(mutant, holds)
