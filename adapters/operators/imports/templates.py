"""Empty tables to fill in: their columns bear the names that the import knows, so that what is written comes in as meant."""

import asyncio
from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.web.downloads import download
from adapters.web.errors import RefusedError
from handlers.catalogue.national_layout import national_table
from handlers.files.table_file import as_workbook
from handlers.texts import Texts

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
CATALOGUE = "catalogue"
NAMES = (*COLUMNS, CATALOGUE)


def template(name: str, title: str) -> list[list[str]]:
    """Give the rows of a template; raises `KeyError` for none."""
    if name == CATALOGUE:
        return [list(row) for row in national_table(title, ())]
    return [list(COLUMNS[name])]


class TemplatePages:
    """Gives the templates."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the address below `/operators`."""
        return [web.get("/templates/{name}", self.give)]

    async def give(self, request: web.Request) -> web.Response:
        """Give one as a workbook; raises `RefusedError` (404) for none of this name."""
        name = request.match_info["name"]
        if name not in NAMES:
            raise RefusedError("import_templates.missing", status=404)
        title = self._texts(f"import_templates.{name}")
        content = await asyncio.to_thread(as_workbook, title, template(name, title))
        return download(content, WORKBOOK, name=f"{title}.xlsx")
