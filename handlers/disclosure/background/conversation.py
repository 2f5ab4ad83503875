"""What was said in chat around a case, as those at the desk may read it: the applicant's values and other persons' hidden."""

from collections.abc import Sequence
from dataclasses import replace

from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.bundle.service import BEFORE, Conversation, SaidTurn
from handlers.disclosure.bundle.veil import ApplicantVeil
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.particulars import open_particulars

SHOWN_TURNS = 60


class CaseConversation:
    """Gives the last turns of the applicant's talk from the day before the application on."""

    def __init__(self, database: Database, *, vault: Vault, said: Conversation) -> None:
        self._database = database
        self._vault = vault
        self._said = said

    async def whom(self, number: str, *, clerk: Clerk) -> tuple[str, str]:
        """Give channel and account by which the applicant can be written to; empty for whoever did not come by chat, or left.

        Raises `InputError` for a case that is not there or not this person's to see.
        """
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            return (request.talk_channel, request.citizen) if request.citizen else ("", "")

    async def of(self, number: str, *, clerk: Clerk) -> Sequence[SaidTurn]:
        """Give the turns, oldest first; none for whoever did not come by chat.

        Raises `InputError` for a case that is not there or not this person's to see, `ServiceError` when a store is away.
        """
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            values = open_particulars(self._vault, number, request.applicant) if request.applicant else {}
        if not request.citizen:
            return ()
        veil = ApplicantVeil.of(values, ApplicantKind(request.applicant_kind), clear=False)
        said = await self._said(request.talk_channel, request.citizen, request.submitted_at - BEFORE)
        turns = sorted(said, key=lambda turn: turn.at)[-SHOWN_TURNS:]
        return [replace(turn, text=veil.words(turn.text)) for turn in turns]
