"""Writes app/api/examples.json: the answers of every read over the invented catalogue of tests/data/every-table.

Run it after a change of the API's shapes; a test fails while the file is not what this writes. Long lists are cut.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import SQLModel

from app import editing
from app.api.openapi import EXAMPLES
from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue, build
from app.db import make_engine, write_session, writing
from app.ingest.files import read_tree
from app.main import create_app
from app.settings import Settings

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "every-table"
DAY = date(2026, 11, 23)
LONGEST = 2
"""Items that are left of a list."""

ADDRESSES = {
    "getIndex": "http://127.0.0.1/api/v1",
    "getQuestions": "/advisor/questions",
    "listDimensions": "/dimensions",
    "getDimension": "/dimensions/basic-usage",
    "listCriteria": "/criteria",
    "getCriterion": "/criteria/message_size_max",
    "listProtocols": "/protocols",
    "getProtocol": "/protocols/herald",
    "listApproaches": "/approaches",
    "getCoverage": "/coverage",
    "listProducts": "/products?message_size_max=ge:2MiB&columns=message_size_max&facets=true",
    "getProduct": "/products/heron",
    "getStatement": "/statements/{statement}",
    "compareProducts": "/compare?products=heron,heron-cloud&baseline=heron",
    "getCatalogue": "/catalogue.json",
    "listChanges": "/changes?limit=1",
}


def invented() -> Catalogue:
    """Two products of a bird's name."""
    entities = read_tree(DATA).to_load()
    return build(entities, len(entities) + 1, MOMENT)


MOMENT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@contextmanager
def recorded() -> Iterator[Engine]:
    """The same in a database, with one edit: what there is to tell of changes."""
    entities = read_tree(DATA).to_load()
    said = next(each for each in entities if isinstance(each, e.Statement) and each.criterion == "message_size_max")
    before = replace(said, note="As the page on limits says.")
    loaded = [before if each is said else each for each in entities]
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/examples.db")
        with writing(engine).begin() as connection:
            SQLModel.metadata.create_all(connection)
        for old, new, who, why in (
            ((), loaded, editing.FILES, "Loaded from the data files"),
            ([before], [said], "Ada", "The note said nothing"),
        ):
            with write_session(engine) as session:
                editing.apply(session, editing.difference(old, new), editing.Author(who, why, MOMENT))
        yield engine
        engine.dispose()


def shortened(value: Any) -> Any:
    """The same with no list longer than LONGEST."""
    if isinstance(value, list):
        return [shortened(each) for each in value[:LONGEST]]
    if isinstance(value, dict):
        return {name: shortened(each) for name, each in value.items()}
    return value


async def answers(app: FastAPI, statement: str) -> dict[str, dict[str, Any]]:
    """Each operation's examples by media type."""
    made: dict[str, dict[str, Any]] = {}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1/api/v1") as client:
        for operation, address in ADDRESSES.items():
            path = address.format(statement=statement)
            answer = (await client.get(path)).raise_for_status()
            made[operation] = {"application/json": shortened(answer.json())}
            for media_type in ("text/csv", "text/markdown"):
                table = await client.get(path, headers={"accept": media_type})
                if table.status_code == 200:
                    made[operation][media_type] = "\n".join(table.text.splitlines()[:6])
    return made


def examples() -> str:
    """What the file should hold."""
    catalogue = invented()
    app = create_app(Settings(), catalogue)
    app.state.day = DAY
    found = next(fact.id for fact in catalogue.facts.values() if fact.statement.criterion == "message_size_max")
    with recorded() as engine:
        app.state.engine = engine
        return json.dumps(asyncio.run(answers(app, found)), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(DATA.parents[2]))
    EXAMPLES.write_text(examples(), encoding="utf-8")
