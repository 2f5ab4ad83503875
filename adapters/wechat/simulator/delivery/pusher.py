"""Delivers signed and sealed pushes to the adapter as the platform does: five seconds, repeats, and a strict eye (§§2–3)."""

import asyncio
import logging
import secrets
from collections import deque
from datetime import datetime, timedelta
from http import HTTPStatus

import aiohttp

from adapters.wechat.simulator.delivery.answers import AnswerError, Judge, ShownAnswer
from adapters.wechat.simulator.delivery.mishaps import Mishaps, judge_hostile
from adapters.wechat.simulator.delivery.wire import WORDS, EndpointWire
from adapters.wechat.simulator.protocol.pushes import SimulatedPush
from adapters.wechat.simulator.protocol.sealing import Sealing, forged
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace, Trace
from adapters.wechat.simulator.world.world import World

_log = logging.getLogger(__name__)
FAULT_LINE = "该公众号提供的服务出现故障，请稍后再试"
_STALE, _NO_TIME = timedelta(seconds=700), timedelta()
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0
_FAULTS_BEFORE_PAUSE, _FAULT_SPAN, _PAUSE = 30, timedelta(minutes=5), timedelta(seconds=60)


class PushRefusedError(Exception):
    """The platform does not push now; the message says why."""


class Pusher:
    """Pushes for one account."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        self._world = world
        self._wire = EndpointWire(world, session)
        self._sealing = Sealing.of(world.settings)
        self._mishaps = Mishaps(world, self._sealing)
        self._faults: deque[datetime] = deque(maxlen=_FAULTS_BEFORE_PAUSE)
        settings = world.settings
        self._judge = Judge(
            self._sealing.seal, settings.account, settings.mode, settings.switches, world.has_media
        )

    async def keep_verifying(self) -> None:
        """Try the GET check until the endpoint passes it; the endpoint may start later than the simulator."""
        wait = _FIRST_WAIT
        while not await self.verify():
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def verify(self) -> bool:
        """Make the GET check once and remember whether the endpoint passed."""
        world = self._world
        echo = str(secrets.randbelow(10**19))
        query = self._sealing.check(self._timestamp(), echo)
        delivery, body = await self._wire.fetch("GET", query, b"", attempt=1)
        passed = delivery.status == HTTPStatus.OK and body == echo.encode()
        (world.passed.set if passed else world.passed.clear)()
        world.verify_note = "接口校验通过" if passed else f"接口校验未通过：{_refusal_words(delivery)}"
        world.tell_account()
        if passed:
            _log.info("simulator, not WeChat: the endpoint passed the GET check")
        return passed

    async def close(self) -> None:
        """Give up the connections."""
        await self._wire.close()

    async def push(self, citizen: Citizen, push: SimulatedPush) -> Trace:
        """Deliver until an answer counts, and show the citizen what follows from it.

        Raises PushRefusedError while the endpoint has not passed the check, or after too many faults.
        """
        self.ready()
        trace = self._world.traces.open(
            openid=citizen.openid, kind=push.kind, key=push.key, plain_xml=push.xml
        )
        stale, unsigned = self._take("stale", citizen), self._take("wrong_signature", citizen)
        await self._mishaps.hold_up(citizen)
        await self._provoke(trace, citizen)
        timestamp = self._timestamp(_STALE if stale else _NO_TIME)
        query, body = self._sealing.push(push.xml, openid=citizen.openid, timestamp=timestamp)
        if stale or unsigned:
            await self._forge(trace, forged(query) if unsigned else query, body)
        else:
            answer = await self._deliver(trace, push, query=query, body=body)
            self._show(citizen, trace, push, answer=answer)
        self._world.tell_trace(trace)
        return trace

    async def _deliver(
        self, trace: Trace, push: SimulatedPush, *, query: dict[str, str], body: bytes
    ) -> ShownAnswer | None:
        switches, answer = self._world.settings.switches, None
        for attempt in range(1, self._world.settings.max_deliveries + 1):
            if attempt > 1 and trace.deliveries[-1].outcome is not DeliveryOutcome.LATE:
                await asyncio.sleep(switches.pause_between_deliveries)
            answer = await self._round(trace, push, query=query, body=body, attempt=attempt)
            broken = trace.deliveries[-1].outcome is DeliveryOutcome.BROKEN
            if answer is not None or (broken and not switches.retry_broken_answers):
                break
        if answer is not None and self._world.faults.take("again", openid=trace.openid):
            await self._once(trace, push, query=query, body=body, attempt=len(trace.deliveries) + 1)
        return answer

    async def _round(
        self, trace: Trace, push: SimulatedPush, *, query: dict[str, str], body: bytes, attempt: int
    ) -> ShownAnswer | None:
        """Deliver once, or as often at once as a fault orders; the first answer that counts is the answer."""
        fault = self._world.faults.take("duplicate", openid=trace.openid)
        copies = max(fault.value, 2) if fault else 1
        answers = await asyncio.gather(
            *(
                self._once(trace, push, query=query, body=body, attempt=attempt + copy)
                for copy in range(copies)
            )
        )
        return next((answer for answer in answers if answer is not None), None)

    async def _once(
        self, trace: Trace, push: SimulatedPush, *, query: dict[str, str], body: bytes, attempt: int
    ) -> ShownAnswer | None:
        if self._mishaps.lost(trace.openid):
            trace.deliveries.append(self._wire.lost(query, body, attempt=attempt))
            return None
        arriving = self._mishaps.cut(body, trace.openid)
        delivery, received = await self._wire.fetch("POST", query, arriving, attempt=attempt)
        trace.deliveries.append(delivery)
        if len(arriving) < len(body):
            # Nothing that is said to half a push is an answer, and the whole one is still to come.
            if not judge_hostile(delivery, "cut short", received):
                self._world.misled.append(delivery.verdict)
            if delivery.status is not None:
                delivery.outcome = DeliveryOutcome.LOST
            return None
        for fault, outcome in (("late", DeliveryOutcome.LATE), ("lost", DeliveryOutcome.LOST)):
            if delivery.status is not None and self._world.faults.take(fault, openid=trace.openid):
                delivery.outcome, delivery.verdict = outcome, WORDS[outcome]
                return None
        if delivery.status is None:
            return None
        return self._judged(delivery, received, push=push, openid=trace.openid)

    def _judged(
        self, delivery: DeliveryTrace, body: bytes, *, push: SimulatedPush, openid: str
    ) -> ShownAnswer | None:
        if delivery.status != HTTPStatus.OK:
            delivery.outcome, delivery.verdict = DeliveryOutcome.STATUS, f"状态码{delivery.status}不算回答"
            return None
        try:
            answer = self._judge.read(body, openid=openid, push=push)
        except AnswerError as error:
            delivery.outcome, delivery.verdict, delivery.opened = (
                DeliveryOutcome.BROKEN,
                str(error),
                error.opened,
            )
            return None
        delivery.opened = answer.opened
        delivery.outcome = DeliveryOutcome.ANSWERED if answer.kind else DeliveryOutcome.EMPTY
        delivery.verdict = "采用" if answer.kind else "空回答，不再推送"
        return answer

    async def _provoke(self, trace: Trace, citizen: Citizen) -> None:
        """Deliver a hostile push first where one is ordered; the citizen must not notice anything of it."""
        made = self._mishaps.hostile(citizen.openid, timestamp=self._timestamp())
        if made is None:
            return
        name, query, body = made
        delivery, received = await self._wire.fetch("POST", query, body, attempt=0)
        trace.deliveries.append(delivery)
        if not judge_hostile(delivery, name, received):
            self._world.misled.append(delivery.verdict)

    async def _forge(self, trace: Trace, query: dict[str, str], body: bytes) -> None:
        """Deliver once what a stranger might send; the citizen must not notice anything of it."""
        delivery, _ = await self._wire.fetch("POST", query, body, attempt=1)
        trace.deliveries.append(delivery)
        refused = delivery.status == HTTPStatus.FORBIDDEN
        delivery.outcome = DeliveryOutcome.STATUS if refused else DeliveryOutcome.BROKEN
        delivery.verdict = "已拒绝，正确" if refused else f"状态码{delivery.status}：这样的推送应以403拒绝"
        trace.verdict = f"伪造的推送：{delivery.verdict}"

    def _show(
        self, citizen: Citizen, trace: Trace, push: SimulatedPush, *, answer: ShownAnswer | None
    ) -> None:
        world = self._world
        if answer is None:
            last = trace.deliveries[-1]
            trace.verdict = f"故障：推送{len(trace.deliveries)}次，{last.verdict}"
            self._faults.append(world.clock.now())
            if push.answerable:
                world.add(citizen, side="notice", kind="fault", text=FAULT_LINE, trace=trace.id)
            return
        trace.verdict = "已回答" if answer.kind else "空回答"
        if (
            len(
                {
                    delivery.opened
                    for delivery in trace.deliveries
                    if delivery.outcome is DeliveryOutcome.ANSWERED
                }
            )
            > 1
        ):
            trace.verdict += "，但重复推送得到的回答不一致"
        if answer.kind == "transfer_customer_service":
            world.add(citizen, side="notice", kind="transfer", text="已转给人工客服", trace=trace.id)
        elif answer.kind:
            trace.shown = True
            world.add(
                citizen, side="account", kind=answer.kind, text=answer.text, articles=answer.articles,
                via="passive", trace=trace.id,
            )  # fmt: skip

    def _take(self, fault: str, citizen: Citizen) -> bool:
        return self._world.faults.take(fault, openid=citizen.openid) is not None

    def ready(self) -> None:
        """Raise PushRefusedError when the platform would not push now."""
        if not self._world.verified:
            raise PushRefusedError(f"还不能推送：{self._world.verify_note}")
        if self._world.settings.switches.pause_after_many_faults and self._too_many_faults():
            raise PushRefusedError("故障太多，暂停推送一分钟")

    def _too_many_faults(self) -> bool:
        if len(self._faults) < _FAULTS_BEFORE_PAUSE:
            return False
        crowded = self._faults[-1] - self._faults[0] < _FAULT_SPAN
        return crowded and self._world.clock.now() - self._faults[-1] < _PAUSE

    def _timestamp(self, back: timedelta = _NO_TIME) -> int:
        # The machine's own time, not the movable one: the adapter judges freshness by its own clock.
        return int((self._world.clock.base.now() - back).timestamp())


def _refusal_words(delivery: DeliveryTrace) -> str:
    if delivery.status is None:
        return delivery.verdict
    return f"状态码{delivery.status}，回显不符"
