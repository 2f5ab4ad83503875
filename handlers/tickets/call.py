"""The call for a person that a message makes: what was asked, and the talk before it."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

from bot.conversation import transcript, whole_talk
from handlers.tickets.service import HandoverRequest

# Gives what was said to a citizen of a channel before the events that a tracker carries, oldest first.
Earlier = Callable[[str, str], Awaitable[Sequence[Mapping[str, Any]]]]
BARE_CALL_LETTERS = 6
HAN = re.compile(r"[㐀-鿿]")
TELLING_HAN = 4
DISTRESS = frozenset({"self_harm", "rooftop", "overdose", "home", "harm_others"})
"""Dangers in which a person of the office sees the words, and nobody is asked for a rating afterwards."""


async def calling_of(tracker: Tracker, earlier: Earlier, *, hidden: str) -> HandoverRequest:
    """Give the call of the latest message with the whole talk."""
    return call(tracker, earlier=await earlier(channel_of(tracker), str(tracker.sender_id)), hidden=hidden)


def sent_at(tracker: Tracker) -> float:
    """Give the POSIX time of the latest message."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return float(metadata.get("sent_at") or 0)


def channel_of(tracker: Tracker) -> str:
    """Give the channel of the latest message."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("channel") or "wechat")


def call(tracker: Tracker, *, earlier: Sequence[Mapping[str, Any]], hidden: str) -> HandoverRequest:
    """Give the call that a message makes; a bare "人工" asks what was asked before it.

    `earlier` is the talk that the tracker no longer carries; `hidden` is what stands in the talk for an answer that is not shown.
    """
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    turns = transcript(whole_talk(earlier, tracker.events))
    return HandoverRequest(
        citizen=str(tracker.sender_id),
        channel=channel_of(tracker),
        key=str(metadata.get("key") or ""),
        question=_question([text for who, text, _ in turns if who == "user" and text != hidden]),
        transcript=turns,
    )


def _question(said: Sequence[str]) -> str:
    """Give the newest words of the citizen that say more than the call itself."""
    telling = [
        text for text in said if len(text) > BARE_CALL_LETTERS and len(HAN.findall(text)) >= TELLING_HAN
    ]
    return (telling or said or [""])[-1]
