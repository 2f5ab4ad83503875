"""The screen of a hall: the same answers as in the chat, nothing personal, and nothing left when it is over."""

import itertools
import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select

from adapters.cli.sample.popular import fill_popular
from adapters.visitors.doors import kiosk_sessions
from adapters.visitors.kiosk_sessions import open_key
from adapters.web.links import SEAL_BYTES
from adapters.web.pickup import SITE_CHAT
from handlers.complaints.case.records import ComplaintRecord
from handlers.tickets.records import TicketRecord
from tests.e2e.conversations.stage import House, Stage

PLACE = "tushuguan"
_messages = itertools.count(1)


class Screen:
    """A screen as its page calls the program."""

    def __init__(self, house: House, session: aiohttp.ClientSession) -> None:
        self.house, self.session = house, session
        self.url = house.settings.public_url
        self.token = ""

    async def call(self, path: str, place: str = PLACE, **body: str) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        address = f"{self.url}/api/v1/kiosk/{place}/{path}"
        async with self.session.post(address, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def begin(self, place: str = PLACE) -> "Screen":
        status, told = await self.call("session", place)
        assert status == 200
        self.token = told["token"]
        return self

    async def say(self, text: str) -> list[dict[str, Any]]:
        self.house.clock.advance(timedelta(seconds=5))
        status, told = await self.call("messages", id=f"m{next(_messages)}", text=text)
        assert status == 200, told
        replies: list[dict[str, Any]] = told["replies"]
        return replies

    async def traces(self) -> list[bytes]:
        """Give every name in Redis under which something of this use lies, and every list that names it."""
        redis, citizen = self.house.redis, self.citizen
        keys = [key async for key in redis.scan_iter(match=f"*{citizen}*")]
        listed = await redis.zscore(open_key(), citizen)
        return keys if listed is None else [*keys, open_key().encode()]

    @property
    def citizen(self) -> str:
        """Who stands before the screen, as the token names it behind its seal."""
        opened = urlsafe_b64decode(self.token + "=" * (-len(self.token) % 4))
        return opened[SEAL_BYTES:].decode().rpartition(":")[2]


@pytest_asyncio.fixture(loop_scope="session")
async def screen(house: House) -> AsyncIterator[Screen]:
    async with aiohttp.ClientSession() as session:
        yield Screen(house, session)


def words(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply["text"] for reply in replies)


async def test_the_screen_the_chat_and_the_desk_answer_alike(house: House, screen: Screen) -> None:
    stage = Stage(house)
    asked = "高龄补贴怎么领"
    await screen.begin()
    shown = words(await screen.say(asked))
    chatted = await stage.say(stage.person("甲"), asked)
    (played,) = await house.ready.explainer.replay([asked])
    source = next(line for line in shown.split("\n") if "《" in line)
    assert source.split("》")[0] in chatted
    assert shown.split("\n")[0] in chatted
    assert shown.split("\n")[0] in "\n".join(reply.text for reply in played)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("图书馆几点开门", "青岚县图书馆"),
        ("公报第3期有什么", "2026年第3期"),
        ("上石村村务公开", "七公开一曝光"),
        ("你们有哪些公众号", "县里发布信息的渠道"),
        ("企业投资项目核准属于公开目录吗", "公开事项：企业投资项目核准"),
        ("刚生了小孩，要办哪些手续", "新生儿出生一件事"),
        ("哪些事可以网上办", "网上办："),
        ("我有低保证能申请什么", "由工作人员核定"),
        ("今年民生实事办得怎么样了", "民生实事"),
        ("按场景找", "按场景找办事指南"),
        ("企业服务", "企业办事、问政策"),
        ("惠企政策有哪些", "和企业有关的政策文件"),
    ],
)
async def test_what_is_open_to_everybody_is_the_same_on_the_screen_in_the_chat_and_at_the_desk(
    house: House, screen: Screen, asked: str, told: str
) -> None:
    stage = Stage(house)
    await screen.begin()
    chatted = await stage.say(stage.person("甲"), asked)
    shown = await screen.say(asked)
    (played,) = await house.ready.explainer.replay([asked], channel=SITE_CHAT)
    assert told in chatted
    assert told in words(shown)
    assert told in "\n".join(reply.text for reply in played)
    offered = [choice["label"] for reply in shown for choice in reply["choices"]]
    assert offered == [choice.label for reply in played for choice in reply.choices]


async def test_marks_for_a_project_are_given_on_ones_own_phone(screen: Screen) -> None:
    await screen.begin()
    listed = [
        choice["label"]
        for reply in await screen.say("今年民生实事办得怎么样了")
        for choice in reply["choices"]
    ]
    assert "说“给" not in words(await screen.say(listed[0]))
    assert "公用屏幕上不打分" in words(await screen.say(f"给{listed[0]}打5分"))


