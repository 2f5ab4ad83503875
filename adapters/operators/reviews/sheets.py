"""The review sheet of a document to print and file: what was declared, and who passed it when.

Official papers have 《公文公开属性认定审核单》, everything else 《非公文信息发布审核单》 (disclosure rules §11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.operators.dossiers import Dossiers
from adapters.operators.reviews.papers import is_official
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from knowledge.documents.document import Disclosure
from knowledge.publication.lifecycle import CHECKLISTS, CHECKS, REVIEWS, Step
from knowledge.publication.records import Procedure, Review
from knowledge.publication.sensitivity import sensitive_kinds


@dataclass(frozen=True, slots=True)
class Signature:
    """One row of the sheet: a step, the points that were ticked, by whom and when; empty while it is to come."""

    step: str
    focus: str
    points: tuple[str, ...]
    by: str
    at: datetime | None


class SheetPages:
    """Shows the sheet of the round in hand, or of the last one."""

    def __init__(self, dossiers: Dossiers) -> None:
        self._dossiers = dossiers

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/operators`; an id may hold anything, slashes included."""
        return [web.get("/sheets/{id:.+}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the sheet; raises `RefusedError` (404) while there is none."""
        identifier = request.match_info["id"]
        given = await self._dossiers.reviews.of(identifier)
        if given is None or not given.round:
            raise RefusedError("operators.document.missing", status=404)
        document = (await self._dossiers.open(identifier, number=given.version)).version.document
        names = await self._dossiers.wording.names()
        return render(
            request,
            "operators/sheet.html",
            document=document,
            url=document_address(document.id),
            is_official=is_official(document),
            attribute=Disclosure.ACTIVE.value,
            given=given,
            submitted_by=names.get(given.submitted_by, given.submitted_by),
            authors="、".join(sorted(names.get(one, one) for one in given.authors)),
            kinds="、".join(kind.name for kind in sensitive_kinds() if kind.key in given.kinds),
            signatures=self._signatures(given, names),
        )

    def _signatures(self, given: Procedure, names: Mapping[str, str]) -> list[Signature]:
        first, second, final = REVIEWS.values()
        steps = [first, second, *(CHECKS if given.kinds else ()), final]
        taken = {one.step: one for one in given.reviews}
        return [self._signature(step, taken.get(step), names) for step in steps]

    def _signature(self, step: Step, one: Review | None, names: Mapping[str, str]) -> Signature:
        return Signature(
            self._dossiers.texts(f"publishing.steps.{step.value}"),
            self._dossiers.texts(f"publishing.focus.{step.value}"),
            tuple(
                self._dossiers.texts(f"publishing.checklist.{step.value}.{name}") for name in CHECKLISTS[step]
            ),
            names.get(one.actor, one.actor) if one else "",
            one.at if one else None,
        )
