"""Questionnaires at the desk: the list, writing with a preview, publishing, the results with their charts and the file."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.qr_code import png
from adapters.web.access.visitor import visitor_of
from adapters.web.charts import Bar, Part, lying
from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.links import Links
from adapters.web.numbers import number_of
from adapters.web.pages import render
from bot.errors import InputError
from handlers.cases import written
from handlers.questionnaires.asking import way
from handlers.questionnaires.asking.question import END, NEXT, Questions
from handlers.questionnaires.collecting.desk import QuestionnaireDesk, QuestionnaireLine, QuestionnaireSheet
from handlers.questionnaires.collecting.figures import QuestionFigures
from handlers.questionnaires.collecting.lifecycle import QuestionnaireState
from handlers.questionnaires.collecting.paper_form import read_day, read_paper, typed_of, typed_paper
from handlers.texts import Texts

UNKNOWN = "questionnaires.refused.unknown"
STEPS = ("publish", "extend", "close")
SCENE = "questionnaire"
"""The kind of scene by which a code of the account begins a questionnaire in the talk."""
CODE_SCALE = 8


@dataclass(frozen=True, slots=True)
class ChartedOption:
    """One option of a chart: its words, by how many it was chosen, which share that is, and its bar."""

    label: str
    count: int
    share: str
    bars: tuple[Bar, ...]


class QuestionnaireDeskPages:
    """Shows questionnaires and takes each step; every step leads back to the questionnaire."""

    def __init__(self, desk: QuestionnaireDesk, *, links: Links, texts: Texts) -> None:
        self._desk = desk
        self._links = links
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/questionnaires", self.listed),
            web.get("/questionnaires/new", self.blank),
            web.post("/questionnaires/new", self.make),
            web.get("/questionnaires/{number}", self.show),
            web.get("/questionnaires/{number}/edit", self.written_so_far),
            web.post("/questionnaires/{number}/edit", self.edit),
            web.post("/questionnaires/{number}/steps/{step}", self.take),
            web.get("/questionnaires/{number}/results.xlsx", self.workbook),
            web.get("/questionnaires/{number}/code.png", self.code),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        """Show the questionnaires in all states."""
        rows = [self._row(line) for line in await self._desk.questionnaires()]
        return render(request, "staff/questionnaires.html", rows=rows)

    def _row(self, line: QuestionnaireLine) -> Mapping[str, object]:
        one = line.questionnaire
        return {
            "number": one.number,
            "title": one.paper.title,
            "unit": one.paper.unit,
            "closes": written(one.paper.closes_on),
            "done": line.done,
            "begun": line.begun,
            "state": self._texts(f"staff.questionnaires.state.{one.state.value}"),
        }

    async def blank(self, request: web.Request) -> web.Response:
        """Show an empty form."""
        return self._form(request, {**typed_paper({}), "is_anonymous": "yes"})

    async def make(self, request: web.Request) -> web.Response:
        """Show how it would be asked, or keep it; what is wrong is said and everything typed stays."""
        given = await form(request)
        typed = typed_paper(given)
        try:
            paper = read_paper(typed)
            if given.get("act") != "keep":
                return self._form(request, typed, preview=self._desk.preview(paper))
            number = await self._desk.make(paper, actor=visitor_of(request).login)
        except InputError as error:
            return self._form(request, typed, refusal=self._said(error), status=422)
        raise _back(number, "questionnaire_made")

    async def written_so_far(self, request: web.Request) -> web.Response:
        """Show the form with what is kept; raises `RefusedError` (404) for an unknown number."""
        sheet = await self._sheet(request)
        one = sheet.questionnaire
        return self._form(request, typed_of(one.paper), number=one.number, version=sheet.version)

    async def edit(self, request: web.Request) -> web.Response:
        """Show how it would be asked, or write it anew; what is wrong is said and everything typed stays."""
        number, given = request.match_info["number"], await form(request)
        typed, version = typed_paper(given), number_of(given.get("version"), 0)
        try:
            paper = read_paper(typed)
            if given.get("act") != "keep":
                preview = self._desk.preview(paper)
                return self._form(request, typed, number=number, version=version, preview=preview)
            await self._desk.edit(number, paper, version=version, actor=visitor_of(request).login)
        except InputError as error:
            refusal = self._said(error)
            return self._form(request, typed, number=number, version=version, refusal=refusal, status=422)
        raise _back(number, "questionnaire_saved")

    def _form(
        self,
        request: web.Request,
        typed: Mapping[str, str],
        *,
        number: str = "",
        version: int = 0,
        preview: Questions = (),
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "staff/questionnaire_form.html",
            status=status,
            typed=typed,
            number=number,
            version=version,
            preview=self._previewed(preview),
            refusal=refusal,
        )

    def _previewed(self, questions: Questions) -> list[Mapping[str, object]]:
        """Give the questions as they are asked, each with where its answers lead."""
        return [
            {
                "question": one,
                "kind": self._texts(f"staff.questionnaires.kind.{one.shape.value}"),
                "options": [(option.label, self._aim(option.goes_to)) for option in one.options],
                "aim": self._aim(one.goes_to),
                "left": way.left(questions, one.place)[1],
            }
            for one in questions
        ]

    def _aim(self, target: int) -> str:
        if target == NEXT:
            return ""
        return self._texts(
            "staff.questionnaires.ends" if target == END else "staff.questionnaires.goes", place=target
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show a questionnaire: how it is asked, and the figures; raises `RefusedError` (404) for an unknown number."""
        return await self._page(request)

    async def _page(self, request: web.Request, *, refusal: str = "", status: int = 200) -> web.Response:
        sheet = await self._sheet(request)
        one = sheet.questionnaire
        results = await self._desk.results(one.number)
        written_to = {text.place: text.words for text in results.texts}
        return render(
            request,
            "staff/questionnaire.html",
            status=status,
            sheet=sheet,
            one=one,
            opened=written(one.opens_on),
            closes=written(one.paper.closes_on),
            state=self._texts(f"staff.questionnaires.state.{one.state.value}"),
            is_written=one.state is QuestionnaireState.WRITTEN,
            address=self._links.questionnaire(one.number),
            scene=f"{SCENE}:{one.number}",
            steps={step.value for step in sheet.steps},
            own=sheet.made_by == visitor_of(request).login,
            preview=self._previewed(one.questions),
            replies=results.replies,
            charts=[
                (figures, self._chart(figures), written_to.get(figures.question.place, ()))
                for figures in results.figures
            ],
            refusal=refusal,
        )

    def _chart(self, figures: QuestionFigures) -> Sequence[ChartedOption]:
        """Give a lying bar for each option, all to the scale of how many answered."""
        found = []
        for one in figures.chosen:
            share = f"{100 * one.count / figures.answered:.1f}%" if figures.answered else "0%"
            words = self._texts("staff.questionnaires.bar", label=one.label, count=one.count, share=share)
            bars = lying([Part("answered", one.count, words)], figures.answered)
            found.append(ChartedOption(one.label, one.count, share, bars))
        return found

    async def take(self, request: web.Request) -> web.Response:
        """Take a step; what stands in the way is said."""
        number, name, given = request.match_info["number"], request.match_info["step"], await form(request)
        actor = visitor_of(request).login
        if name not in STEPS:
            raise web.HTTPNotFound
        try:
            if name == "publish":
                await self._desk.publish(number, actor=actor)
            elif name == "extend":
                await self._desk.extend(number, read_day(given.get("closes_on", "")), actor=actor)
            else:
                await self._desk.close(number, actor=actor)
        except InputError as error:
            if error.text_key == UNKNOWN:
                raise RefusedError("staff.questionnaires.missing", status=404) from None
            return await self._page(request, refusal=self._said(error), status=422)
        raise _back(number, f"questionnaire_{name}")

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the results as a file; raises `RefusedError` (404) for an unknown number."""
        sheet = await self._sheet(request)
        content = await self._desk.workbook(sheet.questionnaire.number, actor=visitor_of(request).login)
        name = f"{sheet.questionnaire.number}-{sheet.questionnaire.paper.title}.xlsx"
        return download(content, WORKBOOK, name=name)

    async def code(self, request: web.Request) -> web.Response:
        """Give the code that leads to its page, for a poster; raises `RefusedError` (404) for what citizens do not see."""
        one = (await self._sheet(request)).questionnaire
        if one.state is QuestionnaireState.WRITTEN:
            raise RefusedError("staff.questionnaires.missing", status=404)
        picture = await asyncio.to_thread(png, self._links.questionnaire(one.number), scale=CODE_SCALE)
        return web.Response(body=picture, content_type="image/png")

    async def _sheet(self, request: web.Request) -> QuestionnaireSheet:
        try:
            return await self._desk.sheet(request.match_info["number"])
        except InputError:
            raise RefusedError("staff.questionnaires.missing", status=404) from None

    def _said(self, error: InputError) -> str:
        return self._texts(error.text_key, **error.values)


def _back(number: str, done: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/staff/questionnaires/{number}?done={done}")
