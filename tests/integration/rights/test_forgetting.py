"""A person's data: found, shown whole, erased everywhere but where the law keeps it; others' data untouched."""

import pytest

from adapters.rights.holdings import KINDS, TABLES
from adapters.rights.person_file import PersonFile, written
from adapters.rights.subject import FoundBy
from bot.audit import first_broken
from bot.errors import InputError
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.rights import ParticularsCorrection
from tests.factories.citizens import NAME, OPENID, PHONE, STREET, TEXTS, Town
from tests.factories.complaints import OFFICE, ComplaintDesk
from tests.factories.disclosure import IDENTITY

pytestmark = pytest.mark.redis
OTHER, OTHERS_IDENTITY = "oSomebodyElse000000000001", "339901199002103419"
# What a request that the law keeps is known by; nothing else may still name the person.
BY_LAW = {"disclosure_requests", "disclosure_requests.applicant"}
COMPLAINED = {"complaints"}
# Nobody at this town's desk has noted anything on a ticket, and no complaint was compared with others.
NONE_HERE = {"ticket_papers", "complaint_signs"}


def held(file: PersonFile) -> set[str]:
    """Give the places that hold something."""
    return set(file.counts())


async def test_everything_is_found_and_nothing_of_others(town: Town) -> None:
    number, _ = await town.two(OTHER, OTHERS_IDENTITY)
    file = await town.files.of(await town.find(OPENID))
    everywhere = {*TABLES, *(f"redis.{kind}" for kind in KINDS)} - NONE_HERE
    assert held(file) == {*everywhere, "audit_entries"}
    text = str(written(file, TEXTS, at=town.clock.now()))
    for word in (number, OPENID, NAME, IDENTITY, PHONE, STREET, "低保多少钱", "说了m2-a", "还没送出的话a"):
        assert word in text, word
    for word in (
        "等待双方确认",
        "提交申请，登记编号",
        "等待工作人员回复",
        "'微信'",
        "'个人'",
        "政府信息公开申请答复书（予以公开）",
    ):
        assert word in text, word
    for word in (OTHER, OTHERS_IDENTITY, "说了m2-b", "还没送出的话b"):
        assert word not in text, word


async def test_who_is_forgotten_can_be_read_nowhere_else(town: Town) -> None:
    number, others = await town.two(OTHER, OTHERS_IDENTITY)
    subject = await town.find(OPENID)
    plan = await town.forgetting.plan(subject)
    kept = [(number, "open"), (subject.complaints[0], "open")]
    assert [(case.number, case.reason) for case in plan.kept] == kept
    counts = await town.forgetting.forget(subject, actor="test")
    for place, count in plan.going.items():
        assert counts.get(place, 0) >= (0 if place == "redis.rate" else count), place
    # Both citizens have the same name, phone and street; what is this one's alone stands in one row of a case.
    assert await town.where(OPENID, IDENTITY, *town.marks()) == BY_LAW | COMPLAINED
    assert (await town.forgetting.plan(subject)).nothing
    assert held(await town.files.of(await town.find(OTHER))) == {
        *TABLES.keys() - NONE_HERE,
        *(f"redis.{kind}" for kind in KINDS),
        "audit_entries",
    }
    assert (await town.find(OTHER)).cases == (others,)
    async with town.database.reading() as tx:
        assert await first_broken(tx) is None


async def test_what_was_not_sent_is_a_task_for_staff_first(town: Town) -> None:
    await town.everywhere("a")
    await town.forgetting.forget(await town.find(OPENID), actor="test")
    [ticket] = (await town.rows())["tickets"]
    assert (ticket["kind"], ticket["state"]) == ("undelivered", "open")
    assert "对方已离开公众号" in ticket["question"]
    assert await town.where("还没送出的话a") == {"tickets.transcript"}


