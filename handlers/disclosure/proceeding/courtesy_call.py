"""The call beside a letter: part of what was asked is given, part of it does not exist, and somebody says so by telephone.

It is a courtesy and takes the place of no letter (capability K8a): it is asked for once the reply is signed, stands on the
desk of whoever handles the case, and what was said is kept, sealed.
"""

from collections.abc import Iterable

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.events import CALL_DUE, CALLED
from handlers.disclosure.case.lifecycle import ARTICLES, State, Step
from handlers.disclosure.case.papers import PaperKind, add_paper
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.proceeding.handover import HANDLING

LONGEST_CALL_LETTERS = 1000
SHOWN_CALLS = 50
CALLED_IN = (State.SIGNED.value, State.REPLIED.value)
"""The states in which a call may be waited for: signed, and not yet in the archive."""


def call_waits(kinds: Iterable[str]) -> bool:
    """Whether a case's log asks for a call that nobody has made yet."""
    waits = False
    for kind in kinds:
        waits = kind == CALL_DUE or (waits and kind != CALLED)
    return waits


class CourtesyCalls:
    """Keeps what was said on the telephone, and tells whose calls are still to be made."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def record(self, number: str, words: str, *, clerk: Clerk) -> None:
        """Keep that the applicant was called, or could not be reached, and what was said.

        Raises `InputError` for a case that is not this person's to see, without words, or where no call waits;
        `ProcedureError` for whoever does not handle the case.
        """
        said = words.strip()
        if not said or len(said) > LONGEST_CALL_LETTERS:
            raise InputError("disclosure.refused.call_words", most=LONGEST_CALL_LETTERS)
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            if not HANDLING & clerk.parts_in(request.agency, request.unit):
                raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.DRAFT_REPLY])
            if not call_waits(line.kind for line in await store.log_of(tx, [number])):
                raise InputError("disclosure.refused.no_call")
            now = self._clock.now()
            store.note(tx, number, kind=CALLED, at=now, actor=clerk.login)
            content = {"words": said}
            await add_paper(tx, self._vault, number, PaperKind.CALL, content, author=clerk.login, now=now)
            await audit.record(tx, "disclosure:called", actor=clerk.login, subject=number, now=now)

    async def waiting(self, clerk: Clerk) -> tuple[str, ...]:
        """Give the cases that this person handles, or may handle while nobody does, in which a call is to be made."""
        if not HANDLING & clerk.parts:
            return ()
        async with self._database.reading() as tx:
            return tuple(await _waiting(tx, clerk))


async def _waiting(tx: AsyncSession, clerk: Clerk) -> Iterable[str]:
    request, due, made = DisclosureRequestRecord, DisclosureEventRecord, aliased(DisclosureEventRecord)
    called = exists().where(made.number == due.number, made.kind == CALLED, made.id > due.id)
    asked = exists().where(due.number == request.number, due.kind == CALL_DUE, ~called)
    return await tx.scalars(
        select(request.number)
        .where(
            request.state.in_(CALLED_IN),
            store.seen_by(clerk),
            or_(request.handler == clerk.login, request.handler == ""),
            asked,
        )
        .order_by(request.number)
        .limit(SHOWN_CALLS)
    )
