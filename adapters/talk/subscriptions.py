"""The part of the talk that subscribes, stops, and offers to tell of changes later."""

from dataclasses import dataclass
from typing import Self

from rasa_sdk.interfaces import Action

from adapters.county import CountyData
from adapters.services.program import Services
from adapters.talk.precedence import ASKING
from bot.clock import Clock, local_date
from handlers.published.library import Library
from handlers.subscriptions.choosing.actions import OfferNews, Subscribe
from handlers.subscriptions.choosing.catalogue import FindTitle, SubjectCatalogue
from handlers.subscriptions.choosing.deeds import SubscriptionDeeds
from handlers.subscriptions.choosing.replies import SubscriptionReplies
from handlers.texts import Texts
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document


@dataclass(frozen=True, slots=True)
class SubscriptionTalk:
    """What the talk uses of subscriptions."""

    deeds: SubscriptionDeeds
    catalogue: SubjectCatalogue
    replies: SubscriptionReplies
    action: Subscribe

    @classmethod
    def of(
        cls, texts: Texts, services: Services, *, library: Library, county: CountyData, clock: Clock
    ) -> Self:
        """Put it together."""
        catalogue = SubjectCatalogue(
            library,
            {area.name: area.said for area in county.areas.areas},
            _titled(services.answering.answerer, clock=clock),
        )
        replies = SubscriptionReplies(texts, sample=county.profile.sample)
        deeds = SubscriptionDeeds(
            texts,
            service=services.subscriptions.service,
            catalogue=catalogue,
            replies=replies,
            page=services.subscriptions.page,
        )
        return cls(deeds, catalogue, replies, Subscribe(texts, deeds))

    def offering(self, action: Action) -> Action:
        """Give the action that answers with the offer behind it; others as they are."""
        if action.name() != ASKING:
            return action
        return OfferNews(action, catalogue=self.catalogue, replies=self.replies)


def _titled(answerer: Answerer, *, clock: Clock) -> FindTitle:
    """Find a document by the title that somebody wrote, whole or the greater part of it."""

    def titled(title: str) -> Document | None:
        answer = answerer.answer(title, today=local_date(clock.now()))
        near = (answer.citation.document,) if isinstance(answer, Answer) else answer.nearest
        return next((one for one in near if title in one.title or one.title in title), None)

    return titled
