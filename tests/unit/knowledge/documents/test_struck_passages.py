"""What is left of a text for answering: whole lines go, words inside a line leave a mark, nothing else changes."""

import pytest

from knowledge.documents.struck.passages import OMITTED, Struck

TEXT = "第一条 甲事找民政。\n第二条 乙事收费十元。丙事不收费。\n第三条 丁事当天办结。\n"


@pytest.mark.parametrize(
    ("passages", "left"),
    [
        ((), TEXT),
        (("第二条 乙事收费十元。丙事不收费。",), "第一条 甲事找民政。\n\n第三条 丁事当天办结。\n"),
        (("乙事收费十元。",), f"第一条 甲事找民政。\n第二条 {OMITTED}丙事不收费。\n第三条 丁事当天办结。\n"),
        (("没有写过的话。",), TEXT),
        (
            ("乙事收费十元。", "第二条 乙事收费十元。丙事不收费。"),
            "第一条 甲事找民政。\n\n第三条 丁事当天办结。\n",
        ),
        ((TEXT.strip(),), ""),
        (tuple(line for line in TEXT.split("\n") if line), ""),
    ],
)
def test_what_is_left(passages: tuple[str, ...], left: str) -> None:
    assert Struck(passages).left(TEXT) == left


def test_words_that_stand_twice_are_struck_twice() -> None:
    assert Struck(("另行通知。",)).left("一、另行通知。\n二、另行通知。") == f"一、{OMITTED}\n二、{OMITTED}"
