"""Letters on a real database: numbers without gaps, kept when void, sealed, and erased with their applicant."""

import asyncio
import io
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.privacy import Vault
from handlers.county.agencies import Series
from handlers.disclosure.case.retention import closed_on, erase_applicants
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.case.store import log_of
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.kinds import NoticeKind
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.records import DisclosureLetterRecord
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.store import of_request, register
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories import letters
from tests.factories.disclosure import FILED_AT, application, origin

VAULT = Vault("a secret of the test")
VALUES = letters.reply(letters.of_outcome(Outcome.GRANTED))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(FILED_AT)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> LetterService:
    return LetterService(database, vault=VAULT, clock=clock, templates=LetterTemplates())


@pytest.fixture
async def request_number(database: Database, clock: SettableClock) -> str:
    filed = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=load_calendar(), texts=Texts.load()
    )
    return (await filed.submit(application(), origin=origin())).number


async def issue(
    service: LetterService, number: str, kind: Outcome | NoticeKind = Outcome.GRANTED, *, key: str = "jiaoyu"
) -> str:
    values = VALUES if isinstance(kind, Outcome) else letters.notice(kind)
    issued = await service.issue(number, kind, agency=letters.agency(key), values=values, actor="S:wang")
    return issued.number


async def test_numbers_run_by_agency_series_and_year(
    service: LetterService, clock: SettableClock, request_number: str
) -> None:
    assert await issue(service, request_number) == "青教公开答〔2026〕第1号"
    assert await issue(service, request_number) == "青教公开答〔2026〕第2号"
    assert await issue(service, request_number, NoticeKind.CORRECTION) == "青教公开告〔2026〕第1号"
    assert await issue(service, request_number, key="minzheng") == "青民公开答〔2026〕第1号"
    # The year is China's: here it is 2027 already.
    clock.set(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert await issue(service, request_number) == "青教公开答〔2027〕第1号"


async def test_a_refused_letter_takes_no_number(service: LetterService, request_number: str) -> None:
    await issue(service, request_number)
    for values in ({**VALUES, Placeholder.APPLICANT: ""}, {**VALUES, Placeholder.REMEDIES: "无"}):
        with pytest.raises(InputError):
            await service.issue(
                request_number, Outcome.GRANTED, agency=letters.agency(), values=values, actor="S:wang"
            )
    with pytest.raises(InputError, match="no_case"):
        await issue(service, "GK209901010001")
    assert await issue(service, request_number) == "青教公开答〔2026〕第2号"


async def test_many_at_once_leave_neither_gap_nor_double(
    database: Database, service: LetterService, request_number: str
) -> None:
    await asyncio.gather(*(issue(service, request_number) for _ in range(8)))
    async with database.reading() as tx:
        rows = await register(tx, "jiaoyu", year=2026, series=Series.REPLY.value)
    assert [row.serial for row in rows] == list(range(1, 9))


async def test_what_was_issued_is_sealed_kept_and_proven(
    database: Database, service: LetterService, request_number: str
) -> None:
    issued = await service.issue(
        request_number, Outcome.GRANTED, agency=letters.agency(), values=VALUES, actor="S:wang"
    )
    assert await service.content(issued.number) == issued.content
    with zipfile.ZipFile(io.BytesIO(issued.content)) as archive:
        assert issued.number in archive.read("word/document.xml").decode()
    async with database.reading() as tx:
        (row,) = await of_request(tx, request_number)
        log = await log_of(tx, [request_number])
        entries = (await tx.scalars(select(audit.AuditRecord))).all()
    assert "李一鸣".encode() not in row.content
    assert row.digest == issued.digest
    assert log[-1].kind == "letter_issued"
    assert log[-1].detail == {"letter": issued.number, "kind": "granted", "digest": issued.digest}
    assert entries[-1].action == "disclosure:issue-letter"
    with pytest.raises(ServiceError):
        VAULT.open(row.content, purpose="disclosure-letter:another")


async def test_a_void_number_is_kept_with_its_reason_and_never_given_again(
    database: Database, service: LetterService, request_number: str
) -> None:
    number = await issue(service, request_number)
    with pytest.raises(InputError, match="void_reason"):
        await service.void(number, actor="S:wang", reason=" ")
    await service.void(number, actor="S:wang", reason="申请人姓名写错")
    with pytest.raises(InputError, match="void_already"):
        await service.void(number, actor="S:wang", reason="再来一次")
    with pytest.raises(InputError, match="void_unknown"):
        await service.void("青教公开答〔2026〕第9号", actor="S:wang", reason="没有")
    assert await issue(service, request_number) == "青教公开答〔2026〕第2号"
    async with database.reading() as tx:
        first, second = await register(tx, "jiaoyu", year=2026, series=Series.REPLY.value)
    assert (first.void_reason, first.voided_by) == ("申请人姓名写错", "S:wang")
    assert second.voided_at is None


async def test_a_letter_goes_with_its_applicant_and_moves_no_closing_day(
    database: Database, service: LetterService, clock: SettableClock, request_number: str
) -> None:
    async with database.reading() as tx:
        before = closed_on(await log_of(tx, [request_number]))
    clock.set(datetime(2026, 12, 20, 2, 0, tzinfo=UTC))
    number = await issue(service, request_number)
    await service.void(number, actor="S:wang", reason="重发")
    async with database.transaction() as tx:
        assert closed_on(await log_of(tx, [request_number])) == before
        await erase_applicants(tx, [request_number], now=clock.now())
    async with database.reading() as tx:
        (row,) = await of_request(tx, request_number)
        assert await tx.scalar(select(func.count()).select_from(DisclosureLetterRecord)) == 1
    assert (row.content, row.number) == (b"", number)
    with pytest.raises(InputError):
        await service.content(number)
