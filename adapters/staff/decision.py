"""The decision screen: 补不补、是不是、谁负责、有没有、给不给、怎么给, one question at a time, with the facts each ground requires."""

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.staff.answer_forms import (
    QUESTIONS,
    fact_fields,
    passed_before,
    question_form,
    typed_facts,
)
from adapters.web.access.clerks import clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError, ProcedureError
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.decision.grounds import AnswerGround, grounds_under
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.proceeding.case_file import CaseFile
from handlers.disclosure.proceeding.decision_words import answer_lines
from handlers.disclosure.proceeding.working import WorkingAnswer
from handlers.texts import Texts

LONGEST_ASKED = 1000
LONGEST_PART = 200
GROUNDS = frozenset(AnswerGround)


class DecisionPages:
    """Shows the questions in their order and keeps the answers; who may write is decided by the service."""

    def __init__(self, *, ledger: DisclosureLedger, procedure: ProcedureServices, texts: Texts) -> None:
        self._ledger = ledger
        self._procedure = procedure
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/requests/{number}/decision", self.show),
            web.post("/requests/{number}/decision", self.add),
            web.post("/requests/{number}/decision/drop", self.drop),
            web.post("/requests/{number}/decision/settle", self.settle),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the answers so far and the question that is open now."""
        return await self._page(request, dict(request.query))

    async def add(self, request: web.Request) -> web.Response:
        """Keep an answer; what was refused is shown again with everything that was typed."""
        fields = await form(request)
        await self._file(request)
        place, ground = _place(fields), _ground(fields)
        if ground is None:
            raise web.HTTPBadRequest
        answer = WorkingAnswer(
            fields.get("asked", "").strip()[:LONGEST_ASKED],
            ground,
            typed_facts(ground, fields),
            fields.get("part", "").strip()[:LONGEST_PART],
            passed_before(place),
        )
        number = request.match_info["number"]
        try:
            clerk = clerk_of(request, self._procedure.agencies)
            await self._procedure.drafting.add(number, answer, clerk=clerk)
        except (InputError, ProcedureError) as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, fields, refusal=refusal, status=422)
        raise web.HTTPSeeOther(f"/staff/requests/{number}/decision?done=answer_kept")

    async def drop(self, request: web.Request) -> web.Response:
        """Take an answer out again; the paper that had it stays."""
        number, typed = request.match_info["number"], (await form(request)).get("place", "")
        await self._file(request)
        place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else -1  # noqa: PLR2004 - fifty answers at most
        await self._procedure.drafting.drop(number, place, clerk=clerk_of(request, self._procedure.agencies))
        raise web.HTTPSeeOther(f"/staff/requests/{number}/decision?done=answer_dropped")

    async def settle(self, request: web.Request) -> web.Response:
        """Choose what the law leaves open: the row it is counted in, the sentence on the way to court."""
        number, fields = request.match_info["number"], await form(request)
        await self._file(request)
        await self._procedure.drafting.settle(
            number,
            counted_as=fields.get("counted_as", ""),
            court_line=fields.get("court_line", ""),
            clerk=clerk_of(request, self._procedure.agencies),
        )
        raise web.HTTPSeeOther(f"/staff/requests/{number}/decision?done=answer_kept")

    async def _file(self, request: web.Request) -> CaseFile:
        clerk = clerk_of(request, self._procedure.agencies)
        try:
            return await self._procedure.files.read(request.match_info["number"], clerk=clerk)
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None

    async def _page(
        self, request: web.Request, typed: dict[str, str], *, refusal: str = "", status: int = 200
    ) -> web.Response:
        file = await self._file(request)
        line = (await self._ledger.story(request.match_info["number"])).line
        place, ground = _place(typed), _ground(typed)
        return render(
            request,
            "staff/decision.html",
            status=status,
            line=line,
            file=file,
            answers=[tuple(answer_lines(answer, self._texts)) for answer in file.working.answers],
            typed=typed,
            asked=typed.get("asked", "").strip()[:LONGEST_ASKED],
            part=typed.get("part", "").strip()[:LONGEST_PART],
            question=question_form(place, self._texts),
            ground=ground,
            facts=fact_fields(ground, self._texts) if ground else [],
            outcomes=[(one.value, self._texts(f"decision.outcome.{one.value}")) for one in Outcome],
            refusal=refusal,
        )


def _place(fields: dict[str, str]) -> int:
    """Give the place of the open question; a slip begins at the first."""
    typed = fields.get("at", "")
    fits = typed.isascii() and typed.isdecimal() and len(typed) < 3  # noqa: PLR2004 - a handful of questions
    return int(typed) if fits and int(typed) < len(QUESTIONS) else 0


def _ground(fields: dict[str, str]) -> AnswerGround | None:
    """Give the chosen ground, if it ends the decision at the open question; a later one waits for its turn."""
    chosen = fields.get("ground", "")
    if chosen not in GROUNDS:
        return None
    ground = AnswerGround(chosen)
    return ground if ground in grounds_under(QUESTIONS[_place(fields)]) else None
