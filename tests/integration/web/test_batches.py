"""Batches on a serving site: counted and looked at first, the human acts of single steps, two persons, and the way back."""

import asyncio
from datetime import timedelta

import pytest

from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.draft import Draft, Proposal, Proposed
from knowledge.publication.lifecycle import Stage, Step
from tests.factories.site import Running
from tests.integration.web.batching import LOOKED, go_on, plan
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
MANY = 21
DETERMINED = {"attribute": "主动公开", "attribute_reason": "办事公告，应当主动公开"}


def notice(at: int, proposal: Proposal | None = None) -> Draft:
    document = Document(f"notice-{at:03}", f"便民公告第{at}号", Kind.NOTICE, unit="青岚县民政局")
    return Draft(document, f"夜班公交{at}路每天22:00发车。", "rows.jsonl", at, proposal)


async def notices(site: Running, count: int, *, publish: bool) -> list[str]:
    drafts = [notice(at) for at in range(count)]
    await site.services.knowledge.imports.keep(drafts, author="chenming", publish=publish)
    await site.services.knowledge.upkeep.rebuild(site.services.answering.index)
    site.services.answering.index.reload()
    return [one.document.id for one in drafts]


async def unchecked(site: Running, at: int) -> str:
    """Bring a document whose particulars were read by the program, and looked at by nobody."""
    told = (Proposed("title", f"便民公告第{at}号", "便民公告", "text"),)
    draft = notice(at, Proposal(told))
    await site.services.knowledge.imports.keep([draft], author="chenming")
    return draft.document.id


async def test_drafts_go_together_and_come_back_together(enter: Enter, site: Running) -> None:
    drafts, [public] = await notices(site, MANY, publish=False), ["policy-elderly-allowance"]
    desk = await enter("chenming")
    _, page, url = await plan(desk, *drafts, public, action="discard")
    assert "30天以内可以整批恢复" in page
    status, page = await go_on(desk, url)
    assert (status, f"一共{MANY + 1}份，请" in page) == (422, True)
    _, page = await go_on(desk, url, typed=str(MANY + 1))
    assert f"办好{MANY}份，没有办1份" in page
    # What is gone is still called by its name, and leads to where it can be brought back.
    assert '<a href="/operators/discards">便民公告第3号</a>' in page
    assert await state(site, public) is DocumentState.PUBLISHED
    assert len(await site.services.knowledge.discards.discarded()) == MANY
    site.clock.advance(timedelta(days=29))
    _, page = await go_on(desk, url, step="undo", typed=str(MANY))
    assert f"撤销{MANY}份" in page
    assert await state(site, drafts[0]) is DocumentState.DRAFT
    assert await site.services.knowledge.discards.discarded() == []


async def stage(site: Running, name: str) -> Stage | None:
    given = await site.services.knowledge.reviews.of(name)
    return given.stage if given else None


async def state(site: Running, name: str) -> DocumentState:
    return (await site.services.knowledge.documents.read(name)).listed.state


async def test_nothing_is_done_before_the_batch_was_seen_and_counted(enter: Enter, site: Running) -> None:
    [one, two] = await notices(site, 2, publish=True)
    desk = await enter("chenming")
    status, page, url = await plan(desk, one, two, action="withdraw", reason="清理")
    assert status == 200
    assert "共2份" in page
    assert "便民公告第1号" in page
    assert await state(site, one) is DocumentState.PUBLISHED
    _, page = await go_on(desk, url)
    assert "办好2份，没有办0份" in page
    assert await state(site, one) is DocumentState.WITHDRAWN
    status, page = await go_on(desk, url)
    assert status == 409


async def test_a_submission_names_what_lacks_and_leaves_out_only_what_it_is_told_to(
    enter: Enter, site: Running
) -> None:
    [name] = await notices(site, 1, publish=False)
    lacking = await unchecked(site, 7)
    desk = await enter("chenming")
    _, page, url = await plan(desk, name, lacking, action="submit")
    assert f'href="/operators/proposals/{lacking}"' in page
    assert LOOKED.findall(page) == [name]
    assert "有1份现在还不能办" in page
    for looked, fields, said in (
        ((), DETERMINED, "一份也没有打勾"),
        ((name,), DETERMINED, "还有1份没有打勾"),
        ((name,), {"leave_out": "1"}, "还没有认定公开属性"),
        ((name,), {"leave_out": "1", "attribute": "主动公开"}, "请写明公开属性这样认定的理由"),
        ((name,), {"leave_out": "1", "attribute": "随便", "attribute_reason": "x"}, "还没有认定公开属性"),
    ):
        status, page = await go_on(desk, url, *looked, **fields)
        assert (status, said in page) == (422, True), said
        assert await stage(site, name) is None
    _, page = await go_on(desk, url, name, leave_out="1", **DETERMINED)
    assert "办好1份，没有办0份" in page
    assert (await stage(site, name), await stage(site, lacking)) == (Stage.FIRST, None)
    reviewer = await enter("sunyi")
    _, page = await reviewer.get(f"/operators/reviews/{name}")
    assert "办事公告，应当主动公开" in page


