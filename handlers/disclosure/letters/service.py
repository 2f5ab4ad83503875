"""Issuing letters and making numbers void: one method, one transaction, with an event in the case's log and an audit entry."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from handlers.county.agencies import Agency, Series
from handlers.disclosure.case import store as cases
from handlers.disclosure.letters import store
from handlers.disclosure.letters.kinds import LetterKind
from handlers.disclosure.letters.letter import DraftedLetter, draft
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.records import LETTER_ISSUED, LETTER_VOIDED, DisclosureLetterRecord
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.disclosure.letters.values import frame_values
from knowledge.text.persons import mask_question


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A letter that left the desk: its number, its Word file, and the SHA-256 of it."""

    number: str
    content: bytes
    digest: str


class LetterService:
    """Gives letters their numbers and keeps them sealed."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, templates: LetterTemplates) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._templates = templates

    async def issue(
        self,
        request: str,
        kind: LetterKind,
        *,
        agency: Agency,
        values: Mapping[Placeholder, str],
        actor: str,
    ) -> IssuedLetter:
        """Issue a letter of a case; number, date and letterhead are added here.

        Raises `InputError` for an unknown case, and for whatever `draft` and the template refuse: then no number is taken.
        """
        async with self._database.transaction() as tx:
            return await self.issue_within(tx, request, kind, agency=agency, values=values, actor=actor)

    async def issue_within(
        self,
        tx: AsyncSession,
        request: str,
        kind: LetterKind,
        *,
        agency: Agency,
        values: Mapping[Placeholder, str],
        actor: str,
    ) -> IssuedLetter:
        """Issue a letter in the caller's transaction: with the step that causes it, or not at all; raises as `issue`."""
        now = self._clock.now()
        on = local_date(now)
        template = await asyncio.to_thread(self._templates.template, kind)
        series = template.spec.series
        await self._require_case(tx, request)
        serial = await store.next_serial(tx, agency.key, year=on.year, series=series.value)
        number = agency.number(series, year=on.year, serial=serial)
        framed = {**values, **frame_values(agency, number=number, on=on)}
        letter = await asyncio.to_thread(draft, template, framed)
        digest = hashlib.sha256(letter.content).hexdigest()
        tx.add(
            DisclosureLetterRecord(
                number=number,
                agency=agency.key,
                year=on.year,
                series=series.value,
                serial=serial,
                request=request,
                kind=kind.value,
                content=self._vault.seal(_kept(letter), purpose=purpose(number)),
                digest=digest,
                issued_at=now,
                issued_by=actor,
            )
        )
        detail = {"letter": number, "kind": kind.value, "digest": digest}
        cases.note(tx, request, kind=LETTER_ISSUED, at=now, actor=actor, detail=detail)
        await audit.record(
            tx, "disclosure:issue-letter", actor=actor, subject=request, now=now, detail=detail
        )
        return IssuedLetter(number, letter.content, digest)

    async def void(self, number: str, *, actor: str, reason: str) -> None:
        """Make a letter void; its number is never given again, and the reason stays with it.

        Raises `InputError` without a reason, for an unknown number, and for one that is void already.
        """
        if not reason.strip():
            raise InputError("letters.void_reason")
        now = self._clock.now()
        async with self._database.transaction() as tx:
            letter = await store.by_number(tx, number, lock=True)
            if letter is None:
                raise InputError("letters.void_unknown", number=number)
            if letter.voided_at is not None:
                raise InputError("letters.void_already", number=number)
            letter.voided_at, letter.voided_by = now, actor
            letter.void_reason = mask_question(reason.strip())
            detail = {"letter": number, "reason": letter.void_reason}
            cases.note(tx, letter.request, kind=LETTER_VOIDED, at=now, actor=actor, detail=detail)
            await audit.record(
                tx, "disclosure:void-letter", actor=actor, subject=letter.request, now=now, detail=detail
            )

    async def content(self, number: str) -> bytes:
        """Give a letter's Word file; raises `InputError` for an unknown number, or one whose file was erased."""
        async with self._database.reading() as tx:
            letter = await store.by_number(tx, number)
        if letter is None or not letter.content:
            raise InputError("letters.void_unknown", number=number)
        kept = json.loads(self._vault.open(letter.content, purpose=purpose(number)))
        return base64.b64decode(kept["word"])

    async def reply_of(self, request: str) -> bytes | None:
        """Give the newest reply of a case that is not void as its Word file; None where there is none, or it was erased."""
        async with self._database.reading() as tx:
            letters = await store.of_request(tx, request)
        replies = [one for one in letters if one.series == Series.REPLY and one.voided_at is None]
        return await self.content(replies[-1].number) if replies and replies[-1].content else None

    async def _require_case(self, tx: AsyncSession, request: str) -> None:
        if await cases.by_number(tx, request, lock=True) is None:
            raise InputError("disclosure.refused.no_case", number=request)


def _kept(letter: DraftedLetter) -> str:
    """Give a letter as it is sealed: readable for whoever asks what is held, and the file itself."""
    word = base64.b64encode(letter.content).decode("ascii")
    return json.dumps({"text": letter.text, "word": word}, ensure_ascii=False)


def purpose(number: str) -> str:
    """Give the purpose under which a letter is sealed."""
    return f"disclosure-letter:{number}"
