"""Small wordings that templates use as filters: numbers, dates, plurals, shortened texts. No facts."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup

from app.editing.diff import as_text

LONG = 190
"""Characters of a text that a comparison shows; the rest opens in place."""

ASIDE = 58
"""Characters of a side remark in a cell: two short lines."""

DANGLING = r"(?:[\s(]+(?:an?|and|are|as|at|be|but|by|can|for|from|has|in|is|its|of|on|or|that|the|to|which|with))+$"
"""Small words that a shortened text had better not end with."""


def brief(text: str, longest: int = LONG) -> str:
    """The text, or its first sentences or words that fit, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest + 1]
    stop = max((found.end() for found in re.finditer(r"[.;:](?= )", head)), default=0)
    if stop > longest // 2:
        return head[: stop - 1] + " …"
    words = re.sub(DANGLING, "", head.rsplit(" ", 1)[0])
    return words.rstrip(",;:.–- (") + " …"


def clause(text: str, longest: int = ASIDE) -> str:
    """The first clause of a note where it is short enough to stand alone, else its first words."""
    first = re.split(r"(?<=[a-z0-9)])[.;](?= |$)", text, maxsplit=1)[0]
    return first if len(first) <= longest else brief(first, longest)


def day(value: date | None) -> str:
    """`23 Nov 2026`."""
    return f"{value.day} {value:%b %Y}" if value else "undated"


def moment(value: datetime) -> str:
    """`23 Nov 2026, 07:33 UTC`."""
    return f"{day(value)}, {value.astimezone(UTC):%H:%M} UTC"


def thousands(value: float) -> str:
    """`12,345`; decimals only where there are any."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 product`, `2 products`."""
    return f"{thousands(count)} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """`82 %`; never 100 % or 0 % of what is not quite so."""
    if 0 < share < 0.01:
        return "< 1 %"
    if 0.99 < share < 1:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")


def sentence(text: str) -> str:
    """With a capital at its beginning; the rest as it is."""
    return text[:1].upper() + text[1:]


def breakable(text: str) -> Markup:
    """For narrow columns: a line may end after a stroke, `Publish/subscribe`."""
    return Markup("/<wbr>").join(text.split("/"))


def listed(words: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


FILTERS: dict[str, Callable[..., Any]] = {
    "brief": brief,
    "in_words": as_text,
    "clause": clause,
    "day": day,
    "moment": moment,
    "thousands": thousands,
    "plural": plural,
    "percent": percent,
    "sentence": sentence,
    "listed": listed,
    "breakable": breakable,
}
