import asyncio
from typing import Any

import pytest
from aiohttp import web

from adapters.wechat.simulator.app import start
from adapters.wechat.simulator.delivery.load import Load
from adapters.wechat.simulator.delivery.pusher import FAULT_LINE, PushRefusedError
from adapters.wechat.simulator.protocol.sealing import Sealing
from adapters.wechat.simulator.protocol.settings import Mode
from adapters.wechat.simulator.protocol.switches import Switches
from tests.integration.simulator.conftest import OpenStage, Stage
from tests.integration.simulator.endpoint import (
    ACCOUNT,
    CITIZEN,
    Endpoint,
    Push,
    always,
    reply_xml,
    text_xml,
)


@pytest.mark.parametrize("mode", ["clear", "compatible", "safe"])
async def test_a_text_is_pushed_and_answered_in_every_mode(open_stage: OpenStage, mode: Mode) -> None:
    stage = await open_stage(Endpoint(mode=mode))
    answer = await stage.say("你好 ]]> <a> 😀")
    assert [entry["text"] for entry in answer["reply"]] == ["收到：你好 ]]> <a> 😀"]
    push = stage.endpoint.received[0]
    assert push.fields["ToUserName"] == ACCOUNT
    assert push.fields["FromUserName"] == CITIZEN == push.query["openid"]
    assert (b"Content" in push.body) == (mode != "safe")
    assert ("encrypt_type" in push.query) == (mode != "clear")


@pytest.mark.parametrize("body", [b"", b"success"])
async def test_an_empty_answer_settles_and_shows_nothing(stage: Stage, body: bytes) -> None:
    stage.endpoint.behave = always(lambda _push: web.Response(body=body))
    answer = await stage.say("你好")
    assert answer["reply"] == []
    assert answer["trace"]["verdict"] == "空回答"
    assert len(stage.endpoint.received) == 1


async def test_a_failing_endpoint_gets_the_identical_push_until_the_limit(open_stage: OpenStage) -> None:
    for limit in (1, 3, 4):
        stage = await open_stage(max_deliveries=limit)
        stage.endpoint.behave = always(lambda _push: web.Response(status=500))
        answer = await stage.say("你好")
        assert [entry["text"] for entry in answer["reply"]] == [FAULT_LINE]
        deliveries = stage.endpoint.received
        assert len(deliveries) == limit
        assert len({(delivery.body, tuple(delivery.query.items())) for delivery in deliveries}) == 1


@pytest.mark.parametrize("status", [201, 204, 302, 403, 404, 500])
async def test_only_200_is_an_answer(stage: Stage, status: int) -> None:
    stage.endpoint.behave = always(lambda _push: web.Response(status=status))
    answer = await stage.say("你好")
    assert str(status) in answer["trace"]["verdict"]


async def test_an_answer_to_the_second_delivery_is_shown(stage: Stage) -> None:
    async def behave(push: Push) -> web.Response:
        if len(stage.endpoint.received) == 1:
            return web.Response(status=503)
        return stage.endpoint.answer(text_xml(push, "第二次"))

    stage.endpoint.behave = behave
    answer = await stage.say("你好")
    assert [entry["text"] for entry in answer["reply"]] == ["第二次"]
    assert [each["outcome"] for each in answer["trace"]["deliveries"]] == ["status", "answered"]


async def test_an_answer_after_the_limit_is_late_and_pushed_again(open_stage: OpenStage) -> None:
    stage = await open_stage(timeout=0.15)

    async def behave(push: Push) -> web.Response:
        await asyncio.sleep(0.6 if len(stage.endpoint.received) == 1 else 0)
        return stage.endpoint.answer(text_xml(push, "及时"))

    stage.endpoint.behave = behave
    answer = await stage.say("你好")
    assert [each["outcome"] for each in answer["trace"]["deliveries"]] == ["late", "answered"]
    assert answer["trace"]["deliveries"][0]["ms"] >= 150


