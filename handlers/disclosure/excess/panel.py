"""What staff see of an applicant's requests, and the steps that the law leaves (art. 35; disclosure-rules §5).

Whether a number is beyond reason is judged by people: only counts and likeness are shown. Proof of use is never asked for;
the old practice of demanding it is not among the steps.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.disclosure.case.lifecycle import Actor
from handlers.disclosure.excess.fees import FREE_REQUESTS, fee_by_requests, yuan_of_request
from handlers.disclosure.excess.likeness import likeness

LEAST_LIKENESS_PERCENT = 80


class ReasonsState(StrEnum):
    """How far the explanation of the reasons has come; whether they are reasonable is staff's judgement."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    REASONABLE = "reasonable"
    UNREASONABLE = "unreasonable"


class ExcessStep(StrEnum):
    """A lawful step; there is no other."""

    ASK_REASONS = "ask_reasons"
    REFUSE = "refuse"
    FIX_DELAY = "fix_delay"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """A step with its article and whose it is."""

    step: ExcessStep
    article: str
    actor: Actor


OFFERS = {
    ReasonsState.NOT_ASKED: (OfferedStep(ExcessStep.ASK_REASONS, "第三十五条", Actor.STAFF),),
    ReasonsState.ASKED: (),
    ReasonsState.UNREASONABLE: (OfferedStep(ExcessStep.REFUSE, "第三十五条", Actor.HEAD),),
    ReasonsState.REASONABLE: (OfferedStep(ExcessStep.FIX_DELAY, "第三十五条", Actor.HEAD),),
}
CHARGE = OfferedStep(ExcessStep.CHARGE, "第四十二条", Actor.HEAD)


@dataclass(frozen=True, slots=True)
class FiledRequest:
    """One request of the applicant: its number, the receipt date, and what was asked."""

    number: str
    received_on: date
    asked: str


@dataclass(frozen=True, slots=True)
class LikeRequest:
    """An earlier request that asks for much the same, with the likeness in percent."""

    number: str
    received_on: date
    percent: int


@dataclass(frozen=True, slots=True)
class ExcessPanel:
    """The counts and steps for one request: `months` counts each natural month of the twelve, newest first.

    `own_yuan` is what the scale by requests gives for this request, as the last of its month, `month_yuan` for the whole month.
    """

    in_month: int
    in_twelve_months: int
    months: tuple[tuple[int, int, int], ...]
    like: tuple[LikeRequest, ...]
    own_yuan: int
    month_yuan: int
    steps: tuple[OfferedStep, ...]


def panel(request: FiledRequest, others: Sequence[FiledRequest], *, explanation: ReasonsState) -> ExcessPanel:
    """Give what is shown beside a request of an applicant; `others` are the same applicant's other requests.

    The twelve months end with the request's receipt date. A request listed twice counts once. The steps follow from the
    explanation alone; charging is offered where the scale gives an amount at all.
    """
    known = {one.number: one for one in (*others, request)}
    on = request.received_on
    recent = [one for one in known.values() if _year_before(on) < one.received_on <= on]
    months = Counter((one.received_on.year, one.received_on.month) for one in recent)
    in_month = months[on.year, on.month]
    like = (
        LikeRequest(one.number, one.received_on, likeness(one.asked, request.asked))
        for one in known.values()
        if one.number != request.number and one.received_on <= on
    )
    alike = sorted(
        (one for one in like if one.percent >= LEAST_LIKENESS_PERCENT),
        key=lambda one: (-one.percent, one.received_on, one.number),
    )
    charge = (CHARGE,) if in_month > FREE_REQUESTS else ()
    return ExcessPanel(
        in_month=in_month,
        in_twelve_months=len(recent),
        months=tuple((year, month, count) for (year, month), count in sorted(months.items(), reverse=True)),
        like=tuple(alike),
        own_yuan=yuan_of_request(in_month),
        month_yuan=fee_by_requests(in_month),
        steps=(*OFFERS[explanation], *charge),
    )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)
