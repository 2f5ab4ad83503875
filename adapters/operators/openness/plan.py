"""Key areas, columns and channels on one page: written as lines, every wording kept, an older one put back."""

from aiohttp import web

from adapters.operators.wording import ProcedureWording
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.numbers import number_of
from adapters.web.pages import render
from bot.errors import InputError
from handlers.columns.plan_keeper import FILE, PlanKeeper
from handlers.county.openness_plan import RubricPlace
from handlers.county.plan_text import KINDS, TYPED_LETTERS, TypedPlan
from handlers.texts import Texts

HERE = "/operators/plan"
NO_WORDING = -1


class PlanPages:
    """What is wrong is named by part and line, and everything that was typed stays."""

    def __init__(self, plans: PlanKeeper, *, wording: ProcedureWording, texts: Texts) -> None:
        self._plans = plans
        self._wording = wording
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/plan", self.show),
            web.post("/plan", self.keep),
            web.post("/plan/{number}/again", self.put_back),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show what counts now, ready to be written over, and the wordings before it."""
        number, typed = await self._plans.now()
        return await self._page(request, typed, seen=number)

    async def keep(self, request: web.Request) -> web.Response:
        """Keep what was typed."""
        given = await form(request)
        typed = TypedPlan(
            *(given.get(name, "").replace("\r\n", "\n").strip() for name in ("areas", "rubrics", "channels"))
        )
        seen = number_of(given.get("seen"), NO_WORDING)
        try:
            await self._plans.keep(typed, seen=seen, actor=person_of(request).login)
        except InputError as error:
            return await self._page(request, typed, seen=seen, refusal=error)
        raise web.HTTPSeeOther(f"{HERE}?done=plan")

    async def put_back(self, request: web.Request) -> web.Response:
        """Let an older wording count again."""
        given = await form(request)
        number = number_of(request.match_info["number"], NO_WORDING)
        seen = number_of(given.get("seen"), NO_WORDING)
        try:
            await self._plans.put_back(number, seen=seen, actor=person_of(request).login)
        except InputError as error:
            newest, typed = await self._plans.now()
            return await self._page(request, typed, seen=newest, refusal=error)
        raise web.HTTPSeeOther(f"{HERE}?done=plan")

    async def _page(
        self, request: web.Request, typed: TypedPlan, *, seen: int, refusal: InputError | None = None
    ) -> web.Response:
        wordings, names = await self._plans.wordings(), await self._wording.names()
        plan = self._plans.current
        return render(
            request,
            "operators/plan.html",
            status=422 if refusal else 200,
            typed=typed,
            seen=seen,
            refusal=self._texts(refusal.text_key, **refusal.values) if refusal else "",
            letters=TYPED_LETTERS,
            kinds="、".join(KINDS),
            places="、".join(RubricPlace),
            counts={"areas": len(plan.areas), "rubrics": len(plan.rubrics), "channels": len(plan.channels)},
            wordings=[(one, names.get(one.changed_by, one.changed_by)) for one in wordings],
            file=FILE,
        )
