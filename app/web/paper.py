"""What a comparison's cells say on paper, where nothing opens: the ends of shortened texts, the lines left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.catalogue.showing import Shown
from app.compare import GridCell, Row
from app.web.cells import Drawn, Group, drawn

CUT = " …"
"""How a shortened text ends."""

OTHERWISE = "otherwise: "
"""Before the names of the variants of which prose says something else."""

COUNTED = re.compile(r"and \d+ more")
"""The line that stands for those left out."""

EVERY = 1000
"""More lines than a cell has."""

Endings = dict[str, dict[str, tuple[str, str]]]
"""By a cell's address, then by a line as the screen shows it: how much of it stays on paper, and what follows there."""


def endings(rows: Iterable[Row], groups: Iterable[Group]) -> Endings:
    """What the screen leaves out of these rows, which were gathered into these groups."""
    found: Endings = {}
    as_drawn = (row for group in groups for row in group.rows)
    for row, seen in zip(rows, as_drawn, strict=True):
        for cell, short in zip(row.cells, seen.cells, strict=True):
            for line in (short.text, *short.remarks):
                if ending := _ending(line, row, cell, short):
                    found.setdefault(short.address, {})[line] = ending
    return found


def _ending(line: str, row: Row, cell: GridCell, short: Drawn) -> tuple[str, str] | None:
    if line.startswith(OTHERWISE):
        return OTHERWISE, "; ".join(detail.rstrip(".") for detail in cell.shown.details if ": " in detail)
    if line.endswith(CUT):
        kept = line.removesuffix(CUT)
        return kept, _whole(line, cell.shown)[len(kept) :]
    if COUNTED.fullmatch(line):
        every = drawn(replace(cell, verdict=None), row.criterion, EVERY).remarks
        return "", "; ".join(_whole(each, cell.shown) for each in every if each not in short.remarks)
    return None


def _whole(line: str, shown: Shown) -> str:
    """The text that a line is the beginning of."""
    kept = line.removesuffix(CUT)
    return next((text for text in _texts(shown) if line.endswith(CUT) and text.startswith(kept)), line)


def _texts(shown: Shown) -> Iterator[str]:
    yield shown.text
    yield shown.note or ""
    yield from shown.details
