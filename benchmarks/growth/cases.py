"""Cases of every kind over three years, oldest first: nearly all of them are over, so many of each kind are in hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from benchmarks.complaints import NOW, YEARS
from benchmarks.growth.bulk import Batch, Given
from benchmarks.requests import THINGS
from bot.audit import AuditRecord
from bot.clock import local_date
from handlers.activities.signup.records import SignupRecord
from handlers.appointments.booking.records import AppointmentEventRecord, AppointmentRecord
from handlers.appointments.home.records import HomeVisitRecord
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord
from handlers.opinions.collecting.records import OpinionRecord
from handlers.ratings.records import RatingRecord
from handlers.tickets.records import TicketRecord

SPAN = timedelta(days=365 * YEARS - 2)
A_DAY = 10_000
"""More than a day has of one kind, so that the last four digits tell them apart."""
EACH = 10
"""So many cases a citizen has, whatever the county's size."""
TOWNS = ("石桥镇", "下坝乡", "青山街道", "竹溪镇", "云岭乡")
ASKED = (
    "高龄津贴多少钱",
    "医保怎么异地报销",
    "公租房怎么申请",
    "灌溉渠谁来修",
    "身份证丢了去哪补",
    "学区怎么划",
)
UNITS = ("青岚县民政局", "青岚县教育局", "青岚县住房和城乡建设局", "青岚县医疗保障局")
SUBJECTS = tuple(f"{town}{year}年{thing}" for town, year, thing in product(TOWNS, range(2019, 2026), THINGS))
# What share of the cases is of a kind; the rest are complaints, which bring rows of their own.
SHARES = {"requests": 0.15, "tickets": 0.15, "appointments": 0.12, "visits": 0.02, "signups": 0.04, "opinions": 0.04, "matters": 0.08}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseKind:
    """So many cases of one kind of a county, the last `running` of which are in hand."""

    name: str
    count: int
    running: int
    citizens: int

    def at(self, place: int) -> datetime:
        """Give when a case came: they are spread evenly, the newest came today."""
        return NOW - SPAN * (1 - (place + 1) / self.count)

    def number(self, prefix: str, place: int) -> str:
        """Give the case's number."""
        return f"{prefix}{local_date(self.at(place)):%Y%m%d}{place % A_DAY:04d}"

    def citizen(self, place: int) -> str:
        """Give whose it is; the kinds begin with different ones."""
        return citizen(place * 7919 + len(self.name), self.citizens)

    def is_running(self, place: int) -> bool:
        """Tell whether it is in hand."""
        return place >= self.count - self.running


def citizen(place: int, of: int) -> str:
    """Give one of so many citizens."""
    return f"oGrow{place % of:015d}"


