"""A link opens one case until its day, and nothing else opens anything."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.links import PAGES, LinkPurpose, Links

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
NUMBER = "GK202611210001"
OLD = "HDU4cPoN3FlkZo4zMPOtCkFxWgkxNzk3ODQwMDAwLkdLMjAyNjExMjEwMDAx"
LINKS = Links("a secret of the county", public_url="https://mingbai.example/")


def test_a_link_opens_its_case_until_it_expires() -> None:
    token = LINKS.case(NUMBER, now=NOW, days=30).rpartition("/")[2]
    assert LINKS.verify(token, now=NOW) == NUMBER
    assert LINKS.verify(token, now=NOW + timedelta(days=30, seconds=-1)) == NUMBER
    assert LINKS.verify(token, now=NOW + timedelta(days=30)) is None


def test_the_address_stands_under_the_public_one() -> None:
    assert LINKS.document("policy-1") == "https://mingbai.example/m/documents/policy-1"
    assert LINKS.case(NUMBER, now=NOW).startswith("https://mingbai.example/m/cases/")


def test_another_secret_opens_nothing() -> None:
    token = Links("another secret", public_url="").sign(NUMBER, expires_at=NOW + timedelta(days=1))
    assert LINKS.verify(token, now=NOW) is None


def test_every_changed_letter_spoils_the_token() -> None:
    token = LINKS.sign(NUMBER, expires_at=NOW + timedelta(days=1))
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        assert LINKS.verify(token[:place] + other + token[place + 1 :], now=NOW) is None


@pytest.mark.parametrize("token", ["", ".", "=" * 40, "A" * 27, "A" * 5000, "令牌", "a b", "%00", "\ud800"])
def test_malformed_tokens_open_nothing(token: str) -> None:
    assert LINKS.verify(token, now=NOW) is None


@given(st.text(max_size=120))
def test_no_text_opens_anything(token: str) -> None:
    assert LINKS.verify(token, now=NOW) is None


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        Links("", public_url="")


def test_a_link_opens_what_it_is_for_and_nothing_else() -> None:
    end = NOW + timedelta(days=1)
    tokens = {purpose: LINKS.sign(NUMBER, expires_at=end, purpose=purpose) for purpose in LinkPurpose}
    assert len(set(tokens.values())) == len(LinkPurpose)
    pages = [LINKS.address(purpose, NUMBER, expires_at=end) for purpose in PAGES]
    assert len({address.rpartition("/")[0] for address in pages}) == len(PAGES)
    for purpose, token in tokens.items():
        for other in LinkPurpose:
            assert LINKS.verify(token, now=NOW, purpose=other) == (NUMBER if other is purpose else None)


def test_links_that_citizens_hold_already_open_still() -> None:
    # Written down before links had purposes.
    token = LINKS.sign(NUMBER, expires_at=datetime(2026, 12, 21, 8, tzinfo=UTC))
    assert token == OLD
