"""Words and phones that are kept at the desk: what a watch-word would find, and a unit's phone in force at once."""

import re

import pytest

from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.library.editor import WrittenVersion
from knowledge.publication.proofreading.watchwords import Concern
from tests.factories.site import COUNTY, Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis


async def test_a_word_is_listed_after_a_look_at_what_it_would_find(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    await desk.get("/operators/words")
    _, page = await desk.post("/operators/words", word="高龄津贴", concern="sensitive", step="look")
    assert "“高龄津贴”现在写在3份文件里" in page
    assert "还没有添加词" in page
    _, page = await desk.post("/operators/words", word="高龄津贴", concern="sensitive")
    assert "/operators/texts?words=%E9%AB%98%E9%BE%84%E6%B4%A5%E8%B4%B4" in page
    assert await site.services.knowledge.text_search.count(["高龄津贴", "没有这个词", "%"]) == {
        "高龄津贴": 3,
        "没有这个词": 0,
        "%": 0,
    }


async def test_a_units_phone_is_changed_and_in_force_at_once(site: Running, enter: Enter) -> None:
    unit = COUNTY.profile.units[0]
    draft = Draft(Document("notice-a", "公告", Kind.NOTICE), f"咨询电话：{unit.phone}。", "a.md")
    await site.services.knowledge.imports.keep([draft], author="chenming")
    desk = await enter("chenming")
    _, page = await desk.get("/operators/unit-phones")
    assert unit.phone in page
    _, page = await desk.post("/operators/unit-phones", unit=unit.name, phone=" 0791-6600999 转 2")
    assert f"看哪些文件里还写着原来的{unit.phone}" in page
    phones = {one.unit: one.phone for one in await site.services.unit_phones.all()}
    assert phones[unit.name] == "0791-6600999 转 2"
    _, page = await desk.get(f"/operators/texts?words={unit.phone}")
    assert "有1份文件写着" in page
    for phone, other in (("打电话", unit.name), ("0791-1", "没有的单位"), ("1" * 99, unit.name)):
        status, page = await desk.post("/operators/unit-phones", unit=other, phone=phone)
        assert (status, "电话已改" in page) == (422, False)
    await desk.post("/operators/unit-phones", unit=unit.name, phone="")
    assert {one.unit: one.phone for one in await site.services.unit_phones.all()}[unit.name] == unit.phone
    reader = await enter("sunyi")
    await reader.get("/operators/unit-phones")
    assert (await reader.post("/operators/unit-phones", unit=unit.name, phone="0791-1"))[0] == 403


async def test_what_proof_reading_found_is_mended_where_it_was_found(site: Running, enter: Enter) -> None:
    knowledge = site.services.knowledge
    await knowledge.watchwords.add("帐号", Concern.MISPRINT, instead="账号", actor="chenming")
    draft = Draft(Document("notice/a b", "公告", Kind.NOTICE), "请用原来的帐号登录。", "a.md")
    await knowledge.imports.keep([draft], author="chenming")
    desk = await enter("chenming")
    _, page = await desk.get("/operators/submissions/notice%2Fa%20b")
    [at] = set(re.findall(r'name="correct" value="(\d+-\d+)"', page))
    assert f'name="new.{at}" value="账号"' in page
    fields = {"based_on": "1", f"old.{at}": "帐号", f"new.{at}": "账号"}
    where = "/operators/corrections/notice%2Fa%20b"
    assert (await desk.post(where, **fields))[0] == 422
    status, page = await desk.post(where, correct=at, **fields)
    assert (status, 'name="correct"' in page) == (200, False)
    assert (await knowledge.documents.read("notice/a b")).version.text == "请用原来的账号登录。\n"
    status, page = await desk.post(where, correct=at, **fields)
    assert (status, "不在原来的地方" in page) == (422, True)
    assert (await desk.post(where, correct="x-y", **fields))[0] == 400


async def test_a_draft_stands_as_a_draft_beside_what_the_public_sees(site: Running, enter: Enter) -> None:
    name = "policy-elderly-allowance"
    desk = await enter("chenming")
    _, page = await desk.get(f"/operators/documents/{name}")
    assert "draft-mark" not in page
    version = (await site.services.knowledge.documents.read(name)).version
    text = version.text.replace("每人每月60元", "每人每月90元")
    assert text != version.text
    await site.services.knowledge.editor.save(name, WrittenVersion({}, text, 1), actor="chenming")
    _, page = await desk.get(f"/operators/documents/{name}")
    assert "下面是草稿（第2版）的样子，公众看到的还是第1版" in page
    beside = page[page.index("beside-public") :]
    assert re.search(r"<del>6[^<]*</del>", beside)
    assert re.search(r"<ins>9[^<]*</ins>", beside)
    draft = Draft(Document("notice-a", "公告", Kind.NOTICE), "停水。", "a.md")
    await site.services.knowledge.imports.keep([draft], author="chenming")
    assert "还没有发布，公众看不到" in (await desk.get("/operators/documents/notice-a"))[1]
