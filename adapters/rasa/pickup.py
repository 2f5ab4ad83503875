"""What waits for a citizen behind a Rasa server is said with the next message, before its answer.

Rasa tells back everything that was said, so a parcel counts as delivered only when it stands in the talk: an answer
that never reached Rasa is given again.
"""

from collections.abc import Sequence
from typing import Any

from adapters.rasa.turn import CHANNEL, Turn
from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.outbound import pickup
from bot.outbound.pickup import Ready

MESSAGES_A_TURN = 5


class RasaPickup:
    """Gives the messages that wait for the sender of a turn, and notes which have been said."""

    def __init__(self, database: Database, *, clock: Clock, wording: Wording) -> None:
        self._database = database
        self._clock = clock
        self._wording = wording

    async def waiting(self, turn: Turn) -> list[dict[str, Any]]:
        """Give what waits, in Rasa's terms; nothing once the message is being answered.

        Raises `ServiceError` when the database is away.
        """
        if not turn.fresh:
            return []
        async with self._database.reading() as tx:
            ready = await pickup.lying(tx, CHANNEL, citizen=turn.sender, limit=MESSAGES_A_TURN)
        if not ready:
            return []
        said = [
            each for each in ready if _was_said(turn, self._text(each), since=each.written_at.timestamp())
        ]
        due = [each for each in ready if each not in said]
        await self._note(said, due)
        return [self._response(each) for each in due]

    async def _note(self, said: Sequence[Ready], due: Sequence[Ready]) -> None:
        async with self._database.transaction() as tx:
            await pickup.confirm(tx, [each.parcel.id for each in said], now=self._clock.now())
            await pickup.hand_out(tx, [each.parcel.id for each in due])

    def _response(self, ready: Ready) -> dict[str, Any]:
        choices = ready.parcel.body.reply.choices
        buttons = [{"title": choice.label, "payload": choice.payload} for choice in choices]
        return {"text": self._text(ready), **({"buttons": buttons} if buttons else {})}

    def _text(self, ready: Ready) -> str:
        return self._wording("rasa.waited", text=ready.parcel.body.words)


def _was_said(turn: Turn, text: str, *, since: float) -> bool:
    return any(
        event.get("event") == "bot"
        and event.get("text") == text
        and float(event.get("timestamp") or 0) >= since
        for event in turn.history
    )
