"""A disclosure office with its people: the services of the procedure on a database, and everybody who has a part in it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.county.agencies import AgencyDirectory
from handlers.county.agencies import load as load_agencies
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.facts import Fact
from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround
from handlers.disclosure.decision.outcomes import earlier_questions
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.disclosure.proceeding.case_file import CaseFile, CaseFiles
from handlers.disclosure.proceeding.citizen_correction import CitizenCorrection
from handlers.disclosure.proceeding.correspondence import Correspondence
from handlers.disclosure.proceeding.delivery import ReplyDelivery
from handlers.disclosure.proceeding.drafting import Drafting
from handlers.disclosure.proceeding.handover import CaseHandover
from handlers.disclosure.proceeding.registration import PaperRegistration
from handlers.disclosure.proceeding.service import Proceedings
from handlers.disclosure.proceeding.step_fields import read_order
from handlers.disclosure.proceeding.working import WorkingAnswer
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.disclosure import application, origin

AGENCIES = load_agencies(Path(__file__).parents[2] / "knowledge" / "data" / "qinglan" / "agencies.yml")
CALENDAR = load_calendar()
TEXTS = Texts.load()
VAULT = Vault("a secret of the office's tests")
FIRST_DAY = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
STAFF = Clerk("wang", frozenset({Actor.STAFF}))
UNIT = Clerk("unit", frozenset({Actor.UNIT}), agency="caizheng", unit="青岚县财政局")
COUNSEL = Clerk("counsel", frozenset({Actor.LEGAL}))
HEAD = Clerk("head", frozenset({Actor.HEAD}))
SIGNATORY = Clerk("mayor", frozenset({Actor.SIGNATORY}))
STRANGER = Clerk("li", frozenset(Actor), agency="jiaoyu", unit="青岚县教育局")


@dataclass
class Bureau:
    """The services on one database; `clock` is moved by the test."""

    database: Database
    clock: SettableClock = field(default_factory=lambda: SettableClock(FIRST_DAY))
    agencies: AgencyDirectory = AGENCIES

    def __post_init__(self) -> None:
        common = {"vault": VAULT, "clock": self.clock, "calendar": CALENDAR, "texts": TEXTS}
        counsel = CounselSettings.of(self.agencies.counsel, origin="agencies.yml")
        self.letters = LetterService(
            self.database, vault=VAULT, clock=self.clock, templates=LetterTemplates()
        )
        self.service = DisclosureService(self.database, **common)
        self.ledger = DisclosureLedger(self.database, **common)
        self.files = CaseFiles(self.database, **common, counsel=counsel)
        self.correction = CitizenCorrection(self.database, vault=VAULT, clock=self.clock, calendar=CALENDAR)
        self.handover = CaseHandover(self.database, vault=VAULT, clock=self.clock)
        self.drafting = Drafting(self.database, vault=VAULT, clock=self.clock, texts=TEXTS)
        self.registration = PaperRegistration(self.database, vault=VAULT, clock=self.clock, calendar=CALENDAR)
        self.delivery = ReplyDelivery(self.database, clock=self.clock, calendar=CALENDAR)
        self.proceedings = Proceedings(
            self.database,
            **common,
            correspondence=Correspondence(
                self.letters, vault=VAULT, agencies=self.agencies, words=GroundWords.load(), texts=TEXTS
            ),
            counsel=counsel,
            case_link=lambda number: f"https://example.test/m/cases/{number}",
        )

    async def filed(self, form_id: str = "form-1", **particulars: str) -> str:
        """File a request in chat and give its number."""
        receipt = await self.service.submit(application(**particulars), origin=origin(form_id))
        return receipt.number

    async def read(self, number: str, clerk: Clerk = STAFF) -> CaseFile:
        """Give the file as somebody sees it."""
        return await self.files.read(number, clerk=clerk)

    async def take(
        self, number: str, step: Step, clerk: Clerk = STAFF, *, version: int | None = None, **fields: str
    ) -> State:
        """Take a step on the version that stands now, and give the state it led to."""
        if version is None:
            version = (await self.read(number, clerk)).version
        order = read_order(step, fields, TEXTS)
        await self.proceedings.take(number, order, clerk=clerk, version=version)
        return (await self.ledger.story(number)).line.state

    async def write(
        self,
        number: str,
        ground: AnswerGround,
        facts: dict[str, object],
        clerk: Clerk = UNIT,
        *,
        asked: str = "青岚县2025年财政决算报告",
        part: str = "",
    ) -> None:
        """Answer every question up to a ground and add it to the decision."""
        passed = earlier_questions(BY_GROUND[ground].question)
        answer = WorkingAnswer(asked, ground, facts, part, passed)
        await self.drafting.add(number, answer, clerk=clerk)

    async def signed(self, number: str) -> None:
        """Bring a request that was filed to the signed reply, everything granted."""
        await self.take(number, Step.CONFIRM, confirmed_with="电话")
        await self.take(number, Step.ASSIGN)
        await self.write(number, AnswerGround.PROVIDED, GRANTED, STAFF)
        await self.take(number, Step.DRAFT_REPLY)
        await self.take(number, Step.PASS_REVIEW, COUNSEL)
        await self.take(number, Step.SIGN, SIGNATORY)

    async def sent(self) -> list[str]:
        """Send everything in the outbox now, as the courier does, and give the words."""
        async with self.database.transaction() as tx:
            rows = (
                await tx.scalars(
                    select(ParcelRecord)
                    .where(ParcelRecord.state == ParcelState.DUE.value)
                    .order_by(ParcelRecord.id)
                )
            ).all()
            for row in rows:
                row.state, row.sent_at = ParcelState.SENT.value, self.clock.now()
        return [str(row.body["text"]) for row in rows]

    def on(self, month: int, day: int) -> None:
        """Move the clock to ten in the morning of a day of 2026."""
        self.clock.set(datetime(2026, month, day, 10, tzinfo=SHANGHAI))

    def later(self, days: int) -> None:
        """Move the clock by calendar days."""
        self.clock.advance(timedelta(days=days))


GRANTED: dict[str, object] = {
    Fact.ATTACHMENTS.value: ["2025年财政决算报告"],
    Fact.FORM.value: "纸质复印件",
}
