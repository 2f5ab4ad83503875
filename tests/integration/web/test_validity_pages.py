"""What nobody registered is not called valid, and a replaced law is named by its successor: at the desk and to citizens."""

import json
import re

import pytest

from knowledge.documents.document import Validity
from knowledge.documents.draft import Draft
from knowledge.documents.fields import to_entry
from knowledge.library.filters import Filters
from tests.factories.site import Running
from tests.integration.web.conftest import Enter
from tests.integration.web.test_table_pages import TOKEN, checked

pytestmark = pytest.mark.redis
ROWS = [
    {"id": "law-contract", "title": "中华人民共和国合同法", "text": "第一条 为了保护合同当事人的合法权益。"},
    {"id": "law-archives", "title": "中华人民共和国档案法", "text": "第一条 为了加强档案管理。"},
    {"id": "rule-parking", "title": "停车场管理办法", "text": "第一条 停车每小时两元。"},
]


async def test_what_was_imported_says_what_it_is_worth(enter: Enter, site: Running) -> None:
    operator = await enter("chenming")
    await operator.get("/operators/import")
    rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
    await operator.upload(("法.jsonl", rows))
    page = await checked(operator, site)
    assert "已被《中华人民共和国民法典》取代，2021年1月1日起执行" in page
    assert "同名的《中华人民共和国档案法》有新的文本" in page
    assert "登记为“未登记”" in page
    found = TOKEN.search(page)
    assert found
    _, page = await operator.post(f"/operators/import/{found[1]}")
    assert "1份是已经被取代的法律、行政法规" in page
    assert "2份没有日期，也没有写明效力" in page
    assert await site.services.knowledge.shelf.ids(Filters(validity=Validity.UNREGISTERED)) == (
        "law-archives",
        "rule-parking",
    )
    listed = re.search(r'href="(/operators\?validity=[^"]+)"', page)
    assert listed
    _, page = await operator.get(listed[1])
    assert "停车场管理办法" in page
    assert "中华人民共和国合同法" not in page
    for name, words in (
        ("law-contract", "《中华人民共和国民法典》2021年1月1日起执行，取代了这一部"),
        ("law-archives", "这一份没有日期，请核对是哪一个文本"),
        ("rule-parking", "没有登记日期和效力"),
    ):
        _, page = await operator.get(f"/operators/documents/{name}")
        assert words in page


async def test_citizens_read_what_a_document_is_worth(enter: Enter, site: Running) -> None:
    drafts = []
    for row in ROWS:
        values = {name: row[name] for name in ("id", "title")}
        drafts.append(Draft(*to_entry(values, row["text"], source="法.jsonl"), "法.jsonl"))
    await site.services.knowledge.imports.keep(drafts, author="test", publish=True)
    browser = await enter("chenming")
    _, page = await browser.get("/m/documents/law-contract")
    assert "已废止" in page
    assert "2021年1月1日起执行《中华人民共和国民法典》" in page
    _, page = await browser.get("/m/documents/rule-parking")
    assert "效力未登记" in page
    assert "没有登记日期和效力，是否还在执行，请向发布机关核对" in page
