"""The empty tables of `adapters.operators.empty_tables` as files to be kept."""

import asyncio

from aiohttp import web

from adapters.operators.empty_tables import NAMES, template
from adapters.web.downloads import WORKBOOK, download
from adapters.web.errors import RefusedError
from handlers.files.table_file import as_workbook
from handlers.texts import Texts


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
