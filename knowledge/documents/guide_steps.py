"""The steps of a matter (办理流程) as its guide's own words tell them, each way by itself, so that they can be drawn."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.documents.guide import situations

NUMBERED = re.compile(
    r"^(?:[（(]?\d{1,2}[）)]|\d{1,2}[.、．]|第[一二三四五六七八九十]{1,3}步[:：、，]?)[ \t]*(?=\S)"
)
INLINE = re.compile(r"(?<![\d.])\d{1,2}[.、．](?!\d)[ \t]?")
ARROW = re.compile(r"[ \t]?(?:→|——>|—>|-->|->|➔|➜)[ \t]?")
BULLET = re.compile(r"^[-*•][ \t]+")
TITLE_END = re.compile("[：:，；。]")
MARKUP = re.compile(r"\*\*|__|`")
LEAST_STEPS, MOST_STEPS = 2, 20
TITLE_LETTERS = 24
NAME_LETTERS = 20


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step: what is done, and what is said of it behind."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GuideFlow:
    """The steps of one way of a matter; the name is empty where there is only one way."""

    name: str
    steps: tuple[GuideStep, ...]


def flows(body: str) -> tuple[GuideFlow, ...]:
    """Give the ways that an element tells in steps; none where it tells no steps."""
    found: list[GuideFlow] = []
    for name, words in situations(body):
        found += _ways(name, [MARKUP.sub("", line.strip()) for line in words.split("\n") if line.strip()])
    return tuple(found)


def _ways(name: str, lines: Sequence[str]) -> Iterator[GuideFlow]:
    below = [line for line in lines if NUMBERED.match(line)]
    if len(below) >= LEAST_STEPS:
        yield _flow(name, [NUMBERED.sub("", line) for line in below])
        return
    in_lines = [flow for line in lines if (flow := _of_line(name, line)) is not None]
    if in_lines:
        yield from in_lines
        return
    bullets = [BULLET.sub("", line) for line in lines if BULLET.match(line)]
    if len(bullets) >= LEAST_STEPS:
        yield _flow(name, bullets)


def _of_line(name: str, line: str) -> GuideFlow | None:
    """Give the steps that one line tells, numbered or by arrows; what stands before the first one names the way."""
    marks = list(INLINE.finditer(line))
    if len(marks) >= LEAST_STEPS:
        ends = [*marks, None]
        steps = [
            line[one.end() : after.start() if after else len(line)] for one, after in pairwise(ends) if one
        ]
        before = line[: marks[0].start()].strip(" ：:，；。")
        return _flow(before[:NAME_LETTERS] or name, steps)
    steps = ARROW.split(line)
    return _flow(name, steps) if len(steps) > LEAST_STEPS else None


def _flow(name: str, told: Sequence[str]) -> GuideFlow:
    steps = [_step(words.strip(" ；。;")) for words in told[:MOST_STEPS] if words.strip(" ；。;")]
    return GuideFlow(name, tuple(steps))


def _step(words: str) -> GuideStep:
    """Give a step's title and what is said behind: divided at the first mark, where that leaves a title short enough."""
    end = TITLE_END.search(words)
    if end is not None and 0 < end.start() <= TITLE_LETTERS:
        return GuideStep(words[: end.start()], words[end.end() :].strip())
    return GuideStep(words)
