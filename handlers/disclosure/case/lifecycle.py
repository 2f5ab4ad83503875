"""Every lawful step of a request, as one table: from which state, by whom, to which state (disclosure-rules §9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.lifecycle import Lifecycle, Refusals, Transition


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    RECEIVED = "received"
    AWAITING_CORRECTION = "awaiting_correction"
    SEARCHING = "searching"
    CONSULTING = "consulting"
    LEGAL_REVIEW = "legal_review"
    APPROVAL = "approval"
    SIGNED = "signed"
    AWAITING_FEE = "awaiting_fee"
    REPLIED = "replied"
    CLOSED = "closed"


class Actor(StrEnum):
    """Who may take a step; the letters are those of disclosure-rules §9.

    The head is that of the disclosure office, who extends; the signatory signs for the agency. Two parts, which one
    person may have (art. 33; disclosure-rules §16).
    """

    APPLICANT = "A"
    BOT = "B"
    STAFF = "S"
    UNIT = "U"
    LEGAL = "L"
    HEAD = "H"
    SIGNATORY = "G"
    THIRD_PARTY = "T"


class Step(StrEnum):
    """What can be done to a request."""

    SUBMIT = "submit"
    REGISTER = "register"
    CONFIRM = "confirm"
    PROPOSE_REFUSAL = "propose_refusal"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    LAPSE_CORRECTION = "lapse_correction"
    ASSIGN = "assign"
    CONSULT = "consult"
    RECORD_ARRIVAL = "record_arrival"
    RECORD_OPINION = "record_opinion"
    RESUME = "resume"
    DRAFT_REPLY = "draft_reply"
    RETURN_DRAFT = "return_draft"
    RETURN_REFUSAL = "return_refusal"
    PASS_REVIEW = "pass_review"  # noqa: S105 - a step of the procedure
    SEND_BACK = "send_back"
    SEND_BACK_REFUSAL = "send_back_refusal"
    EXTEND = "extend"
    ASK_REASONS = "ask_reasons"
    FIX_DELAY = "fix_delay"
    ASK_FEE = "ask_fee"
    PAY_FEE = "pay_fee"
    PAY_FEE_SEARCHED = "pay_fee_searched"
    LAPSE_FEE = "lapse_fee"
    SIGN = "sign"
    DISPATCH = "dispatch"
    DELIVER = "deliver"
    CORRECT_REPLY = "correct_reply"
    OPEN_REMEDY = "open_remedy"
    END_REMEDY = "end_remedy"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    REPORT_ERROR = "report_error"


class ClockEffect(StrEnum):
    """What a step does to the answer clock."""

    NONE = "none"
    STARTS = "starts"
    RUNS = "runs"
    VOID = "void"
    RESTARTS = "restarts"
    STOPS = "stops"
    PAUSES = "pauses"
    RESUMES = "resumes"
    PROLONGED = "prolonged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Rule(Transition[State, Step, Actor]):
    """One row, with what it does to the clock.

    `outcome` is the key of disclosure-rules §7 with which the step closes the case by itself.
    """

    clock: ClockEffect
    outcome: str = ""


IN_HAND = (State.RECEIVED, State.SEARCHING, State.CONSULTING, State.LEGAL_REVIEW, State.APPROVAL)
OPEN = (State.AWAITING_CONFIRMATION, State.AWAITING_CORRECTION, State.AWAITING_FEE, *IN_HAND)
LETTERS_OUT = (State.AWAITING_CORRECTION, State.CONSULTING, State.AWAITING_FEE)
"""Where a period runs from the day on which a letter arrived."""
DONE = (State.DRAFT.value, State.REPLIED.value, State.CLOSED.value)
"""Where no date is due any more, or not yet."""

ARTICLES = {
    Step.SUBMIT: "第二十九条",
    Step.REGISTER: "第三十一条",
    Step.CONFIRM: "第三十一条",
    Step.PROPOSE_REFUSAL: "第三十六条、第三十九条",
    Step.ASK_CORRECTION: "第三十条",
    Step.CORRECT: "第三十条",
    Step.LAPSE_CORRECTION: "第三十条",
    Step.ASSIGN: "第三十三条",
    Step.CONSULT: "第三十二条、第三十四条",
    Step.RECORD_ARRIVAL: "第三十条、第三十二条、第三十四条",
    Step.RECORD_OPINION: "第三十二条、第三十四条",
    Step.RESUME: "第三十二条、第三十三条",
    Step.DRAFT_REPLY: "第三十六条",
    Step.RETURN_DRAFT: "第三十六条",
    Step.RETURN_REFUSAL: "第三十六条",
    Step.PASS_REVIEW: "第三十六条",
    Step.SEND_BACK: "第三十六条",
    Step.SEND_BACK_REFUSAL: "第三十六条",
    Step.EXTEND: "第三十三条",
    Step.ASK_REASONS: "第三十五条",
    Step.FIX_DELAY: "第三十五条",
    Step.ASK_FEE: "第四十二条",
    Step.PAY_FEE: "第四十二条",
    Step.PAY_FEE_SEARCHED: "第四十二条",
    Step.LAPSE_FEE: "第四十二条",
    Step.SIGN: "第三十三条、第三十六条",
    Step.DISPATCH: "第四十条",
    Step.DELIVER: "第四十条",
    Step.CORRECT_REPLY: "第三十六条",
    Step.OPEN_REMEDY: "第五十一条",
    Step.END_REMEDY: "第五十一条",
    Step.WITHDRAW: "第二十七条",
    Step.ARCHIVE: "第四十五条",
    Step.REPORT_ERROR: "第四十一条",
}


Row = tuple[State, Step, str, State, ClockEffect]
# Fax, e-mail and unsigned mail are registered by staff and wait for the confirmation like what came by internet.
_RECEIVING: tuple[Row, ...] = (
    (State.DRAFT, Step.SUBMIT, "AS", State.AWAITING_CONFIRMATION, ClockEffect.NONE),
    (State.DRAFT, Step.REGISTER, "S", State.RECEIVED, ClockEffect.STARTS),
    (State.AWAITING_CONFIRMATION, Step.CONFIRM, "AS", State.RECEIVED, ClockEffect.STARTS),
    (State.RECEIVED, Step.PROPOSE_REFUSAL, "S", State.LEGAL_REVIEW, ClockEffect.RUNS),
    (State.RECEIVED, Step.ASK_CORRECTION, "S", State.AWAITING_CORRECTION, ClockEffect.VOID),
    # What comes on paper is recorded by staff; it stays the applicant's own step.
    (State.AWAITING_CORRECTION, Step.CORRECT, "AS", State.RECEIVED, ClockEffect.RESTARTS),
    (State.RECEIVED, Step.ASSIGN, "S", State.SEARCHING, ClockEffect.RUNS),
)
_HANDLING: tuple[Row, ...] = (
    (State.SEARCHING, Step.ASSIGN, "S", State.SEARCHING, ClockEffect.RUNS),
    (State.SEARCHING, Step.CONSULT, "US", State.CONSULTING, ClockEffect.PAUSES),
    (State.CONSULTING, Step.CONSULT, "US", State.CONSULTING, ClockEffect.PAUSES),
    (State.CONSULTING, Step.RECORD_OPINION, "TUS", State.CONSULTING, ClockEffect.RESUMES),
    (State.CONSULTING, Step.RESUME, "TBUS", State.SEARCHING, ClockEffect.RESUMES),
    (State.SEARCHING, Step.DRAFT_REPLY, "U", State.LEGAL_REVIEW, ClockEffect.RUNS),
    # A paid request goes on where it stood: nothing that was found is thrown away.
    (State.AWAITING_FEE, Step.PAY_FEE, "AS", State.RECEIVED, ClockEffect.RESTARTS),
    (State.AWAITING_FEE, Step.PAY_FEE_SEARCHED, "AS", State.SEARCHING, ClockEffect.RESTARTS),
)
_ANSWERING: tuple[Row, ...] = (
    (State.LEGAL_REVIEW, Step.RETURN_DRAFT, "L", State.SEARCHING, ClockEffect.RUNS),
    (State.LEGAL_REVIEW, Step.RETURN_REFUSAL, "L", State.RECEIVED, ClockEffect.RUNS),
    (State.LEGAL_REVIEW, Step.PASS_REVIEW, "L", State.APPROVAL, ClockEffect.RUNS),
    (State.APPROVAL, Step.SEND_BACK, "HG", State.SEARCHING, ClockEffect.RUNS),
    (State.APPROVAL, Step.SEND_BACK_REFUSAL, "HG", State.RECEIVED, ClockEffect.RUNS),
    # The clock runs until the reply takes effect, which is when it is delivered (国办公开办函〔2016〕235号).
    (State.APPROVAL, Step.SIGN, "G", State.SIGNED, ClockEffect.RUNS),
    (State.SIGNED, Step.DISPATCH, "S", State.SIGNED, ClockEffect.RUNS),
    (State.SIGNED, Step.DELIVER, "BS", State.REPLIED, ClockEffect.STOPS),
    (State.REPLIED, Step.ARCHIVE, "S", State.CLOSED, ClockEffect.NONE),
    (State.REPLIED, Step.CORRECT_REPLY, "H", State.SEARCHING, ClockEffect.NONE),
    # The error report opens a new linked case; the closed one stays closed (art. 41).
    (State.CLOSED, Step.REPORT_ERROR, "AS", State.CLOSED, ClockEffect.NONE),
)


def _rules(rows: tuple[Row, ...]) -> Iterator[tuple[State, Rule]]:
    for state, step, actors, to, clock in rows:
        yield state, Rule(step, _actors(actors), to, clock)


def _rows() -> Iterator[tuple[State, Rule]]:
    """Give the table of disclosure-rules §9, row by row, with its groups of states written out."""
    yield from _rules(_RECEIVING)
    yield from _rules(_HANDLING)
    yield from _rules(_ANSWERING)
    lapse = Rule(Step.LAPSE_CORRECTION, _actors("S"), State.CLOSED, ClockEffect.STOPS, "other_no_correction")
    yield State.AWAITING_CORRECTION, lapse
    yield (
        State.AWAITING_FEE,
        Rule(Step.LAPSE_FEE, _actors("S"), State.CLOSED, ClockEffect.STOPS, "other_no_fee"),
    )
    for state in IN_HAND:
        yield state, Rule(Step.EXTEND, _actors("H"), state, ClockEffect.PROLONGED)
        yield state, Rule(Step.ASK_REASONS, _actors("S"), state, ClockEffect.RUNS)
        yield state, Rule(Step.FIX_DELAY, _actors("H"), state, ClockEffect.REPLACED)
        yield state, Rule(Step.ASK_FEE, _actors("H"), State.AWAITING_FEE, ClockEffect.VOID)
    for state in LETTERS_OUT:
        yield state, Rule(Step.RECORD_ARRIVAL, _actors("US"), state, ClockEffect.NONE)
    for state in OPEN:
        yield state, Rule(Step.WITHDRAW, _actors("AS"), State.CLOSED, ClockEffect.STOPS, "other_misc")
    # A late answer may be taken to review or court as well as a given one.
    for state in (*IN_HAND, State.SIGNED, State.REPLIED, State.CLOSED):
        yield state, Rule(Step.OPEN_REMEDY, _actors("S"), state, ClockEffect.NONE)
        yield state, Rule(Step.END_REMEDY, _actors("S"), state, ClockEffect.NONE)


def _actors(letters: str) -> frozenset[Actor]:
    return frozenset(map(Actor, letters))


REQUEST = Lifecycle(
    states=State,
    steps=Step,
    actors=Actor,
    rows=tuple(_rows()),
    starts=frozenset({State.DRAFT}),
    ends=frozenset({State.CLOSED}),
    articles=ARTICLES,
    refusals=Refusals(
        "disclosure.refused.step", "disclosure.refused.actor", skipped="disclosure.refused.skipped"
    ),
    forward=(
        *(Step.CONFIRM, Step.ASSIGN, Step.CORRECT, Step.RESUME, Step.PAY_FEE, Step.PAY_FEE_SEARCHED),
        *(Step.DRAFT_REPLY, Step.PASS_REVIEW, Step.SIGN, Step.DELIVER, Step.ARCHIVE),
    ),
)
TABLE = REQUEST.table


def advance(state: State, step: Step, *, actor: Actor) -> Rule:
    """Give the row by which an actor takes a step from a state.

    Raises `ProcedureError` with the article when the table has no such row, naming the steps that are missing before it,
    or keeps it for somebody else: no step is skipped, and nobody but the signatory signs.
    """
    return REQUEST.advance(state, step, actors=(actor,))


def next_steps(state: State, *, actor: Actor) -> tuple[Step, ...]:
    """Give the steps that an actor may lawfully take from a state, in the order of the table."""
    return REQUEST.next_steps(state, actors=(actor,))
