"""Reads who a message is about: the person writing, a parent, a child, a company."""

import re
from collections.abc import Iterator
from importlib.resources import files

from intents.text.lexicon import lines

Piece = tuple[str, int, int, str]


def _table() -> dict[str, str]:
    rows = (line.split() for line in lines(files("intents") / "data" / "roles.txt"))
    return {word: row[0] for row in rows for word in row[1:]}


_ROLE_OF = _table()
_SIGNS = frozenset(word[0] for word in _ROLE_OF)
_ROLE = re.compile("|".join(map(re.escape, sorted(_ROLE_OF, key=len, reverse=True))))


def roles(text: str) -> Iterator[Piece]:
    """Give each role once, where it is first named; values are the first words of `data/roles.txt`."""
    if _SIGNS.isdisjoint(text):
        return
    seen: set[str] = set()
    for match in _ROLE.finditer(text):
        if (role := _ROLE_OF[match.group()]) not in seen:
            seen.add(role)
            yield "role", match.start(), match.end(), role
