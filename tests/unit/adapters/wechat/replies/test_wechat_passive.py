"""Replies in the platform's form: no citizen's text becomes markup, nothing is too long, nothing is lost."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.replies import ArticlesReply, TextReply

from adapters.wechat.push.parser import Element, parse
from adapters.wechat.replies.customer_service import bodies_of, encoded
from adapters.wechat.replies.message_parts import MAX_BYTES
from adapters.wechat.replies.passive import (
    Parts,
    Renderer,
    link,
    news_answer,
    passive_answer,
    plain,
    text_answer,
    transfer_answer,
)
from bot.message import Card, Choice, Reply

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CARD = Card("标题]]>", "说明<b>", "https://a.example/p?x=1&y=2", "https://a.example/p.png")


def wording(key: str, /, **values: object) -> str:
    assert key == "wechat.choice"
    return f"回复 {values['number']} {values['label']}"


RENDERER = Renderer(wording)


def pairs(element: Element) -> list[tuple[str, str]]:
    return sorted((child.tag, child.text) for child in element.children)


@given(st.text(max_size=200))
def test_any_text_is_read_back_without_tags_or_controls(text: str) -> None:
    answer = text_answer("o1", "gh_1", text=plain(text), now=NOW)
    root = parse(answer)
    content = root.value("Content") or ""
    assert len(root.children) == 5
    assert "<" not in content
    assert content == plain(text).replace("\r\n", "\n").replace("\r", "\n")


def test_text_cannot_inject_an_element() -> None:
    root = parse(text_answer("o1", "gh_1", text="]]></Content><MsgType>news</MsgType>", now=NOW))
    assert root.value("MsgType") == "text"
    assert root.value("Content") == "]]></Content><MsgType>news</MsgType>"


def test_a_text_answer_equals_wechatpys() -> None:
    ours = parse(text_answer("o1", "gh_1", text="你好", now=NOW))
    theirs = TextReply(content="你好", source="gh_1", target="o1", time=int(NOW.timestamp())).render()
    assert pairs(ours) == pairs(parse(theirs.encode()))


def test_a_news_answer_equals_wechatpys() -> None:
    card = Card("标题", "说明", "https://a.example/p", "https://a.example/p.png")
    ours = parse(news_answer("o1", "gh_1", card=card, now=NOW))
    article = {
        "title": card.title,
        "description": card.description,
        "url": card.url,
        "image": card.picture_url,
    }
    reply = ArticlesReply(source="gh_1", target="o1", time=int(NOW.timestamp()))
    reply.add_article(article)
    theirs = parse(reply.render().encode())
    for path in ("ToUserName", "FromUserName", "CreateTime", "MsgType", "ArticleCount"):
        assert ours.value(path) == theirs.value(path)
    for path in ("Title", "Description", "PicUrl", "Url"):
        assert ours.value(f"Articles/item/{path}") == theirs.value(f"Articles/item/{path}")


def test_names_are_swapped_and_time_is_whole_seconds() -> None:
    root = parse(news_answer("oCitizen", "gh_ours", card=CARD, now=NOW))
    assert root.value("ToUserName") == "oCitizen"
    assert root.value("FromUserName") == "gh_ours"
    assert root.value("CreateTime") == str(int(NOW.timestamp()))
    assert root.value("Articles/item/Title") == "标题]]>"
    assert root.value("Articles/item/Description") == "说明＜b>"


def test_transfer_with_and_without_a_name() -> None:
    anyone = parse(transfer_answer("o1", "gh_1", now=NOW))
    assert anyone.value("MsgType") == "transfer_customer_service"
    assert anyone.only("TransInfo") is None
    assert parse(transfer_answer("o1", "gh_1", now=NOW, staff="a@b")).value("TransInfo/KfAccount") == "a@b"


def test_choices_are_numbered_lines() -> None:
    parts = RENDERER.parts([Reply("选一项：", (Choice("查看全文", "/more"), Choice("人工", "人工")))])
    assert parts == Parts(text="选一项：\n回复 1 查看全文\n回复 2 人工")


def test_choices_become_links_only_when_asked() -> None:
    parts = Renderer(wording, choice_links=True).parts([Reply("选：", (Choice('要"<全文>"&', "x"),))])
    assert parts.text == (
        '选：\n<a href="weixin://bizmsgmenu?msgmenucontent=要全文&msgmenuid=1">1 要"＜全文>"&</a>'
    )


def test_replies_are_joined_by_blank_lines_and_a_card_among_text_is_a_link() -> None:
    parts = RENDERER.parts([Reply("一"), Reply(), Reply("二", card=CARD), Reply("三")])
    assert parts.card is None
    assert parts.text == '一\n\n二\n<a href="https://a.example/p?x=1&y=2">标题]]></a>\n\n三'


def test_a_card_alone_is_an_article() -> None:
    parts = RENDERER.parts([Reply(card=CARD)])
    assert parts == Parts(card=CARD)
    assert parse(passive_answer("o1", "gh_1", parts=parts, now=NOW)).value("MsgType") == "news"


def test_nothing_to_say_is_no_bytes() -> None:
    for replies in ([], [Reply()], [Reply(""), Reply("")]):
        assert passive_answer("o1", "gh_1", parts=RENDERER.parts(replies), now=NOW) == b""
        assert bodies_of("o1", RENDERER.parts(replies), automatic=True) == ()


@given(st.lists(st.text(max_size=1500), max_size=6))
def test_what_does_not_fit_follows_and_nothing_is_lost(texts: list[str]) -> None:
    parts = RENDERER.parts([Reply(text) for text in texts])
    said = [parts.text, *parts.overflow]
    assert all(len(text.encode()) <= MAX_BYTES for text in said)
    assert "".join("".join(said).split()) == "".join("".join(plain(text) for text in texts).split())


def test_a_citizens_tag_is_not_a_link() -> None:
    parts = RENDERER.parts([Reply('<a href="https://bad.example">点我</a>')])
    assert parts.text == '＜a href="https://bad.example">点我＜/a>'


@pytest.mark.parametrize(
    "address", ['https://a.example/"onclick', "https://a.example/<", "https://a/" + "x" * 2000]
)
def test_an_address_that_fits_no_link_stands_beside_its_label(address: str) -> None:
    assert link(address, "看") == f"看\n{plain(address)}"


def test_customer_service_bodies() -> None:
    parts = Parts(text="一", overflow=("二",))
    first, second = bodies_of("o1", parts, automatic=True)
    assert first == {
        "touser": "o1",
        "msgtype": "text",
        "text": {"content": "一"},
        "aimsgcontext": {"is_ai_msg": 1},
    }
    assert second["text"] == {"content": "二"}
    (news,) = bodies_of("o1", Parts(card=CARD), automatic=False)
    assert news["news"]["articles"] == [
        {"title": "标题]]>", "description": "说明＜b>", "url": CARD.url, "picurl": CARD.picture_url}
    ]
    assert "aimsgcontext" not in news


def test_bodies_are_utf8_without_escapes() -> None:
    octets = encoded({"text": {"content": "你好👍"}})
    assert b"\\u" not in octets
    assert json.loads(octets) == {"text": {"content": "你好👍"}}
