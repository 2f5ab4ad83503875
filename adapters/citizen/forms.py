"""The page of an application form: the same form as in the talk, the same checks, one draft for both.

What the page brings is one message of the citizen like any other: it waits for its turn, is handled once however often it
is sent, and is kept sealed. Only the way in and out differs.
"""

import asyncio
import secrets
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from adapters.web.errors import RefusedError
from adapters.web.form_door import SEALED_FOR_FORMS, FormDoor
from adapters.web.forms import Value, posted
from adapters.web.links import LinkPurpose, Links
from adapters.web.pages import render
from bot.clock import Clock
from bot.conversation import FORM_ID, Conversation
from bot.errors import InputError, ServiceError
from bot.forms.spec import ENCLOSED, FAULTS_SLOT
from bot.inbound.reception import Rendered, WayOut
from bot.message import FORM_PAGE, FORM_PAGE_ID, Inbound, Reply
from handlers.pictures.records import FAILED
from handlers.pictures.service import AUTHORITY, FORM, BroughtPicture, PictureOutcome, PictureService
from handlers.talk.form_page import INSISTS, YES, FormPage, FormSheet
from handlers.texts import Texts

KEY_HOURS = timedelta(hours=12)
PHOTOS = "photos"
BUDGET_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class _Draft:
    """One citizen's open form."""

    channel: str
    citizen: str
    form_id: str
    slots: Mapping[str, Any]
    sheet: FormSheet

    @property
    def page(self) -> FormPage:
        """The page as far as the form is filled."""
        return self.sheet.page(self.slots)

    @property
    def holder(self) -> str:
        """What the form's photos are kept with: the form itself, or the paper that they answer for."""
        return f"{AUTHORITY if self.sheet.encloses else FORM}{self.form_id}"


