"""A crowd of citizens: unique pushes sealed in advance, posted over kept connections, and every answer timed."""

import asyncio
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from time import perf_counter

import aiohttp
import yaml
from yarl import URL

from adapters.wechat.simulator.protocol.pushes import PushWriter
from adapters.wechat.simulator.protocol.sealing import Sealing

_SCRIPTS = Path(__file__).with_name("load.yml")
_HEADERS = {"Content-Type": "text/xml"}


@dataclass(frozen=True, slots=True)
class SealedPush:
    """One push ready to be posted."""

    url: URL
    body: bytes


@dataclass(slots=True)
class LoadReport:
    """What a load did: seconds from push to full answer, statuses, answers with content, and connections that broke."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answered: int = 0
    empty: int = 0
    broken: int = 0

    @property
    def rate(self) -> float:
        """Answers of status 200 a second."""
        return self.statuses[HTTPStatus.OK] / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Give the latency that `share` (0 to 1) of the answers did not exceed, in seconds; NaN without any."""
        ordered = sorted(self.latencies)
        if not ordered:
            return math.nan
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]

    def plain(self) -> dict[str, object]:
        """Give the figures as JSON values; latencies in milliseconds."""
        figures = {
            f"p{round(s * 100)}_ms": round(self.percentile(s) * 1000, 2) for s in (0.5, 0.95, 0.99, 1.0)
        }
        return {
            "pushes": sum(self.statuses.values()) + self.broken,
            "seconds": round(self.seconds, 3),
            "rate": round(self.rate, 1),
            **(figures if self.latencies else {}),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "answered": self.answered,
            "empty": self.empty,
            "broken": self.broken,
        }


@dataclass(frozen=True, slots=True)
class Load:
    """Prepares and posts pushes for one account."""

    callback_url: str
    sealing: Sealing

    def prepare(
        self, count: int, lines: Sequence[str] = (), *, citizens: int = 200, unique: bool = True
    ) -> list[SealedPush]:
        """Seal so many text pushes, dealt out to so many citizens.

        The lines are used in turn, with a number added to each when `unique`. Pushes stay fresh for ten minutes only
        (protocol §3), so they are prepared shortly before use.
        """
        now, writer = datetime.now(UTC), PushWriter(self.sealing.account)
        texts = itertools.cycle(lines or script())
        return [
            self._parcel(
                writer,
                f"oLoad_{number % citizens:022d}",
                text=f"{text}（{number}）" if unique else text,
                at=now,
            )
            for number, text in zip(range(count), texts, strict=False)
        ]

    async def run(
        self, parcels: Iterable[SealedPush], *, connections: int = 16, rate: float | None = None
    ) -> LoadReport:
        """Post them over so many kept connections and report.

        With `rate` (pushes a second) each waits for its time, and its latency counts from then, so that a stall is
        not hidden by pushes that it held back; without, every connection goes as fast as it is answered.
        """
        report, queue = LoadReport(), iter(parcels)
        pace = _Pace(rate)
        connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=60)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
            start = perf_counter()
            async with asyncio.TaskGroup() as group:
                for _ in range(connections):
                    group.create_task(_work(session, queue, report, pace=pace))
            report.seconds = perf_counter() - start
        return report

    def _parcel(self, writer: PushWriter, openid: str, *, text: str, at: datetime) -> SealedPush:
        push = writer.text(openid, text, at=at)
        query, body = self.sealing.push(push.xml, openid=openid, timestamp=int(at.timestamp()))
        return SealedPush(URL(self.callback_url).update_query(query), body)


class _Pace:
    """Tells each push when it is due."""

    def __init__(self, rate: float | None) -> None:
        self._rate = rate
        self._sent = 0
        self._start = perf_counter()

    async def next(self) -> float:
        if self._rate is None:
            return perf_counter()
        due = self._start + self._sent / self._rate
        self._sent += 1
        if (wait := due - perf_counter()) > 0:
            await asyncio.sleep(wait)
        return due


async def _work(
    session: aiohttp.ClientSession, queue: Iterator[SealedPush], report: LoadReport, *, pace: _Pace
) -> None:
    for parcel in queue:
        start = await pace.next()
        try:
            async with session.post(parcel.url, data=parcel.body, headers=_HEADERS) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError):
            report.broken += 1
            continue
        report.latencies.append(perf_counter() - start)
        report.statuses[response.status] += 1
        report.answered += body not in {b"", b"success"}
        report.empty += body in {b"", b"success"}


def script(name: str = "policy", path: Path | None = None) -> list[str]:
    """Give the lines of a script from the simulator's load file, or from another of that shape; KeyError when unknown."""
    scripts = yaml.safe_load((path or _SCRIPTS).read_text(encoding="utf-8"))
    return [str(line) for line in scripts[name]]
