"""What is kept of a web page that is looked at: its address, the document made of it, and what the last look gave."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

ADDRESS_LETTERS, FAULT_LETTERS, NAME_LETTERS = 500, 500, 120


class WebPageRecord(Base):
    """One page; `digest` is that of what was read last, `document_id` is empty until something was."""

    __tablename__ = "web_pages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LETTERS), unique=True)
    document_id: Mapped[str] = mapped_column(String(NAME_LETTERS))
    state: Mapped[str] = mapped_column(String(12))
    fault: Mapped[str] = mapped_column(String(FAULT_LETTERS))
    digest: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    added_at: Mapped[datetime] = mapped_column(Instant)
    looked_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
