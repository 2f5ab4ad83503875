"""Looks at listed web pages once a day; a page that reads otherwise than its document becomes a new version, as a draft."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from sqlalchemy import or_, select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.web_pages.records import ADDRESS_LETTERS, FAULT_LETTERS, WebPageRecord
from knowledge.documents.draft import Draft, Fault
from knowledge.documents.records import DocumentRecord
from knowledge.ingest.read import read
from knowledge.library.import_choices import ImportChoices, row_key
from knowledge.library.imports import Imports

EVERY = timedelta(days=1)
PAGES_A_STEP = 5
MOST_PAGES = 500
AUTHOR = "网页同步"


class PageState(StrEnum):
    """What the last look at a page gave; `WAITING` stands until the first."""

    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULT = "fault"


class UnreachedPageError(Exception):
    """A page that could not be fetched; the message is the key of the reason, below `web_pages.faults`."""


# Gives what stands at an address; raises `UnreachedPageError`.
Fetch = Callable[[str], Awaitable[bytes]]
# Keeps what stood at an address, under a name, beside the documents read from it; raises `ServiceError`.
KeepSource = Callable[[str, bytes, Sequence[str]], Awaitable[object]]
# Puts the reason of an unreached page into words.
Wording = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class WebPage:
    """A listed page as the desk sees it; `fault` tells in words why nothing came of the last look."""

    id: int
    address: str
    document_id: str
    title: str
    state: PageState
    fault: str
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PageLook:
    """What one look gave."""

    state: PageState
    document_id: str = ""
    fault: str = ""
    digest: str = ""


class WebPages:
    """Keeps the list and looks; nothing becomes public by it."""

    def __init__(
        self,
        database: Database,
        *,
        imports: Imports,
        keep_source: KeepSource,
        wording: Wording,
        clock: Clock,
    ) -> None:
        self._database = database
        self._imports = imports
        self._keep_source = keep_source
        self._wording = wording
        self._clock = clock

    async def all(self) -> Sequence[WebPage]:
        """Give the list, what went wrong and what changed first."""
        order = {PageState.FAULT: 0, PageState.CHANGED: 1, PageState.NEW: 2}
        query = select(WebPageRecord, DocumentRecord.title).outerjoin(
            DocumentRecord, DocumentRecord.id == WebPageRecord.document_id
        )
        async with self._database.reading() as tx:
            rows = (await tx.execute(query.order_by(WebPageRecord.address))).all()
        return sorted((_page(row, title) for row, title in rows), key=lambda one: order.get(one.state, 3))

    async def add(self, written: str, *, actor: str) -> int:
        """List the addresses of some lines and give how many were new; one that is none changes nothing.

        Raises `InputError`: `web_pages.refused.address`, `web_pages.refused.none`, `web_pages.refused.many`.
        """
        addresses = list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
        if not addresses:
            raise InputError("web_pages.refused.none")
        for one in addresses:
            _require_address(one)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            known = set(await tx.scalars(select(WebPageRecord.address)))
            fresh = [one for one in addresses if one not in known]
            if len(known) + len(fresh) > MOST_PAGES:
                raise InputError("web_pages.refused.many", most=MOST_PAGES)
            for one in fresh:
                row = WebPageRecord(address=one, document_id="", state=PageState.WAITING.value, fault="")
                row.digest, row.added_by, row.added_at, row.looked_at = "", actor, now, None
                tx.add(row)
                await audit.record(tx, "web_page:add", actor=actor, subject=one[:120], now=now)
        return len(fresh)

    async def drop(self, number: int, *, actor: str) -> None:
        """Look at a page no more; its document stays. One that is not listed stays away."""
        async with self._database.transaction() as tx:
            row = await tx.get(WebPageRecord, number, with_for_update=True)
            if row is not None:
                await tx.delete(row)
                subject, now = row.address[:120], self._clock.now()
                await audit.record(tx, "web_page:drop", actor=actor, subject=subject, now=now)

    async def hurry(self, number: int) -> None:
        """Let a page be looked at in the next step."""
        async with self._database.transaction() as tx:
            row = await tx.get(WebPageRecord, number, with_for_update=True)
            if row is not None:
                row.looked_at = None

    async def step(self, fetch: Fetch) -> int:
        """Look at some pages that are due, and give how many. Raises `ServiceError`."""
        due = or_(WebPageRecord.looked_at.is_(None), WebPageRecord.looked_at < self._clock.now() - EVERY)
        query = select(WebPageRecord).where(due).order_by(WebPageRecord.looked_at, WebPageRecord.id)
        async with self._database.reading() as tx:
            rows = list(await tx.scalars(query.limit(PAGES_A_STEP)))
        for row in rows:
            await self._note(row.id, await self._look(row, fetch))
        return len(rows)

    async def _look(self, row: WebPageRecord, fetch: Fetch) -> PageLook:
        try:
            content = await fetch(row.address)
        except UnreachedPageError as error:
            return PageLook(PageState.FAULT, fault=self._wording(f"web_pages.faults.{error}"))
        found = hashlib.sha256(content).hexdigest()
        if found == row.digest:
            return PageLook(PageState.SAME, digest=found)
        one = await asyncio.to_thread(_read, row.address, content)
        if isinstance(one, Fault):
            return PageLook(PageState.FAULT, fault=one.reason)
        look = await self._take(row, one, digest=found)
        if look.state in {PageState.NEW, PageState.CHANGED}:
            await self._keep_source(_file_name(row.address), content, [look.document_id])
        return look

    async def _take(self, row: WebPageRecord, draft: Draft, *, digest: str) -> PageLook:
        """Keep what a page says as the first or a new version; one that says the same changes nothing."""
        known = await self._known(row.document_id)
        choices = (
            ImportChoices(versions={row_key(draft.file, draft.line): row.document_id})
            if known
            else ImportChoices()
        )
        done = await self._imports.keep([draft], author=AUTHOR, choices=choices)
        if done.faults:
            return PageLook(PageState.FAULT, fault=done.faults[0].reason)
        state = PageState.NEW if done.added else PageState.CHANGED if done.changed else PageState.SAME
        return PageLook(state, row.document_id if known else draft.document.id, digest=digest)

    async def _known(self, document: str) -> bool:
        async with self._database.reading() as tx:
            return bool(document) and await tx.get(DocumentRecord, document) is not None

    async def _note(self, number: int, look: PageLook) -> None:
        async with self._database.transaction() as tx:
            row = await tx.get(WebPageRecord, number, with_for_update=True)
            if row is None:
                return
            row.looked_at, row.state = self._clock.now(), look.state.value
            row.fault = look.fault[:FAULT_LETTERS]
            row.digest = look.digest or row.digest
            row.document_id = look.document_id or row.document_id


def _require_address(written: str) -> None:
    """Refuse what is no address of a web page; raises `InputError`."""
    try:
        parts = urlsplit(written)
    except ValueError:
        parts = urlsplit("")
    sound = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    if not sound or len(written) > ADDRESS_LETTERS or any(sign.isspace() for sign in written):
        raise InputError("web_pages.refused.address", address=written[:80])


def _read(address: str, content: bytes) -> Draft | Fault:
    """Read a page as an import reads a file of it; the document tells where it comes from."""
    with TemporaryDirectory(prefix="mingbai-page-") as folder:
        path = Path(folder) / _file_name(address)
        path.write_bytes(content)
        first = next(iter(read([path])))
    if isinstance(first, Fault):
        return first
    return replace(first, document=replace(first.document, source=address), origin="")


def _file_name(address: str) -> str:
    """Give the name under which a page is read and kept."""
    return f"{urlsplit(address).hostname}.html"


def _page(row: WebPageRecord, title: str | None) -> WebPage:
    return WebPage(
        row.id, row.address, row.document_id, title or "", PageState(row.state), row.fault, row.looked_at
    )
