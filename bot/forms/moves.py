"""What a message does to a form: decided here once, for our own form loop and for a Rasa server's form alike."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.forms.slots import FormSlots
from bot.forms.spec import LEAVE, WHICH, FormSpec
from bot.limits import KEEP
from bot.understanding import FALLBACK, Slot, Understanding

EXACT_CONFIDENCE = 0.95
SURE_CONFIDENCE = 0.85
LIKELY_CONFIDENCE = 0.6
BRIEF_LETTERS = 24
WISHES_ANSWERED = 3
QUESTION = re.compile(
    "[?？]|吗|么|怎么|咋|多少|什么|啥|哪|几|谁|能不能|可不可以|行不行|要不要|有没有|[不没][。! ]?$"
)
BACK, CORRECT, RESUME, CANCEL = "form_back", "form_correct", "resume_form", "cancel"
STEERING = frozenset({BACK, CORRECT, RESUME})
COMMANDS = STEERING | {CANCEL, "talk_to_human", "help"}
STAYING = frozenset({FALLBACK, "affirm", "deny", "thanks", "out_of_scope"})


class MoveKind(StrEnum):
    """What is done with a message in a form."""

    COMMAND = "command"
    """Act on the form, or answer a call for help, as the reading says."""
    RESTORE = "restore"
    """Give the reopened field its old value."""
    ADD = "add"
    """Add the words to the gathered field while another one is asked."""
    ASIDE = "aside"
    """Let an action answer words spoken to the form itself."""
    TAKE = "take"
    """Fill the field with what the check made of the words."""
    WAIT = "wait"
    """More words will follow; keep these."""
    DIGRESS = "digress"
    """Answer another wish, then come back."""
    QUESTION = "question"
    """Let the documents answer a question that fits no wish; where they do not, say what is wrong with the words."""
    FAULT = "fault"
    """Say what is wrong with the words and ask again."""


@dataclass(frozen=True, slots=True)
class Move:
    """What is done; `action` answers an aside."""

    kind: MoveKind
    action: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a form: the words, their reading, the field awaited, and what the form holds without these words."""

    said: str
    heard: Understanding
    awaited: str
    held: FormSlots

    @property
    def chosen(self) -> bool:
        """Whether the words are a step that was offered."""
        return self.said.startswith("/")


def read(spec: FormSpec, message: Message) -> Understanding:
    """Give the reading in the light of what the form asked last, and of its own words of correction."""
    if message.chosen:
        return message.heard
    if (answer := _answer(spec, message)) is not None:
        return answer
    if message.heard.intent == CORRECT and message.heard.slot("field"):
        return message.heard
    if (changed := _amended(spec, message, message.said)) is not None:
        return _command(message, CORRECT, field=spec.gathers, value=changed)
    if (found := spec.correction(message.said)) is not None:
        name, value = found
        changed = _amended(spec, message, value) if name == spec.gathers else None
        return _command(message, CORRECT, field=name, value=changed or value)
    return message.heard


def _amended(spec: FormSpec, message: Message, said: str) -> str | None:
    """Give the gathered field with what words change in it; None while it is being told, or where they change nothing."""
    held = message.held.slots.get(spec.gathers) or message.held.reopened.get(spec.gathers)
    return spec.amending(str(held), said) if held and said else None


def _answer(spec: FormSpec, message: Message) -> Understanding | None:
    """Give what the words answer to the question whether to leave, or which field to correct; None when neither."""
    asked, heard = message.held.asked, message.heard
    if (asked == LEAVE or heard.intent == CANCEL) and spec.staying.fullmatch(message.said):
        return _command(message, RESUME)
    if asked == LEAVE and heard.confidence >= SURE_CONFIDENCE and heard.intent in {"affirm", "deny", CANCEL}:
        return (
            _command(message, RESUME)
            if heard.intent == "deny"
            else _command(message, CANCEL, confirmed="yes")
        )
    named = spec.called(message.said) if asked == WHICH and len(message.said) <= BRIEF_LETTERS else None
    if named:
        return _command(message, CORRECT, field=named)
    # A yes to another question is no yes to the filing: the form is shown once more.
    elsewhere = asked is not None and message.awaited == spec.confirmation
    return _command(message, RESUME) if elsewhere and heard.intent in STAYING else None


def _command(message: Message, intent: str, **slots: str) -> Understanding:
    given = tuple(Slot(name, value, value) for name, value in slots.items() if value)
    return replace(
        message.heard,
        intent=intent,
        confidence=1.0,
        intents=(intent,),
        slots=given,
        wishes=(),
        ranking=((intent, 1.0),),
    )


def cries_for_help(spec: FormSpec, message: Message) -> bool:
    """Whether words tell of danger and are no answer; many words to the gathered field may be what is asked for."""
    if any(aside.meant(message.said, message.awaited) for aside in spec.asides):
        return False
    told_long = len(message.said) > BRIEF_LETTERS and message.awaited == spec.gathers
    return message.heard.emergency is not None and not told_long


