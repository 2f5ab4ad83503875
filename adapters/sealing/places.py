"""Every place where something sealed lies, as data: a test compares it with the code that seals.

What is sealed somewhere and not named here could be lost with the key it was sealed with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table
from sqlalchemy.orm import InstrumentedAttribute

from adapters.redis import questions, sealed_message
from handlers.accounts import second_factor
from handlers.accounts.records import AccountRecord
from handlers.activities.signup.particulars import purpose as activity_purpose
from handlers.activities.signup.records import SignupRecord
from handlers.appointments.home.particulars import purpose as home_purpose
from handlers.appointments.home.records import HomeVisitRecord
from handlers.complaints.case.papers import paper_purpose as complaint_paper_purpose
from handlers.complaints.case.particulars import purpose as complaint_purpose
from handlers.complaints.case.records import ComplaintPaperRecord, ComplaintRecord
from handlers.disclosure.case.papers import paper_purpose
from handlers.disclosure.case.particulars import purpose as disclosure_purpose
from handlers.disclosure.case.records import CasePaperRecord, DisclosureRequestRecord
from handlers.disclosure.letters.records import DisclosureLetterRecord
from handlers.disclosure.letters.service import purpose as letter_purpose
from handlers.disclosure.released.records import FilePartRecord
from handlers.disclosure.released.sealed_file import PARTS as DOCUMENT_PARTS
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord
from handlers.matters.binding.service import binding_purpose
from handlers.matters.delivery.matter import holder_purpose
from handlers.matters.delivery.records import MatterRecord
from handlers.opinions.collecting.records import OpinionRecord
from handlers.opinions.collecting.said import purpose as opinion_purpose
from handlers.pictures.records import PicturePartRecord, PictureThumbnailRecord
from handlers.pictures.store import PARTS as PICTURE_PARTS
from handlers.pictures.thumbnails import thumbnail_purpose
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.questionnaires.collecting.replies import purpose as reply_purpose
from handlers.source_files.records import SourceFilePartRecord
from handlers.source_files.service import PARTS as SOURCE_FILE_PARTS
from handlers.staff_notices.addresses import address_purpose
from handlers.staff_notices.records import NoticeAddressRecord
from handlers.subscriptions.consent.records import SubscriberRecord
from handlers.subscriptions.consent.service import SEALED_FOR as SUBSCRIBER
from handlers.tickets.desk.papers import paper_purpose as ticket_paper_purpose
from handlers.tickets.files.records import AnswerFilePartRecord, AnswerFileRecord
from handlers.tickets.files.store import PARTS as ANSWER_FILE_PARTS
from handlers.tickets.files.store import name_purpose
from handlers.tickets.records import TicketPaperRecord, TicketRecord
from handlers.tickets.service import purpose as ticket_purpose
from knowledge.documents.scans.records import ScanPartRecord
from knowledge.documents.scans.store import PARTS as SCAN_PARTS
from knowledge.publication.withheld.records import WithheldRecord
from knowledge.publication.withheld.service import purpose as withheld_purpose
from knowledge.questions.records import WaitingRecord
from knowledge.questions.waiting_list import SEALED_FOR


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed values: by what its table is read in order, each row's purpose, and the module that seals it.

    An empty value is none: it was emptied on purpose.
    """

    column: InstrumentedAttribute[bytes] | InstrumentedAttribute[bytes | None]
    purpose: Callable[[Any], str]
    sealed_in: str

    @property
    def table(self) -> Table:
        """The table the column stands in."""
        table = self.column.property.columns[0].table
        assert isinstance(table, Table), "a record has a table of its own"
        return table

    @property
    def place(self) -> Column[Any]:
        """The column by which a row is found again."""
        (found,) = self.table.primary_key.columns
        return found

    @property
    def name(self) -> str:
        """The place in words, as commands print it."""
        return f"{self.table.name}.{self.column.key}"


class RedisForm(StrEnum):
    """How sealed values lie in Redis."""

    STRING = "string"
    LIST = "list"
    HASH = "hash"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class SealedKind:
    """A kind of sealed values in Redis: the names begin with the kind (a hash has no other name), all have one purpose."""

    kind: str
    form: RedisForm
    purpose: str
    sealed_in: str

    @property
    def name(self) -> str:
        """The place in words, as commands print it."""
        return f"redis.{self.kind}"


