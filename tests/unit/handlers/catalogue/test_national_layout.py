"""The catalogue leaves as a table of the national layout and comes in again whole, every item under its own id."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.catalogue.national_layout import national_table
from handlers.catalogue.shelf import CatalogueShelf
from handlers.county.openness_plan import NO_PLAN
from handlers.files.table_file import as_csv, as_workbook
from knowledge.documents.document import Disclosure, Document, Kind, Openness
from knowledge.documents.elements import Elements
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.delimited import read_delimited
from knowledge.ingest.readers.spreadsheet import read_workbook

KEPT = (
    "id",
    "title",
    "theme",
    "unit",
    "rubric",
    "openness",
    "level",
    "disclosure",
    "elements",
    "unit_phone",
    "place",
)
WORDS = st.text(alphabet="公开事项=-+@'abc 1年（）、√", min_size=1, max_size=20).map(
    lambda one: " ".join(one.split()) or "事项"
)


def item(identifier: str = "a-1", **values: object) -> Document:
    told: dict[str, object] = {
        "title": "养老机构备案", "kind": Kind.CATALOGUE, "theme": "养老服务", "unit": "甲县民政局", "level": "县级、乡镇级",
        "openness": Openness.SERVICE.value, "rubric": "重点领域", "unit_phone": "0599-6612345", "place": "甲县",
        "elements": Elements("备案材料\n流程", "《养老服务条例》第十条", "甲县民政局", "20个工作日内", "政府网站；公开查阅点"),
        **values,
    }  # fmt: skip
    return Document(identifier, **told)  # type: ignore[arg-type]


def read_back(documents: list[Document], *, as_text: bool) -> list[Document]:
    table = [
        list(row) for row in national_table("甲县主动公开目录", CatalogueShelf(documents, NO_PLAN).items)
    ]
    read = (
        read_delimited(as_csv(table), "目录.csv")
        if as_text
        else read_workbook(as_workbook("目录", table), "目录.xlsx")
    )
    return [to_draft(one, file="目录").document for one in read]


def kept(document: Document) -> dict[str, object]:
    values = {name: getattr(document, name) for name in KEPT}
    return {**values, "elements": [" ".join(value.split()) for _, value in document.elements.lines()]}  # type: ignore[union-attr]


@pytest.mark.parametrize("as_text", [True, False], ids=["csv", "xlsx"])
def test_every_item_comes_in_again_as_it_was(as_text: bool) -> None:
    items = [
        item(),
        item("a-2", title="供水 Hotline 公告", level="县级", disclosure=Disclosure.ON_REQUEST, rubric=""),
        item("a-3", title="补助", level="乡镇级", openness="", unit_phone=""),
        item("a-4", title="=1+1", level=""),
    ]
    found = {one.id: kept(one) for one in read_back(items, as_text=as_text)}
    assert found == {one.id: kept(one) for one in items}
    assert {one.name for one in fields(Document)} >= set(KEPT)


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6))
def test_whatever_an_item_is_called_its_id_and_elements_stay(told: list[tuple[str, str]]) -> None:
    items = [
        item(f"id-{place}", title=title, elements=Elements(f"内容{words}", "依据", "主体", "时限", "网站"))
        for place, (title, words) in enumerate(told)
    ]
    found = {one.id: kept(one)["elements"] for one in read_back(items, as_text=True)}
    assert found == {one.id: kept(one)["elements"] for one in items}
