"""What is typed as an address: whole addresses and their last parts are read, everything else is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.errors import InputError
from handlers.staff_notices.channels import NoticeTarget, target_of
from handlers.texts import Texts

TOKEN, SECRET, KEY = "a1b2c3d4e5f6a7b8c9d0", "SEC0123456789abcdef0123", "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"


@pytest.mark.parametrize(
    ("channel", "typed", "secret", "name"),
    [
        ("dingtalk", f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", SECRET, TOKEN),
        ("dingtalk", f"  {TOKEN}\n", SECRET, TOKEN),
        ("wecom", f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}", "", KEY),
        ("wecom", KEY, "", KEY),
        ("mail", "wang.li@xx.gov.cn", "", "wang.li@xx.gov.cn"),
    ],
)
def test_addresses_are_read(channel: str, typed: str, secret: str, name: str) -> None:
    target = target_of(channel, typed, secret)
    assert (target.name, target.secret) == (name, secret)
    assert NoticeTarget.opened(target.sealed_words()) == target
    assert name not in target.label
    assert len(target.label) < len(name)


@pytest.mark.parametrize(
    ("channel", "typed", "secret", "refusal"),
    [
        ("telegram", "x", "", "channel"),
        ("dingtalk", f"https://evil.test/?token={TOKEN}", SECRET, "dingtalk"),
        ("dingtalk", f"https://a/?access_token={TOKEN}&access_token={TOKEN}", SECRET, "dingtalk"),
        ("dingtalk", "https://[bad/?access_token=a", SECRET, "dingtalk"),
        ("dingtalk", TOKEN, "", "secret"),
        ("dingtalk", TOKEN, "SEC短", "secret"),
        ("wecom", f"{KEY}&x=1", "", "wecom"),
        ("wecom", "", "", "wecom"),
        ("wecom", "k" * 5000, "", "wecom"),
        ("mail", "wang@xx.gov.cn\r\nBcc: all@xx.gov.cn", "", "mail"),
        ("mail", "王@xx.gov.cn", "", "mail"),
        ("mail", "a..b@xx.gov.cn", "", "mail"),
        ("mail", "a@b", "", "mail"),
        ("mail", "<a@xx.gov.cn>", "", "mail"),
        ("mail", f"{'a' * 60}@{'b' * 60}.gov.cn", "", "mail"),
    ],
)
def test_what_is_no_address_is_refused(channel: str, typed: str, secret: str, refusal: str) -> None:
    with pytest.raises(InputError) as refused:
        target_of(channel, typed, secret)
    assert refused.value.text_key == f"staff_notices.refused.{refusal}"
    assert refused.value.text_key in Texts.load()


@given(some.sampled_from(["dingtalk", "wecom", "mail"]), some.text(max_size=60), some.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(channel: str, typed: str, secret: str) -> None:
    refused = None
    try:
        target = target_of(channel, typed, secret)
    except InputError as error:
        refused = error
    if refused is not None:
        assert refused.text_key in Texts.load()
        return
    assert target.name.isascii()
    assert not set(target.name) & set("\r\n<>?& ")
