"""Drafts on which citizens are asked, for everybody to read; an opinion written on the page counts like one told in the chat.

Whoever comes from the chat is known by a sealed address, and is told of the result; nobody else has to say who they are
where the draft asks for no name.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.links import LinkPurpose, Links
from adapters.web.pages import render
from adapters.web.personal_door import PersonalDoor, PersonalVisit
from bot.clock import Clock
from bot.errors import InputError
from handlers.cases import PUBLIC_DRAFT, written
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.said import OpinionWords
from handlers.opinions.collecting.service import NewOpinion, OpinionOrigin, OpinionService
from handlers.texts import Texts

KEY_HOURS = timedelta(hours=12)
NUMBER_LETTERS = 20
PAGE = "page"
FIELDS = ("article", "words", "name", "phone", "nameless")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft of the list in words."""

    number: str
    title: str
    unit: str
    stage: str
    when: str


class OpinionPages:
    """Shows the list and each draft, and takes opinions; a link that opens nothing says so and no more."""

    def __init__(
        self, service: OpinionService, *, door: PersonalDoor | None, links: Links, clock: Clock, texts: Texts
    ) -> None:
        self._service = service
        self._door = door
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/opinions", self.listed),
            web.get("/opinions/{key}", self.show),
            web.post("/opinions/{key}", self.take),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        """Show what is open and what is over."""
        now, shown = self._clock.now(), await self._service.shown()
        return render(
            request,
            "citizen/opinions.html",
            pending=[self._row(one) for one in shown if one.takes_opinions(now)],
            over=[self._row(one) for one in shown if not one.takes_opinions(now)],
        )

    def _row(self, one: PublicDraft) -> DraftRow:
        is_open = one.takes_opinions(self._clock.now())
        due = self._texts("citizen.opinions.due", day=written(one.paper.result_due_on))
        stage = "answered" if one.document else "open" if is_open else "over"
        return DraftRow(
            one.number,
            one.paper.title,
            one.paper.unit,
            self._texts(f"citizen.opinions.{stage}"),
            self._when(one) if is_open or one.document else due,
        )

    def _when(self, one: PublicDraft) -> str:
        now, day = self._clock.now(), written(one.paper.closes_on)
        if not one.takes_opinions(now):
            return self._texts("citizen.opinions.closed", day=day)
        days = one.days_left(now)
        key = "last_day" if days <= 1 else "closes"
        return self._texts(f"citizen.opinions.{key}", day=day, days=days)

    async def show(self, request: web.Request) -> web.Response:
        """Show a draft; raises `RefusedError` (404) where the address opens none."""
        visit, draft = await self._opened(request)
        return self._page(request, draft, visit, dict.fromkeys(FIELDS, ""))

    async def take(self, request: web.Request) -> web.Response:
        """Take an opinion; what is wrong is said and everything typed stays. Raises `RefusedError` as `show` does."""
        visit, draft = await self._opened(request)
        given = await form(request)
        typed = {name: given.get(name, "") for name in FIELDS}
        nonce, _, number = (
            self._links.verify(given.get("key", ""), now=self._clock.now(), purpose=LinkPurpose.FORM_KEY)
            or ""
        ).partition("\n")
        if number != draft.number:
            words = self._texts("citizen.opinions.stale")
            return self._page(request, draft, visit, typed, refusal=words, status=422)
        nameless = bool(typed["nameless"])
        opinion = NewOpinion(
            draft.number,
            typed["article"],
            OpinionWords(
                typed["words"], "" if nameless else typed["name"], "" if nameless else typed["phone"]
            ),
            is_anonymous=nameless,
        )
        origin = OpinionOrigin(f"{PAGE}:{nonce}", visit.citizen, visit.channel)
        try:
            kept = await self._service.submit(opinion, origin=origin)
        except InputError as error:
            words = self._texts(error.text_key, **error.values)
            return self._page(request, draft, visit, typed, refusal=words, status=422)
        # On the same host, whatever name it was reached by.
        receipt = urlsplit(self._links.receipt(kept.number, now=self._clock.now()))
        raise web.HTTPSeeOther(receipt.path)

    async def _opened(self, request: web.Request) -> tuple[PersonalVisit, PublicDraft]:
        key = request.match_info["key"]
        visit: PersonalVisit | None = None
        if key.startswith(PUBLIC_DRAFT) and len(key) <= NUMBER_LETTERS:
            visit = PersonalVisit(key)
        elif self._door is not None:
            visit = self._door.opened(LinkPurpose.OPINION, key)
        try:
            if visit is not None:
                return visit, await self._service.draft(visit.number)
        except InputError:
            pass
        raise RefusedError("citizen.case.gone", status=404)

    def _page(
        self,
        request: web.Request,
        draft: PublicDraft,
        visit: PersonalVisit,
        typed: Mapping[str, str],
        *,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        now, paper = self._clock.now(), draft.paper
        subject = f"{secrets.token_hex(12)}\n{draft.number}"
        return render(
            request,
            "citizen/opinion_draft.html",
            status=status,
            draft=draft,
            is_open=draft.takes_opinions(now),
            when=self._when(draft),
            closed=written(paper.closes_on),
            due=written(paper.result_due_on),
            explanation=_lines(paper.explanation),
            basis=_lines(paper.basis),
            text=_lines(paper.text),
            known=bool(visit.citizen),
            typed=typed,
            refusal=refusal,
            key=self._links.sign(subject, expires_at=now + KEY_HOURS, purpose=LinkPurpose.FORM_KEY),
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
