"""Pages of the county's site are listed, looked at, and what changed there stands as a draft beside what is public."""

import re
from datetime import timedelta

import pytest
from aiohttp import web

from adapters.operators.reviews.links import LinkTrial
from bot.errors import InputError
from handlers.web_pages.service import PageState, UnreachedPageError
from tests.factories.publication import release
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
PAGE = (
    "<html><head><title>关于夜班公交的公告</title></head><body><nav>首页</nav><div id='zoom'><h1>关于夜班公交的公告</h1>"
    "<p>夜班公交每天22:00发车，票价{price}元，请广大市民合理安排出行时间，不要在车站久等，谢谢配合。末班车从汽车站开出以后不再发车，遇到雨雪天气另行公告。</p></div>"
    "<p>访问次数{visits}</p></body></html>"
)
AT = "https://www.example.gov.cn/notices/1.html"


class CountySite:
    """What stands at the county's addresses, changed at will."""

    def __init__(self) -> None:
        self.pages = {AT: PAGE.format(price=2, visits=1)}

    async def fetch(self, address: str) -> bytes:
        """Give a page; raises `UnreachedPageError`."""
        if address not in self.pages:
            raise UnreachedPageError("gone")
        return self.pages[address].encode()


async def test_a_changed_page_becomes_a_new_version_as_a_draft(site: Running, enter: Enter) -> None:
    pages, knowledge, county = site.services.web_pages, site.services.knowledge, CountySite()
    desk = await enter("chenming")
    _, page = await desk.get("/operators/web-pages")
    assert "没有开通外网检查" in page
    _, page = await desk.post("/operators/web-pages", addresses=f"{AT}\n{AT}x\n\n{AT}")
    assert page.count("还没有看") == 2
    assert await pages.step(county.fetch) == 2
    assert await pages.step(county.fetch) == 0
    gone, first = await pages.all()
    assert (gone.state, gone.fault, first.state) == (PageState.FAULT, "对方说没有这个网页。", PageState.NEW)
    reading = await knowledge.documents.read(first.document_id)
    assert (reading.listed.public_version, "票价2元" in reading.version.text) == (None, True)
    assert reading.version.document.source == AT
    _, page = await desk.get(f"/operators/documents/{first.document_id}")
    [kept] = re.findall(r"/operators/source-files/\w+", page)
    assert (await desk.get(kept))[1] == county.pages[AT]
    await knowledge.proposals.confirm(first.document_id, {}, actor="chenming")
    await release(knowledge, first.document_id)
    # Another count of visits is no change; another price is one.
    for price, state, versions in ((2, PageState.SAME, 1), (3, PageState.CHANGED, 2)):
        site.clock.advance(timedelta(days=1, minutes=1))
        county.pages[AT] = PAGE.format(price=price, visits=price + 5)
        assert await pages.step(county.fetch) == 2
        [one] = [one for one in await pages.all() if one.address == AT]
        reading = await knowledge.documents.read(first.document_id)
        assert (one.state, one.document_id) == (state, first.document_id)
        # What reads the same is not kept anew each day.
        assert len(await site.services.source_files.of(first.document_id)) == versions
        assert (reading.listed.current_version, reading.listed.public_version) == (versions, 1)
    _, page = await desk.get("/operators/web-pages")
    assert "内容变了，已存新版本" in page
    _, page = await desk.post("/operators/web-pages", page=str(gone.id), step="drop")
    assert f"{AT}x" not in page


async def test_what_is_no_address_is_refused_and_nothing_listed(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    await desk.get("/operators/web-pages")
    for wrong in (
        "",
        "file:///etc/passwd",
        "http://",
        f"{AT}\njavascript:alert(1)",
        "https://a b/",
        "http://u:p@a/",
    ):
        status, page = await desk.post("/operators/web-pages", addresses=wrong)
        assert (status, "<script>" in page) == (422, False)
    with pytest.raises(InputError):
        await site.services.web_pages.add("https://a/" + "x" * 500, actor="chenming")
    assert await site.services.web_pages.all() == []
    assert (await desk.post("/operators/web-pages", page="x", step="drop"))[0] == 400


async def test_pages_are_fetched_within_bounds_and_never_from_inside(unused_tcp_port: int) -> None:
    async def give(request: web.Request) -> web.Response:
        if request.path == "/onward":
            raise web.HTTPFound("/page")
        if request.path == "/page":
            return web.Response(text="正文")
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_get("/{any:.*}", give)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    at = f"http://127.0.0.1:{unused_tcp_port}"
    open_trial, closed, inside = (
        LinkTrial(is_enabled=on, public_url="", is_public=nothing, allow_private=private)
        for on, private in ((True, True), (False, True), (True, False))
    )
    assert (await open_trial.fetch(f"{at}/onward")).decode() == "正文"
    for trial, address, why in (
        (open_trial, f"{at}/none", "gone"),
        (open_trial, "http://127.0.0.1:1/", "unreached"),
        (closed, f"{at}/page", "not_allowed"),
        (inside, f"{at}/page", "private"),
    ):
        with pytest.raises(UnreachedPageError, match=why):
            await trial.fetch(address)
    await runner.cleanup()


async def nothing(_: str) -> bool:
    return False
