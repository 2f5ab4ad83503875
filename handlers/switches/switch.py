"""What a switch is, and what those that stand at a moment make of the answers; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from bot.errors import InputError
from bot.privacy import mask_text
from knowledge.index.closed import Closed
from knowledge.index.reader import Reader

WORDS_LETTERS = 200
SUBJECT_LETTERS = 200


class SwitchKind(StrEnum):
    """What a switch is for: no answers at all, none of a theme or a document, or words before the first answer."""

    ACCOUNT = "account"
    THEME = "theme"
    DOCUMENT = "document"
    BANNER = "banner"

    @property
    def has_subject(self) -> bool:
        """Whether it is for something that has to be named."""
        return self in {SwitchKind.THEME, SwitchKind.DOCUMENT}


@dataclass(frozen=True, slots=True)
class SwitchWish:
    """What somebody wants to switch, as written."""

    kind: SwitchKind
    words: str
    subject: str = ""
    along: bool = True
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerSwitch:
    """One that was set: by whom, until when, and who lifted it."""

    id: int
    kind: SwitchKind
    subject: str
    along: bool
    words: str
    set_by: str
    set_at: datetime
    ends_at: datetime | None = None
    lifted_by: str = ""
    lifted_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it is in effect."""
        return self.lifted_at is None and (self.ends_at is None or now < self.ends_at)

    @property
    def closes(self) -> Closed:
        """Give what it closes."""
        mine = frozenset({self.subject})
        match self.kind:
            case SwitchKind.ACCOUNT:
                return Closed(everything=True)
            case SwitchKind.THEME:
                return Closed(themes=mine)
            case SwitchKind.DOCUMENT:
                return Closed(documents=mine, along=mine if self.along else frozenset())
            case SwitchKind.BANNER:
                return Closed()


@dataclass(frozen=True)
class SwitchState:
    """The switches that stand together, the last set first."""

    standing: Sequence[AnswerSwitch] = ()

    def first(self, kind: SwitchKind) -> AnswerSwitch | None:
        """Give the one of a kind that was set last."""
        return next((one for one in self.standing if one.kind is kind), None)

    @cached_property
    def closed(self) -> Closed:
        """Give all that they close together."""
        parts = [one.closes for one in self.standing]
        return Closed(
            any(part.everything for part in parts),
            frozenset().union(*(part.documents for part in parts)),
            frozenset().union(*(part.along for part in parts)),
            frozenset().union(*(part.themes for part in parts)),
        )

    def closing(self, identifier: str, reader: Reader) -> AnswerSwitch | None:
        """Give the switch of a document or theme that closes a document; None where none does."""
        found = (one for one in self.standing if one.kind.has_subject)
        return next((one for one in found if identifier in one.closes.identifiers(reader)), None)


def checked(wish: SwitchWish, *, now: datetime) -> SwitchWish:
    """Give a wish as it is kept; raises `InputError` for words that are missing, too long or hold personal numbers, and for an end that has passed."""
    words = " ".join(wish.words.split())
    subject = wish.subject.strip() if wish.kind.has_subject else ""
    if not words:
        raise InputError("switches.refused.words")
    if len(words) > WORDS_LETTERS:
        raise InputError("switches.refused.long", most=WORDS_LETTERS)
    if mask_text(words) != words:
        raise InputError("switches.refused.personal")
    if wish.kind.has_subject and not 0 < len(subject) <= SUBJECT_LETTERS:
        raise InputError("switches.refused.subject")
    if wish.ends_at is not None and wish.ends_at <= now:
        raise InputError("switches.refused.past")
    return SwitchWish(
        wish.kind, words, subject, wish.along and wish.kind is SwitchKind.DOCUMENT, wish.ends_at
    )
