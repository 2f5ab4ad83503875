"""The doors by which a complaint comes in besides the talk: staff enter a call, other programs send one."""

import io
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from adapters.hotline_client import HotlineClient, HotlineError
from adapters.web import hotline_api
from adapters.web.complaint_api import PATH, ComplaintApi
from adapters.web.hotline_api import HotlineApi
from handlers.accounts.account import Role
from handlers.complaints.case.kinds import TipCategory
from handlers.complaints.case.records import ComplaintDoorRecord, ComplaintRecord
from handlers.complaints.hotline.signature import headers, is_signed
from handlers.complaints.registration.desk import FilledRegistration
from handlers.pictures.records import PicturePartRecord
from handlers.pictures.service import FORM
from handlers.texts import Texts
from tests.factories.complaints import ENVIRONMENT, OFFICE
from tests.factories.site import PASSWORD, Running
from tests.factories.snapshots import SECRET, jpeg, png
from tests.integration.web.conftest import Browser, Enter

KEY = "k" * 40
CALL = {
    "channel": "call",
    "what": "楼下烧烤店半夜油烟大，熏得睡不着",
    "where": "桂花路12号",
    "phone": "13800001234",
}


async def rows(site: Running) -> list[ComplaintRecord]:
    async with site.database.reading() as tx:
        return list((await tx.scalars(select(ComplaintRecord))).all())


async def typed(page: str) -> dict[str, str]:
    found = re.search(r'name="form_id" value="(desk:[^"]+)"', page)
    assert found
    return {"form_id": found[1]}


async def test_a_call_is_read_back_before_it_is_registered(site: Running, enter: Enter) -> None:
    office = await enter("wangli")
    _, page = await office.get("/staff/complaints/new")
    form = await typed(page)
    status, page = await office.post("/staff/complaints/new", **form, **CALL)
    assert status == 422
    assert "读给对方听" in page
    # All that was typed still stands there.
    assert "熏得睡不着" in page
    assert await rows(site) == []
    for _ in range(2):
        status, page = await office.post("/staff/complaints/new", **form, **CALL, confirmed="true")
        assert status == 200
    [row] = await rows(site)
    assert (row.channel, row.citizen, row.talk_channel, row.anonymous) == ("call", "", "", True)
    assert "每一步请打电话告诉对方" in page
    assert "13800001234" not in page
    story = await site.services.complaints.ledger.story(row.number, clerk=OFFICE)
    noted = story.timeline[0]
    assert (noted.actor, noted.detail["confirmed"], noted.detail["grid"]) == (
        "wangli",
        "read_back",
        "文昌社区第一网格",
    )


async def test_another_door_is_shown_to_staff_and_counted_and_may_be_passed(
    site: Running, enter: Enter
) -> None:
    office = await enter("wangli")
    _, page = await office.get("/staff/complaints/new")
    told = {
        **await typed(page),
        **CALL,
        "what": "不服交警的行政处罚决定，要申请行政复议",
        "confirmed": "true",
    }
    status, page = await office.post("/staff/complaints/new", **told)
    assert status == 422
    assert "行政复议" in page
    async with site.database.reading() as tx:
        counted = (await tx.scalars(select(ComplaintDoorRecord))).one()
    assert (counted.door, counted.shown) == ("review", 1)
    status, _ = await office.post("/staff/complaints/new", **told, insist="true")
    assert status == 200
    assert len(await rows(site)) == 1


async def test_only_the_office_takes_calls_down(site: Running, enter: Enter) -> None:
    await site.services.access.accounts.add(
        "huanbao", PASSWORD, display_name="huanbao", roles=[Role.UNIT], actor="test", unit=ENVIRONMENT
    )
    unit = await enter("huanbao")
    status, _ = await unit.get("/staff/complaints/new")
    assert status == 404
    _, queue = await unit.get("/staff/complaints")
    assert "/staff/complaints/new" not in queue
    status, _ = await unit.post("/staff/complaints/new", form_id="desk:1", **CALL, confirmed="true")
    assert (status, await rows(site)) == (422, [])


