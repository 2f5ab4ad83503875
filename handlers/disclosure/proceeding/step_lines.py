"""What the log holds of a step: no words that may name persons, but all that a clock or a condition looks at."""

from collections.abc import Callable, Mapping, Sequence

from handlers.disclosure.case.events import EVENTS, NOTICE_ARRIVED
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.standing import ASKED, CaseStanding
from handlers.disclosure.case.taking import StepNote
from handlers.disclosure.proceeding.step_fields import Consulted, DeliveryWay, StepField, StepOrder
from handlers.disclosure.statute.log import Occurrence

SENT = {
    Consulted.THIRD_PARTY: Occurrence.THIRD_PARTY_SENT,
    Consulted.AGENCY: Occurrence.AGENCY_SENT,
    Consulted.OTHER_AGENCY: Occurrence.OTHER_AGENCY_SENT,
}
SERVED = {
    Occurrence.THIRD_PARTY_SENT: Occurrence.THIRD_PARTY_SERVED,
    Occurrence.AGENCY_SENT: Occurrence.AGENCY_SERVED,
}
_NOTICES = {
    State.AWAITING_CORRECTION: Occurrence.CORRECTION_NOTICE,
    State.AWAITING_FEE: Occurrence.FEE_NOTICE,
}
BY_HAND = frozenset({DeliveryWay.DIRECT, DeliveryWay.ENTRUSTED})
Detail = dict[str, str]


def note_of(order: StepOrder, standing: CaseStanding, *, by: str) -> StepNote:
    """Give how an order is noted; `by` is the log-in name of who took the step."""
    kind = _KINDS.get(order.step, _usual)(order, standing)
    detail = _DETAILS.get(order.step, _nothing)(order, standing)
    return StepNote(by, kind, order.day(StepField.ON), detail)


def letters_out(standing: CaseStanding) -> tuple[str, ...]:
    """Give the references of the letters that ask for opinions, in the order they were sent."""
    return tuple(line.detail.get("ref", "") for line in standing.log if line.kind in ASKED)


def _usual(order: StepOrder, _: CaseStanding) -> str:
    return EVENTS[order.step]


def _sent(order: StepOrder, _: CaseStanding) -> str:
    return SENT[Consulted(order.text(StepField.CONSULTED))]


def _letter(standing: CaseStanding, ref: str) -> Occurrence | None:
    sent: Sequence[str] = [
        line.kind for line in standing.log if line.kind in ASKED and line.detail.get("ref", "") == ref
    ]
    return Occurrence(sent[-1]) if sent else None


def _arrived(order: StepOrder, standing: CaseStanding) -> str:
    letter = _letter(standing, order.text(StepField.REF)) if standing.state is State.CONSULTING else None
    return SERVED.get(letter, NOTICE_ARRIVED) if letter else NOTICE_ARRIVED


def _answered(order: StepOrder, standing: CaseStanding) -> str:
    letter = _letter(standing, order.text(StepField.REF))
    return ASKED[letter] if letter else Occurrence.THIRD_PARTY_REPLY


_KINDS: Mapping[Step, Callable[[StepOrder, CaseStanding], str]] = {
    Step.CONSULT: _sent,
    Step.RECORD_ARRIVAL: _arrived,
    Step.RECORD_OPINION: _answered,
}


def _nothing(_: StepOrder, __: CaseStanding) -> Detail:
    return {}


def _deadline(order: StepOrder, _: CaseStanding) -> Detail:
    return {"deadline": order.text(StepField.UNTIL)}


def _justified(order: StepOrder, _: CaseStanding) -> Detail:
    return {"justified": "true"} if order.text(StepField.JUSTIFIED) else {}


def _next_ref(_: StepOrder, standing: CaseStanding) -> Detail:
    return {"ref": str(len(letters_out(standing)) + 1)}


def _arrival(order: StepOrder, standing: CaseStanding) -> Detail:
    if standing.state is State.CONSULTING:
        return {"ref": order.text(StepField.REF)}
    return {"notice": _NOTICES[standing.state]} if standing.state in _NOTICES else {}


def _opinion(order: StepOrder, _: CaseStanding) -> Detail:
    return {"ref": order.text(StepField.REF), "opinion": order.text(StepField.OPINION)}


def _workdays(order: StepOrder, _: CaseStanding) -> Detail:
    return {"workdays": order.text(StepField.WORKDAYS)}


def _delay(order: StepOrder, _: CaseStanding) -> Detail:
    return {"new_due": order.text(StepField.UNTIL)}


def _fee(order: StepOrder, _: CaseStanding) -> Detail:
    return {name.value: order.text(name) for name in (StepField.SCALE, StepField.COUNT, StepField.AMOUNT)}


def _delivery(order: StepOrder, _: CaseStanding) -> Detail:
    way, on = DeliveryWay(order.text(StepField.WAY)), order.text(StepField.ON)
    return {"how": way.value} | ({"received": on} if way in BY_HAND else {})


def _category(order: StepOrder, _: CaseStanding) -> Detail:
    chosen = order.text(StepField.CATEGORY)
    return {"category": chosen} if chosen else {}


def _unit(order: StepOrder, _: CaseStanding) -> Detail:
    return {"unit": order.text(StepField.UNIT)}


def _remedy(order: StepOrder, _: CaseStanding) -> Detail:
    return {"remedy": order.text(StepField.REMEDY)}


def _result(order: StepOrder, _: CaseStanding) -> Detail:
    return {"result": order.text(StepField.RESULT)}


def _on_paper(_: StepOrder, __: CaseStanding) -> Detail:
    return {"taken_for": Actor.APPLICANT.value}


_DETAILS: Mapping[Step, Callable[[StepOrder, CaseStanding], Detail]] = {
    Step.CONFIRM: _category,
    Step.ASK_CORRECTION: _deadline,
    Step.CORRECT: _justified,
    Step.ASSIGN: _unit,
    Step.CONSULT: _next_ref,
    Step.RECORD_ARRIVAL: _arrival,
    Step.RECORD_OPINION: _opinion,
    Step.EXTEND: _workdays,
    Step.FIX_DELAY: _delay,
    Step.ASK_FEE: _fee,
    Step.DELIVER: _delivery,
    Step.ARCHIVE: _category,
    Step.OPEN_REMEDY: _remedy,
    Step.END_REMEDY: _result,
    Step.WITHDRAW: _on_paper,
}
