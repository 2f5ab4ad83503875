"""What must have been done before a step, beside standing in the right state: each condition names the step that is missing.

Pure: a condition looks at how the case stands and gives the end of the text key `disclosure.missing.…`, or None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.errors import ProcedureError
from handlers.cases import written
from handlers.disclosure.case.events import REASONS_ASKED, REMEDY_ENDED, REMEDY_OPENED
from handlers.disclosure.case.lifecycle import ARTICLES, State, Step
from handlers.disclosure.case.standing import ASKED, CaseStanding
from handlers.disclosure.statute.answer_period import LONGEST_EXTENSION_WORKDAYS, CaseStatus
from handlers.disclosure.statute.log import Occurrence


@dataclass(frozen=True, slots=True)
class WantedStep:
    """A step somebody wants to take: by whom, on which civil day it happened, with which particulars."""

    step: Step
    by: str
    on: date
    detail: Mapping[str, str] = field(default_factory=dict)


Condition = Callable[[CaseStanding, WantedStep], str | None]


def require(standing: CaseStanding, wanted: WantedStep) -> None:
    """Refuse a step whose conditions are not met; raises `ProcedureError` with the article and what is missing."""
    for condition in CONDITIONS.get(wanted.step, ()):
        if missing := condition(standing, wanted):
            dates = standing.dates
            raise ProcedureError(
                f"disclosure.missing.{missing}",
                article=ARTICLES[wanted.step],
                due=written(dates.due_on),
                until=written(dates.correct_by or dates.pay_by or dates.correction_notice_by),
            )


def _not_future(standing: CaseStanding, wanted: WantedStep) -> str | None:
    return "future" if wanted.on > standing.today else None


def _correction_once(standing: CaseStanding, _: WantedStep) -> str | None:
    return "correction_once" if standing.happened(Occurrence.CORRECTION_NOTICE) else None


def _correction_in_time(standing: CaseStanding, _: WantedStep) -> str | None:
    last = standing.dates.correction_notice_by
    return "correction_late" if last is not None and standing.today > last else None


def _good_cause(standing: CaseStanding, wanted: WantedStep) -> str | None:
    last = standing.dates.correct_by
    late = last is not None and wanted.on > last
    return "good_cause" if late and wanted.detail.get("justified") != "true" else None


def _correction_lapsed(standing: CaseStanding, _: WantedStep) -> str | None:
    return None if standing.dates.status is CaseStatus.ABANDONED_NO_CORRECTION else "correction_runs"


def _fee_lapsed(standing: CaseStanding, _: WantedStep) -> str | None:
    return None if standing.dates.status is CaseStatus.ABANDONED_NO_FEE else "fee_runs"


def _paid_in_time(standing: CaseStanding, wanted: WantedStep) -> str | None:
    last = standing.dates.pay_by
    return "fee_late" if last is not None and wanted.on > last else None


def _paid_where_it_stood(standing: CaseStanding, wanted: WantedStep) -> str | None:
    early = standing.fee_from in {"", State.RECEIVED}
    return None if early is (wanted.step is Step.PAY_FEE) else "fee_from"


def _asked(standing: CaseStanding, wanted: WantedStep) -> str | None:
    """Whether the opinion or arrival belongs to a letter that was sent."""
    ref = wanted.detail.get("ref", "")
    sent = any(line.kind in ASKED and line.detail.get("ref", "") == ref for line in standing.log)
    return None if sent else "letter"


def _letter_of(standing: CaseStanding, wanted: WantedStep) -> str | None:
    if standing.state is State.CONSULTING:
        return _asked(standing, wanted)
    kind = {
        State.AWAITING_CORRECTION: Occurrence.CORRECTION_NOTICE,
        State.AWAITING_FEE: Occurrence.FEE_NOTICE,
    }.get(standing.state)
    return None if kind and wanted.detail.get("notice") == kind else "letter"


def _opinions_in(standing: CaseStanding, _: WantedStep) -> str | None:
    return "opinions" if standing.open_opinions() else None


def _somebody_else(standing: CaseStanding, wanted: WantedStep) -> str | None:
    return "same_person" if standing.draft and standing.draft.actor == wanted.by else None


def _a_reply(standing: CaseStanding, _: WantedStep) -> str | None:
    return "is_refusal" if standing.refusing else None


def _a_refusal(standing: CaseStanding, _: WantedStep) -> str | None:
    return None if standing.refusing else "is_reply"


def _extended_once(standing: CaseStanding, _: WantedStep) -> str | None:
    return "extension_once" if standing.happened(Occurrence.EXTENSION_APPROVED) else None


def _within_extension(_: CaseStanding, wanted: WantedStep) -> str | None:
    days = wanted.detail.get("workdays", "")
    lawful = days.isascii() and days.isdecimal() and 0 < int(days) <= LONGEST_EXTENSION_WORKDAYS
    return None if lawful else "extension_length"


def _clock_runs(standing: CaseStanding, _: WantedStep) -> str | None:
    return "clock_void" if standing.dates.clock_start_on is None else None


def _not_overdue(standing: CaseStanding, _: WantedStep) -> str | None:
    due = standing.dates.due_on
    return "overdue" if due is not None and standing.today > due else None


def _before_due(standing: CaseStanding, _: WantedStep) -> str | None:
    due = standing.dates.due_on
    return "overdue" if due is not None and standing.today >= due else None


def _reasons_asked(standing: CaseStanding, _: WantedStep) -> str | None:
    return None if standing.happened(REASONS_ASKED) else "reasons"


def _reasons_once(standing: CaseStanding, _: WantedStep) -> str | None:
    return "reasons_once" if standing.happened(REASONS_ASKED) else None


def _later_date(standing: CaseStanding, wanted: WantedStep) -> str | None:
    due, until = standing.dates.due_on, wanted.detail.get("new_due", "")
    return None if due is None or until > due.isoformat() else "delay_date"


def _fee_once(standing: CaseStanding, _: WantedStep) -> str | None:
    return "fee_once" if standing.happened(Occurrence.FEE_NOTICE) else None


def _categorised(standing: CaseStanding, wanted: WantedStep) -> str | None:
    return None if standing.category or wanted.detail.get("category") else "category"


def _remedy(standing: CaseStanding, wanted: WantedStep) -> str | None:
    kinds = [line.kind for line in standing.log]
    pending = kinds.count(REMEDY_OPENED) > kinds.count(REMEDY_ENDED)
    if pending is (wanted.step is Step.END_REMEDY):
        return None
    return "remedy_pending" if pending else "remedy_none"


CONDITIONS: Mapping[Step, tuple[Condition, ...]] = {
    Step.ASK_CORRECTION: (_correction_once, _correction_in_time),
    Step.CORRECT: (_not_future, _good_cause),
    Step.LAPSE_CORRECTION: (_correction_lapsed,),
    Step.LAPSE_FEE: (_fee_lapsed,),
    Step.PAY_FEE: (_paid_where_it_stood, _not_future, _paid_in_time),
    Step.PAY_FEE_SEARCHED: (_paid_where_it_stood, _not_future, _paid_in_time),
    Step.RECORD_ARRIVAL: (_letter_of, _not_future),
    Step.RECORD_OPINION: (_asked, _not_future),
    Step.RESUME: (_opinions_in,),
    Step.RETURN_DRAFT: (_a_reply, _somebody_else),
    Step.RETURN_REFUSAL: (_a_refusal, _somebody_else),
    Step.PASS_REVIEW: (_somebody_else,),
    Step.SEND_BACK: (_a_reply,),
    Step.SEND_BACK_REFUSAL: (_a_refusal,),
    Step.SIGN: (_somebody_else,),
    Step.EXTEND: (_clock_runs, _extended_once, _within_extension, _not_overdue),
    Step.ASK_REASONS: (_reasons_once,),
    Step.FIX_DELAY: (_clock_runs, _reasons_asked, _before_due, _later_date),
    Step.ASK_FEE: (_clock_runs, _fee_once, _not_overdue),
    Step.DELIVER: (_not_future,),
    Step.WITHDRAW: (_not_future,),
    Step.ARCHIVE: (_categorised,),
    Step.OPEN_REMEDY: (_remedy, _not_future),
    Step.END_REMEDY: (_remedy, _not_future),
}
