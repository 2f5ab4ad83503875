"""What the message of a day says: the titles, where each is read, and how to stop it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import SHANGHAI
from bot.message import Reply, Wording
from bot.outbound.parcel import ParcelBody
from handlers.subscriptions.feed.records import NewsRecord
from handlers.talk.turn import step

SHOWN = 6
TITLE_LETTERS = 60
# Whoever does not write for so long is not told any more of what came before.
KEPT = timedelta(days=14)
INTENT = "subscribe_topic"


class DigestWords:
    """Writes the message; `address` gives where a document is read."""

    def __init__(self, texts: Wording, *, address: Callable[[str], str], sample: bool) -> None:
        self._texts = texts
        self._address = address
        self._sample = sample

    def body(self, news: Sequence[NewsRecord], *, now: datetime) -> ParcelBody:
        """Give the message that tells of news, the newest first; a document with several versions is named once."""
        newest: dict[str, NewsRecord] = {}
        for one in sorted(news, key=lambda each: each.serial, reverse=True):
            newest.setdefault(one.document_id, one)
        # What somebody was never told of before is new, whatever happened to it since.
        fresh = {one.document_id for one in news if not one.changed}
        shown = list(newest.values())
        lines = [self._line(one, fresh=one.document_id in fresh) for one in shown[:SHOWN]]
        if len(shown) > SHOWN:
            lines.append(self._texts("subscriptions.digest.more", count=len(shown) - SHOWN))
        local = now.astimezone(SHANGHAI)
        text = self._texts(
            "subscriptions.digest.message",
            month=local.month,
            day=local.day,
            lines="\n".join(lines),
            sample=self._texts("subscriptions.sample") if self._sample else "",
        )
        choices = (
            step(self._texts("subscriptions.steps.list"), INTENT, deed="list"),
            step(self._texts("subscriptions.steps.stop_all"), INTENT, deed="stop_all"),
        )
        return ParcelBody(Reply(text, choices), until=now + KEPT, by_day=True)

    def _line(self, news: NewsRecord, *, fresh: bool) -> str:
        title = news.title if len(news.title) <= TITLE_LETTERS else f"{news.title[: TITLE_LETTERS - 1]}…"
        kind = "new" if fresh else "changed"
        return self._texts(f"subscriptions.digest.{kind}", title=title, link=self._address(news.document_id))
