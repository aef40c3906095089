"""CSV, Markdown and XLSX: exactly the table on screen, and nothing that a spreadsheet would run."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI

from app.api.exports.table import DANGEROUS, cell_text, neutral
from app.catalogue.snapshot import Catalogue
from app.compare import compare, whole_cell
from tests.support.asking import ask
from tests.support.cast import TODAY

TABLES = (
    "/products?columns=durability,message_size_max",
    "/compare?products=merlin,heron,heron-cloud",
    "/compare?products=merlin,heron&sources=true&differences=true&baseline=heron",
    "/dimensions/availability-throughput",
    "/criteria/durability",
)


def export(app: FastAPI, path: str, form: str) -> bytes:
    answer = ask(app, f"/api/v1{path}{'&' if '?' in path else '?'}format={form}")
    assert answer.status_code == 200, answer.text
    assert f".{form}" in answer.headers["content-disposition"]
    return answer.content


def rows_of_csv(app: FastAPI, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export(app, path, "csv").decode(), newline="")))


def rows_of_xlsx(app: FastAPI, path: str) -> list[list[str]]:
    """Read back without a library: shared strings by number, row by row."""
    book = zipfile.ZipFile(io.BytesIO(export(app, path, "xlsx")))
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    parse = ElementTree.fromstring
    strings = parse(book.read("xl/sharedStrings.xml")).findall("m:si", space)
    texts = ["".join(part.text or "" for part in each.iter(f"{{{space['m']}}}t")) for each in strings]
    sheet = parse(book.read("xl/worksheets/sheet1.xml"))
    assert sheet.findall(".//m:f", space) == []
    rows = []
    for row in sheet.findall(".//m:row", space):
        cells = row.findall("m:c", space)
        assert all(cell.get("t") == "s" for cell in cells if cell.find("m:v", space) is not None)
        rows.append([texts[int(cell.findtext("m:v", "0", space))] if cell.get("t") else "" for cell in cells])
    return rows


@pytest.mark.parametrize("path", TABLES)
def test_every_form_holds_the_same_table(app: FastAPI, path: str) -> None:
    rows = rows_of_csv(app, path)
    assert [[neutral(text) for text in row] for row in rows_of_xlsx(app, path)] == rows
    markdown = export(app, path, "md").decode().splitlines()
    assert len([line for line in markdown if line.startswith("|")]) == len(rows) + 1
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("path", TABLES)
def test_no_cell_begins_like_a_formula(app: FastAPI, path: str) -> None:
    for row in rows_of_csv(app, path):
        for text in row:
            assert not text.startswith(DANGEROUS), text


def test_a_formula_stays_text_for_people(app: FastAPI) -> None:
    rows = rows_of_csv(app, "/criteria/durability")
    at = [row[0] for row in rows].index("Merlin")
    assert rows[at][2].startswith("'=HYPERLINK(")
    xlsx = rows_of_xlsx(app, "/criteria/durability")
    assert xlsx[at][2].startswith("=HYPERLINK(")  # as text, not as a formula


def test_markup_and_pipes_stay_text_in_markdown(app: FastAPI) -> None:
    text = export(app, "/criteria/durability", "md").decode()
    assert "<b>" not in text
    assert "\\<b\\>" in text
    (line,) = [each for each in text.splitlines() if "HYPERLINK" in each]
    assert len(re.findall(r"(?<!\\)\|", line)) == len(rows_of_csv(app, "/criteria/durability")[0]) + 1


def test_a_comparison_holds_the_cells_of_the_grid(app: FastAPI, birds: Catalogue) -> None:
    rows = rows_of_csv(app, "/compare?products=heron,wren&baseline=wren")
    assert rows[0] == ["Dimension", "Criterion", "Option", "Heron", "Wren"]
    grid = compare(birds, ["heron", "wren"], TODAY, baseline="wren")
    assert rows[1:] == [
        [
            band.dimension.name,
            row.criterion.label,
            row.option.label if row.option else "",
            *(neutral(cell_text(cell.shown, cell.verdict)) for cell in row.cells),
        ]
        for band in grid.bands
        for row in band.rows
    ]


def test_sources_stand_beside_each_product_when_asked_for(app: FastAPI) -> None:
    rows = rows_of_csv(app, "/compare?products=heron,stork&sources=true")
    assert rows[0][3:] == ["Heron", "Sources: Heron", "Stork", "Sources: Stork"]
    size = next(row for row in rows if row[1] == "Largest message")
    assert (size[4], size[6]) == ("https://docs.example/", "")


def test_a_list_of_products_says_with_which_variants_it_matches(app: FastAPI, birds: Catalogue) -> None:
    rows = rows_of_csv(app, "/products?patterns=dedup&columns=message_size_max")
    assert rows[0] == ["Product", "Kind", "Vendor", "Only with", "Largest message"]
    shown = whole_cell(birds.criteria["message_size_max"], birds.products["heron"], TODAY).shown
    assert rows[1:] == [["Heron", "queue-broker", "Heron Foundation", "Plus with Queue", neutral(cell_text(shown))]]


def test_unknown_is_written_as_unknown_and_not_as_no(app: FastAPI) -> None:
    rows = rows_of_csv(app, "/criteria/message_size_max")
    assert rows[0] == ["Product", "Kind", "Largest message"]
    assert next(row for row in rows if row[0] == "Stork")[2] == "unknown"


def test_the_trust_that_a_cell_deserves_goes_with_it(app: FastAPI) -> None:
    rows = rows_of_csv(app, "/compare?products=wren,heron-cloud")
    assert next(row for row in rows if row[1] == "Largest message")[3].endswith("[due for re-check]")
    assert any(row[4].endswith("[inherited]") for row in rows)


@pytest.mark.parametrize("form", ["csv", "md", "xlsx"])
def test_equal_tables_are_equal_bytes(app: FastAPI, form: str) -> None:
    assert export(app, TABLES[0], form) == export(app, TABLES[0] + "&limit=50", form)
