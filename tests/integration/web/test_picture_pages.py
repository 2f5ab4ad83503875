"""Pictures stand beside the talk or the request they were sent with; each view is a page and an entry in the audit."""

import base64
import re

import pytest
from sqlalchemy import select

from adapters.storage.picture_holders import filed_forms
from bot.audit import AuditRecord
from bot.privacy import Vault
from handlers.accounts.account import Role
from handlers.complaints.case.kinds import ComplaintKind
from handlers.files.picture_file import read_picture
from handlers.pictures.fetching import PictureFetching
from handlers.pictures.service import FORM, TICKET, SentPicture
from tests.factories.complaints import ENVIRONMENT, came_from, complaint
from tests.factories.site import PASSWORD, SECRET, TEXTS, Running
from tests.factories.snapshots import jpeg
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
PHOTO = jpeg(turn=6)


async def send(site: Running, holder: str, key: str = "m:1") -> str:
    """Send a picture and have it fetched; give its id."""
    now = site.clock.now()
    await site.services.pictures.service.take(SentPicture(holder, "wechat", "oCitizen1", key, "media", now))

    async def fetched(_: str) -> bytes:
        return PHOTO

    await PictureFetching(site.database, fetched, vault=Vault(SECRET), clock=site.clock, texts=TEXTS).step()
    return (await site.services.pictures.service.pictures(holder))[-1].id


async def views(site: Running) -> list[tuple[str, str]]:
    async with site.database.reading() as tx:
        rows = await tx.scalars(select(AuditRecord).where(AuditRecord.action == "picture:view"))
        return [(row.actor, row.subject) for row in rows.all()]


async def test_each_view_of_a_ticket_s_picture_is_noted(site: Running, enter: Enter) -> None:
    number = await site.ticket()
    identifier = await send(site, f"{TICKET}{number}")
    staff = await enter("wangli")
    _, page = await staff.get(f"/staff/tickets/{number}")
    assert f'href="/staff/tickets/{number}/pictures/{identifier}"' in page
    assert await views(site) == []
    for count in (1, 2):
        async with staff.session.get(f"{staff.url}/staff/tickets/{number}/pictures/{identifier}") as answer:
            page = await answer.text()
            assert answer.headers["Cache-Control"] == "no-store"
        assert await views(site) == [("wangli", number)] * count
    found = re.search(r'class="sent-picture turn-6"><img src="data:image/jpeg;base64,([^"]+)"', page)
    assert found
    assert base64.b64decode(found[1]) == read_picture(PHOTO).content


async def test_a_request_s_picture_is_for_those_who_see_the_request(site: Running, enter: Enter) -> None:
    number = await site.filed(form_id="form-7")
    identifier = await send(site, f"{FORM}form-7")
    staff = await enter("wangli")
    _, page = await staff.get(f"/staff/requests/{number}")
    at = f"/staff/requests/{number}/pictures/{identifier}"
    assert f'href="{at}"' in page
    status, _ = await staff.get(at)
    assert (status, await views(site)) == (200, [("wangli", number)])
    ticket = await site.ticket()
    for elsewhere in (
        f"/staff/tickets/{ticket}/pictures/{identifier}",
        f"/staff/requests/{number}/pictures/none",
        f"/staff/requests/none/pictures/{identifier}",
    ):
        status, _ = await staff.get(elsewhere)
        assert status == 404, elsewhere
    assert await views(site) == [("wangli", number)]


async def test_a_complaint_s_picture_is_for_those_who_see_the_complaint(site: Running, enter: Enter) -> None:
    told = complaint(ComplaintKind.COMPLAINT)
    receipt = await site.services.complaints.service.submit(told, origin=came_from("form-8"))
    number = receipt.number
    identifier = await send(site, f"{FORM}form-8")
    await site.services.access.accounts.add(
        "huanbao", PASSWORD, display_name="huanbao", roles=[Role.UNIT], actor="test", unit=ENVIRONMENT
    )
    at = f"/staff/complaints/{number}/pictures/{identifier}"
    unit = await enter("huanbao")
    # It was given to no unit yet.
    status, _ = await unit.get(at)
    assert (status, await views(site)) == (404, [])
    office = await enter("wangli")
    _, page = await office.get(f"/staff/complaints/{number}")
    assert f'href="{at}"' in page
    status, _ = await office.get(at)
    assert (status, await views(site)) == (200, [("wangli", number)])
    # A case's pictures stay as long as its words, whoever leaves.
    assert f"{FORM}form-8" in await filed(site)


async def filed(site: Running) -> list[str]:
    async with site.database.reading() as tx:
        return [str(row[0]) for row in await tx.execute(filed_forms())]
