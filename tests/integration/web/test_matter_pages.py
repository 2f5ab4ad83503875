"""Matters over HTTP: the door of other systems, the desk's pages, the list of everything, and the link that shows days only."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.matter_api import BODY_BYTES, PATH, MatterApi
from bot.database import Database
from tests.factories.matters import FUND, HOUSES, TEXTS, MatterDesk, matter


@pytest.fixture
async def desk(database: Database) -> MatterDesk:
    return await MatterDesk(database).opened()


@pytest.fixture
async def door(desk: MatterDesk) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application(client_max_size=BODY_BYTES)
    api = MatterApi(desk.office.taking_in, desk.office.sources, clock=desk.clock, wording=TEXTS)
    app.add_routes(api.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def posted(door: TestClient[Any, Any], key: str, body: Any) -> tuple[int, Any]:
    head = {"Authorization": f"Bearer {key}"}
    sent = {"data": body} if isinstance(body, bytes) else {"json": body}
    async with door.post(PATH, headers=head, **sent) as answer:
        return answer.status, await answer.json()


async def test_a_system_delivers_with_its_own_key_and_the_same_again_is_one(
    desk: MatterDesk, door: TestClient[Any, Any]
) -> None:
    body = {"matters": [matter("A-001"), matter("A-002")]}
    status, first = await posted(door, desk.keys[HOUSES], body)
    assert (status, first["new"]) == (200, 2)
    assert (await posted(door, desk.keys[HOUSES], body))[1] == {**first, "new": 0, "same": 2}
    assert (await posted(door, desk.keys[FUND], {"withdrawn": ["A-001"]}))[1]["withdrawn"] == 0, "not its own"


@pytest.mark.parametrize("key", ["", "x", "k" * 4000, "密钥"])
async def test_whoever_has_no_key_is_told_nothing(door: TestClient[Any, Any], key: str) -> None:
    async with door.post(PATH, headers={"Authorization": f"Bearer {key}"}, data=b"[]") as answer:
        assert answer.status in {400, 401}


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"{", 400, "JSON"),
        (b"[]", 400, "JSON"),
        ({"matters": {}}, 400, "JSON"),
        ({"matters": []}, 400, "1到500条"),
        ({"matters": [[]]}, 400, "第1条"),
        ({"matters": [matter("A-001"), matter("A-002", identity="350799196001010000")]}, 400, "第2条的 identity"),
        ({"matters": [matter("A-001", secret="1")]}, 400, "第1条的 secret"),
        ({"matters": [matter("A-001", title="张三 13800001111 转移登记")]}, 400, "第1条的 title"),
        ({"matters": [matter("A-001", opened_on="2027-01-01")]}, 400, "第1条的 opened_on"),
        ({"matters": [matter("A-001", due_on="昨天")]}, 400, "第1条的 due_on"),
        ({"matters": [matter("../../x")]}, 400, "第1条的 outer"),
        ({"matters": [matter("A-001"), matter("A-001")]}, 400, "第2条的 outer"),
        ({"matters": [matter("A-001", steps=[{"name": "受理", "state": "没有这个"}])]}, 400, "steps[1].state"),
        ({"steps": [{"outer": "A-001", "place": True, "state": "done"}]}, 400, "第1条的 place"),
        ({"withdrawn": [1]}, 400, "第1条的 withdrawn"),
        (b" " * (BODY_BYTES + 1), 413, "1 MB"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_with_its_row_and_field(
    desk: MatterDesk, door: TestClient[Any, Any], body: Any, status: int, told: str
) -> None:
    answered, said = await posted(door, desk.keys[HOUSES], body)
    assert answered == status
    assert told in said["error"]
    assert all(not one.matters for one in await desk.office.sources.all())
