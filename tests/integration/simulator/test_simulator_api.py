import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from adapters.wechat.simulator.app import start
from tests.integration.simulator.conftest import OpenStage, Stage
from tests.integration.simulator.endpoint import APPID, CITIZEN, SECRET, Endpoint

TEXT = {"msgtype": "text", "text": {"content": "您的申请已受理"}}
LOGIN = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
SEND = "/cgi-bin/message/custom/send"


# --- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"grant_type": "x"}, 40002), ({"appid": ""}, 41002), ({"appid": "wx"}, 40013), ({"secret": ""}, 41004),
        ({"secret": "x"}, 40125), ({"force_refresh": "yes"}, 47001),
    ],
)  # fmt: skip
async def test_a_wrong_login_is_refused_with_its_code(
    stage: Stage, changed: dict[str, str], code: int
) -> None:
    answer = await stage.post("/cgi-bin/stable_token", LOGIN | changed)
    assert answer["errcode"] == code
    assert "rid: " in answer["errmsg"]


async def test_both_ways_to_a_token_work_and_stay_apart(stage: Stage) -> None:
    query = "&".join(f"{name}={value}" for name, value in LOGIN.items())
    _, plain = await stage.call("GET", f"/cgi-bin/token?{query}")
    stable = await stage.token()
    assert plain["expires_in"] == 7200
    assert plain["access_token"] != stable == await stage.token()
    for token in (plain["access_token"], stable):
        assert (await stage.call("GET", f"/cgi-bin/menu/get?access_token={token}"))[1]["errcode"] == 46003


async def test_an_address_outside_the_list_is_refused(open_stage: OpenStage) -> None:
    stage = await open_stage(allowed_ips=("192.0.2.1",))
    answer = await stage.post("/cgi-bin/stable_token", LOGIN)
    assert answer["errcode"] == 40164
    assert "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: " in answer["errmsg"]


async def test_the_daily_quota_ends_at_beijing_midnight(open_stage: OpenStage) -> None:
    stage = await open_stage(profile="sandbox")
    query = "&".join(f"{name}={value}" for name, value in LOGIN.items())
    await stage.post("/control/clock", {"set": "2026-03-02T23:00:00+08:00"})
    codes = [(await stage.call("GET", f"/cgi-bin/token?{query}"))[1].get("errcode", 0) for _ in range(201)]
    assert codes == [0] * 200 + [45009]
    await stage.post("/control/clock", {"advance_s": 3600})
    assert "access_token" in (await stage.call("GET", f"/cgi-bin/token?{query}"))[1]


async def test_tokens_end_by_time_and_by_order(stage: Stage) -> None:
    token = await stage.token()
    await stage.post("/control/clock", {"advance_s": 7200})
    assert (await stage.call("GET", f"/cgi-bin/menu/get?access_token={token}"))[1]["errcode"] == 42001
    fresh = await stage.token()
    await stage.post("/control/tokens/end", {})
    assert (await stage.call("GET", f"/cgi-bin/menu/get?access_token={fresh}"))[1]["errcode"] == 40001


# --- bodies and paths ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 44002), (b"{", 47001), (b"[1]", 47001), (b"\xff\xfe\xfa", 47001), (b'{"touser": "\\u4f60"}', 40033),
        (b"[" * 100_000, 47001),
    ],
)  # fmt: skip
async def test_a_body_that_is_not_plain_json_is_refused(stage: Stage, body: bytes, code: int) -> None:
    url = f"{stage.simulator.url}{SEND}?access_token={await stage.token()}"
    async with stage.session.post(url, data=body) as response:
        assert (response.status, (await response.json())["errcode"]) == (200, code)


async def test_method_and_token_are_asked_for(stage: Stage) -> None:
    assert (await stage.call("GET", SEND))[1]["errcode"] == 43002
    assert (await stage.call("POST", "/cgi-bin/menu/get", {}))[1]["errcode"] == 43001
    assert (await stage.call("POST", SEND, {}))[1]["errcode"] == 41001
    assert (await stage.call("POST", f"{SEND}?access_token=x", {}))[1]["errcode"] == 40001


async def test_an_unknown_path_is_404_and_named_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever commands run before in this process made of the logs.
    logger = logging.getLogger("adapters.wechat.simulator.api.endpoints")
    monkeypatch.setattr(logger, "disabled", False)
    caplog.set_level(logging.WARNING, logger=logger.name)
    status, _ = await stage.call("POST", "/cgi-bin/message/mass/send", {})
    assert status == 404
    assert "/cgi-bin/message/mass/send" in caplog.text
    assert "not WeChat" in caplog.text


@pytest.mark.parametrize(
    ("fault", "expected"), [("api_error", 45009), ("api_500", 500), ("api_garbage", None)]
)
async def test_the_api_can_be_made_to_fail(stage: Stage, fault: str, expected: int | None) -> None:
    await stage.fault(fault, value=45009, path="/cgi-bin/stable_token")
    async with stage.session.post(stage.simulator.url + "/cgi-bin/stable_token", json=LOGIN) as response:
        text = await response.text()
    if fault == "api_500":
        assert response.status == expected
    elif fault == "api_garbage":
        with pytest.raises(ValueError, match="Unterminated"):
            json.loads(text)
    else:
        assert json.loads(text)["errcode"] == expected
    assert await stage.token()


