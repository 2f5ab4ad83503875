"""The actions of opinions, and the filing of the form: one service method and its words."""

import uuid
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import FORM_ID
from bot.errors import InputError
from bot.message import Card, Wording
from handlers.cases import CaseAddress, written
from handlers.opinions.collecting.said import OpinionWords
from handlers.opinions.collecting.service import KeptOpinion, NewOpinion, OpinionOrigin, OpinionService
from handlers.opinions.intake.entrance import StartOpinion
from handlers.opinions.intake.form import ARTICLE, DRAFT, FORM, NAME, NO_NAME, WHOLE, WORDS
from handlers.opinions.intake.prompts import AskOpinionField, lines
from handlers.opinions.intake.validation import OpinionForm
from handlers.talk.form_actions import AskWhichField
from handlers.talk.turn import channel_of, say, step


def actions(
    wording: Wording, *, service: OpinionService, start: StartOpinion, address: CaseAddress
) -> list[Action]:
    """Give every action by which an opinion is told, ready to be registered."""

    def which_field(slots: dict[str, Any], own: bool) -> str:
        return "\n".join([wording("opinions.ask.which_field"), *lines(slots, None, wording, own=own)])

    return [
        start,
        OpinionForm(wording, service=service),
        *(AskOpinionField(slot, wording, service=service) for slot in FORM.order),
        AskWhichField(FORM, which_field),
        SubmitOpinion(wording, service=service, address=address),
    ]


class SubmitOpinion(Action):
    """Files the opinion; after the deadline it says so, with the day on which the result is due."""

    def __init__(self, wording: Wording, *, service: OpinionService, address: CaseAddress) -> None:
        self._wording = wording
        self._service = service
        self._address = address

    def name(self) -> str:
        """Give the name under which the form files itself."""
        return FORM.submit

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """File the form; the receipt says the number and until when there is an answer."""
        del domain
        slots = tracker.slots
        name = str(slots.get(NAME) or "")
        article = str(slots.get(ARTICLE) or WHOLE)
        nameless = name == NO_NAME
        opinion = NewOpinion(
            draft=str(slots.get(DRAFT) or ""),
            article="" if article == WHOLE else article,
            said=OpinionWords(str(slots.get(WORDS) or ""), "" if nameless else name),
            is_anonymous=nameless,
        )
        others = step(self._wording("opinions.choose.others"), FORM.entrance)
        try:
            kept = await self._service.submit(opinion, origin=_origin(tracker))
        except InputError as refused:
            text = self._wording(refused.text_key, **refused.values)
            say(dispatcher, tracker, text, steps=(others,), in_form=True)
            return []
        mine = step(self._wording("opinions.choose.mine"), FORM.entrance, deed="mine")
        card = Card(self._wording("opinions.receipt.page"), kept.number, self._address(kept.number))
        say(dispatcher, tracker, receipt(kept, self._wording), steps=(mine, others), in_form=True, card=card)
        return []


def receipt(kept: KeptOpinion, wording: Wording) -> str:
    """Give the words of the receipt."""
    return wording(
        f"opinions.receipt.{'nameless' if kept.is_anonymous else 'named'}",
        number=kept.number,
        title=kept.draft.paper.title,
        on=kept.article or wording("opinions.whole"),
        closes=written(kept.draft.paper.closes_on),
        due=written(kept.draft.paper.result_due_on),
    )


def _origin(tracker: Tracker) -> OpinionOrigin:
    """Give where a filled form came from; outside our own form loop its citizen's message is the form's identity."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    key, channel, citizen = str(metadata.get("key") or ""), channel_of(tracker), str(tracker.sender_id)
    message = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{channel}:{citizen}:{key}")) if key else ""
    return OpinionOrigin(str(tracker.slots.get(FORM_ID) or message), citizen, channel)
