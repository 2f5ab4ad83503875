"""The list of documents: facets with counts beside it, a search, an order, and what can be done to several at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from adapters.citizen.sheet import TONES
from adapters.operators.addresses import LIST, STATE_TONES, document_address
from adapters.operators.documents.due_summary import tally
from adapters.operators.documents.filters import NAMES, CatalogueQuery, read, written
from adapters.operators.own_work import OwnWorkList
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.duties import person_of
from adapters.web.access.visitor import visitor_of
from adapters.web.calendar_gap import CalendarWarning
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from handlers.texts import Texts
from knowledge.documents.document import DocumentState, standing
from knowledge.documents.store import Listed
from knowledge.library.due import DueLists, DueSettings
from knowledge.library.listing import FACETS, FLAGS, Order, Shelf, Value
from knowledge.publication.batches.ledger import BatchList
from knowledge.publication.batches.rules import RULES

# A facet shows so many values; the others are found by narrowing first.
SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A document in the list; `pending` says that a newer version than the public one waits."""

    id: str
    title: str
    url: str
    number: str
    kind: str
    issuer: str
    dated_on: date | None
    state: str
    state_tone: str
    pending: bool
    standing: str
    standing_tone: str
    disclosure: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: its words, its count, and the address that chooses it, or drops it when it is chosen."""

    words: str
    number: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet beside the list; `further` are the values that are folded away."""

    name: str
    options: Sequence[Option]
    further: Sequence[Option]

    @property
    def open(self) -> bool:
        """Whether one of its values is chosen."""
        return any(option.chosen for option in (*self.options, *self.further))


class CataloguePages:
    """Lists the documents; a filter that names nothing known narrows nothing. `switched` tells what is switched off."""

    def __init__(
        self,
        *,
        shelf: Shelf,
        batch_list: BatchList,
        due: DueLists,
        rules: DueSettings,
        colleagues: Colleagues,
        warning: CalendarWarning,
        switched: Callable[[], Awaitable[Sequence[object]]],
        own_work: OwnWorkList,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._warning = warning
        self._switched = switched
        self._own_work = own_work
        self._colleagues = colleagues
        self._shelf = shelf
        self._batch_list = batch_list
        self._due = due
        self._rules = rules
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("", self.list), web.get("/", self.list)]

    async def list(self, request: web.Request) -> web.Response:
        """Show a sheet of the documents that fit."""
        chosen, person = read(request.query), person_of(request)
        page = await self._shelf.page(
            chosen.filters, number=page_number(request.query.get("page", "")), order=chosen.order
        )
        facets = await self._shelf.facets(chosen.filters)
        sheet = Sheet(
            page=page.number,
            more=page.number * page.size < page.total,
            path=LIST,
            query=chosen.query,
            total=page.total,
        )
        # The start page tells what waits and what is due; a narrowed list is about something else.
        is_start = not chosen.query and page.number == 1
        return render(
            request,
            "operators/documents.html",
            own_work=await self._own_work.of(visitor_of(request), person) if is_start else None,
            due=tally(await self._due.all(self._rules)) if is_start else {},
            facets=[self._facet(name, facets[name], chosen) for name in (*FACETS, *FLAGS)],
            flags=FLAGS,
            dropping=self._dropping(chosen),
            orders=[(order.value, chosen.address(order=_unless_usual(order))) for order in Order],
            order=chosen.order.value,
            query=chosen.query,
            text=chosen.filters.text,
            actions={one.value: rule.needs for one, rule in RULES.items() if rule.duties & person.duties},
            names=await self._colleagues.names(),
            proposed=await self._batch_list.to_confirm(person),
            rows=[self._row(item) for item in page.items],
            sheet=sheet,
            gap=await self._warning.now(),
            standing=await self._switched(),
        )

    def _facet(self, name: str, values: Sequence[Value], chosen: CatalogueQuery) -> Facet:
        current = written(getattr(chosen.filters, name))
        options = [
            Option(
                self._words(name, one.value),
                one.number,
                chosen.address(**{name: "" if one.value == current else one.value}),
                one.value == current,
            )
            for one in values
        ]
        # Values of one kind for the whole list tell nothing, unless one was chosen.
        shown = options if len(options) > 1 or name in FLAGS or current else []
        return Facet(name, shown[:SHOWN_VALUES], shown[SHOWN_VALUES:])

    def _dropping(self, chosen: CatalogueQuery) -> Sequence[tuple[str, str, str]]:
        """Give what narrows the list: the facet, the value's words, and the address without it."""
        named = {name: written(getattr(chosen.filters, name)) for name in NAMES}
        return [
            (name, self._words(name, value), chosen.address(**{name: ""}))
            for name, value in named.items()
            if value
        ]

    def _words(self, name: str, value: str) -> str:
        known: Mapping[str, str] = {"kind": "citizen.kinds", "state": "operators.states"}
        if name in FLAGS:
            return self._texts(f"shelf.flags.{name}")
        return self._texts(f"{known[name]}.{value}") if name in known else value

    def _row(self, item: Listed) -> CatalogueRow:
        document = item.document
        worth = standing(document, local_date(self._clock.now()))
        return CatalogueRow(
            id=document.id,
            title=document.title,
            url=document_address(document.id),
            number=document.number,
            kind=self._texts(f"citizen.kinds.{document.kind.value}"),
            issuer=document.issuer,
            dated_on=document.dated_on,
            state=self._texts(f"operators.states.{item.state.value}"),
            state_tone=STATE_TONES[item.state],
            pending=item.state is DocumentState.PUBLISHED and item.public_version != item.current_version,
            standing=self._texts(f"citizen.standings.{worth.name.lower()}"),
            standing_tone=TONES[worth],
            disclosure="" if document.disclosure.name == "ACTIVE" else document.disclosure.value,
            sample=document.sample,
        )


def _unless_usual(order: Order) -> str:
    return "" if order is Order.CHANGED else order.value
