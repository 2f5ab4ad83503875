"""Every route of the desk as somebody of the accused unit, in every role: the complaint is nowhere."""

import io
import re
import zipfile
from datetime import timedelta

from sqlalchemy import select, update

from adapters.web.access.permissions import ROUTES
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import ParcelRecord
from handlers.accounts.account import Role
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintStep
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.proceeding.step_fields import StepChoices, read_complaint_order
from handlers.complaints.wall.service import WallOrder
from tests.factories.complaints import (
    CHOICES,
    ENVIRONMENT,
    FIELDS,
    HEAD,
    MARKET,
    OFFICE,
    TEXTS,
    UNIT,
    came_from,
    complaint,
)
from tests.factories.site import PASSWORD, Running
from tests.integration.web.conftest import Browser, Enter

MARK = "紫砂巷假茶叶铺"
SAID = f"举报市监局执法人员收{MARK}的好处费，每次检查前通风报信"
ACCUSED = ComplaintClerk(
    "accused", frozenset({ComplaintActor.UNIT, ComplaintActor.OFFICE}), "青岚县市场监督管理局"
)
PLACES = re.compile(r"\{(\w+)\}")
TYPED = {"words": "查一下", "reason": "查一下", "version": "4", "unit": MARKET, **FIELDS["report"]}
LEAVING = ("/account", "/logout")


async def step(site: Running, number: str, name: str, clerk: ComplaintClerk, **fields: str) -> None:
    duties = site.services.complaints.duties
    choices = StepChoices(duties.matters, CHOICES.units)
    order = read_complaint_order(
        ComplaintStep(name), {**FIELDS.get(name, {}), **fields}, TEXTS, choices=choices
    )
    story = await site.services.complaints.ledger.story(number, clerk=OFFICE)
    await site.services.complaints.proceedings.take(number, order, clerk=clerk, version=story.version)


async def reported(site: Running) -> tuple[str, str]:
    """File a report about the market bureau, handled by another unit, and one that it had before the wall was raised."""
    services = site.services.complaints
    told = complaint(ComplaintKind.REPORT, what=SAID, name="李一鸣", phone="13800001234", where="紫砂巷")
    number = (await services.service.submit(told, origin=came_from("f1"))).number
    await step(site, number, "accept", OFFICE)
    await step(site, number, "dispatch", OFFICE)
    before = complaint(what=f"{MARK}缺斤少两", where="紫砂巷")
    second = (await services.service.submit(before, origin=came_from("f2", citizen="openid-2"))).number
    await step(site, second, "accept", OFFICE)
    await step(site, second, "dispatch", OFFICE, unit=MARKET, reason="市场归它", matter="油烟噪声扰民")
    await services.walls.raise_wall(second, WallOrder(MARKET, reason="说的是它的人"), clerk=OFFICE)
    return number, second


def paths(number: str) -> list[tuple[str, str]]:
    """Give every route with the complaint's number wherever a name stands, and a figure where a record's id does."""

    def whole(name: re.Match[str]) -> str:
        return {"step": "report", "deed": "note"}.get(name[1], number)

    def by_id(name: re.Match[str]) -> str:
        return number if name[1] == "number" else "report" if name[1] == "step" else "1"

    found = []
    for method, _, path in (route.partition(" ") for route in ROUTES):
        # A complaint's number means nothing to the keepers' console.
        fills = (whole, by_id) if path.startswith("/staff") else (lambda _: "1",)
        found += [(method, PLACES.sub(fill, path)) for fill in fills]
    return list(dict.fromkeys(found))


async def read(browser: Browser, path: str) -> str:
    """Open a page or a file; what is in no letters is read as far as it goes."""
    async with browser.session.get(browser.url + path) as answer:
        content = await answer.read()
    members = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [packed.read(name) for name in packed.namelist()]
    return "".join(member.decode("utf-8", "replace") for member in members)


