"""Photos of what was done: whoever handles a complaint attaches them, others see them or nothing, each look is kept."""

import re

import aiohttp
from sqlalchemy import select

from bot.audit import AuditRecord
from handlers.accounts.account import Role
from handlers.pictures.service import EVIDENCE
from tests.factories.complaints import OFFICE
from tests.factories.site import PASSWORD, Running
from tests.factories.snapshots import SECRET, grey_photo, jpeg, png
from tests.integration.web.conftest import Browser, Enter
from tests.integration.web.test_complaint_desk import filed, staffed, version_of


async def attach(browser: Browser, number: str, *photos: bytes) -> tuple[int, str]:
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    for at, photo in enumerate(photos):
        form.add_field("photos", photo, filename=f"{at}.jpg", content_type="image/jpeg")
    address = f"{browser.url}/staff/complaint-evidence/{number}"
    async with browser.session.post(address, data=form) as answer:
        return answer.status, await answer.text()


async def test_the_unit_attaches_photos_and_nobody_else_learns_of_them(site: Running, enter: Enter) -> None:
    await staffed(site)
    number = await filed(site)
    at = f"/staff/complaints/{number}"
    await site.services.access.accounts.add(
        "jiaoyu", PASSWORD, display_name="jiaoyu", roles=[Role.UNIT], actor="test", unit="青岚县教育局"
    )
    logins = ("wangli", "huanbao", "shichang", "jiaoyu")
    office, unit, helper, stranger = [await enter(login) for login in logins]
    _, page = await office.get(at)
    await office.post(f"{at}/steps/accept", version=version_of(page))
    _, page = await office.get(at)
    await office.post(f"{at}/steps/dispatch", version=version_of(page), matter="油烟噪声扰民")
    await unit.get(at)
    status, page = await attach(unit, number, jpeg(), b"GIF89a")
    assert (status, "只能收照片" in page) == (422, True)
    assert await site.services.pictures.service.pictures(f"{EVIDENCE}{number}") == ()
    status, page = await attach(unit, number, grey_photo(((0, 255),)), png())
    assert (status, "附上佐证照片" in page) == (200, True)
    assert page.count("data:image/png;base64,") == 2
    held = await site.services.pictures.service.pictures(f"{EVIDENCE}{number}")
    assert len(held) == 2
    seen = await site.services.pictures.service.view(
        held[0].id, holder=f"{EVIDENCE}{number}", subject=number, actor="test"
    )
    assert SECRET not in seen.content
    link = re.search(rf"/staff/complaint-evidence/{number}/pictures/\w+", page)
    assert link
    assert (await office.get(link[0]))[0] == 200
    # Whoever only helps sees them and attaches none; to a third unit there is no such complaint.
    assert (await helper.get(link[0]))[0] == 200
    assert (await attach(helper, number, jpeg()))[0] == 409
    assert (await stranger.get(link[0]))[0] == 404
    assert (await attach(stranger, number, jpeg()))[0] == 404
    story = await site.services.complaints.ledger.story(number, clerk=OFFICE)
    assert [line.detail["count"] for line in story.timeline if line.step == "evidence_added"] == ["2"]
    async with site.database.reading() as tx:
        views = (await tx.scalars(select(AuditRecord.action).where(AuditRecord.subject == number))).all()
    assert "picture:view" in views
    assert "picture:thumbnails" in views
