"""The empty tables of the staff desk are read by the imports they are meant for, once they are filled."""

from datetime import date

from adapters.staff.entrances.empty_tables import heads
from handlers.complaints.hotline.columns import TAKEN, USUAL_COLUMNS, HotlineColumns
from handlers.credit.table import look_through
from handlers.files.table_file import as_workbook, read_rows
from handlers.matters.delivery.mapping import USUAL_MAPPING
from handlers.statistics.outside import figures_of

TODAY = date(2026, 3, 2)
FILLED = {
    "类别": "行政许可", "文书号": "青许〔2026〕1号", "相对人名称": "青岚县甲公司", "统一社会信用代码": "91350100M000100Y43",
    "内容": "准予经营", "决定机关": "青岚县市场监督管理局", "决定日期": "2026-02-27", "公示日期": "2026-02-28", "是否公示": "是",
    "业务号": "B1", "事项": "老年证", "承办单位": "青岚县民政局", "状态": "受理", "姓名": "王某", "证件号码": "X", "受理日期": "2026-03-01",
    "指标": "网站访问量", "开始日期": "2026-01-01", "结束日期": "2026-01-31", "数值": "12", "来源": "门户网站", "截至日期": "2026-02-01",
}  # fmt: skip


def filled(name: str) -> list[list[str]]:
    head = list(heads(USUAL_COLUMNS)[name])
    content = as_workbook("表", [head, [FILLED.get(one, "") for one in head]])
    return [list(row) for row in read_rows(content)]


def test_a_filled_table_is_read() -> None:
    credit = look_through(filled("credit"), today=TODAY)
    assert [str(one) for one in credit.faults] == []
    assert len(credit.entries) == 1
    [matter] = USUAL_MAPPING.rows(filled("matters"))
    assert (matter["outer"], matter["title"]) == ("B1", "老年证")
    [figure] = figures_of(filled("outside"), today=TODAY)
    assert int(figure.value) == 12


def test_the_hotline_has_the_columns_of_the_county() -> None:
    assert set(HotlineColumns(USUAL_COLUMNS.taken, {}).places(filled("hotline")[0])) == set(TAKEN)
    own = HotlineColumns({**USUAL_COLUMNS.taken, "what": ("群众说的",)}, {})
    assert "群众说的" in heads(own)["hotline"]
