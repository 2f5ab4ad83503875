"""The kinds of lines in a request's log: what each step is noted as; those that clocks read are `Occurrence`."""

from collections.abc import Iterable, Mapping

from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.statute.log import Occurrence

APPLICANT_CONFIRMED = "applicant_confirmed"
WITHDRAWN = "withdrawn"
ASSIGNED = "assigned"
HANDED_OVER = "handed_over"
REFUSAL_PROPOSED = "refusal_proposed"
REPLY_DRAFTED = "reply_drafted"
REVIEW_PASSED = "review_passed"
REPLY_SIGNED = "reply_signed"
REPLY_DISPATCHED = "reply_dispatched"
NOTICE_ARRIVED = "notice_arrived"
REASONS_ASKED = "reasons_asked"
CORRECTION_LAPSED = "correction_lapsed"
FEE_LAPSED = "fee_lapsed"
CALL_DUE = "call_due"
CALLED = "called"
EXPERTS_HEARD = "experts_heard"
AUTHORITY_RECEIVED = "authority_received"
AUTHORITY_LOOKED_AT = "authority_looked_at"
REMEDY_OPENED = "remedy_opened"
REMEDY_ENDED = "remedy_ended"

EVENTS: Mapping[Step, str] = {
    Step.SUBMIT: Occurrence.SUBMITTED,
    Step.CONFIRM: Occurrence.CONFIRMED,
    Step.PROPOSE_REFUSAL: REFUSAL_PROPOSED,
    Step.ASK_CORRECTION: Occurrence.CORRECTION_NOTICE,
    Step.CORRECT: Occurrence.CORRECTION_RECEIVED,
    Step.LAPSE_CORRECTION: CORRECTION_LAPSED,
    Step.ASSIGN: ASSIGNED,
    Step.RECORD_ARRIVAL: NOTICE_ARRIVED,
    Step.RESUME: "resumed",
    Step.DRAFT_REPLY: REPLY_DRAFTED,
    Step.RETURN_DRAFT: "draft_returned",
    Step.RETURN_REFUSAL: "refusal_returned",
    Step.PASS_REVIEW: REVIEW_PASSED,
    Step.SEND_BACK: "sent_back",
    Step.SEND_BACK_REFUSAL: "refusal_sent_back",
    Step.EXTEND: Occurrence.EXTENSION_APPROVED,
    Step.ASK_REASONS: REASONS_ASKED,
    Step.FIX_DELAY: Occurrence.ART35_DELAY,
    Step.ASK_FEE: Occurrence.FEE_NOTICE,
    Step.PAY_FEE: Occurrence.FEE_PAID,
    Step.PAY_FEE_SEARCHED: Occurrence.FEE_PAID,
    Step.LAPSE_FEE: FEE_LAPSED,
    Step.SIGN: REPLY_SIGNED,
    Step.DISPATCH: REPLY_DISPATCHED,
    Step.DELIVER: Occurrence.REPLIED,
    Step.CORRECT_REPLY: "reply_reopened",
    Step.OPEN_REMEDY: REMEDY_OPENED,
    Step.END_REMEDY: REMEDY_ENDED,
    Step.WITHDRAW: WITHDRAWN,
    Step.ARCHIVE: "archived",
    Step.REPORT_ERROR: "error_reported",
}
"""What a step is noted as; registering and consulting depend on the channel and on who is asked."""
DRAFTS = frozenset({REPLY_DRAFTED, REFUSAL_PROPOSED})
WITHIN_OFFICE = frozenset(
    {
        *(REFUSAL_PROPOSED, REPLY_DRAFTED, REVIEW_PASSED, "draft_returned", "refusal_returned"),
        *("sent_back", "refusal_sent_back", "reply_reopened", "letter_voided", ASSIGNED, HANDED_OVER),
        *(CALL_DUE, CALLED, EXPERTS_HEARD, AUTHORITY_LOOKED_AT),
        *("document_added", "copy_made", "copy_checked", "publication_proposed", "copy_opened"),
        *(Occurrence.THIRD_PARTY_SERVED, Occurrence.AGENCY_SERVED),
    }
)
"""What happens within the office: no applicant reads it, since no decision is announced that is not signed."""
EVENT_KINDS = frozenset({*EVENTS.values(), *Occurrence, APPLICANT_CONFIRMED})


def reply_cause(kinds: Iterable[str]) -> str:
    """Give the name of the last reply signed, by the kinds of a case's log; one that was signed anew has another."""
    return f"reply:{sum(kind == REPLY_SIGNED for kind in kinds)}"