async def test_the_way_is_measured_from_the_screen(screen: Screen) -> None:
    await screen.begin()
    told = words(await screen.say("附近的派出所"))
    assert "离“青岚县图书馆”最近的是" in told


async def test_what_the_sample_offers_at_its_places_is_answered(house: House) -> None:
    topics = {topic.asks for place in house.ready.county.places.places for topic in place.topics}
    unanswered = {}
    for asks in sorted(topics):
        (replies,) = await house.ready.explainer.replay([asks])
        told = "\n".join(reply.text for reply in replies)
        if (
            not any(sign in told for sign in ("《", "地址：", "一件事（示例）", "公开栏（示例）"))
            or "没有查到" in told
        ):
            unanswered[asks] = told[:60]
    assert unanswered == {}


async def test_what_many_ask_and_the_scenes_are_told_everywhere(house: House, screen: Screen) -> None:
    await fill_popular(house.ready)
    await screen.begin()
    stage = Stage(house)
    anna = stage.person("甲")
    for asked in ("大家都在问什么", "大家在问"):
        assert "高龄补贴怎么领" in await stage.say(anna, asked)
        offered = [choice["label"] for reply in await screen.say(asked) for choice in reply["choices"]]
        assert offered[0] == "高龄补贴怎么领"
        # What waits for an operator shows nowhere.
        assert "育儿补贴怎么领" not in offered
    assert "高龄津贴" in words(await screen.say("1"))
    assert "高龄补贴怎么领" in await stage.say(anna, "大家都在问养老的什么")
    # By theme and time of life: offered, told of, and of one that nobody asked of said so.
    assert "养老（1个）" in await stage.say(anna, "大家在问，按方面看")
    assert "关于“养老”" in await stage.say(anna, "养老（1个）")
    for asked in ("大家在问社会保险的什么", "社会保险方面大家问得最多的是什么"):
        assert "关于“社会保险”还没有" in await stage.say(anna, asked)
    (by_side,) = (
        choice
        for reply in await screen.say("大家在问")
        for choice in reply["choices"]
        if choice["label"] == "按方面看"
    )
    sides = [
        choice["label"] for reply in await screen.say(str(by_side["number"])) for choice in reply["choices"]
    ]
    assert "养老（1个）" in sides
    assert "高龄补贴怎么领" in str(await screen.say(str(sides.index("养老（1个）") + 1)))
    assert "住房（7件）" in await stage.say(anna, "按场景找")
    menu = [choice["label"] for reply in await screen.say("场景：婚育") for choice in reply["choices"]]
    assert {"结婚登记", "育儿补贴申领"} <= set(menu)
    assert "结婚登记" in words(await screen.say(str(menu.index("结婚登记") + 1)))
    async with screen.session.get(f"{screen.url}/api/v1/chat/start") as answer:
        told = await answer.json()
    assert told["popular"][0] == {"title": "高龄补贴怎么领", "asks": "高龄补贴怎么领"}
    assert {"title": "婚育", "asks": "场景：婚育"} in told["scenes"]


@pytest.mark.parametrize(
    "said",
    [
        "我要申请公开2025年财政决算报告",
        "我要投诉楼下烧烤店油烟扰民",
        "人工",
        "我的申请办到哪一步了",
        "我要预约明天办身份证",
        "订阅医保政策",
        "GK202611240001办得怎么样了",
    ],
)
async def test_what_needs_a_person_is_handed_to_the_phone(screen: Screen, said: str) -> None:
    await screen.begin()
    replies = await screen.say(said)
    assert "公用屏幕上不办理" in words(replies)
    card = next(reply["card"] for reply in replies if reply["card"])
    assert "/chat/carry/" in card["url"]
    async with screen.house.ready.resources.database.reading() as tx:
        own = TicketRecord.channel == "kiosk", ComplaintRecord.channel == "kiosk"
        assert not (await tx.scalars(select(TicketRecord).where(own[0]))).all()
        assert not (await tx.scalars(select(ComplaintRecord).where(own[1]))).all()
    # No form stands open: the next words are a question again.
    assert "《" in words(await screen.say("高龄补贴怎么领"))


async def test_what_is_offered_after_an_answer_opens_no_form_either(screen: Screen) -> None:
    await screen.begin()
    replies = await screen.say("公租房租金补贴为什么比邻县少")
    labels = {choice["label"]: choice["number"] for reply in replies for choice in reply["choices"]}
    for label, number in labels.items():
        if "申请" in label or "人工" in label or "工作人员" in label:
            assert "公用屏幕上不办理" in words(await screen.say(str(number)))
            return
    pytest.fail(f"nothing personal was offered: {labels}")


