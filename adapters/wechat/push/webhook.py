"""The door for the platform's pushes: it proves the sender, reads the push, and hands it to reception.

Only 200 and 403 ever leave here: the platform repeats a push after any other status, and a repeat helps nobody.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol as Shape

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from prometheus_client import Counter

from adapters.port import waited, written
from adapters.turn_times import Timed, TurnPart
from adapters.wechat.account import OfficialAccount
from adapters.wechat.push.clock_watch import ClockWatch
from adapters.wechat.push.convert import Push, inbound_of, push_of, reports_of
from adapters.wechat.push.parser import MAX_BYTES
from adapters.wechat.push.protocol import Protocol, Query
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.replies.passive import Renderer, passive_answer
from bot.clock import Clock
from bot.errors import ServiceError, UncertainError, failing_part
from bot.inbound.reception import Render, Rendered, WayOut
from bot.message import Inbound, Reply, Wording

log = logging.getLogger(__name__)
PUSHES = Counter("mingbai_wechat_pushes", "Pushes of the platform by what became of them", ["outcome"])

PATH = "/wechat"
BUDGET_SECONDS = 4.0
TYPING_SECONDS = 1.0
# So long does the platform wait for an answer (protocol §3), less what the way takes.
PLATFORM_SECONDS = 4.8
_BODY_SECONDS = 5.0
# These cannot be answered, but they oblige us to act: personal data of these people must go (protocol §6).
DEPARTURES = frozenset(
    {"event/unsubscribe", "event/user_authorization_revoke", "event/user_authorization_cancellation"}
)


class Receiver(Shape):
    """Whoever turns a message into an answer; `bot.inbound.reception.Reception` is one."""

    async def receive(
        self, inbound: Inbound, *, render: Render, budget: float, way_out: WayOut | None = None
    ) -> bytes:
        """Give the answer's bytes within the budget (seconds), the same for every delivery of one message."""
        ...

    async def went_out(self, inbound: Inbound) -> None:
        """Be told that an answer was written out in time."""
        ...


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the webhook works with besides the account.

    `concerns` names the unanswerable kinds that reception should hear of all the same. `receipts` hears what became of
    a notice, by its number. `typing` shows a citizen that somebody writes, when a turn takes longer than `typing_after`
    seconds.
    """

    reception: Receiver
    wording: Wording
    clock: Clock
    concerns: frozenset[str] = DEPARTURES
    budget: float = BUDGET_SECONDS
    choice_links: bool = False
    receipts: Callable[[str, str], Awaitable[object]] | None = None
    typing: Callable[[str], Awaitable[object]] | None = None
    typing_after: float = TYPING_SECONDS


@dataclass(slots=True)
class _Answering:
    """One delivery under way and how its answer is written."""

    protocol: Protocol
    query: Query
    push: Push
    renderer: Renderer
    now: datetime

    def render(self, replies: Sequence[Reply]) -> Rendered:
        with Timed(TurnPart.WRITING):
            parts = self.renderer.parts(replies)
            rest = tuple(Reply(text) for text in parts.overflow)
            message = self.push.message
            clear = passive_answer(message.source, message.target, parts=parts, now=self.now)
            return Rendered(self.protocol.answer(clear, self.query, now=self.now), rest)


def _silence(_replies: Sequence[Reply]) -> Rendered:
    return Rendered(b"")


def _forbidden() -> web.Response:
    return web.Response(status=403)


async def _body(request: web.Request) -> bytes:
    """Read the body, at most one byte more than allowed, so that a longer one shows without being kept."""
    # Mostly the whole body came with the head: then there is nothing to wait for, and no clock to set.
    octets = request.content.read_nowait(MAX_BYTES + 1)
    if request.content.at_eof():
        return octets
    async with asyncio.timeout(_BODY_SECONDS):
        while len(octets) <= MAX_BYTES and (chunk := await request.content.read(MAX_BYTES + 1 - len(octets))):
            octets += chunk
    return octets


class Webhook:
    """Serves `GET` and `POST` on one path for one account; fails closed on everything that is not proven."""

    def __init__(self, account: OfficialAccount, counterpart: Counterpart) -> None:
        self._account = account.account
        self._protocol = Protocol(account)
        self._to = counterpart
        self._renderer = Renderer(counterpart.wording, choice_links=counterpart.choice_links)
        self._clock_watch = ClockWatch()
        self._showing: set[asyncio.Task[object]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Give the routes for an aiohttp application."""
        return [web.get(PATH, self.verify, allow_head=False), web.post(PATH, self.receive)]

    async def verify(self, request: web.Request) -> web.Response:
        """Answer the platform's check of our address: its own words back, byte for byte (protocol §2)."""
        try:
            self._protocol.verify(Query.of(request.query), now=self._to.clock.now())
        except PushRefusal as refusal:
            self._refused(refusal)
            return _forbidden()
        echo = request.query.get("echostr", "").encode("utf-8", "replace")
        return _answered(echo, content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one push (protocol §3)."""
        query, now = Query.of(request.query), self._to.clock.now()
        gone_by = waited(request)
        arrived = asyncio.get_running_loop().time() - gone_by
        try:
            body = await _body(request)
            push = push_of(self._protocol.unwrap(query, body, now=now), self._account)
        except PushRefusal as refusal:
            if refusal.reason == "stale":
                # Its signature fits: an old push that somebody repeats, or our clock.
                self._clock_watch.note(query.timestamp, now)
            self._refused(refusal)
            return _forbidden() if refusal.forged else _answered(b"")
        except (OSError, web.RequestPayloadError, BadHttpMessage):
            # The body never came whole (a timeout is an OSError too): whoever sent it does not wait for words.
            PUSHES.labels("unread").inc()
            return _forbidden()
        self._clock_watch.note(query.timestamp, now)
        PUSHES.labels(push.outcome).inc()
        if push.outcome == "ignore":
            log.info("push of an unknown kind", extra={"kind": push.kind})
            return _answered(b"")
        answering = _Answering(self._protocol, query, push, renderer=self._renderer, now=now)
        way_out = WayOut()
        with Timed(TurnPart.WHOLE):
            response = _answered(await self._handled(answering, way_out, gone_by))
        if way_out.awaited and await written(request, response):
            await self._went_out(push, arrived)
        return response

    async def _went_out(self, push: Push, arrived: float) -> None:
        # Later than that the platform has hung up, though its connection may not show it yet.
        if asyncio.get_running_loop().time() - arrived < PLATFORM_SECONDS:
            await self._to.reception.went_out(inbound_of(push))

    async def _handled(self, answering: _Answering, way_out: WayOut, gone_by: float) -> bytes:
        push = answering.push
        if not push.answerable and push.kind not in self._to.concerns:
            await self._reported(push)
            return b""
        inbound = inbound_of(push)
        render = answering.render if push.answerable else _silence
        waiting = self._typing_later(inbound)
        try:
            return await self._to.reception.receive(
                inbound, render=render, budget=max(0.0, self._to.budget - gone_by), way_out=way_out
            )
        except ServiceError as error:
            log.warning("push not handled", extra={"reason": failing_part(error)})
            PUSHES.labels("unavailable").inc()
            key = error.text_key if isinstance(error, UncertainError) else "general.unavailable"
            return render([Reply(self._to.wording(key))]).answer
        finally:
            if waiting is not None:
                waiting.cancel()

    def _typing_later(self, inbound: Inbound) -> asyncio.TimerHandle | None:
        """Have the sign shown unless the turn is over by then; nobody waits for it after a tap."""
        typing = self._to.typing
        if typing is None or inbound.kind.startswith("event/"):
            return None

        async def show() -> object:
            return await typing(inbound.citizen)

        def begin() -> None:
            task = asyncio.create_task(show())
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)

        return asyncio.get_running_loop().call_later(self._to.typing_after, begin)

    async def _reported(self, push: Push) -> None:
        """Hand on what became of notices; one that no store takes is lost, since the platform would say it to nobody else."""
        if self._to.receipts is None:
            return
        for number, report in reports_of(push):
            try:
                await self._to.receipts(number, report)
            except ServiceError as error:
                log.warning("report not kept", extra={"reason": type(error).__name__})

    @staticmethod
    def _refused(refusal: PushRefusal) -> None:
        PUSHES.labels(refusal.reason).inc()
        log.warning("push refused", extra={"reason": refusal.reason})


def _answered(body: bytes, *, content_type: str = "application/xml") -> web.Response:
    return web.Response(
        body=body, content_type=content_type, headers={"X-Content-Type-Options": "nosniff"} if body else None
    )
