"""Template messages and subscription notices: who may be told what outside the window, and the report that follows (§11)."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.delivery.pusher import Pusher, PushRefusedError
from adapters.wechat.simulator.protocol.markup import Field
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.world import World

_DAILY = (100_000, 10_000)
_ONCE = timedelta(minutes=10)
# Characters that a field of a kind holds; other kinds are not measured.
_LIMITS = {"thing": 20, "phrase": 5, "character_string": 32, "number": 32, "letter": 32}
_FIELD = re.compile(r"([a-z_]+?)[0-9]+")


class Notices:
    """The two endpoints that reach a citizen whose window is shut."""

    def __init__(self, world: World, pusher: Pusher) -> None:
        self._world = world
        self._pusher = pusher
        self._given: dict[tuple[str, str], tuple[datetime, int]] = {}
        self._reporting: set[asyncio.Task[None]] = set()

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        return [
            Endpoint(
                method="POST", path="/cgi-bin/message/template/send", answer=self.template, right=Right.NOTICES,
                daily=_DAILY,
            ),
            Endpoint(
                method="POST", path="/cgi-bin/message/subscribe/bizsend", answer=self.subscription,
                right=Right.NOTICES, daily=_DAILY,
            ),
        ]  # fmt: skip

    def template(self, call: ApiCall) -> Mapping[str, Any]:
        """Show a template message to a follower; raises RefusalError with the platform's code."""
        citizen = self._citizen(call.body)
        if not citizen.follows:
            raise RefusalError(43004)
        words = self._words(call.body)
        key = str(call.body.get("client_msg_id") or "")
        known = self._given.get((citizen.openid, key)) if key else None
        if known and call.now - known[0] < _ONCE:
            return {"errcode": 0, "errmsg": "ok", "msgid": known[1]}
        number = 10**15 + secrets.randbelow(10**15)
        self._given[citizen.openid, key] = (call.now, number)
        self._show(citizen, words)
        self._report(citizen, "TEMPLATESENDJOBFINISH", [("MsgID", number), ("Status", "success")])
        return {"errcode": 0, "errmsg": "ok", "msgid": number}

    def subscription(self, call: ApiCall) -> Mapping[str, Any]:
        """Show a subscription notice for one consent; raises RefusalError with the platform's code."""
        citizen = self._citizen(call.body)
        words = self._words(call.body)
        consent = (citizen.openid, str(call.body.get("template_id")))
        if not self._world.consents[consent]:
            raise RefusalError(43101)
        self._world.consents[consent] -= 1
        self._show(citizen, words)
        number = 10**15 + secrets.randbelow(10**15)
        item: list[Field] = [
            ("TemplateId", consent[1]),
            ("MsgID", number),
            ("ErrorCode", 0),
            ("ErrorStatus", "success"),
        ]
        self._report(citizen, "subscribe_msg_sent_event", [("SubscribeMsgSentEvent", [("List", item)])])
        return {"errcode": 0, "errmsg": "ok", "msgid": number}

    def _citizen(self, body: Mapping[str, Any]) -> Citizen:
        citizen = self._world.citizens.get(str(body.get("touser", "")))
        if citizen is None:
            raise RefusalError(40003)
        return citizen

    def _words(self, body: Mapping[str, Any]) -> str:
        if body.get("template_id") not in self._world.settings.templates:
            raise RefusalError(40037)
        fields = body.get("data")
        if not isinstance(fields, dict) or not fields:
            raise RefusalError(47003)
        return "\n".join(_value(str(name), given) for name, given in fields.items())

    def _show(self, citizen: Citizen, words: str) -> None:
        self._world.add(citizen, side="account", kind="text", text=f"【服务通知】\n{words}", via="notice")

    def _report(self, citizen: Citizen, event: str, fields: list[Field]) -> None:
        push = self._world.writer.event(citizen.openid, event, at=self._world.clock.now(), fields=fields)

        async def deliver() -> None:
            try:
                await self._pusher.push(citizen, push)
            except PushRefusedError:
                # The platform says it once; whoever does not listen does not hear it.
                return

        task = asyncio.create_task(deliver())
        self._reporting.add(task)
        task.add_done_callback(self._reporting.discard)


def _value(name: str, given: object) -> str:
    value = given.get("value") if isinstance(given, dict) else None
    kind = _FIELD.fullmatch(name)
    most = _LIMITS.get(kind[1], 200) if kind else 200
    if not isinstance(value, str) or not value or len(value) > most or "\n" in value:
        raise RefusalError(47003)
    return value
