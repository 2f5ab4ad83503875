"""Who files for somebody shows a paper for it: staff see it, add it, say what they found; nobody else learns of it."""

import re

import aiohttp
import numpy as np

from adapters.staff.desk import WIDER_BODIES
from handlers.files.pixels import picture_pdf
from handlers.pictures.service import AUTHORITY
from tests.factories.site import Running
from tests.factories.snapshots import jpeg
from tests.integration.web.conftest import Browser, Enter

FIELDS = {
    "channel": "in_person",
    "information": "石桥镇2025年农村公路养护合同",
    "category": "natural",
    "name": "李一鸣",
    "paper": "resident",
    "identity": "339901198503142016",
    "contact": "13800001234",
    "delivery": "counter",
    "rep_name": "王小雨",
    "rep_paper": "resident",
    "rep_identity": "339901199001011029",
    "rep_authority": "2026年11月20日委托书",
}


async def registered(site: Running, clerk: Browser, **changes: str) -> tuple[int, str]:
    day = site.clock.now().date().isoformat()
    return await clerk.post("/staff/requests/new", **{"on": day, **FIELDS, **changes})


async def attach(clerk: Browser, number: str, *photos: bytes) -> tuple[int, str]:
    form = aiohttp.FormData()
    form.add_field("csrf", clerk.token)
    for photo in photos:
        form.add_field("photos", photo, filename="a.jpg", content_type="image/jpeg")
    address = f"{clerk.url}/staff/disclosure-authority/{number}"
    async with clerk.session.post(address, data=form) as answer:
        return answer.status, await answer.text()


async def test_the_authority_is_added_looked_at_and_found_in_order(site: Running, enter: Enter) -> None:
    clerk, stranger = await enter("wangli"), await enter("danwei")
    status, page = await registered(site, clerk, rep_identity="339901199001011020")
    assert (status, "可能有一位写错了" in page, "王小雨" in page) == (422, True, True)
    status, page = await registered(site, clerk)
    assert status == 200
    number = re.findall(r"GK\d{12}", page)[0]
    for shown in ("代理人的授权委托书", "还没有收到授权委托书", "王*"):
        assert shown in page
    assert "王小雨" not in page
    # Without the reason that is kept nobody reads either person's number.
    assert "339901199001011029" not in page
    _, clear = await clerk.post(f"/staff/requests/{number}/reveal", reason="核对")
    assert "339901199001011029" in clear
    at = f"/staff/disclosure-authority/{number}"
    assert (await attach(clerk, number, b"GIF89a"))[0] == 422
    status, page = await attach(clerk, number, jpeg())
    assert (status, "收到代理人的授权委托书" in page) == (200, True)
    link = re.search(rf"{at}/pictures/\w+", page)
    assert link
    assert (await clerk.get(link[0]))[0] == 200
    status, page = await clerk.post(f"{at}/finding", finding="in_order")
    assert (status, "已经核对：没有问题" in page) == (200, True)
    assert (await clerk.post(f"{at}/finding", finding="no"))[0] == 404
    for answer in (
        await stranger.get(link[0]),
        await stranger.post(f"{at}/finding", finding="lacking"),
        await attach(stranger, number, jpeg()),
    ):
        assert answer[0] == 404
    assert (
        len(await site.services.pictures.service.pictures(f"{AUTHORITY}{await form_of(site, number)}")) == 1
    )
    alone = await site.filed()
    assert (await clerk.post(f"/staff/disclosure-authority/{alone}/finding", finding="lacking"))[0] == 422
    assert (await attach(clerk, alone, jpeg()))[0] == 422
    assert await site.services.pictures.service.pictures(f"{AUTHORITY}{await form_of(site, alone)}") == ()
    assert any(path in at for path in WIDER_BODIES)


async def test_particulars_are_corrected_at_the_desk_by_the_offices_staff(
    site: Running, enter: Enter
) -> None:
    clerk, stranger = await enter("wangli"), await enter("danwei")
    _, page = await registered(site, clerk)
    number = re.findall(r"GK\d{12}", page)[0]
    at = f"/staff/requests/{number}/particulars"
    assert "更正申请人的信息" in page
    status, page = await clerk.post(at, rep_identity="339901199001011020", reason="写错了")
    assert (status, "可能有一位写错了" in page) == (422, True)
    assert (await clerk.post(at, rep_name="王大雨", reason=" "))[0] == 422
    assert (await clerk.post(at, reason="写错了"))[0] == 422
    assert (await stranger.post(at, rep_name="王大雨", reason="写错了"))[0] == 404
    status, page = await clerk.post(
        at, name="李二鸣", rep_name="赵大雨", rep_paper="passport", rep_identity="E12345678", reason="写错了"
    )
    assert (status, "申请人的信息已经更正" in page, "赵*" in page) == (200, True, True)
    assert "李二鸣" not in page
    _, clear = await clerk.post(f"/staff/requests/{number}/reveal", reason="核对")
    assert ("李二鸣" in clear, "E12345678" in clear, "护照" in clear) == (True, True, True)


async def form_of(site: Running, number: str) -> str:
    return (await site.services.disclosure.ledger.story(number)).form_id


async def test_what_somebody_files_for_another_is_a_list_of_its_own(site: Running, enter: Enter) -> None:
    clerk = await enter("wangli")
    _, page = await registered(site, clerk)
    number, alone = re.findall(r"GK\d{12}", page)[0], await site.filed()
    _, listed = await clerk.get("/staff?kind=represented")
    assert (number in listed, alone in listed, "有代理人的申请" in listed) == (True, False, True)
    _, kept = await clerk.get("/staff/requests.csv?kind=represented")
    assert (number in kept, alone in kept) == (True, False)


async def test_a_scanned_paper_is_kept_as_pictures_of_its_pages(site: Running, enter: Enter) -> None:
    clerk = await enter("wangli")
    _, page = await registered(site, clerk)
    number = re.findall(r"GK\d{12}", page)[0]
    holder = f"{AUTHORITY}{await form_of(site, number)}"
    for broken in (b"%PDF-1.5 nothing", scan(10)):
        assert (await attach(clerk, number, broken))[0] == 422
    assert await site.services.pictures.service.pictures(holder) == ()
    status, page = await attach(clerk, number, scan(2), jpeg())
    assert (status, "收到代理人的授权委托书" in page) == (200, True)
    first, second, photo = await site.services.pictures.service.pictures(holder)
    seen = [
        await site.services.pictures.service.view(one.id, holder=holder, subject=number, actor="test")
        for one in (first, second, photo)
    ]
    assert sorted(one.form for one in seen) == ["jpg", "png", "png"]
    # The looks of a page and nothing else of its file.
    assert all(b"%PDF" not in one.content for one in seen)


def scan(pages: int) -> bytes:
    return picture_pdf((np.full((40, 30), 10 * page, np.uint8), (595.0, 842.0)) for page in range(pages))
