"""Handing a case over to a colleague who may handle it, with the reason; the clock and the state stay as they are."""

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.events import HANDED_OVER
from handlers.disclosure.case.lifecycle import ARTICLES, Actor, State, Step
from handlers.disclosure.case.papers import PaperKind, add_paper
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import require_version

HANDLING = frozenset({Actor.STAFF, Actor.UNIT})
GIVING = HANDLING | {Actor.HEAD}
LONGEST_REASON_LETTERS = 500


def may_handle(clerk: Clerk, agency: str, unit: str) -> bool:
    """Whether somebody may be given a case of an agency that lies with a unit."""
    return bool(HANDLING & clerk.parts_in(agency, unit))


def may_give(clerk: Clerk, agency: str, unit: str, *, state: State) -> bool:
    """Whether somebody may hand such a case over: who may handle it, and the head of the office; not once it is closed."""
    return state is not State.CLOSED and bool(GIVING & clerk.parts_in(agency, unit))


class CaseHandover:
    """Gives cases into other hands, within the agency or the unit they lie with."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def hand_over(
        self, number: str, to: Clerk | None, *, reason: str, clerk: Clerk, version: int
    ) -> None:
        """Make a colleague the handler; the reason is kept as a paper, sealed, since it may name persons.

        Raises `InputError` for a case that is not this person's to see or that somebody else changed since `version`,
        without a reason, and for a colleague who is none, who may not handle it or handles it already; `ProcedureError`
        for whoever only looks through or signs, and for a closed case.
        """
        if not reason.strip() or len(reason) > LONGEST_REASON_LETTERS:
            raise InputError("disclosure.refused.handover_reason", most=LONGEST_REASON_LETTERS)
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            require_version(request, version, await store.log_of(tx, [number]))
            _require(request, to, clerk)
            assert to is not None, "as required"
            now, detail = self._clock.now(), {"from": request.handler, "to": to.login}
            request.handler, request.version = to.login, request.version + 1
            store.note(tx, number, kind=HANDED_OVER, at=now, actor=clerk.login, detail=detail)
            words = {"words": reason.strip()}
            await add_paper(tx, self._vault, number, PaperKind.HANDOVER, words, author=clerk.login, now=now)
            await audit.record(
                tx, "disclosure:hand-over", actor=clerk.login, subject=number, now=now, detail=detail
            )


def _require(request: DisclosureRequestRecord, to: Clerk | None, clerk: Clerk) -> None:
    if not may_give(clerk, request.agency, request.unit, state=State(request.state)):
        raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.ASSIGN])
    if to is None or not may_handle(to, request.agency, request.unit):
        raise InputError("disclosure.refused.handover_to")
    if to.login == request.handler:
        raise InputError("disclosure.refused.handover_same")
