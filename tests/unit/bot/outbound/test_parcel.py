"""What a parcel says is kept as JSON and read again, also from rows that were written before the value was there."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Card, Choice, Reply
from bot.outbound.parcel import ParcelBody

UNTIL = datetime(2026, 3, 2, 4, tzinfo=UTC)
WORDS = st.text(max_size=20)
CHOICES = st.builds(Choice, label=WORDS, payload=WORDS)
REPLIES = st.builds(
    Reply,
    text=WORDS,
    choices=st.lists(CHOICES, max_size=3).map(tuple),
    card=st.none() | st.builds(Card, WORDS, WORDS, WORDS, WORDS),
)
BODIES = st.builds(
    ParcelBody, REPLIES, automatic=st.booleans(), until=st.none() | st.datetimes(timezones=st.just(UTC))
)


@given(BODIES, st.integers(1, 9))
def test_what_is_kept_is_read_again(body: ParcelBody, first: int) -> None:
    numbered = ParcelBody(
        body.reply, automatic=body.automatic, until=body.until, first=first if body.reply.choices else 1
    )
    assert ParcelBody.read(json.loads(json.dumps(numbered.kept()))) == numbered


# Rows as earlier versions of the program wrote them, key by key.
OLD: list[tuple[dict[str, Any], ParcelBody]] = [
    ({"text": "好"}, ParcelBody(Reply("好"))),
    ({"text": "好", "choices": [], "automatic": False}, ParcelBody(Reply("好"), automatic=False)),
    (
        {"text": "选", "choices": [["一", "/a"], ["二", "乙"]], "automatic": True, "first": 3},
        ParcelBody(Reply("选", (Choice("一", "/a"), Choice("二", "乙"))), first=3),
    ),
    (
        {
            "text": "",
            "choices": [],
            "automatic": True,
            "card": {"title": "t", "description": "d", "url": "https://a.example", "picture_url": ""},
        },
        ParcelBody(Reply(card=Card("t", "d", "https://a.example"))),
    ),
    (
        {"text": "还没填完", "choices": [], "automatic": True, "until": "2026-03-02T12:00:00+08:00"},
        ParcelBody(Reply("还没填完"), until=UNTIL.astimezone(timezone(timedelta(hours=8)))),
    ),
    ({"rendered": ["一", "二"], "automatic": False}, ParcelBody(automatic=False, rendered=("一", "二"))),
]


@pytest.mark.parametrize(("row", "body"), OLD)
def test_rows_written_long_ago_are_read(row: dict[str, Any], body: ParcelBody) -> None:
    assert ParcelBody.read(row) == body


@pytest.mark.parametrize(("row", "body"), OLD[1:])
def test_an_older_program_beside_this_one_can_read_what_is_written(
    row: dict[str, Any], body: ParcelBody
) -> None:
    assert body.kept() == row


def test_it_lapses_only_after_its_last_moment() -> None:
    assert not ParcelBody().lapsed(UNTIL)
    body = ParcelBody(until=UNTIL)
    assert not body.lapsed(UNTIL)
    assert body.lapsed(UNTIL + timedelta(seconds=1))


def test_its_words_are_all_that_it_says() -> None:
    card = Card("标题", "d", "https://a.example")
    assert ParcelBody(Reply("看这里", card=card)).words == "看这里\n标题\nhttps://a.example"
    assert ParcelBody(rendered=("一", "二")).words == "一\n二"
    assert ParcelBody().words == ""
