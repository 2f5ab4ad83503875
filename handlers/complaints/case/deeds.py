"""What is done to a complaint beside its steps: noted in its log and in the audit, its reason kept among the sealed papers.

A reason may name persons, so neither the log nor the audit holds it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.errors import InputError
from bot.privacy import Vault
from handlers.complaints.case import store
from handlers.complaints.case.papers import ComplaintPaper, add_paper

REASON_LETTERS = 300


def required_reason(words: str) -> str:
    """Give a reason without the blanks around it; raises `InputError` for none, and for one of more than 300 letters."""
    said = words.strip()
    if not said or len(said) > REASON_LETTERS:
        raise InputError("care.wall.refused.reason", most=REASON_LETTERS)
    return said


def keep_reason(
    tx: AsyncSession, vault: Vault, reason: str, *, number: str, kind: str, by: str, now: datetime
) -> None:
    """Keep the reason of a deed of some kind among the sealed papers of a complaint."""
    add_paper(tx, vault, ComplaintPaper(kind, {"reason": reason}, by, now), number=number)


async def note_deed(
    tx: AsyncSession, number: str, kind: str, *, by: str, now: datetime, detail: Mapping[str, str]
) -> None:
    """Note a deed in a complaint's log and in the audit; details without a value are left out."""
    kept = {name: value for name, value in detail.items() if value}
    store.note(tx, number, kind=kind, at=now, actor=by, detail=kept)
    action = f"complaint:{kind.replace('_', '-')}"
    await audit.record(tx, action, actor=by, subject=number, now=now, detail=kept)