def changed(**values: str) -> Any:
    return lambda push: text_xml(push, "你好", **values)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _push: '{"errcode": 0}', "XML"),
        (lambda _push: "<html></html>", "xml"),
        (lambda push: "<!DOCTYPE xml>" + text_xml(push, "你好"), "DOCTYPE"),
        (changed(ToUserName=ACCOUNT), "对调"),
        (changed(FromUserName="gh_other"), "对调"),
        (changed(CreateTime="now"), "CreateTime"),
        (changed(MsgType="wxcard"), "MsgType"),
        (lambda push: reply_xml(push, "text"), "Content"),
        (lambda push: text_xml(push, "  "), "空"),
        (lambda push: text_xml(push, "字" * 683), "2049字节"),
        (lambda push: reply_xml(push, "image", "<Image><MediaId>none</MediaId></Image>"), "MediaId"),
        (lambda push: reply_xml(push, "news", "<ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item></Articles>"), "ArticleCount"),
        (lambda push: reply_xml(push, "news", "<ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item><item><Title>b</Title></item></Articles>"), "最多回复1条"),
        (lambda push: reply_xml(push, "news", "<ArticleCount>1</ArticleCount><Articles><item><Title>a</Title><Url>javascript:1</Url></item></Articles>"), "网址"),
    ],
)  # fmt: skip
async def test_an_answer_against_the_rules_shows_the_fault_line_and_says_why(
    open_stage: OpenStage, make: Any, words: str
) -> None:
    stage = await open_stage(Endpoint(mode="compatible"))
    stage.endpoint.behave = always(lambda push: web.Response(text=make(push)))
    answer = await stage.say("你好")
    assert [entry["text"] for entry in answer["reply"]] == [FAULT_LINE]
    assert words in answer["trace"]["verdict"]
    assert len(stage.endpoint.received) == 1


async def test_safe_mode_takes_sealed_answers_only(stage: Stage) -> None:
    stage.endpoint.behave = always(lambda push: web.Response(text=text_xml(push, "明文")))
    assert "必须加密" in (await stage.say("你好"))["trace"]["verdict"]


async def test_a_seal_with_a_false_signature_is_refused(stage: Stage) -> None:
    def forge(push: Push) -> web.Response:
        sealed = stage.endpoint.sealed(text_xml(push, "你好"))
        start = sealed.index("<MsgSignature>")
        return web.Response(
            text=sealed[:start]
            + sealed[start:].replace("<Nonce>", "<Nonce>9", 1).replace("<![CDATA[nonce1", "<![CDATA[nonce2")
        )

    stage.endpoint.behave = always(forge)
    assert "MsgSignature" in (await stage.say("你好"))["trace"]["verdict"]


async def test_2048_bytes_of_text_pass(stage: Stage) -> None:
    stage.endpoint.behave = always(lambda push: stage.endpoint.answer(text_xml(push, "字" * 682 + "ab")))
    assert (await stage.say("你好"))["trace"]["shown"]


async def test_cards_are_shown_whole(stage: Stage) -> None:
    item = "<item><Title>办法</Title><Description>一句话</Description><PicUrl/><Url>https://a.example/1</Url></item>"
    stage.endpoint.behave = always(
        lambda push: stage.endpoint.answer(
            reply_xml(push, "news", f"<ArticleCount>1</ArticleCount><Articles>{item}</Articles>")
        )
    )
    entry = (await stage.say("你好"))["reply"][0]
    assert entry["articles"] == [
        {"title": "办法", "description": "一句话", "url": "https://a.example/1", "picture_url": ""}
    ]


async def test_an_event_that_cannot_be_answered_shows_nothing(stage: Stage) -> None:
    answer = await stage.event("VIEW", key="https://a.example")
    assert answer["reply"] == []
    assert "不能被动回复" in answer["trace"]["verdict"]


async def test_following_and_unfollowing_reach_the_endpoint(stage: Stage) -> None:
    stage.endpoint.behave = always(lambda _push: web.Response())
    assert (await stage.event("unsubscribe"))["citizen"]["follows"] is False
    status, answer = await stage.call("POST", f"/api/citizens/{CITIZEN}/text", {"content": "在吗"})
    assert (status, "没有关注" in answer["error"]) == (409, True)
    assert (await stage.event("subscribe", key="counter_1"))["citizen"]["follows"] is True
    assert [push.fields["Event"] for push in stage.endpoint.received] == ["unsubscribe", "subscribe"]
    assert stage.endpoint.received[1].fields["EventKey"] == "qrscene_counter_1"


@pytest.mark.parametrize("kind", ["image", "voice", "video", "shortvideo", "location", "link"])
async def test_other_things_can_be_sent(stage: Stage, kind: str) -> None:
    answer = await stage.post(
        f"/api/citizens/{CITIZEN}/message", {"type": kind, "fields": {"MediaId": "m-1"}}
    )
    assert answer["trace"]["shown"]
    assert stage.endpoint.received[0].fields["MsgType"] == kind
    assert stage.endpoint.received[0].fields.get("MediaId", "m-1") == "m-1"


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "outcome"), [("late", "late"), ("lost", "lost")])
async def test_an_answer_thrown_away_is_pushed_again(stage: Stage, fault: str, outcome: str) -> None:
    await stage.fault(fault)
    answer = await stage.say("你好")
    assert [each["outcome"] for each in answer["trace"]["deliveries"]] == [outcome, "answered"]
    assert len(answer["reply"]) == 1


