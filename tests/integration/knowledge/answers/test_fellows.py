"""A second document on a theme never lowers what the first one answers below the threshold; one that says otherwise is a doubt."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.answers.inquiry import Inquiry
from knowledge.answers.stretches import CutStretches, Stretches
from knowledge.documents.document import Document
from knowledge.evaluation.report import build
from knowledge.index.generations import Index
from knowledge.judgement.judge import JudgedWindows
from knowledge.questions.regression import Still
from knowledge.search.lookup import SearchResult

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
ASKED = (
    ("农村危房改造能补多少钱", "dilapidated-homes", "农村危房改造"),
    ("残疾儿童康复救助标准", "child-rehabilitation", "残疾儿童康复救助"),
    ("居民养老保险每年交多少档次", "resident-pension", "城乡居民基本养老保险"),
    ("困难残疾人生活补贴的申请条件", "disability-allowance", "困难残疾人生活补贴"),
    ("公积金贷款首付比例", "housing-fund", "住房公积金贷款"),
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build([COUNTY], tmp_path_factory.mktemp("fellows")).index


@contextmanager
def beside(county: Index, title: str, text: str, *, like: str) -> Iterator[Answerer]:
    """Give who answers once another document is published beside one of the county."""
    reader = county.reader
    assert reader is not None
    first = reader.document(reader.docnum_of(f"policy-{like}") or 0)
    second = Document("second", title, issuer=first.issuer, theme=first.theme, published_on=date(2026, 6, 2))
    with county.trial([(second, text, 1)]) as trial:
        yield Answerer(Still(trial))


@pytest.mark.parametrize(("question", "policy", "matter"), ASKED)
def test_a_notice_beside_the_rule_is_no_doubt(county: Index, question: str, policy: str, matter: str) -> None:
    alone = Answerer(county).answer(question, today=TODAY)
    assert isinstance(alone, Answer)
    reader = county.reader
    assert reader is not None
    whole = reader.whole(reader.docnum_of(f"policy-{policy}") or 0)
    for title, text in (
        (f"关于贯彻落实青岚县{matter}办法的通知", whole),
        (
            f"关于做好{matter}工作的通知",
            f"各镇人民政府：\n\n一、标准要求\n\n{alone.quoted}\n\n二、工作要求\n\n各镇要抓好{matter}的宣传和落实。",
        ),
        (
            f"关于开展{matter}年度核查的通知",
            f"各镇人民政府：\n\n一、核查对象\n\n全县享受{matter}的对象。\n\n二、核查时间\n\n2026年7月1日至8月31日。",
        ),
    ):
        with beside(county, title, text, like=policy) as answerer:
            found = answerer.answer(question, today=TODAY)
            assert isinstance(found, Answer), title
            assert found.confidence >= alone.confidence - 0.25, title


def test_a_document_without_the_words_that_led_is_not_judged(
    county: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[Inquiry] = []
    judged: list[Inquiry] = []
    cutting, judging = Stretches.cut, Stretches.judge

    def noting_cut(own: Stretches, inquiry: Inquiry, found: SearchResult) -> CutStretches:
        cut.append(inquiry)
        return cutting(own, inquiry, found)

    def noting_judged(own: Stretches, inquiry: Inquiry, pieces: CutStretches) -> JudgedWindows:
        judged.append(inquiry)
        return judging(own, inquiry, pieces)

    monkeypatch.setattr(Stretches, "cut", noting_cut)
    monkeypatch.setattr(Stretches, "judge", noting_judged)
    text = (
        "各镇人民政府：\n\n一、核查对象\n\n全县享受农村危房改造的对象。\n\n二、核查时间\n\n7月1日至8月31日。"
    )
    with beside(county, "关于开展农村危房改造年度核查的通知", text, like="dilapidated-homes") as answerer:
        cut.clear()
        judged.clear()
        answerer.answer("危房改造施工队怎么选", today=TODAY)
    alone = [inquiry for inquiry in cut if inquiry.circumstances.without]
    assert alone, "several fellows are each asked alone"
    assert [inquiry for inquiry in alone if inquiry not in judged]
    assert [inquiry for inquiry in alone if inquiry in judged]


def test_what_no_document_tells_is_not_answered_because_two_are_near(county: Index) -> None:
    text = (
        "各镇人民政府：\n\n一、核查对象\n\n全县享受农村危房改造的对象。\n\n二、核查时间\n\n7月1日至8月31日。"
    )
    with beside(county, "关于开展农村危房改造年度核查的通知", text, like="dilapidated-homes") as answerer:
        for question in ("危房改造施工队怎么选", "无人机飞行要报备吗"):
            assert isinstance(answerer.answer(question, today=TODAY), Decline), question


def test_leaving_fellows_out_makes_other_words_no_surer(county: Index) -> None:
    # What the rule says of who has died led before; how much one is given is the surer of the rest, and is not what is asked.
    found = Answerer(county).answer("老人走了以后高龄津贴发到哪个月", today=TODAY)
    assert found.best is not None
    assert not isinstance(found, Answer) or "次月起停发" in found.best.text


@pytest.mark.parametrize("house", ["陶瓷馆", "木雕馆", "剪纸馆"])
def test_the_same_notice_of_another_house_is_no_fellow(county: Index, house: str) -> None:
    """They are called alike but for the name, and share a telephone; each is asked for by its name."""
    notices = [
        (
            Document(
                f"house-{at}", f"关于{name}夏季开放时间的公告", issuer="甲局", published_on=date(2026, 6, 2)
            ),
            (
                f"关于{name}夏季开放时间的公告\n\n{name}自2026年6月1日起每天{8 + at}点开放，17点闭馆，逢周一休息。"
                "\n\n咨询电话：0599-6610099。\n\n甲局\n\n2026年5月20日"
            ),
            1,
        )
        for at, name in enumerate(("皮影馆", "陶瓷馆", "木雕馆", "剪纸馆"))
    ]
    with county.trial(notices) as trial:
        found = Answerer(Still(trial)).answer(f"{house}夏季开放咨询电话", today=TODAY)
    assert found.best is not None
    assert house in found.best.citation.document.title
