"""Something sealed in every place there is, made by the services that seal it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from adapters.redis.gate import RedisGate
from adapters.redis.quarantine import Quarantine
from bot.clock import SettableClock
from bot.database import Database
from bot.message import Inbound
from bot.privacy import Vault
from handlers.complaints.case.papers import NOTE, ComplaintPaper
from handlers.complaints.case.papers import add_paper as keep_paper
from handlers.complaints.case.service import ComplaintService
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.papers import PaperKind, add_paper
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import HandoverRequest, TicketService
from handlers.workdays import load_calendar
from knowledge.publication.lifecycle import Duty, Person
from knowledge.publication.withheld.lifecycle import Ground
from knowledge.publication.withheld.service import Registration, WithheldRegister
from knowledge.questions.waiting_list import WaitingList
from tests.factories.complaints import came_from, complaint
from tests.factories.disclosure import FILED_AT, application, origin
from tests.factories.letters import agency, of_outcome, reply

TEXTS, CALENDAR = Texts.load(), load_calendar()
KEEPER = Person("keeper", frozenset(Duty))


def said(citizen: str, key: str) -> Inbound:
    """Give a message."""
    return Inbound("wechat", citizen, key, "text", datetime.now(UTC), "低保多少钱")


@dataclass(frozen=True, slots=True)
class Sealers:
    """The services of one process that seal, on one vault."""

    database: Database
    redis: Redis
    vault: Vault

    @property
    def gate(self) -> RedisGate:
        """The gate; each has an owner of its own, as each process has."""
        return RedisGate(self.redis, vault=self.vault, rate_limit=0)

    @property
    def clock(self) -> SettableClock:
        """The clock of the services."""
        return SettableClock(FILED_AT)

    async def file(self, number: int) -> str:
        """File a request and give its case number."""
        service = DisclosureService(
            self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR, texts=TEXTS
        )
        citizen = f"o{number}"
        receipt = await service.submit(application(), origin=origin(f"form-{number}", citizen=citizen))
        return receipt.number

    async def write_to(self, request: str) -> str:
        """Issue a letter to the applicant of a request and give its number."""
        letters = LetterService(
            self.database, vault=self.vault, clock=self.clock, templates=LetterTemplates()
        )
        issued = await letters.issue(
            request, Outcome.GRANTED, agency=agency(), values=reply(of_outcome(Outcome.GRANTED)), actor="test"
        )
        return issued.number

    async def put_on_file(self, number: int) -> None:
        """Keep a paper in the file of a request."""
        async with self.database.transaction() as tx:
            case = await tx.scalar(
                select(DisclosureRequestRecord.number).where(
                    DisclosureRequestRecord.form_id == f"form-{number}"
                )
            )
            words = {"words": "申请人来过电话"}
            await add_paper(
                tx, self.vault, str(case), PaperKind.NOTE, words, author="test", now=self.clock.now()
            )

    async def complain(self, number: int) -> None:
        """Register a complaint, with a paper."""
        service = ComplaintService(self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR)
        receipt = await service.submit(complaint(), origin=came_from(f"c{number}", citizen=f"o{number}"))
        paper = ComplaintPaper(NOTE, {"words": "来过电话"}, "test", self.clock.now())
        async with self.database.transaction() as tx:
            keep_paper(tx, self.vault, paper, number=receipt.number)

    async def reveal(self, number: str) -> str:
        """Give the identity number that a request holds."""
        ledger = DisclosureLedger(
            self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR, texts=TEXTS
        )
        return (await ledger.reveal(number, actor="test", reason="核对")).identity

    async def hand_over(self, number: int) -> str:
        """Open a ticket and give its number."""
        service = TicketService(self.database, vault=self.vault, clock=self.clock, texts=TEXTS)
        call = HandoverRequest(
            citizen=f"o{number}",
            channel="wechat",
            key=f"t{number}",
            question="低保多少钱",
            transcript=[("user", f"第{number}句", 1.0)],
        )
        return (await service.open(call)).number

    async def talk_of(self, ticket: str) -> str:
        """Give what was said before a ticket."""
        story = await TicketLedger(self.database, vault=self.vault, texts=TEXTS).story(ticket)
        return story.transcript[0].text

    async def wait(self, number: int) -> None:
        """Put somebody on a waiting list."""
        waiting = WaitingList(self.database, vault=self.vault, clock=self.clock)
        await waiting.wait("高龄补贴什么时候发放", citizen=f"o{number}", channel="wechat")

    async def withhold(self) -> int:
        """Enter something into the register of what is withheld."""
        entry = Registration(
            title="一份材料",
            unit="青岚县民政局",
            ground=Ground.PRIVACY,
            reason="涉及个人隐私",
            decided_by="主任",
            decided_on=date(2026, 11, 1),
            review_on=date(2027, 11, 1),
            summary="概要",
            kept_at="三号柜",
        )
        register = WithheldRegister(self.database, vault=self.vault, clock=self.clock)
        return (await register.register(entry, actor=KEEPER)).id

    async def turn(self, citizen: str, number: int) -> dict[str, Any]:
        """Take one turn that counts on in the citizen's conversation, and give the state found."""
        gate, inbound = self.gate, said(citizen, f"m{number}")
        entry = await gate.enter(inbound)
        assert entry.standing == "fresh", entry.standing
        found = dict(entry.state or {})
        event = {"event": "user", "text": f"第{number}句", "timestamp": float(number)}
        state = {"turns": found.get("turns", 0) + 1, "form": "disclosure", "events": [event], "fresh": 1}
        await gate.leave(inbound, state=state, answer=b"")
        return found

    async def leave_in_hand(self, citizen: str) -> None:
        """Begin a message and never end it."""
        await self.gate.enter(said(citizen, "in-hand"))

    async def set_aside(self, citizen: str) -> None:
        """Put a message into quarantine."""
        gate, inbound = self.gate, said(citizen, "aside")
        await gate.enter(inbound)
        await gate.set_aside(inbound, answer=b"")

    async def everywhere(self, number: int) -> None:
        """Seal something in every place."""
        await self.write_to(await self.file(number))
        await self.put_on_file(number)
        await self.complain(number)
        await self.hand_over(number)
        await self.wait(number)
        await self.withhold()
        await self.turn(f"o{number}", 1)
        await self.leave_in_hand(f"hand{number}")
        await self.set_aside(f"aside{number}")

    async def quarantined(self) -> int:
        """Give how many messages in quarantine can be read."""
        return len(await Quarantine(self.redis).messages(self.vault))
