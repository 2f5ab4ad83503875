"""The national layout with two rows of names and ticks: read from a workbook with merged cells and from a CSV without."""

import csv
import io

import openpyxl
import pytest

from knowledge.documents.document import Disclosure, Kind
from knowledge.documents.draft import Draft, Refusal
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.delimited import read_delimited
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.readers.spreadsheet import read_workbook
from knowledge.ingest.readers.standard_catalogue import flattened
from knowledge.ingest.readers.worksheet import Worksheet

TITLE = "养老服务领域基层政务公开标准目录"
ABOVE = ["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "",
         "公开方式", "", "公开层级", ""]  # fmt: skip
BELOW = [
    "",
    "一级事项",
    "二级事项",
    "",
    "",
    "",
    "",
    "",
    "全社会",
    "特定群体",
    "主动",
    "依申请公开",
    "县级",
    "乡、村级",
]
ROW = ["1", "养老服务业务办理", "养老机构备案", "备案申请材料", "《养老服务条例》第十条", "20个工作日内", "县民政局",
       "■政府网站\n□政府公报\n■公开查阅点", "√", "", "√", "", "√", ""]  # fmt: skip
SECOND = ["2", "", "办理指南", "材料、流程", "《养老服务条例》第十一条", "变动后20个工作日内", "县民政局", "政府网站", "", "申请人",
          "", "√", "√", "√"]  # fmt: skip
LACKING = [
    "3",
    "养老服务补贴",
    "老年人护理补贴",
    "标准",
    "",
    "",
    "县民政局",
    "政府网站",
    "√",
    "",
    "√",
    "",
    "√",
    "",
]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([TITLE], ABOVE, BELOW, ROW, SECOND, LACKING):
        sheet.append(row)
    for area in (
        "A1:N1",
        "B2:C2",
        "I2:J2",
        "K2:L2",
        "M2:N2",
        "D2:D3",
        "E2:E3",
        "F2:F3",
        "G2:G3",
        "H2:H3",
        "B4:B5",
    ):
        sheet.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def delimited() -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows([[TITLE, *[""] * 13], ABOVE, BELOW, ROW, SECOND, LACKING])
    return content.getvalue().encode()


@pytest.mark.parametrize(
    "manuscripts",
    [read_workbook(workbook(), "养老.xlsx"), read_delimited(delimited(), "养老.csv")],
    ids=["xlsx", "csv"],
)
def test_ticks_become_level_manner_and_channels(manuscripts: list[Manuscript]) -> None:
    first, second = (to_draft(one, file="养老.xlsx") for one in manuscripts[:2])
    document = first.document
    assert (document.kind, document.title, document.theme) == (Kind.CATALOGUE, "养老机构备案", "养老服务")
    assert (document.level, document.disclosure) == ("县级", Disclosure.ACTIVE)
    assert document.elements is not None
    assert document.elements.method == "政府网站；公开查阅点"
    assert document.elements.basis == "《养老服务条例》第十条"
    assert second.document.title == "养老服务业务办理：办理指南"
    assert (second.document.level, second.document.disclosure) == ("县级、乡、村级", Disclosure.ON_REQUEST)


def test_a_row_that_lacks_an_element_is_refused_with_row_and_names() -> None:
    lacking = read_workbook(workbook(), "养老.xlsx")[2]
    assert lacking.line == 6
    with pytest.raises(Refusal) as refused:
        to_draft(lacking, file="养老.xlsx")
    fault = refused.value.at("养老.xlsx", lacking.line)
    assert (fault.line, "缺少：依据、时限" in fault.reason) == (6, True)


def test_the_same_item_of_two_areas_is_two_documents() -> None:
    one, other = (
        to_draft(
            read_delimited(delimited().replace("养老服务领域".encode(), area.encode()), "a.csv")[0],
            file="a.csv",
        )
        for area in ("养老服务领域", "社会救助领域")
    )
    assert isinstance(one, Draft)
    assert one.document.id != other.document.id


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ((1, ("公开事项", "公开内容")),),
        ((1, ("公开事项",)), (2, ("二级事项",)), (3, ("甲",))),
        ((1, ("姓名", "年龄")), (2, ("甲", "1")), (3, ("乙", "2"))),
    ],
)
def test_other_sheets_are_left_alone(rows: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
    assert flattened(Worksheet("", rows)) is None