class FormPages:
    """Shows a form and takes what is filled in; a link that opens none says the same as one of a case."""

    def __init__(
        self, *, links: Links, door: FormDoor, pictures: PictureService, clock: Clock, texts: Texts
    ) -> None:
        self._links = links
        self._door = door
        self._pictures = pictures
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/forms/{token}", self.show), web.post("/forms/{token}", self.take)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form as far as it is filled; raises `RefusedError` (404) when the token opens none."""
        draft = await self._draft(request)
        said = "saved" if request.query.get("saved") else ""
        return await self._page(request, draft, draft.page, said)

    async def take(self, request: web.Request) -> web.Response:
        """Take the fields, and file on the button that says so; raises `RefusedError` for a stale page (403)."""
        draft, fields = await self._draft(request), await posted(request)
        given = {name: value for name, value in fields.items() if isinstance(value, str)}
        key = self._links.verify(given.get("key", ""), now=self._clock.now(), purpose=LinkPurpose.FORM_KEY)
        nonce, _, form_id = (key or "").partition("\n")
        if form_id != draft.form_id:
            raise RefusedError("web.errors.csrf", status=403)
        refused, kept = await self._photos(draft, fields)
        if kept and draft.sheet.encloses and not given.get(draft.sheet.encloses):
            given[draft.sheet.encloses] = ENCLOSED
        said = draft.sheet.answers(given, draft.page)
        if refused:
            # What could not be kept is told before anything is filed without it.
            said = {name: words for name, words in said.items() if words != YES}
        link = await self._handled(draft, said, nonce)
        try:
            after = await self._draft(request)
        except RefusedError:
            # The form is closed: filed, and then there is a receipt.
            if link:
                raise web.HTTPSeeOther(link) from None
            raise
        page = after.page
        faults = dict(after.slots.get(FAULTS_SLOT) or {})
        if not faults and not refused and given.get("act") != "file":
            raise web.HTTPSeeOther(f"{request.path}?saved=1")
        shown = tuple(
            replace(field, fault=faults[field.name], value=said.get(field.name, ""))
            if field.name in faults
            else field
            for field in page.fields
        )
        note = "faults" if faults or refused else "missing"
        return await self._page(request, after, replace(page, fields=shown), note, refused=refused)

    async def _photos(self, draft: _Draft, fields: MultiMapping[Value]) -> tuple[tuple[str, ...], int]:
        """Keep the photos that were sent along; give what is wrong with those that cannot be kept, and how many can."""
        photos = await asyncio.to_thread(_contents, fields)
        if not draft.sheet.pictures:
            return (), 0
        refused, kept = list[str](), 0
        for content in photos:
            brought = BroughtPicture(draft.holder, draft.channel, draft.citizen, content)
            try:
                outcome = await self._pictures.keep(brought)
            except InputError as error:
                refused.append(self._texts(error.text_key, **error.values))
                continue
            if outcome is PictureOutcome.TOO_MANY:
                refused.append(self._texts("pictures.too_many"))
                break
            kept += 1
        return tuple(dict.fromkeys(refused)), kept

    async def _handled(self, draft: _Draft, said: Mapping[str, str], nonce: str) -> str:
        """Let the fields be taken; give the link that the answer shows, if any."""
        inbound = Inbound(
            channel=draft.channel,
            citizen=draft.citizen,
            key=f"{FORM_PAGE}:{nonce}",
            kind=FORM_PAGE,
            sent_at=self._clock.now(),
            fields={FORM_PAGE_ID: draft.form_id, **said},
        )
        # Nobody says that this answer came out: a number in the chat then never chooses what only the page showed.
        answered = await self._door.receiver.receive(
            inbound, render=_rendered, budget=BUDGET_SECONDS, way_out=WayOut()
        )
        return answered.decode()

    async def _draft(self, request: web.Request) -> _Draft:
        token = request.match_info["token"]
        subject = self._links.verify(token, now=self._clock.now(), purpose=LinkPurpose.FORM)
        try:
            opened = (
                self._door.vault.open(urlsafe_b64decode(subject), purpose=SEALED_FOR_FORMS) if subject else ""
            )
        except (ServiceError, ValueError):
            opened = ""
        channel, _, rest = opened.partition("\n")
        citizen, _, form_id = rest.partition("\n")
        state = await self._door.peek(channel, citizen) if form_id else None
        talk = Conversation.from_state(state) if state else None
        sheet = self._door.sheets.get(talk.form or "") if talk else None
        if talk is None or sheet is None or talk.slots.get(FORM_ID) != form_id:
            raise RefusedError("citizen.case.gone", status=404)
        return _Draft(channel, citizen, form_id, talk.slots, sheet)

    async def _page(
        self, request: web.Request, draft: _Draft, page: FormPage, said: str, *, refused: tuple[str, ...] = ()
    ) -> web.Response:
        subject = f"{secrets.token_hex(12)}\n{draft.form_id}"
        key = self._links.sign(
            subject, expires_at=self._clock.now() + KEY_HOURS, purpose=LinkPurpose.FORM_KEY
        )
        held = await self._pictures.pictures(draft.holder) if draft.sheet.pictures else ()
        return render(
            request,
            "citizen/form.html",
            page=page,
            group=draft.sheet.group,
            insists=INSISTS if draft.sheet.elsewhere else "",
            encloses=draft.sheet.encloses,
            photos=PHOTOS if draft.sheet.pictures else "",
            held=len([one for one in held if one.state != FAILED]),
            refused=refused,
            key=key,
            said=said,
        )


def _rendered(replies: Sequence[Reply]) -> Rendered:
    return Rendered(next((reply.card.url.encode() for reply in replies if reply.card), b""))


def _contents(fields: MultiMapping[Value]) -> list[bytes]:
    """Give the photos that were sent along, and close their temporary files; a field left empty is none."""
    found = []
    for value in fields.values():
        if isinstance(value, web.FileField):
            with value.file as file:
                if value.name == PHOTOS and value.filename:
                    found.append(file.read())
    return found
