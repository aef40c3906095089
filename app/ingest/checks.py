"""`landscape check`: reads all of `data/` and tells every problem at once, not the first one only."""

from datetime import UTC, date, datetime
from pathlib import Path

from app.ingest.files import DataSet, read_tree
from app.ingest.rules import citations, criteria, hosts, products, statements
from app.problems import Problem

RULES = (*criteria.RULES, *products.RULES, *statements.RULES, *citations.RULES, *hosts.RULES)


def problems(data: DataSet, today: date | None = None) -> list[Problem]:
    """What is wrong with these files, by file and line. `today` is the UTC day unless a test says otherwise."""
    day = today or datetime.now(UTC).date()
    found = list(data.problems)
    for rule in RULES:
        found.extend(rule(data, day))
    return sorted(set(found))


def check(root: Path) -> list[Problem]:
    """Read `root` and return every problem in it; an empty list means that it can be loaded."""
    return problems(read_tree(root))
