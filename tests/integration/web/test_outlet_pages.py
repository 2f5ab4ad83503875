"""The feeds as others read them, and the operators' page of outlets: how each item stands, why, and one more try by hand."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.errcodes import Answered, PlatformError
from handlers.outlets.outlet import ItemState, Outlet
from handlers.outlets.records import OutletItemRecord
from tests.factories.publication import withdraw
from tests.factories.rows import row
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
Visit = Callable[[], Awaitable[Browser]]
FEEDS = {
    "site.atom": "application/atom+xml",
    "site.json": "application/feed+json",
    "screen.json": "application/json",
}


async def test_every_feed_is_served_and_what_is_withdrawn_leaves_it(site: Running, visit: Visit) -> None:
    await site.services.openness.outlets.step()
    reader = await visit()
    status, body = await reader.get("/m/feeds/site.json")
    shown = json.loads(body)["items"]
    assert shown
    identifier = shown[0]["id"].rpartition("/")[2]
    for name, kind in FEEDS.items():
        async with reader.session.get(f"{site.url}/m/feeds/{name}") as answer:
            assert (answer.status, answer.content_type) == (200, kind)
            assert "max-age" in answer.headers["Cache-Control"]
    await withdraw(site.services.knowledge, identifier)
    await site.services.openness.outlets.step()
    for name in FEEDS:
        status, body = await reader.get(f"/m/feeds/{name}")
        assert (status, f"/m/documents/{identifier}" in body) == (200, False)


async def test_a_refusal_is_seen_in_words_and_tried_again_by_hand(site: Running, enter: Enter) -> None:
    refused = {"state": "refused", "refusal": "outlets.refused.platform:48001", "wanted": 1, "shown": None}
    async with site.database.transaction() as tx:
        tx.add(
            row(
                OutletItemRecord,
                outlet="wechat",
                document_id="d1",
                title="关于停车的通知",
                traces={},
                next_at=None,
                changed_at=datetime(2026, 11, 20, tzinfo=UTC),
                **refused,
            )
        )
    call, now = "/cgi-bin/draft/add", site.clock.now()
    alarms = AlarmBook(site.redis)
    await alarms.sound(call, PlatformError(Answered(48001), now=now), now=now)
    operator = await enter("chenming")
    status, page = await operator.get("/operators/outlets?outlet=wechat&state=refused")
    assert (status, "关于停车的通知" in page, "没有这项权限" in page) == (200, True, True)
    status, _ = await operator.post("/operators/outlets/again", outlet="wechat", document="d1")
    assert status == 200
    alarm = await alarms.of(call)
    assert alarm is not None
    assert not alarm.stops(site.clock.now(), by_hand=False)
    items, _ = await site.services.openness.outlet_ledger.items(outlet=Outlet.WECHAT)
    assert [(one.state, one.attempts) for one in items] == [(ItemState.WAITING, 0)]
    assert (await operator.post("/operators/outlets/again", outlet="site", document="<b>"))[0] == 404
    async with site.database.transaction() as tx:
        await tx.execute(update(OutletItemRecord).values(refusal=""))
    assert (await operator.post("/operators/outlets/again", outlet="wechat", document="d1"))[0] == 404
