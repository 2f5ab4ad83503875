"""What leaves with a reply: of every document of a case the last copy, once a second person has looked through it (art. 37).

A document may be kept from leaving; and a reply that gives nothing takes nothing with it, whatever was made before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.errors import ProcedureError
from bot.privacy import Vault
from handlers.disclosure.case import store as cases
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.released import store
from handlers.disclosure.released.records import COPIES_LEFT, ReleasedCopyRecord
from handlers.disclosure.released.sealed_file import PARTS
from knowledge.text.persons import mask_question

NAME_SUFFIX = "-name"
GIVING = frozenset({Outcome.GRANTED.value, Outcome.PARTIAL.value})
"""The outcomes with which something is given."""


@dataclass(frozen=True, slots=True)
class UncheckedCopy:
    """A copy that nobody but its maker has looked at: of which document, the how-manyeth, made by whom."""

    document: str
    name: str
    serial: int
    made_by: str


async def unchecked_copies(tx: AsyncSession, request: str, *, vault: Vault) -> tuple[UncheckedCopy, ...]:
    """Give the copies that would leave with a reply and are not checked; one that was made anew counts for those before it."""
    waiting = [copy for copy in await _last_copies(tx, request) if copy.checked_at is None]
    return tuple(
        [
            UncheckedCopy(
                copy.document, await document_name(tx, copy.document, vault=vault), copy.serial, copy.made_by
            )
            for copy in waiting
        ]
    )


async def document_name(tx: AsyncSession, identifier: str, *, vault: Vault) -> str:
    """Give the name of a document's file, as it was sealed."""
    return (await PARTS.taken_out(tx, identifier + NAME_SUFFIX, vault=vault)).decode()


async def require_checked(tx: AsyncSession, request: str, *, vault: Vault) -> None:
    """Let nothing leave unchecked; raises `ProcedureError` naming the first such copy and whose check it does not take."""
    for copy in await unchecked_copies(tx, request, vault=vault):
        raise ProcedureError(
            "released.refused.leaving",
            article=store.ARTICLE,
            name=mask_question(copy.name),
            serial=copy.serial,
            who=copy.made_by,
        )


async def let_leave(tx: AsyncSession, request: str, *, reply: str, actor: str, now: datetime) -> int:
    """Note in the caller's transaction that the copies went with a reply, by its cause; give how many go with it.

    The case's log says how many, the audit which; neither says what a file is called.
    """
    going = [copy for copy in await _last_copies(tx, request) if copy.checked_at is not None]
    leaving = [copy for copy in going if copy.left_with != reply]
    for copy in leaving:
        copy.left_at, copy.left_with, copy.opened_at = now, reply, None
    if leaving:
        cases.note(
            tx,
            request,
            kind=COPIES_LEFT,
            at=now,
            actor=actor,
            detail={"count": str(len(leaving)), "reply": reply},
        )
        digests = {f"copy_{place}": f"{copy.id} {copy.digest}" for place, copy in enumerate(leaving, start=1)}
        await audit.record(
            tx,
            "disclosure:copies-left",
            actor=actor,
            subject=request,
            now=now,
            detail={"reply": reply, **digests},
        )
    return len(going)


async def _last_copies(tx: AsyncSession, request: str) -> Sequence[ReleasedCopyRecord]:
    """Give the last copy of every document that is not kept from leaving, in the order of the documents."""
    found = [row for row in await store.documents(tx, request) if not row.stays]
    last = {copy.document: copy for copy in await store.copies(tx, [row.id for row in found])}
    return [last[row.id] for row in found if row.id in last]
