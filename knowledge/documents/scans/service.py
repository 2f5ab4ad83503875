"""What a person does with a scan: compare its pages with what was read, tick what is doubtful, mend what is wrong."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents import store as documents
from knowledge.documents.draft import Draft
from knowledge.documents.scans import store
from knowledge.documents.scans.line_text import corrected_text
from knowledge.documents.scans.records import ScanPageRecord
from knowledge.documents.scans.scan import ScanLine

NOTE = "scan"
LINE_LETTERS = 500

DoubtMark = tuple[int, int]
"""A doubtful place of a page: the number of its line, and its own number in the line, both from 0."""


@dataclass(frozen=True, slots=True)
class PageStanding:
    """How far a page is: how many places of it are doubtful, and how many of them nobody looked at."""

    number: int
    doubts: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ScanSheet:
    """One page to be compared, and how far all pages are."""

    title: str
    pages: Sequence[PageStanding]
    number: int
    lines: Sequence[ScanLine]
    looked: AbstractSet[DoubtMark]
    looked_by: str
    looked_at: datetime | None

    @property
    def waiting(self) -> int:
        """How many places of all pages nobody looked at."""
        return sum(page.waiting for page in self.pages)


@dataclass(frozen=True, slots=True)
class ScanFile:
    """The file of a scan, the form under which it is opened, and by how many degrees a page of it has to be turned."""

    form: str
    content: bytes
    turn: int
    digest: str


class Scans:
    """The scans of documents; each method is one transaction."""

    def __init__(self, database: Database, clock: Clock, *, vault: store.VaultSource) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault

    async def waiting(self, document: str) -> int | None:
        """Give how many doubtful places nobody has looked at; None for a document that is no scan."""
        async with self._database.reading() as tx:
            if await store.in_force(tx, document) is None:
                return None
            return await store.waiting(tx, document)

    async def sheet(self, document: str, number: int | None = None) -> ScanSheet:
        """Give a page, or the first with something to look at; raises `InputError` (`scans.missing`)."""
        async with self._database.reading() as tx:
            record, rows = await documents.record_of(tx, document), await self._rows(tx, document)
            chosen = _chosen(rows, number)
            return ScanSheet(
                record.title if record else "",
                [PageStanding(row.number, row.waiting + len(row.looked), row.waiting) for row in rows],
                chosen.number,
                store.lines_of(chosen),
                {(line, place) for line, place in chosen.looked},
                chosen.looked_by,
                chosen.looked_at,
            )

    async def file(self, document: str, number: int) -> ScanFile:
        """Give the file of a document's scan to draw a page of it; raises `InputError` (`scans.missing`)."""
        async with self._database.reading() as tx:
            scan = await store.in_force(tx, document)
            row = await tx.get(ScanPageRecord, (scan.id, number)) if scan else None
            if scan is None or row is None:
                raise InputError("scans.missing")
            content = await store.PARTS.taken_out(tx, scan.id, vault=self._vault(), expected=scan.digest)
            return ScanFile(scan.form, content, row.turn, scan.digest)

    async def look(
        self,
        document: str,
        number: int,
        *,
        ticked: AbstractSet[DoubtMark],
        lines: Mapping[int, str],
        actor: str,
    ) -> int:
        """Note what a person looked at, and mend lines; give how many places of the whole scan are left.

        A mended line counts as looked at, and makes a new version of the document. Raises `InputError`:
        `scans.missing`, `scans.too_long`, `scans.moved` for a line that the text does not hold any more.
        """
        async with self._database.transaction() as tx:
            rows, now = await self._rows(tx, document), self._clock.now()
            row = _chosen(rows, number)
            before = store.lines_of(row)
            mended = {at: _line(text) for at, text in lines.items() if at < len(before)}
            mended = {at: text for at, text in mended.items() if text != before[at].text}
            if mended:
                await self._mend(tx, document, rows, number, mended, actor=actor, now=now)
            after = [replace(line, text=mended.get(at, line.text)) for at, line in enumerate(before)]
            known = {(at, place) for at, line in enumerate(before) for place in range(len(line.doubts))}
            looked = {(line, place) for line, place in row.looked}
            looked |= {mark for mark in known if mark in ticked or mark[0] in mended}
            store.looked_at(row, after, sorted(looked))
            row.looked_by, row.looked_at = actor, now
            await tx.flush()
            detail = {"page": str(number), "mended": str(len(mended)), "waiting": str(row.waiting)}
            await audit.record(tx, "knowledge:scan", actor=actor, subject=document, now=now, detail=detail)
            return await store.waiting(tx, document)

    async def _rows(self, tx: AsyncSession, document: str) -> Sequence[ScanPageRecord]:
        scan = await store.in_force(tx, document)
        rows = await store.pages(tx, scan.id) if scan else []
        if not rows:
            raise InputError("scans.missing")
        return rows

    async def _mend(
        self,
        tx: AsyncSession,
        document: str,
        rows: Sequence[ScanPageRecord],
        number: int,
        mended: Mapping[int, str],
        *,
        actor: str,
        now: datetime,
    ) -> None:
        """Put mended lines into the newest text, as a new version."""
        record = await documents.locked_record(tx, document)
        version = await documents.version(tx, document, record.current_version) if record else None
        if record is None or version is None:
            raise InputError("scans.missing")
        known = [line.text for row in rows for line in store.lines_of(row)]
        first = sum(len(row.lines) for row in rows if row.number < number)
        text = version.text
        for at, new in sorted(mended.items()):
            put = corrected_text(text, known, first + at, new)
            if put is None:
                raise InputError("scans.moved", line=known[first + at])
            text, known[first + at] = put, new
        draft = Draft(version.document, text, version.document.source)
        documents.add_version(tx, record, draft, author=actor, note=NOTE, now=now)


def _chosen(rows: Sequence[ScanPageRecord], number: int | None) -> ScanPageRecord:
    if number is None:
        return next((row for row in rows if row.waiting), rows[0])
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise InputError("scans.missing")
    return found


def _line(written: str) -> str:
    text = " ".join(written.split())
    if len(text) > LINE_LETTERS:
        raise InputError("scans.too_long", limit=LINE_LETTERS)
    return text
