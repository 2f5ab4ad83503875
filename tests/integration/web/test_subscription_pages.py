"""The pages of subscriptions: the phone's, opened by its link alone, and the desk's, which names nobody."""

from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters.web.links import LinkPurpose
from adapters.web.personal_door import LINK_DAYS, PersonalDoor
from bot.privacy import Vault
from handlers.subscriptions.choosing.deeds import OWN_LIST
from handlers.subscriptions.consent.service import Subscriber
from handlers.subscriptions.subject import Subject, SubjectKind
from tests.factories.site import SECRET, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis

LI = Subscriber("oLi", "wechat")
CARE = Subject(SubjectKind.TOPIC, "养老服务", "养老服务")
WORDS = Subject(SubjectKind.KEYWORD, "<b>低保</b>", "<b>低保</b>")


def page_of(site: Running, who: Subscriber = LI) -> str:
    door = PersonalDoor(site.links, Vault(SECRET), site.clock)
    address = door.address(LinkPurpose.SUBSCRIPTIONS, OWN_LIST, channel=who.channel, citizen=who.citizen)
    return address.replace("http://127.0.0.1", site.url)


async def test_each_is_stopped_with_one_tap_and_all_with_one(site: Running) -> None:
    service = site.services.subscriptions.service
    for subject in (CARE, WORDS):
        await service.agree(LI, subject, consent="1")
    page = page_of(site)
    assert "oLi" not in page
    async with ClientSession() as http:
        async with http.get(page) as response:
            shown = await response.text()
            assert response.status == 200
        assert "养老服务" in shown
        assert "<b>低保" not in shown
        assert "&lt;b&gt;低保" in shown
        async with http.post(f"{page}/hour", data={"hour": "19"}) as response:
            assert "每天19点发一条" in await response.text()
        async with http.post(f"{page}/hour", data={"hour": "23"}) as response:
            assert response.status == 400
            assert "晚上不发消息" in await response.text()
        async with http.post(f"{page}/stop", data={"kind": "keyword", "value": WORDS.key}) as response:
            shown = await response.text()
        assert "退好了" in shown
        assert "低保" not in shown
        async with http.post(f"{page}/stop-all") as response:
            assert "全部退好了" in await response.text()
    assert (await service.held(LI)).subjects == ()


async def test_a_link_opens_nobody_elses_page_and_ends(site: Running) -> None:
    await site.services.subscriptions.service.agree(LI, CARE, consent="1")
    page = page_of(site)
    other = page_of(site, Subscriber("oWang", "wechat"))
    async with ClientSession() as http:
        async with http.get(other) as response:
            assert "养老服务" not in await response.text()
        for wrong in (page[:-1] + ("A" if page[-1] != "A" else "B"), page[: page.rindex("/")] + "/x"):
            async with http.get(wrong) as response:
                assert response.status == 404
        site.clock.advance(LINK_DAYS + timedelta(seconds=1))
        async with http.get(page) as response:
            assert response.status == 404
        async with http.post(f"{page}/stop-all") as response:
            assert response.status == 404
    assert (await site.services.subscriptions.service.held(LI)).subjects == (CARE,)


async def test_the_desk_shows_figures_and_nobody(site: Running, enter: Enter) -> None:
    await site.services.subscriptions.service.agree(LI, CARE, consent="1")
    await site.services.subscriptions.service.agree(LI, WORDS, consent="1")
    desk = await enter("wangli")
    status, shown = await desk.get("/staff/subscriptions")
    assert status == 200
    assert "养老服务" in shown
    assert "少于3人" in shown
    assert "低保" not in shown
    assert "oLi" not in shown