@pytest.fixture
async def program(site: Running) -> AsyncIterator[TestClient[Any, Any]]:
    """Another program that calls."""
    registration = FilledRegistration(site.services.complaints.service, county="青岚县", version="2026-1")
    api = ComplaintApi(
        registration,
        pictures=site.services.pictures.service,
        key=KEY,
        address=lambda number: f"https://x/{number}",
        wording=Texts.load(),
    )
    app = web.Application()
    app.add_routes(api.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def send(program: TestClient[Any, Any], body: Any, key: str = KEY) -> tuple[int, Any]:
    async with program.post(PATH, json=body, headers={"Authorization": f"Bearer {key}"}) as answer:
        return answer.status, await answer.json()


TOLD = {"id": "17", "citizen": "k1", "what": "路灯坏了半个月没人修", "where": "石桥镇卫生院门口"}


async def send_form(program: TestClient[Any, Any], photos: list[bytes], **fields: str) -> tuple[int, Any]:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    for at, photo in enumerate(photos):
        form.add_field("photos", photo, filename=f"{at}.txt", content_type="text/plain")
    async with program.post(PATH, data=form, headers={"Authorization": f"Bearer {KEY}"}) as answer:
        return answer.status, await answer.json()


async def test_photos_come_with_a_form_and_are_kept_sealed_without_their_notes(
    site: Running, program: TestClient[Any, Any]
) -> None:
    status, refused = await send_form(program, [jpeg(), b"GIF89a"], **TOLD)
    assert (status, "只能收照片" in refused["error"]) == (400, True)
    status, refused = await send_form(program, [png()] * 10, **TOLD)
    assert (status, "最多9张" in refused["error"]) == (400, True)
    status, refused = await send_form(program, [jpeg()], **TOLD, colour="red")
    assert (status, "colour" in refused["error"]) == (400, True)
    # A complaint never lacks a photo of which nobody was told: nothing is registered.
    assert await rows(site) == []
    first = await send_form(program, [jpeg(), png()], **TOLD)
    again = await send_form(program, [jpeg()], **TOLD)
    assert first == again
    assert (first[0], first[1]["photos"]) == (200, 2)
    [row] = await rows(site)
    holder = f"{FORM}{row.form_id}"
    held = await site.services.pictures.service.pictures(holder)
    kept = [
        await site.services.pictures.service.view(one.id, holder=holder, subject=row.number, actor="test")
        for one in held
    ]
    # What a photo is, is told by its content, whatever it was called.
    assert {one.content_type for one in kept} == {"image/jpeg", "image/png"}
    assert all(SECRET not in one.content for one in kept)


async def test_a_tip_comes_with_its_category_its_place_and_a_photo_that_is_sealed(
    site: Running, program: TestClient[Any, Any]
) -> None:
    """O13: 爆料 is a kind of its own; without one of its four categories or a place nothing is registered."""
    tip = {"id": "18", "citizen": "k1", "what": "昨天晚上有人往河里倒泔水", "kind": "爆料"}
    status, refused = await send_form(program, [jpeg()], **tip, where="白水镇大桥下面")
    assert (status, "综合执法" in refused["error"]) == (400, True)
    status, _ = await send_form(program, [jpeg()], **tip, category="综合执法")
    assert (status, await rows(site)) == (400, [])
    status, filed = await send_form(program, [jpeg()], **tip, category="综合执法", where="白水镇大桥下面")
    assert (status, filed["photos"]) == (200, 1)
    [row] = await rows(site)
    assert (row.number, row.kind, row.category) == (filed["number"], "tip", TipCategory.ENFORCEMENT.value)
    assert "白水镇" in row.place
    holder = f"{FORM}{row.form_id}"
    [held] = await site.services.pictures.service.pictures(holder)
    async with site.database.reading() as tx:
        parts = (await tx.scalars(select(PicturePartRecord))).all()
    assert parts
    assert not any(b"JFIF" in part.sealed for part in parts)
    kept = await site.services.pictures.service.view(held.id, holder=holder, subject=row.number, actor="test")
    assert (kept.content_type, SECRET in kept.content) == ("image/jpeg", False)


async def test_the_same_id_is_one_complaint(site: Running, program: TestClient[Any, Any]) -> None:
    first, second = await send(program, TOLD), await send(program, TOLD)
    assert first == second
    assert first[0] == 200
    [row] = await rows(site)
    assert first[1]["number"] == row.number
    assert first[1]["progress"].endswith(row.number)
    assert (row.channel, row.talk_channel, row.citizen) == ("api", "api", "api_k1")
    _, other = await send(program, {**TOLD, "citizen": "k2"})
    assert other["number"] != row.number


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**TOLD, "what": "灯"}, 400),
        ({**TOLD, "where": ""}, 400),
        ({**TOLD, "id": ""}, 400),
        ({**TOLD, "id": 17}, 400),
        ({**TOLD, "citizen": "../x"}, 400),
        ({**TOLD, "colour": "red"}, 400),
        ([TOLD], 400),
        ({**TOLD, "what": "法院判决了他还是不还钱，法官执行太慢"}, 409),
    ],
)
async def test_what_cannot_be_is_told_and_nothing_kept(
    site: Running, program: TestClient[Any, Any], body: Any, status: int
) -> None:
    found, told = await send(program, body)
    assert found == status
    assert told["error"]
    assert await rows(site) == []


