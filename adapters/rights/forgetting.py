"""Erases what is held about a person who asks for it, and tells beforehand what goes and what the law keeps (PI47).

A request that is open, or closed for less than a year, stays: the Regulation asks for it (art. 45), and until the term
is over it is only kept (PI47, second paragraph). What was not sent yet becomes a task for staff before it is emptied.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from redis.asyncio import Redis
from sqlalchemy import ColumnElement, and_, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.redis.person import RedisTraces
from adapters.redis.retention import compact
from adapters.rights.holdings import KINDS, TABLES, Erasure
from adapters.rights.person_file import PersonFile, PersonFiles, pictures_of
from adapters.rights.subject import DataSubject
from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database, touched
from bot.outbound.attempts import AttemptRecord
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.activities.signup.records import SignupRecord
from handlers.activities.signup.retention import erase_signups
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.retention import erase_appointments
from handlers.appointments.home.records import HomeVisitRecord
from handlers.appointments.home.retention import erase_home_visits
from handlers.complaints.case import retention as complaint_terms
from handlers.complaints.case.records import ComplaintRecord
from handlers.disclosure.case import store
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.retention import closed_on, erase_applicants, kept_until, remedy_pending
from handlers.matters.binding.retention import erase_bindings
from handlers.matters.delivery.retention import erase_matters
from handlers.opinions.collecting.records import OpinionRecord
from handlers.opinions.collecting.retention import erase_opinions
from handlers.pictures.records import PicturePartRecord, PictureRecord, PictureThumbnailRecord
from handlers.pictures.service import AUTHORITY, FORM
from handlers.pictures.store import delete_where
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.questionnaires.collecting.retention import erase_replies
from handlers.ratings.records import RatingRecord
from handlers.ratings.store import forget as forget_ratings
from handlers.subscriptions.consent.service import Subscriber, forget_person, person_mark
from handlers.tickets.files.records import AnswerFilePartRecord, AnswerFileRecord
from handlers.tickets.files.store import delete_files
from handlers.tickets.records import OPEN, TicketPaperRecord, TicketRecord
from handlers.tickets.retention import delete_papers
from handlers.tickets.service import TicketService
from handlers.tickets.store import UNDELIVERED
from knowledge.questions.records import QuestionRecord, WaitingRecord
from knowledge.questions.waiting_list import PURPOSE

# A program writes the questions it holds to the stream twice a second, and a worker carries them from there.
SETTLING_SECONDS = 2.0
PASSES = 3
# By which column a row of these names its picture.
_PICTURES = {
    PictureRecord.__tablename__: "id",
    PicturePartRecord.__tablename__: "owner",
    PictureThumbnailRecord.__tablename__: "owner",
}


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A request that stays, and why: `reason` is the end of a text key; `until` is the last day of keeping, if it is known."""

    number: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ForgettingPlan:
    """What erasing would do: entries that go by place, requests that stay, and requests whose term is over."""

    going: dict[str, int]
    kept: tuple[KeptCase, ...]
    over: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.going or self.over)


