"""Browsing the catalogue in the talk: areas, units, what each publishes, and whether something is in it, with its five elements."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Choice, Wording
from bot.privacy import mask_text
from handlers.catalogue.filters import OPENNESS, CatalogueFilter
from handlers.catalogue.phrases import CatalogueWanted, CatalogueWish, wanted_in
from handlers.catalogue.replies import (
    ABOUT,
    OFFERED,
    CatalogueAddress,
    CatalogueReplies,
    browsing,
    no_catalogue_page,
)
from handlers.catalogue.shelf import CatalogueItem, CatalogueShelf, OpenCatalogue
from handlers.catalogue.title_pairs import NEAR_SHARE, SURE_SHARE
from handlers.county.openness_plan import KeyArea
from handlers.county.profile import County
from handlers.published.catalogue_items import shown
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import hear, say, step

Events = list[dict[str, Any]]
NEAREST = 3
LISTED = 50
SAID_LETTERS = 20
VALUE_LETTERS = 600


class BrowseCatalogue:
    """Looks at messages that want something of the catalogue; whatever else is asked is left to others."""

    def __init__(
        self,
        wording: Wording,
        *,
        catalogue: OpenCatalogue,
        sources: Sources,
        county: County,
        clock: Clock,
        address: CatalogueAddress = no_catalogue_page,
    ) -> None:
        self._wording = wording
        self._catalogue = catalogue
        self._replies = CatalogueReplies(wording, address=address)
        self._sources = sources
        self._county = county
        self._units_known = tuple(unit.name for unit in county.units)
        self._clock = clock

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show it; None for a message that wants nothing of the catalogue."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        chosen = heard.slot("about") == ABOUT
        if not chosen and (heard.slot("about") or heard.slot("said") or not heard.said):
            return None
        # The shelf is laid out only for who wants something of it: most messages do not.
        wanted = None if chosen else wanted_in(heard.said, self._catalogue.plan, self._units_known)
        if wanted is None and not chosen:
            return None
        shelf = await self._catalogue.shelf()
        if wanted is None:
            return self._chosen(dispatcher, tracker, shelf, heard.slot("value")[:VALUE_LETTERS])
        answering = self._search if wanted.wish is CatalogueWish.SEARCH else self._list
        return answering(dispatcher, tracker, shelf, wanted) if shelf.items else None

    def _chosen(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, shelf: CatalogueShelf, value: str
    ) -> Events:
        """Go on from a numbered step; what it led to may be gone by now."""
        fields = {name: values[0] for name, values in parse_qs(value).items()}
        if item := shelf.item(fields.get("item", "")):
            return self._show(dispatcher, tracker, item)
        if group := fields.get("group", ""):
            return self._group(dispatcher, tracker, shelf, group)
        if "units" in fields:
            return self._units(dispatcher, tracker, shelf)
        known = {name: fields.get(name, "") for name in ("unit", "area", "level", "openness")}
        wanted = CatalogueFilter(**known)
        if not wanted.named():
            return self._front(dispatcher, tracker, shelf)
        return self._narrowed(dispatcher, tracker, shelf, wanted)

    def _list(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        shelf: CatalogueShelf,
        wanted: CatalogueWanted,
    ) -> Events:
        if wanted.wish is CatalogueWish.UNITS:
            return self._units(dispatcher, tracker, shelf)
        if wanted.wish is CatalogueWish.FIVE:
            return self._five(dispatcher, tracker, shelf)
        if wanted.wish is CatalogueWish.FRONT:
            return self._front(dispatcher, tracker, shelf)
        return self._narrowed(dispatcher, tracker, shelf, wanted.filter)

    def _front(self, dispatcher: CollectingDispatcher, tracker: Tracker, shelf: CatalogueShelf) -> Events:
        """Offer the groups of areas: a group, then an area, and one is there."""
        plan = self._catalogue.plan
        text = self._wording(
            "catalogue.front",
            county=self._county.name,
            count=len(shelf.items),
            all=len(plan.areas),
            own=self._own([area.name for area in plan.areas if area.special]),
            areas=sum(area.front for area in plan.areas),
            sample=self._sample(plan.sample),
        )
        steps = [browsing(group, group=group) for group in plan.groups][: OFFERED + 1]
        steps.append(browsing(self._wording("catalogue.by_unit"), units="yes"))
        self._say(dispatcher, tracker, text, steps=steps, title=self._wording("catalogue.title"))
        return []

    def _own(self, names: Sequence[str]) -> str:
        """Say which areas are this county's alone."""
        return (
            self._wording("catalogue.own", names=self._wording("catalogue.comma").join(names))
            if names
            else ""
        )

    def _group(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, shelf: CatalogueShelf, group: str
    ) -> Events:
        areas = self._catalogue.plan.in_group(group)
        counts = shelf.counts("area", CatalogueFilter())
        steps = [browsing(self._counted(area, counts[area.name]), area=area.name) for area in areas]
        self._say(dispatcher, tracker, self._wording("catalogue.group", group=group), steps=steps)
        return []

    def _counted(self, area: KeyArea, count: int) -> str:
        return self._wording("catalogue.counted", name=area.name, count=count)

    def _units(self, dispatcher: CollectingDispatcher, tracker: Tracker, shelf: CatalogueShelf) -> Events:
        counts = shelf.counts("unit", CatalogueFilter()).most_common()
        text = self._wording("catalogue.units", count=len(counts))
        self._say(
            dispatcher,
            tracker,
            text,
            steps=self._replies.values("unit", counts, CatalogueFilter()),
            title=self._wording("catalogue.title"),
        )
        return []

    def _five(self, dispatcher: CollectingDispatcher, tracker: Tracker, shelf: CatalogueShelf) -> Events:
        counts = shelf.counts("openness", CatalogueFilter())
        steps = self._replies.values(
            "openness", [(one.value, counts[one.value]) for one in OPENNESS], CatalogueFilter()
        )
        self._say(dispatcher, tracker, self._wording("catalogue.five"), steps=steps)
        return []

    def _narrowed(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        shelf: CatalogueShelf,
        wanted: CatalogueFilter,
    ) -> Events:
        """List what fits; of a long list of one unit the areas come first, of a long list of one area the units."""
        page = shelf.page(wanted, number=1, size=LISTED)
        of = self._replies.narrowed(wanted)
        if not page.total:
            return self._nothing(dispatcher, tracker, of)
        facet = next((name for name in ("area", "unit") if not getattr(wanted, name)), "")
        counts = shelf.counts(facet, wanted).most_common() if facet else []
        if page.total > OFFERED and len(counts) > 1:
            text = self._wording(f"catalogue.choose_{facet}", of=of, count=page.total)
            steps: Sequence[Choice] = self._replies.values(facet, counts, wanted)
        else:
            key = "some" if page.total > OFFERED else "listed"
            text = self._wording(f"catalogue.{key}", of=of, count=page.total)
            steps = self._replies.items(page.items)
        card = self._replies.card(of, wanted.named())
        say(dispatcher, tracker, text, steps=steps, card=card)
        return []

    def _nothing(self, dispatcher: CollectingDispatcher, tracker: Tracker, of: str) -> Events:
        steps = (
            browsing(self._wording("catalogue.title"), front="yes"),
            step(self._wording("catalogue.apply"), "disclosure_request"),
        )
        say(dispatcher, tracker, self._wording("catalogue.nothing", of=of), steps=steps)
        return []

    def _search(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        shelf: CatalogueShelf,
        wanted: CatalogueWanted,
    ) -> Events | None:
        """Show the item that is meant, offer the nearest, or say that none is; None where the documents may know better."""
        found = shelf.search(wanted.about, limit=OFFERED)
        sure = [item for item, share in found if share >= SURE_SHARE]
        near = [item for item, share in found if share >= NEAR_SHARE][:NEAREST]
        if len(sure) == 1 or (sure and found[0][0].document.title in wanted.about):
            return self._show(dispatcher, tracker, found[0][0])
        if sure:
            text = self._wording("catalogue.several", count=len(sure))
            say(dispatcher, tracker, text, steps=self._replies.items(sure), assurance=_asking())
            return []
        if not wanted.named:
            return None
        said = mask_text(wanted.about)[:SAID_LETTERS]
        steps = (
            *self._replies.items(near),
            step(self._wording("catalogue.apply"), "disclosure_request"),
        )
        key = "near" if near else "none"
        text = self._wording(f"catalogue.{key}", said=said, phone=self._county.office.phone)
        say(dispatcher, tracker, text, steps=steps, assurance=_asking() if near else None)
        return []

    def _show(self, dispatcher: CollectingDispatcher, tracker: Tracker, item: CatalogueItem) -> Events:
        document = item.document
        text, steps = shown(document, self._wording, self._sources, local_date(self._clock.now()))
        sure = Assurance(Degree.SURE, quotations=(Quotation(document.id, text),))
        card = self._replies.card(document.title, {"item": document.id})
        say(dispatcher, tracker, text, steps=steps, assurance=sure, card=card)
        return [LastAnswer(document.title, document.title, document.id, ((document.id, 0),)).event()]

    def _say(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        text: str,
        *,
        steps: Sequence[Choice],
        title: str = "",
    ) -> None:
        card = self._replies.card(title, {}) if title else None
        say(dispatcher, tracker, text, steps=steps, card=card)

    def _sample(self, sample: bool) -> str:
        return self._wording("catalogue.sample") if sample else ""


def _asking() -> Assurance:
    return Assurance(Degree.ASK_BACK)
