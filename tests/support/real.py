"""The committed catalogue, read once in a process: for tests that only look."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from app.catalogue.snapshot import Catalogue, build
from app.ingest.files import read_tree

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def real_catalogue() -> Catalogue:
    """Everything that data/ holds, as a revision of its own."""
    return build(read_tree(DATA).to_load(), 7, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
