"""Whom to ask about openness in a unit: the posts in charge and the office's phone, asked for by the unit's name."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Card, Wording
from handlers.contacts.service import ContactService
from handlers.county.unit_names import unit_named
from handlers.talk.turn import hear, say

LONGEST_LETTERS = 40
OPENNESS = re.compile(r"(?:政务|信息|政府信息)公开|公开工作|公开的事")
WHO = re.compile(
    r"找谁|(?:谁|哪位)(?:来)?(?:负责|管|在管|分管|来管)|归谁管|哪个(?:负责|管)|联系(?:人|方式|谁)|负责人|分管领导|(?:联系|咨询)?电话"
)


class TellContact:
    """Looks at messages that ask who sees to openness in a unit."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: ContactService,
        units: Sequence[str],
        hotline: str,
        address: str = "",
    ) -> None:
        self._wording = wording
        self._service = service
        self._units = tuple(units)
        self._hotline = hotline
        self._address = address

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell it, or that it is not known yet; None for a message that asks something else."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("said"):
            return None
        unit = unit_asked_of(heard.said, self._units)
        if not unit:
            return None
        card = (await self._service.cards()).get(unit)
        if card is None:
            say(dispatcher, tracker, self._wording("contacts.unknown", unit=unit, hotline=self._hotline))
            return []
        counsel = self._wording("contacts.counsel", counsel=card.counsel) if card.counsel else ""
        text = self._wording(
            "contacts.show",
            unit=unit,
            leader=card.leader,
            clerk=card.clerk,
            counsel=counsel,
            office=card.office,
            phone=card.phone,
            address=card.address,
        )
        title = self._wording("contacts.title")
        page = Card(self._wording("contacts.page"), title, self._address) if self._address else None
        say(dispatcher, tracker, text, card=page)
        return []


def unit_asked_of(said: str, units: Sequence[str]) -> str:
    """Give the unit of whose openness words ask who sees to it; empty text for none."""
    if len(said) > LONGEST_LETTERS or not (OPENNESS.search(said) and WHO.search(said)):
        return ""
    return unit_named(said, units)[1]
