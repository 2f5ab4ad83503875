"""The answer to the question how it was: a figure or a word, taken before anything else is made of it."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from handlers.ratings import store
from handlers.ratings.words import satisfaction_in
from handlers.talk.turn import channel_of, hear, say

LEAST_GOOD = 3


class RatingAfterCase:
    """Looks for the answer of whoever was asked; whoever was not is left to others."""

    def __init__(self, wording: Wording, *, database: Database, clock: Clock) -> None:
        self._wording = wording
        self._clock = clock
        self.database = database

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
        key = "thanks" if points >= LEAST_GOOD else "sorry"
        say(dispatcher, tracker, self._wording(f"ratings.{key}", number=number))
        return []

    async def _rated(self, citizen: str, points: int) -> str | None:
        now = self._clock.now()
        async with self.database.reading() as tx:
            if await store.asked_lately(tx, citizen, now=now) is None:
                return None
        async with self.database.transaction() as tx:
            found = await store.asked_lately(tx, citizen, now=now)
            if found is None:
                return None
            found.points, found.rated_at = points, now
            await audit.record(
                tx,
                f"{found.kind}:rate",
                actor="citizen",
                subject=found.number,
                now=now,
                detail={"points": str(points)},
            )
            return found.number


class RatingsLeft:
    """Forgets what was asked of whoever leaves; the goodbye is said by the action."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Forget it, and leave the rest to others; raises `ServiceError`."""
        async with self._database.transaction() as tx:
            await store.forget(tx, citizen=str(tracker.sender_id), channel=channel_of(tracker) or "wechat")
        return None
