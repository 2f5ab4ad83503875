"""The operators' own words for proof-reading: listed, added, taken off."""

from dataclasses import dataclass

from aiohttp import web

from adapters.operators.wording import ProcedureWording
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.library.text_search import TextSearch
from knowledge.publication.proofreading.lexicon import lexicon
from knowledge.publication.proofreading.watchwords import WORD_LETTERS, Concern, Watchwords

# Of so many words, the last listed, it is counted how many documents hold them.
COUNTED_WORDS = 30


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word that somebody is about to list, to see first what it would find."""

    word: str
    concern: Concern
    instead: str


class WordPages:
    """Shows and changes the list."""

    def __init__(
        self, *, watchwords: Watchwords, search: TextSearch, wording: ProcedureWording, texts: Texts
    ) -> None:
        self._search = search
        self._watchwords = watchwords
        self._wording = wording
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/words", self.show),
            web.post("/words", self.add),
            web.post("/words/drop", self.drop),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the list."""
        return await self._page(request)

    async def add(self, request: web.Request) -> web.Response:
        """List a word; raises `HTTPBadRequest` for a concern that is none."""
        person, fields = person_of(request), await form(request)
        try:
            concern = Concern(fields.get("concern", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        word, instead = (
            fields.get("word", "")[: WORD_LETTERS + 1],
            fields.get("instead", "")[: WORD_LETTERS + 1],
        )
        if fields.get("step") == "look":
            written = WrittenWord(word.strip()[:WORD_LETTERS], concern, instead)
            return await self._page(request, written=written)
        try:
            await self._watchwords.add(word, concern, instead=instead, actor=person.login)
        except InputError as error:
            refusal = self._texts(error.text_key, **error.values)
            return await self._page(request, refusal=refusal, status=422)
        raise web.HTTPSeeOther("/operators/words?done=worded")

    async def drop(self, request: web.Request) -> web.Response:
        """Take a word off the list."""
        person, fields = person_of(request), await form(request)
        await self._watchwords.drop(fields.get("word", "")[:WORD_LETTERS], actor=person.login)
        raise web.HTTPSeeOther("/operators/words?done=unworded")

    async def _page(
        self,
        request: web.Request,
        *,
        refusal: str = "",
        written: WrittenWord | None = None,
        status: int = 200,
    ) -> web.Response:
        own, names = lexicon(), await self._wording.names()
        listed = await self._watchwords.list()
        counted = [one.word for one in listed[:COUNTED_WORDS]] + ([written.word] if written else [])
        return render(
            request,
            "operators/words.html",
            status=status,
            refusal=refusal,
            words=[(one, names.get(one.added_by, one.added_by)) for one in listed],
            hits=await self._search.count(counted),
            written=written,
            concerns=list(Concern),
            sensitive=len(own.sensitive),
            misprints=len(own.misprints),
            longest=WORD_LETTERS,
        )
