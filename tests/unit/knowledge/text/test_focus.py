"""What of a message asks: each question by its own words, told from the story around it."""

import pytest

from knowledge.text.focus import asked_clauses, asked_parts, names_matter, told_matter


def _words(message: str) -> list[str]:
    return [clause.words for clause in asked_clauses(message)]


def test_questions_that_are_counted_off_stand_for_themselves() -> None:
    clauses = asked_clauses("想问两件事，一是轮椅补贴有几块，二是假肢坏了几个月能换。")
    assert [(clause.words, clause.counted) for clause in clauses] == [
        ("轮椅补贴有几块", True),
        ("假肢坏了几个月能换", True),
    ]


def test_a_question_is_read_with_the_clause_before_it() -> None:
    first, second = asked_clauses("我想开个茶馆，要办什么证，多久能下来")
    assert first.led == "我想开个茶馆，要办什么证"
    assert (second.words, second.names) == ("多久能下来", False)


@pytest.mark.parametrize(
    "told",
    [
        "有人在吗",
        "几个邻居都在打听",
        "高血压十几年了",
        "名单上啥都没有",
        "我问了好几个人",
        "他也不知道怎么办",
    ],
)
def test_what_only_tells_is_no_question(told: str) -> None:
    assert _words(f"{told}，公租房一个月收多少租金") == ["公租房一个月收多少租金"]


def test_a_long_story_is_read_by_the_last_clause_that_names_a_matter_and_asks() -> None:
    story = "我家在山里头，" * 12
    assert asked_parts(f"{story}我妈九十多了，高龄津贴每个月发多少钱？")[-1] == "高龄津贴每个月发多少钱"


def test_a_short_message_is_read_as_it_stands() -> None:
    assert asked_parts("高龄津贴多少钱，怎么领") == ()


def test_what_can_be_asked_of_any_matter_names_none() -> None:
    assert not names_matter("一年交多少")
    assert names_matter("停车证一年交多少")


STORY = (
    "我在镇上开了间小铺子，去年一年没挣到什么钱，两个孩子都在读书，开销大得很。前几天碰到老同学，听她说县里有给小店的创业担保贷款，"
    "利息政府还贴一半。我店开了三年，没有别的欠债。想问问最多能贷多少，要找谁担保，几年还清？"
)


def test_a_story_names_its_matter_in_what_was_heard_of() -> None:
    assert told_matter(STORY) == "听她说县里有给小店的创业担保贷款，利息政府还贴一半"
    assert [clause.words for clause in asked_clauses(STORY)] == [
        "想问问最多能贷多少",
        "要找谁担保",
        "几年还清",
    ]


def test_what_only_asks_is_read_with_the_matter_of_its_story() -> None:
    parts = asked_parts(STORY.replace("要找谁担保，几年还清", "该找哪里去申请"))
    assert "该找哪里去申请" not in parts
    assert any(part.startswith("听她说县里有") and part.endswith("该找哪里去申请") for part in parts)


def test_a_short_message_tells_no_story() -> None:
    assert told_matter("听说有创业担保贷款，最多能贷多少") == ""
