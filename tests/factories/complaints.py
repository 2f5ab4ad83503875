"""Complaints as citizens would tell them, and a desk to handle them; all names and numbers are invented."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from adapters.county import CountyData
from adapters.services.complaints import ComplaintCounty, ComplaintServices
from bot.clock import SettableClock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.complaints.areas import TownArea, TownAreas
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.ledger import ComplaintLedger
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintStep
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.case.service import ComplaintOrigin, ComplaintService
from handlers.complaints.duty_list import DutyList, MatterDuty
from handlers.complaints.proceeding.service import ComplaintProceedings
from handlers.complaints.proceeding.step_fields import StepChoices, read_complaint_order
from handlers.complaints.routing.destination import RoutingTable
from handlers.texts import Texts
from handlers.workdays import load_calendar

TOLD_AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TEXTS, CALENDAR = Texts.load(), load_calendar()
ENVIRONMENT, MARKET = "青岚县生态环境局", "青岚县市场监督管理局"
OFFICE = ComplaintClerk("office", frozenset({ComplaintActor.OFFICE}))
SECOND = ComplaintClerk("second", frozenset({ComplaintActor.OFFICE}))
HEAD = ComplaintClerk("head", frozenset({ComplaintActor.HEAD}))
UNIT = ComplaintClerk("unit", frozenset({ComplaintActor.UNIT}), ENVIRONMENT)
OTHER_UNIT = ComplaintClerk("other", frozenset({ComplaintActor.UNIT}), MARKET)
DUTIES = DutyList((MatterDuty("油烟噪声扰民", ENVIRONMENT, (MARKET,), 7, "职责"),))
COUNTY = ComplaintCounty(
    "青岚县",
    (ENVIRONMENT, MARKET),
    TownAreas((TownArea("城东街道", 27.0, 118.9, ("县医院",)), TownArea("石桥镇", 27.1, 118.8))),
    DUTIES,
)
CHOICES = StepChoices(DUTIES.matters, (ENVIRONMENT, MARKET))
FIELDS: dict[str, dict[str, str]] = {
    "decline": {"door": "litigation", "reason": "法院已经判了"},
    "dispatch": {"matter": "油烟噪声扰民", "unit": ENVIRONMENT, "reason": "餐饮油烟归生态环境"},
    "object": {"reason": "不在我局职责里"},
    "uphold": {"reason": "职责清单里写明"},
    "redispatch": {"unit": MARKET, "reason": "食品摊贩"},
    "hand_over": {"unit": MARKET, "reason": "机构调整"},
    "extend": {"workdays": "5", "reason": "要等检测报告"},
    "report": {"result": "solved", "result_words": "已装油烟净化器", "evidence": "照片在案卷"},
    "answer": {"result_words": "已列入计划"},
    "send_back": {"reason": "没有说检测结果"},
    "visit": {"call_words": "申请人说好多了"},
    "record_call": {"call_words": "说清楚了"},
    "reopen": {"call_words": "还在冒烟", "reason": "没有解决"},
    "supervise": {"call_words": "还是不行", "reason": "第二次不满意"},
    "order": {"reason": "重新检测"},
    "split": {"reason": "不是一件事"},
    "conclude": {"result_words": "已经督促搬迁"},
}


def complaint(kind: ComplaintKind = ComplaintKind.COMPLAINT, **told: Any) -> Complaint:
    words = ToldComplaint("楼下烧烤店半夜油烟大，熏得睡不着", "县医院对面", "每天夜里", "装净化器")
    named = bool(told.get("name"))
    return Complaint(replace(words, **told), kind, "2026-1", anonymous=not named)


def came_from(form_id: str = "form-1", *, citizen: str = "openid-1") -> ComplaintOrigin:
    return ComplaintOrigin(form_id, citizen, "wechat", f"wechat:{form_id}")


@dataclass(frozen=True, slots=True)
class ComplaintDesk:
    """The services of complaints on one database."""

    database: Database
    clock: SettableClock
    vault: Vault

    @classmethod
    def of(cls, database: Database) -> "ComplaintDesk":
        return cls(database, SettableClock(TOLD_AT), Vault("a secret of the test"))

    @property
    def services(self) -> ComplaintServices:
        return ComplaintServices.of(
            self.database,
            vault=self.vault,
            clock=self.clock,
            calendar=CALENDAR,
            texts=TEXTS,
            county=COUNTY,
        )

    def services_of(self, county: CountyData) -> ComplaintServices:
        """Give the services as a whole county has them."""
        return ComplaintServices.of(
            self.database,
            vault=self.vault,
            clock=self.clock,
            calendar=CALENDAR,
            texts=TEXTS,
            county=ComplaintCounty.of(county),
        )

    @property
    def service(self) -> ComplaintService:
        return self.services.service

    @property
    def ledger(self) -> ComplaintLedger:
        return ComplaintLedger(
            self.database, vault=self.vault, clock=self.clock, calendar=CALENDAR, texts=TEXTS
        )

    @property
    def proceedings(self) -> ComplaintProceedings:
        return ComplaintProceedings(
            self.database,
            vault=self.vault,
            clock=self.clock,
            calendar=CALENDAR,
            texts=TEXTS,
            table=RoutingTable(DUTIES),
        )

    async def file(self, form_id: str = "form-1", kind: ComplaintKind = ComplaintKind.COMPLAINT) -> str:
        """Register a complaint; give its number."""
        return (await self.service.submit(complaint(kind), origin=came_from(form_id))).number

    async def take(self, number: str, step: str, clerk: ComplaintClerk, **fields: str) -> None:
        """Take a step with what is usually filled in, on the newest version."""
        typed = {**FIELDS.get(step, {}), **fields}
        order = read_complaint_order(ComplaintStep(step), typed, TEXTS, choices=CHOICES)
        story = await self.ledger.story(number, clerk=OFFICE)
        await self.proceedings.take(number, order, clerk=clerk, version=story.version)

    async def handled(self, form_id: str = "form-1") -> str:
        """Register a complaint and bring it to its unit; give its number."""
        number = await self.file(form_id)
        await self.take(number, "accept", OFFICE)
        await self.take(number, "dispatch", OFFICE)
        return number

    async def closed(self, form_id: str = "form-1") -> str:
        """Bring a complaint to its end; give its number."""
        number = await self.handled(form_id)
        await self.take(number, "report", UNIT)
        await self.take(number, "approve", SECOND)
        return number

    async def told(self) -> list[str]:
        """Give what citizens were told, oldest first."""
        async with self.database.reading() as tx:
            parcels = (await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all()
        return [str(parcel.body) for parcel in parcels]
