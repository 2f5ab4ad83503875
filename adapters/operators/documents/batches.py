"""One step for several documents: each in its own transaction, with a result for every one of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from aiohttp import web

from adapters.operators.documents.filters import read
from adapters.operators.duties import person_of, require_drafting
from adapters.operators.runs import Progress, Runs
from adapters.operators.wording import refusal_in_words
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.security import form
from bot.errors import InputError, ProcedureError
from handlers.texts import Texts
from knowledge.documents.proposals import Proposals
from knowledge.library.listing import Shelf
from knowledge.library.service import DocumentService
from knowledge.publication.filing import Particulars
from knowledge.publication.lifecycle import Person
from knowledge.publication.reviews import Reviews
from knowledge.publication.sensitivity import kinds_of
from knowledge.publication.submission import Submission

MOST_CHOSEN = 500
SHOWN = 300
LONGEST_VALUE = 100
# What can be done to several documents, with the field each step needs besides.
ACTIONS: Mapping[str, str] = {
    "submit": "",
    "withdraw": "reason",
    "theme": "set_theme",
    "review_on": "day",
    "check": "",
    "confirm": "",
}
Step = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document: its title, and why the step was refused, empty when it was not."""

    id: str
    title: str
    refused: str


class BatchPages:
    """Takes a step for the documents chosen, or for all that fit the list's filters."""

    def __init__(
        self,
        *,
        documents: DocumentService,
        shelf: Shelf,
        particulars: Particulars,
        proposals: Proposals,
        reviews: Reviews,
        runs: Runs,
        texts: Texts,
    ) -> None:
        self._documents = documents
        self._shelf = shelf
        self._particulars = particulars
        self._proposals = proposals
        self._reviews = reviews
        self._runs = runs
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.post("/batch", self.start), web.get("/batch/{token}", self.show)]

    async def start(self, request: web.Request) -> web.Response:
        """Begin the step; a list that has changed since it was looked at refuses a step for all of it."""
        posted = await request.post()
        fields = await form(request)
        action = fields.get("action", "")
        if action not in ACTIONS:
            raise InputError("shelf.batch.no_action")
        person, value = _person(request, action), _value(action, fields)
        names = await self._chosen([str(one) for one in posted.getall("id", [])], fields)

        async def work(progress: Progress) -> Mapping[str, Any]:
            async with self._particulars.together() as particulars:
                step = self._step(action, value, person=person, particulars=particulars)
                return await self._each(names, step, action=action, progress=progress)

        token = await self._runs.start(work)
        raise web.HTTPSeeOther(f"/operators/batch/{token}")

    async def show(self, request: web.Request) -> web.Response:
        """Show how far the step is, then what became of each document."""
        run = await self._runs.of(request.match_info["token"])
        if run is None:
            raise RefusedError("shelf.run.gone", status=404)
        return render(request, "operators/batch.html", run=run)

    async def _chosen(self, ticked: Sequence[str], fields: Mapping[str, str]) -> Sequence[str]:
        if fields.get("all") == "1":
            names = await self._shelf.ids(read(fields).filters)
            if str(len(names)) != fields.get("total"):
                raise InputError("shelf.batch.list_changed", total=len(names))
            return names
        if not ticked:
            raise InputError("shelf.batch.none")
        if len(ticked) > MOST_CHOSEN:
            raise InputError("shelf.batch.too_many", limit=MOST_CHOSEN)
        return list(dict.fromkeys(ticked))

    def _step(self, action: str, value: str, *, person: Person, particulars: Particulars) -> Step:
        """Give what is to be done to one document."""
        actor = person.login
        steps: Mapping[str, Step] = {
            "submit": lambda name: self._submit(name, person=person),
            "withdraw": lambda name: self._reviews.withdraw(name, actor=person, reason=value),
            "theme": lambda name: particulars.change(name, {"theme": value}, actor=actor),
            "review_on": lambda name: particulars.change(name, {"review_on": value}, actor=actor),
            "check": lambda name: particulars.reaffirm(name, actor=actor),
            "confirm": lambda name: self._confirm(name, actor=actor),
        }
        return steps[action]

    async def _submit(self, name: str, *, person: Person) -> None:
        """Hand one document in with the attribute it is registered with, and every sensitive kind it seems to be of."""
        version = (await self._documents.read(name)).version
        kinds = kinds_of(version.document, version.text)
        submission = Submission(attribute=version.document.disclosure, kinds=kinds)
        await self._reviews.submit(name, submission, actor=person)

    async def _confirm(self, name: str, *, actor: str) -> None:
        waiting = await self._proposals.of(name)
        if waiting is None or waiting.confirmed_at is not None:
            raise InputError("shelf.batch.nothing_to_confirm")
        await self._proposals.confirm(name, {}, actor=actor)

    async def _each(
        self, names: Sequence[str], step: Step, *, action: str, progress: Progress
    ) -> Mapping[str, Any]:
        rows: list[Done] = []
        titles = await self._shelf.titles(names)
        for at, name in enumerate(names):
            progress.note(at, len(names))
            rows.append(Done(name, titles.get(name, name), await self._refusal(step, name)))
        refused = [row for row in rows if row.refused]
        progress.note(len(names))
        # What was refused comes first: it is what a person has to look at.
        ordered = [*refused, *(row for row in rows if not row.refused)]
        return {
            "action": action,
            "done": len(rows) - len(refused),
            "refused": len(refused),
            "rows": [asdict(row) for row in ordered[:SHOWN]],
            "more": max(0, len(rows) - SHOWN),
        }

    async def _refusal(self, step: Step, name: str) -> str:
        """Take the step; give why it was refused, in words. A service that is away stops the whole run."""
        try:
            await step(name)
        except (InputError, ProcedureError) as refusal:
            return refusal_in_words(refusal, self._texts)
        return ""


def _person(request: web.Request, action: str) -> Person:
    """Give who takes the step: taking something wrong out of the answers is open to all, the rest is drafting."""
    return person_of(request) if action == "withdraw" else require_drafting(request)


def _value(action: str, fields: Mapping[str, str]) -> str:
    """Give the field that a step needs besides, empty for none; it is asked for before anything is done.

    Raises `InputError` (`shelf.batch.missing.…`).
    """
    needed = ACTIONS[action]
    value = fields.get(needed, "").strip()[:LONGEST_VALUE] if needed else ""
    if (needed and not value) or (needed == "day" and not _is_day(value)):
        raise InputError(f"shelf.batch.missing.{needed}")
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
