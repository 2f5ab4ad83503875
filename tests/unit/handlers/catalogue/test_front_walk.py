"""From 公开栏 to every area of the front page, tap by tap, as a citizen's thumb goes: three taps at most (K9)."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from adapters.county import SAMPLE, CountyData
from bot.clock import SettableClock
from bot.text.choices import reading
from handlers.catalogue.actions import BrowseCatalogue
from handlers.catalogue.shelf import CatalogueShelf
from handlers.county.openness_plan import OpennessPlan
from handlers.published.sources import Sources
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from tests.factories.talks import NOON, TEXTS, county, tracker

PLAN = CountyData.load(None).openness
SHELF = CatalogueShelf(
    [draft.document for draft in read([SAMPLE / "catalogue"]) if isinstance(draft, Draft)], PLAN
)


class Standing:
    """The catalogue as it stands, without an index behind it."""

    plan: OpennessPlan = PLAN

    async def shelf(self) -> CatalogueShelf:
        return SHELF


BROWSING = BrowseCatalogue(
    TEXTS,
    catalogue=Standing(),  # type: ignore[arg-type]
    sources=Sources(TEXTS, public_url="http://127.0.0.1"),
    county=county(),
    clock=SettableClock(NOON),
)


async def tapped(**slots: str) -> tuple[str, dict[str, str]]:
    """Give what a tap shows, and each button's words with what it carries; no slots are the menu's 公开栏."""
    told = CollectingDispatcher()
    assert await BROWSING.look(told, tracker("" if slots else "公开栏", entities=slots)) is not None
    shown: dict[str, Any] = told.messages[-1]
    return shown["text"], {one["title"]: one["payload"] for one in shown["buttons"]}


def carried(payload: str) -> dict[str, str]:
    chosen = reading(payload)
    assert chosen is not None
    return {slot.name: slot.value for slot in chosen.slots}


async def test_every_area_of_the_front_is_reached_by_three_taps() -> None:
    front = {area.name for area in PLAN.areas if area.front}
    reached = set()
    text, groups = await tapped()
    assert "24个重点领域" in text
    for group in PLAN.groups:
        text, areas = await tapped(**carried(groups[group]))
        for label, payload in areas.items():
            text, items = await tapped(**carried(payload))
            name, _, count = label.rstrip("项）").partition("（")
            assert text.split("】")[-1].startswith(f"{name}：公开目录里有{count}项"), label
            assert items, "there is something to go on to"
            reached.add(name)
    assert reached == front
    assert len(front) == 24
