"""A questionnaire on the phone: one question a page, back and skip where it is allowed, the same answers as in the chat.

Only an address from the chat tells who answers, so that everybody answers once; without one the page says how to come by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.forms import posted
from adapters.web.links import LinkPurpose
from adapters.web.numbers import number_of
from adapters.web.pages import render
from adapters.web.personal_door import PersonalDoor, PersonalVisit
from bot.clock import Clock
from bot.errors import InputError
from handlers.cases import QUESTIONNAIRE, written
from handlers.questionnaires.asking import way
from handlers.questionnaires.asking.question import END
from handlers.questionnaires.collecting.questionnaire import QuestionnaireProgress
from handlers.questionnaires.collecting.service import QuestionnaireService
from handlers.texts import Texts

NUMBER_LETTERS = 20


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """One questionnaire of the list in words."""

    number: str
    title: str
    unit: str
    when: str


class QuestionnairePages:
    """Shows the list and each questionnaire, and takes answers."""

    def __init__(
        self, service: QuestionnaireService, *, door: PersonalDoor | None, clock: Clock, texts: Texts
    ) -> None:
        self._service = service
        self._door = door
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/questionnaires", self.listed),
            web.get("/questionnaires/{key}", self.show),
            web.post("/questionnaires/{key}", self.take),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        """Show what can be filled in, and what is over."""
        now, rows = self._clock.now(), []
        for one in await self._service.shown():
            key = "closes" if one.takes_answers(now) else "closed"
            when = self._texts(f"citizen.questionnaires.{key}", day=written(one.paper.closes_on))
            rows.append(QuestionnaireRow(one.number, one.paper.title, one.paper.unit, when))
        return render(request, "citizen/questionnaires.html", rows=rows)

    async def show(self, request: web.Request) -> web.Response:
        """Show the question asked for, else the next one; raises `RefusedError` (404) where the address opens none."""
        visit, progress = await self._opened(request)
        place = number_of(request.query.get("at"), END)
        wanted = place if place and progress.question(place) else progress.place
        return self._page(request, visit, progress, wanted)

    async def take(self, request: web.Request) -> web.Response:
        """Keep an answer and go on, go back, or hand in; what is wrong is said. Raises `RefusedError` as `show` does."""
        visit, progress = await self._opened(request)
        if not visit.citizen:
            raise RefusedError("citizen.questionnaires.gone", status=403)
        fields = await posted(request)
        act, place = str(fields.get("act", "")), number_of(str(fields.get("at", "")), END)
        answer = tuple(one for one in fields.getall("answer", []) if isinstance(one, str))
        try:
            target = await self._done(visit, progress, act, place=place, answer=answer)
        except InputError as error:
            words = self._texts(error.text_key, **error.values)
            _, known = await self._opened(request)
            typed = {place: answer}
            return self._page(request, visit, known, place, typed=typed, refusal=words, status=422)
        raise web.HTTPSeeOther(f"{request.path}{f'?at={target}' if target else ''}")

    async def _done(
        self,
        visit: PersonalVisit,
        progress: QuestionnaireProgress,
        act: str,
        *,
        place: int,
        answer: tuple[str, ...],
    ) -> int:
        """Do what a button says; give the place to go to, END for wherever is next. Raises `InputError`."""
        questions = progress.questionnaire.questions
        if act == "back":
            return way.before(questions, progress.answers, place)
        if act == "hand_in":
            await self._service.hand_in(visit.number, citizen=visit.citizen)
            return END
        given = () if act == "skip" else answer
        after = await self._service.answer(
            visit.number, place, given, citizen=visit.citizen, channel=visit.channel
        )
        # Whoever came back goes on question by question, and sees what was answered there.
        places = way.way(questions, after.answers)
        at = places.index(place) + 1
        return places[at] if at < len(places) else END

    async def _opened(self, request: web.Request) -> tuple[PersonalVisit, QuestionnaireProgress]:
        key = request.match_info["key"]
        visit: PersonalVisit | None = None
        if key.startswith(QUESTIONNAIRE) and len(key) <= NUMBER_LETTERS:
            visit = PersonalVisit(key)
        elif self._door is not None:
            visit = self._door.opened(LinkPurpose.QUESTIONNAIRE, key)
        try:
            if visit is not None:
                return visit, await self._service.progress(visit.number, citizen=visit.citizen)
        except InputError:
            pass
        raise RefusedError("citizen.questionnaires.gone", status=404)

    def _page(
        self,
        request: web.Request,
        visit: PersonalVisit,
        progress: QuestionnaireProgress,
        place: int,
        *,
        typed: Mapping[int, tuple[str, ...]] | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        questionnaire = progress.questionnaire
        question = progress.question(place)
        at, total, is_sure = progress.standing(place) if question else (0, 0, True)
        key = f"citizen.questionnaires.{'place' if is_sure else 'place_at_most'}"
        held = (typed or {}).get(place) or progress.answers.get(place, ())
        return render(
            request,
            "citizen/questionnaire.html",
            status=status,
            number=questionnaire.number,
            paper=questionnaire.paper,
            stands=_stands(visit, progress),
            closed=written(questionnaire.paper.closes_on),
            most=way.left(questionnaire.questions, 1)[1],
            question=question,
            first=at == 1,
            at=at,
            total=total,
            place_words=self._texts(key, at=at, total=total),
            held=held,
            count=len(way.met(questionnaire.questions, progress.answers)),
            refusal=refusal,
        )


def _stands(visit: PersonalVisit, progress: QuestionnaireProgress) -> str:
    if visit.citizen and progress.is_done:
        return "done"
    if not progress.is_open:
        return "over"
    return "asking" if visit.citizen else "outside"
