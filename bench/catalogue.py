"""Measures the catalogue at its design size: 2,000 synthetic products x 80 statements.

Prints seconds and memory for loading, reading, editing and showing the edit, beside a loop of fixed work, so that
figures from different machines can be compared as ratios. Run it by hand:
`.venv/bin/python bench/catalogue.py [products]`.
"""

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from app import desk, editing
from app.catalogue import entities as e
from app.catalogue.live import Live
from app.catalogue.search import prepare
from app.catalogue.snapshot import build, read
from app.catalogue.values import Value
from app.catalogue.words import SUPPORT_OF, Kind, Scale, Support, ValueType
from app.compare import compare
from app.db import make_engine, upgrade, write_session
from app.ingest.files import read_tree

T = TypeVar("T")

DATA = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 1)
STATEMENTS = 80


def product(number: int, criteria: list[e.Criterion]) -> list[e.Entity]:
    """One invented product with 80 statements over the real criteria, the same at each run."""
    chance = random.Random(number)  # noqa: S311  (invented data, no secrets)
    slug = f"invented-{number}"
    source = e.Source(slug, "docs", 0, f"https://{slug}.example/", "Manual", "Nobody", True, DAY, DAY)
    product = e.Product(slug, f"Invented {number}", chance.choice(list(Kind)), "Nobody", source.url, source.url)
    cites = (e.Citation("docs", "Limits", "limit", DAY, DAY),)
    questions = [(each, option) for each in criteria for option in each.options if each.type is ValueType.OPTIONS]
    found: list[e.Entity] = [product, source]
    for criterion, option in chance.sample(questions, STATEMENTS - 2):
        allowed = SUPPORT_OF[criterion.scale]
        support = chance.choice([each for each in allowed if each is not Support.PARTIAL])
        found.append(
            e.Statement(
                slug,
                criterion.slug,
                criterion.type,
                criterion.scale,
                option=option.slug,
                support=support,
                citations=cites,
            )
        )
    for name in ("message_size_max", "message_size_default"):
        size = Value(ValueType.BYTES, chance.choice([2**16, 2**18, 2**20, 2**24]))
        found.append(e.Statement(slug, name, ValueType.BYTES, Scale.NONE, value=size, citations=cites))
    return found


def timed(name: str, work: Callable[[], T], reference: float) -> T:
    """Does the work once, and prints its seconds and how many reference loops that is."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{name:<44}{seconds:>9.3f} s {seconds / reference:>9.1f} x reference")
    return result


def loop() -> int:
    """Fixed work in plain Python: the yardstick."""
    return sum(number * number % 7 for number in range(2_000_000))


def fill(url: str, count: int) -> None:
    """Invents the products and loads them into an empty database."""
    reference = yardstick()
    vocabulary = [each for each in read_tree(DATA).to_load() if isinstance(each, e.Dimension | e.Criterion)]
    criteria = [each for each in vocabulary if isinstance(each, e.Criterion)]
    invented = [entity for number in range(count) for entity in product(number, criteria)]
    print(f"{count} products, {sum(isinstance(each, e.Statement) for each in invented)} statements")
    engine = make_engine(url)
    upgrade(engine)

    def write() -> None:
        with write_session(engine) as session:
            changes = editing.difference([], [*vocabulary, *invented])
            editing.apply(session, changes, editing.author("bench", "Measured"))

    timed("load into an empty database", write, reference)
    timed("build it from entities alone", lambda: build([*vocabulary, *invented]), reference)
    engine.dispose()
    print_memory("loading")


def serve(url: str) -> None:
    """What a process that serves does: reads, compares, and shows an edit."""
    reference = yardstick()
    engine = make_engine(url)
    catalogue = timed("read the whole catalogue", lambda: read(engine), reference)
    six = list(catalogue.products)[:6]
    timed("compare six products", lambda: compare(catalogue, six, DAY), reference)
    prepare(catalogue)
    held = [catalogue]
    live = Live(lambda: engine, lambda: held[-1], held.append)
    said = next(fact for fact in held[0].products[six[0]].facts if fact.statement.criterion == "message_size_max")

    def edit() -> None:
        with write_session(engine) as session:
            item = desk.read(session, "statement", said.id)
            changed = {**(item.fragment or {}), "note": "Read again."}
            wanted = desk.Edit(item.kind, item.product, item.id, changed, item.version)
            desk.save(session, wanted, editing.author("bench", "Measured"))

    timed("save an edit", edit, reference)
    timed("make it visible", live.look, reference)
    engine.dispose()
    print_memory("serving")


def yardstick() -> float:
    """Seconds of the reference loop."""
    start = time.perf_counter()
    loop()
    seconds = time.perf_counter() - start
    print(f"{'reference loop':<44}{seconds:>9.3f} s")
    return seconds


def print_memory(what: str) -> None:
    """The most that this process ever held."""
    print(f"{f'largest memory, {what}':<44}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>9.0f} MB")


def main(count: int) -> None:
    """Loads in one process and serves in another, as a deployment does."""
    start = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        for process in (start.Process(target=fill, args=(url, count)), start.Process(target=serve, args=(url,))):
            process.start()
            process.join()
            if process.exitcode:
                sys.exit(process.exitcode)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
