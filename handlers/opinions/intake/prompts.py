"""What the form of an opinion says when it asks: the question with its steps, and the summary before it is filed."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.errors import InputError
from bot.message import Choice, Wording
from bot.privacy import mask_name
from handlers.cases import written
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.service import OpinionService
from handlers.opinions.intake.form import (
    ARTICLE,
    CONFIRMED,
    DRAFT,
    FORM,
    NAME,
    NO_NAME,
    WHOLE,
    WORDS,
    chooses,
    confirming,
)
from handlers.talk.turn import say

ARTICLES_NAMED = 8
DRAFTS_OFFERED = 8


class AskOpinionField(Action):
    """Asks one field of the form."""

    def __init__(self, slot: str, wording: Wording, *, service: OpinionService) -> None:
        self._slot = slot
        self._wording = wording
        self._service = service

    def name(self) -> str:
        """Give the name under which the form loop asks for the field."""
        return f"action_ask_{FORM.name}_{self._slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask."""
        del domain
        if self._slot == DRAFT:
            text, steps = self._wording("opinions.ask.draft"), await self._drafts()
            say(dispatcher, tracker, text, steps=steps, in_form=True)
            return []
        draft = await draft_of(self._service, tracker.slots)
        if self._slot == CONFIRMED:
            text = "\n".join(
                [
                    self._wording("opinions.summary_head"),
                    *lines(tracker.slots, draft, self._wording, own=True),
                ]
            )
            noted = "\n".join(lines(tracker.slots, draft, self._wording, own=False))
            say(dispatcher, tracker, text, steps=confirming(self._wording), in_form=True, noted=noted)
            return []
        text, steps = self._asked(draft)
        say(dispatcher, tracker, text, steps=steps, in_form=True)
        return []

    async def _drafts(self) -> tuple[Choice, ...]:
        pending = await self._service.pending()
        return tuple(
            chooses(
                self._wording(
                    "opinions.ask.draft_label", title=one.paper.title, closes=written(one.paper.closes_on)
                ),
                one.number,
            )
            for one in pending[:DRAFTS_OFFERED]
        )

    def _asked(self, draft: PublicDraft | None) -> tuple[str, tuple[Choice, ...]]:
        if self._slot == ARTICLE:
            articles = draft.articles if draft else ()
            named = "、".join(one.label for one in articles[:ARTICLES_NAMED])
            more = self._wording("opinions.ask.more_articles") if len(articles) > ARTICLES_NAMED else ""
            text = self._wording("opinions.ask.article", count=len(articles), named=f"{named}{more}")
            return text, (chooses(self._wording("opinions.choose.whole"), WHOLE),)
        if self._slot == WORDS:
            return self._wording("opinions.ask.words"), ()
        if draft and draft.paper.allows_anonymous:
            step = chooses(self._wording("opinions.choose.nameless"), NO_NAME)
            return self._wording("opinions.ask.name_or_none"), (step,)
        return self._wording("opinions.ask.name"), ()


async def draft_of(service: OpinionService, slots: Mapping[str, Any]) -> PublicDraft | None:
    """Give the draft that the form is about; None while it is not chosen, or where it is gone."""
    number = str(slots.get(DRAFT) or "")
    try:
        return await service.draft(number) if number else None
    except InputError:
        return None


def lines(slots: Mapping[str, Any], draft: PublicDraft | None, wording: Wording, *, own: bool) -> list[str]:
    """Give what is filled so far, each with the number by which it is corrected; in full only to its own citizen."""
    article, name, words = (
        str(slots.get(ARTICLE) or ""),
        str(slots.get(NAME) or ""),
        str(slots.get(WORDS) or ""),
    )
    shown = {
        DRAFT: draft.paper.title if draft else "",
        ARTICLE: wording("opinions.whole") if article == WHOLE else article,
        WORDS: words if own else wording("opinions.not_noted"),
        NAME: wording("opinions.nameless") if name == NO_NAME else name if own else mask_name(name),
    }
    return [
        wording(
            "opinions.summary_line",
            place=FORM.order.index(field) + 1,
            name=wording(f"opinions.field.{field}"),
            value=value,
        )
        for field, value in shown.items()
        if slots.get(field) is not None
    ]
