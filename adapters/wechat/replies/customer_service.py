"""Messages sent later, while the platform's window is open: the bodies of custom/send (protocol §8)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.wechat.replies.passive import Parts, plain
from bot.message import Card, Choice

Body = dict[str, Any]
# The words stand in it twice: once percent-encoded, which takes three bytes for one, and once as they are shown.
_ITEM_MARKUP = '\n<a href="weixin://bizmsgmenu?msgmenucontent=&msgmenuid="></a>'


def _body(citizen: str, kind: str, *, content: Mapping[str, Any], automatic: bool) -> Body:
    body: Body = {"touser": citizen, "msgtype": kind, kind: dict(content)}
    if automatic:
        # The law wants automatic words labelled; the client shows a grey line under such a message.
        body["aimsgcontext"] = {"is_ai_msg": 1}
    return body


def text_body(citizen: str, text: str, *, automatic: bool) -> Body:
    """Give the body that says a rendered text of at most 1800 bytes."""
    return _body(citizen, "text", content={"content": text}, automatic=automatic)


def news_body(citizen: str, card: Card, *, automatic: bool) -> Body:
    """Give the body that shows one article; the platform takes no second one."""
    article = {
        "title": plain(card.title),
        "description": plain(card.description),
        "url": card.url,
        "picurl": card.picture_url,
    }
    return _body(citizen, "news", content={"articles": [article]}, automatic=automatic)


def menu_body(citizen: str, text: str, choices: Sequence[Choice], *, first: int = 1, automatic: bool) -> Body:
    """Give the body that shows a question with items to tap; a tap says the item's words and brings its number."""
    items = [
        {"id": str(number), "content": plain(choice.label)} for number, choice in enumerate(choices, first)
    ]
    content = {"head_content": text, "list": items, "tail_content": ""}
    return _body(citizen, "msgmenu", content=content, automatic=automatic)


def menu_weight(choices: Sequence[Choice], *, first: int = 1) -> int:
    """Give the bytes that items take, counted as the mark-up that the client makes of them (protocol §§7, 8)."""
    items = ((str(number), plain(choice.label)) for number, choice in enumerate(choices, first))
    return sum(len(_ITEM_MARKUP) + len(number) + 4 * len(label.encode()) for number, label in items)


def image_body(citizen: str, media_id: str, *, automatic: bool) -> Body:
    """Give the body that shows a picture that was uploaded."""
    return _body(citizen, "image", content={"media_id": media_id}, automatic=automatic)


def miniprogram_body(citizen: str, *, title: str, appid: str, path: str, thumb: str, automatic: bool) -> Body:
    """Give the body that shows the card of a mini-program bound to the account; `thumb` is an uploaded picture."""
    content = {"title": plain(title), "appid": appid, "pagepath": path, "thumb_media_id": thumb}
    return _body(citizen, "miniprogrampage", content=content, automatic=automatic)


def bodies_of(citizen: str, parts: Parts, *, automatic: bool) -> tuple[Body, ...]:
    """Give every message of rendered parts in order; `automatic` says that no person wrote the words."""
    if parts.card:
        return (news_body(citizen, parts.card, automatic=automatic),)
    texts = (parts.text, *parts.overflow) if parts.text else parts.overflow
    return tuple(text_body(citizen, text, automatic=automatic) for text in texts)


def encoded(body: Mapping[str, Any]) -> bytes:
    r"""Give the JSON bytes; the platform refuses `\uXXXX` escapes with 40033."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
