"""Asks natural questions of the whole program, as new citizens would, and tells what each of them was shown."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from adapters.cli.examination.premises import Premises
from bot.assurance import Degree
from bot.clock import local_date
from bot.conversation import Conversation
from bot.message import Inbound, Reply
from knowledge.evaluation import helpfulness
from knowledge.evaluation.helpfulness import TAPS, SeenReply, ShownPassage
from knowledge.evaluation.helpfulness_report import MeasuredQuestion
from knowledge.evaluation.metrics import letters
from knowledge.evaluation.natural_questions import NaturalQuestion

BETWEEN_MESSAGES = timedelta(seconds=7)
State = dict[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a citizen read after one message: the reply, what it claims, and what came after each tap."""

    said: str
    text: str
    seen: SeenReply
    taps: tuple[tuple[str, str], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give it as JSON values, to be read beside the figures."""
        return {
            "said": self.said,
            "degree": self.seen.degree.value,
            "confidence": self.seen.confidence,
            "passages": [[one.document, one.text, one.sure] for one in self.seen.passages],
            "reply": self.text,
            "taps": [{"choice": label, "text": text} for label, text in self.taps],
        }


@dataclass(slots=True)
class Examined:
    """A measured record, and what was read of it, by turn."""

    measured: MeasuredQuestion
    read: dict[str, Exchange] = field(default_factory=dict)


class Questioner:
    """Asks through the dispatcher, with a conversation kept between two messages as the gate keeps it."""

    def __init__(self, premises: Premises) -> None:
        self._dispatcher = premises.program.dispatcher
        self._answerer = premises.program.services.answering.answerer
        self._clock = premises.clock
        self._number = 0

    async def examine(self, question: NaturalQuestion) -> Examined:
        """Ask a record: its first question with taps, its second in the same talk, its short wording as somebody new."""
        first, state = await self._ask(question.first.text, None)
        first = await self._tapped(first, state)
        read = {"first": first}
        second = short = None
        if question.second:
            read["second"], _ = await self._ask(question.second.text, state)
            second = helpfulness.of_answerable(question.second, read["second"].seen)
        if question.short:
            read["short"], _ = await self._ask(question.short, None)
            short = helpfulness.of_first(question, read["short"].seen)
        return Examined(
            MeasuredQuestion(question, helpfulness.of_first(question, first.seen), second, short), read
        )

    async def _ask(self, text: str, state: State | None) -> tuple[Exchange, State]:
        replies, after = await self._turn(text, state)
        passages = shown(replies)
        best, confidence = self._best(text, passages, replies)
        degree = helpfulness.strongest([one.assurance.degree for one in replies if one.assurance])
        seen = SeenReply(degree, passages, confidence, best)
        return Exchange(text, words(replies), seen), {
            **after,
            "choices": [one.label for one in _choices(replies)],
        }

    async def _tapped(self, heard: Exchange, state: State) -> Exchange:
        """Tap each of the first choices, each time from the same reply."""
        taps, texts = [], []
        for number, label in enumerate(state["choices"][:TAPS], start=1):
            replies, _ = await self._turn(str(number), state)
            found = shown(replies)
            # A reply that quotes nothing is read as it stands.
            texts.append(helpfulness.quotation(one.text for one in found) if found else words(replies))
            taps.append((label, words(replies)))
        seen = heard.seen
        return Exchange(
            heard.said,
            heard.text,
            SeenReply(seen.degree, seen.passages, seen.confidence, seen.best, tuple(texts)),
            tuple(taps),
        )

    async def _turn(self, text: str, state: State | None) -> tuple[list[Reply], State]:
        self._number += 1
        self._clock.advance(BETWEEN_MESSAGES)
        citizen = str(state["sender_id"]) if state else f"oExamined{self._number:019d}"
        conversation = Conversation.from_state(state) if state else Conversation.new(citizen)
        inbound = Inbound("wechat", citizen, f"m:{self._number}", "text", self._clock.now(), text=text)
        conversation, replies = await self._dispatcher.turn(inbound, conversation)
        after: State = json.loads(json.dumps(conversation.state()))
        return replies, after

    def _best(
        self, text: str, passages: Sequence[ShownPassage], replies: Sequence[Reply]
    ) -> tuple[str, float | None]:
        """Give the best passage's words and the confidence in it: as told, else what the search holds for the best."""
        claims = [one.assurance for one in replies if one.assurance]
        told = [one.confidence for one in claims if one.confidence is not None]
        considered = [one.considered.text for one in claims if one.considered]
        if passages or considered:
            return (passages[0].text if passages else considered[0]), max(told, default=None)
        extracts, sure = self._answerer.candidates(text, today=self._today, limit=1)
        return (extracts[0].quoted if extracts else ""), max(told, default=sure)

    @property
    def _today(self) -> date:
        return local_date(self._clock.now())


def words(replies: Sequence[Reply]) -> str:
    """Give what a citizen reads, the choices numbered as they are called."""
    choices = [f"{number} {one.label}" for number, one in enumerate(_choices(replies), start=1)]
    cards = (part for one in replies if one.card for part in (one.card.title, one.card.description))
    return "\n".join(part for part in (*(one.text for one in replies), *cards, *choices) if part)


def shown(replies: Sequence[Reply]) -> tuple[ShownPassage, ...]:
    """Give the passages that replies say they show; what cannot be read in a reply's own words is not shown."""
    return tuple(
        ShownPassage(one.document, one.text, sure=reply.assurance.degree is Degree.SURE)
        for reply in replies
        if reply.assurance
        for one in reply.assurance.quotations
        if letters(one.text) and letters(one.text) in letters(reply.text)
    )


def _choices(replies: Sequence[Reply]) -> Iterator[Any]:
    return (choice for reply in replies for choice in reply.choices)


async def examine_all(
    premises: Premises, questions: Sequence[NaturalQuestion], *, progress: Progress
) -> list[Examined]:
    """Ask every record in turn."""
    questioner, examined = Questioner(premises), []
    for done, question in enumerate(questions, start=1):
        examined.append(await questioner.examine(question))
        progress(done, len(questions))
    return examined
