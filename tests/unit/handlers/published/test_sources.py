from datetime import date

import pytest

from handlers.published.sources import Sources, ended
from knowledge.documents.document import Document, Validity
from tests.factories.library import ALLOWANCE, COMING, OLD
from tests.factories.talks import TEXTS

SOURCES = Sources(TEXTS, public_url="https://county.example/")
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (ALLOWANCE, "《甲县高龄津贴发放办法》（甲政发〔2026〕3号，2026年1月15日，有效）（示例）"),
        (OLD, "《甲县老年补贴规定》（甲政发〔2019〕8号，2019年5月1日，已废止）"),
        (COMING, "《甲县电梯办法》（2026年11月1日，尚未施行）"),
        (Document("a", "《乙办法》解读"), "《〈乙办法〉解读》（有效）"),
        (Document("a", "丙", validity=Validity.LAPSED), "《丙》（已失效）"),
        (Document("a", "丁", validity=Validity.AMENDED), "《丁》（有效，已修改）"),
    ],
)
def test_the_source_line_names_title_number_date_and_standing(document: Document, line: str) -> None:
    assert SOURCES.line(document, TODAY) == line


def test_a_document_counts_until_the_day_it_expires() -> None:
    document = Document("a", "甲", expires_on=TODAY)
    assert not ended(document, TODAY)
    assert ended(document, date(2026, 11, 21))


def test_an_id_cannot_lead_out_of_the_documents_pages() -> None:
    link = SOURCES.link(Document("../staff?x=1#y", "甲"))
    assert link == "https://county.example/m/documents/..%2Fstaff%3Fx%3D1%23y"


@pytest.mark.parametrize(
    ("anchor", "opened"),
    [
        ("", ""),
        ("第五条第二款第（三）项", "#%E7%AC%AC%E4%BA%94%E6%9D%A1"),
        ("第五条至第七条", "#%E7%AC%AC%E4%BA%94%E6%9D%A1"),
        ("三、费用 分摊", "#%E4%B8%89%E3%80%81%E8%B4%B9%E7%94%A8-%E5%88%86%E6%91%8A"),
    ],
)
def test_the_page_opens_at_the_article_or_heading(anchor: str, opened: str) -> None:
    page = "https://county.example/m/documents/a"
    assert SOURCES.link(Document("a", "甲"), anchor=anchor) == page + opened
    assert f"{page}{opened}" in SOURCES.news("甲", "a", anchor)
