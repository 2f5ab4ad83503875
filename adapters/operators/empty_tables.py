"""Empty tables to fill in: their columns bear the names that the import knows, so that what is written comes in as meant."""

from collections.abc import Mapping, Sequence

from handlers.catalogue.national_layout import national_table
from handlers.guides.waived.waived_material import COLUMNS as WAIVED_COLUMNS

COLUMNS: Mapping[str, Sequence[str]] = {
    "documents": (
        "文件名称", "发文字号", "发文机关", "责任单位", "联系电话", "主题", "体裁", "成文日期", "发布日期", "施行日期", "有效期至", "效力",
        "公开属性", "正文",
    ),
    "guides": (
        "事项名称", "服务对象", "实施主体", "申请条件", "申请材料", "办理流程", "受理地点", "受理时间", "办理时限", "收费标准", "咨询电话",
        "监督电话", "网上办理", "主题",
    ),
    "answers": ("问题", "答案", "责任单位", "联系电话", "主题"),
}  # fmt: skip
CATALOGUE, WAIVED = "catalogue", "waived"
DOCUMENT_TABLES = (*COLUMNS, CATALOGUE)
"""Those that the import of documents reads."""
NAMES = (*DOCUMENT_TABLES, WAIVED)


def template(name: str, title: str) -> list[list[str]]:
    """Give the rows of a template; raises `KeyError` for none."""
    if name == CATALOGUE:
        return [list(row) for row in national_table(title, ())]
    return [list(WAIVED_COLUMNS if name == WAIVED else COLUMNS[name])]
