"""Asking on somebody's behalf: the same answers with their sources as in the chat, to be read out or printed; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.explanation.explainer import Explainer
from adapters.web.links import LINK
from adapters.web.pages import render
from adapters.web.pickup import SITE_CHAT
from bot.clock import Clock
from bot.message import Choice, Reply

QUESTION_LETTERS = 400
MOST_EARLIER = 6


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A piece of a line: its words, and the address it leads to, if any."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    """One question and what is answered: lines of parts."""

    question: str
    lines: tuple[tuple[AnswerPart, ...], ...]


class AskPages:
    """Shows the question box and plays what is asked; a talk of several questions stands in the page's address alone."""

    def __init__(self, explainer: Explainer | None, *, clock: Clock) -> None:
        self._explainer = explainer
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/staff`."""
        return [web.get("/ask", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the box, and the answers to what was asked, each in the light of those before it."""
        asked = [words.strip()[:QUESTION_LETTERS] for words in request.query.getall("q", [])]
        asked = [words for words in asked if words][-MOST_EARLIER:]
        # Like the chat on the county's site, where nobody can send a position either.
        played = await self._explainer.replay(asked, channel=SITE_CHAT) if self._explainer and asked else []
        steps = [choice for reply in played[-1] for choice in reply.choices] if played else []
        return render(
            request,
            "staff/ask.html",
            turns=[_turn(_shown(asked, played, at), replies) for at, replies in enumerate(played)],
            asked=asked,
            steps=[(str(number), choice.label) for number, choice in enumerate(steps, start=1)],
            works=self._explainer is not None,
            letters=QUESTION_LETTERS,
            now=self._clock.now(),
        )


def _shown(asked: Sequence[str], played: Sequence[Sequence[Reply]], at: int) -> str:
    """Give a question as it is read: a number by the step that it chose."""
    offered: list[Choice] = [choice for reply in played[at - 1] for choice in reply.choices] if at else []
    words = asked[at]
    chosen = int(words) if words.isascii() and words.isdigit() and len(words) < 3 else 0  # noqa: PLR2004
    return offered[chosen - 1].label if 0 < chosen <= len(offered) else words


def _turn(question: str, replies: Sequence[Reply]) -> AnsweredTurn:
    text = "\n".join(reply.text for reply in replies)
    return AnsweredTurn(question, tuple(_parts(line) for line in text.split("\n")))


def _parts(line: str) -> tuple[AnswerPart, ...]:
    """Give a line with its links apart."""
    parts, start = [], 0
    for found in LINK.finditer(line):
        parts += [AnswerPart(line[start : found.start()]), AnswerPart(found[2], found[1])]
        start = found.end()
    return tuple(part for part in (*parts, AnswerPart(line[start:])) if part.words)
