"""The answer to the question after a hand-over: a figure or a word, taken before anything else is made of it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from handlers.talk.turn import hear, say
from handlers.tickets.records import TicketRecord

ANSWERED_WITHIN = timedelta(days=3)
FIGURES: Mapping[str, int] = dict(zip("12345一二三四五", (1, 2, 3, 4, 5, 1, 2, 3, 4, 5), strict=True))
FIGURE = re.compile(
    r"(?:评价|打分|评分|人工评价)?[\s:：为是]{0,3}([1-5一二三四五])[\s]?(?:分|颗?星)?[。.!！]?"
)
WORDS: tuple[tuple[int, frozenset[str]], ...] = (
    (5, frozenset({"非常满意", "很满意", "十分满意", "特别满意", "挺满意", "好满意", "满意得很"})),
    (4, frozenset({"满意", "比较满意", "还满意", "满意了", "满意的"})),
    (3, frozenset({"一般", "一般般", "还行", "还可以", "基本满意"})),
    (2, frozenset({"不满意", "不太满意", "不怎么满意", "唔满意"})),
    (1, frozenset({"很不满意", "非常不满意", "极不满意", "十分不满意"})),
)
TRAILING = "。.!！~ 谢,，、"


def satisfaction_in(said: str) -> int | None:
    """Give the rating, from 1 to 5, that a message is; None for anything that says more or something else."""
    text = unicodedata.normalize("NFKC", said).strip()
    if found := FIGURE.fullmatch(text):
        return FIGURES[found[1]]
    bare = text.strip(TRAILING).strip()
    return next((points for points, words in WORDS if bare in words), None)


class RatingAfterHandover:
    """Looks for the rating of a hand-over that was just ended; whoever was not asked is left to others."""

    def __init__(self, wording: Wording, *, database: Database, clock: Clock) -> None:
        self._wording = wording
        self._database = database
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Take the rating; None where a message is none, or nothing waits for one."""
        if tracker.active_loop_name:
            return None
        points = satisfaction_in(hear(tracker).said)
        if points is None:
            return None
        number = await self._rated(str(tracker.sender_id), points)
        if number is None:
            return None
        key = "thanks" if points > 2 else "sorry"  # noqa: PLR2004 - three and more is no complaint
        say(dispatcher, tracker, self._wording(f"tickets.rating.{key}", number=number))
        return []

    async def _rated(self, citizen: str, points: int) -> str | None:
        now = self._clock.now()
        ticket = TicketRecord
        asked = (
            select(ticket)
            .where(
                ticket.citizen == citizen,
                ticket.satisfaction.is_(None),
                ticket.rating_asked_at > now - ANSWERED_WITHIN,
            )
            .order_by(ticket.rating_asked_at.desc())
            .limit(1)
            .with_for_update()
        )
        async with self._database.transaction() as tx:
            found = (await tx.scalars(asked)).one_or_none()
            if found is None:
                return None
            found.satisfaction = points
            detail = {"points": str(points)}
            await audit.record(
                tx, "ticket:rate", actor="citizen", subject=found.number, now=now, detail=detail
            )
            return found.number
