"""The particulars of a document on their way in and out: nothing lost, nothing half-told."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from knowledge.documents import cards
from knowledge.documents.document import Disclosure, Document, Explanation, Kind, Validity
from knowledge.documents.draft import Draft, Fault
from knowledge.documents.elements import Elements, IncompleteError, from_mapping
from knowledge.documents.fields import ENTRY
from knowledge.ingest.read import read
from tests.factories import papers

ITEM = Elements("核准条件和结果", "核准管理条例第三条", "县发展改革局", "20个工作日内", "县政府网站")
FULL = Document(
    id="all",
    title="企业投资项目核准",
    kind=Kind.CATALOGUE,
    number="青发改〔2026〕1号",
    issuer="青岚县发展和改革局",
    unit="青岚县发展和改革局",
    unit_phone="0599-6612301",
    theme="营商环境",
    rubric="重点领域",
    genre="目录",
    level="县级",
    place="青岚县",
    audience=("个人", "企业"),
    written_on=date(2026, 1, 1),
    published_on=date(2026, 1, 2),
    effective_on=date(2026, 1, 3),
    expires_on=date(2028, 1, 4),
    validity=Validity.AMENDED,
    successor="next",
    interprets=("policy",),
    basis=("law", "rule"),
    disclosure=Disclosure.ON_REQUEST,
    disclosure_reason="涉及商业秘密",
    review_on=date(2027, 1, 1),
    form="图解",
    language="英文",
    explanation=Explanation.MAJOR,
    interpreter="赵明（示例）",
    interpreter_unit="青岚县发展和改革局",
    interpreter_phone="0599-6612301",
    must_say=("以核准文件为准",),
    must_not_say=("不得承诺结果，也不得代为承诺",),
    openness="服务公开",
    elements=ITEM,
    life_stage="企业开办",
    online=True,
    sample=True,
    source="目录.xlsx",
)


def _row(**values: object) -> str:
    return json.dumps(
        {"id": "a", "title": "企业投资项目核准", "kind": "catalogue", **values}, ensure_ascii=False
    )


def _only(path: Path) -> Draft | Fault:
    (found,) = read([path])
    return found


def test_every_field_comes_back_as_it_went_out(tmp_path: Path) -> None:
    assert all(getattr(FULL, one.name) != one.default for one in fields(Document))
    path = tmp_path / "out.jsonl"
    row = {**cards.to_mapping(FULL), "text": "正文"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert _only(path) == Draft(FULL, "正文", "out.jsonl", 1)
    assert cards.from_json(cards.to_json(FULL)) == FULL


def test_an_item_told_in_elements_has_a_text_that_says_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    told = {"内容": "核准条件", "依据": "条例", "主体": "发改局", "时限": "20个工作日", "方式": "网站"}
    path.write_text(_row(elements=told) + "\n", "utf-8")
    found = _only(path)
    assert isinstance(found, Draft)
    assert found.document.elements == Elements("核准条件", "条例", "发改局", "20个工作日", "网站")
    assert "## 公开时限\n\n20个工作日" in found.text


def test_an_item_that_holds_in_a_place_still_says_its_elements(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    told = dict.fromkeys(["内容", "依据", "主体", "时限", "方式"], "有")
    path.write_text(_row(elements=told, place="青岚县") + "\n", "utf-8")
    found = _only(path)
    assert isinstance(found, Draft)
    assert found.document.place == "青岚县"
    assert "## 公开时限" in found.text
    assert "受理地点" not in found.text


@pytest.mark.parametrize("lacking", ["内容", "依据", "主体", "时限", "方式"])
def test_an_item_without_all_five_elements_is_refused_by_name(lacking: str, tmp_path: Path) -> None:
    told = dict.fromkeys(["内容", "依据", "主体", "时限", "方式"], "有") | {lacking: " "}
    path = tmp_path / "a.jsonl"
    path.write_text(_row(elements=told) + "\n", "utf-8")
    found = _only(path)
    assert isinstance(found, Fault)
    assert (found.line, f"缺少：{lacking}。" in found.reason) == (1, True)
    with pytest.raises(IncompleteError) as refused:
        from_mapping(told)
    assert refused.value.missing == (lacking,)


def test_elements_belong_to_catalogue_items_only(tmp_path: Path) -> None:
    told = dict.fromkeys(["内容", "依据", "主体", "时限", "方式"], "有")
    path = tmp_path / "a.jsonl"
    path.write_text(
        _row(elements=told, kind="policy", text="正文") + "\n" + _row(text="正文") + "\n", "utf-8"
    )
    assert [isinstance(one, Fault) for one in read([path])] == [True, True]


def test_a_catalogue_in_a_workbook_gives_items_and_names_the_row_that_lacks(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    head = ("公开事项", "公开内容（要素）", "公开依据", "公开主体", "公开时限", "公开方式", "公开渠道和载体")
    full = ("项目核准", "条件", "条例", "发改局", "20个工作日", "主动公开", "县政府网站")
    path.write_bytes(
        papers.workbook({"目录": [head, full, ("备案", "条件", "条例", "发改局", None, None, None)]})
    )
    kept, refused = read([path])
    assert isinstance(kept, Draft)
    assert kept.document.elements == Elements("条件", "条例", "发改局", "20个工作日", "县政府网站")
    assert isinstance(refused, Fault)
    assert (refused.line, "缺少：时限、方式" in refused.reason) == (3, True)


def test_guides_in_a_workbook_have_parts_under_headings(tmp_path: Path) -> None:
    path = tmp_path / "事项.xlsx"
    head = ("事项名称", "服务对象", "申请条件", "申报材料", "办理时限", "咨询电话", "是否网上办理", "备注")
    row = ("残疾证办理", "自然人", "有残疾", "身份证；照片\n评定表", "15日", "0599-1234567", "是", "周五不办")
    path.write_bytes(papers.workbook({"事项": [head, row]}))
    found = _only(path)
    assert isinstance(found, Draft)
    document = found.document
    assert (document.kind, document.audience, document.online) == (Kind.GUIDE, ("个人",), True)
    assert document.unit_phone == "0599-1234567"
    assert "## 申报材料\n\n- 身份证\n- 照片\n- 评定表" in found.text
    assert "备注：周五不办" in found.text
    assert found.text.count("15日") == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"form": "漫画"}, "form"),
        ({"audience": ["个人", "外星人"]}, "audience"),
        ({"explanation": "也许"}, "explanation"),
        ({"openness": "全公开"}, "openness"),
        ({"review_on": "明年"}, "review_on"),
        ({"elements": "全有"}, "elements"),
        ({"materials": ["身份证"]}, "materials"),
    ],
)
def test_a_value_that_is_none_is_refused_with_row_and_field(
    values: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n" + _row(kind="notice", text="正文", **values) + "\n", "utf-8")
    found = _only(path)
    assert isinstance(found, Fault)
    assert (found.line, said in found.reason) == (2, True)


def test_parts_of_a_guide_in_jsonl_become_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": "g", "title": "办证", "kind": "guide", "materials": [{"name": "身份证", "mark": "电子证照"}]}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    found = _only(path)
    assert isinstance(found, Draft)
    assert found.text == "# 办证\n\n## 申报材料\n\n- 身份证（电子证照可替代）\n"
    assert "materials" in ENTRY
