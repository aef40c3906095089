"""Tables as CSV, Markdown and XLSX: the words that pages show, and nothing that a spreadsheet would run."""

from app.api.exports.sheets import compared, listed, rows_table
from app.api.exports.table import Table
from app.api.exports.writing import table_answer

__all__ = ["Table", "compared", "listed", "rows_table", "table_answer"]
