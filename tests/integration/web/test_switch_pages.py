"""The desk's page of switches: set with words, seen on the first page, lifted with one press, refused with the words kept."""

import re

import pytest

from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis
HERE = "/operators/switches"
WORDS = "正在核对内容，请打12345。"


async def test_answers_are_switched_off_and_on_again(site: Running, enter: Enter) -> None:
    desk = await enter("chenming")
    status, page = await desk.get(HERE)
    assert status == 200
    assert "现在没有停答" in page
    assert "整个公众号停答" in page
    status, page = await desk.post(HERE, kind="account", words=WORDS, ends_at="2026-11-20T18:30")
    assert status == 200
    assert "已经生效" in page
    assert site.services.answering.switches.closed().everything
    for shown in (page, (await desk.get("/operators"))[1]):
        assert WORDS in shown
        assert "陈明" in shown
        assert "到2026年11月20日 18:30为止" in shown
    [number] = set(re.findall(rf"{HERE}/(\d+)/lift", page))
    status, page = await desk.post(f"{HERE}/{number}/lift")
    assert status == 200
    assert "恢复" in page
    assert not site.services.answering.switches.closed().some
    assert WORDS not in (await desk.get("/operators"))[1]


async def test_a_document_is_switched_from_its_own_page_and_what_is_wrong_is_told(
    site: Running, enter: Enter
) -> None:
    desk = await enter("chenming")
    _, page = await desk.get("/operators/documents/policy-elderly-allowance")
    assert f"{HERE}?document=policy-elderly-allowance" in page
    _, page = await desk.get(f"{HERE}?document=policy-elderly-allowance")
    assert 'value="policy-elderly-allowance"' in page
    for fields, told in (
        ({"kind": "document", "document": "none"}, "没有公开的文件"),
        ({"kind": "theme", "theme": "没有"}, "没有公开的文件属于"),
        ({"kind": "banner", "ends_at": "nonsense"}, "看不懂"),
        ({"kind": "banner", "ends_at": "2020-01-01T08:00"}, "已经过了"),
        ({"kind": "banner", "words": "打13812345678"}, "手机号"),
    ):
        status, page = await desk.post(HERE, **{"words": WORDS, **fields})
        assert status == 422, fields
        assert told in page
        assert fields.get("words", WORDS) in page
    assert (await desk.post(HERE, kind="nothing", words=WORDS))[0] == 400
    assert (await desk.post(f"{HERE}/99/lift"))[0] == 200
    assert await site.services.answering.switches.history() == []
