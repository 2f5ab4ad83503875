"""A kept conversation said again to the adapter, and what it answers now held against what it answered then.

What differs from run to run by nature, such as numbers of cases, addresses and times, is not held against it.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import pairwise

from adapters.wechat.simulator.delivery.deeds import DeedError, Deeds
from adapters.wechat.simulator.protocol.pushes import EVENTS, SAMPLES
from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen

_LOOK_SECONDS = 0.05
_TAPPED = "1"
_ANSWERING = frozenset({"account", "notice"})
# What differs by nature, and what stands for it.
_VARYING = (
    (re.compile(r"(?:https?://|/m/)[!-;=?-~]+"), "〈链接〉"),
    (re.compile(r"(?:GK|RG)\d{12}"), "〈编号〉"),
    (re.compile(r"\d{4}-\d{2}-\d{2}|(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（周.）)?"), "〈日期〉"),
    (re.compile(r"\d{1,2}:\d{2}"), "〈时间〉"),
)


@dataclass(frozen=True, slots=True)
class KeptExchange:
    """What a citizen did, and what stood in the window until the next deed."""

    deed: ChatEntry
    answers: tuple[ChatEntry, ...]

    @property
    def said(self) -> list[str]:
        """The answers as they are compared, one line after the other."""
        return [line for entry in self.answers for line in _lines(entry)]

    @property
    def later(self) -> int:
        """How many of them came as messages of their own."""
        return sum(entry.via == "custom" for entry in self.answers)


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """An exchange that went otherwise: whose, after which words, and the lines that differ."""

    citizen: str
    deed: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class ReplayReport:
    """What a replay found; `skipped` are deeds that cannot be done again."""

    transcripts: int = 0
    exchanges: int = 0
    skipped: int = 0
    differences: list[ReplayDifference] = field(default_factory=list)

    def plain(self) -> dict[str, object]:
        """Give the counts as JSON values."""
        return {
            "simulator": "not WeChat",
            "transcripts": self.transcripts,
            "exchanges": self.exchanges,
            "same": self.exchanges - len(self.differences),
            "different": len(self.differences),
            "skipped": self.skipped,
        }


def exchanges(entries: Sequence[ChatEntry]) -> Iterator[KeptExchange]:
    """Give the exchanges of a window in order; what the account said before the first deed belongs to none."""
    places = [at for at, entry in enumerate(entries) if entry.side in {"citizen", "event"}]
    for start, end in pairwise([*places, len(entries)]):
        answers = tuple(entry for entry in entries[start + 1 : end] if entry.side in _ANSWERING)
        yield KeptExchange(entries[start], answers)


@dataclass(frozen=True, slots=True)
class Replay:
    """Says kept conversations again, each as a new citizen; `patience` is how long messages that came later are waited for."""

    deeds: Deeds
    patience: float = 10.0

    async def run(self, kept: Sequence[Citizen]) -> ReplayReport:
        """Say them one after the other, and give what differs."""
        report = ReplayReport()
        for citizen in kept:
            report.transcripts += 1
            await self._say_again(citizen, report)
        return report

    async def _say_again(self, kept: Citizen, report: ReplayReport) -> None:
        wanted = list(exchanges(kept.entries))
        follows = not wanted or wanted[0].deed.kind != "subscribe"
        citizen = self.deeds.world.settle(kept.name, follows=follows)
        for each in wanted:
            seen = len(citizen.entries)
            if not await self._do(citizen, each.deed):
                report.skipped += 1
                continue
            report.exchanges += 1
            now = await self._answered(citizen, seen, each.later)
            lines = tuple(unified_diff(each.said, now.said, "那时", "现在", lineterm="", n=1))
            if lines:
                report.differences.append(ReplayDifference(kept.name, each.deed.text, lines))

    async def _do(self, citizen: Citizen, deed: ChatEntry) -> bool:
        """Do a deed again; give whether that can be done."""
        try:
            if deed.side == "event" and deed.kind.lower() in EVENTS:
                await self.deeds.cause(citizen, deed.kind, key=deed.key, label=deed.text)
            elif deed.kind == "text":
                tapped = _TAPPED if deed.row == "click" else None
                await self.deeds.say(citizen, deed.text, menu_id=tapped)
            elif deed.kind in SAMPLES:
                await self.deeds.hand(citizen, deed.kind)
            else:
                return False
        except DeedError:
            return False
        return True

    async def _answered(self, citizen: Citizen, seen: int, later: int) -> KeptExchange:
        """Give what came for a deed, waiting for as many later messages as came then."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.patience
        while True:
            [*_, now] = exchanges(citizen.entries[seen:])
            if now.later >= later or loop.time() > until:
                return now
            await asyncio.sleep(_LOOK_SECONDS)


def _lines(entry: ChatEntry) -> Iterator[str]:
    cards = [f"{article.title} {article.description}" for article in entry.articles]
    for text in (entry.text, *cards):
        for line in text.splitlines():
            for pattern, name in _VARYING:
                line = pattern.sub(name, line)  # noqa: PLW2901 - one after the other
            yield line
