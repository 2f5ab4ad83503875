"""Changes to the sayings as rows of a CSV file, as operators paste them, hand them on and take them home."""

import csv
import io
from collections.abc import Iterable, Sequence

from bot.errors import InputError
from bot.text.cells import harmless_cell
from handlers.texts import Texts
from knowledge.library.saying_records import (
    OWN_THEME,
    ChangedSaying,
    SayingChange,
    SayingDeed,
    read_pair,
    theme_order,
)

# Each is an entry of the audit, written while every other writer waits.
MOST_ROWS = 200
ROWS_LETTERS = 24_000
LEAST_CELLS = 2


def theme_names(texts: Texts) -> dict[str, str]:
    """Give the themes with their words, the county's own last; one that has none yet goes by its file's name."""
    keys = {name: f"sayings.themes.{name}" for name in theme_order()}
    return {name: texts(key) if key in texts else name for name, key in keys.items()}


def read_rows(written: str, texts: Texts) -> list[SayingChange]:
    """Read rows of 说法, 文件里的词, 主题 and 状态; the last two may be missing, several sayings are parted by blanks.

    Raises `InputError` naming the row at fault and what is wrong with it.
    """
    if len(written) > ROWS_LETTERS:
        raise InputError("sayings.refused.rows", most=MOST_ROWS)
    changes: dict[tuple[str, str], SayingChange] = {}
    separator = "\t" if "\t" in written else ","
    plain = written.removeprefix("\ufeff").replace("，", ",")
    try:
        rows = list(csv.reader(io.StringIO(plain), delimiter=separator))
    except csv.Error as error:
        raise InputError("sayings.refused.csv") from error
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip().removeprefix("'") for cell in row]
        if not any(cells) or cells[0] == texts("sayings.said"):
            continue
        for change in _changes(cells, line, texts):
            changes.setdefault(change.pair, change)
    if not changes:
        raise InputError("sayings.refused.none")
    if len(changes) > MOST_ROWS:
        raise InputError("sayings.refused.rows", most=MOST_ROWS)
    return list(changes.values())


def _changes(cells: Sequence[str], line: int, texts: Texts) -> Iterable[SayingChange]:
    names = {words: name for name, words in theme_names(texts).items()}
    deeds = {texts(f"sayings.deeds.{deed.value}"): deed for deed in SayingDeed}
    if len(cells) < LEAST_CELLS or not cells[1]:
        raise InputError("sayings.refused.row", line=line, why=texts("sayings.refused.cells"))
    theme, state = (*cells[2:4], "", "")[:2]
    if state and state not in deeds:
        raise InputError(
            "sayings.refused.row", line=line, why=texts("sayings.refused.state", states="、".join(deeds))
        )
    for said in cells[0].split():
        try:
            pair = read_pair(said, cells[1])
        except InputError as error:
            why = texts(error.text_key, **error.values)
            raise InputError("sayings.refused.row", line=line, why=why) from error
        yield SayingChange(deeds.get(state, SayingDeed.ADD), *pair, names.get(theme, OWN_THEME))


def written(changes: Iterable[SayingChange], texts: Texts) -> str:
    """Give rows that `read_rows` reads back as the same changes."""
    names = theme_names(texts)
    return _csv(
        [one.said, one.official, names.get(one.theme, ""), texts(f"sayings.deeds.{one.deed.value}")]
        for one in changes
    )


def exported(changed: Iterable[ChangedSaying], texts: Texts) -> str:
    """Give the county's own pairs and those it struck out, under a heading, as `read_rows` reads them.

    A pair of its own that was struck out is left out: elsewhere there is nothing to strike.
    """
    names = theme_names(texts)
    heading = [texts(f"sayings.{name}") for name in ("said", "official", "theme", "state")]
    rows = (
        [
            one.said,
            one.official,
            names.get(one.theme, ""),
            texts(f"sayings.deeds.{'strike' if one.struck else 'add'}"),
        ]
        for one in changed
        if one.own != one.struck
    )
    return _csv([heading, *rows])


def _csv(rows: Iterable[Sequence[str]]) -> str:
    kept = io.StringIO()
    csv.writer(kept).writerows([harmless_cell(cell) for cell in row] for row in rows)
    return kept.getvalue()