async def test_without_the_key_nothing_is_taken(site: Running, program: TestClient[Any, Any]) -> None:
    assert (await send(program, TOLD, key="x" * 40))[0] == 401
    assert await rows(site) == []
    closed = ComplaintApi(
        FilledRegistration(site.services.complaints.service, county="", version="1"),
        pictures=site.services.pictures.service,
        key="",
        address=str,
        wording=Texts.load(),
    )
    assert closed.routes() == []


ROW = {"outer": "RX-1", "what": "楼下烧烤店半夜油烟大，熏得睡不着", "where": "桂花路12号"}


@pytest.fixture
async def hotline(site: Running) -> AsyncIterator[TestClient[Any, Any]]:
    """Give the hotline's program, which calls ours."""
    taking = site.services.complaints.hotline_in
    api = HotlineApi(taking, secret=KEY, clock=site.clock, wording=Texts.load())
    app = web.Application()
    app.add_routes(api.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def hand_over(
    site: Running, hotline: TestClient[Any, Any], body: Any, key: str = KEY
) -> tuple[int, Any]:
    octets = json.dumps(body).encode()
    signed = headers(key, octets, now=site.clock.now())
    async with hotline.post(hotline_api.PATH, data=octets, headers=signed) as answer:
        return answer.status, await answer.json()


async def test_the_hotline_hands_one_over_signed_and_twice_is_once(
    site: Running, hotline: TestClient[Any, Any]
) -> None:
    status, first = await hand_over(site, hotline, ROW)
    assert (status, first["new"]) == (200, True)
    _, second = await hand_over(site, hotline, ROW)
    assert (second["number"], second["new"]) == (first["number"], False)
    assert (await hand_over(site, hotline, ROW, key="x" * 40))[0] == 401
    wrongs: list[Any] = [{**ROW, "outer": "!"}, {**ROW, "colour": "red"}, {**ROW, "what": 1}, []]
    for wrong in wrongs:
        assert (await hand_over(site, hotline, wrong))[0] == 400
    assert len(await rows(site)) == 1


async def put_in(browser: Browser, content: bytes) -> tuple[int, str]:
    """Import a table as the form does."""
    await browser.get("/staff/hotline")
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    form.add_field("table", io.BytesIO(content), filename="rows.csv")
    async with browser.session.post(f"{browser.url}/staff/hotline/import", data=form) as answer:
        return answer.status, await answer.text()


async def test_the_office_imports_and_exports_tables_and_nobody_else_has_the_page(
    site: Running, enter: Enter
) -> None:
    office = await enter("wangli")
    table = "工单编号,诉求内容,事发地址\nRX-7,楼下烧烤店半夜油烟大得很,桂花路12号\nRX-8,短,桂花路\n"
    status, page = await put_in(office, table.encode())
    assert status == 200
    assert "新登记1件" in page
    assert "至少6个字" in page
    [row] = await rows(site)
    status, page = await office.get("/staff/hotline/export.csv")
    assert "RX-7" in page
    assert row.number in page
    status, page = await put_in(office, b"\x00")
    assert status == 422
    assert "读不出来" in page
    await site.services.access.accounts.add(
        "huanbao", PASSWORD, display_name="huanbao", roles=[Role.UNIT], actor="test", unit=ENVIRONMENT
    )
    unit = await enter("huanbao")
    for path in ("/staff/hotline", "/staff/hotline/export.csv", "/staff/hotline/export.xlsx"):
        status, page = await unit.get(path)
        assert (status, "RX-7" in page) == (404, False)


async def test_the_hotline_is_told_with_a_signature_and_a_refusal_is_named(site: Running) -> None:
    told: list[tuple[Any, bool]] = []
    answers = iter((200, 503))

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        moment, given = request.headers["X-Mingbai-Time"], request.headers["X-Mingbai-Signature"]
        told.append((json.loads(body), is_signed(KEY, moment, given, body=body, now=site.clock.now())))
        return web.Response(status=next(answers))

    app = web.Application()
    app.add_routes([web.post("/states", take)])
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        url = str(server.make_url("/states"))
        client = HotlineClient(session, url=url, secret=KEY, clock=site.clock)
        await client.tell({"outer": "RX-1", "state": "已受理"})
        assert told == [({"outer": "RX-1", "state": "已受理"}, True)]
        with pytest.raises(HotlineError) as refused:
            await client.tell({"outer": "RX-1"})
        assert refused.value.values["reason"] == "503"
    async with aiohttp.ClientSession() as session:
        gone = HotlineClient(session, url=url, secret=KEY, clock=site.clock)
        with pytest.raises(HotlineError) as away:
            await gone.tell({"outer": "RX-1"})
        assert away.value.values["reason"] == "unreachable"
