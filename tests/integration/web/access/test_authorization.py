"""The matrix: every route of both consoles, asked for by an account of each role, by nobody, and from another unit.

What is expected is told by the table alone; a route that the table does not name is not served at all.
"""

import re
from collections.abc import Awaitable, Callable, Iterable

import pytest
from aiohttp import web

from adapters.web.access.authorization import Authorization
from adapters.web.access.duties import DUTIES
from adapters.web.access.permissions import ROUTES, Reach
from adapters.web.access.visitor import CONSOLES
from handlers.accounts.account import Role
from handlers.tickets.service import HandoverRequest
from knowledge.publication.lifecycle import Duty
from tests.factories.questions import line
from tests.factories.site import NOW, PASSWORD, TEXTS, Running
from tests.integration.web.conftest import Browser, Enter

OWN, ELSEWHERE = "青岚县民政局", "青岚县教育局"
# Whose records an account of each unit reaches, written again by hand; the records are those of `OWN`.
REACHED = {Reach.ALL: {"", OWN, ELSEWHERE}, Reach.OWN: {OWN}, Reach.OPEN: {"", OWN}}
# What the error page says: no console, no duty, another unit's; the form's token is asked for after all of these.
NO_CONSOLE, NO_DUTY, NOT_YOURS = "没有打开这个页面的权限", "没有这项职责", "只能办本单位的事"
OWN_PAGES = "account"
NO_TOKEN = "这个页面打开得太久"
REFUSALS = (NO_CONSOLE, NO_DUTY, NOT_YOURS)


async def records(site: Running) -> dict[str, str]:
    """Bring a gap and a ticket of one unit into being; give a number for every console's records."""
    near = line("高龄津贴能寄到国外吗", at=NOW)._replace(interpreter="钟秀兰", interpreter_unit=OWN)
    await site.services.asked.questions.take([near])
    [gap], _ = await site.services.asked.gaps.page()
    assert gap.unit == OWN
    talk = (("user", "能寄到国外吗", NOW.timestamp()),)
    call = HandoverRequest("citizen-1", "wechat", "key-1", "能寄到国外吗", talk, unit=OWN)
    return {"operators": str(gap.id), "staff": (await site.services.tickets.service.open(call)).number}


async def ask(browser: Browser, key: str, numbers: dict[str, str]) -> tuple[int, str]:
    """Ask for a route without a form's token, so that nothing is done whoever asks."""
    method, _, path = key.partition(" ")
    number = numbers["staff" if path.startswith("/staff") else "operators"]
    address = path.replace("{number}", number).replace("{id}", "policy-elderly-allowance")
    # A brace is no part of an address: left as it stands, it would lead to no route and be refused by nobody.
    address = address.replace("{login}", "wangli").replace("{step}", "arrive")
    address = address.replace("{token}", "0" * 32)
    address = browser.url + re.sub(r"\{\w+\}", "1", address)
    async with browser.session.request(method, address, data={} if method == "POST" else None) as answer:
        return answer.status, await answer.text(errors="replace")


def expected(key: str, role: Role, unit: str) -> str:
    """Give what the page says to somebody of a unit; empty text when it opens."""
    console = key.partition(" ")[2].split("/")[1]
    if console != OWN_PAGES and role not in CONSOLES[console]:
        return NO_CONSOLE
    fitting = [need for need in ROUTES[key] if need.duties & DUTIES[role]]
    if not fitting:
        return NO_DUTY
    return "" if any(unit in REACHED[need.reach] for need in fitting) else NOT_YOURS


def reaches(key: str) -> bool:
    """Tell whether a route asks whose record it is."""
    return any(need.reach is not Reach.ALL for need in ROUTES[key])


@pytest.mark.redis
@pytest.mark.parametrize("role", list(Role))
async def test_every_route_of_both_consoles_asks_for_its_duty(
    site: Running, enter: Enter, role: Role
) -> None:
    numbers, wrong = await records(site), []
    for at, unit in enumerate(("", OWN, ELSEWHERE)):
        login = f"{role.value.replace('_', '-')}-{at}"
        accounts = site.services.access.accounts
        await accounts.add(login, PASSWORD, display_name=login, roles=[role], actor="test", unit=unit)
        browser = await enter(login)
        # An account's unit changes nothing where no record's unit is asked for: those are asked for once a role.
        for key in (key for key in ROUTES if not unit or reaches(key)):
            status, page = await ask(browser, key, numbers)
            said = next((words for words in REFUSALS if words in page), "")
            opened = NO_TOKEN in page if key.startswith("POST") else status not in {403, 500}
            if said != expected(key, role, unit) or opened != (said == "") or (said and status != 403):
                wrong.append((key, unit, status, said))
    assert wrong == []


