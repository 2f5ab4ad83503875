"""The simulated phone in a real browser: a person writes, taps, follows, and looks at the wire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from adapters.wechat.simulator.app import Simulator, start
from tests.integration.simulator.endpoint import Endpoint, Push, reply_xml, text_xml

pytestmark = pytest.mark.browser
T = TypeVar("T")

CHOICES = "八十周岁以上每人每月一百元。\n80 岁以上凭身份证办理。\n（智能回复）\n1 怎么申请\n2 要带什么"
LINKS = (
    '看<a href="https://qinglan.example/1">原文</a>\n'
    '<a href="weixin://bizmsgmenu?msgmenucontent=%E6%BB%A1%E6%84%8F&msgmenuid=101">满意</a>\n'
    '<a href="javascript:alert(1)">坏</a><img src=x onerror=alert(1)>'
)
CARD = "<ArticleCount>1</ArticleCount><Articles><item><Title>高龄补贴办法</Title><Description>示例</Description><PicUrl/><Url>https://qinglan.example/1</Url></item></Articles>"


async def answered(endpoint: Endpoint, push: Push) -> web.Response:
    said = (
        push.fields.get("Content")
        or push.fields.get("EventKey")
        or push.fields.get("Event", push.fields["MsgType"])
    )
    if said == "坏了":
        return web.Response(status=500)
    if said == "卡片":
        return endpoint.answer(reply_xml(push, "news", CARD))
    texts = {"补贴": CHOICES, "词": "请选：\n回复 1 问政策\n回复 2 转人工", "链接": LINKS}
    return endpoint.answer(text_xml(push, texts.get(said, f"收到 {said}")))


@pytest_asyncio.fixture(loop_scope="session")
async def endpoint() -> AsyncIterator[Endpoint]:
    async with Endpoint() as served:
        served.behave = lambda push: answered(served, push)
        yield served


@pytest_asyncio.fixture(loop_scope="session")
async def simulator(endpoint: Endpoint, tmp_path: Path) -> AsyncIterator[Simulator]:
    serving = await start(endpoint.settings(data_dir=tmp_path))
    await serving.verified(5)
    yield serving
    await serving.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, simulator: Simulator) -> AsyncIterator[Page]:
    """Open a phone-sized page and end without a single console error or forbidden script."""
    opened = await browser.new_page(viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await opened.goto(simulator.url)
    await expect(opened.get_by_label("选择市民")).to_have_value("oSimulated_citizen_0000wang1")
    yield opened
    assert complaints == []


async def say(page: Page, text: str) -> None:
    await page.get_by_label("写消息").fill(text)
    await page.keyboard.press("Enter")


async def test_an_empty_window_offers_something_to_say(page: Page) -> None:
    offered = page.locator("#empty")
    await expect(offered).to_be_visible()
    await offered.get_by_role("button", name="你好").click()
    await expect(page.locator(".row:not(.mine) .bubble")).to_have_text("收到 你好")
    await expect(offered).to_be_hidden()
    await page.get_by_role("button", name="新市民").click()
    await expect(page.locator("#follow-card")).to_be_visible()
    await expect(offered).to_be_hidden()


async def test_a_person_asks_and_taps_a_numbered_choice(page: Page) -> None:
    await expect(page.get_by_text("模拟器，不是微信").first).to_be_visible()
    await say(page, "补贴")
    await expect(page.locator(".row.mine .bubble")).to_have_text("补贴")
    choices = page.locator(".choice")
    await expect(choices).to_have_text(["1 怎么申请", "2 要带什么"])
    await choices.nth(1).click()
    await expect(page.locator(".bubble").last).to_have_text("收到 2")


async def test_what_was_said_before_the_stream_opened_stands_before_its_answer(
    browser: Browser, endpoint: Endpoint, simulator: Simulator
) -> None:
    """The stream tells of the answer only; the message that it missed is fetched, and takes its place above."""
    stream, arrived, answer, account = (asyncio.Event() for _ in range(4))

    async def held(push: Push) -> web.Response:
        arrived.set()
        return await after(answer, answered(endpoint, push))

    endpoint.behave = held
    page = await browser.new_page(viewport={"width": 390, "height": 844})
    await page.route("**/api/stream", lambda route: after(stream, route.continue_()))
    await page.goto(simulator.url)
    await say(page, "补贴")
    await arrived.wait()
    await page.route("**/api/account", lambda route: after(account, route.continue_()))
    async with page.expect_request("**/api/account"):
        stream.set()
    answer.set()
    await expect(page.locator(".bubble")).to_have_count(1)
    account.set()
    await expect(page.locator(".bubble").first).to_have_text("补贴")
    await expect(page.locator(".bubble")).to_have_count(2)
    await page.close()


async def after(event: asyncio.Event, work: Awaitable[T]) -> T:
    await event.wait()
    return await work


async def test_choices_may_begin_with_the_word_reply(page: Page) -> None:
    await say(page, "词")
    await page.get_by_role("button", name="回复 2 转人工").click()
    await expect(page.locator(".bubble").last).to_have_text("收到 2")


async def test_the_menu_opens_and_causes_an_event(page: Page, endpoint: Endpoint) -> None:
    await page.get_by_role("button", name="我的", exact=True).click()
    await page.get_by_role("button", name="转人工").click()
    await expect(page.locator(".bubble").last).to_have_text("收到 人工")
    assert endpoint.received[-1].fields["Event"] == "CLICK"


async def test_links_work_and_foreign_markup_stays_text(page: Page, endpoint: Endpoint) -> None:
    await say(page, "链接")
    bubble = page.locator(".row:not(.mine) .bubble")
    await expect(bubble.get_by_role("link")).to_have_attribute("href", "https://qinglan.example/1")
    await expect(bubble).to_contain_text('<a href="javascript:alert(1)">坏</a><img src=x onerror=alert(1)>')
    await bubble.get_by_role("button", name="满意").click()
    await expect(page.locator(".bubble").last).to_have_text("收到 满意")
    assert endpoint.received[-1].fields["bizmsgmenuid"] == "101"


async def test_cards_faults_and_other_things_are_shown(page: Page) -> None:
    await say(page, "卡片")
    await expect(page.locator("a.card")).to_have_attribute("href", "https://qinglan.example/1")
    await say(page, "坏了")
    await expect(page.locator(".grey").last).to_have_text("该公众号提供的服务出现故障，请稍后再试")
    for name in ("图片", "语音", "位置"):
        await page.get_by_label("发送图片、语音或位置").click()
        await page.locator("#things").get_by_role("button", name=name).click()
    await expect(page.locator(".bubble").last).to_have_text("收到 location")


async def test_what_is_sent_later_appears_by_itself(page: Page, simulator: Simulator) -> None:
    citizen = simulator.world.citizens["oSimulated_citizen_0000wang1"]
    await say(page, "你好")
    await expect(page.locator(".bubble").last).to_have_text("收到 你好")
    simulator.world.add(
        citizen, side="account", kind="text", text="已办结", via="custom", grey="内容由第三方AI生成"
    )
    await expect(page.locator(".bubble").last).to_have_text("已办结")
    await expect(page.locator(".under")).to_have_text("内容由第三方AI生成")


async def test_a_new_citizen_follows_and_unfollows(page: Page) -> None:
    await page.get_by_role("button", name="新市民").click()
    await expect(page.get_by_label("写消息")).to_be_hidden()
    await page.get_by_role("button", name="关注公众号").click()
    await expect(page.locator(".bubble").last).to_have_text("收到 subscribe")
    await page.get_by_label("公众号资料").click()
    await page.get_by_role("button", name="取消关注").click()
    await expect(page.get_by_label("写消息")).to_be_hidden()


async def test_the_wire_is_behind_a_button_on_a_phone_and_beside_on_a_desk(page: Page) -> None:
    await say(page, "你好")
    await expect(page.locator("#panel")).to_be_hidden()
    await page.get_by_role("button", name="记录").click()
    await expect(page.locator("#quota")).to_contain_text("发来消息 5/5")
    await expect(page.locator(".trace .kind")).to_have_text("消息 文本：你好")
    await page.locator(".trace > summary").first.click()
    await expect(page.locator(".trace pre").first).to_contain_text("<Content><![CDATA[你好]]></Content>")
    await page.get_by_label("回到对话").click()
    await expect(page.locator("#panel")).to_be_hidden()
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(page.locator("#panel")).to_be_visible()
    await expect(page.get_by_label("写消息")).to_be_visible()


async def test_the_conversation_is_still_there_after_a_reload(page: Page) -> None:
    await say(page, "你好")
    await expect(page.locator(".bubble").last).to_have_text("收到 你好")
    await page.reload()
    await expect(page.locator(".bubble")).to_have_text(["你好", "收到 你好"])


async def test_nothing_is_wider_than_the_phone(page: Page) -> None:
    await say(page, "x" * 300)
    await expect(page.locator(".bubble").last).to_contain_text("收到")
    for width in (320, 390, 768):
        await page.set_viewport_size({"width": width, "height": 740})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
