"""Questions on the sample county through the importer, the index and the answerer."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind, Standing, Validity
from knowledge.evaluation.report import build
from knowledge.index.generations import Index
from tests.factories.examples import examples

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Index:
    built = build([COUNTY], tmp_path_factory.mktemp("county"))
    assert built.faults == ()
    return built.index


@pytest.fixture(scope="module")
def county(shelf: Index) -> Answerer:
    return Answerer(shelf)


def answered(answerer: Answerer, question: str) -> Answer:
    answer = answerer.answer(question, today=TODAY)
    assert isinstance(answer, Answer), answer
    return answer


@pytest.mark.parametrize(
    ("question", "documents", "figures"),
    [
        (
            "80岁老人每月补贴多少",
            {"policy-elderly-allowance", "interpretation-elderly-allowance", "guide-elderly-allowance"},
            ["60元"],
        ),
        (
            "高齡津貼多少錢",
            {"policy-elderly-allowance", "interpretation-elderly-allowance", "guide-elderly-allowance"},
            ["60元", "150元"],
        ),
        (
            "加装电梯补贴多少",
            {"policy-elevator", "interpretation-elevator", "guide-elevator"},
            ["10万元", "12万元"],
        ),
        ("结婚登记要带什么", {"guide-marriage"}, ["身份证"]),
        ("低保标准是多少", {"policy-minimum-living", "interpretation-minimum-living"}, ["920元"]),
    ],
)
def test_answer_quotes_the_right_figure(
    county: Answerer, question: str, documents: set[str], figures: list[str]
) -> None:
    answer = answered(county, question)
    assert answer.citation.document.id in documents
    assert all(figure in answer.quoted for figure in figures)
    assert answer.citation.standing in {Standing.VALID, Standing.AMENDED}
    assert answer.citation.document.sample


@pytest.mark.parametrize(
    "question",
    ["火星移民补贴多少", "彩票中奖怎么领", "飞机票打折吗", "怎么办呢", "", "？？？", "今天天气怎么样"],
)
def test_what_no_document_says_is_declined(county: Answerer, question: str) -> None:
    assert isinstance(county.answer(question, today=TODAY), Decline)


def test_decline_names_whom_to_ask_when_something_is_near(shelf: Index) -> None:
    sceptic = Answerer(shelf, threshold=1.0)
    decline = sceptic.answer("高龄津贴多少钱", today=TODAY)
    assert isinstance(decline, Decline)
    assert decline.unit == "青岚县民政局"
    assert decline.unit_phone
    assert any("高龄" in document.title for document in decline.nearest)


def test_quote_and_span_are_the_documents_own_words(county: Answerer, shelf: Index) -> None:
    answer = answered(county, "高龄津贴多少钱")
    reader = shelf.reader
    assert reader is not None
    docnum = reader.docnum_of(answer.citation.document.id)
    assert docnum is not None
    whole = reader.whole(docnum)
    assert answer.best.text in whole
    assert answer.best.answer in answer.quoted
    assert "示例" not in answer.quoted
    assert answer.best.path[-1] in {"第五条", "每个月能领多少？", "申请条件"}


def test_pairs_and_further_passages_are_offered(county: Answerer) -> None:
    answer = answered(county, "青政发〔2026〕3号高龄津贴多少钱")
    assert answer.citation.document.id == "policy-elderly-allowance"
    assert [document.id for document in answer.interpretations] == ["interpretation-elderly-allowance"]
    assert [document.id for document in answer.guides] == ["guide-elderly-allowance"]
    assert answer.further
    assert all(further.number >= 0 for further in answer.further)


def test_a_named_abolished_document_is_said_to_be_so(county: Answerer) -> None:
    answer = answered(county, "青政发〔2019〕8号还有效吗")
    assert answer.citation.document.id == "policy-elderly-allowance-2019"
    assert answer.citation.standing is Standing.ABOLISHED
    assert answer.citation.successor is not None
    assert answer.citation.successor.id == "policy-elderly-allowance"


def test_an_answer_is_kept_for_the_same_question_in_other_signs(county: Answerer) -> None:
    first = answered(county, "高龄津贴多少钱")
    again = answered(county, "高齡津貼多少錢？")
    assert again.question == "高齡津貼多少錢？"
    assert again.best is first.best


@pytest.mark.parametrize("matter", ["公积金", "社保补贴", "低保"])
def test_a_question_of_more_words_is_judged_by_all_of_them(shelf: Index, matter: str) -> None:
    """The search looks for the same; how sure the answer is rests on what is asked for, whatever was asked before."""
    alone = Answerer(shelf).answer(f"{matter}一个月多少钱", today=TODAY)
    after = Answerer(shelf)
    after.answer(f"{matter}多少钱", today=TODAY)
    assert after.answer(f"{matter}一个月多少钱", today=TODAY).confidence == alone.confidence


def test_follow_up_is_read_with_the_document_it_is_about(county: Answerer) -> None:
    answer = county.answer("要什么材料", today=TODAY, about="guide-elderly-allowance")
    assert isinstance(answer, Answer)
    assert answer.citation.document.id == "guide-elderly-allowance"
    assert "身份证" in answer.quoted


@pytest.mark.parametrize(
    ("question", "figures"), [("那90岁的呢", "100"), ("要带什么", "身份证"), ("去哪里交", "乡镇")]
)
def test_a_question_that_goes_on_is_answered_inside_the_matter(
    county: Answerer, question: str, figures: str
) -> None:
    told = county.answer(
        question, today=TODAY, about="policy-elderly-allowance", before="高龄津贴一个月多少钱"
    )
    shown = told.best.quoted if isinstance(told, Answer) else "".join(one.quoted for one in told.likely)
    assert figures in shown
    assert told.best is not None
    assert "elderly-allowance" in told.best.citation.document.id
    assert told.leaving < 0.5


def test_a_question_that_names_another_matter_leaves_the_one_talked_about(county: Answerer) -> None:
    told = county.answer(
        "居民医保住院起付线多少", today=TODAY, about="policy-elderly-allowance", before="高龄津贴一个月多少钱"
    )
    assert told.leaving > 0.6


def test_hidden_documents_do_not_answer(county: Answerer) -> None:
    hidden = frozenset(
        {"policy-elderly-allowance", "interpretation-elderly-allowance", "guide-elderly-allowance"}
    )
    extracts, _ = county.candidates("高龄津贴多少钱", today=TODAY, without=hidden)
    assert extracts
    assert not hidden & {extract.citation.document.id for extract in extracts}


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60)
)
@given(question=st.text(max_size=120))
def test_any_message_gets_an_answer_or_a_no(county: Answerer, question: str) -> None:
    assert isinstance(county.answer(question, today=TODAY), Answer | Decline)


SAME = "符合条件的家庭每月发给租房补贴四百元，向住房保障中心申请。"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path)


def top(index: Index, question: str = "每月租房补贴多少", today: date = TODAY) -> Answer:
    index.reload()
    answer = Answerer(index, threshold=0.0).answer(question, today=today)
    assert isinstance(answer, Answer)
    return answer


def filler() -> list[tuple[Document, str]]:
    return [(Document(f"x{n}", f"第{n}号通告"), f"第{n}条道路于{n}日起封闭施工，请绕行。") for n in range(20)]


def test_abolished_never_stands_before_its_successor(index: Index) -> None:
    old = Document("old", "租房补贴办法", validity=Validity.ABOLISHED, successor="new")
    index.build([(old, SAME * 3), (Document("new", "住房保障办法"), "租房补贴每月六百元。"), *filler()])
    answer = top(index)
    assert answer.citation.document.id == "new"
    assert answer.citation.standing is Standing.VALID


def test_abolished_alone_says_so_and_names_the_successor(index: Index) -> None:
    old = Document("old", "租房补贴办法", validity=Validity.ABOLISHED, successor="new")
    index.build([(old, SAME), (Document("new", "关于修路的通告"), "道路封闭。"), *filler()])
    citation = top(index).citation
    assert (citation.document.id, citation.standing) == ("old", Standing.ABOLISHED)
    assert citation.successor is not None
    assert citation.successor.id == "new"


def test_what_is_in_force_stands_before_what_is_not_yet(index: Index) -> None:
    coming = Document("coming", "租房补贴办法", effective_on=date(2027, 1, 1))
    index.build(
        [(coming, SAME), (Document("now", "租房补贴办法", effective_on=date(2020, 1, 1)), SAME), *filler()]
    )
    assert top(index).citation.document.id == "now"
    citation = top(index, today=date(2027, 1, 1)).citation
    assert (citation.document.id, citation.standing) == ("coming", Standing.VALID)


def test_expired_by_the_calendar_stands_behind(index: Index) -> None:
    ended = Document("ended", "租房补贴办法", expires_on=date(2026, 1, 1))
    index.build([(ended, SAME), (Document("now", "租房补贴办法"), SAME), *filler()])
    assert top(index).citation.document.id == "now"


def test_newer_stands_before_older_when_all_else_is_the_same(index: Index) -> None:
    rows = [
        (Document(f"y{year}", "租房补贴办法", published_on=date(year, 3, 1)), SAME)
        for year in (2021, 2025, 2023)
    ]
    index.build([*rows, *filler()])
    assert top(index).citation.document.id == "y2025"


def test_interpretation_is_tied_through_its_policy(index: Index) -> None:
    index.build(
        [
            (Document("p", "租房补贴办法"), SAME),
            (Document("i", "问答", kind=Kind.INTERPRETATION, interprets=("p",)), "修路问答。"),
            (Document("g", "指南", kind=Kind.GUIDE, basis=("p",)), "窗口在一楼。"),
            *filler(),
        ]
    )
    answer = top(index)
    assert ([d.id for d in answer.interpretations], [d.id for d in answer.guides]) == (["i"], ["g"])


def test_same_question_again_is_the_same_answer_until_the_index_changes(index: Index) -> None:
    index.build([(Document("p", "租房补贴办法"), SAME), *filler()])
    index.reload()
    answerer = Answerer(index, threshold=0.0)
    first = answerer.answer("每月租房补贴多少", today=TODAY)
    assert answerer.answer("每月租房补贴多少", today=TODAY) == first
    index.build([(Document("q", "租房补贴办法"), SAME.replace("四百", "五百")), *filler()])
    index.reload()
    second = answerer.answer("每月租房补贴多少", today=TODAY)
    assert isinstance(second, Answer)
    assert "五百元" in second.quoted
