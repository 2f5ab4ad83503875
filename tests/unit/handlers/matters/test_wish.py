"""What is taken for a word about binding, and what is left to everybody else: read strictly, and never slow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.matters.binding.binding import BindingKind
from handlers.matters.talk.wish import ClaimFault, MatterWish, MatterWords, read_words
from tests.factories.matters import FIRM, ZHANG

TODAY = date(2026, 12, 2)
NUMBER = ZHANG.identity


def read(text: str) -> MatterWords | None:
    return read_words(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("绑定", MatterWish.HOW),
        ("我要绑定", MatterWish.HOW),
        ("怎么绑定身份证？", MatterWish.HOW),
        ("我的绑定", MatterWish.LIST),
        ("解除绑定", MatterWish.LIST),
        ("谁能看我的办件", MatterWish.LIST),
        ("我所有的事", MatterWish.ALL),
        ("帮我查一下我名下的办件", MatterWish.ALL),
        ("一证通查", MatterWish.ALL),
        ("解除绑定 #12", MatterWish.END),
        ("验证码 123456", MatterWish.CODE),
        ("123456", MatterWish.CODE),
        ("同意代办 1234 5678", MatterWish.GRANT),
        ("同意代办12345678", MatterWish.GRANT),
    ],
)
def test_what_is_wanted(text: str, wish: MatterWish) -> None:
    found = read(text)
    assert found is not None
    assert found.wish is wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "绑定 银行卡怎么弄",
        "绑定银行卡",
        "怎么绑定社保卡到微信支付",
        "代办公司可靠吗",
        "代办营业执照要多少钱",
        "12345",
        "1234567",
        "我所有的事都办不成，我要投诉",
        "我的",
        "同意",
        "我要查我爸的事",
        "绑" * 300,
    ],
)
def test_what_is_no_word_about_binding(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        f"绑定 张三 {NUMBER}",
        f"绑定：张三，{NUMBER}",
        f"绑定 张三{NUMBER}",
        f"绑定\n张三\n{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"绑定　张三　{NUMBER}",
    ],
)
def test_a_claim_is_read_however_it_is_spaced(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.claim is not None
    assert (found.claim.holder.name, found.claim.holder.identity, found.claim.kind) == (
        "张三",
        NUMBER,
        BindingKind.SELF,
    )


def test_an_agent_and_a_company() -> None:
    found = read(f"代办 {FIRM.name} {FIRM.identity.lower()}")
    assert found is not None
    assert found.claim is not None
    assert (found.claim.kind, found.claim.holder.is_company) == (BindingKind.AGENT, True)
    assert (found.claim.holder.name, found.claim.holder.identity) == (FIRM.name, FIRM.identity)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"绑定 张三 {NUMBER[:-1]}", ClaimFault.NUMBER),
        (f"绑定 张三 {NUMBER[:16]}99", ClaimFault.NUMBER),
        (f"绑定 {NUMBER}", ClaimFault.NAME),
        (f"绑定 张 {NUMBER}", ClaimFault.NAME),
        (f"绑定 张3三 {NUMBER}", ClaimFault.NAME),
    ],
)
def test_what_is_wrong_with_a_claim(text: str, fault: ClaimFault) -> None:
    found = read(text)
    assert found is not None
    assert (found.claim, found.fault) == (None, fault)


@given(st.text(max_size=220))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    found = read(text)
    assert found is None or found.wish in MatterWish


@given(st.text(alphabet="绑定代办 123456789X-，：\n张", max_size=120))
def test_a_claim_has_a_right_number_and_a_name(text: str) -> None:
    found = read(text)
    if found is not None and found.claim is not None:
        assert len(found.claim.holder.identity) == 18
        assert 2 <= len(found.claim.holder.name) <= 80
