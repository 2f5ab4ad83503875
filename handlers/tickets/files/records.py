"""What is kept of files that go along with answers: whose ticket, how far each has got, the file sealed in parts."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

BESIDE = "beside"
"""It lies beside the ticket, and has gone nowhere."""
WAITING = "waiting"
"""It goes with the answer that waits its minute."""
GONE_OUT = "gone_out"
"""It went with an answer, and the citizen may open it."""


class AnswerFileRecord(Base):
    """One file beside a ticket; `form` is the ending that its content has, `name` what it is called, sealed.

    `opened_at` is when the citizen first opened it by the link, `openings` how often until now.
    """

    __tablename__ = "ticket_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(8))
    form: Mapped[str] = mapped_column(String(8))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[str] = mapped_column(String(40))
    left_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    opened_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    openings: Mapped[int] = mapped_column(default=0)


class AnswerFilePartRecord(Base):
    """A part of such a file, sealed."""

    __tablename__ = "ticket_file_parts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(String(32))
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
