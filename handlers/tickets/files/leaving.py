"""Files go with an answer, and only with one: picked for it, held while it waits, put back when it is called back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from handlers.tickets.files import store
from handlers.tickets.files.brought_file import PICTURES
from handlers.tickets.files.records import BESIDE, GONE_OUT, WAITING, AnswerFileRecord


@dataclass(frozen=True, slots=True)
class LeavingFiles:
    """What goes with an answer: how many files, and those among them that a chat can show."""

    count: int = 0
    pictures: tuple[str, ...] = ()


async def hold_back(tx: AsyncSession, number: str, chosen: Collection[str]) -> None:
    """Let files wait with their answer; raises `InputError` when one is not there to be sent."""
    for row in await _picked(tx, number, chosen):
        row.state = WAITING


async def put_back(tx: AsyncSession, number: str) -> None:
    """Let the files of an answer that was called back lie beside the ticket again."""
    for row in await store.beside(tx, number, lock=True):
        if row.state == WAITING:
            row.state = BESIDE


async def held(tx: AsyncSession, number: str) -> tuple[str, ...]:
    """Give the files that wait with the answer."""
    return tuple(row.id for row in await store.beside(tx, number) if row.state == WAITING)


async def let_go(tx: AsyncSession, number: str, chosen: Collection[str], *, now: datetime) -> LeavingFiles:
    """Let files go with an answer; raises `InputError` when one is not there to be sent."""
    going = await _picked(tx, number, chosen, among=frozenset({BESIDE, WAITING}))
    for row in going:
        row.state, row.left_at = GONE_OUT, now
    return LeavingFiles(len(going), tuple(row.id for row in going if row.form in PICTURES))


async def _picked(
    tx: AsyncSession, number: str, chosen: Collection[str], *, among: Collection[str] = (BESIDE,)
) -> list[AnswerFileRecord]:
    if not chosen:
        return []
    there = {row.id: row for row in await store.beside(tx, number, lock=True) if row.state in among}
    if missing := set(chosen) - there.keys():
        raise InputError("tickets.refused.file_gone", count=len(missing))
    return [row for identifier, row in there.items() if identifier in set(chosen)]
