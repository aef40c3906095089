"""A small invented cast over the real criteria: each product has one oddity. For tests that need a catalogue.

`heron` has editions and modes, `heron-cloud` is the managed form of it, `stork` says nothing about anything,
`wren` is contradicted by its own sources, `finch` is over. A test may rewrite any of them as text.
"""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from app.catalogue.snapshot import Catalogue, build
from app.ingest.checks import problems
from app.ingest.files import DataSet, read_tree

DATA = Path(__file__).resolve().parents[2] / "data"

TODAY = date(2026, 11, 23)

HEAD = """\
name: {name}
kind: {kind}
vendor: {name} Foundation
homepage: https://{slug}.example/
documentation: https://docs.example/{slug}
"""

SOURCES = """\
sources:
  docs: {url: 'https://docs.example/', title: A, publisher: B, vendor: yes, text_date: 2026-10-01, checked: 2026-11-20}
  old: {url: 'https://old.example/', title: A, publisher: B, text_date: 2020-01-01, checked: 2026-11-20}
  undated: {url: 'https://undated.example/', title: A, publisher: B, checked: 2026-11-20}
"""

CITE = "cite: [{source: docs, place: Limits, find: max}]"


def product(slug: str, body: str, kind: str = "queue-broker", before: str = "") -> str:
    """A product file: the head, what comes before the statements (editions, modes, relations), and the statements.

    The sources that nothing cites are left out, as the rules ask.
    """
    used = [line for line in SOURCES.splitlines()[1:] if f"source: {line.split(':')[0].strip()}," in before + body]
    sources = "sources:\n" + "\n".join(used) + "\n" if used else "sources: {}\n"
    head = HEAD.format(slug=slug, name=slug.title(), kind=kind)
    return head + before + sources + body


HERON = product(
    "heron",
    f"""\
statements:
  operated_by:
    you: [{{support: yes, {CITE}}}]
    vendor: [{{support: no, {CITE}}}]
  message_size_max:
  - {{value: 1 MiB, bound: ceiling, {CITE}}}
  - {{value: 4 MiB, editions: [plus], bound: ceiling, {CITE}}}
  - {{value: 16 MiB, editions: [plus], when: AMQP, bound: ceiling, {CITE}}}
  patterns:
    complete: [{{except: [priority], {CITE}}}]
    dedup: [{{support: built-in, modes: [queue], {CITE}}}]
    replay: [{{support: built-in, since: '2.0', {CITE}}}]
    ttl: [{{support: built-in, until: '1.9', {CITE}}}]
    ordered-groups: [{{support: built-in, since: '3.0', {CITE}}}]
""",
    before="""\
editions: [{slug: open, name: Open, default: yes}, {slug: plus, name: Plus}]
modes: [{slug: log, name: Log, default: yes}, {slug: queue, name: Queue, editions: [plus]}]
""",
)

HERON_CLOUD = product(
    "heron-cloud",
    f"""\
statements:
  operated_by:
    vendor: [{{support: yes, {CITE}}}]
    you: [{{support: no, {CITE}}}]
  patterns:
    dead-letter: [{{support: built-in, editions: [large], {CITE}}}]
""",
    before=f"""\
editions: [{{slug: small, name: Small, default: yes}}, {{slug: large, name: Large}}]
relations:
- {{type: based_on, product: heron, engine_versions: {{from: '1.5', to: '2.4'}}, {CITE}}}
""",
)

STORK = product("stork", "", kind="messaging-library")

WREN = product(
    "wren",
    """\
statements:
  patterns:
    priority:
    - {support: built-in, cite: [{source: docs, place: Priority, find: urgent}]}
    - {support: no, claim: 2, cite: [{source: undated, place: Limits, find: priority}]}
  message_size_max: [{value: 64 KiB, cite: [{source: old, place: Limits, find: size}]}]
  retention_max: [{state: unknown, cite: [{source: docs, place: Limits, find: retention}]}]
""",
)

FINCH = product("finch", f"statements:\n  status: [{{value: end-of-life, {CITE}}}]\n")

CAST = {"heron": HERON, "heron-cloud": HERON_CLOUD, "stork": STORK, "wren": WREN, "finch": FINCH}


def folder(root: Path, products: Mapping[str, str] = CAST) -> Path:
    """A data folder with the real criteria, protocols and approaches, and these products."""
    (root / "products").mkdir(parents=True)
    for name in ("criteria.yaml", "protocols.yaml", "approaches.yaml"):
        shutil.copy(DATA / name, root / name)
    for slug, text in products.items():
        (root / "products" / f"{slug}.yaml").write_text(text, "utf-8")
    return root


def data_set(root: Path, products: Mapping[str, str] = CAST) -> DataSet:
    """What these files say."""
    return read_tree(folder(root, products))


def catalogue(root: Path, products: Mapping[str, str] = CAST) -> Catalogue:
    """The catalogue that these products make; they must meet the rules."""
    data = data_set(root, products)
    assert problems(data, TODAY) == []
    return build(data.to_load())
