"""A table as text: what every export is written from."""

from dataclasses import dataclass

from app.catalogue.showing import Shown

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula when it opens a CSV file."""


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, one line about what it shows, the names of the columns, and the rows."""

    name: str
    title: str
    line: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def neutral(text: str) -> str:
    """The same text for people; a spreadsheet sees text, never a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def cell_text(shown: Shown, verdict: str | None = None) -> str:
    """A cell in one line: its answer, what limits it, its note, and how far it can be trusted."""
    text = shown.text
    if shown.details:
        text += f" ({'; '.join(shown.details)})"
    if shown.note:
        text += f" – {shown.note}"
    marks = []
    if verdict is not None:
        marks.append(verdict)
    if shown.inherited:
        marks.append("inherited")
    if shown.due:
        marks.append("undated" if shown.age == "undated" else "due for re-check")
    return f"{text} [{', '.join(marks)}]" if marks else text