# --- customer-service messages ---------------------------------------------------------------------------------------


async def test_five_messages_after_a_text_and_the_sixth_is_refused(stage: Stage) -> None:
    assert await stage.send(TEXT) == 40003
    await stage.say("你好")
    assert [await stage.send(TEXT) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    await stage.post("/control/clock", {"advance_s": 48 * 3600})
    assert await stage.send(TEXT) == 45015
    await stage.say("在吗")
    assert await stage.send(TEXT) == 0


async def test_a_click_gives_three_for_a_minute(stage: Stage) -> None:
    await stage.event("CLICK", key="我的申请", label="我的申请")
    assert [await stage.send(TEXT) for _ in range(4)] == [0, 0, 0, 45047]
    await stage.post("/control/clock", {"advance_s": 60})
    assert await stage.send(TEXT) == 45015


async def test_who_unfollows_cannot_be_reached(stage: Stage) -> None:
    await stage.say("你好")
    await stage.event("unsubscribe")
    assert await stage.send(TEXT) == 45015


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"msgtype": "wxcard"}, 40008),
        ({"msgtype": "text"}, 47001),
        ({"msgtype": "text", "text": {}}, 44004),
        ({"msgtype": "text", "text": {"content": " "}}, 44004),
        ({"msgtype": "text", "text": {"content": 5}}, 47001),
        ({"msgtype": "text", "text": {"content": "字" * 683}}, 45002),
        ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
        ({"msgtype": "news", "news": {"articles": [{"title": "a"}, {"title": "b"}]}}, 45008),
        ({"msgtype": "news", "news": {"articles": []}}, 45008),
        ({"msgtype": "msgmenu", "msgmenu": {"list": []}}, 40035),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1" * 33, "content": "是"}]}}, 40035),
    ],
)
async def test_a_message_against_the_rules_is_refused_and_costs_nothing(
    stage: Stage, message: dict[str, Any], code: int
) -> None:
    await stage.say("你好")
    assert await stage.send(message) == code
    assert [await stage.send(TEXT) for _ in range(5)] == [0] * 5


async def test_what_is_sent_appears_by_itself_with_the_grey_line(stage: Stage) -> None:
    await stage.say("你好")
    await stage.send({**TEXT, "aimsgcontext": {"is_ai_msg": 1}})
    _, window = await stage.call("GET", f"/api/citizens/{CITIZEN}/messages?after=2")
    assert [(each["via"], each["text"], bool(each["grey"])) for each in window["messages"]] == [
        ("custom", "您的申请已受理", True)
    ]
    message = window["citizen"]["counters"][0]
    assert (message["left"], message["limit"]) == (4, 5)


async def test_a_window_is_given_in_parts(stage: Stage) -> None:
    for text in ("一", "二", "三"):
        await stage.say(text)
    for query, numbers in (
        ("", [1, 2, 3, 4, 5, 6]),
        ("?after=4", [5, 6]),
        ("?last=1", [6]),
        ("?after=5&last=4", [6]),
    ):
        _, window = await stage.call("GET", f"/api/citizens/{CITIZEN}/messages{query}")
        assert [each["number"] for each in window["messages"]] == numbers


async def test_a_menu_message_becomes_links_and_a_tap_comes_back_with_its_id(stage: Stage) -> None:
    await stage.say("你好")
    menu = {"head_content": "满意吗？", "list": [{"id": "101", "content": "满意<b>"}], "tail_content": "谢谢"}
    assert await stage.send({"msgtype": "msgmenu", "msgmenu": menu}) == 0
    _, window = await stage.call("GET", f"/api/citizens/{CITIZEN}/messages")
    text = window["messages"][-1]["text"]
    assert text.startswith('满意吗？\n<a href="weixin://bizmsgmenu?')
    assert "<b>" not in text
    await stage.say("满意<b>", bizmsgmenuid="101")
    assert stage.endpoint.received[-1].fields["bizmsgmenuid"] == "101"


async def test_kinds_of_account_have_their_rights(open_stage: OpenStage) -> None:
    sandbox = await open_stage(profile="sandbox")
    await sandbox.say("你好")
    assert (
        await sandbox.send({"msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1", "content": "是"}]}})
        == 40200
    )
    unverified = await open_stage(profile="service_unverified")
    await unverified.say("你好")
    assert await unverified.send(TEXT) == 48001


async def test_typing_follows_its_rules(stage: Stage) -> None:
    await stage.say("你好")
    typing = {"command": "Typing"}
    assert await stage.send({"command": "Type"}, path="typing") == 45072
    assert await stage.send(typing, path="typing") == 0
    assert await stage.send(typing, path="typing") == 45081
    assert await stage.send({"command": "CancelTyping"}, path="typing") == 0
    await stage.post("/control/clock", {"advance_s": 31})
    assert await stage.send(typing, path="typing") == 45080


