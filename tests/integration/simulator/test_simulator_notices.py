"""Notices outside the window: rights, consents, values, and the report that follows, as the platform has them."""

import asyncio
from typing import Any

import pytest

from tests.integration.simulator.conftest import OpenStage, Stage
from tests.integration.simulator.endpoint import CITIZEN

TEMPLATE = "SIMULATED_TEMPLATE"
WORDS = {"thing1": {"value": "您有新消息"}}
SEND, BIZSEND = "/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend"


async def told(stage: Stage, path: str, **changed: Any) -> Any:
    body = {"touser": CITIZEN, "template_id": TEMPLATE, "data": WORDS, **changed}
    return await stage.post(f"{path}?access_token={await stage.token()}", body)


async def reports(stage: Stage, event: str) -> list[dict[str, str]]:
    async with asyncio.timeout(5):
        while True:
            found = [push.fields for push in stage.endpoint.received if push.fields.get("Event") == event]
            if found:
                return found
            await asyncio.sleep(0.02)


async def test_a_template_message_reaches_a_follower_whose_window_is_shut(stage: Stage) -> None:
    await stage.say("你好")
    await stage.post("/control/clock", {"advance_s": 49 * 3600})
    answer = await told(stage, SEND, client_msg_id="parcel-1")
    assert answer["errcode"] == 0
    [report] = await reports(stage, "TEMPLATESENDJOBFINISH")
    assert (report["MsgID"], report["Status"]) == (str(answer["msgid"]), "success")
    again = await told(stage, SEND, client_msg_id="parcel-1")
    assert again["msgid"] == answer["msgid"]
    shown = [entry.text for entry in stage.simulator.world.citizens[CITIZEN].entries if entry.via == "notice"]
    assert shown == ["【服务通知】\n您有新消息"]


async def test_a_subscription_notice_costs_a_consent(stage: Stage) -> None:
    await stage.say("你好")
    assert (await told(stage, BIZSEND))["errcode"] == 43101
    await stage.post("/control/consents", {"openid": CITIZEN, "template_id": TEMPLATE})
    assert (await told(stage, BIZSEND))["errcode"] == 0
    assert len(await reports(stage, "subscribe_msg_sent_event")) == 1
    assert (await told(stage, BIZSEND))["errcode"] == 43101


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"touser": "oNobody"}, 40003),
        ({"template_id": "x"}, 40037),
        ({"data": {}}, 47003),
        ({"data": {"thing1": {"value": "字" * 21}}}, 47003),
        ({"data": {"thing1": {"value": "一\n二"}}}, 47003),
        ({"data": {"thing1": "您有新消息"}}, 47003),
    ],
)
async def test_what_the_platform_would_not_take_is_refused(
    stage: Stage, changed: dict[str, Any], code: int
) -> None:
    await stage.say("你好")
    for path in (SEND, BIZSEND):
        assert (await told(stage, path, **changed))["errcode"] == code


async def test_nobody_who_left_is_told_and_no_account_without_the_right(open_stage: OpenStage) -> None:
    stage = await open_stage()
    await stage.say("你好")
    await stage.event("unsubscribe")
    assert (await told(stage, SEND))["errcode"] == 43004
    unverified = await open_stage(profile="service_unverified")
    await unverified.say("你好")
    assert (await told(unverified, SEND))["errcode"] == 48001
