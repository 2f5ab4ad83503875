"""The questions asked of the files beside tickets; every function works in the caller's transaction and never commits."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.privacy import Vault
from bot.sealed_files import SealedParts
from handlers.tickets.files.records import BESIDE, GONE_OUT, AnswerFilePartRecord, AnswerFileRecord

PARTS = SealedParts(AnswerFilePartRecord, kind="ticket-file")


def name_purpose(identifier: str) -> str:
    """Give the purpose under which the name of a file is sealed."""
    return f"ticket-file-name:{identifier}"


async def beside(tx: AsyncSession, number: str, *, lock: bool = False) -> Sequence[AnswerFileRecord]:
    """Give every file of a ticket, oldest first; with `lock` nobody else changes them before the transaction ends."""
    chosen = select(AnswerFileRecord).where(AnswerFileRecord.number == number)
    chosen = chosen.order_by(AnswerFileRecord.added_at, AnswerFileRecord.id)
    return (await tx.scalars(chosen.with_for_update() if lock else chosen)).all()


async def gone_out(tx: AsyncSession, number: str) -> Sequence[AnswerFileRecord]:
    """Give those that the citizen may open, in the order in which they went."""
    record = AnswerFileRecord
    chosen = select(record).where(record.number == number, record.state == GONE_OUT)
    return (await tx.scalars(chosen.order_by(record.left_at, record.added_at, record.id))).all()


def name_of(row: AnswerFileRecord, vault: Vault) -> str:
    """Give what a file is called; raises `ServiceError` when the seal does not open."""
    return vault.open(row.name, purpose=name_purpose(row.id))


async def move(tx: AsyncSession, number: str, into: str) -> int:
    """Let what has gone nowhere lie beside another ticket; give how many."""
    record = AnswerFileRecord
    moved = update(record).where(record.number == number, record.state == BESIDE).values(number=into)
    return touched(await tx.execute(moved.execution_options(synchronize_session=False)))


async def delete_files(tx: AsyncSession, wanted: ColumnElement[bool]) -> int:
    """Delete files whole; give how many."""
    owners = select(AnswerFileRecord.id).where(wanted)
    parts = delete(AnswerFilePartRecord).where(AnswerFilePartRecord.owner.in_(owners))
    await tx.execute(parts.execution_options(synchronize_session=False))
    gone = delete(AnswerFileRecord).where(wanted).execution_options(synchronize_session=False)
    return touched(await tx.execute(gone))
