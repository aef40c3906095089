"""The fourteen properties hold for the engine as it is; each is known to notice a break (`tests/mutants.py`)."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.advisor.properties import PROPERTIES
from tests.mutants import DECORATED

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import json
from app.advisor.answer import advise, document, parse
from tests.advisor.cast import CAST, catalogue, rules
raw = {"answers": {"intent": ["fact", "command"], "history": "days", "hosting": ["self-hosted"], "delivery": "no-loss"}}
print(json.dumps(document(advise(parse(raw, rules()), catalogue(CAST), rules()))))
"""


@pytest.mark.parametrize("holds", PROPERTIES, ids=lambda each: each.__name__)
def test_the_property_holds(holds: Callable[[], None]) -> None:
    """For random answers and random catalogues."""
    vars(holds).pop(DECORATED, None)
    settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)(
        holds
    )()


def test_two_processes_give_the_same_bytes() -> None:
    """Whatever the seed of the hashes of strings, which decides how sets are ordered."""
    found = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        found.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(found) == 1
