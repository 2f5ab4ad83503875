"""What became of a crowd's questions, read from the citizens' windows: lost, doubled, out of order, and how long each took."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from adapters.wechat.simulator.delivery.questions import MARK
from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen
from adapters.wechat.simulator.world.traces import DeliveryOutcome, Trace

TAKEN = frozenset({DeliveryOutcome.ANSWERED, DeliveryOutcome.EMPTY})


@dataclass(slots=True)
class AskedQuestion:
    """One question: when it was said, and once its push is over, how long that took and how it was taken.

    `seconds` counts from the moment it was due, so that a stall is not hidden by the questions that it held back.
    `taken` tells that a delivery was answered, if only by silence, which promises an answer; `shown` that the answer came
    at once.
    """

    mark: str
    said_at: datetime
    seconds: float = 0.0
    taken: bool = False
    shown: bool = False
    over: bool = False
    timed_out: int = 0

    def judge(self, trace: Trace, seconds: float) -> None:
        """Note what became of its push."""
        self.seconds, self.shown, self.over = seconds, trace.shown, True
        self.taken = any(each.outcome in TAKEN for each in trace.deliveries)
        # A fault that was ordered has a status; the real five seconds leave none.
        self.timed_out = sum(
            each.outcome is DeliveryOutcome.LATE and each.status is None for each in trace.deliveries
        )


@dataclass(frozen=True, slots=True)
class AnswersHeard:
    """In how many of a citizen's entries each number stands, in the order of its first, and when it first stood there."""

    times: Counter[str]
    first: Sequence[tuple[str, datetime]]

    @classmethod
    def of(cls, entries: Iterable[ChatEntry]) -> "AnswersHeard":
        """Read the account's side of a window."""
        times, first = Counter[str](), dict[str, datetime]()
        for entry in entries:
            if entry.side == "account":
                marks = dict.fromkeys(MARK.findall(entry.text))
                times.update(marks.keys())
                for mark in marks:
                    first.setdefault(mark, entry.at)
        return cls(times, tuple(first.items()))

    def disorder(self, asked: Sequence[str]) -> list[tuple[str, str]]:
        """Give the pairs of answers of which the later question's came first."""
        place = {mark: at for at, mark in enumerate(asked)}
        heard = [mark for mark, _ in self.first if mark in place]
        return [(before, after) for before, after in pairwise(heard) if place[before] > place[after]]


@dataclass(frozen=True, slots=True)
class CrowdReport:
    """What a load did; `failed` when anything was lost, doubled or out of order.

    `given_up` are questions that the platform could not deliver: their citizen saw the fault line, and nothing was
    promised. `otherwise` were answered at once by words that name no number, such as that too much was written.
    `processor_ms` is what a question cost each process, by its name; unlike the rest it says the same on a busy machine.
    `misled` are hostile pushes that were answered, or that the endpoint stumbled over.
    """

    seconds: float
    asked: int
    at_once: int
    later: int
    otherwise: int
    given_up: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    disorder: tuple[tuple[str, str], ...]
    over_five_seconds: int
    latencies: tuple[float, ...] = field(repr=False)
    waits: tuple[float, ...] = field(repr=False)
    misled: int = 0
    processor_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether a promise was broken."""
        return bool(self.lost or self.doubled or self.disorder or self.misled)

    def plain(self) -> dict[str, object]:
        """Give the figures as JSON values; latencies in milliseconds, waits for later answers in seconds."""
        return {
            "simulator": "not WeChat",
            "seconds": round(self.seconds, 1),
            "asked": self.asked,
            "rate": round(self.asked / self.seconds, 1) if self.seconds else 0.0,
            "answered_at_once": self.at_once,
            "answered_later": self.later,
            "answered_otherwise": self.otherwise,
            "given_up_by_the_platform": self.given_up,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "order_broken": len(self.disorder),
            "misled": self.misled,
            **{
                f"p{round(share * 100)}_ms": _rounded(percentile(self.latencies, share) * 1000)
                for share in (0.5, 0.95, 0.99)
            },
            "longest_ms": _rounded(percentile(self.latencies, 1.0) * 1000),
            "over_5_s": self.over_five_seconds,
            "later_p95_s": _rounded(percentile(self.waits, 0.95)),
            "processor_ms_a_question": {name: round(ms, 2) for name, ms in self.processor_ms.items()},
        }


def _rounded(figure: float) -> float | None:
    return None if math.isnan(figure) else round(figure, 2)


def percentile(values: Sequence[float], share: float) -> float:
    """Give what `share` (0 to 1) of the values did not exceed; NaN without any."""
    ordered = sorted(values)
    return ordered[min(len(ordered), max(1, math.ceil(share * len(ordered)))) - 1] if ordered else math.nan


def counted(
    asked: Mapping[str, Sequence[AskedQuestion]], people: Iterable[Citizen], *, seconds: float
) -> CrowdReport:
    """Count what became of each citizen's questions, in the order in which they were said, by openid."""
    lost, doubled, disorder, waits = [], [], [], []
    counts: Counter[str] = Counter()
    questions = [each for own in asked.values() for each in own]
    for citizen in people:
        own, heard = asked.get(citizen.openid, ()), AnswersHeard.of(citizen.entries)
        first = dict(heard.first)
        disorder += heard.disorder([each.mark for each in own])
        for each in own:
            if heard.times[each.mark] > 1:
                doubled.append(each.mark)
            way = _way(each, heard)
            counts[way] += 1
            if way == "lost":
                lost.append(each.mark)
            elif way == "later":
                waits.append((first[each.mark] - each.said_at).total_seconds())
    return CrowdReport(
        seconds=seconds,
        asked=len(questions),
        at_once=counts["at_once"],
        later=counts["later"],
        otherwise=counts["otherwise"],
        given_up=counts["given_up"],
        lost=tuple(lost),
        doubled=tuple(doubled),
        disorder=tuple(disorder),
        over_five_seconds=sum(each.timed_out for each in questions),
        latencies=tuple(each.seconds for each in questions if each.taken),
        waits=tuple(waits),
    )


def _way(question: AskedQuestion, heard: AnswersHeard) -> str:
    """Say how a question was answered, or that it was not."""
    if heard.times[question.mark]:
        return "at_once" if question.shown else "later"
    if not question.taken:
        return "given_up"
    return "otherwise" if question.shown else "lost"
