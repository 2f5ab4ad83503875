"""The way in: what is being asked about, one draft, what came of one's own opinion, and the form for a new one."""

import re
from collections.abc import Awaitable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import Clock
from bot.errors import InputError
from bot.forms.spec import GATHERED_SLOT
from bot.message import Wording
from handlers.opinions.collecting.articles import NAMED, meant
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.service import OpinionService, require_open
from handlers.opinions.intake.form import ARTICLE, DRAFT, FORM, NAME, NO_NAME, WORDS
from handlers.opinions.intake.phrases import (
    LISTING,
    LISTING_PLAIN,
    MINE,
    NAMELESS_ASKED,
    ON_ARTICLE,
    ON_DRAFT,
    ON_NAMED,
    OUTCOME_OF,
    SAYING,
    named_titles,
    words_told,
)
from handlers.opinions.intake.speeches import OpinionSpeeches
from handlers.talk.turn import Heard, hear, say

Events = list[EventType]
LONGEST_WORDS_LETTERS, LONGEST_STORY_LETTERS = 60, 300


class StartOpinion(Action):
    """Does what a chosen step says, or what the words mean."""

    def __init__(
        self, wording: Wording, *, service: OpinionService, speeches: OpinionSpeeches, clock: Clock
    ) -> None:
        self._wording = wording
        self._service = service
        self._speeches = speeches
        self._clock = clock

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_start_opinion"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show the list, a draft, one's own opinions, or open the form."""
        del domain
        heard = hear(tracker)
        if heard.slot("deed") == "mine":
            return await self._mine(dispatcher, tracker)
        number = heard.slot("draft")
        if not number:
            return await self._list(dispatcher, tracker)
        try:
            draft = await self._service.draft(number)
        except InputError as refused:
            say(dispatcher, tracker, self._wording(refused.text_key, **refused.values))
            return []
        if heard.slot("deed") == "write":
            return self._opened(dispatcher, tracker, draft, "")
        return self._show(dispatcher, tracker, draft)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on words that mean a draft or an opinion; None for all others."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind not in {"text", "voice"}:
            return None
        if not said or len(said) > LONGEST_STORY_LETTERS or said.startswith("/") or heard.slot("deed"):
            return None
        found = self._meant(dispatcher, tracker, heard)
        return await found if found is not None else None

    def _meant(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Awaitable[Events | None] | None:
        said = heard.said
        if len(said) > LONGEST_WORDS_LETTERS:
            return self._told_at_length(dispatcher, tracker, said)
        if MINE.fullmatch(said):
            return self._mine(dispatcher, tracker)
        for pattern, named_only in ((ON_ARTICLE, False), (ON_DRAFT, False), (ON_NAMED, True)):
            if pattern.fullmatch(said):
                return self._write(dispatcher, tracker, said, named_only=named_only)
        if LISTING.fullmatch(_bare(said)) or LISTING_PLAIN.search(said):
            return self._list(dispatcher, tracker)
        return self._told_at_length(dispatcher, tracker, said)

    def _told_at_length(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str
    ) -> Awaitable[Events | None] | None:
        """Act on a story that names a draft and says that something is to be said on it, or asks what came of it."""
        if OUTCOME_OF.search(said):
            return self._came_of(dispatcher, tracker, said)
        return self._write(dispatcher, tracker, said, named_only=True) if SAYING.search(said) else None

    async def _came_of(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Events | None:
        """Tell what came of one's own opinions on the draft that is named, or of the draft; None where none is named."""
        shown = await self._service.shown()
        titles = named_titles(said, [one.paper.title for one in shown])
        named = [one for one in shown if one.paper.title in titles]
        if len(named) != 1:
            return None
        own = await self._service.own(str(tracker.sender_id))
        if any(one.draft.number == named[0].number for one in own):
            return await self._mine(dispatcher, tracker)
        return self._show(dispatcher, tracker, named[0])

    async def _list(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        now, shown = self._clock.now(), await self._service.shown()
        pending = [one for one in shown if one.takes_opinions(now)]
        over = [one for one in shown if not one.takes_opinions(now)]
        say(
            dispatcher,
            tracker,
            self._speeches.listed(pending, over, now),
            steps=self._speeches.list_steps(pending, over),
        )
        return []

    def _show(self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: PublicDraft) -> Events:
        now = self._clock.now()
        say(
            dispatcher,
            tracker,
            self._speeches.one(draft, now),
            steps=self._speeches.one_steps(draft, now),
            card=self._speeches.card(draft, str(tracker.sender_id)),
        )
        return []

    async def _mine(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        own = await self._service.own(str(tracker.sender_id))
        drafts = {one.draft.number: one.draft for one in own if one.draft.document}
        now = self._clock.now()
        pending = await self._service.pending()
        steps = self._speeches.list_steps([*drafts.values()][:1], []) if drafts else ()
        steps = steps or (self._speeches.list_steps(pending, []) if not own else ())
        card = self._speeches.card(next(iter(drafts.values())), str(tracker.sender_id)) if drafts else None
        say(dispatcher, tracker, self._speeches.mine(own, now), steps=steps, card=card)
        return []

    async def _write(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str, *, named_only: bool
    ) -> Events | None:
        """Open the form for the draft that words name or can only mean; None where nothing is asked about that they fit."""
        shown, now = await self._service.shown(), self._clock.now()
        titles = named_titles(said, [one.paper.title for one in shown])
        named = [one for one in shown if one.paper.title in titles]
        if named_only and not named:
            return None
        pending = [one for one in shown if one.takes_opinions(now)]
        if named and not any(one in pending for one in named):
            # What is named is over: it is told what becomes of it.
            return self._show(dispatcher, tracker, named[0])
        if not pending:
            return None
        fitting = [one for one in named if one in pending] or pending
        if len(fitting) == 1:
            return self._opened(dispatcher, tracker, fitting[0], said)
        return self._chosen_later(dispatcher, tracker, said)

    def _opened(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, draft: PublicDraft, said: str
    ) -> Events:
        """Open the form; what is over is refused with the day on which the result is due."""
        if tracker.active_loop_name:
            say(dispatcher, tracker, self._wording("opinions.entrance.in_form"))
            return []
        try:
            require_open(draft, self._clock.now())
        except InputError as refused:
            say(
                dispatcher,
                tracker,
                self._wording(refused.text_key, **refused.values),
                steps=self._speeches.one_steps(draft, self._clock.now()),
                card=self._speeches.card(draft, str(tracker.sender_id)),
            )
            return []
        article = meant(said, draft.articles)
        words, nameless = words_told(said), NAMELESS_ASKED.search(said) is not None
        head = self._wording("opinions.entrance.head", title=draft.paper.title)
        if nameless:
            # Whoever is afraid to be named hears at once how it is here.
            key = "nameless_here" if draft.paper.allows_anonymous else "named_here"
            head = f"{head}\n{self._wording(f'opinions.entrance.{key}')}"
        say(dispatcher, tracker, head, in_form=True)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            DRAFT: draft.number,
            ARTICLE: article.label if article else None,
            WORDS: words or None,
            NAME: NO_NAME if words and nameless and draft.paper.allows_anonymous else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    def _chosen_later(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Events:
        """Open the form with the draft still to be chosen; the article that was named is looked for in it then."""
        say(dispatcher, tracker, self._wording("opinions.entrance.which"), in_form=True)
        named = NAMED.search(said)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            GATHERED_SLOT: {ARTICLE: named[0]} if named else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]


_END = re.compile(r"[？?。！!~～ 吗呢啊呀]{1,6}$")


def _bare(said: str) -> str:
    return _END.sub("", said)
