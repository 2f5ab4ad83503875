"""Citizens' traces in every place there is, left by the services that leave them; and a look into every corner after."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from adapters.county import CountyData
from adapters.redis.gate import RedisGate
from adapters.redis.packing import plain_of
from adapters.redis.questions import QuestionCarrier, QuestionStream
from adapters.rights.forgetting import ForgettingService
from adapters.rights.person_file import PersonFiles
from adapters.rights.retention import NightlyRetention, retention_of
from adapters.rights.subject import DataSubject, find
from adapters.sealing.values import SealedValues
from adapters.storage import schema
from adapters.storage.picture_holders import filed_forms
from bot.clock import SettableClock, local_date
from bot.database import Database
from bot.inbound.gate import Unheard
from bot.message import Inbound, Reply
from bot.outbound import attempts, outbox
from bot.outbound.attempts import DeliveryAttempt
from bot.outbound.ladder import Rung
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from bot.retention import Retention, RetentionTerms
from handlers.activities.office import ActivityOffice
from handlers.activities.signup.particulars import Participant
from handlers.activities.signup.service import SignupOrigin, SignupWish
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish
from handlers.appointments.home.particulars import ToldHome
from handlers.appointments.home.visit import HomeWish
from handlers.appointments.office import AppointmentOffice
from handlers.appointments.opening.time_wish import TimeWish
from handlers.complaints.case.papers import NOTE, ComplaintPaper
from handlers.complaints.case.papers import add_paper as keep_paper
from handlers.complaints.case.service import ComplaintService
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.case.papers import PaperKind, add_paper
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.disclosure.rights import ApplicantRights
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from handlers.matters.delivery.matter import MatterHolder
from handlers.matters.delivery.reading import read_statement
from handlers.matters.office import MatterOffice
from handlers.opinions.collecting.said import OpinionWords
from handlers.opinions.collecting.service import NewOpinion, OpinionOrigin
from handlers.opinions.office import OpinionOffice
from handlers.pictures import store
from handlers.pictures.fetching import PictureFetching
from handlers.pictures.records import PictureThumbnailRecord
from handlers.pictures.service import PictureService, SentPicture
from handlers.pictures.thumbnails import thumbnail_purpose
from handlers.questionnaires.office import QuestionnaireOffice
from handlers.ratings.questions import EndedCase, RatingQuestions
from handlers.ratings.records import APPOINTMENT
from handlers.texts import Texts
from handlers.tickets.files.service import AnswerFiles
from handlers.tickets.service import HandoverRequest, TicketService
from handlers.workdays import load_calendar
from knowledge.questions.log import QuestionLog
from knowledge.questions.note import QuestionNote, QuestionOutcome
from knowledge.questions.waiting_list import WaitingList
from tests.factories.activities import published
from tests.factories.case_pages import case_page
from tests.factories.complaints import came_from, complaint
from tests.factories.disclosure import FILED_AT, IDENTITY, application, origin
from tests.factories.letters import agency, of_outcome, reply
from tests.factories.matters import WANG, matter
from tests.factories.opinions import paper, questionnaire
from tests.factories.snapshots import png
from tests.factories.subscriptions import SubscriptionWorld

SECRET = "a secret of thirty-two letters ok"
TEXTS, CALENDAR = Texts.load(), load_calendar()
BOOKABLE = CountyData.load(None).appointments
PHONE, NAME, STREET = "13800001234", "李一鸣", "下坝村15号"
OPENID = "oCitizenWhoWantsToGo00001"


@dataclass(frozen=True, slots=True)
class Town:
    """One database, one Redis, one clock, and the services on them."""

    database: Database
    redis: Redis
    clock: SettableClock
    vault: Vault

    @classmethod
    def of(cls, database: Database, redis: Redis, *, at: datetime = FILED_AT) -> "Town":
        """Give a town at a moment."""
        return cls(database, redis, SettableClock(at), Vault(SECRET))

    @property
    def disclosure(self) -> DisclosureService:
        """The requests' service."""
        return DisclosureService(
            self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR, texts=TEXTS
        )

    @property
    def tickets(self) -> TicketService:
        """The hand-overs' service."""
        return TicketService(self.database, vault=self.vault, clock=self.clock, texts=TEXTS)

    @property
    def rights(self) -> ApplicantRights:
        """What may be done about particulars."""
        return ApplicantRights(self.database, vault=self.vault, clock=self.clock)

    @property
    def waiting(self) -> WaitingList:
        """The waiting list."""
        return WaitingList(self.database, vault=self.vault, clock=self.clock)

    @property
    def gate(self) -> RedisGate:
        """A gate."""
        return RedisGate(self.redis, vault=self.vault, rate_limit=60)

    @property
    def files(self) -> PersonFiles:
        """What is held about a person."""
        return PersonFiles(self.database, self.redis, vault=self.vault)

    @property
    def forgetting(self) -> ForgettingService:
        """What erases."""
        return ForgettingService(
            self.database,
            self.redis,
            vault=self.vault,
            clock=self.clock,
            tickets=self.tickets,
            settling=0.0,
        )

    def retention(self, terms: RetentionTerms | None = None) -> Retention:
        """Give the rules."""
        return retention_of(
            self.database,
            self.redis,
            vault=self.vault,
            clock=self.clock,
            terms=terms or RetentionTerms(),
            tickets=self.tickets,
            texts=TEXTS,
        )

    def nightly(self) -> NightlyRetention:
        """Give the worker's job."""
        return NightlyRetention(self.retention(), self.database, self.redis, clock=self.clock)

    async def find(self, who: str, channel: str = "wechat") -> DataSubject:
        """Give who is meant."""
        async with self.database.reading() as tx:
            return await find(tx, who, channel=channel, vault=self.vault, today=local_date(self.clock.now()))

    async def file(
        self,
        form: str,
        *,
        citizen: str = OPENID,
        identity: str = IDENTITY,
        representative: Representative | None = None,
    ) -> str:
        """File a request and give its number."""
        filled = replace(application(identity=identity), representative=representative)
        return (await self.disclosure.submit(filled, origin=origin(form, citizen=citizen))).number

    @property
    def complaints(self) -> ComplaintService:
        """The complaints' service."""
        return ComplaintService(self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR)

    async def complain(self, form: str, *, citizen: str = OPENID) -> str:
        """Let a citizen complain, and a colleague note something; give the number."""
        told = complaint(name=NAME, phone=PHONE, where=f"石桥镇{STREET}")
        number = (await self.complaints.submit(told, origin=came_from(form, citizen=citizen))).number
        paper = ComplaintPaper(NOTE, {"words": f"{NAME}来过电话"}, "test", self.clock.now())
        async with self.database.transaction() as tx:
            keep_paper(tx, self.vault, paper, number=number)
        return number

    async def book(self, form: str, *, citizen: str = OPENID) -> str:
        """Let a citizen book the first free visit, and give its number."""
        service = self.bookings.service
        answer = await service.answer("company", "zhengwu-center", TimeWish())
        slot = answer.slots[0].slot
        wanted = BookingWish("company", slot.place, slot.day, slot.starts, "本人")
        return (await service.book(wanted, origin=BookingOrigin(form, citizen, "wechat"))).number

    async def subscribe(self, mark: str, *, citizen: str = OPENID) -> None:
        """Subscribe a citizen, write one message of a day, and ask for a rating."""
        world = SubscriptionWorld.beside(self.database, self.vault, self.clock)
        await world.agree(citizen)
        await world.publish(f"news-{mark}")
        at = world.clock.now()
        await world.to(9)
        world.clock.set(at)
        async with self.database.transaction() as tx:
            ended = EndedCase(f"YY-{mark}", APPOINTMENT, citizen, "wechat")
            await RatingQuestions(TEXTS).ask(tx, ended, now=self.clock.now())

    @property
    def bookings(self) -> AppointmentOffice:
        """Give the services of appointments."""
        return AppointmentOffice.of(
            self.database,
            county=BOOKABLE,
            calendar=lambda: CALENDAR,
            clock=self.clock,
            texts=TEXTS,
            vault=self.vault,
        )

    async def sign_up(self, form: str, *, citizen: str = OPENID) -> str:
        """Let a citizen sign up for an activity, and give the number."""
        office = ActivityOffice.of(
            self.database, vault=self.vault, calendar=CALENDAR, clock=self.clock, texts=TEXTS
        )
        day = local_date(self.clock.now()) + timedelta(days=9)
        until = self.clock.now() + timedelta(days=2)
        activity = await published(office, day=day, until=until, asks_contact=True)
        wanted = SignupWish(activity, Participant(NAME, PHONE), meets_conditions=True)
        return (await office.service.sign_up(wanted, origin=SignupOrigin(form, citizen, "wechat"))).number

    async def opine(self, form: str, *, citizen: str = OPENID) -> None:
        """Let a citizen write an opinion on a draft, and answer a questionnaire."""
        drafts = OpinionOffice.of(
            self.database, vault=self.vault, clock=self.clock, texts=TEXTS, address=lambda number: number
        )
        later = local_date(self.clock.now()) + timedelta(days=40)
        told = paper(closes_on=later, result_due_on=later + timedelta(days=30))
        draft = await drafts.desk.make(told, actor="a")
        await drafts.desk.publish(draft, actor="b")
        opinion = NewOpinion(draft, "", OpinionWords("太短了", NAME, PHONE), is_anonymous=False)
        await drafts.service.submit(opinion, origin=OpinionOrigin(form, citizen, "wechat"))
        office = QuestionnaireOffice.of(self.database, vault=self.vault, clock=self.clock, texts=TEXTS)
        number = await office.desk.make(questionnaire(closes_on=later), actor="a")
        await office.desk.publish(number, actor="b")
        await office.service.answer(number, 1, ("1",), citizen=citizen, channel="wechat")

    async def ask_home(self, form: str, *, citizen: str = OPENID) -> str:
        """Let a citizen ask for somebody to come to the house, and give the number."""
        service = self.bookings.home
        half = (await service.free())[0]
        told = ToldHome(f"石桥镇{STREET}", PHONE)
        wish = HomeWish("id-card", "aged", "本人", told, half)
        return (await service.ask(wish, origin=BookingOrigin(form, citizen, "wechat"))).number

    async def give_opinion(self, form: str, *, citizen: str = OPENID) -> str:
        """Let a citizen say something to a draft, and give the number."""
        office = OpinionOffice.of(
            self.database, vault=self.vault, clock=self.clock, texts=TEXTS, address=case_page
        )
        draft = await office.desk.make(paper(**self._asked_for_a_month()), actor="staff")
        await office.desk.publish(draft, actor="second")
        said = NewOpinion(draft, "", OpinionWords("停车点太少了", NAME, PHONE), is_anonymous=False)
        return (await office.service.submit(said, origin=OpinionOrigin(form, citizen, "wechat"))).number

    async def fill_in(self, *, citizen: str = OPENID) -> None:
        """Let a citizen begin a questionnaire."""
        office = QuestionnaireOffice.of(self.database, vault=self.vault, clock=self.clock, texts=TEXTS)
        closes = self._asked_for_a_month()["closes_on"]
        asked = await office.desk.make(questionnaire(closes_on=closes), actor="staff")
        await office.desk.publish(asked, actor="second")
        await office.service.answer(asked, 1, ("1",), citizen=citizen, channel="wechat")

    async def bind(self, mark: str, *, citizen: str = OPENID, identity: str = IDENTITY) -> None:
        """Let another system deliver a citizen's matter, bind the account at the counter, and claim somebody else's."""
        office = MatterOffice.of(self.database, vault=self.vault, clock=self.clock, texts=TEXTS)
        await office.sources.open("houses", "不动产登记", actor="test")
        day = local_date(self.clock.now()).isoformat()
        steps = [{"name": "受理", "unit": "登记中心", "state": "running", "started_on": day}]
        holder = MatterHolder(NAME, identity, PHONE)
        told = matter(f"A-{mark}", holder, opened_on=day, due_on="", steps=steps)
        statement = read_statement({"matters": [told]}, today=local_date(self.clock.now()))
        await office.taking_in.take("houses", statement, actor="test")
        account = BindingAccount(citizen, "wechat")
        opened = await office.bindings.claim(PersonClaim(holder, BindingKind.SELF), account)
        assert opened is not None
        await office.counter.confirm(opened.code, clerk="test", papers_seen=True)
        await office.bindings.claim(PersonClaim(WANG, BindingKind.AGENT), account)

    def _asked_for_a_month(self) -> dict[str, date]:
        today = local_date(self.clock.now())
        return {"closes_on": today + timedelta(days=31), "result_due_on": today + timedelta(days=62)}

    async def write_to(self, request: str) -> str:
        """Issue a letter to the applicant of a request, with a paper in its file, and give its number."""
        async with self.database.transaction() as tx:
            await add_paper(
                tx,
                self.vault,
                request,
                PaperKind.NOTE,
                {"words": f"{NAME}来过电话"},
                author="test",
                now=self.clock.now(),
            )
        letters = LetterService(
            self.database, vault=self.vault, clock=self.clock, templates=LetterTemplates()
        )
        issued = await letters.issue(
            request, Outcome.GRANTED, agency=agency(), values=reply(of_outcome(Outcome.GRANTED)), actor="test"
        )
        return issued.number

    async def hand_over(self, key: str, *, citizen: str = OPENID) -> str:
        """Open a ticket, put a file beside it, and give its number."""
        call = HandoverRequest(citizen, "wechat", key, "低保多少钱", [("user", "低保多少钱", 1.0)])
        number = (await self.tickets.open(call)).number
        files = AnswerFiles(self.database, vault=self.vault, clock=self.clock)
        await files.add(number, f"{NAME}的申请表.png", png(), actor="test")
        return number

    async def photograph(self, holder: str, *, citizen: str = OPENID) -> None:
        """Send a picture with something, and have it fetched."""
        service = PictureService(self.database, vault=self.vault, clock=self.clock, filed=filed_forms)
        await service.take(
            SentPicture(holder, "wechat", citizen, f"{citizen}:{holder}", "media", self.clock.now())
        )

        async def fetched(_: str) -> bytes:
            return png()

        fetching = PictureFetching(self.database, fetched, vault=self.vault, clock=self.clock, texts=TEXTS)
        await fetching.step()
        async with self.database.transaction() as tx:
            for row, small in await store.thumbnails(tx, holder):
                if small is None:
                    sealed = self.vault.seal(b"small", purpose=thumbnail_purpose(row.id))
                    tx.add(PictureThumbnailRecord(owner=row.id, sealed=sealed))

    async def post(self, words: str, *, citizen: str = OPENID, sent: bool = True, waits: bool = False) -> int:
        """Write a parcel, and send it at once."""
        async with self.database.transaction() as tx:
            await outbox.enqueue(
                tx,
                citizen,
                body=ParcelBody(Reply(words)),
                dedup=f"{words}:{citizen}",
                now=self.clock.now(),
                kind=ParcelKind.ANSWER if sent else ParcelKind.LETTER,
            )
        async with self.database.transaction() as tx:
            newest = select(outbox.ParcelRecord.id).order_by(outbox.ParcelRecord.id.desc()).limit(1)
            number = int(await tx.scalar(newest) or 0)
            if sent:
                attempts.note(tx, number, DeliveryAttempt(Rung.SERVICE, messages=1), now=self.clock.now())
                await outbox.mark_sent(tx, number, now=self.clock.now())
            elif waits:
                await outbox.mark_waiting(tx, number, reason="window")
        return number

    async def ask(self, key: str, *, citizen: str = OPENID, carried: bool = True) -> None:
        """Ask a question that is noted, and carry the note to the database."""
        notes = QuestionStream(
            self.redis, vault=self.vault, threshold=lambda: 0.5, generation=lambda: "gen-1"
        )
        notes.note(
            QuestionNote(
                key=key,
                at=self.clock.now().timestamp(),
                channel="wechat",
                citizen=citizen,
                question="低保多少钱",
                outcome=QuestionOutcome.ANSWERED,
            )
        )
        await notes.flush()
        if carried:
            log = QuestionLog(self.database, self.clock)
            carrier = QuestionCarrier(self.redis, log.take, vault=self.vault, name="test")
            while await carrier.carry():
                pass

    async def turn(self, key: str, *, citizen: str = OPENID, form: str | None = None) -> None:
        """Take one turn of a talk."""
        gate, inbound = self.gate, self.inbound(key, citizen=citizen)
        entry = await gate.enter(inbound)
        assert entry.standing == "fresh", entry.standing
        known = dict(entry.state or {})
        said = {"event": "user", "text": f"说了{key}", "timestamp": self.clock.now().timestamp()}
        events = [*known.get("events", ()), said]
        state = {
            "sender_id": citizen,
            "slots": {"applicant_name": NAME},
            "events": events,
            "fresh": 1,
            "form": form,
            "unheard": Unheard.LATE,
        }
        await gate.leave(inbound, state=state, answer=b"answer")
        # The platform asks again.
        await gate.enter(inbound)

    async def leave_in_hand(self, key: str, *, citizen: str = OPENID) -> None:
        """Begin a message and never end it; the lease is given back, as if it had run out."""
        inbound = self.inbound(key, citizen=citizen)
        await self.gate.enter(inbound)
        await self.redis.delete(f"mingbai:claim:{inbound.identity}", f"mingbai:lock:wechat:{citizen}")

    async def set_aside(self, key: str, *, citizen: str = OPENID) -> None:
        """Put a message into quarantine."""
        gate, inbound = self.gate, self.inbound(key, citizen=citizen)
        await gate.enter(inbound)
        await gate.set_aside(inbound, answer=b"")

    def inbound(self, key: str, *, citizen: str = OPENID, kind: str = "text") -> Inbound:
        """Give a message."""
        return Inbound("wechat", citizen, key, kind, self.clock.now(), "低保多少钱")

    async def everywhere(self, mark: str, *, citizen: str = OPENID, identity: str = IDENTITY) -> str:
        """Leave something of a citizen in every place; give the number of the request."""
        number = await self.file(f"form-{mark}", citizen=citizen, identity=identity)
        await self.write_to(number)
        await self.complain(f"c-{mark}", citizen=citizen)
        await self.book(f"y-{mark}", citizen=citizen)
        await self.opine(f"o-{mark}", citizen=citizen)
        await self.subscribe(mark, citizen=citizen)
        await self.ask_home(f"h-{mark}", citizen=citizen)
        await self.sign_up(f"a-{mark}", citizen=citizen)
        await self.give_opinion(f"o-{mark}", citizen=citizen)
        await self.fill_in(citizen=citizen)
        await self.bind(mark, citizen=citizen, identity=identity)
        ticket = await self.hand_over(f"t-{mark}", citizen=citizen)
        await self.photograph(f"form:form-{mark}", citizen=citizen)
        await self.photograph(f"ticket:{ticket}", citizen=citizen)
        await self.post(f"已经发出的话{mark}", citizen=citizen)
        await self.post(f"还没送出的话{mark}", citizen=citizen, sent=False, waits=True)
        await self.waiting.wait("高龄补贴什么时候发放", citizen=citizen, channel="wechat")
        await self.ask(f"q1-{mark}", citizen=citizen)
        await self.set_aside(f"m1-{mark}", citizen=citizen)
        await self.turn(f"m2-{mark}", citizen=citizen, form="disclosure")
        await self.leave_in_hand(f"m3-{mark}", citizen=citizen)
        await self.gate.hold(citizen)
        return number

    async def two(self, citizen: str, identity: str) -> tuple[str, str]:
        """Leave something of the citizen and of another one in every place; give the numbers of their requests."""
        numbers = await self.everywhere("a"), await self.everywhere("b", citizen=citizen, identity=identity)
        await self.ask("way-a", carried=False)
        await self.ask("way-b", citizen=citizen, carried=False)
        return numbers

    async def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Give everything in the database by table, with what is sealed opened."""
        found: dict[str, list[dict[str, Any]]] = {}
        async with self.database.reading() as tx:
            for table in schema.METADATA.sorted_tables:
                chosen = await tx.execute(select(table))
                found[table.name] = [dict(row) for row in chosen.mappings()]
        return found

    async def corners(self) -> AsyncIterator[tuple[str, str]]:
        """Give all that is kept anywhere as (place, text): rows, Redis names and values, everything sealed opened."""
        for table, rows in (await self.rows()).items():
            for row in rows:
                yield table, json.dumps(row, ensure_ascii=False, default=str)
        async for key in self.redis.scan_iter(match="mingbai:*"):
            yield f"redis {key.decode()}", key.decode()
            for value in await self._values(key):
                yield f"redis {key.decode()}", value
        async for batch in SealedValues(self.database, self.redis).batches():
            for value in batch:
                plain = plain_of(self.vault.open_bytes(value.sealed, purpose=value.purpose))
                yield value.place.name, plain.decode("utf-8", "replace")

    async def _values(self, key: bytes) -> list[str]:
        form = await self.redis.type(key)
        read: Any = {
            b"string": lambda: self.redis.get(key),
            b"list": lambda: self.redis.lrange(key, 0, -1),
            b"hash": lambda: self.redis.hgetall(key),
            b"zset": lambda: self.redis.zrange(key, 0, -1),
            b"set": lambda: self.redis.smembers(key),
            b"stream": lambda: self.redis.xrange(key),
        }[form]
        return [repr(await read())]

    async def where(self, *words: str) -> set[str]:
        """Give the places in which one of some words can still be read."""
        return {place async for place, text in self.corners() if any(word in text for word in words)}

    def marks(self, citizen: str = OPENID) -> tuple[str, ...]:
        """Give the keyed hashes under which a citizen is known."""
        return (
            self.vault.fingerprint(f"wechat:{citizen}", purpose="question"),
            self.vault.fingerprint(IDENTITY, purpose="identity"),
        )

    def later(self, days: float) -> None:
        """Let days pass."""
        self.clock.advance(timedelta(days=days))
