"""One reminder of a form left half-filled, so that nobody has to begin again without knowing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock, local_date
from bot.conversation import FORM_ID
from bot.database import Database
from bot.forms.drafts import FormDraft
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from handlers.cases import written


@dataclass(frozen=True, slots=True)
class RemindedForm:
    """A form that is reminded of: the texts `<group>.reminder` and `<group>.unconfirmed`, and how many fields are open."""

    group: str
    open_fields: Callable[[Mapping[str, Any]], int]


class DraftReminders:
    """Writes reminders into the outbox; one form is reminded of once, however often its citizen falls silent."""

    def __init__(
        self, database: Database, *, clock: Clock, texts: Wording, forms: Mapping[str, RemindedForm]
    ) -> None:
        self._database = database
        self._clock = clock
        self._texts = texts
        self._forms = forms

    async def remind(self, draft: FormDraft) -> bool:
        """Remind of a draft; False when that was done before, or when nobody reminds of such a form.

        No personal data and no numbered steps: numbers belong to the question that the form asked last. A reminder
        that could not be sent lapses with its draft, rather than arrive when it is no longer true.
        """
        form = self._forms.get(str(draft.state.get("form")))
        if form is None:
            return False
        now = self._clock.now()
        slots = draft.state["slots"]
        left = form.open_fields(slots)
        words = self._texts(
            f"{form.group}.{'reminder' if left else 'unconfirmed'}",
            left=left,
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
