"""Scenes of QR codes: each opens what it names, until its day; everything else opens nothing and says so."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.choices import reading
from handlers.general.scenes import ENDED, UNKNOWN, Scenes
from tests.factories.talk import TEXTS

SCENES = Scenes(places={"zhengwu-center"}, forms={"disclosure": "/disclosure_request"})
# Half past eleven in the evening of the 31st in China.
LATE = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        ("place:zhengwu-center", '/find_place{"place_key": "zhengwu-center"}'),
        ("topic:高龄补贴怎么领", "高龄补贴怎么领"),
        ("form:disclosure", "/disclosure_request"),
        ("case:gk2026-1121-0001", '/case_status{"case_no": "GK202611210001"}'),
        ("questionnaire:WJ202611240001", '/questionnaire{"questionnaire": "WJ202611240001"}'),
        ("topic:停水通知~20261231", "停水通知"),
        # Nobody makes the program do a step by a code of a question.
        (
            'topic:/withdraw_request{"case_no": "GK202611210001"}',
            'withdraw_request{"case_no": "GK202611210001"}',
        ),
    ],
)
def test_a_scene_opens_what_it_names(scene: str, says: str) -> None:
    assert SCENES.opening(scene, LATE).says == says


@pytest.mark.parametrize(
    "scene",
    ["place:nowhere", "form:x", "case:x", "questionnaire:x", "questionnaire:GK202611210001", "topic:", "topic: ", "topic://", "x:y", "x", ":", "~", "4000000000",
     "place:zhengwu-center~", "place:zhengwu-center~soon", "place:zhengwu-center~2026123"],
)  # fmt: skip
def test_what_nobody_made_opens_nothing(scene: str) -> None:
    opening = SCENES.opening(scene, LATE)
    if scene.endswith("~") and scene != "~":
        # No day behind the mark: the code has no end.
        assert opening.says
    else:
        assert (opening.says, opening.trouble) == ("", UNKNOWN)


def test_a_code_opens_through_its_last_day_in_china() -> None:
    assert SCENES.opening("topic:停水~20261231", LATE).says == "停水"
    assert SCENES.opening("topic:停水~20261231", MIDNIGHT).trouble == ENDED


@given(st.text(max_size=64))
def test_whatever_a_code_holds_is_said_or_refused_and_never_a_step_of_its_own(scene: str) -> None:
    opening = SCENES.opening(scene, LATE)
    assert bool(opening.says) != bool(opening.trouble)
    if opening.trouble:
        assert opening.trouble in TEXTS
    elif scene.startswith("topic:"):
        assert not opening.says.startswith("/")
        assert reading(opening.says) is None
