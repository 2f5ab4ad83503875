"""Rows of a table that are no entries of it: sums, remarks, and headings over a group of rows."""

import re
from collections.abc import Sequence

_SUM = re.compile(r"^(?:合|总|小|共|累)\s?计(?:数|额|金额|人数|户数)?\s?[:：]?$")
_REMARK = re.compile(
    r"^(?:注|备注|附注|说明|填表说明|填报说明|注释)\s?\d{0,2}\s?[:：.．、]|^[*＊※]\s?\S|^(?:填表人|制表人|审核人|填报单位|制表单位)\s?[:：]"
)

# Two equal cells may be two values; a heading reaches over more.
FEWEST_CELLS = 2


def is_sum(row: Sequence[str]) -> bool:
    """Whether a row gives sums: its first words say so."""
    return _SUM.match(_first(row)) is not None


def is_remark(row: Sequence[str]) -> bool:
    """Whether a row is a remark below or between the rows."""
    return _REMARK.match(_first(row)) is not None


def is_group(row: Sequence[str]) -> bool:
    """Whether a row is one cell over all the columns, a heading for the rows below."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > FEWEST_CELLS and len(set(filled)) == 1


def is_aside(row: Sequence[str]) -> bool:
    """Whether a row is no entry."""
    return is_sum(row) or is_remark(row) or is_group(row)


def _first(row: Sequence[str]) -> str:
    return next((cell.strip() for cell in row if cell.strip()), "")
