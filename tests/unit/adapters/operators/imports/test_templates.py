"""What is written into an empty table comes in as it was meant."""

from pathlib import Path

import pytest

from adapters.operators.empty_tables import COLUMNS, DOCUMENT_TABLES, WAIVED, template
from handlers.files.table_file import as_workbook, read_rows
from handlers.guides.waived.waived_material import WaivedMaterial, WaivedWay, read_table
from knowledge.documents.document import Disclosure, Kind
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from knowledge.ingest.readers import columns

FILLED = {
    "文件名称": "夜班公交补贴办法", "发文字号": "青政发〔2026〕8号", "发文机关": "青岚县人民政府", "责任单位": "青岚县交通局", "联系电话": "0791-1234567",
    "成文日期": "2026-03-01", "公开属性": "主动公开", "正文": "每人每月补10元。", "事项名称": "老年证办理", "实施主体": "青岚县民政局",
    "申请条件": "年满60周岁", "申请材料": "身份证", "办理流程": "到窗口办", "咨询电话": "0791-1", "问题": "夜班公交几点收班", "答案": "每天24点。",
}  # fmt: skip
KINDS = {"documents": Kind.POLICY, "guides": Kind.GUIDE, "answers": Kind.FAQ}


@pytest.mark.parametrize("name", list(COLUMNS))
def test_every_column_is_known(name: str) -> None:
    assert [one for one in COLUMNS[name] if not (columns.field_of(one) or columns.part_of(one))] == []


@pytest.mark.parametrize("name", list(COLUMNS))
def test_a_filled_row_comes_in_as_it_was_meant(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(
        as_workbook("表", [*template(name, "表"), [FILLED.get(one, "") for one in COLUMNS[name]]])
    )
    [one] = list(read([path]))
    assert isinstance(one, Draft)
    assert (one.document.kind, one.document.title) == (KINDS[name], FILLED[COLUMNS[name][0]])
    if name == "documents":
        assert (one.document.number, "每人每月补10元。" in one.text) == ("青政发〔2026〕8号", True)
        assert (one.document.unit_phone, one.document.disclosure) == ("0791-1234567", Disclosure.ACTIVE)


@pytest.mark.parametrize("name", DOCUMENT_TABLES)
def test_an_empty_table_holds_no_document(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(as_workbook("表", template(name, "表")))
    assert [one for one in read([path]) if isinstance(one, Draft)] == []


def test_a_filled_table_of_waived_materials_is_read() -> None:
    row = ["户口簿", "老年证办理", "数据共享", "公安的系统里查得到", "", ""]
    content = as_workbook("表", [*template(WAIVED, "表"), row])
    [one] = read_table([list(line) for line in read_rows(content)])
    assert one == WaivedMaterial("户口簿", "老年证办理", WaivedWay.SHARED, "公安的系统里查得到")
