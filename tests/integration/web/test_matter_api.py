"""The door of other systems over HTTP: whoever has no key learns nothing, what is wrong is told by row and field, nothing is half kept."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from adapters.web.matter_api import BODY_BYTES, PATH, MatterApi
from bot.audit import AuditRecord
from bot.database import Database
from handlers.matters.delivery.reading import MOST_AT_ONCE, MOST_STEPS
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord
from tests.factories.matters import FIRM, FUND, HOUSES, LI, STEPS, TEXTS, WANG, MatterDesk, matter

STEP = {
    "name": "受理",
    "unit": "政务服务中心",
    "state": "done",
    "started_on": "2026-11-20",
    "ended_on": "2026-11-21",
}
Door = TestClient[Any, Any]


@pytest.fixture
async def desk(sqlite_database: Database) -> MatterDesk:
    return await MatterDesk(sqlite_database).opened()


@pytest.fixture
async def door(desk: MatterDesk) -> AsyncIterator[Door]:
    app = web.Application(client_max_size=BODY_BYTES)
    api = MatterApi(desk.office.taking_in, desk.office.sources, clock=desk.clock, wording=TEXTS)
    app.add_routes(api.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def posted(door: Door, key: str, body: Any) -> tuple[int, Any]:
    head = {"Authorization": f"Bearer {key}"}
    sent = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body}
    async with door.post(PATH, headers=head, **sent) as answer:
        return answer.status, await answer.json()


async def kept(desk: MatterDesk) -> tuple[int, int]:
    async with desk.database.reading() as tx:
        rows = await tx.scalar(select(func.count()).select_from(MatterRecord))
        steps = await tx.scalar(select(func.count()).select_from(MatterStepRecord))
    return int(rows or 0), int(steps or 0)


async def test_a_system_delivers_with_its_own_key_and_the_same_again_is_one(
    desk: MatterDesk, door: Door
) -> None:
    body = {"matters": [matter("A-001"), matter("A-002", FIRM, steps=list(STEPS))]}
    status, first = await posted(door, desk.keys[HOUSES], body)
    assert (status, first["new"], sorted(first["numbers"])) == (200, 2, ["A-001", "A-002"])
    assert (await posted(door, desk.keys[HOUSES], body))[1] == {**first, "new": 0, "same": 2}
    assert await kept(desk) == (2, 3)
    changed = {"matters": [matter("A-001", state="办结", ended_on="2026-12-01")]}
    assert (await posted(door, desk.keys[HOUSES], changed))[1]["changed"] == 1


async def test_no_system_touches_what_another_delivered(desk: MatterDesk, door: Door) -> None:
    body = {"matters": [matter("A-001", steps=[STEP])]}
    number = (await posted(door, desk.keys[HOUSES], body))[1]["numbers"]["A-001"]
    assert (await posted(door, desk.keys[FUND], {"withdrawn": ["A-001"]}))[1]["withdrawn"] == 0
    moved = {"steps": [{"outer": "A-001", "place": 1, "state": "running"}]}
    assert (await posted(door, desk.keys[FUND], moved))[0] == 400
    own = (await posted(door, desk.keys[FUND], {"matters": [matter("A-001", LI)]}))[1]["numbers"]["A-001"]
    assert own != number
    assert (await posted(door, desk.keys[HOUSES], {"withdrawn": ["A-001", "A-001"]}))[1]["withdrawn"] == 1
    assert (await posted(door, desk.keys[HOUSES], moved))[0] == 400, "of what was taken back no step moves"
    assert (await posted(door, desk.keys[HOUSES], body))[1]["numbers"]["A-001"] == number, (
        "back under its number"
    )


async def test_a_good_row_before_a_wrong_one_is_not_kept(desk: MatterDesk, door: Door) -> None:
    wrong = {"matters": [matter("A-001", steps=[STEP]), matter("A-002", LI), matter("A-003", state="不知道")]}
    status, said = await posted(door, desk.keys[HOUSES], wrong)
    assert (status, "第3条的 state" in said["error"], await kept(desk)) == (400, True, (0, 0))
    late = {"matters": [matter("A-001")], "steps": [{"outer": "A-009", "place": 1, "state": "done"}]}
    assert (await posted(door, desk.keys[HOUSES], late))[0] == 400
    stolen = {"matters": [matter("A-001")]}
    await posted(door, desk.keys[HOUSES], stolen)
    other = {"matters": [matter("A-002", WANG), matter("A-001", LI)]}
    status, said = await posted(door, desk.keys[HOUSES], other)
    assert (status, "第2条的 identity" in said["error"], await kept(desk)) == (400, True, (1, 0))


async def test_the_most_that_may_come_at_once_comes(desk: MatterDesk, door: Door) -> None:
    rows = [matter(f"A-{at:04}", steps=[STEP] * (MOST_STEPS if at == 0 else 0)) for at in range(MOST_AT_ONCE)]
    status, said = await posted(door, desk.keys[HOUSES], {"matters": rows})
    assert (status, said["new"], await kept(desk)) == (200, MOST_AT_ONCE, (MOST_AT_ONCE, MOST_STEPS))


async def test_keys_that_were_replaced_or_closed_open_nothing(desk: MatterDesk, door: Door) -> None:
    old = desk.keys[HOUSES]
    fresh = await desk.office.sources.open(HOUSES, "不动产登记", actor="console")
    statuses = [(await posted(door, key, {"withdrawn": ["A-001"]}))[0] for key in (old, fresh)]
    assert statuses == [401, 200]
    await desk.office.sources.close(HOUSES, actor="console")
    assert (await posted(door, fresh, {"withdrawn": ["A-001"]}))[0] == 401
    async with door.get(PATH, headers={"Authorization": f"Bearer {fresh}"}) as answer:
        assert answer.status == 405


async def test_who_delivered_how_much_stands_in_the_audit_and_nobodys_name(
    desk: MatterDesk, door: Door
) -> None:
    await posted(door, desk.keys[HOUSES], {"matters": [matter("A-001", LI)]})
    await posted(door, desk.keys[HOUSES], {"matters": [matter("A-001", LI)]})
    async with desk.database.reading() as tx:
        entries = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == "matters:deliver"))).all()
    (entry,) = entries
    assert (entry.actor, entry.subject) == ("source:houses", "matters houses")
    assert LI.name not in str(entry.detail)


@pytest.mark.parametrize(
    "head", [{}, {"Authorization": "Basic x"}, {"Authorization": "Bearer"}], ids=["none", "basic", "empty"]
)
async def test_without_a_bearer_nothing_is_read(door: Door, head: dict[str, str]) -> None:
    async with door.post(PATH, headers=head, data=b"{") as answer:
        assert answer.status == 401


@pytest.mark.parametrize("key", ["", "x", "k" * 4000, "密钥"])
async def test_whoever_has_no_key_is_told_nothing(door: Door, key: str) -> None:
    async with door.post(PATH, headers={"Authorization": f"Bearer {key}"}, data=b"[]") as answer:
        assert answer.status in {400, 401}


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b"[]", 400, "JSON"),
        (b"{}", 400, "JSON"),
        (b'"matters"', 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b'{"matters": NaN}', 400, "JSON"),
        (b"[" * 100_000, 400, "JSON"),
        ({"matters": {}}, 400, "JSON"),
        ({"matters": None}, 400, "JSON"),
        ({"rows": []}, 400, "JSON"),
        (json.dumps({"withdrawn": ["A-\ud800"]}).encode(), 400, "字符"),
        ({"matters": []}, 400, "1到500条"),
        ({"withdrawn": ["A-001"] * 501}, 400, "1到500条"),
        ({"matters": [[]]}, 400, "第1条"),
        *(
            ({"matters": [{**matter("A-001"), name: ""}]}, 400, f"第1条缺 {name}")
            for name in ("outer", "title", "unit", "state", "name", "identity", "opened_on")
        ),
        ({"matters": [matter("A-001"), matter("A-002", identity="350799196001010000")]}, 400, "第2条的 identity"),
        ({"matters": [matter("A-001", identity=FIRM.identity[:-1] + "0")]}, 400, "第1条的 identity"),
        ({"matters": [matter("A-001", identity=350799196001010)]}, 400, "第1条的 identity 要是文字"),
        ({"matters": [matter("A-001", phone="12345")]}, 400, "第1条的 phone"),
        ({"matters": [matter("A-001", secret="1")]}, 400, "第1条的 secret"),
        ({"matters": [matter("A-001", title="字" * 121)]}, 400, "第1条的 title 太长"),
        ({"matters": [matter("A-001", title="转移\u202e登记")]}, 400, "第1条的 title 里有看不见"),
        ({"matters": [matter("A-001", title="张三 13800001111 转移登记")]}, 400, "第1条的 title"),
        ({"matters": [matter("A-001", unit=["登记中心"])]}, 400, "第1条的 unit"),
        ({"matters": [matter("A-001", opened_on="2027-01-01")]}, 400, "第1条的 opened_on"),
        ({"matters": [matter("A-001", opened_on="2026-02-30")]}, 400, "第1条的 opened_on 不是日期"),
        ({"matters": [matter("A-001", due_on="昨天")]}, 400, "第1条的 due_on"),
        ({"matters": [matter("A-001", due_on="2026-11-19")]}, 400, "第1条的 due_on 早于"),
        ({"matters": [matter("A-001", state="办结", ended_on="2026-12-03")]}, 400, "第1条的 ended_on"),
        ({"matters": [matter("../../x")]}, 400, "第1条的 outer"),
        ({"matters": [matter("A-001'; DROP TABLE matters")]}, 400, "第1条的 outer"),
        ({"matters": [matter("A-001"), matter("A-001")]}, 400, "第2条的 outer"),
        ({"matters": [matter("A-001")], "withdrawn": ["A-001"]}, 400, "第1条的 withdrawn"),
        ({"matters": [matter("A-001", steps="受理")]}, 400, "第1条的 steps"),
        ({"matters": [matter("A-001", steps=[STEP] * 31)]}, 400, "第1条的 steps"),
        ({"matters": [matter("A-001", steps=[{"name": "受理", "state": "没有这个"}])]}, 400, "steps[1].state"),
        ({"matters": [matter("A-001", steps=[STEP, {**STEP, "ended_on": "2026-11-01"}])]}, 400, "steps[2].ended_on"),
        ({"steps": [{"outer": "A-001", "place": True, "state": "done"}]}, 400, "第1条的 place"),
        ({"steps": [{"outer": "A-001", "place": 0, "state": "done"}]}, 400, "第1条的 place"),
        ({"steps": [{"outer": "A-001", "place": "1", "state": "done"}]}, 400, "第1条的 place"),
        ({"steps": [{"outer": "A-001", "place": 1, "state": "done", "name": "受理"}]}, 400, "第1条的 name"),
        ({"steps": [{"outer": "A-001", "place": 1, "state": "done"}]}, 400, "没有这一件"),
        ({"withdrawn": [1]}, 400, "第1条的 withdrawn"),
        (b" " * (BODY_BYTES + 1), 413, "1 MB"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_with_its_row_and_field(
    desk: MatterDesk, door: Door, body: Any, status: int, told: str
) -> None:
    answered, said = await posted(door, desk.keys[HOUSES], body)
    assert (answered, told in said["error"]) == (status, True), said
    assert await kept(desk) == (0, 0)
