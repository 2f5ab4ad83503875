"""Which laws are known to be replaced, and what an imported document's validity is registered as."""

from datetime import date
from importlib import resources

import pytest
import yaml

from knowledge.documents.document import Document, Kind, Validity
from knowledge.documents.fields import to_document
from knowledge.documents.replaced_laws import imported_validity, successor_law

TABLE = yaml.safe_load(
    resources.files("knowledge").joinpath("data/replaced_laws.yml").read_text(encoding="utf-8")
)
OLD, NEW = date(2008, 5, 1), date(2026, 1, 5)


@pytest.mark.parametrize(
    ("title", "successor", "day"),
    [
        ("中华人民共和国合同法", "中华人民共和国民法典", date(2021, 1, 1)),
        ("物权法", "中华人民共和国民法典", date(2021, 1, 1)),
        ("《中华人民共和国婚姻法》（2001年修正）", "中华人民共和国民法典", date(2021, 1, 1)),
        ("城市房屋拆迁管理条例", "国有土地上房屋征收与补偿条例", date(2011, 1, 21)),
        ("信访条例", "信访工作条例", date(2022, 5, 1)),
        ("中华人民共和国 公司登记管理条例", "中华人民共和国市场主体登记管理条例", date(2022, 3, 1)),
    ],
)
def test_a_law_that_ended_is_known_by_its_name_alone(title: str, successor: str, day: date) -> None:
    law = successor_law(Document("a", title))
    assert law is not None
    assert (law.title, law.in_force_on, law.certain, law.revised) == (successor, day, True, False)


@pytest.mark.parametrize(
    ("title", "days", "known"),
    [
        ("中华人民共和国政府信息公开条例", {"effective_on": OLD}, True),
        ("中华人民共和国政府信息公开条例", {"published_on": OLD, "written_on": OLD}, True),
        ("中华人民共和国政府信息公开条例（2007年）", {}, True),
        ("中华人民共和国政府信息公开条例", {}, False),
        ("中华人民共和国政府信息公开条例", {"effective_on": date(2019, 5, 15)}, None),
        ("中华人民共和国政府信息公开条例", {"published_on": date(2019, 4, 15)}, None),
        ("中华人民共和国政府信息公开条例（2019年修订）", {}, None),
        # Put up again on a new portal, it still says when it took effect.
        ("中华人民共和国保守国家秘密法", {"effective_on": OLD, "published_on": NEW}, True),
        ("中华人民共和国行政复议法", {"written_on": date(2023, 9, 1)}, None),
    ],
)
def test_a_revised_law_is_told_by_its_days(title: str, days: dict[str, date], known: bool | None) -> None:
    law = successor_law(Document("a", title, **days))  # type: ignore[arg-type]
    assert (law.certain if law else None) is known


@pytest.mark.parametrize(
    "document",
    [
        Document("a", "青岚县贯彻合同法的实施意见", published_on=OLD),
        Document("a", "合同法解读", kind=Kind.INTERPRETATION, published_on=OLD),
        Document("a", "婚姻法", kind=Kind.INTERPRETATION),
        Document("a", "中华人民共和国民法典", published_on=date(2020, 6, 1)),
        Document("a", "信访工作条例"),
    ],
)
def test_other_documents_are_left_alone(document: Document) -> None:
    assert successor_law(document) is None


def test_every_row_of_the_table_takes_effect_after_it_was_adopted() -> None:
    titles = [title for row in TABLE for title in row.get("replaces", [row["title"]])]
    assert len(titles) == len(set(titles))
    for title in titles:
        law = successor_law(Document("a", title, effective_on=date(1980, 1, 1)))
        assert law is not None, title
        assert law.adopted_on <= law.in_force_on, title
        assert successor_law(Document("a", law.title, effective_on=law.in_force_on)) is None, title


@pytest.mark.parametrize(
    ("particulars", "told", "validity"),
    [
        ({}, False, Validity.UNREGISTERED),
        ({}, True, Validity.VALID),
        ({"published_on": NEW}, False, Validity.VALID),
        ({"expires_on": NEW}, False, Validity.VALID),
        ({"title": "担保法"}, False, Validity.ABOLISHED),
        # A portal goes on calling it valid.
        ({"title": "担保法", "published_on": OLD}, True, Validity.ABOLISHED),
        ({"title": "担保法", "validity": Validity.LAPSED}, True, Validity.LAPSED),
        # A later wording of the name exists, and nobody can tell which one this is.
        ({"title": "档案法"}, False, Validity.UNREGISTERED),
    ],
)
def test_what_is_registered(particulars: dict[str, object], told: bool, validity: Validity) -> None:
    document = Document(**{"id": "a", "title": "办法", **particulars})  # type: ignore[arg-type]
    assert imported_validity(document, told=told) is validity


def test_a_row_without_days_is_not_registered_as_valid() -> None:
    row = {"id": "a", "title": "老旧小区改造办法"}
    assert to_document(row, "第一条 为了改造。", source="x").validity is Validity.UNREGISTERED
    stated = {**row, "validity": "有效"}
    assert to_document(stated, "第一条 为了改造。", source="x").validity is Validity.VALID
    dated = {**row, "written_on": "2024-03-01"}
    assert to_document(dated, "第一条 为了改造。", source="x").validity is Validity.VALID
