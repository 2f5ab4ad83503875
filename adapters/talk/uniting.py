"""Whether the clauses of a message are one wish or several: what was only told of, what the documents answer as a whole."""

import re
from collections.abc import Mapping
from datetime import date

from adapters.talk.doors import APPLICATION, PERSON
from bot.clock import Clock, local_date
from bot.handover import CALL
from bot.understanding import Understanding, Wish
from handlers.complaints.intake.phrases import tells_trouble
from handlers.guides.lacking import papers_said
from handlers.places.actions import ASKS_MORE, ASKS_WHERE
from handlers.policy.thread.several import divided
from handlers.status.actions import names_case
from handlers.talk.arbiter import asks
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answering
from knowledge.text.normal_form import fold

# From this share on the reading of a whole message outweighs what its clauses are taken for one by one.
SURE_WHOLE, LIKELY_WHOLE = 0.9, 0.7
# How likely the documents' words must belong to the whole of several clauses before these are one question.
LEAST_CHANCE = 0.3
# What a clause that asks nothing must hold to be such a wish beside a question.
MEANT: Mapping[str, re.Pattern[str]] = {
    CALL: PERSON,
    "disclosure_request": APPLICATION,
    # 给我妈约一个，去石桥便民中心弄养老金: where she goes is told, not asked for.
    "find_place": re.compile(f"{ASKS_WHERE.pattern}|{ASKS_MORE.pattern}"),
}
ASK_POLICY, GUIDE = "ask_policy", "service_guide"
# What went wrong, and a call for a person.
FOR_A_PERSON = frozenset({"appeal", CALL})
# Wishes that the documents answer, whatever word leads to them.
OF_DOCUMENTS = frozenset({ASK_POLICY, GUIDE, "find_place"})
# What a story and the short question after it may be together.
OF_WHOLE = OF_DOCUMENTS | {"appeal"}


class Uniting:
    """Tells clauses that are one question from several wishes: the documents answer the whole better than any part.

    What happened, told with a call for a person, is told to that person: no form is opened beside the talk.

    What a clause only tells of, before the question, is the story of it: a person who is named in it, or a paper, is
    not asked for.
    """

    def __init__(self, answering: Answering, *, clock: Clock) -> None:
        self._answering = answering
        self._clock = clock

    def __call__(self, heard: Understanding) -> str | None:
        """Give the one wish that a message is; None where a linking word announces a further one, or a part is surer."""
        if heard.emergency:
            return None
        if plain := _plainly_one(heard):
            return plain
        today = local_date(self._clock.now())
        if any(_stands_apart(wish, today) for wish in heard.wishes):
            return None
        if with_story := _with_its_story(heard):
            return with_story
        told = all(wish.intent in OF_DOCUMENTS or not wish.linked for wish in heard.wishes)
        if told and divided(heard.text, answering=self._answering, today=today):
            return ASK_POLICY
        return None if any(wish.linked for wish in heard.wishes) else self._one(heard)

    def _one(self, heard: Understanding) -> str | None:
        """Give the wish of clauses that no linking word parts."""
        asking = [wish for wish in heard.wishes if asks(wish.text)]
        kept = [wish for wish in heard.wishes if wish in asking or _is_meant(wish)]
        intents = {wish.intent for wish in kept}
        if len(intents) == 1 and len(kept) < len(heard.wishes):
            return kept[0].intent
        whole = self._chance(heard.text)
        if whole < LEAST_CHANCE:
            return None
        compared = asking or list(heard.wishes)
        return ASK_POLICY if whole >= max(self._chance(wish.text) for wish in compared) else None

    def _chance(self, text: str) -> float:
        return self._answering.answer(text, today=local_date(self._clock.now())).belonging


def _plainly_one(heard: Understanding) -> str | None:
    """Give the wish of clauses that no document needs to be asked about: papers at hand and what is missing, a person."""
    if papers_said(heard.text):
        # 我有身份证和户口本，够不够 asks one thing.
        return GUIDE
    intents = {wish.intent for wish in heard.wishes}
    if intents == FOR_A_PERSON and all(map(_is_meant, heard.wishes)):
        return CALL
    if CALL in intents and all(PERSON.search(fold(wish.text)) for wish in heard.wishes):
        # 你们主任电话多少，我找真人 asks for one thing: that no place is called 主任 need not be said.
        return CALL
    return None


def _with_its_story(heard: Understanding) -> str | None:
    """Give what the whole is surely read as, where one clause is the story of the other; None where each is a wish."""
    if heard.confidence >= LIKELY_WHOLE and heard.intent in OF_DOCUMENTS and _tells_story(heard):
        return heard.intent
    if heard.confidence >= SURE_WHOLE and heard.intent in OF_WHOLE and _leans_on_story(heard):
        return heard.intent
    return None


def _leans_on_story(heard: Understanding) -> bool:
    """Whether all that is asked after the first clause has its matter from there (政府给修吗, after cracked walls)."""
    further = heard.wishes[1:]
    if any(wish.linked for wish in heard.wishes) or not any(asks(wish.text) for wish in further):
        return False
    return all(_is_taken_over(wish) for wish in further)


def _tells_story(heard: Understanding) -> bool:
    """Whether what sounds like a grievance is only the story before a question: nothing in it is wrong with anything."""
    grievances = [wish for wish in heard.wishes if wish.intent == "appeal"]
    rest = [wish for wish in heard.wishes if wish.intent != "appeal"]
    if not grievances or not rest or any(wish.linked for wish in heard.wishes):
        return False
    told = all(not asks(wish.text) and not tells_trouble(wish.text) for wish in grievances)
    return told and all(wish.intent in OF_DOCUMENTS for wish in rest)


def _is_taken_over(wish: Wish) -> bool:
    """Whether the matter of a clause stands in none of its own words."""
    topic = next((slot.value for slot in wish.slots if slot.name == "topic"), "")
    return bool(topic) and fold(topic) not in fold(wish.text)


def _stands_apart(wish: Wish, today: date) -> bool:
    """Whether a wish asks for what no document tells: where a place of a name is, how a case of one's own stands."""
    if not asks(wish.text):
        return False
    slots = {slot.name: slot.value for slot in wish.slots}
    if wish.intent == "find_place":
        return "place" in slots
    return wish.intent == "case_status" and names_case(Heard(wish.text, "text", today, slots=slots))


def _is_meant(wish: Wish) -> bool:
    """Whether a clause that asks nothing holds what its wish needs: a person called for, a record wanted."""
    needed = MEANT.get(wish.intent)
    return needed is None or needed.search(fold(wish.text)) is not None
