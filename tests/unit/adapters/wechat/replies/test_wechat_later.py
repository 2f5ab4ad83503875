"""A parcel becomes messages: choices to tap where the account has them, numbered elsewhere, and never past a message's length."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.message_parts import MAX_BYTES
from adapters.wechat.replies.passive import Renderer
from bot.message import Card, Choice, Reply
from bot.outbound.parcel import ParcelBody

TWO = (Choice("看全文", "/more"), Choice("问工作人员", "/call"))


def wording(_key: str, /, **values: object) -> str:
    return f"回复 {values['number']}：{values['label']}"


TAPS, NUMBERS = LaterWriter(Renderer(wording), taps=True), LaterWriter(Renderer(wording))


def shown(messages: tuple[dict[str, Any], ...]) -> list[Any]:
    return [
        (each["msgmenu"]["head_content"], [(item["id"], item["content"]) for item in each["msgmenu"]["list"]])
        if each["msgtype"] == "msgmenu"
        else each.get("text", {}).get("content", each["msgtype"])
        for each in messages
    ]


ITEMS = [("1", "看全文"), ("2", "问工作人员")]
LINES = "回复 1：看全文\n回复 2：问工作人员"
LONG = "甲" * 500 + "。"
MANY = tuple(Choice("很长的一个选项" * 8, f"/{number}") for number in range(9))
CARD = Card("标题", "简介", "https://a.example")


@pytest.mark.parametrize(
    ("body", "tapped", "numbered"),
    [
        (ParcelBody(Reply("好", TWO)), [("好", ITEMS)], [f"好\n{LINES}"]),
        (ParcelBody(Reply("好")), ["好"], ["好"]),
        (
            ParcelBody(Reply("好", TWO[:1]), first=3),
            [("好", [("3", "看全文")])],
            ["好\n回复 3：看全文"],
        ),
        (ParcelBody(Reply(LONG + LONG, TWO)), [LONG, (LONG, ITEMS)], [LONG, f"{LONG}\n{LINES}"]),
        (
            ParcelBody(Reply("见", TWO, CARD)),
            [('见\n<a href="https://a.example">标题</a>', ITEMS)],
            [f'见\n<a href="https://a.example">标题</a>\n{LINES}'],
        ),
        # A question without words, and a card alone, have nothing that items could stand under.
        (ParcelBody(Reply("", TWO)), [LINES], [LINES]),
        (ParcelBody(Reply(card=CARD)), ["news"], ["news"]),
        (
            ParcelBody(Reply(choices=TWO), rendered=("还有", "这些")),
            ["还有", ("这些", ITEMS)],
            ["还有", f"这些\n{LINES}"],
        ),
        (ParcelBody(rendered=("还有", "这些")), ["还有", "这些"], ["还有", "这些"]),
    ],
)
def test_choices_are_tapped_or_numbered(body: ParcelBody, tapped: list[Any], numbered: list[Any]) -> None:
    assert shown(TAPS.messages("o1", body)) == tapped
    assert shown(NUMBERS.messages("o1", body)) == numbered


def test_more_items_than_a_message_holds_are_numbered() -> None:
    body = ParcelBody(Reply("好", MANY))
    assert {each["msgtype"] for each in TAPS.messages("o1", body)} == {"text"}


@given(st.text("甲a<。\n", max_size=900), st.lists(st.text("乙b<", min_size=1, max_size=30), max_size=5))
def test_no_message_is_longer_than_the_client_shows(text: str, labels: list[str]) -> None:
    body = ParcelBody(Reply(text, tuple(Choice(label, "/x") for label in labels)))
    for message in TAPS.messages("o1", body):
        menu = message.get("msgmenu", {})
        size = len(str(menu.get("head_content", message.get("text", {}).get("content", ""))).encode())
        size += sum(len(item["content"].encode()) for item in menu.get("list", ()))
        assert size <= MAX_BYTES


@pytest.mark.parametrize("body", [ParcelBody(Reply(LONG * 3, TWO)), ParcelBody(Reply("好", TWO), first=2)])
def test_what_is_left_of_a_parcel_is_said_as_it_would_have_been(body: ParcelBody) -> None:
    messages = TAPS.messages("o1", body)
    for said in range(len(messages)):
        left = TAPS.left(body, messages[said:])
        assert TAPS.messages("o1", ParcelBody.read(left.kept())) == messages[said:]


@pytest.mark.parametrize("too_long", [True, False])
def test_items_that_are_not_taken_become_numbered_text(*, too_long: bool) -> None:
    body = ParcelBody(Reply("好", TWO))
    simpler = TAPS.simpler(body, TAPS.messages("o1", body), too_long=too_long)
    assert simpler is not None
    assert shown(TAPS.messages("o1", simpler)) == [f"好\n{LINES}"]


def test_a_text_is_halved_and_the_items_stay_under_it() -> None:
    body = ParcelBody(Reply(LONG * 2, TWO))
    simpler = TAPS.simpler(body, TAPS.messages("o1", body), too_long=True)
    assert simpler is not None
    said = shown(TAPS.messages("o1", simpler))
    assert said[-1][1] == ITEMS
    assert "".join([*said[:-1], said[-1][0]]) == LONG * 2


@pytest.mark.parametrize(
    ("reply", "too_long"), [(Reply("好"), True), (Reply(LONG), False), (Reply(card=CARD), True)]
)
def test_where_nothing_simpler_helps_nothing_is_given(reply: Reply, *, too_long: bool) -> None:
    body = ParcelBody(reply)
    assert TAPS.simpler(body, TAPS.messages("o1", body), too_long=too_long) is None


def test_an_older_program_reads_what_is_left_without_its_items() -> None:
    body = replace(ParcelBody(Reply(choices=TWO)), rendered=("好",))
    kept = body.kept()
    assert (kept["rendered"], kept["choices"]) == (["好"], [["看全文", "/more"], ["问工作人员", "/call"]])


PICTURED = ParcelBody(Reply("附：1份文件"), automatic=False, pictures=("p1", "p2"))


def test_pictures_follow_the_words_where_the_account_may_show_them() -> None:
    shows = LaterWriter(Renderer(wording), pictures=True)
    messages = shows.messages("o1", PICTURED)
    assert [each["msgtype"] for each in messages] == ["text", "image", "image"]
    assert [each["image"]["media_id"] for each in messages[1:]] == ["file:p1", "file:p2"]
    assert [each["msgtype"] for each in NUMBERS.messages("o1", PICTURED)] == ["text"]
    # What is left after some were sent says the rest and nothing twice.
    rest = shows.left(PICTURED, messages[1:])
    assert (rest.words, rest.pictures) == ("", ("p1", "p2"))
    assert shows.messages("o1", ParcelBody.read(rest.kept())) == messages[1:]
    last = shows.left(PICTURED, messages[2:])
    assert shows.messages("o1", ParcelBody.read(last.kept())) == messages[2:]


def test_a_picture_that_may_not_be_shown_is_left_out_for_its_words() -> None:
    shows = LaterWriter(Renderer(wording), pictures=True)
    messages = shows.messages("o1", PICTURED)
    simpler = shows.simpler(PICTURED, messages[1:], too_long=False)
    assert simpler is not None
    assert shows.messages("o1", simpler) == ()