class ForgettingService:
    """Tells what erasing would do, and does it."""

    def __init__(
        self,
        database: Database,
        redis: Redis,
        *,
        vault: Vault,
        clock: Clock,
        tickets: TicketService,
        settling: float = SETTLING_SECONDS,
    ) -> None:
        self._database = database
        self._redis = redis
        self._vault = vault
        self._clock = clock
        self._tickets = tickets
        self._settling = settling
        self._traces = RedisTraces(redis, vault=vault)
        self._files = PersonFiles(database, redis, vault=vault)

    async def plan(self, subject: DataSubject) -> ForgettingPlan:
        """Give what erasing would do, and change nothing; raises `ServiceError` when a store is away."""
        file = await self._files.of(subject)
        async with self._database.reading() as tx:
            kept, over = await self._cases(tx, subject)
            told, told_over = await self._complaints(tx, subject)
            staying = set(await tx.scalars(select(PictureRecord.id).where(_kept_pictures((*kept, *told)))))
        return ForgettingPlan(_going(file, staying), (*kept, *told), (*over, *told_over))

    async def forget(self, subject: DataSubject, *, actor: str) -> dict[str, int]:
        """Erase what may be erased; give how many entries by place. The audit keeps the counts only.

        What was on its way meanwhile, such as the note of a question, is looked for once more and erased too. Raises
        `ServiceError` when a store is away: beginning again then does what is still to be done.
        """
        counts: dict[str, int] = {}
        for _ in range(PASSES):
            await self._pass(subject, counts, actor=actor)
            await asyncio.sleep(self._settling)
            if (await self.plan(subject)).nothing:
                break
        await compact(self._redis)
        return counts

    async def _pass(self, subject: DataSubject, totals: dict[str, int], *, actor: str) -> None:
        counts: dict[str, int] = {}
        for account in subject.accounts:
            for kind, count in (await self._traces.erase(account)).items():
                _add(counts, f"redis.{kind}", count)
        async with self._database.transaction() as tx:
            await self._erase_rows(tx, subject, counts)
            detail = {place: str(count) for place, count in counts.items()}
            now = self._clock.now()
            await audit.record(
                tx, "person:forget", actor=actor, subject=subject.subject, now=now, detail=detail
            )
        for place, count in counts.items():
            _add(totals, place, count)

    async def _erase_rows(self, tx: AsyncSession, subject: DataSubject, counts: dict[str, int]) -> None:
        for account in subject.accounts:
            mark = self._vault.fingerprint(account.person, purpose=PURPOSE)
            for record, column in (
                (QuestionRecord, QuestionRecord.citizen),
                (WaitingRecord, WaitingRecord.person),
            ):
                gone = await tx.execute(delete(record).where(column == mark))
                _add(counts, record.__tablename__, touched(gone))
            booked = await erase_appointments(tx, citizen=account.citizen, channel=account.channel)
            _add(counts, AppointmentRecord.__tablename__, booked)
            signed = await erase_signups(tx, citizen=account.citizen, channel=account.channel)
            _add(counts, SignupRecord.__tablename__, signed)
            written = await erase_opinions(tx, self._vault, citizen=account.citizen)
            _add(counts, OpinionRecord.__tablename__, written)
            answered = await erase_replies(tx, self._vault, citizen=account.citizen)
            _add(counts, QuestionnaireReplyRecord.__tablename__, answered)
            come_to = await erase_home_visits(tx, citizen=account.citizen, channel=account.channel)
            _add(counts, HomeVisitRecord.__tablename__, come_to)
            rated = await forget_ratings(tx, citizen=account.citizen, channel=account.channel)
            _add(counts, RatingRecord.__tablename__, rated)
            subscriber = person_mark(self._vault, Subscriber(account.citizen, account.channel))
            for table, count in (await forget_person(tx, subscriber)).items():
                _add(counts, table, count)
            own = and_(TicketRecord.citizen == account.citizen, TicketRecord.channel == account.channel)
            await _delete_tickets(tx, own, counts)
            tries = (
                select(func.count(AttemptRecord.id))
                .join(ParcelRecord)
                .where(ParcelRecord.citizen == account.citizen, ParcelRecord.channel == account.channel)
            )
            _add(counts, AttemptRecord.__tablename__, int(await tx.scalar(tries) or 0))
            left = await self._tickets.unbind(tx, citizen=account.citizen, channel=account.channel)
            _add(counts, "outbox", left)
        await _erase_matters(tx, subject, counts)
        if subject.tickets:
            named = TicketRecord.number.in_(subject.tickets)
            await _delete_tickets(tx, named, counts)
        kept, over = await self._cases(tx, subject)
        if over:
            erased = await erase_applicants(tx, over, now=self._clock.now())
            _add(counts, "disclosure_requests", erased)
        told, told_over = await self._complaints(tx, subject)
        going = and_(pictures_of(subject, self._vault), ~_kept_pictures((*kept, *told)))
        owners = select(PictureRecord.id).where(going)
        for part in (PicturePartRecord, PictureThumbnailRecord):
            parts = select(func.count()).where(part.owner.in_(owners))
            _add(counts, part.__tablename__, int(await tx.scalar(parts) or 0))
        _add(counts, PictureRecord.__tablename__, await delete_where(tx, going))
        # Those of a case that stays belong to it, and to no account.
        unnamed = update(PictureRecord).where(pictures_of(subject, self._vault)).values(citizen="")
        await tx.execute(unnamed.execution_options(synchronize_session=False))
        if told_over:
            erased = await complaint_terms.erase_complaints(tx, told_over, now=self._clock.now())
            _add(counts, "complaints", erased)

    async def _complaints(
        self, tx: AsyncSession, subject: DataSubject
    ) -> tuple[tuple[KeptCase, ...], tuple[str, ...]]:
        """Give the complaints that stay with the reason, and those whose words are over their time."""
        kept, over, today = [], [], local_date(self._clock.now())
        for number in subject.complaints:
            complaint = await tx.get(ComplaintRecord, number)
            if complaint is None or not complaint.told:
                continue
            ended = await complaint_terms.ended_on(tx, complaint)
            if ended is None:
                kept.append(KeptCase(number, "open"))
            elif today <= complaint_terms.kept_until(ended):
                kept.append(KeptCase(number, "year", complaint_terms.kept_until(ended)))
            else:
                over.append(number)
        return tuple(kept), tuple(over)

    async def _cases(
        self, tx: AsyncSession, subject: DataSubject
    ) -> tuple[tuple[KeptCase, ...], tuple[str, ...]]:
        """Give the requests that stay with the reason, and those whose particulars are over their time.

        What the person filed for somebody else stays as long as that one's particulars do.
        """
        log = await store.log_of(tx, subject.cases)
        kept, over, today = [], [], local_date(self._clock.now())
        kept += [KeptCase(number, "represented") for number in subject.represented]
        for number in subject.cases:
            request = await store.by_number(tx, number)
            if request is None or not request.applicant:
                continue
            own = [line for line in log if line.number == number]
            closed = closed_on(own) if request.state == State.CLOSED else None
            if closed is None:
                kept.append(KeptCase(number, "open"))
            elif remedy_pending(own):
                kept.append(KeptCase(number, "remedy"))
            elif today <= kept_until(closed):
                kept.append(KeptCase(number, "year", kept_until(closed)))
            else:
                over.append(number)
        return tuple(kept), tuple(over)


