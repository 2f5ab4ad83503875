"""The feedback box of a place: what somebody says to it, by the screen there or after scanning its code, and nobody's name."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Wording
from handlers.places.directory import Place
from handlers.places.follow_up import last_place
from handlers.talk.turn import channel_of, hear, say

Events = list[dict[str, Any]]
REMARK_LETTERS = 500
SAID = re.compile(r"意见[：:，, 　]*(?P<words>\S.*)", re.DOTALL)


PlaceNow = Callable[[str], Awaitable[Place | None]]
"""Gives a place as it is arranged now by its key."""


class KeepRemark(Protocol):
    """Whatever gives a remark to the staff."""

    def __call__(self, words: str, *, channel: str, key: str) -> Awaitable[str]:
        """Keep it once for a key, and give its number."""
        ...


class RemarkBox:
    """Takes remarks on places; what tells of a person is hidden before anybody reads it."""

    def __init__(self, wording: Wording, keep: KeepRemark) -> None:
        self._wording = wording
        self._keep = keep

    async def put(self, place: Place, words: str, *, channel: str, key: str) -> str:
        """Give a remark to the staff and give its number; raises `InputError` for an empty or too long one, and where none are taken."""
        if not place.box.takes:
            raise InputError("places.remark.closed")
        said = words.strip()
        if not said:
            raise InputError("places.remark.empty")
        if len(said) > REMARK_LETTERS:
            raise InputError("places.remark.long", limit=REMARK_LETTERS)
        told = self._wording("places.remark.told", place=place.name, words=said)
        return await self._keep(told, channel=channel, key=key)


class RemarkAfterCode:
    """Takes 意见：… for a remark on the place that was told of last."""

    def __init__(self, wording: Wording, box: RemarkBox, place: PlaceNow) -> None:
        self._wording = wording
        self._box = box
        self._place = place

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Keep a remark; None where no place was told of just before, or the words are none."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        message = tracker.latest_message or {}
        typed = SAID.fullmatch(str(message.get("text") or "").strip())
        last = last_place(tracker) if typed else None
        place = await self._place(last.key) if last else None
        if typed is None or place is None:
            return None
        key = str((message.get("metadata") or {}).get("key") or "")
        if not place.box.takes:
            say(dispatcher, tracker, self._wording("places.remark.closed"))
            return []
        await self._box.put(place, typed["words"][:REMARK_LETTERS], channel=channel_of(tracker), key=key)
        say(dispatcher, tracker, self._wording("places.remark.thanks", place=place.name))
        return []
