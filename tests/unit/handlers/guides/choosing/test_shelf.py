"""Lists over the sample county's own guides: every guide is reached, every filter chooses, the groups add up."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from handlers.guides.choosing.actions import ListGuides
from handlers.guides.choosing.shelf import GuideShelf, by_stage
from handlers.guides.choosing.wish import GuideWish, wished
from handlers.published.library import Library
from knowledge.documents.document import Audience
from knowledge.documents.guide_ways import GuideEase, ServiceWay
from tests.factories.talks import TEXTS, tracker
from tests.unit.handlers.guides.sample_shelf import sample_library

TOWN, CENTRE = "石桥镇", "石桥镇便民服务中心"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return sample_library(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def shelf(library: Library) -> GuideShelf:
    return GuideShelf(library)


async def test_every_guide_stands_under_a_time_of_life_and_is_reached_by_it(shelf: GuideShelf) -> None:
    everything = await shelf.all()
    stages = {one.document.life_stage for one in everything}
    assert "" not in stages
    for stage in stages:
        wish = wished(f"{stage}能办哪些事", stages=stages, towns=())
        assert wish == GuideWish(stage=stage)
        listed = await shelf.fitting(wish)
        assert listed
        assert {one.document.life_stage for one in listed} == {stage}


async def test_the_groups_add_up(shelf: GuideShelf) -> None:
    everything = await shelf.all()
    groups = by_stage(everything)
    assert sum(map(len, groups.values())) == len(everything)
    for audience in Audience:
        own = await shelf.fitting(GuideWish(audience=audience))
        assert own
        assert sum(map(len, by_stage(own).values())) == len(own)


@pytest.mark.parametrize("way", list(ServiceWay))
async def test_every_way_chooses_some(shelf: GuideShelf, way: ServiceWay) -> None:
    found = await shelf.fitting(GuideWish(ways=frozenset({way})))
    assert 0 < len(found) < len(await shelf.all())


@pytest.mark.parametrize("ease", list(GuideEase))
async def test_every_ease_chooses_some(shelf: GuideShelf, ease: GuideEase) -> None:
    found = await shelf.fitting(GuideWish(eases=frozenset({ease})))
    assert 0 < len(found) < len(await shelf.all())


@pytest.mark.parametrize("ease", list(GuideEase))
@pytest.mark.parametrize("way", list(ServiceWay))
async def test_every_way_and_ease_chooses_those_that_have_both_and_no_other(
    shelf: GuideShelf, way: ServiceWay, ease: GuideEase
) -> None:
    for audience in Audience:
        found = await shelf.fitting(GuideWish(frozenset({way}), frozenset({ease}), audience))
        for one in await shelf.all():
            holds = way in one.ways and ease in one.eases and audience.value in one.document.audience
            assert (one in found) == holds, one.document.title


async def test_each_town_has_a_list_of_its_own(shelf: GuideShelf) -> None:
    titles = {
        town: {one.document.title for one in await shelf.fitting(GuideWish(town=town))}
        for town in ("青溪街道", "城东街道", TOWN, "龙潭畲族乡")
    }
    assert all("高龄津贴申领" in listed for listed in titles.values())
    only = {
        title: {town for town, listed in titles.items() if title in listed}
        for title in set().union(*titles.values())
    }
    assert only["门楼牌损坏、丢失补装申请"] == {"青溪街道"}
    assert only["大件垃圾预约清运"] == {"青溪街道", "城东街道"}
    assert only["农村宅基地和建房审批"] == {TOWN, "龙潭畲族乡"}
    assert only["户口迁移落户"] == {"龙潭畲族乡"}
    assert len(set(map(frozenset, titles.values()))) == len(titles)
    near = {one.document.title for one in await shelf.fitting(GuideWish(ways=frozenset({ServiceWay.NEAR})))}
    assert all(listed < near for listed in titles.values())


async def test_what_is_told_says_the_towns_own_counter_and_pages_lose_nothing(library: Library) -> None:
    listing = ListGuides(
        TEXTS, library=library, towns=(TOWN, "白水镇"), centres=[(TOWN, CENTRE, ("农村建房申请",))]
    )
    pages, page = [], 0
    while True:
        told = CollectingDispatcher()
        entities = {"said": "石桥镇能办哪些事", "page": str(page)}
        assert await listing.look(told, tracker("x", entities=entities)) == []
        pages.append(told.messages[0]["text"])
        if not any(button["title"] == TEXTS("guides.steps.more") for button in told.messages[0]["buttons"]):
            break
        page += 1
    whole = "\n".join(pages)
    assert f"{CENTRE}自己还能办：农村建房申请" in whole
    for one in await GuideShelf(library).fitting(GuideWish(town=TOWN)):
        assert one.document.title in whole
    assert all(len(text) < 400 for text in pages)
    told = CollectingDispatcher()
    assert await listing.look(told, tracker("高龄津贴怎么申请")) is None
