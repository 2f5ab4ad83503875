"""How a Chinese character is read: what sounds alike is confused in typing and dictation, by citizens and by clerks."""

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")


@cache
def _table() -> dict[str, str]:
    """Give pypinyin's table of characters alone: its phrases take a third of a second and 50 MB, and are not needed."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin")
    table: dict[str, str] = json.loads(
        (Path(package.submodule_search_locations[0]) / "pinyin_dict.json").read_text("utf-8")
    )
    return table


@lru_cache(maxsize=30000)
def reading(c: str) -> str:
    """Give the commonest reading of one character without tone, or the character itself when it has none."""
    known = _table().get(str(ord(c))) if len(c) == 1 else None
    return str(known).split(",", 1)[0].translate(_TONES) if known else c
