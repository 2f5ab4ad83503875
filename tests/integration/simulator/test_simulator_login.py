"""What a browser's log-in is good for at the simulated platform: its token, a new one, and what is told of the person."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from bot.clock import SettableClock, SystemClock
from tests.integration.simulator.conftest import OpenStage, Stage
from tests.integration.simulator.endpoint import APPID, CITIZEN, SECRET

HOST = "mingbai.example"


async def opened(open_stage: OpenStage) -> tuple[Stage, SettableClock]:
    clock = SettableClock(SystemClock().now())
    stage = await open_stage(clock=clock, login_hosts=(HOST,))
    stage.simulator.world.settle("林女士（示例）", openid=CITIZEN, follows=True)
    return stage, clock


async def logged_in(stage: Stage, scope: str) -> dict[str, Any]:
    back = quote(f"https://{HOST}/m", safe="")
    asked = f"appid={APPID}&redirect_uri={back}&response_type=code&scope={scope}&state=a1&citizen={CITIZEN}"
    address = f"{stage.simulator.url}/connect/oauth2/authorize?{asked}"
    async with stage.session.get(address, allow_redirects=False) as answer:
        code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    path = "/sns/oauth2/access_token"
    query = f"appid={APPID}&secret={SECRET}&code={code}&grant_type=authorization_code"
    return dict((await stage.call("GET", f"{path}?{query}"))[1])


async def asked(stage: Stage, path: str, **query: str) -> dict[str, Any]:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return dict((await stage.call("GET", f"{path}?{words}"))[1])


async def test_who_agreed_is_told_of_and_who_logged_in_silently_is_not(open_stage: OpenStage) -> None:
    stage, _ = await opened(open_stage)
    silent, open_ = await logged_in(stage, "snsapi_base"), await logged_in(stage, "snsapi_userinfo")
    assert (silent["scope"], open_["scope"]) == ("snsapi_base", "snsapi_userinfo")
    for login in (silent, open_):
        good = await asked(stage, "/sns/auth", access_token=login["access_token"], openid=CITIZEN)
        assert good == {"errcode": 0, "errmsg": "ok"}
    told = await asked(
        stage, "/sns/userinfo", access_token=open_["access_token"], openid=CITIZEN, lang="zh_CN"
    )
    assert (told["openid"], told["nickname"], told["sex"]) == (CITIZEN, "林女士（示例）", 0)
    refused = await asked(stage, "/sns/userinfo", access_token=silent["access_token"], openid=CITIZEN)
    assert refused["errcode"] == 48001


@pytest.mark.parametrize("path", ["/sns/auth", "/sns/userinfo"])
async def test_a_token_is_good_for_its_own_person_and_two_hours(open_stage: OpenStage, path: str) -> None:
    stage, clock = await opened(open_stage)
    token = (await logged_in(stage, "snsapi_userinfo"))["access_token"]
    account_token = await stage.token()
    for query, code in (
        ({"openid": CITIZEN}, 41001),
        ({"access_token": "x", "openid": CITIZEN}, 40001),
        ({"access_token": account_token, "openid": CITIZEN}, 40001),
        ({"access_token": token, "openid": "oSomebodyElse"}, 40003),
    ):
        assert (await asked(stage, path, **query))["errcode"] == code
    clock.advance(timedelta(hours=2))
    assert (await asked(stage, path, access_token=token, openid=CITIZEN))["errcode"] == 42001


async def test_a_log_in_is_renewed_for_thirty_days(open_stage: OpenStage) -> None:
    stage, clock = await opened(open_stage)
    login = await logged_in(stage, "snsapi_userinfo")
    renewal = {"appid": APPID, "grant_type": "refresh_token", "refresh_token": login["refresh_token"]}
    for changed, code in (
        ({"appid": "wx"}, 40013),
        ({"grant_type": "x"}, 40029),
        ({"refresh_token": "x"}, 40029),
    ):
        assert (await asked(stage, "/sns/oauth2/refresh_token", **{**renewal, **changed}))["errcode"] == code
    clock.advance(timedelta(days=29))
    renewed = await asked(stage, "/sns/oauth2/refresh_token", **renewal)
    assert renewed["access_token"] != login["access_token"]
    assert (renewed["scope"], renewed["openid"]) == ("snsapi_userinfo", CITIZEN)
    told = await asked(stage, "/sns/userinfo", access_token=renewed["access_token"], openid=CITIZEN)
    assert told["nickname"] == "林女士（示例）"
    clock.advance(timedelta(days=1))
    assert (await asked(stage, "/sns/oauth2/refresh_token", **renewal))["errcode"] == 42002
