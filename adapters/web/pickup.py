"""What waits for citizens of other channels (the county's site, a kiosk): their own system fetches it here."""

import json
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.inbound.reception import Rendered
from bot.message import Reply
from bot.outbound import pickup
from bot.outbound.pickup import Ready

CHANNEL = "api"
PREFIX = f"{CHANNEL}_"
SITE_CHAT = "site"
"""The channel of the chat on the county's own site."""
MESSAGES_A_CALL = 50
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
NUMBER = re.compile(r"[0-9]{1,15}")


def shown(reply: Reply, *, first: int) -> dict[str, Any]:
    """Give a reply as this interface writes it; its choices are numbered from `first`."""
    return {
        "text": reply.text,
        "choices": [
            {"number": number, "label": choice.label} for number, choice in enumerate(reply.choices, first)
        ],
        "card": {"title": reply.card.title, "url": reply.card.url} if reply.card else None,
    }


def rendered(replies: Sequence[Reply]) -> Rendered:
    """Give what is answered to one message as this interface writes it, its choices numbered through."""
    starts = accumulate((len(reply.choices) for reply in replies), initial=1)
    said = [shown(reply, first=first) for reply, first in zip(replies, starts, strict=False)]
    return Rendered(json.dumps({"replies": said}, ensure_ascii=False).encode())


class ChannelPickup:
    """Hands out what waits, again and again until the caller shows by its cursor that it has it."""

    def __init__(self, database: Database, *, clock: Clock, channel: str = CHANNEL) -> None:
        self._database = database
        self._clock = clock
        self._channel = channel

    async def fetch(self, *, citizen: str, after: str) -> dict[str, Any]:
        """Give waiting messages, oldest first, of one citizen or of all, and the cursor that confirms them.

        `after` confirms everything handed out up to that cursor. Raises `InputError` for a wrong name or cursor.
        """
        if citizen and not NAME.fullmatch(citizen):
            raise InputError("api.name", field="citizen")
        if after and not NUMBER.fullmatch(after):
            raise InputError("api.cursor")
        name = f"{self._channel}_{citizen}" if citizen else ""
        async with self._database.transaction() as tx:
            if after:
                await pickup.confirm_until(
                    tx, self._channel, citizen=name, until=int(after), now=self._clock.now()
                )
            ready = await pickup.lying(tx, self._channel, citizen=name, limit=MESSAGES_A_CALL)
            await pickup.hand_out(tx, [each.parcel.id for each in ready])
        return self._page(ready, after=after)

    def _page(self, ready: Sequence[Ready], *, after: str) -> dict[str, Any]:
        messages = [_message(each, prefix=f"{self._channel}_") for each in ready]
        return {
            "messages": messages,
            "cursor": messages[-1]["id"] if messages else after,
            "more": len(ready) == MESSAGES_A_CALL,
        }


def _message(ready: Ready, *, prefix: str) -> dict[str, Any]:
    body = ready.parcel.body
    return {
        "id": str(ready.parcel.id),
        "citizen": ready.parcel.citizen.removeprefix(prefix),
        "at": ready.written_at.isoformat(timespec="seconds"),
        "automatic": body.automatic,
        **shown(body.reply, first=body.first),
    }
