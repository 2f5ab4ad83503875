"""The way into the form: what is already public is offered first, a complaint is asked about once, nothing blocks."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.errors import ServiceError
from bot.message import Choice, Wording
from handlers.disclosure.application.addressee import ADDRESSEE, NOBODY_ELSE, AddresseeChoice
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.representation import BY_AGENT, represented
from handlers.disclosure.case import fields
from handlers.talk.turn import Heard, hear, say, step

log = logging.getLogger(__name__)
DOCUMENTS_SHOWN = 2
LABEL_LENGTH = 36
PURPOSE_ASKED = "purpose"
ALL_ASKED = "yes"
COMPLAINT = re.compile(
    r"投诉|举报|反映|告状|没人管|不管|不作为|扰民|噪音|油烟|臭味|拖欠|欠薪|乱收费|违建|违章|态度差|不满意|信访"
    r"|为什么不处理|怎么还不|什么时候修|坏了"
)


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A published document close to what is wanted."""

    title: str
    source_line: str
    url: str
    document_id: str


Published = Callable[[str], Awaitable[Sequence[SimilarDocument]]]


class StartDisclosure(Action):
    """Opens the form, prefilled with what the citizen already said.

    `published` finds published documents close to a wish; when it fails the form opens all the same (art. 27:
    anyone may apply).
    """

    def __init__(
        self, wording: Wording, *, published: Published, choice: AddresseeChoice = NOBODY_ELSE
    ) -> None:
        self._wording = wording
        self._choice = choice
        self._published = published

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_start_disclosure"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Offer what is public, ask about a complaint, or open the form."""
        del domain
        heard = hear(tracker)
        if tracker.active_loop_name not in {None, FORM.name}:
            # One form at a time: what was told for the other one is not thrown away.
            say(dispatcher, tracker, self._wording("disclosure.entrance.later"))
            return []
        wanted, asked = topic(heard), heard.slot("checked")
        if not asked and COMPLAINT.search(heard.said):
            self._ask_purpose(dispatcher, tracker, wanted)
            return []
        if asked != ALL_ASKED and (documents := await self._look(wanted)):
            self._offer(dispatcher, tracker, wanted=wanted, documents=documents)
            return []
        addressee = self._choice.told(heard.said) or self._choice.told(wanted)
        return opening(wanted, addressee=addressee, by_agent=represented(heard.said))

    def _ask_purpose(self, dispatcher: CollectingDispatcher, tracker: Tracker, wanted: str) -> None:
        choices = (
            step(self._words("want_record"), FORM.entrance, checked=PURPOSE_ASKED, topic=wanted),
            step(self._words("want_appeal"), "appeal", topic=wanted),
            step(self._words("by_person"), "talk_to_human"),
        )
        say(dispatcher, tracker, self._wording("disclosure.entrance.purpose"), steps=choices)

    def _offer(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        *,
        wanted: str,
        documents: Sequence[SimilarDocument],
    ) -> None:
        several = len(documents) > 1
        key = "disclosure.entrance.published_several" if several else "disclosure.entrance.published"
        source = "\n".join(document.source_line for document in documents)
        showing = [self._show(document, several=several) for document in documents]
        going_on = step(self._words("go_on"), FORM.entrance, checked=ALL_ASKED, topic=wanted)
        say(dispatcher, tracker, self._wording(key, source=source), steps=[*showing, going_on])

    def _show(self, document: SimilarDocument, *, several: bool) -> Choice:
        label = _named(document.title) if several else self._words("this_one")
        return step(label, "show_source", document=document.document_id)

    async def _look(self, wanted: str) -> Sequence[SimilarDocument]:
        if not wanted:
            return ()
        try:
            return (await self._published(wanted))[:DOCUMENTS_SHOWN]
        except ServiceError:
            log.warning("published documents could not be searched; the form opens without")
            return ()

    def _words(self, name: str) -> str:
        return self._wording(f"disclosure.choose.{name}")


def _named(title: str) -> str:
    """Give a title as a step: an inner one in single marks, its end kept, since 解读 and 办法 differ by it alone."""
    inner = title.translate(str.maketrans("《》", "〈〉"))
    shown = (
        inner if len(inner) <= LABEL_LENGTH else f"{inner[: LABEL_LENGTH // 2]}…{inner[-LABEL_LENGTH // 2 :]}"
    )
    return f"《{shown}》"


def topic(heard: Heard) -> str:
    """Give what the citizen wants, from a chosen step, the whole message, or the recognised topic; may be empty."""
    if heard.slot("checked"):
        return heard.slot("topic")
    said = fields.wish(heard.said)
    if fields.information(said).fault is None:
        return said
    named = heard.slot("topic")
    # 信息公开 is what is applied by, and no information.
    return named if fields.tells(named) else ""


def opening(wanted: str, *, addressee: str = "", by_agent: bool = False) -> list[EventType]:
    """Give the events that open an empty form, with the description filled in where it is good enough.

    Whom it goes to, and that a representative files it, are kept where the wish told it.
    """
    fresh: Mapping[str, object] = {**dict.fromkeys(FORM.on_page), "information": _description(wanted)}
    fresh = {**fresh, ADDRESSEE: addressee or None, BY_AGENT: by_agent or None}
    return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]


def _description(wanted: str) -> str | None:
    checked = fields.information(wanted)
    return checked.value if checked.fault is None else None
