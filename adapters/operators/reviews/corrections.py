"""What proof-reading found is mended where it was found: the corrections ticked become one new version."""

from collections.abc import Iterator, Mapping, Sequence

from aiohttp import web

from adapters.operators.addresses import submission_address
from adapters.operators.dossiers import Dossiers
from adapters.web.access.duties import person_of
from adapters.web.forms import form, posted
from knowledge.library.corrections import TextCorrection, with_corrections
from knowledge.library.editor import Editor, WrittenVersion

MOST_CORRECTIONS = 200
NUMBER_FIGURES = 8


class CorrectionPages:
    """Takes corrections."""

    def __init__(self, dossiers: Dossiers, *, editor: Editor) -> None:
        self._dossiers = dossiers
        self._editor = editor

    def routes(self) -> list[web.RouteDef]:
        """Give the address below `/operators`; an id may hold anything, slashes included."""
        return [web.post("/corrections/{id:.+}", self.correct)]

    async def correct(self, request: web.Request) -> web.Response:
        """Keep a version with the corrections that are ticked, and read it again.

        Raises `InputError` where the text is another meanwhile, `HTTPBadRequest` for a place that is none.
        """
        sent, fields, person = await posted(request), await form(request), person_of(request)
        version = (await self._dossiers.open(request.match_info["id"])).version
        ticked = [str(one) for one in sent.getall("correct", [])][:MOST_CORRECTIONS]
        text = with_corrections(version.text, list(_corrections(ticked, fields)))
        based_on = _number(fields.get("based_on", ""))
        identifier = version.document.id
        await self._editor.save(identifier, WrittenVersion({}, text, based_on), actor=person.login)
        raise web.HTTPSeeOther(f"{submission_address(identifier)}?done=edited")


def _corrections(ticked: Sequence[str], fields: Mapping[str, str]) -> Iterator[TextCorrection]:
    for place in dict.fromkeys(ticked):
        start, _, end = place.partition("-")
        old, new = fields.get(f"old.{place}", ""), fields.get(f"new.{place}", "")
        yield TextCorrection(_number(start), _number(end), old, new)


def _number(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or len(written) > NUMBER_FIGURES:
        raise web.HTTPBadRequest
    return int(written)
