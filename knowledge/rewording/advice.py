"""What a chat model said beside the turns: rewritten questions, verdicts, plain words. Learnt before they are needed.

Answering stays a quick computation: whoever answers looks up here what was learnt in time, and goes on without it
otherwise. Only words that passed the gate are kept; they are kept by the masked words they were made from.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot import waiting_time
from bot.errors import ServiceError
from knowledge.answers.answer import Extract
from knowledge.rewording.breaker import CircuitBreaker
from knowledge.rewording.chat_model import ChatModel, ChatTask, RewordingCounter
from knowledge.rewording.gate import OFFICIAL_QUESTION, PLAIN_WORDS, GateBounds, refusal
from knowledge.search.question_vectors import outward
from knowledge.text.persons import mask_question

log = logging.getLogger(__name__)
REMEMBERED = 512
PASSAGE_LETTERS = 600
LIMIT_SECONDS = 3.0
"""The longest that a turn waits, whatever the setting and however many tasks there are."""
# With less a model would be late through no fault of its own.
LEAST_SECONDS = 0.4
V = TypeVar("V")


class Verdict(StrEnum):
    """Whether a passage answers a question, as a model sees it."""

    ANSWERS = "能"
    MISSES = "不能"
    UNSURE = "看不出"


@dataclass(frozen=True, slots=True)
class AdviceRequest:
    """What a turn would like to know: an official wording of `question`, whether `judged` answers it, plain words for `quote`."""

    question: str
    rewrite: bool = False
    judged: Extract | None = None
    quote: str = ""


class _Lately(Generic[V]):
    """The last few values, by what they were made from."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, V] = OrderedDict()

    def find(self, key: object) -> V | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: object, value: V) -> None:
        self._kept[key] = value
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)


class Advice:
    """Asks the model within the time a turn has, and remembers what passed; never raises."""

    def __init__(
        self,
        model: ChatModel,
        counter: RewordingCounter,
        *,
        seconds: float = LIMIT_SECONDS,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        """Ask a model for at most so many `seconds` a turn, never more than three."""
        self._model = model
        self._counter = counter
        self._seconds = min(seconds, LIMIT_SECONDS)
        self._breaker = breaker or CircuitBreaker()
        self._rewritten: _Lately[str] = _Lately()
        self._verdicts: _Lately[Verdict] = _Lately()
        self._plain: _Lately[str] = _Lately()

    def rewritten(self, question: str) -> str:
        """Give a question in official words, empty where none are known."""
        return self._rewritten.find(outward(question)) or ""

    def verdict(self, question: str, extract: Extract) -> Verdict:
        """Give whether an extract answers a question; unsure where nobody was asked."""
        return self._verdicts.find(_judged_by(question, extract)) or Verdict.UNSURE

    def plain_words(self, quote: str) -> str:
        """Give plain words for a quote, empty where none are known."""
        return self._plain.find(quote) or ""

    async def learn(self, wanted: AdviceRequest) -> None:
        """Learn what a turn would like to know, all at once, while its time lasts; what comes later is not waited for."""
        tasks = [asyncio.create_task(one) for one in self._tasks(wanted)]
        if not tasks:
            return
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            await asyncio.wait(tasks, timeout=waiting_time.left(self._seconds))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            waiting_time.spend(clock() - began)

    def _tasks(self, wanted: AdviceRequest) -> Sequence[Coroutine[Any, Any, None]]:
        question = outward(wanted.question)
        tasks: list[Coroutine[Any, Any, None]] = []
        if waiting_time.left(self._seconds) < LEAST_SECONDS or not question:
            return tasks
        if wanted.rewrite and self._rewritten.find(question) is None:
            tasks.append(self._rewrite(question))
        judged = wanted.judged
        if judged is not None and self._verdicts.find(_judged_by(question, judged)) is None:
            tasks.append(self._judge(question, judged))
        if wanted.quote and self._plain.find(wanted.quote) is None:
            tasks.append(self._reword(wanted.quote))
        return tasks

    async def _rewrite(self, question: str) -> None:
        words = await self._asked(ChatTask.REWRITE, {"question": question})
        if words is None:
            return
        kept = self._passed(ChatTask.REWRITE, words, question, OFFICIAL_QUESTION)
        if kept == question:
            self._counter.count(ChatTask.REWRITE, "unchanged")
        # What was dropped, or says the same, is not asked for again.
        self._rewritten.keep(question, "" if kept == question else kept)

    async def _judge(self, question: str, extract: Extract) -> None:
        passage = _passage(extract)
        words = await self._asked(ChatTask.JUDGE, {"question": question, "passage": passage})
        if words is None:
            return
        verdict = verdict_of(words)
        self._counter.count(ChatTask.JUDGE, "kept" if verdict else "dropped_form")
        self._verdicts.keep(_judged_by(question, extract), verdict or Verdict.UNSURE)

    async def _reword(self, quote: str) -> None:
        words = await self._asked(ChatTask.REWORD, {"passage": mask_question(quote)})
        if words is None:
            return
        kept = self._passed(ChatTask.REWORD, words, quote, PLAIN_WORDS)
        self._plain.keep(quote, "" if kept == quote else kept)

    def _passed(self, task: ChatTask, words: str, source: str, bounds: GateBounds) -> str:
        """Give words where they pass the gate, else nothing; either is counted."""
        reason = refusal(words, (source,), bounds)
        self._counter.count(task, f"dropped_{reason}" if reason else "kept")
        return "" if reason else words

    async def _asked(self, task: ChatTask, material: dict[str, str]) -> str | None:
        """Give the model's words; None when it is left alone, late or in trouble, which is counted."""
        if trouble := self._breaker.trouble:
            self._counter.count(task, trouble)
            return None
        self._breaker.begin()
        failed = "late"
        try:
            words = await self._model.reply(task, material, seconds=self._seconds)
            failed = ""
            return words.strip()
        except ServiceError as error:
            failed = str(error.values.get("reason", "unavailable"))
            return None
        finally:
            if failed:
                self._counter.count(task, failed)
            if self._breaker.end(failed=bool(failed)):
                log.warning("chat model rests", extra={"reason": failed})


def verdict_of(words: str) -> Verdict | None:
    """Read a verdict: one of the three words alone, with a full stop at most."""
    try:
        return Verdict(words.strip().rstrip("。."))
    except ValueError:
        return None


def _judged_by(question: str, extract: Extract) -> object:
    return outward(question), extract.citation.document.id, extract.number, extract.quote


def _passage(extract: Extract) -> str:
    """Give what a model sees of an extract: its document's title and its quote, masked."""
    return mask_question(f"《{extract.citation.document.title}》\n{extract.quoted[:PASSAGE_LETTERS]}")
