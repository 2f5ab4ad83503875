"""Flow pictures on a phone: the steps of a guide, drawn from its own words, and the three ways of openness."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.web.drawings.flow_chart import FlowChart, FlowStep, flow_chart
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from handlers.guides.guide import read
from handlers.paths.path import OpennessPath, PathStep
from knowledge.documents.document import Document, Kind
from knowledge.documents.guide_steps import GuideFlow, flows

PublicWording = Callable[[str], Awaitable[tuple[Document, str]]]
"""Gives a document with its public wording; raises `RefusedError` (404) where there is none."""
ELEMENTS = ("limit", "fee", "place", "phone")


@dataclass(frozen=True, slots=True)
class DrawnFlow:
    """One way of a matter with its picture."""

    flow: GuideFlow
    chart: FlowChart


class FlowPages:
    """Draws what is public, on the server and without scripts."""

    def __init__(self, public: PublicWording, *, paths: Sequence[OpennessPath]) -> None:
        self._public = public
        self._paths = paths

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`; an id may hold anything, slashes included."""
        return [web.get("/paths", self.show_paths), web.get("/flows/{id:.+}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the picture of a guide; raises `RefusedError` (404) for what is no published guide that tells its steps."""
        document, text = await self._public(request.match_info["id"])
        guide = read(document, text)
        told = flows(guide.parts.get("steps", ""))
        if document.kind is not Kind.GUIDE or not told:
            raise RefusedError("citizen.document.gone", status=404)
        drawn = [
            DrawnFlow(one, flow_chart([_step(step.title, step.note) for step in one.steps])) for one in told
        ]
        elements = {name: guide.element(name) for name in ELEMENTS if guide.element(name)}
        return render(request, "citizen/flow.html", document=document, drawn=drawn, elements=elements)

    async def show_paths(self, request: web.Request) -> web.Response:
        """Show how something is made public, given on request, or kept."""
        drawn = [(path, flow_chart([_path_step(one) for one in path.steps])) for path in self._paths]
        return render(request, "citizen/paths.html", drawn=drawn)


def _path_step(one: PathStep) -> FlowStep:
    return FlowStep(one.name, tuple(filter(None, (one.who, one.only))), "sometimes" if one.only else "")


def _step(title: str, *notes: str) -> FlowStep:
    return FlowStep(title, tuple(filter(None, notes)))
