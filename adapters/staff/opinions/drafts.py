"""Drafts on which citizens are asked, at the desk: the list, writing, publishing, sorting what was said, answering it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import number_of
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.cases import written
from handlers.opinions.collecting.desk import DraftLine, DraftSheet, OpinionChoice, OpinionDesk
from handlers.opinions.collecting.draft_form import read_day, read_draft, typed_draft, typed_of
from handlers.opinions.collecting.lifecycle import GroupOutcome, PublicDraftState, PublicDraftStep
from handlers.texts import Texts
from knowledge.library.editor import Editor

ALL, NONE = "all", "none"
UNKNOWN = "opinions.refused.unknown"
OUTCOMES = (GroupOutcome.ADOPTED, GroupOutcome.PARTLY, GroupOutcome.NOT_ADOPTED)
TONES = {"open": "good", "sorting": "warn", "offered": "warn", "withdrawn": "bad"}


class DraftPages:
    """Shows drafts and takes each step; every step leads back to the draft."""

    def __init__(self, desk: OpinionDesk, *, editor: Editor, texts: Texts) -> None:
        self._desk = desk
        self._editor = editor
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/opinions", self.listed),
            web.get("/opinions/new", self.blank),
            web.post("/opinions/new", self.make),
            web.get("/opinions/{number}", self.show),
            web.get("/opinions/{number}/edit", self.written_so_far),
            web.post("/opinions/{number}/edit", self.edit),
            web.post("/opinions/{number}/steps/{step}", self.take),
            web.post("/opinions/{number}/groups", self.group),
            web.post("/opinions/{number}/decide", self.decide),
            web.post("/opinions/{number}/sort", self.sort),
            web.get("/opinions/{number}/opinions.xlsx", self.workbook),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        """Show the drafts in all states."""
        rows = [self._row(line) for line in await self._desk.drafts()]
        return render(request, "staff/opinions.html", rows=rows)

    def _row(self, line: DraftLine) -> Mapping[str, object]:
        draft = line.draft
        state = self._state(draft.state, is_over=line.is_over)
        return {
            "number": draft.number,
            "title": draft.paper.title,
            "unit": draft.paper.unit,
            "closes": written(draft.paper.closes_on),
            "due": written(draft.paper.result_due_on),
            "opinions": line.opinions,
            "state": self._texts(f"staff.opinions.state.{state}"),
            "tone": TONES.get(state, ""),
        }

    @staticmethod
    def _state(state: PublicDraftState, *, is_over: bool) -> str:
        return "over" if state is PublicDraftState.OPEN and is_over else state.value

    async def blank(self, request: web.Request) -> web.Response:
        """Show an empty form."""
        return self._form(request, {**typed_draft({}), "allows_anonymous": "yes"})

    async def make(self, request: web.Request) -> web.Response:
        """Keep a new draft; what is wrong is said and everything typed stays."""
        typed = typed_draft(await form(request))
        try:
            number = await self._desk.make(read_draft(typed), actor=visitor_of(request).login)
        except InputError as error:
            return self._form(request, typed, refusal=self._said(error), status=422)
        raise _back(number, "opinion_made")

    async def written_so_far(self, request: web.Request) -> web.Response:
        """Show the form with what is kept; raises `RefusedError` (404) for an unknown number."""
        sheet = await self._sheet(request, OpinionChoice())
        return self._form(
            request, typed_of(sheet.draft.paper), number=sheet.draft.number, version=sheet.version
        )

    async def edit(self, request: web.Request) -> web.Response:
        """Write a draft anew; what is wrong is said and everything typed stays."""
        number, given = request.match_info["number"], await form(request)
        typed, version = typed_draft(given), number_of(given.get("version"), 0)
        try:
            await self._desk.edit(number, read_draft(typed), version=version, actor=visitor_of(request).login)
        except InputError as error:
            refusal = self._said(error)
            return self._form(request, typed, number=number, version=version, refusal=refusal, status=422)
        raise _back(number, "opinion_saved")

    def _form(
        self,
        request: web.Request,
        typed: Mapping[str, str],
        *,
        number: str = "",
        version: int = 0,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "staff/opinion_form.html",
            status=status,
            typed=typed,
            number=number,
            version=version,
            refusal=refusal,
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show a draft with its groups and a sheet of opinions; raises `RefusedError` (404) for an unknown number."""
        return await self._page(request)

    async def _page(self, request: web.Request, *, refusal: str = "", status: int = 200) -> web.Response:
        shown, page = request.query.get("group", ""), page_number(request.query.get("page", "1"))
        choice = OpinionChoice(shown in {ALL, ""}, number_of(shown, 0) or None, page)
        sheet = await self._sheet(request, choice)
        draft = sheet.draft
        steps = frozenset(sheet.steps)
        summary = await self._desk.summary(draft.number) if PublicDraftStep.OFFER in steps else ("", "")
        path = f"/staff/opinions/{draft.number}"
        return render(
            request,
            "staff/opinion.html",
            status=status,
            sheet=sheet,
            draft=draft,
            opened=written(draft.opens_on),
            closes=written(draft.paper.closes_on),
            due=written(draft.paper.result_due_on),
            state=self._texts(f"staff.opinions.state.{self._state(draft.state, is_over=sheet.is_over)}"),
            steps={step.value for step in steps},
            own=sheet.made_by == visitor_of(request).login,
            outcomes=[(one.value, self._texts(f"opinions.outcome.{one.value}")) for one in OUTCOMES],
            groups={one.id: one.gist for one in sheet.groups},
            shown=shown or ALL,
            pages=Sheet(page, sheet.more, path, {"group": shown}),
            summary_title=summary[0],
            summary=summary[1],
            refusal=refusal,
        )

    async def take(self, request: web.Request) -> web.Response:
        """Take a step of the draft's way; what stands in the way is said."""
        number, name, given = request.match_info["number"], request.match_info["step"], await form(request)
        actor = visitor_of(request).login
        try:
            match name:
                case "publish":
                    await self._desk.publish(number, actor=actor)
                case "extend":
                    closes, due = (
                        read_day(given.get("closes_on", "")),
                        read_day(given.get("result_due_on", "")),
                    )
                    await self._desk.extend(number, closes, due, actor=actor)
                case "withdraw":
                    await self._desk.withdraw(number, given.get("reason", ""), actor=actor)
                case "close":
                    await self._desk.close(number, actor=actor)
                case "offer":
                    await self._desk.offer(number, actor=actor, editor=self._editor)
                case _:
                    raise web.HTTPNotFound
        except InputError as error:
            return await self._refused(request, error)
        raise _back(number, f"opinion_{name}")

    async def group(self, request: web.Request) -> web.Response:
        """Make a group, and put the opinions ticked into it."""
        number, fields, actor = request.match_info["number"], await posted(request), visitor_of(request).login
        try:
            made = await self._desk.add_group(number, str(fields.get("gist", "")), actor=actor)
            ticked = [str(one) for one in fields.getall("opinion", [])]
            if ticked:
                await self._desk.put(number, ticked, made, actor=actor)
        except InputError as error:
            return await self._refused(request, error)
        raise _back(number, "opinion_grouped", group=NONE)

    async def sort(self, request: web.Request) -> web.Response:
        """Put the opinions ticked into a group, or out of any."""
        number, fields = request.match_info["number"], await posted(request)
        ticked = [str(one) for one in fields.getall("opinion", [])]
        target = str(fields.get("group", ""))
        try:
            await self._desk.put(
                number, ticked, number_of(target, 0) or None, actor=visitor_of(request).login
            )
        except InputError as error:
            return await self._refused(request, error)
        raise _back(number, "opinion_grouped", group=NONE)

    async def decide(self, request: web.Request) -> web.Response:
        """Write what becomes of a group, and why."""
        number, given = request.match_info["number"], await form(request)
        wanted = given.get("outcome", "")
        outcome = GroupOutcome(wanted) if wanted in set(GroupOutcome) else GroupOutcome.OPEN
        try:
            await self._desk.decide(
                number,
                number_of(given.get("group"), 0),
                outcome,
                given.get("reasons", ""),
                actor=visitor_of(request).login,
            )
        except InputError as error:
            return await self._refused(request, error)
        raise _back(number, "opinion_decided")

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the opinions as a file; raises `RefusedError` (404) for an unknown number."""
        sheet = await self._sheet(request, OpinionChoice())
        content = await self._desk.workbook(sheet.draft.number, actor=visitor_of(request).login)
        return download(content, WORKBOOK, name=f"{sheet.draft.number}-{sheet.draft.paper.title}.xlsx")

    async def _sheet(self, request: web.Request, choice: OpinionChoice) -> DraftSheet:
        try:
            return await self._desk.sheet(request.match_info["number"], choice)
        except InputError:
            raise RefusedError("staff.opinions.missing", status=404) from None

    async def _refused(self, request: web.Request, error: InputError) -> web.Response:
        if error.text_key == UNKNOWN:
            raise RefusedError("staff.opinions.missing", status=404) from None
        return await self._page(request, refusal=self._said(error), status=422)

    def _said(self, error: InputError) -> str:
        return self._texts(error.text_key, **error.values)


def _back(number: str, done: str, *, group: str = "") -> web.HTTPSeeOther:
    query = {"done": done, **({"group": group} if group else {})}
    return web.HTTPSeeOther(f"/staff/opinions/{number}?{urlencode(query)}")