async def test_every_route_in_every_role_of_the_accused_unit_tells_nothing(
    site: Running, enter: Enter
) -> None:
    numbers = await reported(site)
    while await site.services.complaints.sifting.step():
        pass
    await site.services.complaints.alerts.urge(numbers[0], "快一点", clerk=HEAD)
    searches = [
        *("/staff/complaints?queue=all", f"/staff/complaints?q={MARK}", "/staff/complaints?queue=due"),
        *(f"/staff?q={number}" for number in numbers),
        *("/staff/complaints?queue=handling", "/staff/complaints?queue=accepted"),
    ]
    states = [await state(site, number) for number in numbers]
    for role in Role:
        login = f"accused-{role.value.replace('_', '-')}"
        await site.services.access.accounts.add(
            login, PASSWORD, display_name=login, roles=[role], actor="test", unit=MARKET
        )
        browser = await enter(login)
        for path in searches:
            _, page = await browser.get(path)
            assert f"{MARK}缺斤" not in page, (role, path)
            assert "通风报信" not in page, (role, path)
            assert not any(f"/staff/complaints/{number}" in page for number in numbers), (role, path)
        for method, path in dict.fromkeys(one for number in numbers for one in paths(number)):
            if path.startswith(LEAVING) or (method == "POST" and "complaint" not in path):
                continue
            if method == "GET":
                page = await read(browser, path)
                assert MARK not in page, (role, path)
                assert not any(other in page for other in numbers if other not in path), (role, path)
                continue
            status, page = await browser.post(path, **TYPED)
            assert status in {403, 404} or not number_in(path, numbers), (role, path, status)
            assert MARK not in page, (role, path)
    assert [await state(site, number) for number in numbers] == states


def number_in(path: str, numbers: tuple[str, ...]) -> bool:
    """Whether a path names one of the complaints."""
    return any(number in path for number in numbers)


async def state(site: Running, number: str) -> tuple[str, int, int]:
    story = await site.services.complaints.ledger.story(number, clerk=OFFICE)
    return story.line.state.value, story.version, len(story.papers)


async def test_no_list_count_neighbour_or_alert_of_a_service_tells_the_accused(site: Running) -> None:
    number, second = await reported(site)
    services = site.services.complaints
    assert (await services.ledger.page(ComplaintFilter(ACCUSED))).lines == ()
    assert await services.ledger.count_by_state(ACCUSED) == {}
    assert await services.ledger.count_due_soon(ACCUSED) == 0
    await step(site, number, "report", UNIT)
    await step(site, number, "approve", HEAD)
    like = complaint(what=f"{MARK}卖假茶叶", where="紫砂巷")
    third = (await services.service.submit(like, origin=came_from("f3", citizen="openid-3"))).number
    assert number not in {one.number for one in await services.similar.of(third, clerk=ACCUSED)}
    assert number in {one.number for one in await services.similar.of(third, clerk=OFFICE)}
    assert await services.repeats.supposed(third, clerk=ACCUSED) is None
    site.clock.advance(timedelta(days=40))
    await services.alerts.sweep()
    assert [
        one for one in await services.alerts.latest(clerk=ACCUSED) if one.number in {number, second}
    ] == []
    assert ENVIRONMENT not in {
        line.unit for line in (await services.ledger.page(ComplaintFilter(ACCUSED))).lines
    }


async def test_what_the_jobs_send_goes_to_applicants_alone_and_names_nobody(
    site: Running, enter: Enter
) -> None:
    numbers = await reported(site)
    services = site.services.complaints
    await services.alerts.sweep()
    while await services.sifting.step() + await services.following.step():
        pass
    async with site.database.reading() as tx:
        parcels = (await tx.scalars(select(ParcelRecord))).all()
    assert {parcel.citizen for parcel in parcels} == {"openid-1", "openid-2"}
    assert not any("李一鸣" in str(parcel.body) or MARK in str(parcel.body) for parcel in parcels)
    async with site.database.transaction() as tx:
        await tx.execute(update(ParcelRecord).values(state=ParcelState.FAILED.value))
    await site.services.access.accounts.add(
        "accused", PASSWORD, display_name="accused", roles=[Role.STAFF], actor="test", unit=MARKET
    )
    browser = await enter("accused")
    _, page = await browser.get("/staff/undelivered")
    assert not any(number in page for number in numbers)
    office = await enter("wangli")
    _, page = await office.get("/staff/undelivered")
    assert all(number in page for number in numbers)
