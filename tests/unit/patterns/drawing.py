"""Draws from the parts of a pattern the texts that may cost it most.

A pattern backtracks where what it repeats is met again and again, and then something fails: so every piece is put many
times behind whatever leads to it, and before something that fits nowhere.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

COMMON = (" ", "　", "\n", " \n", "！", "!", "…", ",", "，", "。", "（", "(", "1", "十", "a", "的", "🙂")
"""What people type many times whatever the pattern; tried with every pattern."""
MISFITS = ("", "\x01", ",", "\n")
"""What a repetition stumbles over at its end; the last two where it takes everything but a mark or a line."""
REPEATS = frozenset({code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT})
LONG = 12
"""A repetition up to so many times is as good as none."""
MOST_BRANCHES, MOST_PIECES = 10, 40


def samples(parts: Sequence[Any], groups: dict[int, str] | None = None, *, most: int = 3) -> list[str]:
    """Give some texts that a sequence of parts of a pattern fits, each with another choice."""
    groups = {} if groups is None else groups
    texts = [""]
    for operation, argument in parts:
        choices = _choices(operation, argument, groups, most=most) or [""]
        texts = [
            texts[i % len(texts)] + choices[i % len(choices)]
            for i in range(min(most, max(len(texts), len(choices))))
        ]
    return list(dict.fromkeys(texts))


def _choices(operation: Any, argument: Any, groups: dict[int, str], *, most: int) -> list[str]:  # noqa: PLR0911 - one for each part of a pattern.
    if operation is code.LITERAL:
        return [chr(argument)]
    if operation is code.NOT_LITERAL:
        return [c for c in "的a1,\n" if ord(c) != argument][:most]
    if operation is code.ANY:
        return ["的", "a"]
    if operation is code.IN:
        return _members(argument)[:most]
    if operation is code.BRANCH:
        return [text for branch in argument[1] for text in samples(branch, groups, most=1)][
            : MOST_BRANCHES if most > 3 else most
        ]
    if operation is code.SUBPATTERN:
        found = samples(argument[-1], groups, most=most)
        groups[argument[0]] = found[0]
        return found
    if operation is code.ATOMIC_GROUP:
        return samples(argument, groups, most=most)
    if operation in REPEATS:
        least, _, body = argument
        found = samples(body, groups, most=most)
        return [text * least for text in found] if least else ["", *found]
    return [groups.get(argument, "")] if operation is code.GROUPREF else [""]


def _members(members: Sequence[Any]) -> list[str]:
    taken: list[str] = []
    if members[0][0] is code.NEGATE:
        kept = re.compile("[" + "".join(map(_written, members[1:])) + "]")
        return [c for c in "的a1 一x，,；\n" if not kept.match(c)]
    for operation, argument in members:
        if operation is code.LITERAL:
            taken.append(chr(argument))
        elif operation is code.RANGE:
            taken.append(chr(argument[0]))
        else:
            taken += {
                code.CATEGORY_SPACE: [" ", "\n"],
                code.CATEGORY_DIGIT: ["1"],
                code.CATEGORY_WORD: ["a", "的"],
            }.get(argument, ["x", ","])
    return taken


_CATEGORIES = {
    code.CATEGORY_SPACE: r"\s", code.CATEGORY_NOT_SPACE: r"\S", code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D", code.CATEGORY_WORD: r"\w", code.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _written(member: Any) -> str:
    operation, argument = member
    if operation is code.LITERAL:
        return re.escape(chr(argument))
    if operation is code.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    return _CATEGORIES[argument]


def repetitions(parts: Sequence[Any], lead: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give each long repetition of a pattern: what leads to it, and pieces that it repeats."""
    for operation, argument in parts:
        if operation in REPEATS:
            _, most, body = argument
            if most is code.MAXREPEAT or most > LONG:
                yield lead, samples(body, most=MOST_BRANCHES)
            yield from repetitions(body, lead)
        else:
            for inner in _inner(operation, argument):
                yield from repetitions(inner, lead)
        lead += (_choices(operation, argument, {}, most=1) or [""])[0]


def _inner(operation: Any, argument: Any) -> Sequence[Any]:
    if operation is code.BRANCH:
        return argument[1]
    if operation is code.ATOMIC_GROUP:
        return [argument]
    if operation in {code.SUBPATTERN, code.ASSERT, code.ASSERT_NOT}:
        return [argument[-1]]
    return []


def texts(pattern: str, flags: int = 0) -> Iterator[tuple[str, str]]:
    """Give what to repeat, and what to put before it."""
    parts = list(parser.parse(pattern, flags))
    found = list(repetitions(parts))
    if not found:
        return
    whole = samples(parts, most=2)
    shared = list(dict.fromkeys(piece for _, pieces in found for piece in pieces if piece))[:MOST_PIECES]
    leads = dict.fromkeys(lead for lead, _ in found)
    seen: dict[tuple[str, str], None] = {
        ("", piece): None for piece in (*COMMON, *shared, *whole, *leads) if piece
    }
    for lead, pieces in found:
        for piece in filter(None, pieces):
            seen |= {(lead, piece): None, ("", lead + piece): None}
            seen |= {(lead, piece + other): None for other in shared[:4] if other != piece}
    yield from seen
