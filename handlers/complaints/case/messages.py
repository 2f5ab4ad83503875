"""What an applicant is told of a step, in plain words with unit and date, through the outbox, in the step's own transaction.

Whoever is written to may be on a channel that others read: no message holds what was told, nor by whom.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.cases import written
from handlers.complaints.case.clocks import ComplaintClocks
from handlers.complaints.case.kinds import OUTER_WORKDAYS, ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintStep
from handlers.complaints.case.records import ComplaintRecord

Values = dict[str, str]
UNTOLD = frozenset(
    {
        *(ComplaintStep.SUBMIT, ComplaintStep.RATE, ComplaintStep.RATE_LOW, ComplaintStep.ARCHIVE),
        *(ComplaintStep.VISIT, ComplaintStep.SEND_BACK),
    }
)
"""Of which nothing is written: the applicant's own, what stays within the office, and what was said on the phone."""


async def tell_step(
    tx: AsyncSession,
    complaint: ComplaintRecord,
    step: ComplaintStep,
    *,
    dates: ComplaintClocks,
    words: Mapping[str, str],
    now: datetime,
    texts: Wording,
) -> bool:
    """Tell the applicant of a step; `words` were filled in. Give False where nothing is told, or nobody can be written to."""
    if step in UNTOLD or not complaint.citizen or not complaint.talk_channel:
        return False
    values = {
        "number": complaint.number,
        "unit": complaint.unit,
        "on": written(local_date(now)),
        "until": until_words(complaint, dates, texts),
        **_WORDS.get(step, _nothing)(complaint, words, texts),
    }
    key = f"complaints.told.{step.value}"
    if step in _BY_RESULT and complaint.result:
        key = f"complaints.told.{step.value}_{complaint.result}"
    return await outbox.enqueue(
        tx,
        complaint.citizen,
        body=ParcelBody(Reply(texts(key, **values))),
        dedup=f"complaint:{complaint.number}:{complaint.version}",
        now=now,
        channel=complaint.talk_channel,
        kind=ParcelKind.LETTER,
    )


def until_words(complaint: ComplaintRecord, dates: ComplaintClocks, texts: Wording) -> str:
    """Give by when the result is told; that the day is open where the calendar is missing."""
    if dates.due_on:
        return texts("complaints.until.due", due=written(dates.due_on))
    workdays = OUTER_WORKDAYS[ComplaintKind(complaint.kind)] + dates.extended_workdays
    return texts("complaints.until.provisional", workdays=workdays)


def _nothing(_: ComplaintRecord, __: Mapping[str, str], ___: Wording) -> Values:
    return {}


def _reason(_: ComplaintRecord, words: Mapping[str, str], __: Wording) -> Values:
    return {"reason": words.get("reason", "")}


def _declined(_: ComplaintRecord, words: Mapping[str, str], __: Wording) -> Values:
    return {"reason": words.get("reason", ""), "door": words.get("door_words", "")}


def _merged(complaint: ComplaintRecord, _: Mapping[str, str], __: Wording) -> Values:
    return {"lead": complaint.lead}


def _result(_: ComplaintRecord, words: Mapping[str, str], __: Wording) -> Values:
    return {"result": words.get("result_words", ""), "law": words.get("law", "")}


def _answer(_: ComplaintRecord, words: Mapping[str, str], __: Wording) -> Values:
    return {"result": words.get("result_words", "")}


_WORDS: Mapping[ComplaintStep, Callable[[ComplaintRecord, Mapping[str, str], Wording], Values]] = {
    ComplaintStep.DECLINE: _declined,
    ComplaintStep.EXTEND: _reason,
    ComplaintStep.MERGE: _merged,
    ComplaintStep.APPROVE: _result,
    ComplaintStep.CLOSE_WITH: _result,
    ComplaintStep.ANSWER: _answer,
    ComplaintStep.CONCLUDE: _answer,
}
_BY_RESULT = frozenset({ComplaintStep.APPROVE, ComplaintStep.CLOSE_WITH})
