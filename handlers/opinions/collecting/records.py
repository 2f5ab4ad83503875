"""What is kept of a draft, of the opinions on it, and of the groups in which the office answers them.

What somebody wrote is sealed. Whoever writes without a name is known by a keyed hash only: it finds that person's own
opinions when the person asks, and tells nobody who that is.
"""

from datetime import date, datetime

from sqlalchemy import Date, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class PublicDraftRecord(Base):
    """One draft on which citizens are asked; `opens_on` is empty until it is published.

    `document` is the summary once it was handed to the reviews.
    """

    __tablename__ = "opinion_drafts"
    __table_args__ = (Index("ix_opinion_drafts_state_closes_on", "state", "closes_on"),)

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    explanation: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(300))
    allows_anonymous: Mapped[bool]
    opens_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    result_due_on: Mapped[date] = mapped_column(Date)
    short_reason: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(12))
    document: Mapped[str] = mapped_column(String(120))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class OpinionRecord(Base):
    """One opinion; `article` is empty where it is on the whole. `said` is sealed: words, name and phone.

    `mark` is the keyed hash of its citizen, empty where nobody is known. `citizen` is empty for one without a name;
    `told_at` is when the end of the matter was written to whoever has one.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        Index("ix_opinions_draft_group", "draft", "group_id"),
        Index("ix_opinions_draft_told", "draft", "told_at"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    form_id: Mapped[str] = mapped_column(String(80), unique=True)
    draft: Mapped[str] = mapped_column(String(20))
    article: Mapped[str] = mapped_column(String(20))
    said: Mapped[bytes] = mapped_column(LargeBinary)
    is_anonymous: Mapped[bool]
    mark: Mapped[str] = mapped_column(String(64), index=True)
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    group_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    told_at: Mapped[datetime | None] = mapped_column(Instant)


class OpinionGroupRecord(Base):
    """Opinions that say the same, in the office's words, and what became of them with the reasons."""

    __tablename__ = "opinion_groups"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    draft: Mapped[str] = mapped_column(String(20), index=True)
    gist: Mapped[str] = mapped_column(String(300))
    outcome: Mapped[str] = mapped_column(String(12))
    reasons: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(80))
