"""Advice with everything answered, on 60 and on 600 products: milliseconds in process, and their ratio.

    python -m bench.advise [data folder]

The products are copies of those in the data folder under other names, so that as much is known of them. The first
advice on a catalogue also asks every cell once; that is shown apart. The bars: 60 products in 60 ms, 600 in 12 times
that. A loop of plain arithmetic stands beside them, to compare machines by.
"""

import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.advisor.answer import advise, parse
from app.advisor.answers import Answers
from app.advisor.rules import Rules, read_rules
from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue, build
from app.ingest.files import read_tree

RUNS = 15
EVERYTHING = {
    "intent": ["command", "fact", "reading", "document"],
    "receivers": "many-open",
    "outcome": "stored",
    "coordination": "choreographed",
    "history": "days",
    "work": ["slow", "quick", "windowed"],
    "delivery": "no-loss-no-duplicate",
    "features": ["dead-letter", "delay", "priority", "expiry", "filter"],
    "order": "per-key",
    "peak_rate": "lt-10k",
    "item_size": "le-256kb",
    "latency": "sub-second",
    "hosting": ["aws", "azure", "gcp", "self-hosted", "kubernetes"],
    "service": "either",
    "operations": "some",
    "licence": ["open-source", "source-available", "commercial"],
    "payment": ["pay-per-use", "fixed", "free-tier"],
    "devices": "no",
    "protocols": [],
    "languages": ["java", "python", "go"],
    "security": ["tls", "mtls", "topic-rights", "audit-log"],
    "regions": "standby",
    "zone_failure": "yes",
}


def copies(entities: Iterable[e.Entity], count: int) -> list[e.Entity]:
    """The catalogue with `count` products: copies in turn, under the names of the first with a number."""
    shared = [each for each in entities if not hasattr(each, "product") and not isinstance(each, e.Product | e.Source)]
    products = [each for each in entities if isinstance(each, e.Product)]
    sources = [each for each in entities if isinstance(each, e.Source)]
    of: dict[str, list[e.Entity]] = {product.slug: [] for product in products}
    for each in entities:
        owner = getattr(each, "product", None)
        if owner in of and not isinstance(each, e.Relation):
            of[owner].append(each)
    made: list[e.Entity] = list(shared)
    for number in range(count):
        product = products[number % len(products)]
        slug = f"{product.slug}-{number:04d}"
        made.append(replace(product, slug=slug, name=f"{product.name} {number:04d}"))
        made += [_of(each, slug) for each in of[product.slug]]
        made += [replace(each, owner=slug) for each in sources if each.owner == product.slug]
    return made


def _of(entity: Any, slug: str) -> e.Entity:
    """The same about another product."""
    made: e.Entity = replace(entity, product=slug)
    return made


def measure(catalogue: Catalogue, rules: Rules, answers: Answers) -> tuple[float, float]:
    """Milliseconds of the first advice, and the median of those that follow."""
    taken: list[float] = []
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        advise(answers, catalogue, rules)
        taken.append(1000 * (time.perf_counter() - begin))
    return taken[0], statistics.median(taken[1:])


def reference() -> float:
    """Milliseconds of a million additions and multiplications, to compare machines by."""
    begin = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * 3
    return 1000 * (time.perf_counter() - begin)


def main() -> None:
    """Measures and prints."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
    rules = read_rules(root)
    entities = read_tree(root).to_load()
    answers = parse({"answers": EVERYTHING}, rules)
    found = {}
    for count in (60, 600):
        catalogue = build(copies(entities, count))
        first, later = measure(catalogue, rules, answers)
        found[count] = later
        print(f"{count:>4} products: {later:7.1f} ms, the first time {first:7.1f} ms")
    print(f"ratio {found[600] / found[60]:.1f}; reference loop {reference():.1f} ms")


if __name__ == "__main__":
    main()
