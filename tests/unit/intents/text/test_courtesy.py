"""What is said around a wish, and what must stay because it is part of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.text.courtesy import bare, seen


@pytest.mark.parametrize(
    "text",
    [
        "请问公租房怎么申请",
        "您好，请问一下公租房怎么申请，谢谢！",
        "你好 想咨询一下公租房怎么申请。",
        "打扰了，我想知道公租房怎么申请，急急急",
        "那个，公租房怎么申请～麻烦你了",
        "您好，我有两个事想问，公租房怎么申请",
        "想请教你们三个问题：公租房怎么申请",
        "嗯嗯 不好意思，想问问公租房怎么申请，在线等，谢谢您",
    ],
)
def test_a_wish_is_the_same_with_and_without_courtesies(text: str) -> None:
    assert bare(text) == "公租房怎么申请"


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "谢谢你啦",
        "那个多少钱能办下来",
        "不用谢谢，我自己看",
        "我想了解了几次都没结果",
        "请问",
        "咨询师证怎么考",
        "我想咨询师证的补贴",
        "麻烦了好几个部门都不管",
        "孩子发烧很急",
    ],
)
def test_words_that_say_something_stay(text: str) -> None:
    assert bare(text) == text


def test_question_marks_count_once() -> None:
    assert bare("公租房怎么申请???") == bare("公租房怎么申请？？") == "公租房怎么申请？"


@given(st.text(max_size=60))
def test_only_the_ends_are_taken_off_and_a_second_time_changes_nothing_of_use(text: str) -> None:
    core = bare(text)
    assert core.rstrip("？") in text
    assert core or not text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("草，你们脑子有病吧，公租房要什么条件", "公租房要什么条件"),
        ("垃圾公众号，连公积金多少都说不出来？", "公积金多少"),
        ("喂喂喂听得到不那个就是说我老头子火化的钱免好多嘛你给我说一哈", "我老头子火化的钱免好多嘛"),
        ("\u202e\u200f高\u200b龄\u200d津\ufeff贴多 少", "高龄津贴多少"),
    ],
)
def test_anger_calls_and_hidden_characters_are_no_part_of_a_question(said: str, asked: str) -> None:
    assert bare(seen(said)) == asked


@pytest.mark.parametrize(
    "said",
    ["你们这些废物", "垃圾分类怎么收费", "操场什么时候开放", "靠近学校能开网吧吗", "低保标准都说不清楚"],
)
def test_what_only_looks_like_anger_stays(said: str) -> None:
    assert bare(seen(said)) == said
