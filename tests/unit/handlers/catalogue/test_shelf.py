"""The shelf: laid out by unit, area, level, kind and column, and found by words; the history of an item."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from adapters.county import SAMPLE, CountyData
from handlers.catalogue.filters import COUNTY, TOWNSHIP, CatalogueFilter, levels_of
from handlers.catalogue.history import ItemChange, editions
from handlers.catalogue.shelf import CatalogueShelf
from handlers.catalogue.title_pairs import SURE_SHARE, TitlePairs
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.documents.elements import Elements
from knowledge.documents.store import Version
from knowledge.ingest.read import read

PLAN = CountyData.load(None).openness
DOCUMENTS = [draft.document for draft in read([SAMPLE / "catalogue"]) if isinstance(draft, Draft)]
SHELF = CatalogueShelf(DOCUMENTS, PLAN)
ELEMENTS = Elements("内容", "依据", "主体", "每年", "网站")


def test_the_sample_fills_every_area_of_the_front_page_and_the_one_of_its_own() -> None:
    counts = SHELF.counts("area", CatalogueFilter())
    assert len(SHELF.items) == len(DOCUMENTS) == 60
    assert len(PLAN.areas) == 27
    assert sum(area.front for area in PLAN.areas) == 24
    assert all(counts[area.name] for area in PLAN.areas)
    assert set(counts) == {area.name for area in PLAN.areas}


def test_every_area_of_the_front_is_a_group_and_an_area_away() -> None:
    reached = [area.name for group in PLAN.groups for area in PLAN.in_group(group)]
    assert len(PLAN.groups) <= 8
    assert all(len(PLAN.in_group(group)) <= 8 for group in PLAN.groups)
    assert sorted(reached) == sorted(area.name for area in PLAN.areas if area.front)


def test_a_list_is_narrowed_and_counted_alike() -> None:
    wanted = CatalogueFilter(unit="青岚县民政局", openness="结果公开")
    page = SHELF.page(wanted, number=1, size=100)
    assert page.total == SHELF.counts("openness", wanted)["结果公开"] == len(page.items) > 0
    assert {item.unit for item in page.items} == {"青岚县民政局"}
    assert SHELF.page(wanted, number=9, size=10).items == ()


def test_the_township_level_is_data() -> None:
    assert levels_of("县级、乡镇级") == (COUNTY, TOWNSHIP)
    assert levels_of("乡级") == (TOWNSHIP,)
    assert levels_of("") == levels_of("县级") == (COUNTY,)
    town = SHELF.fitting(CatalogueFilter(level=TOWNSHIP))
    assert 0 < len(town) < len(SHELF.items)


def test_an_item_is_found_by_its_name_and_by_part_of_it() -> None:
    item, share = SHELF.search("企业投资项目核准属于公开目录吗", limit=1)[0]
    assert (item.document.id, share > SURE_SHARE) == ("catalogue-enterprise-investment", True)
    assert SHELF.fitting(CatalogueFilter(text="公租房分配"))[0].document.id == "catalogue-public-rental-list"
    assert SHELF.search("外星人", limit=3) == []


@given(st.text(max_size=80))
def test_any_words_find_at_most_so_many_and_never_fail(words: str) -> None:
    assert len(SHELF.search(words, limit=5)) <= 5


@given(st.lists(st.text("甲乙丙丁戊己", min_size=2, max_size=6), min_size=1, max_size=20))
def test_a_title_finds_itself(titles: list[str]) -> None:
    pairs_of = TitlePairs((title, "") for title in titles)
    for title in titles:
        best = pairs_of.find(title, limit=1)[0]
        assert best.share > 0.99


def version(number: int, **changed: object) -> Version:
    document = replace(Document("a", "事项", Kind.CATALOGUE, unit="甲局", elements=ELEMENTS), **changed)  # type: ignore[arg-type]
    return Version(document, number, "", "a", "", datetime(2026, number, 1, tzinfo=UTC))


def test_a_change_names_old_and_new_and_wordings_that_were_never_public_are_not_told() -> None:
    after = version(3, elements=replace(ELEMENTS, time="每季度"), unit="乙局")
    never = version(2, elements=replace(ELEMENTS, time="从来没有公开过"))
    found = editions([after, never, version(1), version(4, title="草稿")], released={1, 3}, public=3)
    assert [one.number for one in found] == [3, 1]
    assert found[0].changes == (ItemChange("单位", "甲局", "乙局"), ItemChange("时限", "每年", "每季度"))
    assert found[1].changes == ()
