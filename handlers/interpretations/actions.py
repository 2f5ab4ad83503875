"""Says in which forms a policy is explained, and by whom; a form that does not exist is said to be missing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer, recall
from handlers.talk.turn import Heard, hear, say, step
from knowledge.answers.answer import Answering, Decline
from knowledge.documents.document import Document, ExplanationForm, Kind
from knowledge.text.question import analyse

Events = list[dict[str, Any]]
QUESTION_LETTERS = 80
PAGES_OFFERED = 5
STEPS_OFFERED = 3
LEAST_TOPIC_HAN = 2
HAN = re.compile(r"[\u4e00-\u9fff]")
CHINESE = "中文"
# What people call a form; the plain word 解读 asks for any.
SPOKEN: Mapping[ExplanationForm, re.Pattern[str]] = {
    ExplanationForm.VIDEO: re.compile(r"视频|短片|动画"),
    ExplanationForm.DRAWN: re.compile(r"图解|一图读懂|漫画|长图|图文"),
    ExplanationForm.LEADER: re.compile(r"(?:领导|负责人|局长|县长)(?:的)?(?:解读|讲解|访谈)"),
    ExplanationForm.EXPERT: re.compile(r"专家(?:的)?(?:解读|讲解|点评)"),
    ExplanationForm.ON_SITE: re.compile(r"现场(?:的)?(?:解读|问答|座谈)|座谈会|宣讲会"),
    ExplanationForm.TEXT: re.compile(r"文字(?:的)?(?:解读|版)"),
}
LANGUAGES = {"英文": re.compile(r"英文|英语|(?i:english)")}
ASKS_FOR_EXPLANATION = re.compile(
    r"解读|讲解|图解|一图读懂|漫画版|视频版|座谈会|宣讲会|英文版|英语版|(?i:english)|英文(?:的)?(?:材料|手册|说明|介绍)"
)
# 只看解读 narrows what was found; it asks for no list of forms.
NARROWING = re.compile(r"只看|不看|只要|去掉|取消|筛")
AROUND = re.compile(
    r"政策解读|解读人|解读|讲解|版本|版|材料|手册|有没有|有什么|有哪些|有|哪里|哪儿|在哪|怎么看|看|听|谁|来|是|的|吗|呢|请问|我想|想|要|一下|for|in|is|there|the|any"
)


class Interpretations:
    """Answers who asks how a policy is explained, whatever the message was taken for."""

    def __init__(
        self,
        wording: Wording,
        *,
        answering: Answering,
        library: Library,
        sources: Sources,
        clock: Clock,
    ) -> None:
        self._wording = wording
        self._answering = answering
        self._library = library
        self._sources = sources
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer; None when the message asks for no explanation, or no policy is meant."""
        heard = hear(tracker)
        policy = self._policy(heard, recall(tracker)) if asks(heard) else None
        return self._tell(dispatcher, tracker, heard, policy) if policy is not None else None

    def _policy(self, heard: Heard, last: LastAnswer | None) -> Document | None:
        """Give the policy that is meant: the one the words find, or the one talked about when they name none."""
        topic = matter(heard.said)
        if len(HAN.findall(topic)) < LEAST_TOPIC_HAN:
            about = self._library.document(last.document) if last else None
            return self._of(about) if about else None
        result = self._answering.answer(topic, today=local_date(self._clock.now()))
        if isinstance(result, Decline):
            return None
        cited = result.citation.document
        return cited if cited.kind is Kind.POLICY else next(iter(result.policies), None)

    def _of(self, document: Document) -> Document | None:
        if document.kind is Kind.POLICY:
            return document
        named = (self._library.document(name) for name in (*document.interprets, *document.basis))
        return next((one for one in named if one and one.kind is Kind.POLICY), None)

    def _tell(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, policy: Document
    ) -> Events:
        made = self._library.interpretations(policy.id)
        lines = [*self._listed(policy, made), *self._missing(heard.said, made), *self._interpreter(policy)]
        source = self._sources.line(policy, local_date(self._clock.now()))
        text = self._wording("interpretations.show", lines="\n".join(lines), source=source)
        say(dispatcher, tracker, text, steps=self._steps(policy, made))
        pages = tuple((policy.id, number) for number in range(PAGES_OFFERED))
        return [LastAnswer(mask_text(heard.said)[:QUESTION_LETTERS], policy.title, policy.id, pages).event()]

    def _listed(self, policy: Document, made: Sequence[Document]) -> list[str]:
        title = self._sources.title(policy)
        if not made:
            return [self._wording("interpretations.none", title=title)]
        items = [
            self._wording(
                "interpretations.item",
                form=one.form or ExplanationForm.TEXT.value,
                title=self._sources.title(one),
                language=self._wording("interpretations.language", name=one.language) if one.language else "",
            )
            for one in made
        ]
        return [self._wording("interpretations.head", title=title), *items]

    def _missing(self, said: str, made: Sequence[Document]) -> list[str]:
        """Say which of the forms and languages asked for do not exist; nothing is made up in their place."""
        forms = {one.form or ExplanationForm.TEXT.value for one in made}
        languages = {one.language or CHINESE for one in made}
        absent = [
            form.value for form, words in SPOKEN.items() if words.search(said) and form.value not in forms
        ]
        foreign = [name for name, words in LANGUAGES.items() if words.search(said) and name not in languages]
        return [
            *(self._wording("interpretations.no_form", form=form) for form in absent if made),
            *(self._wording("interpretations.no_language", name=name) for name in foreign),
        ]

    def _interpreter(self, policy: Document) -> list[str]:
        if not policy.interpreter:
            return []
        key = (
            "interpretations.interpreter" if policy.interpreter_phone else "interpretations.interpreter_only"
        )
        return [
            self._wording(
                key, name=policy.interpreter, unit=policy.interpreter_unit, phone=policy.interpreter_phone
            )
        ]

    def _steps(self, policy: Document, made: Sequence[Document]) -> tuple[Choice, ...]:
        shown = [
            step(
                self._wording("interpretations.read", form=one.form or ExplanationForm.TEXT.value),
                "show_source",
                document=one.id,
            )
            for one in made[: STEPS_OFFERED - 1]
        ]
        return (*shown, step(self._wording("interpretations.policy"), "show_source", document=policy.id))


def asks(heard: Heard) -> bool:
    """Whether a message asks how something is explained; a chosen step and a cry for help ask something else."""
    said = heard.said
    chosen = any(heard.slot(name) for name in ("guide", "about", "document", "said"))
    return bool(
        said
        and not heard.emergency
        and not chosen
        and ASKS_FOR_EXPLANATION.search(said)
        and not NARROWING.search(said)
    )


def matter(said: str) -> str:
    """Give what is to be explained, without the words that ask for an explanation."""
    for words in (*SPOKEN.values(), *LANGUAGES.values(), AROUND):
        said = words.sub("", said)
    return analyse(said).core.replace(" ", "")
