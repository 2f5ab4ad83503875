"""Codes by time against the examples of RFC 6238 (appendix B), whose last six figures an authenticator shows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.accounts.totp import address, code_of, matching_step, new_secret, spelled, step_of

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_examples_of_the_rfc(seconds: int, code: str) -> None:
    assert code_of(SECRET, step_of(datetime.fromtimestamp(seconds, UTC))) == code[-6:]


@pytest.mark.parametrize(("late", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(late: int, *, fits: bool) -> None:
    code = code_of(SECRET, step_of(NOW))
    step = matching_step(SECRET, code, now=NOW + timedelta(seconds=late), after=0)
    assert (step == step_of(NOW)) is fits


def test_a_code_is_used_once() -> None:
    code = code_of(SECRET, step_of(NOW))
    assert matching_step(SECRET, code, now=NOW, after=step_of(NOW)) is None


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", "　{0}{1} "])
def test_figures_are_read_however_they_are_typed(typed: str) -> None:
    code = code_of(SECRET, step_of(NOW))
    assert matching_step(SECRET, typed.format(code[:3], code[3:]), now=NOW, after=0) == step_of(NOW)
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert matching_step(SECRET, wide, now=NOW, after=0) == step_of(NOW)


@given(st.text(max_size=50))
def test_whatever_is_typed_is_only_refused(typed: str) -> None:
    assert matching_step(SECRET, f"x{typed}", now=NOW, after=0) is None


def test_a_secret_is_spelled_and_addressed() -> None:
    assert spelled(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert address(SECRET, issuer="明白", login="wang.li") == (
        "otpauth://totp/%E6%98%8E%E7%99%BD%3Awang.li"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%98%8E%E7%99%BD"
    )
    assert len({new_secret() for _ in range(50)}) == 50
