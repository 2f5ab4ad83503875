"""Cases outlast a leaving without a name, and only the same account with a proof takes one up again, in five tries a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.privacy import Vault
from handlers.complaints.case.departure import DepartedComplaints
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.service import ComplaintService
from handlers.departed import CaseClaim
from handlers.disclosure.case.departure import DepartedRequests
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.returning.service import TRIES_A_DAY, ReturningService, ReturnOutcome
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.complaints import came_from, complaint
from tests.factories.disclosure import FILED_AT, IDENTITY, application, origin

WHO, STRANGER, PHONE = "oLeaving0001", "oStranger0001", "13800001234"
TEXTS, CALENDAR = Texts.load(), load_calendar()
TAKEN_UP, REFUSED, EXHAUSTED = ReturnOutcome.TAKEN_UP, ReturnOutcome.REFUSED, ReturnOutcome.EXHAUSTED


class Office:
    """Requests and complaints of one citizen on one database."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, SettableClock(FILED_AT)
        vault = Vault("a secret of thirty-two letters ok")
        self.requests = DisclosureService(
            database, vault=vault, clock=self.clock, calendar=CALENDAR, texts=TEXTS
        )
        self.complaints = ComplaintService(database, vault=vault, clock=self.clock, calendar=CALENDAR)
        cases = (
            DepartedRequests(database, vault=vault, clock=self.clock),
            DepartedComplaints(database, vault=vault, clock=self.clock),
        )
        self.returning = ReturningService(database, cases=cases, vault=vault, clock=self.clock)

    async def filed(self) -> tuple[str, str, str]:
        """File a request, a complaint with a phone and an anonymous one; give their numbers."""
        request = await self.requests.submit(application(), origin=replace(origin("f1"), citizen=WHO))
        named = complaint(name="李一", phone=PHONE)
        told = await self.complaints.submit(named, origin=came_from("f2", citizen=WHO))
        nameless = await self.complaints.submit(complaint(), origin=came_from("f3", citizen=WHO))
        return request.number, told.number, nameless.number

    async def leave(self, who: str = WHO) -> int:
        return await self.returning.leave(citizen=who, channel="wechat")

    async def claim(self, claim: CaseClaim, who: str = WHO) -> tuple[ReturnOutcome, int]:
        answer = await self.returning.take_up(claim, citizen=who, channel="wechat")
        return answer.outcome, answer.tries_left

    async def waiting(self, who: str = WHO) -> int:
        return await self.returning.waiting(citizen=who, channel="wechat")

    async def owners(self) -> dict[str, str]:
        async with self.database.reading() as tx:
            rows = [
                *(await tx.execute(select(DisclosureRequestRecord.number, DisclosureRequestRecord.citizen))),
                *(await tx.execute(select(ComplaintRecord.number, ComplaintRecord.citizen))),
            ]
        return dict(rows)


async def test_leaving_cuts_every_case_and_proof_takes_up_one(database: Database) -> None:
    office = Office(database)
    request, told, nameless = await office.filed()
    assert (await office.leave(), await office.leave(), await office.waiting()) == (3, 0, 3)
    assert set((await office.owners()).values()) == {""}

    assert await office.claim(CaseClaim(request, IDENTITY[-4:].lower())) == (TAKEN_UP, TRIES_A_DAY)
    assert await office.owners() == {request: WHO, told: "", nameless: ""}
    assert await office.claim(CaseClaim(told, PHONE[-4:])) == (TAKEN_UP, TRIES_A_DAY)
    # Nothing was left with it that could prove whose it is but its link.
    assert await office.claim(CaseClaim(nameless, "")) == (REFUSED, TRIES_A_DAY - 1)
    assert await office.claim(CaseClaim(nameless, linked=True)) == (TAKEN_UP, TRIES_A_DAY - 1)
    assert (await office.waiting(), set((await office.owners()).values())) == (0, {WHO})
    # It may leave and come again.
    assert (await office.leave(), await office.waiting()) == (3, 3)


@pytest.mark.parametrize("proof", [{"tail": IDENTITY[-4:]}, {"linked": True}])
async def test_no_other_account_takes_a_case_up(database: Database, proof: dict[str, object]) -> None:
    office = Office(database)
    request, *_ = await office.filed()
    # While its citizen is there, and afterwards.
    assert (await office.claim(CaseClaim(request, **proof), STRANGER))[0] is REFUSED  # type: ignore[arg-type]
    await office.leave()
    assert (await office.claim(CaseClaim(request, **proof), STRANGER))[0] is REFUSED  # type: ignore[arg-type]
    assert (await office.waiting(STRANGER), (await office.owners())[request]) == (0, "")


async def test_wrong_and_unknown_are_one_refusal_and_tries_end(database: Database) -> None:
    office = Office(database)
    request, *_ = await office.filed()
    await office.leave()
    wrong = [
        CaseClaim(request, "0000"),
        CaseClaim("GK209901019999", "0000"),
        CaseClaim("RG202611210001", "0000"),
    ]
    answers = [await office.claim(each) for each in (*wrong, *wrong[:2])]
    assert answers == [(REFUSED, left) for left in (4, 3, 2, 1, 0)]
    # Now the right one is not looked at either, until the day in China is over.
    assert await office.claim(CaseClaim(request, IDENTITY[-4:])) == (EXHAUSTED, 0)
    assert await office.claim(CaseClaim(request, "1111"), STRANGER) == (REFUSED, 4)
    office.clock.advance(timedelta(days=1))
    assert await office.claim(CaseClaim(request, IDENTITY[-4:])) == (TAKEN_UP, TRIES_A_DAY)


async def test_nothing_of_the_account_is_kept_in_the_clear(database: Database) -> None:
    office = Office(database)
    request, *_ = await office.filed()
    await office.leave()
    await office.claim(CaseClaim(request, "0000"))
    async with database.reading() as tx:
        rows = (await tx.scalars(select(DisclosureRequestRecord))).all()
        trail = (await tx.scalars(select(AuditRecord))).all()
    kept = [str(vars(row)) for row in (*rows, *trail)]
    assert not [text for text in kept if WHO in text or "0000'" in text.replace(request, "")]
