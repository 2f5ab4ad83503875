"""What is kept of a citizen's picture: what it belongs to, how far its fetching is, and the file sealed in parts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

WANTED = "wanted"
KEPT = "kept"
FAILED = "failed"


class PictureRecord(Base):
    """One picture. `holder` is what it was sent with: `form:` and the form's identity, or `ticket:` and the number.

    What shows that somebody may act for an applicant is `authority:` and the form's identity. A form's picture is its case's once the form is filed: the case bears the same identity. `push` is a digest of the
    message's, so that a message is one picture however often it is delivered. `media` is what the channel fetches it by,
    until it is there or given up; `turn` is how the camera was held, the one thing that is kept of what it noted.
    """

    __tablename__ = "citizen_pictures"
    __table_args__ = (
        Index("ix_citizen_pictures_state_due_at", "state", "due_at"),
        Index("ix_citizen_pictures_sent_at", "sent_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    push: Mapped[str] = mapped_column(String(64), unique=True)
    holder: Mapped[str] = mapped_column(String(80), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    citizen: Mapped[str] = mapped_column(String(80), index=True)
    media: Mapped[str] = mapped_column(String(256))
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(40), default="")
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    kept_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    form: Mapped[str] = mapped_column(String(8), default="")
    turn: Mapped[int] = mapped_column(default=1)
    octets: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")


class PicturePartRecord(Base):
    """A part of a picture's file, sealed; it goes with its picture."""

    __tablename__ = "citizen_picture_parts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(ForeignKey("citizen_pictures.id", ondelete="CASCADE"))
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PictureThumbnailRecord(Base):
    """A picture made small, upright and sealed, for whoever looks through many; empty where none can be made of it.

    It is made of what is kept, so that nothing a camera noted can be in it, and goes with its picture.
    """

    __tablename__ = "citizen_picture_thumbnails"

    owner: Mapped[str] = mapped_column(
        ForeignKey("citizen_pictures.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
