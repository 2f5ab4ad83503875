"""The list of requests as a file, narrowed as the queue is, masked as on the desk; no cell is taken for a formula."""

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from aiohttp import web

from adapters.staff.chosen import chosen_of, wanted_by
from adapters.staff.rows import request_row
from adapters.web import dates
from adapters.web.access.clerks import clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.downloads import WORKBOOK
from bot.clock import Clock, local_date
from bot.text.cells import harmless_cell
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.ledger import DisclosureLedger, RequestLine
from handlers.disclosure.listing.export import CaseExport
from handlers.texts import Texts

COLUMNS = (
    *("number", "applicant", "information", "state", "turn", "handler"),
    *("delivery", "submitted", "received", "due", "left", "next"),
)
WIDTHS = (18, 14, 48, 16, 22, 12, 12, 20, 14, 14, 20, 30)
Table = Sequence[Sequence[str]]


class ExportPages:
    """Gives the list as a workbook and as rows."""

    def __init__(
        self,
        export: CaseExport,
        *,
        ledger: DisclosureLedger,
        agencies: AgencyDirectory,
        colleagues: Colleagues,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._export = export
        self._ledger = ledger
        self._agencies = agencies
        self._colleagues = colleagues
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/requests.csv", self.rows), web.get("/requests.xlsx", self.workbook)]

    async def rows(self, request: web.Request) -> web.Response:
        """Give the list as rows for any spreadsheet."""
        written = io.StringIO()
        csv.writer(written).writerows(await self._table(request))
        # The mark at the head tells spreadsheets that this is UTF-8.
        return self._file(written.getvalue().encode("utf-8-sig"), "csv", "text/csv")

    async def workbook(self, request: web.Request) -> web.Response:
        """Give the list as a workbook."""
        table, name = await self._table(request), self._texts("staff.export.sheet")
        return self._file(await asyncio.to_thread(_workbook, name, table), "xlsx", WORKBOOK)

    async def _table(self, request: web.Request) -> Table:
        chosen, clerk = chosen_of(request), clerk_of(request, self._agencies)
        wanted = wanted_by(chosen, self._ledger, clerk)
        narrowed = {name: value for name, value in chosen.fields.items() if name != "q"}
        lines = await self._export.lines(wanted, clerk=clerk, chosen=narrowed)
        names = await self._colleagues.names()
        head = [self._texts(f"staff.export.column.{column}") for column in COLUMNS]
        return [head, *([_cell(cell) for cell in self._row(line, names)] for line in lines)]

    def _row(self, line: RequestLine, names: Mapping[str, str]) -> Sequence[str]:
        row = request_row(line, self._texts, names=names)
        return (
            row.number,
            line.applicant_name,
            row.gist,
            row.state,
            row.turn,
            row.handler,
            self._texts(f"disclosure.delivery.{line.delivery}"),
            dates.moment(line.submitted_at),
            dates.day(line.receipt_on) if line.receipt_on else "",
            dates.day(row.due_on) if row.due_on else "",
            row.urgency.words,
            row.next_step,
        )

    def _file(self, content: bytes, ending: str, kind: str) -> web.Response:
        on = dates.day(local_date(self._clock.now()))
        name = quote(f"{self._texts('staff.export.file', on=on)}.{ending}")
        shown = f"attachment; filename=\"requests.{ending}\"; filename*=UTF-8''{name}"
        headers = {"Content-Disposition": shown, "Cache-Control": "no-store"}
        return web.Response(body=content, content_type=kind, headers=headers)


def _cell(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula, without characters that no workbook can hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(harmless_cell(ILLEGAL_CHARACTERS_RE.sub("", cell)))


def _workbook(name: str, table: Table) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(name)
    for row in table:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for width, cells in zip(WIDTHS, sheet.columns, strict=True):
        sheet.column_dimensions[cells[0].column_letter].width = width
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
