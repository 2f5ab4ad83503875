"""The services of subscriptions, built together; the talk, the pages and the worker each get only their own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.subscriptions.choosing.deeds import PageAddress, no_page
from handlers.subscriptions.consent.service import SubscriptionService
from handlers.subscriptions.digest.daily import DailyMessages
from handlers.subscriptions.digest.overview import SubscriptionOverview
from handlers.subscriptions.digest.words import DigestWords
from handlers.subscriptions.feed.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class SubscriptionOffice:
    """What the program uses of subscriptions."""

    service: SubscriptionService
    newsroom: Newsroom
    daily: DailyMessages
    overview: SubscriptionOverview
    page: PageAddress

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        texts: Wording,
        address: Callable[[str], str],
        page: PageAddress = no_page,
        sample: bool = False,
    ) -> Self:
        """Give the services on a database; `address` gives where a document is read, `page` where somebody changes what is theirs.

        `sample` is set for an invented county.
        """
        words = DigestWords(texts, address=address, sample=sample)
        return cls(
            service=SubscriptionService(database, vault=vault, clock=clock, words=words),
            newsroom=Newsroom(database, clock=clock, words=words),
            daily=DailyMessages(database, vault=vault, clock=clock, words=words),
            overview=SubscriptionOverview(database, clock=clock),
            page=page,
        )

    async def step(self) -> int:
        """Bring the feed up to what is public, then write what is due; give how much there was. Raises `ServiceError`."""
        return await self.newsroom.take_up() + await self.newsroom.retract() + await self.daily.step()

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        return replace(self, service=self.service.on(database))