async def test_ticking_what_lacks_something_does_not_get_it_through(enter: Enter, site: Running) -> None:
    lacking = await unchecked(site, 7)
    desk = await enter("chenming")
    _, _, url = await plan(desk, lacking, action="submit")
    _, page = await go_on(desk, url, lacking, **DETERMINED)
    assert "办好0份，没有办1份" in page
    assert await stage(site, lacking) is None


@pytest.mark.parametrize("attribute", ["依申请公开", "不予公开"])
async def test_a_closed_attribute_refuses_every_document(enter: Enter, site: Running, attribute: str) -> None:
    [name] = await notices(site, 1, publish=False)
    desk = await enter("chenming")
    _, _, url = await plan(desk, name, action="submit")
    _, page = await go_on(desk, url, name, attribute=attribute, attribute_reason="含内部事项")
    assert "没有办1份" in page
    assert attribute in page
    assert await stage(site, name) is None


async def test_particulars_are_confirmed_one_by_one_beside_their_source(enter: Enter, site: Running) -> None:
    seen, unseen = await unchecked(site, 1), await unchecked(site, 2)
    desk = await enter("chenming")
    _, page, url = await plan(desk, seen, unseen, action="confirm")
    assert "<q>便民公告</q>" in page
    status, _ = await go_on(desk, url)
    assert status == 422
    _, page = await go_on(desk, url, seen, leave_out="1")
    proposals = site.services.knowledge.proposals
    found = [await proposals.of(seen), await proposals.of(unseen)]
    assert [one.confirmed_by if one else None for one in found] == ["chenming", ""]


async def test_particulars_that_were_read_again_meanwhile_are_not_confirmed(
    enter: Enter, site: Running
) -> None:
    name = await unchecked(site, 1)
    desk = await enter("chenming")
    _, _, url = await plan(desk, name, action="confirm")
    site.clock.advance(timedelta(minutes=5))
    newer = Proposal((Proposed("title", "另一个标题", "另一个标题", "text"),))
    document = Document(name, "另一个标题", Kind.NOTICE)
    again = Draft(document, "夜班公交改到21:00发车。", "rows.jsonl", 1, newer)
    await site.services.knowledge.imports.keep([again], author="chenming")
    _, page = await go_on(desk, url, name)
    assert "又导入过一次" in page
    waiting = await site.services.knowledge.proposals.of(name)
    assert waiting is not None
    assert waiting.confirmed_at is None


async def test_the_links_of_every_document_are_tried_as_with_a_single_one(
    enter: Enter, site: Running
) -> None:
    document = Document("linked", "有链接的公告", Kind.NOTICE)
    draft = Draft(document, "详见[通知](https://example.org/a)。", "a.md")
    await site.services.knowledge.imports.keep([draft], author="chenming")
    desk = await enter("chenming")
    _, _, url = await plan(desk, "linked", action="submit")
    await go_on(desk, url, "linked", **DETERMINED)
    given = await site.services.knowledge.reviews.of("linked")
    assert given is not None
    assert given.links_checked is False


async def test_a_submitted_batch_is_recalled_but_for_what_was_submitted_again(
    enter: Enter, site: Running
) -> None:
    [one, two] = await notices(site, 2, publish=False)
    desk = await enter("chenming")
    _, page, url = await plan(desk, one, two, action="submit")
    _, page = await go_on(desk, url, one, two, **DETERMINED)
    assert "撤销这一批" in page
    assert url in (await desk.get("/operators/batches"))[1]
    assert "撤销这一批" not in (await (await enter("wusan")).get(url))[1]
    knowledge = site.services.knowledge
    given = await knowledge.reviews.of(two)
    assert given is not None
    await desk.get(f"/operators/reviews/{two}")
    await desk.post(f"/operators/reviews/{two}", step="recall", version=str(given.version))
    again = {"attribute": "主动公开"}
    await desk.post(f"/operators/submissions/{two}", **again)
    assert await stage(site, two) is Stage.FIRST
    status, page = await go_on(desk, url, step="undo")
    assert (status, "撤销1份，没有撤销1份" in page) == (200, True)
    assert "后来又送审过" in page
    assert (await stage(site, one), await stage(site, two)) == (Stage.DRAFT, Stage.FIRST)