@pytest.mark.parametrize("ended", [False, True])
async def test_a_closed_request_goes_after_its_year_unless_a_remedy_is_pending(
    town: Town, *, ended: bool
) -> None:
    number = await town.file("form-1")
    await town.write_to(number)
    await town.disclosure.withdraw(number, citizen=OPENID)
    subject = await town.find(number)
    assert [case.reason for case in (await town.forgetting.plan(subject)).kept] == ["year"]
    assert await town.rights.note_remedy(number, pending=True, actor="test", reason="收到复议机关通知")
    assert not await town.rights.note_remedy(number, pending=True, actor="test", reason="收到复议机关通知")
    town.later(367)
    if ended:
        await town.rights.note_remedy(number, pending=False, actor="test", reason="复议已结束")
    plan = await town.forgetting.plan(subject)
    assert (plan.over, [case.reason for case in plan.kept]) == (
        ((number,), []) if ended else ((), ["remedy"])
    )
    await town.forgetting.forget(subject, actor="test")
    kept = await town.where(OPENID, NAME, IDENTITY, PHONE, STREET, *town.marks())
    letters = {"disclosure_letters.content", "disclosure_papers.content"}
    assert kept == (set() if ended else BY_LAW | letters)


async def test_a_complaint_stays_until_a_year_after_its_end(town: Town) -> None:
    number = await town.complain("form-1")
    subject = await town.find(number)
    assert (subject.complaints, [each.citizen for each in subject.accounts]) == ((number,), [OPENID])
    assert held(await town.files.of(subject)) >= {"complaints", "complaint_events", "complaint_papers"}
    assert [case.reason for case in (await town.forgetting.plan(subject)).kept] == ["open"]
    desk = ComplaintDesk(town.database, town.clock, town.vault)
    await desk.take(number, "decline", OFFICE)
    assert [case.reason for case in (await town.forgetting.plan(subject)).kept] == ["year"]
    town.later(367)
    assert (await town.forgetting.plan(subject)).over == (number,)
    counts = await town.forgetting.forget(subject, actor="test")
    assert counts["complaints"] == 1
    left = await town.where(NAME, PHONE, STREET)
    assert not {place for place in left if place.startswith("complaint")}
    assert (await town.find(number)).accounts == ()


async def test_a_person_is_found_by_identity_number_and_by_case_number(town: Town) -> None:
    number = await town.everywhere("a")
    for who, found_by in ((IDENTITY, FoundBy.IDENTITY), (number, FoundBy.CASE)):
        subject = await town.find(who)
        assert (subject.found_by, subject.cases) == (found_by, (number,))
        assert [account.citizen for account in subject.accounts] == [OPENID]
    assert (await town.find("gk 2026-1120-0001")).cases == (number,)
    [ticket] = [row["number"] for row in (await town.rows())["tickets"]]
    assert [account.citizen for account in (await town.find(ticket)).accounts] == [OPENID]


async def test_an_account_that_filed_for_another_stays_its_owners(town: Town) -> None:
    mothers = await town.file("form-1", identity=OTHERS_IDENTITY)
    own = await town.everywhere("a")
    subject = await town.find(OTHERS_IDENTITY)
    assert (subject.cases, subject.accounts) == ((mothers,), ())
    assert [account.citizen for account in subject.shared] == [OPENID]
    file = await town.files.of(subject)
    assert held(file) == {"disclosure_requests", "disclosure_events", "audit_entries"}
    assert OPENID not in str(written(file, TEXTS, at=town.clock.now()))
    assert (await town.forgetting.plan(subject)).nothing
    assert set((await town.find(OPENID)).cases) == {mothers, own}


