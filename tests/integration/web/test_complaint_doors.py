"""The doors by which a complaint comes in besides the talk: staff enter a call, other programs send one."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from adapters.web.complaint_api import PATH, ComplaintApi
from handlers.accounts.account import Role
from handlers.complaints.case.records import ComplaintDoorRecord, ComplaintRecord
from handlers.complaints.registration.desk import FilledRegistration
from handlers.texts import Texts
from tests.factories.complaints import ENVIRONMENT, OFFICE
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Enter

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
    await site.services.accounts.add(
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
        registration, key=KEY, address=lambda number: f"https://x/{number}", wording=Texts.load()
    )
    app = web.Application()
    app.add_routes(api.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def send(program: TestClient[Any, Any], body: Any, key: str = KEY) -> tuple[int, Any]:
    async with program.post(PATH, json=body, headers={"Authorization": f"Bearer {key}"}) as answer:
        return answer.status, await answer.json()


TOLD = {"id": "17", "citizen": "k1", "what": "路灯坏了半个月没人修", "where": "石桥镇卫生院门口"}


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
        key="",
        address=str,
        wording=Texts.load(),
    )
    assert closed.routes() == []
