"""What a reply quotes: within its length, whole sentences with what answers in them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.published.quotes import QUOTE_LETTERS, clip, near_quotes
from knowledge.answers.answer import Citation, Extract
from knowledge.documents.document import Document, standing

PREAMBLE = "为做好防控工作，" + "维护人民群众身体健康，" * 12
DELAYED = f"{PREAMBLE}现通知如下： 一、延期开展工伤评残现场鉴定工作，恢复日期另行通知。"
DOCUMENT = Document(id="rule", title="劳动能力鉴定通知")
CITED = Citation(DOCUMENT, standing(DOCUMENT, date(2026, 12, 2)), None)


def _extract(text: str, answer: str) -> Extract:
    at = text.index(answer)
    return Extract(CITED, text, (0, len(text)), (at, at + len(answer)), (), number=0, score=0.0)


def test_a_text_is_cut_behind_a_sentence() -> None:
    assert clip("甲一。乙二二二二。丙三三三三三。", 12) == "甲一。乙二二二二。"


def test_the_sentence_that_answers_is_kept() -> None:
    assert clip("甲一。乙二二二二。丙三三三三三。", 8, around="丙三三三三三。") == "丙三三三三三。"


def test_of_a_sentence_too_long_the_clauses_that_answer_are_kept_and_the_rest_marked() -> None:
    words = clip(DELAYED, 80, around="延期开展工伤评残现场鉴定工作")
    assert words.startswith("……")
    assert words.endswith("延期开展工伤评残现场鉴定工作，恢复日期另行通知。")


def test_two_passages_take_together_what_one_takes() -> None:
    first = _extract(DELAYED, "延期开展工伤评残现场鉴定工作")
    second = _extract("鉴定结论邮寄送达。" * 13, "鉴定结论")
    words = near_quotes([first, second])
    assert words == [DELAYED, "鉴定结论邮寄送达。" * 13]
    longer = near_quotes([first, _extract("鉴定结论邮寄送达。" * 40, "鉴定结论")])
    assert sum(map(len, longer)) <= QUOTE_LETTERS
    assert all(one.endswith("。") for one in longer)


@given(
    st.text("甲乙丙，。；\n", min_size=1, max_size=200), st.text("甲乙丙，", max_size=20), st.integers(8, 120)
)
def test_no_more_is_given_than_fits(text: str, around: str, limit: int) -> None:
    words = clip(text, limit, around=around)
    assert len(words) <= limit
    assert words.strip("…").strip() in text
