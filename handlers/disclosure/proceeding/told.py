"""What an applicant is told of a step in chat: the pause, the extension, what has to be mended, the reply; nothing of what is within the office."""

from collections.abc import Callable, Mapping

from bot.message import Reply, Wording
from handlers.cases import written
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.proceeding.step_fields import StepField
from handlers.disclosure.proceeding.taken import DoneStep

Values = dict[str, str]


def told_of(taken: DoneStep, *, link: str, texts: Wording, copies: int = 0) -> Reply | None:
    """Give the message of a step, or None where the applicant is told nothing; `link` opens the case with its copies."""
    values = _VALUES.get(taken.order.step)
    if values is None:
        return None
    attached = texts("released.leaving.attached", count=copies) if copies else ""
    return Reply(
        texts(
            f"disclosure.told.{taken.order.step.value}",
            number=taken.request.number,
            link=link,
            attached=attached,
            **values(taken),
        )
    )


def _until(taken: DoneStep) -> Values:
    return {"until": written(taken.order.day(StepField.UNTIL))}


def _points(taken: DoneStep) -> Values:
    """Give the points numbered, each on a line, as the letter has them."""
    lines = [line.strip() for line in taken.text(StepField.POINTS).splitlines() if line.strip()]
    numbered = "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))
    return {"points": numbered, "guidance": taken.text(StepField.GUIDANCE)} | _until(taken)


def _due(taken: DoneStep) -> Values:
    return {"due": written(taken.dates.due_on or taken.dates.projected_due_on)}


def _reason(taken: DoneStep) -> Values:
    return {"reason": taken.text(StepField.REASON)} | _due(taken)


def _fee(taken: DoneStep) -> Values:
    return {"amount": taken.text(StepField.AMOUNT), "how": taken.text(StepField.PAY_HOW)}


def _nothing(_: DoneStep) -> Values:
    return {}


_VALUES: Mapping[Step, Callable[[DoneStep], Values]] = {
    Step.ASK_CORRECTION: _points,
    Step.CORRECT: _due,
    Step.LAPSE_CORRECTION: _nothing,
    Step.CONSULT: _nothing,
    Step.EXTEND: _reason,
    Step.ASK_REASONS: _until,
    Step.FIX_DELAY: _due,
    Step.ASK_FEE: _fee,
    Step.PAY_FEE: _due,
    Step.PAY_FEE_SEARCHED: _due,
    Step.LAPSE_FEE: _nothing,
    Step.DISPATCH: _nothing,
}
TOLD = frozenset(_VALUES)
"""The steps of which the applicant is told."""
