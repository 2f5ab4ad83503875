"""Where answers are switched off for a while, and where the words before the first one are put up: set and lifted with one press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.dates import moment
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.clock import SHANGHAI, Clock
from bot.errors import InputError
from handlers.county.profile import County
from handlers.published.library import Library
from handlers.switches.service import SwitchBoard
from handlers.switches.switch import WORDS_LETTERS, AnswerSwitch, SwitchKind, SwitchWish
from handlers.texts import Texts
from knowledge.index.closed import themes_of
from knowledge.index.generations import Index

HERE = "/operators/switches"


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """One switch as the desk shows it."""

    id: int
    kind: str
    subject: str
    url: str
    words: str
    set_by: str
    set_at: datetime
    ends_at: datetime | None
    ended: str
    banner: bool


class SwitchPages:
    """Shows what is switched, and takes what shall be."""

    def __init__(
        self,
        board: SwitchBoard,
        *,
        index: Index,
        colleagues: Colleagues,
        county: County,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._board = board
        self._index = index
        self._library = Library(index)
        self._colleagues = colleagues
        self._county = county
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/switches", self.show),
            web.post("/switches", self.switch),
            web.post("/switches/{number}/lift", self.lift),
        ]

    async def standing(self) -> Sequence[SwitchRow]:
        """Give what stands now, for the first page."""
        names = await self._colleagues.names()
        return [self._row(one, names) for one in await self._board.standing()]

    async def show(self, request: web.Request) -> web.Response:
        """Show what stands, what can be switched, and what was; `document` is the one that a form is opened for."""
        return await self._page(request, opened="document" if request.query.get("document") else "")

    async def switch(self, request: web.Request) -> web.Response:
        """Switch something; what is refused is told with the words still there."""
        given = await form(request)
        try:
            wish = _wish(given)
            await self._board.set(wish, actor=visitor_of(request).login)
        except InputError as error:
            refused = self._texts(error.text_key, **error.values)
            return await self._page(request, opened=given.get("kind", ""), given=given, refused=refused)
        raise web.HTTPSeeOther(f"{HERE}?done=switched")

    async def lift(self, request: web.Request) -> web.Response:
        """Take a switch back; one that is lifted already is no fault."""
        await self._board.lift(record_number(request), actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"{HERE}?done=switch_lifted")

    async def _page(
        self,
        request: web.Request,
        *,
        opened: str,
        given: Mapping[str, str] | None = None,
        refused: str = "",
    ) -> web.Response:
        names = await self._colleagues.names()
        rows = [self._row(one, names) for one in await self._board.history()]
        document = (given or request.query).get("document", "")
        return render(
            request,
            "operators/switches.html",
            status=422 if refused else 200,
            standing=[row for row in rows if not row.ended],
            rows=rows,
            kinds=list(SwitchKind),
            opened=opened,
            given=given or {},
            refused=refused,
            phone=self._county.office.phone,
            themes=themes_of(self._index.reader),
            document=document,
            document_title=self._title(document),
            letters=WORDS_LETTERS,
        )

    def _row(self, one: AnswerSwitch, names: Mapping[str, str]) -> SwitchRow:
        named = one.kind is SwitchKind.DOCUMENT
        return SwitchRow(
            id=one.id,
            kind=self._texts(f"switches.kinds.{one.kind.value}.name"),
            subject=self._title(one.subject) if named else one.subject,
            url=document_address(one.subject) if named else "",
            words=one.words,
            set_by=names.get(one.set_by, one.set_by),
            set_at=one.set_at,
            ends_at=one.ends_at,
            ended=self._ended(one, names),
            banner=one.kind is SwitchKind.BANNER,
        )

    def _ended(self, one: AnswerSwitch, names: Mapping[str, str]) -> str:
        """Give in words how a switch ended; empty while it stands."""
        if one.stands(self._clock.now()):
            return ""
        over = one.ends_at is not None and (one.lifted_at is None or one.ends_at <= one.lifted_at)
        if over or one.lifted_at is None:
            return self._texts("switches.ended.over", at=moment(one.ends_at))
        by = names.get(one.lifted_by, one.lifted_by)
        return self._texts("switches.ended.lifted", name=by, at=moment(one.lifted_at))

    def _title(self, identifier: str) -> str:
        document = self._library.document(identifier) if identifier else None
        return document.title if document else identifier


def _wish(given: Mapping[str, str]) -> SwitchWish:
    """Give what a form wants; raises `InputError` for a time that is none, `HTTPBadRequest` for a kind that is none."""
    try:
        kind = SwitchKind(given.get("kind", ""))
    except ValueError:
        raise web.HTTPBadRequest from None
    return SwitchWish(
        kind,
        given.get("words", ""),
        subject=given.get(kind.value, "") if kind.has_subject else "",
        along=bool(given.get("along")),
        ends_at=_instant(given.get("ends_at", "")),
    )


def _instant(written: str) -> datetime | None:
    """Give the instant of a civil time; None for none."""
    if not written.strip():
        return None
    try:
        read = datetime.fromisoformat(written.strip())
    except ValueError:
        raise InputError("switches.refused.time") from None
    return read.replace(tzinfo=SHANGHAI) if read.tzinfo is None else read