def batches(cases: int, running: int) -> Iterator[Batch]:
    """Give the cases of all kinds but complaints, each with its entry in the book of what was done."""
    citizens = max(1, cases // EACH)
    for name, share in SHARES.items():
        kind = CaseKind(name, int(cases * share), running, citizens)
        for record, row in ROWS[name]:
            yield Batch(record, (row(kind, place) for place in range(kind.count)))
    everything = CaseKind("audit", cases, running, citizens)
    yield Batch(AuditRecord, (_audit(everything, place) for place in range(cases)))
    yield Batch(RatingRecord, (_rating(everything, place) for place in range(0, cases, 5)))


def _request(kind: CaseKind, place: int) -> Given:
    at, runs = kind.at(place), kind.is_running(place)
    day = local_date(at)
    return {
        "number": kind.number("GK", place),
        "form_id": f"grow-{place}",
        "channel": "internet",
        "talk_channel": "wechat",
        "citizen": kind.citizen(place),
        "applicant_kind": "natural",
        "name_masked": "张*",
        "identity_fingerprint": f"{place % kind.citizens:064d}",
        "information": f"{SUBJECTS[place % len(SUBJECTS)]}第{place}号",
        "delivery": "electronic",
        "notice_version": "1",
        "notice_at": at,
        "state": "searching" if runs else "closed",
        "outcome": "" if runs else ("open", "partly_open", "not_held")[place % 3],
        "submitted_at": at,
        "receipt_on": day,
        "due_on": day + timedelta(days=28),
        "warn_on": day + timedelta(days=21) if runs else None,
        "agency": "office",
        "unit": UNITS[place % len(UNITS)],
        "handler": "bench",
        "category": "natural",
        "name_fingerprint": f"{place % kind.citizens:064d}",
    }


def _request_event(kind: CaseKind, place: int) -> Given:
    return _told(kind.number("GK", place), "submitted", kind.at(place), "A")


def _ticket(kind: CaseKind, place: int) -> Given:
    at, runs = kind.at(place), kind.is_running(place)
    return {
        "number": kind.number("ZX", place),
        "kind": "question",
        "channel": "wechat",
        # At most one of a citizen is open: whoever waits has no name twice.
        "citizen": f"oWait{place:015d}" if runs else kind.citizen(place),
        "question": f"{ASKED[place % len(ASKED)]}，我是{TOWNS[place % len(TOWNS)]}的",
        "unit": UNITS[place % len(UNITS)] if place % 3 else "",
        "state": "open" if runs else "closed",
        "opened_at": at,
        "answered_at": None if runs else at + timedelta(hours=20),
        "answer": "" if runs else "您好，请带身份证到镇便民服务中心办理。",
        "answered_by": "" if runs else "bench",
        "closed_at": None if runs else at + timedelta(days=3),
        "watchers": [],
    }


def _appointment(kind: CaseKind, place: int) -> Given:
    at, runs = kind.at(place), kind.is_running(place)
    day = local_date(NOW) + timedelta(days=1 + place % 5) if runs else local_date(at)
    return {
        "number": kind.number("YY", place),
        "form_id": f"grow-{place}",
        "channel": "wechat",
        "citizen": kind.citizen(place),
        "matter": "elderly-allowance",
        "place": "county-hall",
        "desk": "civil",
        "day": day,
        "starts": "09:00",
        "ends": "09:20",
        "whom": "self",
        "state": "booked" if runs else ("served", "served", "missed", "cancelled")[place % 4],
        "made_at": at,
        "arrived_at": None if runs else at + timedelta(hours=2),
        "reminded_at": at,
    }


def _appointment_event(kind: CaseKind, place: int) -> Given:
    return _told(kind.number("YY", place), "book", kind.at(place), "A")


def _visit(kind: CaseKind, place: int) -> Given:
    at, runs = kind.at(place), kind.is_running(place)
    return {
        "number": kind.number("SM", place),
        "form_id": f"grow-{place}",
        "channel": "wechat",
        "citizen": kind.citizen(place),
        "matter": "elderly-allowance",
        "condition": "old",
        "whom": "parent",
        "day": local_date(NOW) + timedelta(days=2) if runs else local_date(at),
        "part": "AM",
        "state": "asked" if runs else "done",
        "made_at": at,
    }


def _signup(kind: CaseKind, place: int) -> Given:
    return {
        "number": kind.number("HD", place),
        "form_id": f"grow-{place}",
        "channel": "wechat",
        "citizen": kind.citizen(place),
        # Sixty take part in an activity; the county of the sample holds the first few.
        "activity": 1_000 + place // 60,
        "state": ("attended", "absent", "cancelled")[place % 3],
        "made_at": kind.at(place),
        "arrived_at": kind.at(place),
        "reminded_at": kind.at(place),
    }


def _opinion(kind: CaseKind, place: int) -> Given:
    return {
        "number": kind.number("YJ", place),
        "form_id": f"grow-{place}",
        "draft": f"ZQ{place // 300:08d}",
        "article": str(place % 12),
        "is_anonymous": place % 2 == 0,
        "mark": f"{place:064d}",
        "citizen": kind.citizen(place),
        "channel": "wechat",
        "group_id": place // 40,
        "made_at": kind.at(place),
        "told_at": kind.at(place) + timedelta(days=30),
    }


def _matter(kind: CaseKind, place: int) -> Given:
    day = local_date(kind.at(place))
    return {
        "number": kind.number("BJ", place),
        "source": "grown",
        "outer": f"BM-{place:08d}",
        "title": "不动产转移登记（示例）",
        "unit": "登记中心",
        "state": "running" if kind.is_running(place) else "done",
        "opened_on": day,
        "ended_on": None if kind.is_running(place) else day + timedelta(days=5),
        "mark": f"{place // 5:064d}",
        "digest": f"{place:064d}",
        "delivered_at": kind.at(place),
    }


def _matter_step(kind: CaseKind, place: int) -> Given:
    return {
        "number": kind.number("BJ", place),
        "place": 1,
        "name": "受理",
        "unit": "登记中心",
        "state": "done",
    }


def _audit(kind: CaseKind, place: int) -> Given:
    return {
        "at": kind.at(place),
        "actor": "bench",
        "action": ("case:filed", "case:step", "ticket:answered")[place % 3],
        "subject": kind.number("GK", place),
        "detail": {},
        "seal": f"{place:064d}",
    }


def _rating(kind: CaseKind, place: int) -> Given:
    return {
        "number": kind.number("PJ", place),
        "kind": ("complaint", "ticket", "request")[place % 3],
        "unit": UNITS[place % len(UNITS)],
        "channel": "wechat",
        "citizen": kind.citizen(place),
        "asked_at": kind.at(place),
        "points": place % 5 + 1,
        "rated_at": kind.at(place) + timedelta(hours=1),
    }


def _told(number: str, kind: str, at: datetime, actor: str) -> Given:
    return {"number": number, "kind": kind, "at": at, "actor": actor, "detail": {}}


Row = Callable[[CaseKind, int], Given]
ROWS: dict[str, tuple[tuple[type[Any], Row], ...]] = {
    "requests": ((DisclosureRequestRecord, _request), (DisclosureEventRecord, _request_event)),
    "tickets": ((TicketRecord, _ticket),),
    "appointments": ((AppointmentRecord, _appointment), (AppointmentEventRecord, _appointment_event)),
    "visits": ((HomeVisitRecord, _visit),),
    "signups": ((SignupRecord, _signup),),
    "opinions": ((OpinionRecord, _opinion),),
    "matters": ((MatterRecord, _matter), (MatterStepRecord, _matter_step)),
}
