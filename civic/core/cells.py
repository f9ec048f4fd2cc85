"""Cells of a table that people open in a spreadsheet."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r")

AT_A_TIME = 1_000
"""Rows that are held together while a table is written."""


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return "'" + text if text[:1] in FORMULAS else text
