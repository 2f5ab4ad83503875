"""A list narrowed step by step: every step leaves some and not all, ends in a few, and carries what was wished before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from bot.text.choices import reading
from handlers.guides.choosing.actions import FEW, ListGuides
from handlers.guides.choosing.narrowing import narrower, read_wish, written
from handlers.guides.choosing.shelf import GuideShelf
from handlers.guides.choosing.wish import GuideWish, wished
from handlers.published.library import Library
from knowledge.documents.document import Audience
from knowledge.documents.guide_ways import GuideEase, ServiceWay
from tests.factories.talks import TEXTS, tracker
from tests.unit.handlers.guides.sample_shelf import sample_library

STAGES, TOWNS = ("养老", "婚育"), ("石桥镇",)
WISHES = st.builds(
    GuideWish,
    st.frozensets(st.sampled_from(ServiceWay)),
    st.frozensets(st.sampled_from(GuideEase)),
    st.sampled_from([None, *Audience]),
    st.sampled_from(["", *STAGES]),
    st.sampled_from(["", *TOWNS]),
    st.sampled_from(["", "街道级", "县级"]),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return sample_library(tmp_path_factory.mktemp("index"))


@given(WISHES)
def test_a_step_carries_the_whole_wish(wish: GuideWish) -> None:
    assert read_wish(written(wish), stages=STAGES, towns=TOWNS) == wish


@given(st.text(max_size=400))
def test_whatever_a_step_carries_is_read_as_a_wish(value: str) -> None:
    read_wish(value, stages=STAGES, towns=TOWNS)


async def test_every_way_down_ends_in_a_few(library: Library) -> None:
    shelf = GuideShelf(library)
    waiting = [GuideWish(ways=frozenset({way})) for way in ServiceWay]
    for _ in range(40):
        if not waiting:
            break
        wish = waiting.pop()
        listed = await shelf.fitting(wish)
        options = narrower(wish, listed)
        assert options or len(listed) <= FEW or len({one.document.title for one in listed}) > 1
        for _name, further, count in options:
            assert 0 < count < len(listed)
            assert count == len(await shelf.fitting(further))
        waiting += [further for _, further, count in options[:1] if count > FEW]


async def test_who_narrows_in_the_talk_comes_to_the_guides(library: Library) -> None:
    listing = ListGuides(TEXTS, library=library, towns=TOWNS, centres=())
    told = CollectingDispatcher()
    assert await listing.look(told, tracker("网上能办哪些事")) == []
    for _ in range(8):
        buttons = told.messages[-1]["buttons"]
        only = [one for one in buttons if one["title"].startswith("只看")]
        if not only:
            break
        chosen = reading(only[0]["payload"])
        assert chosen is not None
        assert (
            await listing.look(told, tracker("", entities={slot.name: slot.value for slot in chosen.slots}))
            == []
        )
    assert 0 < len(buttons) <= FEW + 1
    assert "service_guide" in buttons[0]["payload"]


@pytest.mark.parametrize(("said", "level"), [("街道级事项有哪些", "街道级"), ("乡镇级能办哪些事", "乡镇级")])
async def test_a_level_is_asked_for(library: Library, said: str, level: str) -> None:
    wish = wished(said, stages=STAGES, towns=TOWNS)
    assert wish == GuideWish(level=level)
    listed = await GuideShelf(library).fitting(wish)
    assert 0 < len(listed) < len(await GuideShelf(library).all())
