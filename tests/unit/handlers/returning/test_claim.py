"""What is read as a wish for a case back, and what the number and the proof in it are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.departed import CaseClaim
from handlers.returning.claim import ReturnWish, read_wish

NUMBER = "GK202611210001"
TOKEN = "AbCd_-0123456789efghijKL"


def opened(token: str) -> str | None:
    return NUMBER if token == TOKEN else None


@pytest.mark.parametrize(
    "said",
    ["找回", "我要找回", "请帮我找回我的申请", "找回以前的办件。", "找回诉求", f"找回 {NUMBER}", " 找回件 "],
)
def test_who_names_no_proof_asks_how(said: str) -> None:
    assert read_wish(said, opened) == ReturnWish()


@pytest.mark.parametrize(
    "said",
    [
        "找回丢失的身份证",
        "身份证丢了怎么找回",
        "找回密码",
        "我的申请到哪了",
        NUMBER,
        f"{NUMBER} 123X",
        "",
        "找不回来了",
    ],
)
def test_other_words_are_left_to_others(said: str) -> None:
    assert read_wish(said, opened) is None


@pytest.mark.parametrize(
    "said",
    [
        f"找回 {NUMBER} 123X",
        f"找回{NUMBER} 123x",
        "找回 gk202611210001，123X",
        "找回 GK 2026-1121-0001 123X",
        "找回 GK2026 1121 0001  339901198503142 123X",
        f"找回{NUMBER}123X",
        "找回　ＧＫ２０２６１１２１０００１　１２３Ｘ",
        f"我要找回 {NUMBER}、34012319900101123X",
    ],
)
def test_number_and_end_are_read_in_any_spelling(said: str) -> None:
    wish = read_wish(said, opened)
    assert wish is not None
    assert wish.claim is not None
    assert (wish.claim.number, wish.claim.tail.upper()) == (NUMBER, "123X")


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (f"https://x.example/m/cases/{TOKEN}", CaseClaim(NUMBER, linked=True)),
        (f"找回 https://x.example/m/cases/{TOKEN}", CaseClaim(NUMBER, linked=True)),
        (f"https://x.example/m/cases/{TOKEN[:-1]}k", CaseClaim("")),
    ],
)
def test_a_link_proves_what_it_opens(said: str, claim: CaseClaim) -> None:
    assert read_wish(said, opened) == ReturnWish(claim)


@pytest.mark.parametrize(
    ("tail", "given_number", "proven"),
    [
        ("123x", "34012319900101123X", True),
        ("1234", "34012319900101123X", False),
        ("", "", False),
        ("", "123", False),
        ("5678", "", False),
        ("0001", "13800000001", True),
    ],
)
def test_only_the_right_end_proves(tail: str, given_number: str, proven: bool) -> None:
    assert CaseClaim(NUMBER, tail).proven_by(given_number) is proven


@given(st.text(max_size=200))
def test_any_text_is_read_or_left(text: str) -> None:
    for said in (text, f"找回{text}", f"找回 {NUMBER} {text}"):
        wish = read_wish(said, opened)
        assert wish is None or wish.claim is None or len(wish.claim.tail) in {0, 4}