async def _erase_matters(tx: AsyncSession, subject: DataSubject, counts: dict[str, int]) -> None:
    """Delete other systems' matters of the person, and who sees whose by the person's word."""
    gone = await erase_matters(tx, subject.identities)
    accounts = [account.citizen for account in subject.accounts]
    for table, count in {
        **gone,
        **await erase_bindings(tx, citizens=accounts, marks=subject.identities),
    }.items():
        _add(counts, table, count)


async def _delete_tickets(tx: AsyncSession, own: ColumnElement[bool], counts: dict[str, int]) -> None:
    """Delete hand-overs, but for messages that still have to reach somebody another way: those only lose the name."""
    pending = and_(TicketRecord.state == OPEN, TicketRecord.kind == UNDELIVERED)
    going = select(TicketRecord.number).where(own, ~pending)
    _add(
        counts,
        TicketPaperRecord.__tablename__,
        await delete_papers(tx, TicketPaperRecord.number.in_(going)),
    )
    files = AnswerFileRecord.number.in_(going)
    parts = AnswerFilePartRecord.owner.in_(select(AnswerFileRecord.id).where(files))
    count = await tx.scalar(select(func.count(AnswerFilePartRecord.id)).where(parts))
    _add(counts, AnswerFilePartRecord.__tablename__, int(count or 0))
    _add(counts, AnswerFileRecord.__tablename__, await delete_files(tx, files))
    gone = await tx.execute(delete(TicketRecord).where(own, ~pending))
    _add(counts, TicketRecord.__tablename__, touched(gone))


def _kept_pictures(kept: Sequence[KeptCase]) -> ColumnElement[bool]:
    """Find the pictures of requests and complaints that stay."""
    numbers = [each.number for each in kept]
    requests, complaints = DisclosureRequestRecord, ComplaintRecord
    return or_(
        *(
            PictureRecord.holder.in_(
                select(literal(prefix) + requests.form_id).where(requests.number.in_(numbers))
            )
            for prefix in (FORM, AUTHORITY)
        ),
        PictureRecord.holder.in_(
            select(literal(FORM) + complaints.form_id).where(complaints.number.in_(numbers))
        ),
    )


def _going(file: PersonFile, staying: Collection[str]) -> dict[str, int]:
    """Give the counts of the places that are emptied; `staying` are pictures of requests that stay."""
    stays = {place for place, holding in TABLES.items() if holding.erasure is Erasure.KEPT}
    counts = {
        place: count
        for place, count in file.counts().items()
        if place not in stays and (place in TABLES or place.removeprefix("redis.") in KINDS)
    }
    for section in file.sections:
        if name := _PICTURES.get(section.place):
            counts[section.place] = sum(row[name] not in staying for row in section.rows)
    return {place: count for place, count in counts.items() if count}


def _add(counts: dict[str, int], place: str, count: int) -> None:
    if count:
        counts[place] = counts.get(place, 0) + count
