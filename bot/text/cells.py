"""What goes into the cell of a spreadsheet: no text is ever taken for a formula (CSV and XLSX alike)."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes these for the beginning of a formula, in some languages the wide ones, too."""


def told_cell(cell: str) -> str:
    """Give what a cell says: the mark that `harmless_cell` put before it is no part of it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def harmless_cell(cell: str | float) -> str | float:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
