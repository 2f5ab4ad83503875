"""Gives a call back to somebody else at the office by name; whoever handled the case never calls."""

from collections.abc import Sequence

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case import store
from handlers.complaints.case.callers import CallerRota
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintState, ComplaintStep
from handlers.complaints.wall.store import hides


class ComplaintCalls:
    """Says who calls back."""

    def __init__(self, database: Database, *, clock: Clock, callers: CallerRota) -> None:
        self._database = database
        self._clock = clock
        self._callers = callers

    async def callers(self, number: str, *, clerk: ComplaintClerk) -> Sequence[str]:
        """Give the log-in names of those who may call back for a complaint, to the office; none where no call is due."""
        if not clerk.parts & OFFICE:
            return ()
        people = await self._callers()
        async with self._database.reading() as tx:
            row = await store.visible(tx, number, clerk)
            if row.state != ComplaintState.CALL_BACK:
                return ()
            may = [one.login for one in people if not await hides(tx, number, one)]
        return tuple(login for login in may if login != row.handler)

    async def give(self, number: str, login: str, *, clerk: ComplaintClerk) -> None:
        """Give the call to a person; raises `ProcedureError` for whoever is not of the office, `InputError` for who may not call."""
        if not clerk.parts & OFFICE:
            raise ProcedureError("care.calls.refused.office", article=ARTICLES[ComplaintStep.RECORD_CALL])
        if login not in await self.callers(number, clerk=clerk):
            raise InputError("care.calls.refused.person")
        async with self._database.transaction() as tx:
            row = await store.visible(tx, number, clerk, lock=True)
            if row.state != ComplaintState.CALL_BACK or row.handler == login:
                raise InputError("care.calls.refused.person")
            row.caller = login
            now, detail = self._clock.now(), {"caller": login}
            await audit.record(
                tx, "complaint:caller", actor=clerk.login, subject=number, now=now, detail=detail
            )
