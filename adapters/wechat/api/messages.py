"""Customer-service messages and the typing sign (protocol §8)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation

SEND = Operation("/cgi-bin/message/custom/send", by_itself=True)
SEND_MENU = replace(SEND, feature="msgmenu")
TYPING = Operation("/cgi-bin/message/custom/typing", by_itself=True)


class MessageCalls:
    """What is said to a citizen outside the answer to a push."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def send(self, body: Mapping[str, Any]) -> None:
        """Send one message; `adapters.wechat.replies.customer_service` writes the bodies."""
        await self._caller.call(SEND_MENU if body.get("msgtype") == SEND_MENU.feature else SEND, body)

    async def show_typing(self, citizen: str, *, typing: bool = True) -> None:
        """Show or take away “对方正在输入”; it lasts 15 seconds or until a message."""
        command = "Typing" if typing else "CancelTyping"
        await self._caller.call(TYPING, {"touser": citizen, "command": command})
