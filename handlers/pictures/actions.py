"""What becomes of a picture in the talk: with a form or to a person it is kept, else words are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import FORM_ID, REQUESTED
from bot.handover import HELD_SLOT
from bot.message import Wording
from handlers.pictures.service import FORM, TICKET, PictureOutcome, PictureService, SentPicture
from handlers.talk.turn import hear, say

TAKE_PICTURE = "action_take_picture"


@dataclass(frozen=True, slots=True)
class AwaitedPaper:
    """A paper for which a case still waits: what its picture is kept with, and the number that is said."""

    holder: str
    number: str


class AwaitedPapers(Protocol):
    """Knows what a citizen's cases still wait for, and notes in the case what came."""

    async def of(self, citizen: str) -> AwaitedPaper | None:
        """Give what is waited for; None for nothing."""

    async def came(self, paper: AwaitedPaper, *, citizen: str, message: str) -> None:
        """Note that a message brought it; the same message is noted once."""


class NothingAwaited:
    """Waits for nothing."""

    async def of(self, citizen: str) -> AwaitedPaper | None:
        """Give nothing."""

    async def came(self, paper: AwaitedPaper, *, citizen: str, message: str) -> None:
        """Note nothing."""


class TakePicture(Action):
    """Notes a picture for what is being done; `otherwise` answers one that belongs to nothing, or cannot be fetched.

    `forms` are those whose cases show their pictures to staff: no other form takes one. `papers` are the fields that a
    picture answers as a paper of its own, each with what such a picture is kept with. Where nothing is open, it may be what
    a case still waits for: `awaited` knows.
    """

    def __init__(
        self,
        wording: Wording,
        *,
        service: PictureService,
        channels: frozenset[str],
        forms: frozenset[str],
        otherwise: Action,
        papers: Mapping[str, str] = MappingProxyType({}),
        awaited: AwaitedPapers | None = None,
    ) -> None:
        self._wording = wording
        self._service = service
        self._channels = channels
        self._forms = forms
        self._otherwise = otherwise
        self._papers = papers
        self._awaited = awaited or NothingAwaited()

    def name(self) -> str:
        """Give the name the action is called by."""
        return TAKE_PICTURE

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Note it and say so; whoever talks with a person is told only what goes wrong."""
        paper = await self._awaited.of(str(tracker.sender_id)) if _free(tracker) else None
        sent = self._sent(tracker, paper.holder if paper else self._holder(tracker))
        if sent is None:
            if not tracker.active_loop_name and tracker.slots.get(HELD_SLOT):
                return []
            answered: list[EventType] = await self._otherwise.run(dispatcher, tracker, domain)
            return answered
        outcome = await self._service.take(sent)
        if paper and outcome is PictureOutcome.TAKEN:
            await self._awaited.came(paper, citizen=sent.citizen, message=sent.push)
            say(dispatcher, tracker, self._wording("pictures.paper", number=paper.number))
        elif outcome is not PictureOutcome.TAKEN or not sent.holder.startswith(TICKET):
            say(dispatcher, tracker, self._wording(f"pictures.{outcome}"))
        return []

    def _sent(self, tracker: Tracker, holder: str) -> SentPicture | None:
        metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
        channel, media = str(metadata.get("channel") or ""), hear(tracker).fields.get("media_id", "")
        if not holder or not media or channel not in self._channels:
            return None
        citizen = str(tracker.sender_id)
        return SentPicture(
            holder=holder,
            channel=channel,
            citizen=citizen,
            push=f"{channel}:{citizen}:{metadata.get('key')}",
            media=media,
            sent_at=datetime.fromtimestamp(float(metadata.get("sent_at") or 0), UTC),
        )

    def _holder(self, tracker: Tracker) -> str:
        """Give what a picture belongs to: the form that is open, else the ticket that holds the talk; empty for nothing."""
        if tracker.active_loop_name:
            form = tracker.slots.get(FORM_ID)
            kept_with = self._papers.get(str(tracker.slots.get(REQUESTED)), FORM)
            return f"{kept_with}{form}" if form and tracker.active_loop_name in self._forms else ""
        held = tracker.slots.get(HELD_SLOT)
        return f"{TICKET}{held['number']}" if isinstance(held, Mapping) else ""


def _free(tracker: Tracker) -> bool:
    """Whether neither a form nor a person has the talk."""
    return not tracker.active_loop_name and not tracker.slots.get(HELD_SLOT)


class PicturesLeft:
    """Takes the name of whoever leaves off the pictures; the goodbye is said by the action."""

    def __init__(self, service: PictureService) -> None:
        self._service = service

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Take it off, and leave the rest to others; raises `ServiceError`."""
        metadata = (tracker.latest_message or {}).get("metadata") or {}
        await self._service.leave(citizen=str(tracker.sender_id), channel=str(metadata.get("channel") or ""))
        return None
