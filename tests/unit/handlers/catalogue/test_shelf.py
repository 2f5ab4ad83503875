"""The shelf: laid out by unit, area, level, kind and column, and found by words; the history of an item."""

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.county import SAMPLE, CountyData
from benchmarks.catalogue import ROWS
from benchmarks.catalogue import documents as invented
from handlers.catalogue.filters import COUNTY, TOWNSHIP, CatalogueFilter, levels_of
from handlers.catalogue.history import ItemChange, editions
from handlers.catalogue.national_layout import national_table
from handlers.catalogue.shelf import CatalogueShelf
from handlers.catalogue.title_pairs import SURE_SHARE, TitlePairs
from handlers.county.openness_plan import NO_PLAN
from handlers.files.table_file import as_csv
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.documents.elements import Elements
from knowledge.documents.store import Version
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.read import read
from knowledge.ingest.readers.delimited import read_delimited

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


@pytest.mark.parametrize(
    "topic",
    [
        "征地拆迁", "就业创业", "保障房", "社会救助", "养老",  # P4
        "公共资源", "社保", "收费", "价格", "环保", "安监", "食品药品", "财政资金",  # B13
    ],
)  # fmt: skip
def test_every_topic_that_counties_are_asked_for_has_items(topic: str) -> None:
    area = PLAN.area_named(topic)
    found = SHELF.fitting(CatalogueFilter(area=area.name) if area else CatalogueFilter(text=topic))
    assert found


@pytest.mark.parametrize("kind", ["村民委员会重大决议", "村级财务收支"])
def test_what_villages_decide_and_spend_is_in_the_catalogue(kind: str) -> None:
    """B17: both at the level of townships, with all five elements; what stands on the boards themselves is of a kind of its own."""
    (found, *_) = SHELF.fitting(CatalogueFilter(text=kind, level=TOWNSHIP))
    elements = found.document.elements
    assert elements is not None
    assert all(value.strip() for _, value in elements.lines())
    drafts = [one.document for one in read([SAMPLE / "columns"]) if isinstance(one, Draft)]
    boards = {(one.genre, one.theme) for one in drafts if one.kind is Kind.BOARD}
    assert {"五议两公开", "社区经费公开"} <= {board for board, _ in boards}
    assert "专项审计" in {part for _, part in boards}


def test_thousands_are_leafed_through_and_searched() -> None:
    documents = list(invented(ROWS))
    shelf = CatalogueShelf(documents, NO_PLAN)
    assert len(shelf.items) == ROWS
    began = process_time()
    for document in documents[::40]:
        assert shelf.search(f"{document.title}属于公开目录吗", limit=6)
        assert shelf.page(CatalogueFilter(unit=document.unit), number=1, size=20).total
    assert process_time() - began < len(documents[::40])


@pytest.mark.long
def test_thousands_of_rows_are_read_back_each_with_five_elements() -> None:
    items = CatalogueShelf(list(invented(ROWS)), NO_PLAN).items
    read_rows = read_delimited(as_csv([list(row) for row in national_table("目录", items)]), "目录.csv")
    drafts = [to_draft(one, file="目录.csv") for one in read_rows]
    assert {one.document.id for one in drafts} == {item.document.id for item in items}
    for draft in drafts:
        assert draft.document.elements is not None
        assert all(value.strip() for _, value in draft.document.elements.lines())


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
