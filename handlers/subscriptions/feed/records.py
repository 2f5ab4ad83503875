"""What is kept of news: one line for each version that became public, its keys, and whom it was told already."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant
from handlers.subscriptions.consent.records import HASH_DIGITS, KEY_LETTERS

TITLE_LETTERS = 500


class NewsRecord(Base):
    """Something that became public; a document's version is news once.

    `serial` gives the order in which news came to the feed: nothing ever comes before what was told. `changed` says
    that there was another version before. What was taken back is told to nobody from `withdrawn_at` on; once `recalled`,
    no message that waits speaks of it any more.
    """

    __tablename__ = "subscription_news"
    __table_args__ = (Index("ix_subscription_news_recalled_withdrawn_at", "recalled", "withdrawn_at"),)

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(String(KEY_LETTERS), index=True)
    version: Mapped[int]
    changed: Mapped[bool]
    title: Mapped[str] = mapped_column(String(TITLE_LETTERS))
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    recalled: Mapped[bool] = mapped_column(default=False)


class NewsKeyRecord(Base):
    """By what the subscribers of a piece of news are found; the newest of a key stand together."""

    __tablename__ = "subscription_news_keys"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True, index=True)


class ToldRecord(Base):
    """That somebody was told of a document's version (`edition`), in which message: nobody is told of it a second time.

    `serial` is where the news stood then, `cause` the outbox's name of the message.
    """

    __tablename__ = "subscription_told"

    person: Mapped[str] = mapped_column(String(HASH_DIGITS), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(KEY_LETTERS), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(index=True)
    cause: Mapped[str] = mapped_column(String(HASH_DIGITS), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
