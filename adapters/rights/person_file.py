"""Everything that is held about a person, table by table and kind by kind, opened and in plain words (PI45)."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import ColumnElement, and_, false, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.redis.person import CitizenAccount, RedisTraces
from adapters.rights.subject import DataSubject
from bot.audit import AuditRecord
from bot.clock import SHANGHAI
from bot.database import Database
from bot.errors import ServiceError
from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.activities.signup.particulars import purpose as activity_purpose
from handlers.activities.signup.records import SignupRecord
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.home.particulars import purpose as home_purpose
from handlers.appointments.home.records import HomeVisitRecord
from handlers.complaints.case.papers import paper_purpose as complaint_paper_purpose
from handlers.complaints.case.particulars import purpose as complaint_purpose
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintPaperRecord, ComplaintRecord
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.disclosure.case.papers import paper_purpose
from handlers.disclosure.case.particulars import purpose as disclosure_purpose
from handlers.disclosure.case.records import CasePaperRecord, DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.letters.records import DisclosureLetterRecord
from handlers.disclosure.letters.service import purpose as letter_purpose
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord
from handlers.matters.binding.service import binding_purpose
from handlers.matters.delivery.matter import holder_purpose
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord
from handlers.opinions.collecting.records import OpinionRecord
from handlers.opinions.collecting.said import MARKED_FOR as OPINION_MARK
from handlers.opinions.collecting.said import purpose as opinion_purpose
from handlers.pictures.records import PicturePartRecord, PictureRecord, PictureThumbnailRecord
from handlers.pictures.service import AUTHORITY, FORM, TICKET
from handlers.pictures.store import PARTS as PICTURE_PARTS
from handlers.pictures.thumbnails import thumbnail_purpose
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.questionnaires.collecting.replies import MARKED_FOR as REPLY_MARK
from handlers.questionnaires.collecting.replies import purpose as reply_purpose
from handlers.ratings.records import RatingRecord
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.consent.service import SEALED_FOR as SUBSCRIBER
from handlers.subscriptions.consent.service import Subscriber, person_mark
from handlers.subscriptions.feed.records import ToldRecord
from handlers.texts import Texts
from handlers.tickets.desk.papers import paper_purpose as ticket_paper_purpose
from handlers.tickets.files.records import AnswerFilePartRecord, AnswerFileRecord
from handlers.tickets.files.store import PARTS as ANSWER_FILE_PARTS
from handlers.tickets.files.store import name_purpose
from handlers.tickets.records import TicketPaperRecord, TicketRecord
from handlers.tickets.service import purpose as ticket_purpose
from knowledge.questions.records import QuestionRecord, WaitingRecord
from knowledge.questions.waiting_list import PURPOSE, SEALED_FOR

Row = Mapping[str, Any]
# What is kept as a code, and where its words stand.
CODES = {
    ("disclosure_requests", "state"): "disclosure.state",
    ("disclosure_requests", "delivery"): "disclosure.delivery",
    ("disclosure_events", "kind"): "disclosure.event",
    ("disclosure_papers", "kind"): "disclosure.paper",
    ("disclosure_letters", "kind"): "letters.kind",
    ("activity_signups", "state"): "activities.state",
    ("appointments", "state"): "appointments.state",
    ("home_visits", "state"): "home.state",
    ("complaints", "state"): "complaints.state",
    ("complaints", "kind"): "complaints.kinds",
    ("complaint_events", "kind"): "complaints.step",
    ("complaint_papers", "kind"): "complaints.step",
    ("tickets", "state"): "tickets.state",
    ("subscriptions", "kind"): "subscriptions.kind",
    ("ratings", "kind"): "ratings.kind",
    ("matters", "state"): "matters.state",
    ("matter_steps", "state"): "matters.step",
}
CODED = frozenset(
    {
        *(
            "applicant_kind",
            "channel",
            "talk_channel",
            "state",
            "kind",
            "outcome",
            "actor",
            "event",
            "action",
        ),
        "rung",
    }
)
UNREADABLE = {"unreadable": "yes"}


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table with the rows that are a person's, and how its sealed column, if it has one, is opened.

    What is sealed of a `binary` one is no text; `withheld` are columns that open something, or are another person's.
    """

    record: Any
    belongs: Callable[[DataSubject, Vault], ColumnElement[bool]]
    sealed: str = ""
    purpose: Callable[[Any], str] = str
    binary: bool = False
    withheld: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.record.__tablename__)


@dataclass(frozen=True, slots=True)
class FileSection:
    """What one place holds: a table's name, or `redis.` and a kind."""

    place: str
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is held about a person."""

    subject: DataSubject
    sections: tuple[FileSection, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is held."""
        return not any(section.rows for section in self.sections)

    def counts(self) -> dict[str, int]:
        """Give how many entries each place holds that holds any."""
        return {section.place: len(section.rows) for section in self.sections if section.rows}


