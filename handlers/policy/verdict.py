"""What a citizen thinks of an automatic answer, said in a sign or a word: it goes to the log, and what was of no use to the gaps."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear, say, step
from knowledge.questions.note import Notebook, QuestionNote, QuestionOutcome

Events = list[dict[str, Any]]
SLOT = "judged_answer"
_END = r"(?:的|了|哦|啊|呀|哈|谢谢|多谢|[,，。.!！~～ \U0001f3fb-\U0001f3ff\ufe0f]){0,6}"
USEFUL = re.compile(
    rf"(?:👍|这个|这条|回答|答得|很|真|挺|太|非常|是|[,， \U0001f3fb-\U0001f3ff\ufe0f]){{0,4}}(?:👍|有用|有帮助|帮到我|管用|答对|解决问题){_END}"
)
USELESS = re.compile(
    rf"(?:👎|这个|这条|回答|答案|对我|根本|完全|一点都?|[,， \U0001f3fb-\U0001f3ff\ufe0f]){{0,4}}(?:👎|没用|没有用|没什么用|不管用|没帮助|没有帮助|没帮到|答非所问|没答到点子上|不是我要的){_END}"
)


class AnswerVerdict:
    """Looks for a verdict on the answer given last; whoever had none is left to others."""

    def __init__(self, wording: Wording, *, notebook: Notebook) -> None:
        self._wording = wording
        self._notebook = notebook

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Take the verdict, once for an answer; None where a message is none."""
        heard, last = hear(tracker), recall(tracker)
        if tracker.active_loop_name or heard.emergency or last is None or not last.document:
            return None
        useful = verdict_in(heard.said)
        if useful is None:
            return None
        if tracker.slots.get(SLOT) != last.question:
            self._notebook.note(_note(tracker, last.question, last.document, useful=useful))
        if useful:
            say(dispatcher, tracker, self._wording("policy.verdict.useful"))
        else:
            steps = (
                step(self._wording("policy.steps.another"), "more_answer", said="换一个"),
                step(self._wording("policy.steps.person"), "talk_to_human"),
            )
            say(dispatcher, tracker, self._wording("policy.verdict.useless"), steps=steps)
        return [SlotSet(SLOT, last.question)]


def verdict_in(said: str) -> bool | None:
    """Give whether words call an answer useful, or useless; None for anything that says more or something else."""
    text = unicodedata.normalize("NFKC", said).strip()
    if USELESS.fullmatch(text):
        return False
    return True if USEFUL.fullmatch(text) else None


def _note(tracker: Tracker, question: str, document: str, *, useful: bool) -> QuestionNote:
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    return QuestionNote(
        key=str(metadata.get("key") or ""),
        at=float(metadata.get("sent_at") or 0),
        channel=str(metadata.get("channel") or ""),
        citizen=str(tracker.sender_id),
        question=question,
        outcome=QuestionOutcome.ANSWERED,
        document=document,
        useful=useful,
    )
