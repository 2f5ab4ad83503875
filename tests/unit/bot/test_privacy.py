"""Masking and sealing of personal data (disclosure-rules §14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ServiceError
from bot.privacy import Vault, mask_identity, mask_name, mask_phone, mask_text

VAULT = Vault("one secret of more than thirty-two letters")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我的身份证339901198503142016", "我的身份证339***********2016"),
        ("339901 19850314 2016", "339***********2016"),
        ("33990119850314306x谢谢", "339***********306x谢谢"),
        ("电话13900001234和 139-0000-1235", "电话139****1234和 139****1235"),
        ("卡号6222 0212 3456 7890 123", "卡号622************0123"),
        ("编号GK202503140007", "编号GK202503140007"),
        ("青政发〔2026〕3号,金额1390000元", "青政发〔2026〕3号,金额1390000元"),
    ],
)
def test_numbers_in_free_text_are_hidden(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_masks() -> None:
    assert mask_identity("339901198503142016") == "339***********2016"
    assert mask_phone("13900001234") == "139****1234"
    assert mask_name("王小雨") == "王*"


@given(st.text(max_size=300))
def test_what_is_sealed_opens_only_for_its_purpose(text: str) -> None:
    sealed = VAULT.seal(text, purpose="a")
    assert VAULT.open(sealed, purpose="a") == text
    with pytest.raises(ServiceError):
        VAULT.open(sealed, purpose="b")
    with pytest.raises(ServiceError):
        Vault("another secret of more than thirty-two letters").open(sealed, purpose="a")


@given(st.binary(max_size=80))
def test_rubbish_never_opens(rubbish: bytes) -> None:
    with pytest.raises(ServiceError):
        VAULT.open(rubbish, purpose="a")


def test_fingerprints_find_equal_values_only() -> None:
    assert VAULT.fingerprint("1", purpose="id") == VAULT.fingerprint("1", purpose="id")
    assert VAULT.fingerprint("1", purpose="id") != VAULT.fingerprint("1", purpose="phone")
