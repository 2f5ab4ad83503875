"""The three ways side by side, with who takes each step and what is checked; for one document, what was taken and what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.operators.dossiers import Dossiers
from adapters.web.drawings.flow_chart import FlowChart, FlowStep, flow_chart
from adapters.web.pages import render
from handlers.paths.path import OpennessPath, OpennessWay, PathStep
from knowledge.documents.document import Disclosure, Document
from knowledge.library.service import DocumentView
from knowledge.publication.lifecycle import IN_REVIEW, REVIEWS, Stage, Step, outstanding
from knowledge.publication.records import Procedure

ID_LETTERS = 200
WAYS: Mapping[Disclosure, OpennessWay] = {
    Disclosure.ACTIVE: OpennessWay.ACTIVE,
    Disclosure.ON_REQUEST: OpennessWay.ON_REQUEST,
    Disclosure.CLOSED: OpennessWay.WITHHELD,
}


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A way with its picture."""

    path: OpennessPath
    chart: FlowChart


@dataclass(frozen=True, slots=True)
class PathStanding:
    """Where one document stands on its way: the steps that were taken, and those that are due now."""

    document: Document
    way: OpennessWay
    taken: frozenset[str] = frozenset()
    due: frozenset[str] = frozenset()

    @property
    def url(self) -> str:
        """Give the address of the document's page."""
        return document_address(self.document.id)


class PathPages:
    """Draws the ways; nothing is done here."""

    def __init__(self, dossiers: Dossiers, *, paths: Sequence[OpennessPath]) -> None:
        self._dossiers = dossiers
        self._paths = paths

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/operators`."""
        return [web.get("/paths", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show all ways, or the one that a document goes; raises `RefusedError` (404) for a document that is not there."""
        standing = await self._standing(request.query.get("document", "")[:ID_LETTERS])
        paths = [path for path in self._paths if standing is None or path.way is standing.way]
        drawn = [DrawnPath(path, flow_chart([_drawn(one, standing) for one in path.steps])) for path in paths]
        return render(request, "operators/paths.html", drawn=drawn, standing=standing)

    async def _standing(self, identifier: str) -> PathStanding | None:
        if not identifier:
            return None
        reading = await self._dossiers.open(identifier)
        given = await self._dossiers.reviews.of(identifier)
        document = reading.version.document
        way = WAYS[document.disclosure]
        if way is not OpennessWay.ACTIVE:
            return PathStanding(document, way)
        taken, due = _on_its_way(reading, given)
        return PathStanding(document, way, frozenset(taken), frozenset(due))


def _on_its_way(reading: DocumentView, given: Procedure | None) -> tuple[set[str], set[str]]:
    """Give which steps a version has behind it in this round, and which it has before it now."""
    newest = given is not None and given.version == reading.version.number
    if given is None or not newest or given.stage in {Stage.DRAFT, Stage.WITHDRAWN}:
        return set(), set() if given is None and reading.listed.public_version else {Step.SUBMIT.value}
    taken = {Step.SUBMIT.value, *(step.value for step in given.taken)}
    if given.stage not in IN_REVIEW:
        return taken, set()
    checks = outstanding(given.kinds, list(given.taken))
    # What is checked besides comes before the last review.
    held = given.stage is Stage.FINAL and checks
    reviews = set() if held else {REVIEWS[given.stage].value}
    return taken, reviews | {step.value for step in checks}


def _drawn(step: PathStep, standing: PathStanding | None) -> FlowStep:
    """Give a step as it is drawn: who, and in which case; with its mark where a document is shown."""
    kind = "sometimes" if step.only else ""
    if standing is not None and step.code in standing.taken:
        kind = "taken"
    elif standing is not None and step.code in standing.due:
        kind = "due"
    return FlowStep(step.name, tuple(filter(None, (step.who, step.only))), kind)
