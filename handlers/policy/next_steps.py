"""What is offered after an answer and after a no: at most three steps, the most useful first."""

from collections.abc import Sequence
from datetime import date

from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.policy.thread.follow_up import Asked
from handlers.published.sources import Sources, ended
from handlers.talk.last_answer import Page
from handlers.talk.turn import Heard, step
from knowledge.answers.answer import Answer, Extract
from knowledge.documents.document import Document, Kind
from knowledge.text.anchors import opening

STEPS_OFFERED = 3
CARRIED_LETTERS = 100
LABEL_LETTERS = 20
MOST_OF = 2


class Offering:
    """Gives the numbered steps of answers and refusals."""

    def __init__(self, wording: Wording, sources: Sources) -> None:
        self._wording = wording
        self._sources = sources

    def after(
        self, asked: Asked, answer: Answer, *, pages: tuple[Page, ...], today: date
    ) -> tuple[Choice, ...]:
        """Give what is most useful next: the rule that counts now comes before all."""
        cited, successor = answer.citation.document, answer.citation.successor
        steps: list[Choice] = []
        if successor and ended(cited, today):
            said = mask_text(asked.question)[:CARRIED_LETTERS]
            label = self._wording("policy.steps.successor")
            steps.append(step(label, "ask_policy", said=said, about=successor.id, without=cited.id))
        if pages:
            steps.append(step(self._wording("policy.steps.more"), "more_answer"))
        steps.append(self.source(rests_on(answer).id, anchor=spot_of(answer)))
        guide = guide_of(answer)
        if guide:
            steps.append(step(self._wording("policy.steps.guide"), "service_guide", guide=guide.id))
        steps.append(self.person())
        return tuple(steps[:STEPS_OFFERED])

    def instead(self, heard: Heard, matters: Sequence[Choice]) -> tuple[Choice, ...]:
        """Give what may help after a no: matters that come near, a person, a request for disclosure."""
        steps = [
            *matters,
            self.person(),
            step(
                self._wording("policy.steps.disclosure"),
                "disclosure_request",
                topic=mask_text(_sought_record(heard))[:CARRIED_LETTERS],
            ),
            step(self._wording("policy.steps.again"), "help", about="policy"),
        ]
        return tuple(steps[:STEPS_OFFERED])

    def beside(
        self, shown: Sequence[Extract], matters: Sequence[Choice], *, more: bool
    ) -> tuple[Choice, ...]:
        """Give what helps beside words that only come near: other matters that may be meant, more, the source, a person."""
        own, steps = shown[0].citation.document, list(matters)
        if more:
            steps.append(step(self._wording("policy.steps.more"), "more_answer"))
        spot = opening(shown[0].anchor, shown[0].path, title=own.title)
        return (*steps, self.source(own.id, anchor=spot), self.person())

    def source(self, identifier: str, *, anchor: str = "") -> Choice:
        """Give the step that shows where an answer comes from."""
        label = self._wording("policy.steps.source")
        return step(label, "show_source", document=identifier, article=anchor)

    def whole(self, document: Document, *, anchor: str = "") -> Choice:
        """Give the step that shows where an answer comes from, called by the document's title."""
        return step(self._sources.title(document), "show_source", document=document.id, article=anchor)

    def companions(self, documents: Sequence[Document]) -> tuple[Choice, ...]:
        """Give the steps that show what stands beside a document (文件、解读、回应), each called by its kind."""
        return tuple(
            step(self._wording(f"policy.companions.see.{one.kind.value}"), "show_source", document=one.id)
            for one in documents
        )

    def again(self, words: str) -> Choice:
        """Give the step that asks a question that was not answered yet."""
        said = mask_text(words)[:CARRIED_LETTERS]
        return step(said[:LABEL_LETTERS], "ask_policy", said=said)

    def consultation(self, question: str) -> Choice:
        """Give the step that registers as a consultation (咨询) what no document answers; a unit answers it by a day."""
        said = mask_text(question)[:CARRIED_LETTERS]
        label = self._wording("policy.steps.consultation")
        return step(label, "appeal", said=said, register="yes", kind="consultation")

    def person(self) -> Choice:
        """Give the step that leads to a person."""
        return step(self._wording("policy.steps.person"), "talk_to_human")


def _sought_record(heard: Heard) -> str:
    """Give what a request would ask for: the matter that was heard, where it is most of the message, else all its words.

    Of a long story the matter may be any word in it (工地, of a husband hurt at work), and a request for that finds nothing.
    """
    topic = heard.slot("topic")
    return topic if len(topic) * MOST_OF >= len(heard.said) else heard.said


def guide_of(answer: Answer) -> Document | None:
    """Give the service guide that belongs to the answer, or is the answer."""
    cited = answer.citation.document
    return cited if cited.kind is Kind.GUIDE else next(iter(answer.guides), None)


def spot_of(answer: Answer) -> str:
    """Give the article or heading where the source of an answer is to be opened; none for words of somebody's own."""
    title = answer.citation.document.title
    return "" if answer.approved else opening(answer.best.anchor, answer.best.path, title=title)


def rests_on(answer: Answer) -> Document:
    """Give the document an answer rests on: an approved answer is only somebody's words for a policy."""
    return (
        next(iter(answer.policies), answer.citation.document) if answer.approved else answer.citation.document
    )