async def test_a_representative_is_found_and_told_of_the_own_particulars_alone(town: Town) -> None:
    agent = Representative("王小雨", OTHERS_IDENTITY, "picture")
    theirs = await town.file("form-1", representative=agent)
    subject = await town.find(OTHERS_IDENTITY)
    assert (subject.cases, subject.represented) == ((), (theirs,))
    # The account is the representative's, who filed with it, and not the applicant's.
    assert [account.citizen for account in subject.accounts] == [OPENID]
    told = str(written(await town.files.of(subject), TEXTS, at=town.clock.now()))
    assert "王小雨" in told
    assert OTHERS_IDENTITY in told
    plan = await town.forgetting.plan(subject)
    assert [(case.number, case.reason) for case in plan.kept] == [(theirs, "represented")]
    applicant = await town.find(IDENTITY)
    assert (applicant.cases, applicant.accounts) == ((theirs,), ())


async def test_a_passport_finds_its_holder_and_an_unknown_one_is_an_account(town: Town) -> None:
    number = await town.file("form-1", identity="E12345678")
    subject = await town.find("e1234 5678")
    assert (subject.found_by, subject.cases) == (FoundBy.IDENTITY, (number,))
    assert (await town.find("E87654321")).found_by is FoundBy.ACCOUNT


async def test_a_representatives_particulars_are_corrected_where_somebody_is_represented(town: Town) -> None:
    alone = await town.file("form-1")
    with pytest.raises(InputError) as refused:
        await town.rights.check(alone, ParticularsCorrection(rep_name="王大雨"))
    assert refused.value.text_key == "disclosure.refused.unrepresented"
    number = await town.file("form-2", representative=Representative("王小雨", OTHERS_IDENTITY, "picture"))
    wanted = ParticularsCorrection(rep_name="王大雨", rep_paper="passport", rep_identity="E12345678")
    assert (await town.rights.check(number, wanted))["rep_identity"][1] == "E1*****78"
    changed = await town.rights.correct(number, wanted, actor="test", reason="本人到窗口")
    assert set(changed) == {"rep_name", "rep_paper", "rep_identity"}
    assert (await town.find("E12345678")).represented == (number,)
    assert (await town.find(OTHERS_IDENTITY)).nobody
    with pytest.raises(InputError):
        await town.rights.check(number, ParticularsCorrection(identity="339901198503142017"))


@pytest.mark.parametrize(
    "who", ["", "谁", "339901198503142017", "GK202611200099", "RG202611200099", "SQ202611200099", "a b"]
)
async def test_what_names_nobody_is_refused_in_words(town: Town, who: str) -> None:
    with pytest.raises(InputError) as refusal:
        await town.find(who)
    assert TEXTS(refusal.value.text_key, **refusal.value.values)


async def test_a_turn_under_way_is_waited_for(town: Town) -> None:
    import asyncio

    inbound = town.inbound("m1")
    gate = town.gate
    await gate.enter(inbound)
    forgetting = asyncio.create_task(town.forgetting.forget(await town.find(OPENID), actor="test"))
    await asyncio.sleep(0.15)
    assert not forgetting.done()
    state = {"sender_id": OPENID, "slots": {}, "events": [], "fresh": 0, "form": None}
    await gate.leave(inbound, state=state, answer=b"")
    counts = await forgetting
    assert counts["redis.conversation"] == 1
    assert await town.where(OPENID) == set()


async def test_names_with_signs_of_patterns_find_their_own_only(town: Town) -> None:
    await town.turn("m1", citizen="a")
    await town.turn("m1", citizen="ab")
    await town.forgetting.forget(await town.find("a"), actor="test")
    assert any("wechat:ab" in place for place in await town.where("wechat:ab"))
    assert await town.where("wechat:a:") == set()


async def test_questions_on_their_way_are_found_once_more(town: Town) -> None:
    subject = await town.find(OPENID)
    await town.ask("q1", carried=False)
    await town.ask("q2", citizen=OTHER, carried=False)
    await town.forgetting.forget(subject, actor="test")
    await town.ask("q3", citizen=OTHER)
    assert len((await town.rows())["knowledge_questions"]) == 2
    assert await town.where(*town.marks()) == set()
