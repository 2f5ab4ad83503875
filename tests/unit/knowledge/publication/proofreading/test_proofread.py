"""What the proof-reader finds where it was planted, and what it lets pass."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts import Texts
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.ingest.read import read
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight
from knowledge.publication.proofreading.lexicon import lexicon
from knowledge.publication.proofreading.numbers import mentioned
from knowledge.publication.proofreading.proofread import links, proofread
from knowledge.publication.sensitivity import kinds_of, sensitive_kinds

QINGLAN = Path(__file__).parents[5] / "knowledge" / "data" / "qinglan"
IDENTITY = "339901198503142016"


def found(text: str, **more: object) -> list[Finding]:
    return list(proofread(Document("a", "关于停车的通知", **more), text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "trouble", "weight", "excerpt"),
    [
        (f"联系人身份证{IDENTITY}。", Trouble.PERSONAL, Weight.MEND, "339…16"),
        ("退款账户6222021234567890128。", Trouble.PERSONAL, Weight.REASON, "622…28"),
        ("请致电13800001234。", Trouble.PERSONAL, Weight.LOOK, "138…34"),
        ("联系人：王小雨，请于工作日来电。", Trouble.NAME, Weight.LOOK, "王小雨"),
        ("表彰李大山同志。", Trouble.NAME, Weight.LOOK, "李大山"),
        ("截至2026年2月30日。", Trouble.DATE, Weight.REASON, "2026年2月30日"),
        ("于13月5日前。", Trouble.DATE, Weight.REASON, "13月5日"),
        ("每月6O元。", Trouble.FIGURE, Weight.REASON, "6O"),
        ("共1,0000元。", Trouble.FIGURE, Weight.LOOK, "1,0000"),
        ("在20至10个工作日内。", Trouble.FIGURE, Weight.LOOK, "20至10"),
        ("增长900%。", Trouble.FIGURE, Weight.LOOK, "900%"),
        ("本文内部资料。", Trouble.SENSITIVE, Weight.REASON, "本文内部资料。"),
        ("机密★三年", Trouble.SENSITIVE, Weight.MEND, "机密★三年"),
        ("请带申清表。", Trouble.TYPO, Weight.LOOK, "请带申清表。"),
        ("窗囗办理。", Trouble.TYPO, Weight.LOOK, "窗囗办理。"),
        ("依据青政发[2024]3号。", Trouble.NUMBER, Weight.LOOK, "依据青政发[2024]3号"),
        ("（一）条件（见附件。", Trouble.PAIR, Weight.LOOK, "（一）条件（见附件。"),
        ("他说“可以办。", Trouble.PAIR, Weight.LOOK, "他说“可以办。"),
    ],
)
def test_what_is_planted_is_found(text: str, trouble: Trouble, weight: Weight, excerpt: str) -> None:
    (one,) = found(text)
    assert (one.trouble, one.weight, one.excerpt) == (trouble, weight, excerpt)
    assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "身份证339901198503142017。",
        "编号6222021234567890123。",
        "内容取自已经公开的文件。",
        "解决青年的住房问题。",
        "1）条件；2）材料；(三)期限。",
        "共1,000元，2024年2月29日。",
        "《办法》（青政发〔2024〕3号）",
        "［注］见[网页](https://example.cn/a(1))。",
        "年满周岁老人可以申请。",
    ],
)
def test_what_is_right_is_let_pass(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- 其他材料",
        "- 其他有关材料",
        "居民身份证、户口簿等材料",
        "- 法律、法规规定的其他材料",
        "- 窗口要求提供的材料",
        "视情况提供",
    ],
)
def test_a_catch_all_is_found_in_a_guide_only(text: str) -> None:
    (one,) = found(text, kind=Kind.GUIDE)
    assert (one.trouble, one.is_blocking) == (Trouble.CATCH_ALL, True)
    assert found(text) == []


@pytest.mark.parametrize(
    ("more", "advice", "field"),
    [
        (
            {"written_on": date(2026, 3, 2), "published_on": date(2026, 3, 1)},
            "published_early",
            "published_on",
        ),
        (
            {"written_on": date(2026, 3, 2), "effective_on": date(2026, 1, 1)},
            "effective_early",
            "effective_on",
        ),
        ({"effective_on": date(2026, 3, 2), "expires_on": date(2025, 3, 1)}, "expires_early", "expires_on"),
        ({"effective_on": date(2026, 3, 2)}, "effective_differs", "effective_on"),
        ({"number": "青政发(2024)3号"}, "number_form", "number"),
        ({"number": "青政发〔2024〕3号", "written_on": date(2025, 1, 3)}, "number_year", "number"),
    ],
)
def test_particulars_that_contradict(more: dict[str, object], advice: str, field: str) -> None:
    text = "本办法自2026年5月1日起施行。" if advice == "effective_differs" else "正文。"
    (one,) = found(text, **more)
    assert (one.advice, one.field) == (advice, field)


def test_a_mended_number_is_proposed() -> None:
    (one,) = found("正文。", number="青政发[2024]第03号")
    assert one.instead == "青政发〔2024〕3号"


def test_operators_words_are_found_and_let_pass() -> None:
    words = lexicon().with_words(
        {"老旧小区": (Weight.REASON, "listed")}, {"停车仨": "停车位"}, without={"内部资料"}
    )
    text = "老旧小区停车仨，内部资料。"
    advice = {one.advice: one.instead for one in proofread(Document("a", "通知"), text, words=words)}
    assert advice == {"listed": "", "misprint": "停车位"}


def test_links_are_found_once_each() -> None:
    text = "见[网站](https://a.cn/x)和 https://b.cn/y?z=1。再见 https://b.cn/y?z=1，[文件](/m/documents/p)。"
    assert links(text) == ("https://a.cn/x", "/m/documents/p", "https://b.cn/y?z=1")


def test_figures_are_listed_for_the_eye() -> None:
    listed = mentioned("每月60元，满80周岁，20个工作日内，自2026年5月1日起，每月60元。")
    assert listed.amounts == ("60元",)
    assert listed.terms == ("80周岁", "20个工作日")
    assert listed.days == ("2026年5月1日",)


def test_the_sample_county_raises_few_false_alarms() -> None:
    drafts = [one for one in read([QINGLAN]) if isinstance(one, Draft)]
    alarms = [(one.document.id, each) for one in drafts for each in proofread(one.document, one.text)]
    assert len(drafts) > 100
    assert len(alarms) <= len(drafts) // 20, alarms


def test_seventeen_kinds_each_with_words_of_its_own() -> None:
    kinds = sensitive_kinds()
    assert len(kinds) == 17
    words = [word for kind in kinds for word in kind.words]
    assert len(words) == len(set(words))
    for kind in kinds:
        assert kind.key in kinds_of(Document("a", f"关于{kind.words[0]}的通知"), "")
    assert kinds_of(Document("a", "关于停车的通知"), "停车收费。") == ()


@given(st.text(alphabet="（）《》“”()[]{}【】1234567890,.%-年月日元至〔〕号申清\n# 王同志：", max_size=120))
def test_any_text_is_read_and_every_place_is_inside(text: str) -> None:
    for one in proofread(Document("a", "题", kind=Kind.GUIDE), text):
        assert 0 <= one.start <= one.end <= len(text)


def test_every_finding_has_words() -> None:
    texts = Texts.load()
    keys = [f"publishing.troubles.{trouble.value}" for trouble in Trouble]
    keys += [f"publishing.weights.{weight.value}" for weight in Weight]
    keys += [f"publishing.advice.{advice}" for _, advice in lexicon().sensitive.values()]
    assert [key for key in keys if key not in texts] == []
