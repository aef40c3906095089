"""The one clock of the pages: everything else takes the day as a value."""

from datetime import UTC, date, datetime


def today() -> date:
    """The day in UTC. An answer is the same all day long, wherever it is made."""
    return datetime.now(UTC).date()
