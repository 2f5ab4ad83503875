"""The bundle of a complaint: story, papers and photos in one PDF, persons hidden, for the office alone, each making kept."""

from contextlib import closing

import pypdfium2
from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from handlers.complaints.proceeding.bundles import MADE
from handlers.pictures.service import EVIDENCE, FORM, BroughtPicture
from tests.factories.complaints import OFFICE, UNIT
from tests.factories.site import PASSWORD, Running
from tests.factories.snapshots import grey_photo, png
from tests.integration.web.conftest import Enter
from tests.integration.web.test_complaint_desk import filed, staffed
from tests.integration.web.test_complaint_wall import step


async def test_the_office_takes_the_whole_case_along_and_nobody_else_does(
    site: Running, enter: Enter
) -> None:
    await staffed(site)
    await site.services.access.accounts.add(
        "jiaoyu", PASSWORD, display_name="jiaoyu", roles=[Role.UNIT], actor="test", unit="青岚县教育局"
    )
    number = await filed(site)
    for holder, content in (
        (f"{FORM}form-1", grey_photo(((0, 255),), turn=6)),
        (f"{EVIDENCE}{number}", png()),
    ):
        await site.services.pictures.service.keep(BroughtPicture(holder, "desk", "", content))
    for name, clerk in (("accept", OFFICE), ("dispatch", OFFICE)):
        await step(site, number, name, clerk)
    await step(site, number, "report", UNIT, result_words="已经给李一鸣先生打过电话13800001234，装了净化器")
    office, unit, stranger = [await enter(login) for login in ("wangli", "huanbao", "jiaoyu")]
    _, page = await office.get(f"/staff/complaints/{number}")
    at = f"/staff/complaints/{number}/bundle.pdf"
    assert f'href="{at}"' in page
    async with office.session.get(f"{office.url}{at}") as answer:
        content, kind, kept = await answer.read(), answer.content_type, answer.headers["Cache-Control"]
    assert (answer.status, kind, kept) == (200, "application/pdf", "no-store")
    with closing(pypdfium2.PdfDocument(content)) as document:
        told = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
        assert len(document) >= 3
    for words in (number, "受理", "分拨", "报办理结果", "装了净化器", "SHA-256", "记录摘要", UNIT.unit):
        assert words in told, words
    assert not any(one in told for one in ("李一鸣", "13800001234"))
    story = await site.services.complaints.ledger.story(number, clerk=OFFICE)
    assert told.count("记录摘要") == len(story.timeline)
    # A unit that handles it reads the page, and takes no bundle along; to a third there is no such complaint.
    _, page = await unit.get(f"/staff/complaints/{number}")
    assert at not in page
    assert [(await person.get(at))[0] for person in (unit, stranger)] == [409, 404]
    async with site.database.reading() as tx:
        entries = (await tx.scalars(select(AuditRecord).where(AuditRecord.subject == number))).all()
    actions = [entry.action for entry in entries if entry.actor == "wangli"]
    assert (actions.count(MADE), actions.count("picture:view")) == (1, 2)
