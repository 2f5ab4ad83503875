"""What a form is: its fields in order, how citizens name them, and the words that mean something to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.text.choices import number_in

# What was said so far for fields that take several messages, by field, and what reopened fields held before.
GATHERED_SLOT = "gathered_so_far"
REOPENED_SLOT = "reopened_fields"
# What the form asked besides its fields, which the next message may answer: whether to leave, or which field to correct.
ASKED_SLOT = "form_asked"
LEAVE, WHICH = "leave", "which_field"
# What was wrong with fields that came from the form's page, in words, by field.
FAULTS_SLOT = "page_faults"
# Words for the gathered field of which it was asked once whether they are meant; said again they are taken.
DOUBTED_SLOT = "doubted_words"
MARKS = (GATHERED_SLOT, REOPENED_SLOT, ASKED_SLOT, FAULTS_SLOT, DOUBTED_SLOT)
# What a picture says that was sent in answer to a field.
ENCLOSED = "/enclosed"
NEVER = re.compile(r"(?!)")
# How much longer than its word a field's name may be, as 我的电话号 is.
SLACK_LETTERS = 3


def unamended(held: str, said: str) -> str | None:  # noqa: ARG001 - the form that has none amends nothing.
    """Give no amendment."""
    return None


@dataclass(frozen=True, slots=True)
class Aside:
    """Words spoken to the form itself, no answer and no other wish: `action` answers them, then the form goes on.

    `meant` tells them by what was said and the awaited field.
    """

    action: str
    meant: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its fields in order, the words by which a citizen names each, and the action that files it.

    Fields are numbered for the citizen as they stand in `order`; `private` ones are never noted in the talk; `free`
    ones take any words, so that a likely wish to leave must outrank them; `pieced` ones may be told in several
    messages. `entrance` is the intent that starts the form, `topic` what a question asked meanwhile is about when it
    names nothing itself. Words like `continuing` are added to the field `gathers`, whatever is being asked, and only
    words like `asking` turn from it to another wish in one message; words like `unchanged` give a reopened field its
    old value, words like `staying` take a wish to leave back. `correcting` patterns tell a wish to correct, with the groups
    `what` (a field's name, or nothing) and `value` (the new answer, when it was given at once). `amending` gives the
    gathered field with what some words change in it, None where they change nothing; `shaped` fields are named by an
    answer of their shape alone, `located` ones by a location message, `pictured` ones by a picture; `unasked` ones stand on the form's page, while the talk
    takes them when they are told and never asks. The action `beside` answers a question that is neither an answer nor a known wish, or
    says nothing.
    """

    name: str
    order: tuple[str, ...]
    submit: str
    entrance: str
    confirmation: str
    topic: str = ""
    private: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    pieced: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gathers: str = ""
    continuing: re.Pattern[str] = NEVER
    asking: re.Pattern[str] = NEVER
    unchanged: re.Pattern[str] = NEVER
    staying: re.Pattern[str] = NEVER
    correcting: tuple[re.Pattern[str], ...] = ()
    amending: Callable[[str, str], str | None] = unamended
    shaped: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    located: frozenset[str] = frozenset()
    pictured: frozenset[str] = frozenset()
    unasked: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    beside: str = ""

    @property
    def on_page(self) -> tuple[str, ...]:
        """Every field that a page may bring: all that a form holds."""
        return (*self.unasked, *self.order)

    def named(self, said: str) -> str | None:
        """Give the field that a number, a word of the citizen or its own name names."""
        if (place := number_in(said)) is not None:
            return self.order[place - 1] if 0 < place <= len(self.order) else None
        if said in self.order:
            return said
        return next(
            (name for name, words in self.words.items() if any(word in said for word in words)),
            None,
        )

    def called(self, said: str) -> str | None:
        """Give the field that words name when they say little else."""
        return self.named(said) if self._only_names(said) else None

    def correction(self, said: str) -> tuple[str, str] | None:
        """Give what words of correction name, which may be nothing, and the new answer they carry, if any.

        None when they correct nothing: a name longer than a field's is what the citizen wants, as in 修改预算的决定.
        """
        for pattern in self.correcting:
            if not (found := pattern.fullmatch(said.strip())):
                continue
            given = found.groupdict()
            what, value = given.get("what") or "", given.get("value") or ""
            if value and not what:
                # 改成邮寄 names its field by the answer.
                shape = next((name for name, form in self.shaped.items() if form.fullmatch(value)), "")
                what = shape or self.named(value) or ""
                if shape or (what and what not in self.free | self.private):
                    return what, value
            elif not what or self._only_names(what):
                return what, value
        return None

    def _only_names(self, what: str) -> bool:
        """Whether words are a field's name and little more."""
        if number_in(what) is not None:
            return True
        name = self.named(what)
        words = self.words.get(name or "", ())
        return any(word in what and len(what) <= len(word) + SLACK_LETTERS for word in words)
