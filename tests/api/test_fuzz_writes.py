"""A schema-driven fuzz of everything that writes, with a token that may, on a database that is thrown away."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case

from app.accounts.words import Scope
from app.catalogue.snapshot import Catalogue, build, read
from app.db import make_engine, read_session, upgrade
from app.desk.items import touched
from app.editing.verify import verify
from app.ingest.load import load
from app.main import create_app
from app.settings import Settings
from tests.api.test_fuzz import CHECKS, PATIENCE
from tests.support.cast import folder
from tests.support.operations import writes
from tests.support.visiting import move_in, token_of

EXAMPLES = 15
"""Requests made up for each operation; each may be a transaction."""

APP = create_app(Settings(), build(()))
schema = (
    schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)
    .include(writes)
    .exclude(method=["PATCH", "DELETE"], path_regex="complete-lists|client-libraries|relations|measurements|protocols")
)
"""Of patching and retiring, which are the same function for all, some kinds."""
HEADERS: dict[str, str] = {}


@contextmanager
def filled(root: Path) -> Iterator[None]:
    """The invented cast in a database of its own, and a reviewer's token; what is left must be whole."""
    engine = make_engine(f"sqlite:///{root / 'fuzzed.db'}")
    upgrade(engine)
    load(engine, folder(root / "data"))
    move_in(engine)
    APP.state.engine, APP.state.catalogue = engine, read(engine)
    HEADERS["Authorization"] = f"Bearer {token_of(engine, 'grace', *Scope)}"
    yield
    with read_session(engine) as session:
        assert verify(session).problems == []
    engine.dispose()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One database for all made-up requests."""
    with filled(tmp_path_factory.mktemp("fuzz")):
        yield


def grounded(case: Case[Any]) -> Case[Any]:
    """Most cases ask for something that is there, at the version that it has."""
    number = zlib.crc32(repr((case.path_parameters, case.body)).encode())
    named = case.path_parameters or {}
    kind = case.path.split("/")[3].removesuffix("s").replace("librarie", "library")
    if "number" in named:
        named["number"] = max(1, APP.state.catalogue.revision - number % 40)
    ids = [] if number % 4 == 0 or not named else sorted(_ids(APP.state.catalogue, kind))
    if not ids:
        return case
    chosen = ids[number // 4 % len(ids)]
    if "product" in named:
        named["product"], named["slug"] = chosen.split("/")
    else:
        named["id" if "id" in named else "slug"] = chosen
    if case.method != "POST" or "id" in named:
        with read_session(APP.state.engine) as session:
            found = touched(session, [(kind, chosen)])
        case.headers["If-Match"] = f'"v{found[kind, chosen].touch.number}"'
    return case


def _ids(catalogue: Catalogue, kind: str) -> Iterator[str]:
    """What there is of a kind, as the program answers it now."""
    if kind in ("product", "protocol"):
        yield from catalogue.products if kind == "product" else catalogue.protocols
    for entry in catalogue.products.values():
        parts = (entry.lists, entry.libraries, entry.tiers, entry.measurements, entry.relations)
        yield from (each.id for part in parts for each in part if each.kind == kind)
        yield from (fact.id for fact in entry.facts if kind == fact.statement.kind and fact.rests_on is None)


@pytest.mark.usefixtures("shared")
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_write_finds_a_500_or_an_undocumented_answer(case: Case[Any]) -> None:
    """Made-up parameters, headers and bodies; the same ones in every run."""
    grounded(case).call_and_validate(checks=CHECKS, headers=HEADERS, timeout=PATIENCE)


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/api/v1/products/{slug}"), ("POST", "/api/v1/suggestions")])
def test_some_writes_get_through(method: str, path: str, tmp_path: Path) -> None:
    """A fuzz that only ever finds what is refused proves little: what the documents give as an example is accepted."""
    seen: Counter[int] = Counter()
    examples = st.one_of(schema[path][method].get_strategies_from_examples())

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(examples)
    def send(case: Case[Any]) -> None:
        seen[grounded(case).call(headers=HEADERS).status_code] += 1

    before = (APP.state.engine, APP.state.catalogue, HEADERS.get("Authorization", ""))
    with filled(tmp_path):
        send()
    APP.state.engine, APP.state.catalogue, HEADERS["Authorization"] = before
    assert seen[200] + seen[201], seen