@pytest.mark.redis
async def test_nobody_is_sent_to_the_log_in_page_by_every_route(
    site: Running, visit: Callable[[], Awaitable[Browser]]
) -> None:
    numbers, nobody = await records(site), await visit()
    for key in ROUTES:
        status, page = await ask(nobody, key, numbers)
        assert (status, "登录工作台" in page) == (200, True), key


@pytest.mark.redis
async def test_who_lacks_the_duty_is_told_which_it_takes_and_who_has_it(site: Running, enter: Enter) -> None:
    checker = await enter("linetou")
    status, page = await checker.get("/operators/import")
    assert status == 403
    assert "“起草、送审”" in page
    assert "有这项职责的角色是：知识维护" in page
    assert "什么也没有改动" in page


@pytest.mark.redis
async def test_a_gap_is_closed_by_its_own_unit_and_by_no_other(site: Running, enter: Enter) -> None:
    number = (await records(site))["operators"]
    for unit, allowed in ((ELSEWHERE, False), ("", False), (OWN, True)):
        await site.services.access.administration.set_unit("linetou", unit, actor="test")
        checker = await enter("linetou")
        _, page = await checker.get(f"/operators/gaps/{number}")
        assert ("关闭缺口" in page) is allowed
        await checker.get("/operators")
        status, _ = await checker.post(f"/operators/gaps/{number}/close", reason="不属于本县职权")
        assert status == (200 if allowed else 403)
        gap, _ = await site.services.asked.gaps.read(int(number))
        assert (gap.closed_by == "linetou") is allowed


@pytest.mark.redis
async def test_a_ticket_of_another_unit_is_read_but_not_answered(site: Running, enter: Enter) -> None:
    number = (await records(site))["staff"]
    await site.services.access.administration.set_unit("wangli", ELSEWHERE, actor="test")
    clerk = await enter("wangli")
    _, page = await clerk.get(f"/staff/tickets/{number}")
    assert f"这一件由{OWN}答复" in page
    await clerk.get("/staff")
    assert (await clerk.post(f"/staff/tickets/{number}/answer", answer="可以"))[0] == 403
    assert (await site.services.tickets.ledger.story(number)).line.answer == ""
    await site.services.access.administration.set_unit("wangli", "", actor="test")
    assert (await clerk.post(f"/staff/tickets/{number}/answer", answer="可以"))[0] == 200


def routes(keys: Iterable[str]) -> Iterable[web.AbstractRoute]:
    """Give routes as an application has them."""
    app = web.Application()

    async def handler(_: web.Request) -> web.Response:
        return web.Response()

    for key in keys:
        method, _, path = key.partition(" ")
        app.router.add_route(method, path.removeprefix("/operators") or "", handler)
    return app.router.routes()


OPERATORS = [key for key in ROUTES if " /operators" in key]
UNITS = [f"/operators/gaps/{{number}}/{step}" for step in ("link", "close", "reopen")]


def test_a_route_without_an_entry_refuses_to_start() -> None:
    authorization = Authorization(TEXTS, units=dict.fromkeys(UNITS, no_unit))
    authorization.check_routes("/operators", routes(OPERATORS))
    with pytest.raises(LookupError, match="POST /operators/wipe"):
        authorization.check_routes("/operators", routes([*OPERATORS, "POST /operators/wipe"]))
    with pytest.raises(LookupError, match="GET /operators/report"):
        authorization.check_routes("/operators", routes(key for key in OPERATORS if "/report" not in key))


def test_a_route_whose_records_are_nobodys_refuses_to_start() -> None:
    with pytest.raises(LookupError, match="which unit"):
        Authorization(TEXTS, units={}).check_routes("/operators", routes(OPERATORS))


async def no_unit(_: web.Request) -> str:
    return ""


def test_the_dangerous_acts_are_held_by_few() -> None:
    """Written by hand: whoever changes the table has to change this too."""
    final = frozenset({Duty.FINAL})
    for key in ("POST /operators/regression/{number}/drop", "POST /operators/rehearsals/{id}"):
        assert [need.duties for need in ROUTES[key]] == [final]
    close = {need.reach: need.duties for need in ROUTES["POST /operators/gaps/{number}/close"]}
    assert close == {Reach.ALL: frozenset({Duty.DRAFT, Duty.FINAL}), Reach.OWN: frozenset({Duty.LINE})}
