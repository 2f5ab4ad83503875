"""The engine's replies become one passive answer, and what does not fit into it becomes messages for later.

The platform takes one answer to a push (protocol §7), so several replies are joined by blank lines; a card alone
becomes a news article, a card among text becomes a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from adapters.wechat.replies.message_parts import clip, cut
from adapters.wechat.replies.xml import document, element
from bot.message import Card, Choice, Reply, Wording
from bot.text.characters import clean

CHOICE_KEY = "wechat.choice"

_MENU_LINK = "weixin://bizmsgmenu?msgmenucontent={words}&msgmenuid={number}"
_MAX_ADDRESS = 1024
_MAX_LABEL = 512


@dataclass(frozen=True, slots=True)
class Parts:
    """What one answer says: an article, or a first text; `overflow` are the texts that follow it."""

    text: str = ""
    card: Card | None = None
    overflow: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Give text that cannot form a tag in the client: `<` becomes `＜`, forbidden characters go."""
    return clean(text).replace("<", "＜")


def link(address: str, label: str) -> str:
    """Give our own link mark-up; an address that cannot stand in one leaves the bare label and address."""
    shown = clip(plain(label), _MAX_LABEL)
    if len(address.encode()) > _MAX_ADDRESS or any(mark in address for mark in '"<>\n\r'):
        return f"{shown}\n{plain(address)}"
    return f'<a href="{clean(address)}">{shown}</a>'


class Renderer:
    """Writes replies for the chat window.

    `wording` must know `wechat.choice` with number and label; `choice_links` makes numbered choices
    tappable by the undocumented menu link, which is off until a live account has shown it working (protocol §17).
    """

    def __init__(self, wording: Wording, *, choice_links: bool = False) -> None:
        self._wording = wording
        self._choice_links = choice_links

    def parts(self, replies: Sequence[Reply], *, first: int = 1) -> Parts:
        """Give what is said at once and what must follow; `first` is the number of the first choice."""
        if len(replies) == 1 and replies[0].card and not replies[0].text and not replies[0].choices:
            return Parts(card=replies[0].card)
        # The engine numbers the choices of one answer through, from its first reply to its last.
        starts = accumulate((len(reply.choices) for reply in replies), initial=first)
        said = [self._said(reply, first=start) for reply, start in zip(replies, starts, strict=False)]
        texts = cut("\n\n".join(block for block in said if block))
        return Parts(text=texts[0], overflow=texts[1:]) if texts else Parts()

    def _said(self, reply: Reply, *, first: int) -> str:
        blocks = [plain(reply.text)]
        if reply.card:
            blocks.append(link(reply.card.url, reply.card.title))
        blocks.append(self.numbered(reply.choices, first=first))
        return "\n".join(block for block in blocks if block)

    def numbered(self, choices: Sequence[Choice], *, first: int) -> str:
        """Give choices as lines, each with its number."""
        return "\n".join(self._choice(number, choice) for number, choice in enumerate(choices, start=first))

    def _choice(self, number: int, choice: Choice) -> str:
        if not self._choice_links:
            return plain(self._wording(CHOICE_KEY, number=number, label=choice.label))
        words = "".join(mark for mark in choice.label if mark not in '"<>&\n\r')
        return link(
            _MENU_LINK.format(words=clip(words, _MAX_LABEL), number=number), f"{number} {choice.label}"
        )


def _addressed(citizen: str, account: str, *, kind: str, now: datetime, body: str) -> bytes:
    return document(
        element("ToUserName", citizen),
        element("FromUserName", account),
        f"<CreateTime>{int(now.timestamp())}</CreateTime>",
        element("MsgType", kind),
        body,
    )


def text_answer(citizen: str, account: str, *, text: str, now: datetime) -> bytes:
    """Give the passive answer that says a text (protocol §7)."""
    return _addressed(citizen, account, kind="text", now=now, body=element("Content", text))


def news_answer(citizen: str, account: str, *, card: Card, now: datetime) -> bytes:
    """Give the passive answer that shows one article, the most that every trigger allows."""
    article = (
        element("Title", plain(card.title))
        + element("Description", plain(card.description))
        + element("PicUrl", card.picture_url)
        + element("Url", card.url)
    )
    body = f"<ArticleCount>1</ArticleCount><Articles><item>{article}</item></Articles>"
    return _addressed(citizen, account, kind="news", now=now, body=body)


def transfer_answer(citizen: str, account: str, *, now: datetime, staff: str | None = None) -> bytes:
    """Give the answer that hands a citizen's message (never an event) to the account's own staff desk."""
    body = f"<TransInfo>{element('KfAccount', staff)}</TransInfo>" if staff else ""
    return _addressed(citizen, account, kind="transfer_customer_service", now=now, body=body)


def passive_answer(citizen: str, account: str, *, parts: Parts, now: datetime) -> bytes:
    """Give the passive answer of rendered parts; nothing to say gives no bytes, which is an answer too."""
    if parts.card:
        return news_answer(citizen, account, card=parts.card, now=now)
    return text_answer(citizen, account, text=parts.text, now=now) if parts.text else b""
