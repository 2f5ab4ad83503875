"""Draws from the parts of a pattern the texts that may cost it most, and measures how its cost grows with them.

A pattern backtracks where what it repeats is met again and again, and then something fails: so every piece is put many
times behind whatever leads to it, and before something that fits nowhere.
"""

import math
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.unit.patterns.census import Known

COMMON = (" ", "　", "\n", " \n", "！", "!", "…", ",", "，", "。", "（", "(", "1", "十", "a", "的", "🙂")
"""What people type many times whatever the pattern; tried with every pattern."""
MISFITS = ("", "\x01", ",", "\n")
"""What a repetition stumbles over at its end; the last two where it takes everything but a mark or a line."""
REPEATS = frozenset({code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT})
LONG = 12
"""A repetition up to so many times is as good as none."""
MOST_BRANCHES, MOST_PIECES = 10, 40
FEW, SHORT, MEDIUM, LONGEST = (12, 26, 60), 500, 4000, 16000
"""Repetitions that show an exponential pattern, and characters that show a quadratic one."""
SECONDS_ALLOWED = 1.0
"""What `FEW` repetitions may take of the processor before the run is broken off; they take microseconds."""
WORTH_A_LOOK = 150e-6
"""Seconds below which a text of `MEDIUM` characters is not measured again."""
PLAIN = 40e-3
"""Seconds from which a text of `MEDIUM` characters tells the growth well enough."""
SUSPECT, GUILTY = 1.45, 1.6
"""Exponents of the growth of time with length: one is linear, two is quadratic."""


class EndlessError(Exception):
    """A text of few characters has used up the time it was given."""


@dataclass(frozen=True, slots=True)
class Blowup:
    """A text on which a pattern takes more than its length: `growth` is the exponent, infinite where it never ended."""

    method: str
    lead: str
    piece: str
    end: str
    growth: float


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
        return [text * least for text in samples(body, groups, most=most)] if least else [""]
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


def blowups(known: Known) -> Iterator[Blowup]:
    """Give the texts on which a pattern takes more than its length."""
    compiled = known.compiled()
    for method in known.methods:
        apply = _exhaust(compiled) if method == "search" else getattr(compiled, method)
        for lead, piece in texts(known.compiled().pattern, known.flags):
            for end in MISFITS:
                made = _Made(lead, piece, end, known.in_bytes)
                if growth := _growth(apply, made):
                    yield Blowup(method, lead, piece, end, growth)


@dataclass(frozen=True, slots=True)
class _Made:
    lead: str
    piece: str
    end: str
    in_bytes: bool

    def times(self, count: int) -> Any:
        made = self.lead + self.piece * count + self.end
        return made.encode("latin-1", "replace") if self.in_bytes else made

    def of_length(self, length: int) -> Any:
        return self.times(length // len(self.piece))


def _exhaust(compiled: re.Pattern[Any]) -> Callable[[Any], object]:
    """Give what searches a text to its end, as `sub`, `split`, `findall` and `finditer` do."""
    return lambda text: (compiled.search(text), sum(1 for _ in compiled.finditer(text)))


def _growth(apply: Callable[[Any], object], made: _Made) -> float:
    """Give the exponent by which the cost grows with the text where it is more than linear, else nought."""
    try:
        with limited(SECONDS_ALLOWED):
            for count in FEW:
                apply(made.times(count))
            took = _took(apply, made.of_length(MEDIUM))
            if took < WORTH_A_LOOK or _exponent(apply, made, SHORT, MEDIUM) < SUSPECT:
                return 0.0
            sizes = (SHORT, MEDIUM) if took > PLAIN else (MEDIUM, LONGEST)
            growth = min(_exponent(apply, made, *sizes) for _ in range(2))
    except EndlessError:
        return math.inf
    return growth if growth > GUILTY else 0.0


def _exponent(apply: Callable[[Any], object], made: _Made, short: int, long: int) -> float:
    less, more = made.of_length(short), made.of_length(long)
    ratio = _took(apply, more) / min(_took(apply, less) for _ in range(3))
    return math.log(ratio, len(more) / len(less))


def _took(apply: Callable[[Any], object], text: Any) -> float:
    start = time.thread_time()
    apply(text)
    return max(time.thread_time() - start, 1e-6)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Break off what uses more of the processor; matching looks for signals now and then."""

    def stop(_signal: int, _frame: object) -> None:
        raise EndlessError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