COLUMNS = (
    SealedColumn(
        AccountRecord.factor_sealed, lambda _: second_factor.PURPOSE, "handlers/accounts/second_factor.py"
    ),
    SealedColumn(
        SignupRecord.participant,
        lambda row: activity_purpose(row.number),
        "handlers/activities/signup/particulars.py",
    ),
    SealedColumn(
        HomeVisitRecord.told,
        lambda row: home_purpose(row.number),
        "handlers/appointments/home/particulars.py",
    ),
    SealedColumn(
        ComplaintRecord.told,
        lambda row: complaint_purpose(row.number),
        "handlers/complaints/case/particulars.py",
    ),
    SealedColumn(
        ComplaintPaperRecord.content,
        lambda row: complaint_paper_purpose(row.number),
        "handlers/complaints/case/papers.py",
    ),
    SealedColumn(
        DisclosureRequestRecord.applicant,
        lambda row: disclosure_purpose(row.number),
        "handlers/disclosure/case/particulars.py",
    ),
    SealedColumn(
        CasePaperRecord.content, lambda row: paper_purpose(row.number), "handlers/disclosure/case/papers.py"
    ),
    SealedColumn(
        MatterRecord.holder, lambda row: holder_purpose(row.number), "handlers/matters/delivery/matter.py"
    ),
    *(
        SealedColumn(column, lambda row: binding_purpose(row.mark), sealed_in)
        for column, sealed_in in (
            (BindingRecord.person, "handlers/matters/delivery/matter.py"),
            (BindingClaimRecord.person, "handlers/matters/delivery/matter.py"),
        )
    ),
    SealedColumn(
        OpinionRecord.said, lambda row: opinion_purpose(row.number), "handlers/opinions/collecting/said.py"
    ),
    SealedColumn(
        QuestionnaireReplyRecord.answers,
        lambda row: reply_purpose(row.id),
        "handlers/questionnaires/collecting/replies.py",
    ),
    SealedColumn(
        DisclosureLetterRecord.content,
        lambda row: letter_purpose(row.number),
        "handlers/disclosure/letters/service.py",
    ),
    SealedColumn(
        FilePartRecord.sealed,
        lambda row: DOCUMENT_PARTS.purpose(row.owner, row.place),
        "bot/sealed_files.py",
    ),
    SealedColumn(
        PicturePartRecord.sealed,
        lambda row: PICTURE_PARTS.purpose(row.owner, row.place),
        "bot/sealed_files.py",
    ),
    SealedColumn(
        PictureThumbnailRecord.sealed,
        lambda row: thumbnail_purpose(row.owner),
        "handlers/pictures/thumbnails.py",
    ),
    SealedColumn(
        NoticeAddressRecord.target,
        lambda row: address_purpose(row.id),
        "handlers/staff_notices/addresses.py",
    ),
    SealedColumn(SubscriberRecord.citizen, lambda _: SUBSCRIBER, "handlers/subscriptions/consent/service.py"),
    SealedColumn(
        TicketRecord.transcript, lambda row: ticket_purpose(row.number), "handlers/tickets/service.py"
    ),
    SealedColumn(
        TicketPaperRecord.content,
        lambda row: ticket_paper_purpose(row.number),
        "handlers/tickets/desk/papers.py",
    ),
    SealedColumn(
        AnswerFileRecord.name, lambda row: name_purpose(row.id), "handlers/tickets/files/service.py"
    ),
    SealedColumn(
        AnswerFilePartRecord.sealed,
        lambda row: ANSWER_FILE_PARTS.purpose(row.owner, row.place),
        "bot/sealed_files.py",
    ),
    SealedColumn(
        ScanPartRecord.sealed,
        lambda row: SCAN_PARTS.purpose(row.owner, row.place),
        "bot/sealed_files.py",
    ),
    SealedColumn(
        SourceFilePartRecord.sealed,
        lambda row: SOURCE_FILE_PARTS.purpose(row.owner, row.place),
        "bot/sealed_files.py",
    ),
    SealedColumn(WaitingRecord.citizen, lambda _: SEALED_FOR, "knowledge/questions/waiting_list.py"),
    SealedColumn(
        WithheldRecord.sealed,
        lambda row: withheld_purpose(row.year, row.number),
        "knowledge/publication/withheld/service.py",
    ),
)
KINDS = (
    SealedKind("conversation", RedisForm.STRING, "conversation", "adapters/redis/gate.py"),
    SealedKind("talk", RedisForm.LIST, "talk", "adapters/redis/gate.py"),
    SealedKind("inflight", RedisForm.HASH, sealed_message.PURPOSE, "adapters/redis/sealed_message.py"),
    SealedKind("questions", RedisForm.STREAM, questions.SEALED_FOR, "adapters/redis/questions.py"),
    SealedKind("quarantine", RedisForm.STRING, sealed_message.PURPOSE, "adapters/redis/sealed_message.py"),
)