async def test_the_end_leaves_nothing_on_the_server(screen: Screen) -> None:
    await screen.begin()
    await screen.say("高龄补贴怎么领")
    await screen.say("要带什么材料，我的身份证是339901198503142016")
    assert len(await screen.traces()) > 3
    status, _ = await screen.call("end")
    assert status == 200
    assert await screen.traces() == []
    status, told = await screen.call("messages", id="after", text="高龄补贴怎么领")
    assert (status, "已经结束" in told["error"]["message"]) == (409, True)
    assert await screen.traces() == []


async def test_a_screen_whose_page_died_is_swept(house: House, screen: Screen) -> None:
    sessions = kiosk_sessions(house.ready)
    house.clock.advance(timedelta(minutes=5))
    await sessions.sweep()
    await screen.begin()
    await screen.say("高龄补贴怎么领")
    assert await sessions.sweep() == 0
    house.clock.advance(timedelta(seconds=55))
    status, told = await screen.call("stay")
    assert (status, told) == (200, {"open": True})
    house.clock.advance(timedelta(seconds=55))
    assert await sessions.sweep() == 0
    house.clock.advance(timedelta(seconds=5))
    assert await sessions.sweep() == 1
    assert await screen.traces() == []
    status, told = await screen.call("stay")
    assert (status, told) == (200, {"open": False})


async def test_a_minute_after_the_last_touch_the_use_is_over_before_anybody_sweeps(
    house: House, screen: Screen
) -> None:
    await screen.begin()
    await screen.say("高龄补贴怎么领")
    house.clock.advance(timedelta(seconds=60))
    status, _ = await screen.call("messages", id="late", text="要带什么材料")
    assert status == 409
    assert await screen.traces() == []


async def test_strangers_and_other_screens_open_nothing(screen: Screen) -> None:
    assert (await screen.call("session", "nowhere"))[0] == 404
    await screen.begin()
    own = screen.token
    assert (await screen.call("messages", "dangan", id="1", text="你好"))[0] == 401
    for token in ("", "x", own[:-2] + ("A" if own[-2] != "A" else "B") + own[-1], own + "A"):
        screen.token = token
        assert (await screen.call("messages", id="1", text="你好"))[0] == 401
    screen.token = own
    for body in (
        {},
        {"id": "1"},
        {"id": "a b", "text": "你好"},
        {"id": "1", "text": " "},
        {"id": "1", "text": "问" * 1001},
    ):
        status, told = await screen.call("messages", **body)
        assert status in {400, 422}, body
        assert told["error"]["message"]
    headers = {"Authorization": f"Bearer {own}", "Origin": "https://evil.example"}
    address = f"{screen.url}/api/v1/kiosk/{PLACE}/messages"
    async with screen.session.post(address, json={"id": "1", "text": "你好"}, headers=headers) as answer:
        assert answer.status == 403
    async with screen.session.post(address, data=json.dumps({"id": "1", "text": "你好"})) as answer:
        assert answer.status == 401
    async with screen.session.post(f"{screen.url}/api/v1/kiosk/{PLACE}/session", data="{}") as answer:
        assert answer.status == 415


async def test_a_remark_reaches_the_staff_without_anybodys_name(house: House, screen: Screen) -> None:
    await screen.begin()
    said = "二楼的灯太暗了，找我打13900001234"
    assert await screen.call("remark", id="r1", text=said) == (200, {"kept": True})
    assert (await screen.call("remark", id="r1", text=said))[0] == 200
    async with house.ready.resources.database.reading() as tx:
        kept = (await tx.scalars(select(TicketRecord).where(TicketRecord.kind == "remark"))).all()
    assert len(kept) == 1
    assert "给“青岚县图书馆”的意见：二楼的灯太暗了" in kept[0].question
    assert "13900001234" not in kept[0].question
    assert not kept[0].bound
    assert (await screen.call("remark", id="r2", text="长" * 501))[0] == 422


async def test_scans_and_uses_are_counted_and_nobody_is_known(house: House, screen: Screen) -> None:
    stage = Stage(house)
    visits = house.ready.services.visits
    before = (await visits.figures()).get("dangan")
    await screen.begin("dangan")
    heard = await stage.do(stage.person("甲"), "扫码 place:dangan")
    assert "文昌路18号" in heard
    assert "怎么查婚姻档案" in heard
    now = (await visits.figures())["dangan"]
    gained = {
        way.value: total - (before.today.get(way, 0) if before else 0) for way, total in now.today.items()
    }
    assert gained == {"kiosk": 1, "scan": 1}
    thanked = await stage.say(stage.person("甲"), "意见：窗口开得太少")
    assert "您给“青岚县档案馆”的意见收到了" in thanked