# --- menu ------------------------------------------------------------------------------------------------------------


async def test_a_menu_is_made_shown_and_deleted(stage: Stage) -> None:
    token = await stage.token()
    menu = {"button": [{"type": "click", "name": "问政策", "key": "policy"}]}
    assert (await stage.post(f"/cgi-bin/menu/create?access_token={token}", menu))["errcode"] == 0
    assert (await stage.call("GET", f"/cgi-bin/menu/get?access_token={token}"))[1] == {"menu": menu}
    assert (await stage.call("GET", "/api/account"))[1]["menu"] == menu
    assert (await stage.call("GET", f"/cgi-bin/menu/delete?access_token={token}"))[1]["errcode"] == 0
    assert (await stage.call("GET", "/api/account"))[1]["own_menu"] is False


# --- page, transcripts, control --------------------------------------------------------------------------------------


async def test_the_page_says_what_it_is_and_runs_only_its_own_scripts(stage: Stage) -> None:
    async with stage.session.get(stage.simulator.url) as response:
        html = await response.text()
    assert "模拟器，不是微信" in html
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "://" not in html.replace("http://www.w3.org", "")


async def test_news_are_streamed_to_the_page(stage: Stage) -> None:
    async with stage.session.get(stage.simulator.url + "/api/stream") as response:
        assert response.content_type == "text/event-stream"
        saying = asyncio.create_task(stage.say("你好"))
        seen: set[str] = set()
        async with asyncio.timeout(5):
            while not {"entry", "citizen", "trace"} <= seen:
                line = (await response.content.readline()).decode()
                if line.startswith("event: "):
                    seen.add(line.removeprefix("event: ").strip())
        await saying
    assert {"entry", "citizen", "trace"} <= seen


async def test_conversations_survive_a_restart_with_following_and_quota(tmp_path: Path) -> None:
    async with Endpoint() as endpoint:
        settings = endpoint.settings(data_dir=tmp_path)
        first = await start(settings)
        await first.verified(5)
        citizen = first.world.settle("林女士", openid=CITIZEN, follows=True)
        await first.deeds.say(citizen, "你好")
        await first.deeds.cause(first.world.citizens["oSimulated_citizen_00000li02"], "unsubscribe")
        before = [entry.plain() for entry in citizen.entries]
        await first.stop()
        path = tmp_path / f"{CITIZEN}.jsonl"
        path.write_text(path.read_text(encoding="utf-8") + '{"entry": {"number": 9, "a', encoding="utf-8")
        second = await start(settings)
        try:
            again = second.world.citizens[CITIZEN]
            assert again.name == "林女士"
            assert [entry.plain() for entry in again.entries] == before
            assert again.allowance.judge(second.world.clock.now()) == "open"
            assert second.world.citizens["oSimulated_citizen_00000li02"].follows is False
            assert len(second.world.citizens) == 4
            await second.verified(5)
            trace = await second.deeds.say(again, "在吗")
            assert [entry.text for entry in again.entries if entry.trace == trace.id] == ["收到：在吗"]
        finally:
            await second.stop()


async def test_citizens_are_made_and_listed(stage: Stage) -> None:
    fresh = await stage.post("/api/citizens", {"name": "赵先生"})
    assert fresh["follows"] is False
    _, listed = await stage.call("GET", "/api/citizens")
    assert "赵先生" in [each["name"] for each in listed["citizens"]]
    assert (await stage.call("GET", "/api/citizens/nobody/messages"))[0] == 404


@pytest.mark.parametrize(("path", "body", "status"), [
    ("/api/citizens/o1/text", {"content": ""}, 409), ("/api/citizens/o1/text", {"content": 1}, 400),
    ("/api/citizens/o1/event", {"event": "x"}, 409), ("/api/citizens/o1/message", {"type": "x"}, 409),
    ("/api/citizens/o1/text", [], 400), ("/control/clock", {"advance_s": "x"}, 400),
    ("/control/clock", {"advance_s": float("inf")}, 400), ("/control/clock", {"set": 5}, 400), ("/control/faults", {"kind": "x"}, 400),
])  # fmt: skip
async def test_a_wrong_request_is_refused_in_words(stage: Stage, path: str, body: Any, status: int) -> None:
    got, answer = await stage.call("POST", path, body)
    assert (got, bool(answer["error"])) == (status, True)


async def test_the_levers_are_for_this_machine_and_its_own_pages_only(stage: Stage) -> None:
    url = stage.simulator.url + "/control/clock"
    async with stage.session.get(url, headers={"Host": "evil.example"}) as response:
        assert response.status == 403
    async with stage.session.post(
        url, data=b'{"reset": true}', headers={"Content-Type": "text/plain"}
    ) as response:
        assert response.status == 415


async def test_traces_show_the_calls_of_the_api_without_the_token(stage: Stage) -> None:
    await stage.say("你好")
    await stage.send(TEXT)
    _, answer = await stage.call("GET", f"/api/citizens/{CITIZEN}/traces")
    assert [trace["kind"] for trace in answer["traces"]] == ["text", f"api{SEND}"]
    assert await stage.token() not in json.dumps(answer)
