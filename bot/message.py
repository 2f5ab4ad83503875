"""What comes in from a citizen and what goes back: values that every channel and every service share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.assurance import Assurance
from bot.personal.search import find

LONGEST_TEXT = 4000
"""Characters of a message that are read; the platform lets nobody type so many, and all that is read costs time."""
_GAPS = " 　-－—–.·"
"""What stands between the figures of a number that is typed in groups."""

NOTED = "noted"
"""What an action's message is said to be kept as under this."""
_NUMBER_LETTERS = 100
"""As long as the longest spelling of a number."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message or event of one citizen, already authenticated.

    `kind` is `text`, `voice`, `image`, `location`, … or `event/<name in lower case>`; `key` is the same for every
    delivery of the same message (wechat-protocol §3), but two citizens' messages may bear the same one; `fields` holds
    what the kind brings besides its text. Of a text longer than `LONGEST_TEXT` only the beginning is taken in.
    """

    channel: str
    citizen: str
    key: str
    kind: str
    sent_at: datetime
    text: str = ""
    choice_id: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Cut the text here, before anybody reads it, whichever door it came by."""
        object.__setattr__(self, "text", readable(self.text))

    @property
    def identity(self) -> str:
        """What names the message among those of all citizens, the same for every delivery of it.

        Whatever is kept of a message is kept under this: under its `key` alone, one citizen whose message bears the
        number of another's would get the other's answer.
        """
        return f"{self.channel}:{self.citizen}:{self.key}"


def readable(text: str) -> str:
    """Give so much of a text as is read, no number cut in two: half an identity number would not be hidden."""
    if len(text) <= LONGEST_TEXT:
        return text
    end = LONGEST_TEXT
    while end and (text[end - 1].isnumeric() or text[end - 1] in _GAPS):
        end -= 1
    end = end or LONGEST_TEXT
    before = max(0, end - _NUMBER_LETTERS)
    across = (
        one.start for one in find(text[before : end + _NUMBER_LETTERS]) if one.start < end - before < one.end
    )
    return text[: next((before + start for start in across), end)]


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered next step: what is shown, and what the citizen says by choosing it.

    `payload` is either plain text, or Rasa's `/intent{"slot": "value"}`.
    """

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Card:
    """One article card that opens a page."""

    title: str
    description: str
    url: str
    picture_url: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said to the citizen: text with numbered choices, or a card.

    `assurance` tells how sure it is and what it quotes, where the action said so; no channel sends it. `noted` is how
    the text stands in the talk, and in whatever is kept, where it shows somebody their own personal data. What is
    `pressing` tells somebody in danger whom to call: nothing is said before it.
    """

    text: str = ""
    choices: tuple[Choice, ...] = ()
    card: Card | None = None
    assurance: Assurance | None = None
    noted: str = ""
    pressing: bool = False

    def kept(self) -> "Reply":
        """Give it as it may be kept: the text without personal data."""
        return replace(self, text=self.noted, noted="") if self.noted else self


# Fields of a form that come from its page, all at once; `fields` names the form by its identity, and each field.
FORM_PAGE = "form_page"
FORM_PAGE_ID = "form_id"


class Wording(Protocol):
    """Gives the words for a key, with every placeholder filled; wording itself lives with the services."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the text of a key; raises `KeyError` for an unknown key or an unfilled placeholder."""
        ...
