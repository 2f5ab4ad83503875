"""What is kept of documents that were found for a request: originals and copies sealed in parts, boxes, who did what."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant

DOCUMENT_ADDED = "document_added"
COPY_MADE = "copy_made"
COPY_CHECKED = "copy_checked"
PUBLICATION_PROPOSED = "publication_proposed"
COPIES_LEFT = "copies_left"
COPY_OPENED = "copy_opened"


class FoundDocumentRecord(Base):
    """A document that was found; `digest` and `octets` are of the file as it was brought, `form` is told by its content.

    The file's name may name somebody: it is sealed like the file, as its own. `stays` is set for one that does not go with
    the reply, whatever was made of it.
    """

    __tablename__ = "disclosure_documents"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    request: Mapped[str] = mapped_column(ForeignKey("disclosure_requests.number"), index=True)
    form: Mapped[str] = mapped_column(String(8))
    pages: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by: Mapped[str] = mapped_column(String(80))
    stays: Mapped[bool] = mapped_column(default=False)


class CoverBoxRecord(Base):
    """A box over what may not be shown, its edges in ten-thousandths of the page, with its ground.

    A copy keeps the boxes it was made with, so one that is taken away is gone from here only.
    """

    __tablename__ = "disclosure_document_boxes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("disclosure_documents.id"), index=True)
    page: Mapped[int]
    left: Mapped[int]
    top: Mapped[int]
    right: Mapped[int]
    bottom: Mapped[int]
    ground: Mapped[str] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(Text, default="")
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    drawn_by: Mapped[str] = mapped_column(String(80))


class ReleasedCopyRecord(Base):
    """A copy that may leave once a second person has looked through it; `boxes` are those it was made with.

    `proposed` is the document of the publishing slice that it was proposed as; empty until then. `left_with` is the reply
    with which it left the office, `opened_at` when the applicant first opened it by the link.
    """

    __tablename__ = "disclosure_document_copies"
    __table_args__ = (UniqueConstraint("document", "serial"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("disclosure_documents.id"))
    serial: Mapped[int]
    boxes: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[str] = mapped_column(String(80))
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    checked_by: Mapped[str] = mapped_column(String(80), default="")
    proposed: Mapped[str] = mapped_column(String(80), default="")
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    left_with: Mapped[str] = mapped_column(String(16), default="")
    opened_at: Mapped[datetime | None] = mapped_column(Instant)


class FilePartRecord(Base):
    """A part of a file, sealed: parts are small, so that no walk over what is sealed needs much memory.

    `owner` is a document's id for what was brought, the id and `-pages` or `-name` for its pages and name, or a copy's id.
    """

    __tablename__ = "disclosure_file_parts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    owner: Mapped[str] = mapped_column(String(40))
    place: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
