"""The catalogue on a phone: narrowed by unit, area, level, kind and column, searched; one item with its elements and its changes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from handlers.catalogue.filters import FACETS, LEVELS, LONGEST_LETTERS, NAMES, OPENNESS, CatalogueFilter
from handlers.catalogue.history import editions
from handlers.catalogue.shelf import CatalogueShelf, OpenCatalogue
from knowledge.documents.document import Document
from knowledge.library.service import DocumentService
from knowledge.publication.lifecycle import Step
from knowledge.publication.reviews import Reviews

ITEMS_A_PAGE = 20
PATH = "/m/catalogue"
PublicWording = Callable[[str], Awaitable[tuple[Document, str]]]
"""Gives a document with its public wording; raises `RefusedError` (404) where there is none."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a list can be narrowed to: its name, how many items, the address, and whether it is chosen."""

    name: str
    count: int
    url: str
    chosen: bool


class PublicCataloguePages:
    """Shows the catalogue to everybody; what narrows it stands in the address alone."""

    def __init__(
        self, catalogue: OpenCatalogue, *, public: PublicWording, documents: DocumentService, reviews: Reviews
    ) -> None:
        self._catalogue = catalogue
        self._public = public
        self._documents = documents
        self._reviews = reviews

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`; an id may hold anything, slashes included."""
        return [
            web.get("/catalogue", self.show_all),
            web.get("/catalogue/items/{id:.+}", self.show),
        ]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show a sheet of what fits, with what it can be narrowed by."""
        wanted = _filter(request.query)
        shelf = await self._catalogue.shelf()
        number = page_number(request.query.get("page", ""))
        page = shelf.page(wanted, number=number, size=ITEMS_A_PAGE)
        sheet = Sheet(
            number, number * ITEMS_A_PAGE < page.total, PATH, query=wanted.named(), total=page.total
        )
        plan = self._catalogue.plan
        front = not wanted.named()
        return render(
            request,
            "citizen/catalogue.html",
            items=page.items,
            sheet=sheet,
            wanted=wanted,
            dropping=[
                (name, value, _address(wanted.without(name))) for name, value in wanted.named().items()
            ],
            front=[(group, self._areas(shelf, group)) for group in plan.groups] if front else [],
            special=[area for area in plan.areas if area.special],
            facets=[(name, self._values(shelf, name, wanted)) for name in FACETS],
            sample=plan.sample,
            item_address=item_address,
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one item; raises `RefusedError` (404) for what is no public item of the catalogue."""
        document, _ = await self._public(request.match_info["id"])
        item = (await self._catalogue.shelf()).item(document.id)
        if document.elements is None or item is None:
            raise RefusedError("citizen.document.gone", status=404)
        history = await self._reviews.history(document.id)
        newest = await self._documents.read(document.id)
        return render(
            request,
            "citizen/catalogue_item.html",
            document=document,
            item=item,
            elements=document.elements.lines(),
            history=editions(
                await self._documents.versions(document.id),
                released={one.version for one in history if one.step is Step.RELEASE},
                public=newest.listed.public_version or 0,
            ),
            unit_url=_address(CatalogueFilter(unit=item.unit)),
            area_url=_address(CatalogueFilter(area=item.area)),
        )

    def _areas(self, shelf: CatalogueShelf, group: str) -> Sequence[FacetValue]:
        counts = shelf.counts("area", CatalogueFilter())
        return [
            FacetValue(area.name, counts[area.name], _address(CatalogueFilter(area=area.name)), chosen=False)
            for area in self._catalogue.plan.in_group(group)
        ]

    def _values(self, shelf: CatalogueShelf, facet: str, wanted: CatalogueFilter) -> Sequence[FacetValue]:
        counts = shelf.counts(facet, wanted)
        order = {"openness": [one.value for one in OPENNESS], "level": list(LEVELS)}.get(facet)
        names = order or [name for name, _ in counts.most_common()]
        chosen = getattr(wanted, facet)
        return [
            FacetValue(
                name,
                counts[name],
                _address(wanted.with_value(facet, "" if name == chosen else name)),
                chosen=name == chosen,
            )
            for name in names
            if counts[name]
        ]


def _filter(query: Mapping[str, str]) -> CatalogueFilter:
    given = {name: " ".join(query.get(name, "").split())[:LONGEST_LETTERS] for name in NAMES}
    return CatalogueFilter(**given)


def _address(wanted: CatalogueFilter) -> str:
    return f"{PATH}?{urlencode(wanted.named())}" if wanted.named() else PATH


def item_address(document: Document) -> str:
    """Give the address of an item's page."""
    return f"{PATH}/items/{quote(document.id, safe='')}"
