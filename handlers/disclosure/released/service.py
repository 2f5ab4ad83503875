"""Documents that were found for a request: brought, covered in parts, copied, checked by a second person, proposed.

Another agency's case is as good as missing here too; to find and cover is for those who work on the case. One method,
one transaction, with a line in the case's log and an entry in the audit; neither holds what is written in a
document. Pages are made into pictures in a process of their own, before the transaction begins.
"""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, sealed_files
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError, ServiceError
from bot.privacy import Vault
from handlers.disclosure.case import store as cases
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.released import store
from handlers.disclosure.released.box import BOXES_A_PAGE, CoverBox, ground_of, on_page
from handlers.disclosure.released.darkroom import Darkroom
from handlers.disclosure.released.for_applicant import GIVEN_IN
from handlers.disclosure.released.found_document import (
    FoundDocument,
    copy_of,
    drawn_of,
    file_name,
    plain,
)
from handlers.disclosure.released.leaving import NAME_SUFFIX, document_name
from handlers.disclosure.released.records import (
    COPY_CHECKED,
    COPY_MADE,
    DOCUMENT_ADDED,
    PUBLICATION_PROPOSED,
    CoverBoxRecord,
    FoundDocumentRecord,
    ReleasedCopyRecord,
)
from handlers.disclosure.released.sealed_file import PARTS
from handlers.files.document_form import DocumentForm, form_of
from knowledge.library.editor import Editor, WrittenVersion
from knowledge.text.persons import mask_question

NOTE_LETTERS = 300
PAGES_SUFFIX = "-pages"
MakePages = Callable[[bytes, str], Awaitable[bytes]]
"""An office suite: gives a file with such an ending as PDF; raises `ServiceError` where there is none or it fails."""


