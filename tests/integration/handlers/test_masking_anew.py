"""What was registered before a mask existed reads masked afterwards; what reads right is left alone, and nothing sealed changes."""

from sqlalchemy import select, update

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.privacy import Vault
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.listing import masking
from handlers.disclosure.listing.masking import MaskedAnew, MaskingAnew
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.disclosure import FILED_AT, application, origin

VAULT = Vault("a secret of the test")
OLD = "李一鸣（13800001234）要石桥镇征地补偿方案"


async def test_old_rows_are_masked_anew_and_once(database: Database) -> None:
    clock = SettableClock(FILED_AT)
    service = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=load_calendar(), texts=Texts.load()
    )
    for form in ("form-1", "form-2", "form-3", "form-4"):
        await service.submit(application(information=OLD), origin=origin(form))
    async with database.reading() as tx:
        rows = list(
            await tx.scalars(select(DisclosureRequestRecord).order_by(DisclosureRequestRecord.number))
        )
    first, second, erased, _ = (row.number for row in rows)
    masked, sealed = rows[0].information, rows[0].applicant
    async with database.transaction() as tx:
        record = DisclosureRequestRecord
        old = {"information": OLD, "name_masked": "李一鸣"}
        await tx.execute(update(record).where(record.number.in_([first, second])).values(**old))
        gone = {"information": OLD, "applicant": b""}
        await tx.execute(update(record).where(record.number == erased).values(**gone))
    seen: list[int] = []
    job = MaskingAnew(database, vault=VAULT, clock=clock)
    assert await job.count() == 4
    assert await job.whole(actor="test", told=seen.append) == MaskedAnew(seen=4, changed=3)
    assert seen == [4]
    async with database.reading() as tx:
        after = {row.number: row for row in await tx.scalars(select(DisclosureRequestRecord))}
        audited = list(
            await tx.scalars(select(AuditRecord).where(AuditRecord.action == "disclosure:mask-anew"))
        )
    assert after[first].information == after[second].information == masked
    assert (after[first].name_masked, after[first].applicant) == ("李*", sealed)
    # Of what was erased nothing sealed is left that tells the name: the words that stayed lose their numbers.
    assert "13800001234" not in after[erased].information
    assert [entry.detail for entry in audited] == [{"changed": "3"}]
    assert await job.whole(actor="test", told=seen.append) == MaskedAnew(seen=4, changed=0)


async def test_it_goes_through_more_than_it_reads_at_once(database: Database) -> None:
    clock = SettableClock(FILED_AT)
    service = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=load_calendar(), texts=Texts.load()
    )
    await service.submit(application(), origin=origin("form-0"))
    async with database.transaction() as tx:
        [row] = await tx.scalars(select(DisclosureRequestRecord))
        plain = {column.key: getattr(row, column.key) for column in row.__table__.columns}
        tx.add_all(
            DisclosureRequestRecord(
                **{**plain, "number": f"GK20261121{place:04}", "form_id": f"many-{place}", "applicant": b""}
            )
            for place in range(masking.TOGETHER)
        )
    seen: list[int] = []
    job = MaskingAnew(database, vault=VAULT, clock=clock)
    done = await job.whole(actor="test", told=seen.append)
    assert (done.seen, seen) == (masking.TOGETHER + 1, [masking.TOGETHER, masking.TOGETHER + 1])