async def test_withdrawing_many_waits_for_another_person(enter: Enter, site: Running) -> None:
    names = await notices(site, MANY, publish=True)
    desk, chief, checker = await enter("chenming"), await enter("wusan"), await enter("linetou")
    _, page, url = await plan(desk, *names, action="withdraw", reason="机构撤并")
    assert "要由另一个人确认" in page
    status, page = await go_on(desk, url)
    assert (status, f"一共{MANY}份，请" in page) == (422, True)
    _, page = await go_on(desk, url, typed=str(MANY))
    assert "等另一个人确认" in page
    assert await state(site, names[0]) is DocumentState.PUBLISHED
    assert url in (await chief.get("/operators"))[1]
    for other in (desk, checker):
        assert url not in (await other.get("/operators"))[1]
        status, _ = await go_on(other, url, step="confirm", typed=str(MANY))
        assert status in {403, 409}
    status, page = await go_on(chief, url, step="confirm", typed="20")
    assert status == 422
    assert await state(site, names[0]) is DocumentState.PUBLISHED
    _, page = await go_on(chief, url, step="confirm", typed=str(MANY))
    assert f"办好{MANY}份，没有办0份" in page
    assert url not in (await chief.get("/operators"))[1]
    assert {await state(site, name) for name in names} == {DocumentState.WITHDRAWN}
    [last] = await site.services.knowledge.reviews.history(names[0])
    assert (last.step, last.actor, last.reason) == (Step.WITHDRAW, "wusan", "机构撤并")
    assert site.services.answering.index.reader is not None
    assert site.services.answering.index.reader.docnum_of(names[0]) is None


async def test_many_that_were_withdrawn_are_put_back_by_their_number(enter: Enter, site: Running) -> None:
    names = await notices(site, MANY, publish=True)
    desk, chief = await enter("chenming"), await enter("wusan")
    _, _, url = await plan(desk, *names, action="withdraw", reason="弄错了")
    await go_on(desk, url, typed=str(MANY))
    await go_on(chief, url, step="confirm", typed=str(MANY))
    _, page = await desk.get(url)
    assert "要撤销的，请找公开办主任" in page
    assert (await go_on(desk, url, step="undo", typed=str(MANY)))[0] == 403
    assert (await go_on(chief, url, step="undo"))[0] == 422
    assert await state(site, names[0]) is DocumentState.WITHDRAWN
    _, page = await go_on(chief, url, step="undo", typed=str(MANY))
    assert f"撤销{MANY}份，没有撤销0份" in page
    assert {await state(site, name) for name in names} == {DocumentState.PUBLISHED}
    assert site.services.answering.index.reader is not None
    assert len(site.services.answering.index.reader.docnums_of(names)) == len(names)
    async with asyncio.timeout(20):
        while (kept := await site.services.asked.effects.last(names[0])) is None:  # noqa: ASYNC110 - it is kept beside the request
            await asyncio.sleep(0.05)
    assert kept.effect.together == MANY
    status, page = await chief.get(f"/m/documents/{names[0]}")
    assert status == 200


async def test_a_proposal_is_taken_back_or_ends_by_itself(enter: Enter, site: Running) -> None:
    names = await notices(site, MANY, publish=True)
    desk = await enter("chenming")
    _, _, url = await plan(desk, *names, action="withdraw", reason="x")
    await go_on(desk, url, typed=str(MANY))
    _, page = await go_on(desk, url, step="recall")
    assert "已收回" in page
    _, _, other = await plan(desk, *names, action="withdraw", reason="x")
    await go_on(desk, other, typed=str(MANY))
    site.clock.advance(timedelta(days=8))
    chief = await enter("wusan")
    assert other not in (await chief.get("/operators"))[1]
    for gone in (url, other):
        assert (await go_on(chief, gone, step="confirm", typed=str(MANY)))[0] == 409
    assert await state(site, names[0]) is DocumentState.PUBLISHED


async def test_one_document_is_still_taken_out_by_one_person_at_once(enter: Enter, site: Running) -> None:
    [name] = await notices(site, 1, publish=True)
    checker: Browser = await enter("linetou")
    await checker.get(f"/operators/documents/{name}")
    await checker.post(f"/operators/documents/{name}/withdraw", reason="内容有误")
    assert await state(site, name) is DocumentState.WITHDRAWN


@pytest.mark.parametrize(("login", "offered"), [("chenming", 7), ("sunyi", 1), ("linetou", 1), ("wusan", 1)])
async def test_only_what_the_account_may_do_is_offered_and_taken(
    enter: Enter, site: Running, login: str, offered: int
) -> None:
    [name] = await notices(site, 1, publish=False)
    desk = await enter(login)
    _, page = await desk.get("/operators")
    assert page.count("data-needs=") == offered
    for action in ("submit", "theme", "check", "confirm", "review_on", "discard"):
        status, page, _ = await plan(desk, name, action=action, set_theme="x", day="2027-01-31")
        assert (status == 200) is (login == "chenming")
        assert ("没有这项职责" in page) is (login != "chenming")


async def test_more_than_a_person_looks_at_is_refused(enter: Enter) -> None:
    names = [f"n{at}" for at in range(51)]
    status, page, _ = await plan(await enter("chenming"), *names, action="check")
    assert (status, "一次最多50份" in page) == (422, True)
