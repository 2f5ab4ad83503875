"""What was answered last, kept as small JSON in a slot, so that 更多, 原文 and “那农村户口呢” mean something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

SLOT = "last_answer"

Page = tuple[str, int]
# Words of a document: its id, the passage they begin in, and from where to where in characters from its beginning.
Words = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer: what was asked, what it was about, the document cited, and where to read on.

    `unseen` are words to be shown first when somebody reads on, together, and `pages` the passages still to be shown
    then, each a document's id and the passage's number in it; `shown` the ids of the
    documents that answered this question so far; `spot` is the article or heading under which the words shown last stand.
    `guessed` tells that the document only came near a question that nothing answered; without one it is empty.
    """

    question: str
    topic: str
    document: str
    pages: tuple[Page, ...] = ()
    shown: tuple[str, ...] = ()
    spot: str = ""
    guessed: bool = False
    unseen: tuple[Words, ...] = ()

    def event(self) -> dict[str, Any]:
        """Give the event that keeps it."""
        value = {
            "question": self.question,
            "topic": self.topic,
            "document": self.document,
            "pages": self.pages,
            "shown": self.shown,
            "spot": self.spot,
            "guessed": self.guessed,
            "unseen": self.unseen,
        }
        kept: dict[str, Any] = SlotSet(SLOT, value)
        return kept


def recall(tracker: Tracker) -> LastAnswer | None:
    """Give the last answer of the conversation; None when there is none, or when it was kept in another form."""
    kept = tracker.slots.get(SLOT)
    if not isinstance(kept, Mapping):
        return None
    try:
        return LastAnswer(
            question=str(kept["question"]),
            topic=str(kept["topic"]),
            document=str(kept["document"]),
            pages=tuple((str(document), int(number)) for document, number in kept["pages"]),
            shown=tuple(str(document) for document in kept.get("shown", ())),
            spot=str(kept.get("spot") or ""),
            guessed=bool(kept.get("guessed")),
            unseen=tuple(
                (str(document), int(number), int(start), int(end))
                for document, number, start, end in kept.get("unseen", ())
            ),
        )
    except (KeyError, TypeError, ValueError):
        return None