class ReleasedDocuments:
    """Keeps originals, grounds and copies together."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        editor: Editor,
        make_pages: MakePages,
        darkroom: Darkroom | None = None,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._editor = editor
        self._make_pages = make_pages
        self._darkroom = darkroom or Darkroom()

    async def add(self, request: str, name: str, content: bytes, *, clerk: Clerk) -> str:
        """Keep a document with a case; give its id.

        Raises `InputError` for an unknown case, one whose particulars were erased, and for a file that cannot be taken.
        """
        form = form_of(content)
        count, pages = await self._darkroom.pages(form, await self._as_pdf(form, content))
        identifier, now = uuid.uuid4().hex, self._clock.now()
        kept = FoundDocumentRecord(
            id=identifier,
            request=request,
            form=form.value,
            pages=count,
            digest=sealed_files.digest(content),
            octets=len(content),
            added_at=now,
            added_by=clerk.login,
        )
        async with self._database.transaction() as tx:
            case = await cases.visible(tx, request, clerk, lock=True)
            await store.require_part(tx, request, clerk)
            if not case.applicant:
                raise InputError("released.refused.closed_case")
            tx.add(kept)
            await tx.flush()
            called = file_name(name, form).encode("utf-8", "replace")
            PARTS.put_away(tx, identifier + NAME_SUFFIX, called, vault=self._vault)
            PARTS.put_away(tx, identifier, content, vault=self._vault)
            PARTS.put_away(tx, identifier + PAGES_SUFFIX, pages, vault=self._vault)
            detail = {"document": identifier, "digest": kept.digest, "pages": str(count)}
            await self._noted(tx, request, DOCUMENT_ADDED, actor=clerk.login, now=now, detail=detail)
        return identifier

    async def documents(self, request: str, *, clerk: Clerk) -> tuple[FoundDocument, ...]:
        """Give the documents of a case; raises `InputError` for an unknown one."""
        async with self._database.reading() as tx:
            await cases.visible(tx, request, clerk)
            return tuple([await self._whole(tx, row) for row in await store.documents(tx, request)])

    async def document(self, identifier: str, *, clerk: Clerk) -> FoundDocument:
        """Give one document; raises `InputError` when there is none."""
        async with self._database.reading() as tx:
            return await self._whole(tx, await store.document(tx, identifier, clerk))

    async def original(self, identifier: str, *, clerk: Clerk) -> bytes:
        """Give the file as it was brought; raises `InputError` when there is none, `ServiceError` when it was changed."""
        async with self._database.reading() as tx:
            row = await store.document(tx, identifier, clerk)
            return await PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)

    async def picture(self, identifier: str, page: int, *, clerk: Clerk) -> bytes:
        """Give a page as PNG, nothing covered; raises `InputError` for a document or page that is not there."""
        return await self._darkroom.picture(await self._pages(identifier, clerk), page)

    async def cover(
        self,
        identifier: str,
        page: int,
        edges: tuple[float, float, float, float],
        *,
        ground: str,
        note: str,
        clerk: Clerk,
    ) -> None:
        """Draw a box with its ground: left, top, right and bottom in per cents of the page.

        Raises `InputError` without a ground on which a part may be withheld, and for a box that covers nothing.
        """
        chosen = ground_of(ground)
        async with self._database.transaction() as tx:
            row = await store.worked_on(tx, identifier, clerk)
            box = CoverBox.drawn(page, edges, pages=row.pages)
            drawn = [drawn_of(one) for one in await store.boxes(tx, identifier)]
            if len(on_page([one.box for one in drawn], page)) >= BOXES_A_PAGE:
                raise InputError("released.refused.too_many_boxes", limit=BOXES_A_PAGE)
            now, told = self._clock.now(), mask_question(note.strip()[:NOTE_LETTERS])
            left, top, right, bottom = box.edges
            tx.add(
                CoverBoxRecord(
                    document=identifier,
                    page=page,
                    left=left,
                    top=top,
                    right=right,
                    bottom=bottom,
                    ground=chosen.value,
                    note=told,
                    drawn_at=now,
                    drawn_by=clerk.login,
                )
            )
            detail = {"document": identifier, "page": str(page), "ground": chosen.value}
            detail["edges"] = ",".join(map(str, box.edges))
            await audit.record(
                tx, "disclosure:cover", actor=clerk.login, subject=row.request, now=now, detail=detail
            )

    async def uncover(self, identifier: str, box: int, *, clerk: Clerk) -> None:
        """Take a box away; one that is gone already changes nothing. Copies keep the boxes they were made with."""
        async with self._database.transaction() as tx:
            row = await store.worked_on(tx, identifier, clerk)
            found = next((one for one in await store.boxes(tx, identifier) if one.id == box), None)
            if found is None:
                return
            detail = {"document": identifier, "page": str(found.page), "ground": found.ground}
            detail["edges"] = f"{found.left},{found.top},{found.right},{found.bottom}"
            await tx.delete(found)
            now = self._clock.now()
            await audit.record(
                tx, "disclosure:uncover", actor=clerk.login, subject=row.request, now=now, detail=detail
            )

    async def make_copy(self, identifier: str, *, clerk: Clerk) -> str:
        """Make a copy of pictures of the pages with the boxes as they are now; give its id. Raises `InputError`.

        What somebody draws while it is being made is not in it: the copy tells with which boxes it was made.
        """
        document = await self.document(identifier, clerk=clerk)
        pages = await self._pages(identifier, clerk)
        content = await self._darkroom.copy(pages, [one.box for one in document.boxes])
        copy, now = uuid.uuid4().hex, self._clock.now()
        async with self._database.transaction() as tx:
            row = await store.worked_on(tx, identifier, clerk)
            serial = await store.next_serial(tx, identifier)
            digest = sealed_files.digest(content)
            tx.add(
                ReleasedCopyRecord(
                    id=copy,
                    document=identifier,
                    serial=serial,
                    boxes=[plain(one) for one in document.boxes],
                    digest=digest,
                    octets=len(content),
                    made_at=now,
                    made_by=clerk.login,
                )
            )
            await tx.flush()
            PARTS.put_away(tx, copy, content, vault=self._vault)
            detail = {"document": identifier, "copy": copy, "serial": str(serial), "digest": digest}
            detail["boxes"] = str(len(document.boxes))
            await self._noted(tx, row.request, COPY_MADE, actor=clerk.login, now=now, detail=detail)
        return copy

    async def check_copy(self, copy: str, *, clerk: Clerk) -> None:
        """Record that a second person looked through a copy: from then on it may leave.

        Raises `ProcedureError` for whoever made it, `InputError` when there is none or it was checked already.
        """
        async with self._database.transaction() as tx:
            row, document = await store.copy(tx, copy, clerk, lock=True)
            if row.made_by == clerk.login:
                raise ProcedureError("released.refused.own_check", article=store.ARTICLE)
            if row.checked_at is not None:
                raise InputError("released.refused.checked_already")
            now = self._clock.now()
            row.checked_at, row.checked_by = now, clerk.login
            detail = {"copy": copy, "digest": row.digest}
            await self._noted(tx, document.request, COPY_CHECKED, actor=clerk.login, now=now, detail=detail)

    async def copy(self, copy: str, *, clerk: Clerk) -> bytes:
        """Give the file of a copy; raises `InputError` when there is none, `ServiceError` when it was changed."""
        async with self._database.reading() as tx:
            row, _ = await store.copy(tx, copy, clerk)
            return await PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)

    async def keep_back(self, identifier: str, *, stays: bool, clerk: Clerk) -> None:
        """Keep a document from going with the reply, or let it go again.

        Raises `InputError` when there is none, or when a copy of it has left already.
        """
        async with self._database.transaction() as tx:
            row = await store.worked_on(tx, identifier, clerk)
            case = await cases.by_number(tx, row.request)
            out = any(copy.left_at for copy in await store.copies(tx, [identifier]))
            if out and case is not None and case.state in GIVEN_IN:
                raise InputError("released.refused.left_already")
            if row.stays == stays:
                return
            row.stays = stays
            action = "disclosure:document-stays" if stays else "disclosure:document-goes"
            detail = {"document": identifier}
            await audit.record(
                tx, action, actor=clerk.login, subject=row.request, now=self._clock.now(), detail=detail
            )

    async def text_outside(self, identifier: str, *, clerk: Clerk) -> str:
        """Give what stands in a document beside its last copy's boxes, numbers and names hidden, for a draft."""
        document = await self.document(identifier, clerk=clerk)
        boxes = document.copies[-1].boxes if document.copies else document.boxes
        text = await self._darkroom.text(await self._pages(identifier, clerk), [one.box for one in boxes])
        return mask_question(text)

    async def propose(self, copy: str, *, title: str, text: str, clerk: Clerk) -> str:
        """Hand what was released over to the publishing slice as a draft (art. 44); give the draft's id.

        The draft passes the three reviews like any other. Raises `ProcedureError` for a copy that nobody checked,
        `InputError` when it was proposed already, and as `Editor.create` does.
        """
        async with self._database.reading() as tx:
            row, document = await store.copy(tx, copy, clerk)
            await store.require_part(tx, document.request, clerk)
        if row.checked_at is None:
            raise ProcedureError("released.refused.unchecked", article=store.ARTICLE)
        if row.proposed:
            raise InputError("released.refused.proposed_already", id=row.proposed)
        if not title.strip():
            raise InputError("released.refused.no_title")
        draft = await self._editor.create(WrittenVersion({"title": title.strip()}, text), actor=clerk.login)
        identifier = draft.document.id
        async with self._database.transaction() as tx:
            row, _ = await store.copy(tx, copy, clerk, lock=True)
            row.proposed = identifier
            now, detail = self._clock.now(), {"copy": copy, "proposed": identifier}
            await self._noted(
                tx, document.request, PUBLICATION_PROPOSED, actor=clerk.login, now=now, detail=detail
            )
        return identifier

    async def _whole(self, tx: AsyncSession, row: FoundDocumentRecord) -> FoundDocument:
        return FoundDocument(
            id=row.id,
            request=row.request,
            name=await document_name(tx, row.id, vault=self._vault),
            form=DocumentForm(row.form),
            pages=row.pages,
            digest=row.digest,
            added_at=row.added_at,
            added_by=row.added_by,
            boxes=tuple(map(drawn_of, await store.boxes(tx, row.id))),
            copies=tuple(map(copy_of, await store.copies(tx, [row.id]))),
            stays=row.stays,
        )

    async def _pages(self, identifier: str, clerk: Clerk) -> bytes:
        async with self._database.reading() as tx:
            row = await store.document(tx, identifier, clerk)
            return await PARTS.taken_out(tx, row.id + PAGES_SUFFIX, vault=self._vault)

    async def _as_pdf(self, form: DocumentForm, content: bytes) -> bytes:
        if not form.needs_office:
            return content
        try:
            return await self._make_pages(content, form.value)
        except ServiceError as failed:
            # Whoever brought the file can mend it: a PDF needs no office suite.
            key = "no_office" if failed.text_key == "letters.no_office" else "office_failed"
            raise InputError(f"released.refused.{key}", **{"why": "", **failed.values}) from failed

    async def _noted(
        self, tx: AsyncSession, request: str, kind: str, *, actor: str, now: datetime, detail: dict[str, str]
    ) -> None:
        cases.note(tx, request, kind=kind, at=now, actor=actor, detail=detail)
        action = f"disclosure:{kind.replace('_', '-')}"
        await audit.record(tx, action, actor=actor, subject=request, now=now, detail=detail)
