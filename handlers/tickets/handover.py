"""A talk that was handed over stays with the person: from 人工 until it is released, what is said belongs to the ticket.

The program is silent meanwhile, but for one 请稍等; whom to call in danger is said before anything else, elsewhere. The
talk comes back when the ticket is closed, when the citizen says 结束人工, or when nobody has said anything for long.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation import transcript
from bot.handover import CALL, HELD_SLOT, STAY
from bot.message import Wording
from handlers.cases import find_number
from handlers.talk.turn import hear, say
from handlers.tickets.call import BARE_CALL_LETTERS, DISTRESS, Earlier, calling_of, sent_at
from handlers.tickets.service import TicketService

ENDING = re.compile(
    r"(?:我|请|那|就|先|可以|[,，。 ])*(?:结束|退出|关闭|取消|停止|不用|不要|不需要|不找|别转)(?:了)?(?:和|跟|与)?(?:转)?(?:人工|客服|工作人员|真人)(?:服务|对话|聊天)?(?:了|吧|[。.!！ ])*"
    r"|(?:我|请|那|就|[,，。 ])*(?:转|换|回到?|切)(?:回)?(?:到)?(?:机器人?|自动(?:回复|答复)?|智能(?:回复|助手)?|明白)(?:吧|了|[。.!！ ])*"
    r"|(?:我)?(?:继续|接着)问(?:机器人|明白|你)(?:吧|了|[。.!！ ])*"
)
# A number that is asked after is answered by the program, whoever holds the talk.
ASKED_AFTER_LETTERS = 24
OWN = frozenset({"我的", "我的办件", "查进度"})


@dataclass(frozen=True, slots=True)
class HeldTalk:
    """The ticket that holds a talk, the POSIX time of the latest word, whether it was said to wait, and what passes."""

    number: str
    at: float
    told: bool = False
    passes: bool = False

    def event(self) -> EventType:
        """Give the event that keeps it."""
        kept: EventType = SlotSet(HELD_SLOT, asdict(self))
        return kept

    @classmethod
    def of(cls, slots: Mapping[str, Any]) -> "HeldTalk | None":
        """Read what the talk keeps; None where no ticket holds it."""
        kept = slots.get(HELD_SLOT)
        return cls(str(kept["number"]), float(kept["at"]), bool(kept["told"])) if kept else None


class StayWithPerson(Action):
    """Takes a message of a talk that was handed over to its ticket, or gives the talk back to the program."""

    def __init__(self, wording: Wording, *, service: TicketService, earlier: Earlier) -> None:
        self._wording = wording
        self._service = service
        self._earlier = earlier

    def name(self) -> str:
        """Give the name under which the engine calls it."""
        return STAY

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Add the words to the ticket; the events say whose the talk is from now on."""
        del domain
        held, heard = HeldTalk.of(tracker.slots), hear(tracker)
        if held is None:
            return []
        if ENDING.fullmatch(heard.said):
            say(dispatcher, tracker, self._wording("tickets.held.ended", number=held.number))
            return [SlotSet(HELD_SLOT, None)]
        if heard.ranking[:1] == (CALL,) and len(heard.said) <= BARE_CALL_LETTERS:
            # 人工 alone says nothing for the ticket; that it is with a person already is said by whoever answers the call.
            return [replace(held, passes=True).event()]
        if heard.said in OWN or (find_number(heard.said) and len(heard.said) <= ASKED_AFTER_LETTERS):
            return [replace(held, passes=True).event()]
        calling = await calling_of(tracker, self._earlier, hidden=self._wording("forms.private_answer"))
        now = sent_at(tracker)
        said = _said(tracker)
        relayed = await self._service.relay(
            held.number,
            replace(calling, question=said, distressed=heard.emergency in DISTRESS),
            quiet=now - held.at,
        )
        if relayed is None:
            return [SlotSet(HELD_SLOT, None)]
        if not held.told and not heard.emergency:
            say(dispatcher, tracker, self._wording("tickets.held.wait", number=relayed))
        return [HeldTalk(relayed, now, told=True).event()]


def _said(tracker: Tracker) -> str:
    """Give the latest message as the talk shows it; a picture or a place by its name."""
    turns = transcript(tracker.events)
    return next((text for who, text, _ in reversed(turns) if who == "user"), "")
