"""Takes rich text apart: groups, control words with their numbers, bytes and letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.documents.draft import Refusal

MOST_DEPTH = 200
MOST_DIGITS = 9
_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,20})?(?: )?|(?P<bytes>(?:\\'[0-9A-Fa-f]{2})+)|\\(?P<sign>[^A-Za-z0-9])"
    rb"|(?P<group>[{}])|(?P<end>[\r\n\0]+)|(?P<text>[^\\{}\r\n\0]+)|(?P<else>\\)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One of: a control word (`word`, with `number` where one follows), a control sign, a brace, or bytes of text."""

    word: str = ""
    number: int | None = None
    sign: str = ""
    text: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """Give the tokens; raises `Refusal` for braces that are too deep, or closed without being opened."""
    depth = at = 0
    while found := _TOKEN.match(content, at):
        at = found.end()
        if found["group"]:
            depth += 1 if found["group"] == b"{" else -1
            if depth > MOST_DEPTH:
                raise Refusal("too_deep")
            yield Token(sign=found["group"].decode())
            if depth <= 0:
                # What follows the outermost group is no part of the text.
                return
        elif found["word"]:
            word, number = found["word"].decode(), _number(found["number"])
            yield Token(word=word, number=number)
            if word == "bin":
                at += max(0, number or 0)
        elif found["bytes"]:
            yield Token(text=bytes.fromhex(found["bytes"].replace(b"\\'", b"").decode()))
        elif found["sign"]:
            yield Token(sign="\\" + found["sign"].decode("latin-1"))
        elif found["text"]:
            yield Token(text=found["text"])


def _number(said: bytes | None) -> int | None:
    if said is None:
        return None
    return int(said) if len(said) <= MOST_DIGITS else 0
