"""What a follow-up on places means: 石桥镇呢, 那派出所呢, 电话呢, after a place was told or several were offered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.conversation import transcript

SLOT = "last_place"
TOLD_LETTERS = 60
FOLLOWING = re.compile(
    r"(?:那么?|还有|换(?:一)?(?:个|处)(?:地方|地儿)?(?:看看|问问)?|另外|要是|如果是?|哦|嗯|[,，、 ])*(?P<rest>[^。！？,，]{1,14}?)(?:的)?(?:呢|咧|哩|怎么样)?(?>(?:(?<![?？。 ])[?？。 ]++)?)"
)
LED = re.compile(r"^(?:那|还有|换|另外)|(?:呢|咧|哩)[?？。 ]*$")
# A township or village is called by its kind: 石桥镇, 城东街道.
TOWNSHIP = re.compile(r"(?:我们|我)?(?P<town>[一-鿿]{1,5}?(?:镇|乡|街道|社区|村))(?:那边|这边|里|上)?")


@dataclass(frozen=True, slots=True)
class LastPlace:
    """What was told last: the words it was sought by, the place's key when it was one, the beginning of the words told."""

    sought: str
    key: str
    told: str

    def event(self) -> dict[str, Any]:
        """Give the event that keeps it."""
        value = {"sought": self.sought, "key": self.key, "told": self.told[:TOLD_LETTERS]}
        kept: dict[str, Any] = SlotSet(SLOT, value)
        return kept


def last_place(tracker: Tracker) -> LastPlace | None:
    """Give what was told last about places; None when the bot has spoken of other things since."""
    kept = tracker.slots.get(SLOT)
    if not isinstance(kept, Mapping):
        return None
    last = LastPlace(str(kept.get("sought")), str(kept.get("key")), str(kept.get("told")))
    latest = [text for who, text, _ in transcript(tracker.events) if who == "bot"][-1:]
    return last if latest and last.told and latest[0].startswith(last.told) else None


def followed(said: str) -> str:
    """Give what a follow-up names, as 石桥镇 in 那石桥镇的呢; empty when the words lead on from nothing."""
    found = FOLLOWING.fullmatch(said.strip())
    return found["rest"] if found and LED.search(said.strip()) else ""


def township(words: str) -> str:
    """Give the township that words name and nothing besides."""
    found = TOWNSHIP.fullmatch(words)
    return found["town"] if found else ""
