"""The notice that asks a citizen to come back, where the window is shut: it names nobody and says nothing of the matter.

A template message needs a verified service account, a subscription notice the citizen's consent besides (protocol §11);
where either is missing the platform refuses, and the ladder goes on without.
"""

from collections.abc import Mapping
from typing import Literal, Protocol

NoticeKind = Literal["template", "subscription"]
# The narrowest field, `thing`, holds so many characters.
MOST_LETTERS = 20


class NoticeSender(Protocol):
    """Whoever sends notices; `adapters.wechat.api.notices.NoticeCalls` is one."""

    async def send_template(self, citizen: str, template: str, fields: Mapping[str, str], *, key: str) -> str:
        """Send a template message and give its number."""
        ...

    async def send_subscription(self, citizen: str, template: str, fields: Mapping[str, str]) -> str:
        """Send a subscription notice and give its number."""
        ...


class Invitation:
    """Invites citizens by one template, whose `fields` say the same to everybody."""

    def __init__(
        self, sender: NoticeSender, *, by: NoticeKind, template: str, fields: Mapping[str, str]
    ) -> None:
        self._sender = sender
        self._by = by
        self._template = template
        self._fields = {name: words[:MOST_LETTERS] for name, words in fields.items()}

    async def invite(self, citizen: str, *, key: str) -> str:
        """Send the notice and give its number; raises PlatformError or ServiceError."""
        if self._by == "template":
            return await self._sender.send_template(citizen, self._template, self._fields, key=key)
        return await self._sender.send_subscription(citizen, self._template, self._fields)
