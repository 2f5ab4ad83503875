"""Tells what may be applied for with a credential, and for one matter what it proves and what a person checks.

Nothing here decides: a condition that the credential does not bear out is one to be checked, never a refusal.
"""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.guides.eligibility.catalogue import (
    ASKS_WHETHER,
    ASKS_WHICH,
    Credential,
    KnownCredentials,
    condition_checks,
)
from handlers.guides.guide import Guide, read
from handlers.guides.matching import by_title
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Document, Kind
from knowledge.documents.guide import Mark

Events = list[dict[str, Any]]
QUESTION_LETTERS = 80
CHECKS_SHOWN = 8


class TellEligibility:
    """Looks for a credential that is held and a question what it is good for."""

    def __init__(
        self,
        wording: Wording,
        *,
        credentials: KnownCredentials,
        library: Library,
        sources: Sources,
        clock: Clock,
    ) -> None:
        self._wording = wording
        self._credentials = credentials
        self._library = library
        self._sources = sources
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Tell it; None where no credential is held, or nothing of the kind is asked."""
        heard = hear(tracker)
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name:
            return None
        if credential := self._credentials.one(heard.slot("credential")):
            guide = self._guide(heard.slot("guide"))
            return self._checked(dispatcher, tracker, credential, guide) if guide else None
        held = self._credentials.held(heard.said) if heard.said and not heard.slot("guide") else None
        if held is None:
            return None
        if ASKS_WHETHER.search(heard.said) and (named := await self._named(held, heard.said)):
            return self._checked(dispatcher, tracker, held, named)
        return self._listed(dispatcher, tracker, held) if ASKS_WHICH.search(heard.said) else None

    async def _named(self, credential: Credential, said: str) -> Document | None:
        """Give the one matter of a credential that a message names beside it."""
        rest = ASKS_WHICH.sub("", ASKS_WHETHER.sub(lambda found: found[0].strip("能可以吗么嘛不"), said))
        for word in sorted(credential.words, key=len, reverse=True):
            rest = rest.replace(word, "")
        known = [one for one in await self._library.guides() if credential.matter(one.id)]
        named = by_title(known, rest)
        return named[0] if len(named) == 1 else None

    def _guide(self, identifier: str) -> Document | None:
        document = self._library.document(identifier) if identifier else None
        return document if document and document.kind is Kind.GUIDE else None

    def _listed(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, credential: Credential
    ) -> Events | None:
        guides = [guide for one in credential.matters if (guide := self._guide(one.guide))]
        if not guides:
            return None
        text = self._wording(
            "eligibility.list",
            name=credential.name,
            count=len(guides),
            titles="、".join(guide.title for guide in guides),
            sample=self._sample(guides),
        )
        steps = tuple(self._step(guide, credential) for guide in guides)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose"))
        return []

    def _step(self, guide: Document, credential: Credential) -> Choice:
        return step(guide.title, "service_guide", guide=guide.id, credential=credential.key)

    def _checked(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, credential: Credential, document: Document
    ) -> Events:
        guide = read(document, self._library.text(document.id))
        text = self._words(guide, credential)
        steps = (
            step(self._wording("guides.steps.whole"), "service_guide", guide=document.id),
            step(self._wording("guides.steps.source"), "show_source", document=document.id),
            step(self._wording("guides.steps.person"), "talk_to_human"),
        )
        shown = Assurance(Degree.SURE, quotations=(Quotation(document.id, text),))
        say(dispatcher, tracker, text, steps=steps, assurance=shown)
        question = mask_text(hear(tracker).said)[:QUESTION_LETTERS] or document.title
        return [LastAnswer(question, document.title, document.id).event()]

    def _words(self, guide: Guide, credential: Credential) -> str:
        proven = credential.matter(guide.document.id)
        checks = condition_checks(guide.element("conditions"), proven.proves if proven else ())
        data = [one.name for one in guide.materials() if one.mark is Mark.WAIVED]
        lines = [
            *(self._wording("eligibility.proven", words=one.words) for one in checks if one.proven),
            *(self._wording("eligibility.open", words=one.words) for one in checks if not one.proven),
        ]
        left = len(lines) - CHECKS_SHOWN
        return self._wording(
            "eligibility.checklist",
            title=guide.document.title,
            sample=self._sample([guide.document]),
            name=credential.name,
            lines="\n".join(
                filter(
                    None,
                    (
                        *lines[:CHECKS_SHOWN],
                        self._wording("eligibility.more", count=left) if left > 0 else "",
                        self._wording("eligibility.data", names="、".join(data)) if data else "",
                    ),
                )
            ),
            unit=guide.document.unit or guide.document.issuer,
            source=self._sources.line(guide.document, local_date(self._clock.now())),
        )

    def _sample(self, guides: Sequence[Document]) -> str:
        return self._wording("policy.source.sample") if any(guide.sample for guide in guides) else ""
