"""Template messages and subscription notices: what reaches a citizen whose window is shut (protocol §11)."""

from collections.abc import Mapping

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation

TEMPLATE = Operation("/cgi-bin/message/template/send", by_itself=True)
SUBSCRIPTION = Operation("/cgi-bin/message/subscribe/bizsend", by_itself=True)


class NoticeCalls:
    """The two kinds of notice; each gives the platform's number, by which its report comes later."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def send_template(self, citizen: str, template: str, fields: Mapping[str, str], *, key: str) -> str:
        """Send a template message and give its number; the same `key` shows it once in ten minutes."""
        body = {"touser": citizen, "template_id": template, "client_msg_id": key, "data": _valued(fields)}
        return str((await self._caller.call(TEMPLATE, body)).get("msgid", ""))

    async def send_subscription(self, citizen: str, template: str, fields: Mapping[str, str]) -> str:
        """Send a subscription notice and give its number, if the platform tells one."""
        body = {"touser": citizen, "template_id": template, "data": _valued(fields)}
        return str((await self._caller.call(SUBSCRIPTION, body)).get("msgid", ""))


def _valued(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"value": value} for name, value in fields.items()}
