"""The place chosen among the documents of one matter: who may be cited, and what makes it less sure."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Kind
from knowledge.evaluation.report import build
from knowledge.index.facets import Scope
from knowledge.index.generations import Index

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build([COUNTY], tmp_path_factory.mktemp("choosing")).index


@pytest.fixture(scope="module")
def county(index: Index) -> Answerer:
    return Answerer(index)


def cited(answerer: Answerer, question: str, **circumstances: object) -> str:
    answer = answerer.answer(question, today=TODAY, **circumstances)  # type: ignore[arg-type] # only those it knows
    return answer.citation.document.id if isinstance(answer, Answer) else ""


def test_the_guide_tells_where_to_go(county: Answerer) -> None:
    assert cited(county, "婚姻登记处在哪里") == "guide-marriage"


def test_what_must_not_answer_is_not_cited_through_its_family(county: Answerer) -> None:
    hidden = frozenset({"guide-marriage"})
    assert cited(county, "婚姻登记处在哪里", without=hidden) != "guide-marriage"


def test_what_is_hidden_is_not_cited_through_its_family(tmp_path: Path) -> None:
    own = build([COUNTY], tmp_path).index
    own.hide("guide-marriage")
    assert cited(Answerer(own), "婚姻登记处在哪里") != "guide-marriage"


def test_who_narrows_answers_down_gets_that_kind(county: Answerer) -> None:
    assert cited(county, "高龄津贴能领多少", scope=Scope(kind=Kind.INTERPRETATION)).startswith(
        "interpretation"
    )


def test_who_writes_a_number_means_that_document(county: Answerer) -> None:
    assert cited(county, "青政发〔2026〕3号怎么申请") == "policy-elderly-allowance"


def test_a_rule_that_has_ended_is_no_family(county: Answerer) -> None:
    for question in ("高龄津贴怎么申请", "90岁老人津贴多少", "高龄津贴带什么材料"):
        assert cited(county, question) not in {"", "policy-elderly-allowance-2019"}


def test_the_quote_is_the_documents_own_words(county: Answerer, index: Index) -> None:
    reader = index.reader
    assert reader is not None
    for question in ("高龄津贴怎么申请", "城乡居民医保今年交多少钱", "生育津贴多久到账", "公租房租金多少"):
        answer = county.answer(question, today=TODAY)
        best = answer.best
        assert best is not None
        docnum = reader.docnum_of(best.citation.document.id)
        assert docnum is not None
        text = reader.whole(docnum)
        assert best.quoted in text
        assert best.answer in text
        assert best.text.startswith(text[text.find(best.text) : text.find(best.text) + 20])
        assert (best.citation.document, best.number) not in [
            (one.document, one.number) for one in answer.further
        ]


@pytest.mark.parametrize(
    "question", ["烟草专卖零售许可证怎么办", "教师资格证怎么考", "公租房能养宠物吗", "补贴", "有补贴"]
)
def test_what_is_mentioned_in_passing_is_declined(county: Answerer, question: str) -> None:
    assert isinstance(county.answer(question, today=TODAY), Decline)


@pytest.mark.parametrize("chosen", ["policy-elderly-allowance", "guide-elderly-allowance", "policy-marriage"])
@pytest.mark.parametrize("question", ["去哪里办", "高龄津贴怎么申请", "要带什么材料"])
def test_who_chose_a_document_is_shown_words_of_that_one(
    county: Answerer, chosen: str, question: str
) -> None:
    found = county.nearest_in(chosen, question, today=TODAY)
    assert found is None or found.citation.document.id == chosen
    assert chosen != "policy-elderly-allowance" or found is not None
