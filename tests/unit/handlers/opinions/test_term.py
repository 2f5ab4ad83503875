"""How long citizens are asked: whole days of China, thirty at least, open until the midnight of the last one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.errors import InputError
from handlers.opinions.collecting.lifecycle import MOVES, PublicDraftState, PublicDraftStep, after, steps_from
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.term import days_of, ends_at, is_within, require_term
from handlers.texts import Texts
from tests.factories.opinions import paper

OPENS, CLOSES = date(2026, 11, 24), date(2026, 12, 23)
TEXTS = Texts.load()


@pytest.mark.parametrize(
    ("moment", "within"),
    [
        (datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 11, 24, 0, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 12, 23, 23, 59, tzinfo=SHANGHAI), True),
        (datetime(2026, 12, 23, 23, 59, 59, 999999, tzinfo=SHANGHAI), True),
        (datetime(2026, 12, 24, 0, 0, tzinfo=SHANGHAI), False),
        # The machine's clock is UTC: eight in the evening there is the next day here.
        (datetime(2026, 12, 23, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 23, 16, 0, tzinfo=UTC), False),
    ],
)
def test_the_minute_before_midnight_and_the_minute_after(moment: datetime, *, within: bool) -> None:
    assert is_within(OPENS, CLOSES, now=moment) is within
    draft = PublicDraft("ZQ202611240001", paper(closes_on=CLOSES), OPENS, PublicDraftState.OPEN)
    assert draft.takes_opinions(moment) is within


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_the_end_is_the_first_moment_that_is_late(closes: date) -> None:
    end = ends_at(closes)
    assert not is_within(closes, closes, now=end)
    assert is_within(closes, closes, now=end - timedelta(microseconds=1))


def test_what_is_not_published_takes_none() -> None:
    assert not is_within(None, CLOSES, now=datetime(2026, 12, 1, tzinfo=SHANGHAI))
    for state in set(PublicDraftState) - {PublicDraftState.OPEN}:
        draft = PublicDraft("ZQ1", paper(closes_on=CLOSES), OPENS, state)
        assert not draft.takes_opinions(datetime(2026, 12, 1, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("closes", "due", "reason", "refused"),
    [
        (CLOSES, date(2027, 1, 23), "", None),  # thirty days, both ends among them
        (CLOSES - timedelta(days=1), date(2027, 1, 23), "", "too_short"),
        (CLOSES - timedelta(days=1), date(2027, 1, 23), "汛期将至，情况紧急", None),
        (OPENS, date(2027, 1, 23), "情况紧急", None),
        (OPENS - timedelta(days=1), date(2027, 1, 23), "情况紧急", "over_already"),
        (CLOSES, CLOSES, "", "result_early"),
        (OPENS + timedelta(days=366), date(2028, 1, 23), "", "too_long"),
    ],
)
def test_the_time_that_is_given(closes: date, due: date, reason: str, refused: str | None) -> None:
    if refused is None:
        require_term(OPENS, closes, due, short_reason=reason)
        return
    with pytest.raises(InputError) as told:
        require_term(OPENS, closes, due, short_reason=reason)
    assert told.value.text_key == f"opinions.refused.{refused}"
    assert TEXTS(told.value.text_key, **told.value.values)


def test_days_count_both_ends() -> None:
    assert days_of(OPENS, OPENS) == 1
    assert days_of(OPENS, CLOSES) == 30


def test_every_step_is_in_the_table_or_refused_in_words() -> None:
    for state in PublicDraftState:
        for step in PublicDraftStep:
            if (state, step) in MOVES:
                assert after(state, step) is MOVES[state, step]
                continue
            with pytest.raises(InputError) as told:
                after(state, step)
            assert told.value.text_key in TEXTS
    assert steps_from(PublicDraftState.OFFERED) == ()
    assert steps_from(PublicDraftState.ANSWERED) == ()
