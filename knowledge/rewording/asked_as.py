"""Proposes how citizens may ask for a document: lines that a person sees and strikes out before they count."""

from collections.abc import Sequence

from knowledge.documents.document import Document
from knowledge.rewording.chat_model import ChatModel, ChatTask, RewordingCounter
from knowledge.rewording.gate import ASKED_AS, refusal
from knowledge.text.persons import mask_question

EXCERPT_LETTERS = 4_000
MOST_LINES = 12
PROPOSAL_SECONDS = 30.0
"""An operator waits longer than a citizen: the page is opened for this."""
_MARKS = " \t-—·•*.、)）:："
_NUMERALS = "0123456789"


class AskedAsProposals:
    """Asks a model for the questions that a document answers, and keeps those that pass the gate."""

    def __init__(self, model: ChatModel, counter: RewordingCounter) -> None:
        self._model = model
        self._counter = counter

    async def propose(self, document: Document, text: str, *, known: Sequence[str] = ()) -> tuple[str, ...]:
        """Give at most twelve questions that are not `known` yet, none when nothing passes.

        Only the masked title and beginning of the text leave the machine. Raises `ServiceError` with a `reason` when
        the model is away.
        """
        source = f"{document.title}\n{text[:EXCERPT_LETTERS]}"
        material = {"title": mask_question(document.title), "text": mask_question(text[:EXCERPT_LETTERS])}
        words = await self._model.reply(ChatTask.PROPOSE, material, seconds=PROPOSAL_SECONDS)
        kept: dict[str, None] = {}
        for line in _lines(words):
            reason = refusal(line, (source,), ASKED_AS)
            self._counter.count(ChatTask.PROPOSE, f"dropped_{reason}" if reason else "kept")
            if reason is None and line not in known:
                kept.setdefault(line)
        return tuple(kept)[:MOST_LINES]


def _lines(words: str) -> list[str]:
    """Give the lines without the bullets and numerals that models like to put before them."""
    found = []
    for written in words.split("\n", 2 * MOST_LINES)[: 2 * MOST_LINES]:
        line = written.strip()
        bare = line.lstrip(_NUMERALS)
        # 80岁能领多少 begins with a figure of its own.
        if bare != line and not bare.startswith(tuple(".、)）:：")):
            bare = line
        found.append(bare.strip(_MARKS))
    return [line for line in found if line]