def _by_account(citizen: Any, channel: Any) -> Callable[[DataSubject, Vault], ColumnElement[bool]]:
    def belongs(subject: DataSubject, _: Vault) -> ColumnElement[bool]:
        return or_(
            false(), *(and_(citizen == each.citizen, channel == each.channel) for each in subject.accounts)
        )

    return belongs


def _by_mark(column: Any) -> Callable[[DataSubject, Vault], ColumnElement[bool]]:
    """Find rows by the keyed hash under which questions and waiting lists know a citizen."""

    def belongs(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
        marks = [vault.fingerprint(each.person, purpose=PURPOSE) for each in subject.accounts]
        found: ColumnElement[bool] = column.in_(marks)
        return found

    return belongs


def _by_subscriber(column: Any) -> Callable[[DataSubject, Vault], ColumnElement[bool]]:
    """Find rows by the keyed hash under which subscriptions know a citizen."""

    def belongs(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
        marks = [person_mark(vault, Subscriber(each.citizen, each.channel)) for each in subject.accounts]
        found: ColumnElement[bool] = column.in_(marks)
        return found

    return belongs


def _by_citizen_mark(column: Any, purpose: str) -> Callable[[DataSubject, Vault], ColumnElement[bool]]:
    """Find rows by the keyed hash of a citizen's account alone."""

    def belongs(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
        marks = [vault.fingerprint(each.citizen, purpose=purpose) for each in subject.accounts]
        found: ColumnElement[bool] = column.in_(marks)
        return found

    return belongs


def _bound(record: Any) -> Callable[[DataSubject, Vault], ColumnElement[bool]]:
    """Find what an account claimed and sees, and what others see of the person."""

    def belongs(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
        own = _by_account(record.citizen, record.channel)(subject, vault)
        return or_(own, record.mark.in_(subject.identities))

    return belongs


def _attempts(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    own = _by_account(ParcelRecord.citizen, ParcelRecord.channel)(subject, vault)
    return AttemptRecord.parcel_id.in_(select(ParcelRecord.id).where(own))


def _tickets(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    own = _by_account(TicketRecord.citizen, TicketRecord.channel)(subject, vault)
    return or_(own, TicketRecord.number.in_(subject.tickets))


def _ticket_papers(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    return TicketPaperRecord.number.in_(select(TicketRecord.number).where(_tickets(subject, vault)))


def _ticket_files(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    return AnswerFileRecord.number.in_(select(TicketRecord.number).where(_tickets(subject, vault)))


def _ticket_file_parts(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    own = select(AnswerFileRecord.id).where(_ticket_files(subject, vault))
    return AnswerFilePartRecord.owner.in_(own)


def pictures_of(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    """Find the pictures that a person sent, and those that belong to the person's cases and tickets."""
    own = _by_account(PictureRecord.citizen, PictureRecord.channel)(subject, vault)
    forms = select(literal(FORM) + DisclosureRequestRecord.form_id).where(
        DisclosureRequestRecord.number.in_(subject.cases)
    )
    papers = select(literal(AUTHORITY) + DisclosureRequestRecord.form_id).where(
        DisclosureRequestRecord.number.in_(subject.cases)
    )
    told = select(literal(FORM) + ComplaintRecord.form_id).where(
        ComplaintRecord.number.in_(subject.complaints)
    )
    named = [f"{TICKET}{number}" for number in subject.tickets]
    return or_(
        own,
        PictureRecord.holder.in_(forms),
        PictureRecord.holder.in_(papers),
        PictureRecord.holder.in_(told),
        PictureRecord.holder.in_(named),
    )


def _picture_parts(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    own = select(PictureRecord.id).where(pictures_of(subject, vault))
    return PicturePartRecord.owner.in_(own)


def _thumbnails(subject: DataSubject, vault: Vault) -> ColumnElement[bool]:
    own = select(PictureRecord.id).where(pictures_of(subject, vault))
    return PictureThumbnailRecord.owner.in_(own)


TABLES = (
    HeldTable(
        DisclosureRequestRecord,
        lambda subject, _: DisclosureRequestRecord.number.in_(subject.cases),
        "applicant",
        lambda row: disclosure_purpose(row.number),
    ),
    HeldTable(DisclosureEventRecord, lambda subject, _: DisclosureEventRecord.number.in_(subject.cases)),
    HeldTable(
        CasePaperRecord,
        lambda subject, _: CasePaperRecord.number.in_(subject.cases),
        "content",
        lambda row: paper_purpose(row.number),
    ),
    HeldTable(
        DisclosureLetterRecord,
        lambda subject, _: DisclosureLetterRecord.request.in_(subject.cases),
        "content",
        lambda row: letter_purpose(row.number),
    ),
    HeldTable(PictureRecord, pictures_of),
    HeldTable(
        PicturePartRecord,
        _picture_parts,
        "sealed",
        lambda row: PICTURE_PARTS.purpose(row.owner, row.place),
        binary=True,
    ),
    HeldTable(
        PictureThumbnailRecord,
        _thumbnails,
        "sealed",
        lambda row: thumbnail_purpose(row.owner),
        binary=True,
    ),
    HeldTable(
        ComplaintRecord,
        lambda subject, _: ComplaintRecord.number.in_(subject.complaints),
        "told",
        lambda row: complaint_purpose(row.number),
    ),
    HeldTable(ComplaintEventRecord, lambda subject, _: ComplaintEventRecord.number.in_(subject.complaints)),
    HeldTable(
        ComplaintPaperRecord,
        lambda subject, _: ComplaintPaperRecord.number.in_(subject.complaints),
        "content",
        lambda row: complaint_paper_purpose(row.number),
    ),
    HeldTable(ComplaintSignRecord, lambda subject, _: ComplaintSignRecord.number.in_(subject.complaints)),
    HeldTable(
        SignupRecord,
        _by_account(SignupRecord.citizen, SignupRecord.channel),
        "participant",
        lambda row: activity_purpose(row.number),
    ),
    HeldTable(AppointmentRecord, _by_account(AppointmentRecord.citizen, AppointmentRecord.channel)),
    HeldTable(
        MatterRecord,
        lambda subject, _: MatterRecord.mark.in_(subject.identities),
        "holder",
        lambda row: holder_purpose(row.number),
        withheld=("digest",),
    ),
    HeldTable(
        MatterStepRecord,
        lambda subject, _: MatterStepRecord.number.in_(
            select(MatterRecord.number).where(MatterRecord.mark.in_(subject.identities))
        ),
    ),
    HeldTable(
        BindingRecord,
        _bound(BindingRecord),
        "person",
        lambda row: binding_purpose(row.mark),
        withheld=("grantor",),
    ),
    HeldTable(
        BindingClaimRecord,
        _bound(BindingClaimRecord),
        "person",
        lambda row: binding_purpose(row.mark),
        withheld=("shown_mark",),
    ),
    HeldTable(
        OpinionRecord,
        _by_citizen_mark(OpinionRecord.mark, OPINION_MARK),
        "said",
        lambda row: opinion_purpose(row.number),
    ),
    HeldTable(
        QuestionnaireReplyRecord,
        _by_citizen_mark(QuestionnaireReplyRecord.mark, REPLY_MARK),
        "answers",
        lambda row: reply_purpose(row.id),
    ),
    HeldTable(
        HomeVisitRecord,
        _by_account(HomeVisitRecord.citizen, HomeVisitRecord.channel),
        "told",
        lambda row: home_purpose(row.number),
    ),
    HeldTable(RatingRecord, _by_account(RatingRecord.citizen, RatingRecord.channel)),
    HeldTable(SubscriberRecord, _by_subscriber(SubscriberRecord.person), "citizen", lambda _: SUBSCRIBER),
    HeldTable(SubscriptionRecord, _by_subscriber(SubscriptionRecord.person)),
    HeldTable(ToldRecord, _by_subscriber(ToldRecord.person)),
    HeldTable(TicketRecord, _tickets, "transcript", lambda row: ticket_purpose(row.number)),
    HeldTable(TicketPaperRecord, _ticket_papers, "content", lambda row: ticket_paper_purpose(row.number)),
    HeldTable(AnswerFileRecord, _ticket_files, "name", lambda row: name_purpose(row.id)),
    HeldTable(
        AnswerFilePartRecord,
        _ticket_file_parts,
        "sealed",
        lambda row: ANSWER_FILE_PARTS.purpose(row.owner, row.place),
        binary=True,
    ),
    HeldTable(ParcelRecord, _by_account(ParcelRecord.citizen, ParcelRecord.channel)),
    HeldTable(AttemptRecord, _attempts),
    HeldTable(QuestionRecord, _by_mark(QuestionRecord.citizen)),
    HeldTable(WaitingRecord, _by_mark(WaitingRecord.person), "citizen", lambda _: SEALED_FOR),
)


class PersonFiles:
    """Puts together what is held about a person; both stores are only read."""

    def __init__(self, database: Database, redis: Redis, *, vault: Vault) -> None:
        self._database = database
        self._traces = RedisTraces(redis, vault=vault)
        self._vault = vault

    async def of(self, subject: DataSubject) -> PersonFile:
        """Give everything, each place with what it holds; the audit tells who did what to the person's cases.

        Raises `ServiceError` when a store is away.
        """
        sections, numbers = [], {*subject.cases, *subject.tickets, *subject.complaints}
        async with self._database.reading() as tx:
            for table in TABLES:
                key = table.record.__table__.primary_key.columns
                chosen = select(table.record).where(table.belongs(subject, self._vault)).order_by(*key)
                rows = (await tx.scalars(chosen)).all()
                held = [self._row(table, row, subject) for row in rows]
                if table.record is DisclosureRequestRecord:
                    held += await self._represented(tx, subject)
                sections.append(FileSection(table.name, tuple(held)))
                if table.record is TicketRecord:
                    numbers |= {row.number for row in rows}
            entries = await tx.scalars(
                select(AuditRecord).where(AuditRecord.subject.in_(numbers)).order_by(AuditRecord.id)
            )
            audit = tuple(_columns(entry) for entry in entries)
        sections.append(FileSection(AuditRecord.__tablename__, audit))
        return PersonFile(subject, (*sections, *await self._in_redis(subject)))

    async def _represented(self, tx: AsyncSession, subject: DataSubject) -> list[Row]:
        """Give of the requests that the person filed for others what is the person's own: who acted, and by which paper."""
        record = DisclosureRequestRecord
        chosen = select(record).where(record.number.in_(subject.represented)).order_by(record.number)
        found: list[Row] = []
        for row in await tx.scalars(chosen):
            plain = self._opened(row.applicant, disclosure_purpose(row.number)) if row.applicant else {}
            own = {name: value for name, value in plain.items() if name.startswith("rep_")}
            found.append({"number": row.number, "submitted_at": row.submitted_at, "state": row.state, **own})
        return found

    async def _in_redis(self, subject: DataSubject) -> list[FileSection]:
        found: dict[str, list[Any]] = {}
        for account in subject.accounts:
            for kind, values in (await self._traces.held(account)).items():
                found.setdefault(kind, []).extend(values)
        return [FileSection(f"redis.{kind}", tuple(values)) for kind, values in found.items()]

    def _row(self, table: HeldTable, row: Any, subject: DataSubject) -> Row:
        plain = _columns(row)
        if table.record is DisclosureRequestRecord and _is_of(subject.shared, row):
            # Somebody else filed it: whose account that is, is that one's own.
            plain |= {"citizen": "", "push_key": "", "form_id": ""}
        if table.record in {BindingRecord, BindingClaimRecord} and not _is_own(subject, row):
            # Which account sees a person's matters is that account's own; that one does is the person's.
            plain |= {"citizen": "", "channel": ""}
        for name in table.withheld:
            plain.pop(name, None)
        if table.sealed:
            sealed = bytes(plain[table.sealed] or b"")
            opened = self._octets if table.binary else self._opened
            plain[table.sealed] = opened(sealed, table.purpose(row)) if sealed else ""
        return plain

    def _opened(self, sealed: bytes, purpose: str) -> Any:
        try:
            text = self._vault.open(sealed, purpose=purpose)
        except ServiceError:
            return UNREADABLE
        return json.loads(text) if text[:1] in "[{" else text

    def _octets(self, sealed: bytes, purpose: str) -> Any:
        try:
            return base64.b64encode(self._vault.open_bytes(sealed, purpose=purpose)).decode()
        except ServiceError:
            return UNREADABLE


def _is_own(subject: DataSubject, row: Any) -> bool:
    return CitizenAccount(row.channel, row.citizen) in subject.accounts


def _is_of(accounts: Sequence[CitizenAccount], request: DisclosureRequestRecord) -> bool:
    return CitizenAccount(request.talk_channel, request.citizen) in accounts


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def written(file: PersonFile, texts: Texts, *, at: datetime) -> dict[str, Any]:
    """Give a file as one readable JSON object: places and fields by their Chinese names, instants in Chinese time."""
    held = {
        texts(f"person.place.{section.place.replace('.', '_')}"): [
            _plain(_in_words(section.place, row, texts), texts) for row in section.rows
        ]
        for section in file.sections
        if section.rows
    }
    return {
        texts("person.export.made_at"): _value(at),
        texts("person.export.about"): texts("person.export.note"),
        texts("person.export.held"): held,
    }


def _in_words(place: str, row: Any, texts: Texts) -> Any:
    """Give a row with the words for what is kept as a code."""
    if not isinstance(row, Mapping):
        return row
    told = {name: texts(key) for name, value in row.items() if (key := _code(place, name, value)) in texts}
    return {**row, **told}


def _code(place: str, name: str, value: Any) -> str:
    key = CODES.get((place, name)) or ("person.code" if name in CODED else "")
    return f"{key}.{value}" if key else ""


def _plain(value: Any, texts: Texts) -> Any:
    if isinstance(value, Mapping):
        return {_label(str(name), texts): _plain(each, texts) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(each, texts) for each in value]
    return _value(value)


def _label(name: str, texts: Texts) -> str:
    key = f"person.field.{name}"
    return texts(key) if key in texts else name


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