def before_check(spec: FormSpec, message: Message) -> Move | None:
    """Give the move of words that cannot be an answer; None where the check of the awaited field has to decide."""
    said, awaited, held = message.said, message.awaited, message.held
    if awaited in held.reopened and spec.unchanged.fullmatch(said):
        return Move(MoveKind.RESTORE)
    if awaited != spec.gathers and held.slots.get(spec.gathers) and spec.continuing.search(said):
        return Move(MoveKind.ADD)
    if commands(message, SURE_CONFIDENCE if awaited in spec.free else EXACT_CONFIDENCE):
        return Move(MoveKind.COMMAND)
    if not message.chosen:
        for aside in spec.asides:
            if aside.meant(said, awaited):
                return Move(MoveKind.ASIDE, aside.action)
    return None


def after_check(spec: FormSpec, message: Message, *, taken: bool, kept: bool) -> Move:
    """Give the move once the check has seen the words: it took them, kept them until more follow, or neither."""
    if taken:
        return Move(MoveKind.TAKE)
    if kept:
        return Move(MoveKind.WAIT)
    if commands(message, LIKELY_CONFIDENCE):
        return Move(MoveKind.COMMAND)
    if message.heard.limit:
        return Move(MoveKind.ASIDE, KEEP)
    if leads_away(message.heard, spec):
        return Move(MoveKind.DIGRESS)
    asks = not message.chosen and spec.beside and QUESTION.search(message.said)
    return Move(MoveKind.QUESTION, spec.beside) if asks else Move(MoveKind.FAULT)


def commands(message: Message, enough: float) -> bool:
    """Whether words may act on the form: only short, sure ones, so that a long answer is never lost to a guess."""
    heard = message.heard
    brief = len(message.said) <= BRIEF_LETTERS or message.chosen or heard.confidence >= 1.0
    return heard.intent in COMMANDS and heard.confidence >= enough and brief


def leads_away(heard: Understanding, spec: FormSpec) -> bool:
    """Whether words that fit no field are another wish; a greeting has to be a plain one, since short names look like it."""
    if heard.intent in STAYING or heard.intent == spec.entrance:
        return False
    return heard.intent != "greet" or heard.confidence >= EXACT_CONFIDENCE


def wishes(spec: FormSpec, heard: Understanding) -> tuple[Understanding, ...]:
    """Give what is answered besides the form, each wish with its own words; the form's own commands are none of it."""
    return tuple(part for part in _with_story(heard.parts()) if part.intent not in _own(spec))[
        :WISHES_ANSWERED
    ]


def _own(spec: FormSpec) -> frozenset[str]:
    """Give the wishes that are no digression."""
    return STAYING | STEERING | {CANCEL, spec.entrance}


def _with_story(parts: tuple[Understanding, ...]) -> tuple[Understanding, ...]:
    """Give the parts of a message, what was told before the first wish (我妈八十了) being part of it."""
    if len(parts) < 2 or parts[0].intent != FALLBACK:  # noqa: PLR2004 - one part is the whole message.
        return parts
    story, first, *others = parts
    whole = replace(first, text=f"{story.text} {first.text}", slots=(*story.slots, *first.slots))
    return (whole, *others)


@dataclass(frozen=True, slots=True)
class Beside:
    """A message that answers the awaited field and wants something else besides: the answer's words, and the wishes."""

    answer: str
    wishes: tuple[Understanding, ...]


def beside(spec: FormSpec, message: Message) -> Beside | None:
    """Give the answer and the wishes of a message that may hold both; None where it is only one of them.

    A field that takes any words would take the answer's share of a question too, so for it a word must announce the
    wish (顺便, 另外); for the others it is enough that what stands before the wish is none. Of the gathered field no
    word may be lost: there the wish must be announced as a question.
    """
    wishes = message.heard.wishes
    if message.chosen or not wishes:
        return None
    if message.awaited == spec.gathers and not spec.asking.search(message.said):
        return None
    any_words = message.awaited in spec.free
    for place in range(1, len(wishes)):
        if wishes[place].linked or (wishes[place - 1].intent == FALLBACK and not any_words):
            wanted = message.heard.parts()[place:]
            if not _own(spec).isdisjoint(part.intent for part in wanted):
                return None
            return Beside(" ".join(part.text for part in wishes[:place]), wanted[:WISHES_ANSWERED])
    return None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction asked for: `field` is reopened and, where given at once, checked with `value`.

    Without a field the citizen is asked which one; a field that was not reached yet is `early`.
    """

    field: str = ""
    value: str = ""
    early: bool = False


def correction(spec: FormSpec, held: FormSlots, awaited: str, heard: Understanding) -> Correction:
    """Give what a wish to correct comes to."""
    named, value = spec.named(heard.slot("field") or ""), heard.slot("value") or ""
    if named is None:
        return Correction()
    reached = held.is_filled(named) or named in held.reopened or named == awaited
    early = not reached and not value
    return Correction(named, value, early)
