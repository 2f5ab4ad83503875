"""One reminder of an application left half-filled, so that nobody has to begin again without knowing it."""

from bot.clock import Clock, local_date
from bot.conversation import FORM_ID
from bot.database import Database
from bot.forms.drafts import FormDraft
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from handlers.cases import written
from handlers.disclosure.application.form import FORM, UNCOUNTED, required


class DraftReminders:
    """Writes reminders into the outbox; one form is reminded of once, however often its citizen falls silent."""

    def __init__(self, database: Database, *, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._clock = clock
        self._texts = texts

    async def remind(self, draft: FormDraft) -> bool:
        """Remind of a draft; False when that was done before, or when the form is another service's.

        No personal data and no numbered steps: numbers belong to the question that the form asked last. A reminder
        that could not be sent lapses with its draft, rather than arrive when it is no longer true.
        """
        if draft.state.get("form") != FORM.name:
            return False
        now = self._clock.now()
        slots = draft.state["slots"]
        open_ = [name for name in required(slots) if slots.get(name) is None and name not in UNCOUNTED]
        words = self._texts(
            "disclosure.draft.reminder" if open_ else "disclosure.draft.unconfirmed",
            left=len(open_),
            until=written(local_date(draft.kept_until)),
        )
        async with self._database.transaction() as tx:
            return await outbox.enqueue(
                tx,
                draft.citizen,
                body=ParcelBody(Reply(words), until=draft.kept_until),
                dedup=f"draft:{slots[FORM_ID]}",
                now=now,
                channel=draft.channel,
            )
