"""How long a first comparison of six products takes in process, and how many bytes it is.

    .venv/bin/python -m bench.compare

Prints the grid alone, the drawn page, and the protocol matrix, in milliseconds of processor time (the median of some
runs, nothing cached but the compiled templates) and as ratios to a loop of fixed work on the same machine. The bars:
30 ms and 200,000 bytes for the page, 60 ms for the matrix of 60 products.
"""

import asyncio
import gzip
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from app.catalogue.snapshot import build
from app.compare import compare
from app.ingest.files import read_tree
from app.main import create_app
from app.settings import Settings
from app.web.clock import today

SIX = ("apache-kafka", "rabbitmq", "redis", "amazon-sqs", "azure-event-hubs", "eclipse-mosquitto")
RUNS = 25
DATA = Path(__file__).resolve().parent.parent / "data"


def reference() -> int:
    """Fixed work: what other figures are divided by."""
    return sum(len(str(number)) for number in range(20_000))


def median_ms(work: Callable[[], Any]) -> float:
    """The median processor time of some runs, in milliseconds."""
    work()
    found = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    """Measures and prints."""
    entities = read_tree(DATA).to_load()
    catalogue = build(entities, 1)
    app = create_app(Settings(), catalogue)
    loop = asyncio.new_event_loop()

    def get(address: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            # Credentials keep the answer out of the cache of rendered pages.
            headers = {"authorization": "Basic YjpiZW5jaA==", "accept-encoding": "identity"}
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as client:
                return await client.get(address)

        return loop.run_until_complete(ask())

    page = "/compare/" + ",".join(SIX)
    unit = median_ms(reference)
    print(f"{'reference loop':<34}{unit:>8.1f} ms")
    figures = {
        "grid of six products": lambda: compare(catalogue, SIX, today()),
        "page of six products": lambda: get(page),
        f"protocol matrix of {len(catalogue.products)} products": lambda: get("/dimensions/wire-protocols"),
        "an empty answer, for comparison": lambda: get("/compare?x=1"),
    }
    for name, work in figures.items():
        spent = median_ms(work)
        print(f"{name:<34}{spent:>8.1f} ms{spent / unit:>8.2f} x")
    body = get(page).content
    print(f"{'bytes of the page':<34}{len(body):>8,}   gzip {len(gzip.compress(body, 6)):,}")
    loop.close()


if __name__ == "__main__":
    main()
