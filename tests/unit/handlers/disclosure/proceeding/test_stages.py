"""Every case has six stamps, or a reason for each that it lacks, whatever its log holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.case.events import EVENTS
from handlers.disclosure.case.ledger import Happening
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.proceeding.stages import CaseStage, NoStamp, stage_stamps
from handlers.disclosure.statute.log import Occurrence
from handlers.texts import Texts

START = datetime(2026, 9, 1, tzinfo=UTC)
TEXTS = Texts.load()
KINDS = sorted({*EVENTS.values(), *(one.value for one in Occurrence), "note"})


def log(*kinds: str) -> list[Happening]:
    return [
        Happening(kind, kind, START + timedelta(days=day), f"clerk{day}", {})
        for day, kind in enumerate(kinds)
    ]


def told(*kinds: str, received: bool = True) -> list[str]:
    return [stamp.actor or str(stamp.reason) for stamp in stage_stamps(log(*kinds), received=received)]


@given(st.lists(st.sampled_from(KINDS), max_size=12), st.booleans())
def test_each_stage_has_a_stamp_or_a_reason(kinds: list[str], received: bool) -> None:
    stamps = stage_stamps(log(*kinds), received=received)
    assert [stamp.stage for stamp in stamps] == list(CaseStage)
    assert all((stamp.at is None) == (stamp.reason is not None) for stamp in stamps)


@pytest.mark.parametrize(
    ("kinds", "received", "expected"),
    [
        (("submitted",), False, ["clerk0", "not_yet", "not_yet", "not_yet", "not_yet", "not_yet"]),
        # At the counter taking it in registers it.
        (("submitted",), True, ["clerk0", "clerk0", "not_yet", "not_yet", "not_yet", "not_yet"]),
        (
            ("submitted", "confirmed", "review_passed", "reply_signed", "replied", "archived"),
            True,
            ["clerk0", "clerk1", "not_needed", "clerk2", "clerk4", "clerk5"],
        ),
        # What is done twice counts as it was done last.
        (
            ("submitted", "confirmed", "correction_notice", "correction_received", "review_passed", "sent_back", "review_passed"),
            True,
            ["clerk0", "clerk1", "clerk3", "clerk6", "not_yet", "not_yet"],
        ),
        (
            ("submitted", "confirmed", "withdrawn", "archived"),
            True,
            ["clerk0", "clerk1", "not_needed", "withdrawn", "withdrawn", "clerk3"],
        ),
        (
            ("submitted", "confirmed", "correction_notice", "correction_lapsed"),
            True,
            ["clerk0", "clerk1", "clerk2", "correction_lapsed", "correction_lapsed", "not_yet"],
        ),
        (
            ("submitted", "confirmed", "fee_notice", "fee_lapsed"),
            True,
            ["clerk0", "clerk1", "not_needed", "fee_lapsed", "fee_lapsed", "not_yet"],
        ),
    ],
)  # fmt: skip
def test_the_stamps_of_a_case(kinds: tuple[str, ...], received: bool, expected: list[str]) -> None:
    assert told(*kinds, received=received) == expected


def test_every_stage_and_every_reason_has_words() -> None:
    assert all(TEXTS(f"staff.request.stage.{stage}") for stage in CaseStage)
    assert all(TEXTS(f"staff.request.no_stamp.{reason}") for reason in NoStamp)
    assert EVENTS[Step.ARCHIVE] == "archived"
