from typing import Any

import pytest

from handlers.talk.last_answer import SLOT, LastAnswer, recall
from tests.factories.talks import tracker


def test_what_was_kept_is_given_back_after_a_trip_through_json() -> None:
    last = LastAnswer("问", "题", "doc", (("doc", 3), ("other", 0)))
    event = last.event()
    assert event["name"] == SLOT
    kept = {**event["value"], "pages": [list(page) for page in event["value"]["pages"]]}
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
    ],
)
def test_what_was_kept_in_another_form_is_as_good_as_nothing(kept: Any) -> None:
    assert recall(tracker(slots={SLOT: kept})) is None
