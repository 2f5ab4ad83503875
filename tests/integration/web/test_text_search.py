"""A telephone that changed in five documents: found, replaced in five new versions, and planned as one review."""

import pytest

from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import Duty, Person
from tests.factories.publication import AS_IT_IS
from tests.factories.site import Running
from tests.integration.web.conftest import Browser, Enter

pytestmark = pytest.mark.redis
OLD, NEW = "0791-6600123", "0791-6600999"
NAMES = [f"notice/{at}" for at in range(5)]


async def brought(site: Running) -> None:
    drafts = [
        Draft(
            Document(name, f"便民公告第{at}号", Kind.NOTICE, unit_phone=OLD if at == 0 else ""),
            f"夜班公交{at}路。\n咨询电话：{OLD}，监督电话：{OLD}。<b>",
            "rows.jsonl",
            at,
        )
        for at, name in enumerate(NAMES)
    ]
    knowledge = site.services.knowledge
    await knowledge.imports.keep(drafts, author="chenming", publish=True)
    other = Draft(Document("notice/held", "正在审的公告", Kind.NOTICE), f"电话{OLD}。", "a.md")
    await knowledge.imports.keep([other], author="chenming")
    await knowledge.reviews.submit("notice/held", AS_IT_IS, actor=Person("chenming", frozenset({Duty.DRAFT})))


async def replace(browser: Browser, *ids: str, **fields: str) -> tuple[int, str, str]:
    data = [("csrf", browser.token), *(("id", one) for one in ids), *fields.items()]
    async with browser.session.post(f"{browser.url}/operators/texts", data=data) as answer:
        return answer.status, await answer.text(), answer.url.path


async def test_a_telephone_changed_across_five_documents(site: Running, enter: Enter) -> None:
    await brought(site)
    knowledge = site.services.knowledge
    desk = await enter("chenming")
    _, page = await desk.get(f"/operators/texts?words={OLD}")
    assert "有6份文件写着" in page
    assert "正在审核，审完再改" in page
    assert 'value="1:notice/held"' not in page
    assert "登记信息：联系电话" in page
    ids = [f"1:{name}" for name in NAMES]
    assert [one in page for one in ids] == [True] * 5
    status, page, _ = await replace(desk, *ids, words=OLD, new=NEW)
    assert (status, page.count(f"<del>{OLD}</del><ins>{NEW}</ins>")) == (200, 10)
    assert (await knowledge.documents.read(NAMES[0])).listed.current_version == 1
    status, page, at = await replace(desk, *ids, words=OLD, new=NEW, step="make")
    assert (status, at.startswith("/operators/batches/")) == (200, True)
    assert page.count('name="looked"') == 5
    for name in NAMES:
        reading = await knowledge.documents.read(name)
        assert (reading.listed.current_version, reading.listed.public_version) == (2, 1)
        assert (OLD in reading.version.text, reading.version.text.count(NEW)) == (False, 2)
    assert (await knowledge.documents.read(NAMES[0])).version.document.unit_phone == NEW
    # Somebody wrote meanwhile: nothing is written over, and what was left is told with the reason.
    status, page, _ = await replace(desk, "1:notice/0", words=OLD, new=NEW, step="make")
    assert (status, "生成了0个新版本，1份没有改" in page) == (200, True)


async def test_hostile_words_find_nothing_and_break_nothing(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    for words in ("%25%25", "__", "%3Cscript%3Ealert(1)%3C/script%3E"):
        status, page = await desk.get(f"/operators/texts?words={words}")
        assert (status, "没有文件写着这些字" in page, "<script>alert" in page) == (200, True, False)
    assert (await desk.get("/operators/texts?words=的"))[0] == 422
    assert (await replace(desk, "x:notice/0", words=OLD, new=NEW))[0] == 400
    assert (await replace(desk, words=OLD, new=NEW))[0] == 422
    reader = await enter("sunyi")
    await reader.get("/operators/texts?words=高龄津贴")
    assert (await replace(reader, "1:policy-elderly-allowance", words="高龄", new="低龄"))[0] == 403


async def test_what_a_document_rests_on_is_written_by_title_or_number(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    _, page = await desk.get("/operators/editor/interpretation-elderly-allowance")
    assert 'data-pick data-titles="{' in page
    await desk.get("/operators/editor")
    fields = {
        "title": "夜班公交补贴办法",
        "kind": "policy",
        "text": "每人每月补10元。",
        "basis": "《青岚县高龄津贴发放办法》\n国务院令第711号",
        "interprets": "青政发〔2026〕3号",
    }
    status, page = await desk.post("/operators/editor", **fields)
    assert status == 200
    found = [
        one for one in (await site.services.knowledge.shelf.page()).items if "夜班" in one.document.title
    ]
    document = found[0].document
    assert document.basis == ("policy-elderly-allowance", "国务院令第711号")
    assert document.interprets == ("policy-elderly-allowance",)
    _, page = await desk.get(f"/operators/editor/{document.id}")
    assert "青岚县高龄津贴发放办法" in page
