"""The lists of what is due, one at a time with the counts of all beside it, and what can be done about an entry."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.addresses import LIST, document_address, withheld_address
from adapters.operators.documents.due_summary import tally
from adapters.web import dates
from adapters.web.access.duties import person_of
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from handlers.texts import Texts
from knowledge.documents.document import Explanation
from knowledge.documents.guide import HEADINGS
from knowledge.library.due import DueItem, DueLists, DueSettings, Task
from knowledge.publication.approvals import Approvals
from knowledge.publication.filing import Particulars

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing to see to: where it is seen to, by or since when, and what is lacking, in words."""

    id: str
    title: str
    url: str
    unit: str
    day: date | None
    overdue: bool
    provisional: bool
    remark: str


class DuePages:
    """Shows the lists; a guide found right and an approved answer that still holds are noted from here."""

    def __init__(
        self,
        *,
        due: DueLists,
        rules: DueSettings,
        approvals: Approvals,
        particulars: Particulars,
        texts: Texts,
    ) -> None:
        self._due = due
        self._rules = rules
        self._approvals = approvals
        self._particulars = particulars
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/due", self.show),
            web.post("/due/{id:.+}/checked", self.check),
            web.post("/due/{id:.+}/confirmed", self.confirm),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show one list: the one asked for, else the first that holds something."""
        lists = await self._due.all(self._rules)
        counts = tally(lists)
        first = next((task for task, entries in lists.items() if entries), Task.EXPLAIN)
        task = next((one for one in Task if one.value == request.query.get("list")), first)
        entries, page = lists[task], page_number(request.query.get("page", ""))
        shown = entries[(page - 1) * ENTRIES_A_PAGE : page * ENTRIES_A_PAGE]
        sheet = Sheet(
            page=page,
            more=page * ENTRIES_A_PAGE < len(entries),
            path=f"{LIST}/due",
            query={"list": task.value},
            total=len(entries),
        )
        rows = [self._row(task, one) for one in shown]
        return render(request, "operators/due.html", task=task.value, counts=counts, rows=rows, sheet=sheet)

    async def check(self, request: web.Request) -> web.Response:
        """Note that a guide was found right today."""
        person = person_of(request)
        await self._particulars.reaffirm(request.match_info["id"], actor=person.login)
        raise web.HTTPSeeOther(f"{LIST}/due?list={Task.STALE.value}&done=noted")

    async def confirm(self, request: web.Request) -> web.Response:
        """Vouch for an approved answer as what it rests on is now; it answers again at once."""
        person = person_of(request)
        await self._approvals.confirm(request.match_info["id"], actor=person.login)
        raise web.HTTPSeeOther(f"{LIST}/due?list={Task.CONFIRM.value}&done=noted")

    def _row(self, task: Task, entry: DueItem) -> DueRow:
        seen_to = withheld_address if task is Task.WITHHELD else document_address
        url = seen_to(entry.id) if entry.id else f"{LIST}?{urlencode({'unit': entry.title})}"
        return DueRow(
            entry.id,
            entry.title,
            url,
            entry.unit if entry.id else "",
            entry.on,
            entry.overdue,
            entry.provisional,
            self._remark(task, entry),
        )

    def _remark(self, task: Task, entry: DueItem) -> str:
        if task is Task.EXPLAIN:
            forms, kind = "、".join(entry.words), (entry.explanation or Explanation.UNDECIDED).name.lower()
            return self._texts(f"due.explained_as.{kind}") + self._texts("due.forms", forms=forms)
        if task in {Task.INCOMPLETE, Task.CONFIRM}:
            named = self._gap if task is Task.INCOMPLETE else self._source
            return "、".join(map(named, entry.words))
        if task is Task.PHONE:
            told, present = entry.words
            return self._texts("due.phones", told=told, present=present)
        if task is Task.REVIEW and entry.on is None:
            return self._texts("due.no_review")
        if task is Task.STALE and entry.on is not None:
            return self._texts("due.since", day=dates.day(entry.on))
        return ""

    def _source(self, title: str) -> str:
        return self._texts("due.rests_on", title=title)

    def _gap(self, word: str) -> str:
        if word in HEADINGS:
            return self._texts("due.lacking", name=self._texts(f"guides.names.{word}"))
        return self._texts(f"due.{word}")
