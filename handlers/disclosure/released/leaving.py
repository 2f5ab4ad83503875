"""What may leave with a reply: of every document of a case the last copy, once a second person has looked through it (art. 37)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ProcedureError
from bot.privacy import Vault
from handlers.disclosure.released import store
from handlers.disclosure.released.sealed_file import PARTS
from knowledge.text.persons import mask_question

NAME_SUFFIX = "-name"


@dataclass(frozen=True, slots=True)
class UncheckedCopy:
    """A copy that nobody but its maker has looked at: of which document, the how-manyeth, made by whom."""

    document: str
    name: str
    serial: int
    made_by: str


async def unchecked_copies(tx: AsyncSession, request: str, *, vault: Vault) -> tuple[UncheckedCopy, ...]:
    """Give the copies that would leave with a reply and are not checked; one that was made anew counts for those before it."""
    found = await store.documents(tx, request)
    last = {copy.document: copy for copy in await store.copies(tx, [row.id for row in found])}
    waiting = [copy for row in found if (copy := last.get(row.id)) and copy.checked_at is None]
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
