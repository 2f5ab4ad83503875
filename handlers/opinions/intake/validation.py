"""The check of each answer of an opinion; what is wrong is said with what is possible."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.forms.slots import FormSlots
from bot.message import Wording
from handlers.opinions.collecting.articles import NAMED, meant
from handlers.opinions.collecting.articles import WHOLE as WHOLE_WORDS
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.service import NAME_LETTERS, WORDS_LETTERS, OpinionService
from handlers.opinions.intake.form import (
    ARTICLE,
    CONFIRMED,
    DRAFT,
    FORM,
    NAME,
    NO_NAME,
    WHOLE,
    WORDS,
    chosen,
    confirming,
    required,
)
from handlers.opinions.intake.phrases import AGREED, NAMED_AS, NAMED_LETTERS, NAMELESS, shared_letters
from handlers.opinions.intake.prompts import draft_of
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_phrases import submits
from handlers.talk.turn import say

Values = dict[str, Any]
SHORTEST_WORDS_LETTERS = 2


class OpinionForm(FieldChecks):
    """Checks each answer; a fault is said in words, and the field is asked again."""

    def __init__(self, wording: Wording, *, service: OpinionService) -> None:
        super().__init__(FORM, required)
        self._wording = wording
        self._service = service

    async def validate_opinion_draft(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take what is chosen or named of the drafts that take opinions."""
        del domain, dispatcher
        said = chosen(value, tracker)
        pending = await self._service.pending()
        shared = [shared_letters(said, one.paper.title) for one in pending]
        best = max(shared, default=0)
        named = [one for one in pending if one.number == said] or [
            one for one, letters in zip(pending, shared, strict=True) if letters == best >= NAMED_LETTERS
        ]
        if len(named) != 1:
            return {DRAFT: None}
        article = meant(FormSlots(tracker.slots).gathered(ARTICLE), named[0].articles)
        taken: Values = {DRAFT: named[0].number}
        if article or not named[0].articles:
            taken[ARTICLE] = article.label if article else WHOLE
        elif tracker.slots.get(ARTICLE) not in {None, WHOLE}:
            # Another draft has other articles.
            taken[ARTICLE] = None
        return taken

    async def validate_opinion_article(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take an article that is there, or the whole."""
        del domain
        said = chosen(value, tracker)
        draft = await draft_of(self._service, tracker.slots)
        if said == WHOLE or draft is None or not draft.articles:
            return {ARTICLE: WHOLE}
        if (article := meant(said, draft.articles)) is not None:
            return {ARTICLE: article.label}
        if NAMED.search(said):
            self._say(dispatcher, tracker, "no_article", draft, said=NAMED.findall(said)[0])
            return {ARTICLE: None}
        return {ARTICLE: WHOLE if WHOLE_WORDS.search(said) else None}

    def _say(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        key: str,
        draft: PublicDraft,
        *,
        said: str,
    ) -> None:
        text = self._wording(f"opinions.fault.{key}", count=len(draft.articles), said=f"第{said}条")
        say(dispatcher, tracker, text, in_form=True)

    def validate_opinion_words(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the words as they are said."""
        del domain
        said = str(value).strip()
        if said.startswith("/") or len(said) < SHORTEST_WORDS_LETTERS:
            say(dispatcher, tracker, self._wording("opinions.fault.short"), in_form=True)
            return {WORDS: None}
        if len(said) > WORDS_LETTERS:
            text = self._wording("opinions.refused.long", most=WORDS_LETTERS, letters=len(said))
            say(dispatcher, tracker, text, in_form=True)
            return {WORDS: None}
        return {WORDS: said}

    async def validate_opinion_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a name, or that none is given where the draft allows it."""
        del domain
        said = chosen(value, tracker)
        if said == NO_NAME or NAMELESS.fullmatch(said):
            draft = await draft_of(self._service, tracker.slots)
            if draft and draft.paper.allows_anonymous:
                return {NAME: NO_NAME}
            say(dispatcher, tracker, self._wording("opinions.refused.nameless"), in_form=True)
            return {NAME: None}
        found = NAMED_AS.fullmatch(said)
        name = found[1].strip(" 。.!！") if found else ""
        if not SHORTEST_WORDS_LETTERS <= len(name) <= NAME_LETTERS or any(
            letter.isdigit() or letter in "?？/" for letter in name
        ):
            say(dispatcher, tracker, self._wording("opinions.fault.name"), in_form=True)
            return {NAME: None}
        return {NAME: name}

    def validate_opinion_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value, agreed=AGREED):
            return {CONFIRMED: True}
        text = self._wording("opinions.ask.confirm_again")
        say(dispatcher, tracker, text, steps=confirming(self._wording), in_form=True)
        return {CONFIRMED: None}
