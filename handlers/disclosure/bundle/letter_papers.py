"""The letters of a request: each with its number and digest; the file itself where the bundle holds clear values."""

import base64
import json

from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from handlers.disclosure.bundle.paper import BundlePaper, told
from handlers.disclosure.bundle.veil import ApplicantVeil
from handlers.disclosure.letters import store
from handlers.disclosure.letters.records import DisclosureLetterRecord
from handlers.disclosure.letters.service import purpose


async def letter_papers(
    tx: AsyncSession, number: str, *, vault: Vault, veil: ApplicantVeil
) -> list[BundlePaper]:
    """Give the register of the letters, and one file for each: its Word file, or its masked words.

    `digest` is that of the Word file as it was issued. Raises `ServiceError` when a letter does not open.
    """
    listed, files = [], []
    for place, letter in enumerate(await store.of_request(tx, number), start=1):
        file = _file(place, letter, vault=vault, veil=veil)
        files += [file] if file else []
        listed.append(
            {
                "file": file.path if file else None,
                "number": letter.number,
                "kind": letter.kind,
                "agency": letter.agency,
                "digest": letter.digest,
                "issued_at": letter.issued_at,
                "issued_by": letter.issued_by,
                "voided_at": letter.voided_at,
                "voided_by": letter.voided_by,
                "void_reason": letter.void_reason,
            }
        )
    return [told("letters.json", listed), *files]


def _file(
    place: int, letter: DisclosureLetterRecord, *, vault: Vault, veil: ApplicantVeil
) -> BundlePaper | None:
    """Give a letter's file; None when it was erased with its applicant."""
    if not letter.content:
        return None
    kept = json.loads(vault.open(letter.content, purpose=purpose(letter.number)))
    if veil.clear:
        return BundlePaper(f"letters/{place:03d}.docx", base64.b64decode(kept["word"]))
    return BundlePaper(f"letters/{place:03d}.txt", veil.words(kept["text"]).encode("utf-8", "replace"))
