import json
from typing import Any

import pytest

from handlers.talk.last_answer import SLOT, LastAnswer, recall
from tests.factories.talks import tracker


def test_what_was_kept_is_given_back_after_a_trip_through_json() -> None:
    last = LastAnswer(
        "问", "题", "doc", (("doc", 3), ("other", 0)), unseen=(("doc", 1, 4, 40), ("doc", 2, 0, 9))
    )
    event = last.event()
    assert event["name"] == SLOT
    assert recall(tracker(slots={SLOT: json.loads(json.dumps(event["value"]))})) == last


def test_what_was_kept_before_words_were_left_unseen_is_still_read() -> None:
    last = LastAnswer("问", "题", "doc", (("doc", 3),), ("doc",), "第三条")
    kept = {name: value for name, value in last.event()["value"].items() if name != "unseen"}
    assert recall(tracker(slots={SLOT: kept})) == last


@pytest.mark.parametrize(
    "kept",
    [
        None,
        "x",
        {},
        {"question": "a"},
        {"question": "", "topic": "", "document": "", "pages": [["a"]]},
        {"question": "", "topic": "", "document": "", "pages": 3},
        {"question": "", "topic": "", "document": "", "pages": [], "unseen": None},
        {"question": "", "topic": "", "document": "", "pages": [], "unseen": [["doc", 1, 2]]},
        {"question": "", "topic": "", "document": "", "pages": [], "unseen": [["doc", 1, "x", 2]]},
    ],
)
def test_what_was_kept_in_another_form_is_as_good_as_nothing(kept: Any) -> None:
    assert recall(tracker(slots={SLOT: kept})) is None
