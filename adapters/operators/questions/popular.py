"""What many ask: an operator lets a question show, or not; nothing shows by itself."""

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.questions.popular import LATELY, QUESTION_LETTERS, PopularQuestions, PopularState

TONES = {PopularState.PROPOSED: "warn", PopularState.SHOWN: "good", PopularState.REFUSED: ""}


class PopularPages:
    """Shows the list and takes the decisions."""

    def __init__(self, popular: PopularQuestions, *, texts: Texts) -> None:
        self._popular = popular
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/popular", self.show), web.post("/popular", self.decide)]

    async def show(self, request: web.Request, *, refused: str = "", kept: str = "") -> web.Response:
        """Show what enough people asked, and what was decided of it."""
        rows = await self._popular.proposals()
        return render(
            request,
            "operators/popular.html",
            rows=[(row, document_address(row.document_id), TONES[row.state]) for row in rows],
            days=LATELY.days,
            least=self._popular.least,
            letters=QUESTION_LETTERS,
            refused=refused,
            kept=kept,
            status=422 if refused else 200,
        )

    async def decide(self, request: web.Request) -> web.Response:
        """Let a question show, or none; what may not show is told with the words still there."""
        given = await form(request)
        identifier, actor = given.get("document", ""), visitor_of(request).login
        try:
            if given.get("decision") == "refuse":
                await self._popular.refuse(identifier, actor=actor)
            else:
                await self._popular.show(identifier, given.get("question", ""), actor=actor)
        except InputError as error:
            return await self.show(
                request, refused=self._texts(error.text_key, **error.values), kept=identifier
            )
        raise web.HTTPSeeOther("/operators/popular?done=popular")
