"""The words of the catalogue in the talk: lists with numbered steps, one item with its five elements, and the link to the page."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from bot.message import Card, Choice, Wording
from handlers.catalogue.filters import CatalogueFilter
from handlers.catalogue.shelf import CatalogueItem
from handlers.talk.turn import step

ABOUT = "catalogue"
OFFERED = 6
TITLE_LETTERS = 40

CatalogueAddress = Callable[[Mapping[str, str]], str]
"""Gives the address of the page of a list, of one `item`, or of the front where nothing is wanted; empty where no page is served."""


def no_catalogue_page(query: Mapping[str, str]) -> str:  # noqa: ARG001 - `CatalogueAddress`.
    """Give no address, as where no page is served."""
    return ""


def browsing(label: str, **wanted: str) -> Choice:
    """Give a step that goes on browsing: it carries what is wanted, and nothing of it is read from its words."""
    return step(label, "ask_policy", about=ABOUT, value=urlencode({k: v for k, v in wanted.items() if v}))


class CatalogueReplies:
    """Puts lists and items into words."""

    def __init__(self, wording: Wording, *, address: CatalogueAddress) -> None:
        self._wording = wording
        self._address = address

    def narrowed(self, wanted: CatalogueFilter) -> str:
        """Say what a list is narrowed to: 青岚县民政局、养老服务."""
        return self._wording("catalogue.comma").join(wanted.named().values())

    def items(self, items: Sequence[CatalogueItem]) -> tuple[Choice, ...]:
        """Offer some items to look at; where two have one title the unit tells them apart."""
        shown = items[:OFFERED]
        titles = Counter(item.document.title for item in shown)
        return tuple(
            browsing(
                _short(item.document.title)
                if titles[item.document.title] == 1
                else self._wording("catalogue.of_unit", title=_short(item.document.title), unit=item.unit),
                item=item.document.id,
            )
            for item in shown
        )

    def values(
        self, facet: str, counts: Sequence[tuple[str, int]], wanted: CatalogueFilter
    ) -> tuple[Choice, ...]:
        """Offer values of a facet, each with how many items it has."""
        return tuple(
            browsing(
                self._wording("catalogue.counted", name=value, count=count),
                **{**wanted.named(), facet: value},
            )
            for value, count in counts[:OFFERED]
        )

    def card(self, title: str, query: Mapping[str, str]) -> Card | None:
        """Give the link to the page that shows all of a list."""
        address = self._address(query)
        return Card(self._wording("catalogue.page"), title, address) if address else None


def _short(title: str) -> str:
    return title if len(title) <= TITLE_LETTERS else f"{title[: TITLE_LETTERS - 1]}…"
