"""Writes a parcel out as customer-service messages: its choices as items to tap where the account has them, else numbered.

What was said of it in part, or has to be said more simply, goes back into the parcel as the texts that are left.
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters.wechat.replies.customer_service import (
    Body,
    bodies_of,
    image_body,
    menu_body,
    menu_weight,
    text_body,
)
from adapters.wechat.replies.message_parts import MAX_BYTES, cut
from adapters.wechat.replies.passive import Parts, Renderer
from bot.message import Reply
from bot.outbound.parcel import ParcelBody

MENU = "msgmenu"
IMAGE = "image"
FILE = "file:"
"""What stands before a file's name where the platform's id of it will stand once it is uploaded."""
# A text is cut anew, to half its length, until it is as short as this.
_SHORTEST_BYTES = 300
# The question above the items needs some room of its own.
_SHORTEST_HEAD_BYTES = 300


class LaterWriter:
    """Writes for one account; `taps` and `pictures` say that it may send items to tap, and pictures (protocol §§8, 13)."""

    def __init__(self, renderer: Renderer, *, taps: bool = False, pictures: bool = False) -> None:
        self._renderer = renderer
        self._taps = taps
        self._pictures = pictures

    def messages(self, citizen: str, body: ParcelBody) -> tuple[Body, ...]:
        """Give what says a parcel, in order, its pictures last."""
        shown = body.pictures if self._pictures else ()
        pictures = (image_body(citizen, f"{FILE}{one}", automatic=body.automatic) for one in shown)
        return (*self._words(citizen, body), *pictures)

    def _words(self, citizen: str, body: ParcelBody) -> tuple[Body, ...]:
        if body.reply.choices and self._taps and (tapped := self._tapped(citizen, body)):
            return tapped
        if body.rendered:
            texts = self._numbered(body) if body.reply.choices else body.rendered
            parts = Parts(text=texts[0], overflow=texts[1:])
        else:
            parts = self._renderer.parts([body.reply], first=body.first)
        return bodies_of(citizen, parts, automatic=body.automatic)

    def _tapped(self, citizen: str, body: ParcelBody) -> tuple[Body, ...]:
        """Give the texts and, under the last one, the items; nothing where they do not fit into a message or have no text."""
        choices = body.reply.choices
        room = MAX_BYTES - menu_weight(choices, first=body.first)
        texts = body.rendered or self._wordy(body.reply)
        if not texts or room < _SHORTEST_HEAD_BYTES:
            return ()
        *before, last = texts
        *pieces, head = cut(last, room)
        said = (text_body(citizen, text, automatic=body.automatic) for text in (*before, *pieces))
        return (*said, menu_body(citizen, head, choices, first=body.first, automatic=body.automatic))

    def _wordy(self, reply: Reply) -> tuple[str, ...]:
        parts = self._renderer.parts([replace(reply, choices=())])
        return (parts.text, *parts.overflow) if parts.text else ()

    def _numbered(self, body: ParcelBody) -> tuple[str, ...]:
        *before, last = body.rendered
        return (*before, *cut(f"{last}\n{self._renderer.numbered(body.reply.choices, first=body.first)}"))

    @staticmethod
    def left(body: ParcelBody, messages: Sequence[Body]) -> ParcelBody:
        """Give the parcel of which only these messages are still to be said."""
        words = [each for each in messages if each["msgtype"] != IMAGE]
        tapped = bool(words) and words[-1]["msgtype"] == MENU
        return replace(
            body,
            reply=Reply(choices=body.reply.choices) if tapped else Reply(),
            rendered=tuple(words_of(each) for each in words),
            pictures=tuple(file_of(each) for each in messages if each["msgtype"] == IMAGE),
        )

    def simpler(self, body: ParcelBody, messages: Sequence[Body], *, too_long: bool) -> ParcelBody | None:
        """Give the parcel that says these messages so that the platform may take them; None where that is no help.

        The platform found the first `too_long`, or the account may not send its kind. Items to tap become numbered text,
        a text that is too long is halved, a picture is left out: the words say where it is read.
        """
        left = self.left(body, messages)
        if messages[0]["msgtype"] == IMAGE:
            return replace(left, pictures=())
        if messages[0]["msgtype"] == MENU:
            return replace(left, reply=Reply(), rendered=self._numbered(left))
        longest = max(len(text.encode()) for text in left.rendered)
        if not too_long or not all(left.rendered) or longest <= _SHORTEST_BYTES:
            return None
        return replace(
            left, rendered=tuple(part for text in left.rendered for part in cut(text, longest // 2))
        )


def file_of(message: Body) -> str:
    """Give the name of the file that a message shows."""
    return str(message[IMAGE]["media_id"]).removeprefix(FILE)


def words_of(message: Body) -> str:
    """Give the text of a message as it was rendered; nothing for an article."""
    if message["msgtype"] == MENU:
        return str(message[MENU]["head_content"])
    return str(message.get("text", {}).get("content", ""))
