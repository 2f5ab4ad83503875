"""What a case notes of the paper by which somebody acts for its applicant: that it was handed in, and what a clerk found of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.events import AUTHORITY_LOOKED_AT, AUTHORITY_RECEIVED
from handlers.disclosure.case.lifecycle import ARTICLES, Actor, State, Step
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord

WORDS = "authority"
MESSAGE = "message"
"""What tells one message of a citizen from another in the log, without telling which it was."""


class AuthorityFinding(StrEnum):
    """What a clerk found; what is lacking is asked for by a correction notice (art. 30)."""

    IN_ORDER = "in_order"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class AwaitedAuthority:
    """A request whose paper of authority may still come: nothing was found of it yet, or that it is lacking."""

    number: str
    form_id: str


class AuthorityPapers:
    """Each method is one transaction with its line in the log and its entry in the audit; it moves no date."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def received(self, number: str, count: int, *, clerk: Clerk) -> None:
        """Note that so many pictures of the paper were handed in.

        Raises `InputError` for a case that nobody represents, `ProcedureError` for whoever may not note it.
        """
        await self._note(number, AUTHORITY_RECEIVED, {"count": str(count)}, clerk=clerk)

    async def look_at(self, number: str, finding: AuthorityFinding, *, clerk: Clerk) -> None:
        """Note what was found of the paper; the newest finding counts. Raises as `received` does."""
        await self._note(number, AUTHORITY_LOOKED_AT, {WORDS: finding.value}, clerk=clerk)

    async def awaited(self, citizen: str) -> AwaitedAuthority | None:
        """Give the newest request that a citizen filed for somebody and whose authority is not found in order yet."""
        record = DisclosureRequestRecord
        own = select(record).where(
            record.citizen == citizen, record.rep_masked != "", record.state != State.CLOSED
        )
        async with self._database.reading() as tx:
            for request in await tx.scalars(own.order_by(record.number.desc())):
                if authority_found(await store.log_of(tx, [request.number])) != AuthorityFinding.IN_ORDER:
                    return AwaitedAuthority(request.number, request.form_id)
        return None

    async def sent(self, number: str, *, citizen: str, message: str) -> None:
        """Note that the citizen sent a picture of the paper afterwards; the same message is noted once.

        Raises `InputError` for a case that is not this citizen's or that nobody represents.
        """
        now, mark = self._clock.now(), hashlib.sha256(message.encode()).hexdigest()[:16]
        async with self._database.transaction() as tx:
            request = await store.by_number(tx, number, lock=True)
            if request is None or request.citizen != citizen:
                raise InputError("disclosure.refused.unknown", number=number)
            if not request.rep_masked:
                raise InputError("disclosure.refused.unrepresented")
            if mark in {line.detail.get(MESSAGE) for line in await store.log_of(tx, [number])}:
                return
            detail = {"count": "1", MESSAGE: mark}
            store.note(tx, number, kind=AUTHORITY_RECEIVED, at=now, actor=Actor.APPLICANT, detail=detail)
            await audit.record(
                tx,
                "disclosure:authority-received",
                actor="citizen",
                subject=number,
                now=now,
                detail={"count": "1"},
            )

    async def _note(self, number: str, kind: str, detail: dict[str, str], *, clerk: Clerk) -> None:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            _require(request, clerk)
            store.note(tx, number, kind=kind, at=now, actor=clerk.login, detail=detail)
            action = f"disclosure:{kind.replace('_', '-')}"
            await audit.record(tx, action, actor=clerk.login, subject=number, now=now, detail=detail)


def _require(request: DisclosureRequestRecord, clerk: Clerk) -> None:
    if not request.rep_masked:
        raise InputError("disclosure.refused.unrepresented")
    if not may_authorise(request, clerk):
        raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.CONFIRM])


def may_authorise(request: DisclosureRequestRecord, clerk: Clerk) -> bool:
    """Whether somebody may say what was found of the paper: the office's staff, while the case is open."""
    staff = Actor.STAFF in clerk.parts_in(request.agency, request.unit)
    return bool(request.rep_masked) and staff and request.state != State.CLOSED


def authority_found(log: Sequence[DisclosureEventRecord]) -> str:
    """Give what was found of the paper, the newest finding; empty where nobody has looked at it."""
    return next((line.detail[WORDS] for line in reversed(log) if line.kind == AUTHORITY_LOOKED_AT), "")
