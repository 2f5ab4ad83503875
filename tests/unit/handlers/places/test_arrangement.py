"""What the desk types of a place: read back as it was typed, refused with the line that is wrong."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.places.arrangement import (
    MOST_TOPICS,
    PlaceArrangement,
    arrangement_of,
    text_of,
    topics_of,
)
from handlers.places.directory import PlaceTopic, ZoneMark, load
from tests.factories.talks import SAMPLE

WORDS = st.text(alphabet="高龄补贴怎么领办" + string.ascii_letters, min_size=1, max_size=20)
TYPED = """
【办事】
开公司怎么办
几点上班 = 政务中心几点上班
【政策】
高龄补贴＝高龄补贴怎么领
【办事】
公租房怎么申请
"""


def test_parts_titles_and_questions_are_read() -> None:
    assert topics_of(TYPED) == (
        PlaceTopic("开公司怎么办", "开公司怎么办", "办事"),
        PlaceTopic("几点上班", "政务中心几点上班", "办事"),
        PlaceTopic("公租房怎么申请", "公租房怎么申请", "办事"),
        PlaceTopic("高龄补贴", "高龄补贴怎么领", "政策"),
    )
    assert topics_of("") == ()


@given(st.lists(st.tuples(st.sampled_from(["", "办事", "政策"]), WORDS, WORDS), max_size=MOST_TOPICS))
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    ordered = sorted(rows, key=lambda row: [part for part, _, _ in rows].index(row[0]))
    topics = tuple(PlaceTopic(title, asks, part) for part, title, asks in ordered)
    assert topics_of(text_of(topics)) == topics


@pytest.mark.parametrize("place", load(SAMPLE / "places.yml").places, ids=lambda place: place.key)
def test_every_place_of_the_sample_is_kept_as_it_is(place: object) -> None:
    arrangement = PlaceArrangement.of(place)  # type: ignore[arg-type]
    assert topics_of(text_of(arrangement.topics)) == arrangement.topics


@pytest.mark.parametrize(
    ("typed", "key", "line"),
    [
        ("开公司怎么办\n/talk_to_human", "places.refused.topic_words", 2),
        ("问 = /talk_to_human", "places.refused.topic_words", 1),
        ("找张三13900001234", "places.refused.topic_words", 1),
        ("问" * 41, "places.refused.topic", 1),
        ("高龄补贴 =", "places.refused.topic", 1),
        ("= 高龄补贴怎么领", "places.refused.topic", 1),
        ("\n\n【" + "组" * 13 + "】", "places.refused.part", 3),
        ("\n".join(f"问{number}" for number in range(41)), "places.refused.topics", None),
        ("问" * 6001, "places.refused.topics", None),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_line(typed: str, key: str, line: int | None) -> None:
    with pytest.raises(InputError) as refused:
        topics_of(typed)
    assert (refused.value.text_key, refused.value.values.get("line")) == (key, line)


def test_marks_count_only_at_a_zone_and_nobodys_number_is_let_in() -> None:
    typed = {
        "zone": "yes",
        "site": "yes",
        "sign": "yes",
        "zone_note": "人员、制度、资料年内补齐",
        "box": "yes",
    }
    found = arrangement_of(typed)
    assert found.zone == (ZoneMark.SITE, ZoneMark.SIGN)
    assert found.box.takes
    assert arrangement_of({**typed, "zone": ""}) == PlaceArrangement(None, "", (), found.box)
    assert not arrangement_of({**typed, "box": ""}).box.takes
    for name, words, key in (
        ("zone_note", "找13900001234", "places.refused.personal"),
        ("box_words", "找13900001234", "places.refused.personal"),
        ("zone_note", "补" * 121, "places.refused.zone_note"),
        ("box_words", "提" * 61, "places.refused.box_words"),
    ):
        with pytest.raises(InputError) as refused:
            arrangement_of({**typed, name: words})
        assert refused.value.text_key == key
