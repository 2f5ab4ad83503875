"""A case's progress, opened from the chat by a signed link: whose turn it is, until when, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.web import dates
from adapters.web.errors import RefusedError
from adapters.web.links import Links
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.cases import CaseLine
from handlers.disclosure.ledger import DisclosureLedger, Story
from handlers.disclosure.lifecycle import State
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that happened, in words for the applicant."""

    words: str
    on: datetime


class CasePages:
    """Shows progress; a link that opens nothing says so and no more, whatever was wrong with it."""

    def __init__(self, *, links: Links, ledger: DisclosureLedger, clock: Clock, texts: Texts) -> None:
        self._links = links
        self._ledger = ledger
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/cases/{token}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the case that the token opens."""
        number = self._links.verify(request.match_info["token"], now=self._clock.now())
        if number is None:
            raise RefusedError("citizen.case.gone", status=404)
        try:
            story = await self._ledger.story(number)
        except InputError:
            raise RefusedError("citizen.case.gone", status=404) from None
        # Details of events may name offices and grounds; the page carries their plain names and days only.
        steps = [Stage(happening.words, happening.at) for happening in story.timeline]
        return render(request, "citizen/case.html", case=self._line(story), steps=steps)

    def _line(self, story: Story) -> CaseLine:
        line = story.line
        waits = line.state is State.AWAITING_CONFIRMATION
        turn = "staff_confirmation" if waits and story.applicant_confirmed else line.state.value
        return CaseLine(
            number=line.number,
            kind=self._texts("disclosure.kind"),
            stage=line.state_words,
            turn=self._texts(f"disclosure.turn.{turn}"),
            until=self._until(story),
            opened_on=local_date(line.submitted_at),
        )

    def _until(self, story: Story) -> str:
        line = story.line
        if line.state in {State.REPLIED, State.CLOSED}:
            return ""
        if line.receipt_on is None:
            return self._texts("disclosure.until.unconfirmed")
        if line.due_on is None:
            return self._texts("citizen.case.provisional")
        return self._texts("disclosure.until.due", due=dates.day(line.due_on))
