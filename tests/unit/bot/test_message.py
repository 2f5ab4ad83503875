"""A text is cut to what is read before anybody reads it, and never within a number."""

from datetime import UTC, datetime

import pytest

from bot.message import LONGEST_TEXT, Inbound, readable
from bot.privacy import mask_text
from handlers.disclosure.case.fields import LONGEST_INFORMATION, information

IDENTITY = "339901198503142016"


def test_a_longer_text_is_cut_where_a_message_comes_in() -> None:
    inbound = Inbound("wechat", "o1", "m:1", "text", datetime.now(UTC), "，" * 13_000)
    assert inbound.text == "，" * LONGEST_TEXT


@pytest.mark.parametrize("text", ["", "公租房怎么申请", "问" * LONGEST_TEXT, "1" * LONGEST_TEXT])
def test_what_is_no_longer_stays_as_it_is(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize(
    "number",
    [
        IDENTITY,
        "3399 0119 8503 1420 16",
        "１３９００００１２３４",
        "三三九九零一一九八五零三一四二零一六",
        "139-0000-1234",
        "①③⑨🙂⓪⓪⓪⓪🙂①②③④",
        "3️⃣3️⃣9️⃣9️⃣0️⃣1️⃣ 1️⃣9️⃣8️⃣5️⃣0️⃣3️⃣1️⃣4️⃣ 2️⃣0️⃣1️⃣6️⃣",
        "wangxiaoyu@qq.com",
    ],
)
@pytest.mark.parametrize("kept", [1, 5, 9, 10])
def test_a_number_at_the_cut_goes_whole_as_half_of_it_would_not_be_hidden(number: str, kept: int) -> None:
    before = "问" * (LONGEST_TEXT - kept)
    assert readable(before + number + "还有很多话" * 100) == before


def test_a_number_before_the_cut_is_hidden_as_ever() -> None:
    assert IDENTITY not in mask_text(readable("我" + IDENTITY + "，" * 13_000))


def test_figures_alone_are_cut_in_their_midst() -> None:
    assert readable("1" * 13_000) == "1" * LONGEST_TEXT


def test_a_description_that_is_too_long_is_still_seen_to_be_too_long() -> None:
    assert LONGEST_TEXT > LONGEST_INFORMATION
    assert information(readable("决算报告" * 3000)).fault == "information_long"
