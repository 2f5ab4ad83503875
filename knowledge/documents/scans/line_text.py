"""A corrected line put into its document's text: at its own place, or not at all where the text has moved on."""

from collections.abc import Sequence


def corrected_text(text: str, lines: Sequence[str], at: int, new: str) -> str | None:
    """Give a text in which the line numbered `at` of all its lines says `new`; None where that line cannot be told.

    Lines stand in the text in their order, so the line is the one with as many equals before it in the text as before
    it among the lines.
    """
    old = lines[at]
    before = sum(line.count(old) for line in lines[:at])
    in_lines, in_text = sum(line.count(old) for line in lines), text.count(old)
    if not old or not in_text or (in_text != in_lines and in_text > 1):
        return None
    place = -1
    for _ in range(before + 1 if in_text == in_lines else 1):
        place = text.index(old, place + 1)
    return text[:place] + new + text[place + len(old) :]