async def test_duplicates_arrive_at_once_and_one_answer_is_shown(stage: Stage) -> None:
    await stage.fault("duplicate", value=4)
    answer = await stage.say("你好")
    assert len(stage.endpoint.received) == 4
    assert len({push.fields["MsgId"] for push in stage.endpoint.received}) == 1
    assert len(answer["reply"]) == 1
    assert answer["trace"]["verdict"] == "已回答"


async def test_answers_that_differ_between_duplicates_are_told(stage: Stage) -> None:
    stage.endpoint.behave = always(
        lambda push: stage.endpoint.answer(text_xml(push, str(len(stage.endpoint.received))))
    )
    await stage.fault("again")
    assert "不一致" in (await stage.say("你好"))["trace"]["verdict"]
    assert len(stage.endpoint.received) == 2


@pytest.mark.parametrize("fault", ["wrong_signature", "stale"])
async def test_a_forged_push_must_be_refused_and_the_citizen_sees_nothing(stage: Stage, fault: str) -> None:
    await stage.fault(fault)
    answer = await stage.say("你好")
    assert stage.endpoint.received == []
    assert answer["reply"] == []
    assert "已拒绝，正确" in answer["trace"]["verdict"]


async def test_many_faults_pause_the_pushing_when_switched(open_stage: OpenStage) -> None:
    switches = Switches(pause_between_deliveries=0.0, pause_after_many_faults=True)
    stage = await open_stage(max_deliveries=1, switches=switches)
    stage.endpoint.behave = always(lambda _push: web.Response(status=500))
    for _ in range(30):
        await stage.say("你好")
    status, _ = await stage.call("POST", f"/api/citizens/{CITIZEN}/text", {"content": "你好"})
    assert status == 503
    await stage.post("/control/clock", {"advance_s": 61})
    await stage.say("你好")


# --- the GET check ---------------------------------------------------------------------------------------------------


async def test_nothing_is_pushed_before_the_check_passes() -> None:
    async with Endpoint(echo=False) as endpoint:
        simulator = await start(endpoint.settings())
        try:
            citizen = next(iter(simulator.world.citizens.values()))
            with pytest.raises(PushRefusedError):
                await simulator.deeds.say(citizen, "你好")
            assert citizen.entries == []
            assert endpoint.received == []
            endpoint.echo = True
            await simulator.verified(5)
            assert (await simulator.deeds.say(citizen, "你好")).shown
        finally:
            await simulator.stop()


async def test_the_endpoint_may_start_later_and_move() -> None:
    endpoint = Endpoint()
    simulator = await start(endpoint.settings(callback_url="http://127.0.0.1:9/wechat"))
    try:
        with pytest.raises(TimeoutError):
            await simulator.verified(0.2)
        async with endpoint:
            simulator.world.callback_url = endpoint.url
            await simulator.verified(5)
            assert simulator.world.verified
    finally:
        await simulator.stop()


async def test_pushes_go_to_each_of_several_addresses_in_turn() -> None:
    async with Endpoint() as one, Endpoint() as other:
        simulator = await start(one.settings(also=(other.url,)))
        try:
            await simulator.verified(5)
            citizen = simulator.world.settle("林女士", openid=CITIZEN, follows=True)
            for _ in range(4):
                assert (await simulator.deeds.say(citizen, "你好")).shown
            assert [len(each.received) for each in (one, other)] == [2, 2]
            # What was not taken is brought to the other one, as a proxy hands it on.
            await other.__aexit__(None, None, None)
            trace = await simulator.deeds.say(citizen, "你好")
            again = await simulator.deeds.say(citizen, "你好")
            assert trace.shown
            assert again.shown
        finally:
            await simulator.stop()


# --- load ------------------------------------------------------------------------------------------------------------


async def test_a_load_is_unique_answered_and_counted() -> None:
    async with Endpoint() as endpoint:
        load = Load(endpoint.url, Sealing.of(endpoint.settings()))
        report = await load.run(load.prepare(60, ["你好"], citizens=7), connections=8)
        assert report.statuses == {200: 60}
        assert (report.answered, report.broken, len(report.latencies)) == (60, 0, 60)
        assert len({push.fields["MsgId"] for push in endpoint.received}) == 60
        assert len({push.fields["Content"] for push in endpoint.received}) == 60
        assert len({push.fields["FromUserName"] for push in endpoint.received}) == 7
        paced = await load.run(load.prepare(10), connections=4, rate=100)
        assert paced.seconds >= 0.09


async def test_a_load_against_nothing_counts_what_broke() -> None:
    async with Endpoint() as endpoint:
        load = Load("http://127.0.0.1:9/wechat", Sealing.of(endpoint.settings()))
        assert (await load.run(load.prepare(3))).plain()["broken"] == 3
