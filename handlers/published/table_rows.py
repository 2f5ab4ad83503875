"""Tables of a document, told row by row: a chat window shows no columns."""

import re

_ROW = re.compile(r"^\s*\|(.*\S|.)\s*$")
_RULE = re.compile(r"^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$")
_CELL = re.compile(r"(?<!\\)\|")


def told(text: str) -> str:
    """Give a text with each row of a Markdown table as one line: 县级医院：起付标准400元，支付比例80%.

    The heads of the columns are repeated where the table shows them; every other line stays as it is.
    """
    lines: list[str] = []
    heads: list[str] = []
    rows = text.split("\n")
    for place, line in enumerate(rows):
        found = _ROW.match(line)
        if not found:
            heads = []
            lines.append(line)
        elif _RULE.match(line):
            continue
        elif place + 1 < len(rows) and _RULE.match(rows[place + 1]):
            heads = _cells(_inside(found[1]))
        else:
            lines.append(_row(_cells(_inside(found[1])), heads))
    return "\n".join(lines)


def _inside(row: str) -> str:
    """Give a row without the line that closes it."""
    return row.removesuffix("|") or row


def _cells(row: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(row)]


def _row(cells: list[str], heads: list[str]) -> str:
    """Give a row's first cell, and after a colon what stands under the heads of the others."""
    first, *others = cells
    named = heads[1:] if len(heads) == len(cells) else [""] * len(others)
    values = [f"{head}{_gap(head, cell)}{cell}" for head, cell in zip(named, others, strict=True) if cell]
    return "：".join(filter(None, (first, "，".join(values))))


def _gap(head: str, cell: str) -> str:
    """Part a head that ends in a figure or a letter from a cell that begins with one."""
    return " " if head[-1:].isascii() and head and cell[:1].isascii() else ""
