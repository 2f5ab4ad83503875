"""The job that reminds citizens of forms left half-filled: the gate's list on one side, the outbox on the other."""

from bot.clock import Clock
from bot.inbound.gate import Gate
from handlers.talk.draft_reminders import DraftReminders

DRAFTS_A_BATCH = 50
# Only this channel can be written to unasked.
CHANNEL = "wechat"


class DraftKeeper:
    """Works through the drafts that are due; the outbox is written first, so that a crash repeats and loses nothing."""

    def __init__(self, gate: Gate, reminders: DraftReminders, *, clock: Clock) -> None:
        self._gate = gate
        self._reminders = reminders
        self._clock = clock

    async def remind_due(self) -> int:
        """Remind of what is due and give how many drafts were taken up; raises `ServiceError` when a store is away."""
        drafts = await self._gate.drafts(now=self._clock.now(), limit=DRAFTS_A_BATCH)
        for draft in drafts:
            if draft.channel == CHANNEL:
                await self._reminders.remind(draft)
            await self._gate.reminded(draft)
        return len(drafts)
