"""Applications over a ready catalogue: no database, no server."""

import pytest
from fastapi import FastAPI

from app.catalogue.snapshot import Catalogue
from app.main import create_app
from app.settings import Settings
from tests.support.cast import CAST, CITE, TODAY, catalogue, product
from tests.support.real import real_catalogue

MERLIN = product(
    "merlin",
    f"""\
statements:
  durability: [{{value: '=HYPERLINK("https://evil.example")', note: '+1 | <b>', {CITE}}}]
  retention_default: [{{value: 500 ms, {CITE}}}]
  retention_max: [{{value: 14 days, per: queue, changeable: on-request, {CITE}}}]
  sla_percent: [{{value: 99.95 %, {CITE}}}]
  throughput_limit: [{{value: 3000 messages/s, per: connection, {CITE}}}]
  connections_max: [{{bound: unlimited, {CITE}}}]
  partitions_max: [{{value: 120000, {CITE}}}]
  latency_class: [{{value: 4, method: judgement, note: By the rubric., {CITE}}}]
  first_release: [{{value: 2011-05, {CITE}}}]
  persistence: [{{value: disk, {CITE}}}]
  licence:
    MIT: [{{support: yes, {CITE}}}]
""",
)
"""Says something of every type, and texts that a spreadsheet or a page could take for more than text."""


@pytest.fixture(scope="session")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The invented cast, and one more."""
    return catalogue(tmp_path_factory.mktemp("cast") / "data", {**CAST, "merlin": MERLIN})


@pytest.fixture(scope="session")
def app(birds: Catalogue) -> FastAPI:
    """An application over the invented cast, on a fixed day."""
    made = create_app(Settings(), birds)
    made.state.day = TODAY
    return made


@pytest.fixture(scope="session")
def real() -> FastAPI:
    """An application over the committed data."""
    return create_app(Settings(), real_catalogue())
