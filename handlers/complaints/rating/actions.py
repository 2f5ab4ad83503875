"""Takes a rating in chat: three scores or any of them, in figures or words, or that nothing was solved (P10b)."""

import re

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.cases import COMPLAINT, find_number
from handlers.complaints.case.scores import ASPECTS, ServiceRating, rating_in
from handlers.complaints.case.service import ComplaintService
from handlers.ratings.words import satisfaction_in
from handlers.talk.turn import hear, say, step

BARE_FIGURE = re.compile(r"[1-5一二三四五]")
ASKED = re.compile(r"(?:我?(?:要|想|来)?)?(?:评价|打分|评分)(?:一下|怎么评)?[。.!！ ]{0,2}")


class RatingByApplicant:
    """Looks for a rating before anything else is made of a message; whoever has nothing to rate is left to others."""

    def __init__(self, wording: Wording, *, service: ComplaintService) -> None:
        self._wording = wording
        self._service = service

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Take the rating; None where a message is none."""
        if tracker.active_loop_name:
            return None
        said = hear(tracker).said
        rating, asked = rating_in(said) or one_figure(said), ASKED.fullmatch(said)
        if rating is None and asked is None:
            return None
        numbers = self._named(said, await self._service.rateable(str(tracker.sender_id)))
        if not numbers:
            return None
        if len(numbers) > 1:
            self._ask(dispatcher, tracker, numbers, said=said)
        elif rating is None:
            say(dispatcher, tracker, self._wording("complaints.rating.how", number=numbers[0]))
        else:
            await self._take(dispatcher, tracker, numbers[0], rating)
        return []

    @staticmethod
    def _named(said: str, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """Give the complaint that the words name, else all that may be rated."""
        named = find_number(said)
        if named is None or not named.startswith(COMPLAINT):
            return numbers
        return tuple(number for number in numbers if number == named)

    def _ask(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, numbers: tuple[str, ...], *, said: str
    ) -> None:
        choices = [step(number, "rate_service", said=f"{number} {said}") for number in numbers]
        say(dispatcher, tracker, self._wording("complaints.rating.which"), steps=choices)

    async def _take(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, number: str, rating: ServiceRating
    ) -> None:
        done = await self._service.rate(number, rating, citizen=str(tracker.sender_id))
        key = "called" if done.called else "thanks"
        say(dispatcher, tracker, self._wording(f"complaints.rating.{key}", number=number))


def one_figure(said: str) -> ServiceRating | None:
    """Give the rating that one word or one figure of stars is for all three aspects; a bare figure may mean anything."""
    points = None if BARE_FIGURE.fullmatch(said.strip()) else satisfaction_in(said)
    return ServiceRating(dict.fromkeys(ASPECTS, points)) if points else None
