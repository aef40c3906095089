"""Writes tables: CSV by RFC 4180, Markdown, XLSX."""

import csv
import io
from datetime import UTC, datetime

from starlette.responses import Response

from app.api.exports.table import Table, neutral
from app.api.media import MEDIA_TYPES, Format

LONGEST_CELL = 32_767
"""Characters in a cell of a spreadsheet."""

WIDTHS = (22, 36)
"""Of the columns that name a row, and of the others, in characters."""


def table_answer(table: Table, form: Format, made: datetime | None, headers: dict[str, str] | None = None) -> Response:
    """A table in one of its forms; `made` is the revision's moment, so that equal tables are equal bytes."""
    disposition = "inline" if form is Format.MARKDOWN else "attachment"
    named = {"content-disposition": f'{disposition}; filename="{table.name[:120]}.{form}"', **(headers or {})}
    if form is Format.XLSX:
        return Response(to_xlsx(table, made), headers=named, media_type=MEDIA_TYPES[form])
    text = to_csv(table) if form is Format.CSV else to_markdown(table)
    return Response(text, headers=named, media_type=f"{MEDIA_TYPES[form]}; charset=utf-8")


def to_csv(table: Table) -> str:
    """Header and rows."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in (table.header, *table.rows):
        writer.writerow([neutral(text) for text in row])
    return out.getvalue()


def to_markdown(table: Table) -> str:
    """A heading, a line, and a pipe table."""
    lines = [f"# {_escape(table.title)}", "", _escape(table.line), ""]
    lines.append(_pipes(table.header))
    lines.append("|" + " --- |" * len(table.header))
    lines += [_pipes(row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _pipes(row: tuple[str, ...]) -> str:
    return "| " + " | ".join(_escape(text) for text in row) + " |"


def _escape(text: str) -> str:
    """What would divide cells, or become markup in a page, stays text."""
    for mark in "\\|<>`*_[]":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def to_xlsx(table: Table, made: datetime | None) -> bytes:
    """One sheet with a frozen head. Every cell is text: nothing is a formula, a link or a guessed number."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    import xlsxwriter  # slow to import, seldom asked for

    with xlsxwriter.Workbook(out, options) as book:
        # A time of its own would make every copy different.
        created = (made or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": table.title[:255], "comments": table.line, "created": created})
        sheet = book.add_worksheet("Table")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        named = sum(name in ("Dimension", "Criterion", "Option", "Product", "Kind", "Vendor") for name in table.header)
        sheet.set_column(0, max(named - 1, 0), WIDTHS[0])
        sheet.set_column(named, len(table.header) - 1, WIDTHS[1])
        sheet.freeze_panes(1, named)
        for column, text in enumerate(table.header):
            sheet.write_string(0, column, text[:LONGEST_CELL], bold)
        for number, row in enumerate(table.rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:LONGEST_CELL], wrapped)
    return out.getvalue()
