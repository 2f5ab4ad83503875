"""Where a batch begins: the documents chosen in the list, or all that fit its filters, and what is wanted of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from aiohttp import web

from adapters.operators.documents.filters import read
from adapters.web.access.authorization import lacking
from adapters.web.access.duties import person_of
from adapters.web.forms import form, posted
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.library.listing import Shelf
from knowledge.publication.batches.rules import RULES, Action
from knowledge.publication.batches.service import Batches

CHOSEN_DOCUMENTS = 500
VALUE_LETTERS = 100


class BatchPlans:
    """Keeps what is wanted; nothing is done before it was looked at on the batch's own page."""

    def __init__(self, *, shelf: Shelf, batches: Batches, texts: Texts) -> None:
        self._shelf = shelf
        self._batches = batches
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.post("/batch", self.plan)]

    async def plan(self, request: web.Request) -> web.Response:
        """Keep what is wanted; a list that has changed since it was looked at refuses a step for all of it."""
        sent, fields, person = await posted(request), await form(request), person_of(request)
        action = next((one for one in Action if one.value == fields.get("action")), None)
        if action is None:
            raise InputError("shelf.batch.no_action")
        if not RULES[action].duties & person.duties:
            raise lacking(RULES[action].duties, self._texts)
        value = _value(action, fields)
        names = await self._chosen([str(one) for one in sent.getall("id", [])], fields)
        number = await self._batches.plan(action, names, value=value, actor=person)
        raise web.HTTPSeeOther(f"/operators/batches/{number}")

    async def _chosen(self, ticked: Sequence[str], fields: Mapping[str, str]) -> Sequence[str]:
        if fields.get("all") == "1":
            names = await self._shelf.ids(read(fields).filters)
            if str(len(names)) != fields.get("total"):
                raise InputError("shelf.batch.list_changed", total=len(names))
            return names
        if not ticked:
            raise InputError("shelf.batch.none")
        if len(ticked) > CHOSEN_DOCUMENTS:
            raise InputError("shelf.batch.too_many", limit=CHOSEN_DOCUMENTS)
        return list(dict.fromkeys(ticked))


def _value(action: Action, fields: Mapping[str, str]) -> str:
    """Give what an action needs besides; raises `InputError` before anything is done."""
    needed = RULES[action].needs
    value = fields.get(needed, "").strip()[:VALUE_LETTERS] if needed else ""
    if (needed and not value) or (needed == "day" and not _is_day(value)):
        raise InputError(f"shelf.batch.missing.{needed}")
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
