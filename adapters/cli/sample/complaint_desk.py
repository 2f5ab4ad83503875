"""Brings the invented complaints into the demonstration through the program's own services, while it already serves.

Each step is taken by the real services on the day it would have been taken on; nobody is written to.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import func, select, update

from adapters.cli.sample.complaint_photos import ComplaintPhotos
from adapters.cli.sample.complaint_ways import JOINED, Step, way_of
from adapters.cli.sample.invented_complaints import COUNT, InventedComplaint, invented_complaints
from adapters.main import Program
from adapters.services.complaints import ComplaintServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import BotError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintResult
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintStep
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.hotline.columns import OUTER
from handlers.complaints.hotline.records import HotlineLinkRecord
from handlers.complaints.measures.figure import ExclusionRule
from handlers.complaints.proceeding.step_fields import ComplaintOrder

log = logging.getLogger(__name__)
OFFICE = ComplaintClerk("staff", frozenset({ComplaintActor.OFFICE}))
SECOND = ComplaintClerk("admin", frozenset({ComplaintActor.OFFICE}))
HEAD = ComplaintClerk("head", frozenset({ComplaintActor.HEAD}))
HANDLER = "示例经办人"
HANDLERS: Mapping[str, str] = {"青岚县民政局": "minzheng", "青岚县财政局": "caizheng"}
"""The demonstration's log-ins of units; what other units handle is handled by somebody who never logs in."""
HOTLINE = "hotline"
ENDED = frozenset({"visited", "rated", "finished"})
UNFOUNDED = "要求没有依据，已当面和书面说明"
SCORES = ("speed", "effect", "attitude")


async def fill_desk(program: Program, county: Path, *, most: int = COUNT) -> None:
    """Bring what is not there yet of the three hundred, or of so many from every time; what cannot be taken is noted and left out."""
    database = program.resources.database
    async with database.reading() as tx:
        sample = ComplaintRecord.form_id.startswith("sample-")
        known = await tx.scalar(select(func.count()).select_from(ComplaintRecord).where(sample))
    if (known or 0) >= most:
        return
    cases = invented_complaints(county, now=program.clock.now())
    chosen = min(most, len(cases))
    await bring(program, county, [cases[at * len(cases) // chosen] for at in range(chosen)])


async def bring(program: Program, county: Path, cases: Sequence[InventedComplaint]) -> None:
    """Bring what is not there yet of some invented complaints."""
    database, desk = program.resources.database, SampleDesk.of(program, county)
    for case in cases:
        async with database.reading() as tx:
            wanted = select(ComplaintRecord.number).where(ComplaintRecord.form_id == case.form_id)
            if await tx.scalar(wanted) is not None:
                continue
        try:
            await desk.bring(case)
        except BotError as refused:
            log.warning("a sample complaint stops early", extra={"reason": type(refused).__name__})


async def _office() -> Sequence[ComplaintClerk]:
    """Give who calls back whoever was not content."""
    return (OFFICE, SECOND)


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """The real services on a clock of their own, which follows each complaint; nothing is done after `now`."""

    database: Database
    services: ComplaintServices
    photos: ComplaintPhotos
    clock: SettableClock
    now: datetime

    @classmethod
    def of(cls, program: Program, county: Path) -> Self:
        """Give the desk of a program; `county` holds the drawings."""
        clock, database = SettableClock(datetime.now(UTC)), program.resources.database
        services = ComplaintServices.of(
            database,
            vault=program.vault,
            clock=clock,
            calendar=program.county.calendar,
            texts=program.texts,
            county=program.services.complaints.county,
            callers=_office,
        )
        photos = ComplaintPhotos.of(county, database=database, vault=program.vault, clock=clock)
        return cls(database, services, photos, clock, program.clock.now())

    async def bring(self, case: InventedComplaint) -> None:
        """Register a complaint and take it as far as it goes; raises `BotError` where a step is refused."""
        self.clock.set(case.told_at)
        await self.photos.told(case)
        number = await self._register(case)
        for step in way_of(case):
            self.clock.advance(timedelta(hours=step[2]))
            if self.clock.now() > self.now:
                return
            await self._take(case, number, step)
        if case.stands == JOINED:
            story = await self.services.ledger.story(number, clerk=OFFICE)
            await self.services.repeats.join(number, clerk=OFFICE, version=story.version)
        await self._exclude(case, number)

    async def _register(self, case: InventedComplaint) -> str:
        told = ToldComplaint(case.what, case.where, wish=case.wish)
        complaint = Complaint(told, case.kind, "sample", category=case.category)
        by_hotline = case.channel == HOTLINE
        outer = f"RX{case.told_at:%Y%m%d}{case.form_id.rpartition('-')[2]:0>4}" if by_hotline else ""
        noted = {OUTER: outer} if outer else {}
        origin = ComplaintOrigin(
            case.form_id, case.citizen, case.channel, f"sample:{case.form_id}", noted=noted
        )
        number = (await self.services.service.submit(complaint, origin=origin)).number
        async with self.database.transaction() as tx:
            if outer:
                at = case.told_at
                tx.add(HotlineLinkRecord(number=number, outer=outer, taken_at=at, due_at=at))
            # There is nobody to write to.
            await tx.execute(
                update(ComplaintRecord)
                .where(ComplaintRecord.number == number)
                .values(talk_channel="")
                .execution_options(synchronize_session=False)
            )
        return number

    async def _take(self, case: InventedComplaint, number: str, taken: Step) -> None:
        step, who, _, values = taken
        if step in {ComplaintStep.RATE, ComplaintStep.RATE_LOW}:
            scores = dict(zip(SCORES, case.scores, strict=True))
            await self.services.service.rate(number, ServiceRating(scores), citizen=case.citizen)
            return
        story = await self.services.ledger.story(number, clerk=HEAD)
        clerk = _clerk(who, story.line.unit)
        if step is ComplaintStep.REPORT and await self.photos.done(case, number):
            await self.services.proceedings.evidence(number, 1, clerk=clerk)
            story = await self.services.ledger.story(number, clerk=HEAD)
        order = ComplaintOrder(step, values)
        await self.services.proceedings.take(number, order, clerk=clerk, version=story.version)

    async def _exclude(self, case: InventedComplaint, number: str) -> None:
        """Propose that what could not be solved stay out of the rates; the office's head approves one of two, and one waits."""
        if case.result is not ComplaintResult.UNABLE or case.stands not in ENDED:
            return
        measurement = self.services.measurement
        await measurement.propose(number, ExclusionRule.UNFOUNDED_WISH, UNFOUNDED, clerk=OFFICE)
        if case.told_at.day % 2:
            waiting = await measurement.exclusions(clerk=HEAD)
            proposed = next(one.id for one in waiting if one.number == number)
            await measurement.decide(proposed, approved=True, reason=UNFOUNDED, clerk=HEAD)


def _clerk(who: str, unit: str) -> ComplaintClerk:
    known = {"office": OFFICE, "second": SECOND, "head": HEAD}
    login = HANDLERS.get(unit, HANDLER)
    return known.get(who) or ComplaintClerk(login, frozenset({ComplaintActor.UNIT}), unit)
