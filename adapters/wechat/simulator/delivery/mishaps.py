"""What befalls a push on its way by order: held up, overtaken, lost, cut short, or preceded by one that is hostile."""

import asyncio
import random
from collections.abc import Iterator
from http import HTTPStatus
from itertools import cycle

from adapters.wechat.simulator.protocol.hostile import BODIES, HostileDraft, spoilt_envelopes
from adapters.wechat.simulator.protocol.sealing import Sealing
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace
from adapters.wechat.simulator.world.world import World

OVERTAKING_MS = 2000
HOSTILE_RIGHT = "未予理会，正确"
# What the endpoint may say to a push that it must not act on (protocol §4).
_CALM = frozenset({HTTPStatus.OK, HTTPStatus.FORBIDDEN})


class Mishaps:
    """The mishaps ordered for one account's pushes; hostile bodies are taken in turn, so that each comes up."""

    def __init__(self, world: World, sealing: Sealing) -> None:
        self._world = world
        self._sealing = sealing
        self._dice = random.Random(0)  # noqa: S311 - repeatable on purpose.
        self._names: Iterator[str] = cycle(self._all_names())
        self._departed: dict[str, asyncio.Event] = {}

    async def hold_up(self, citizen: Citizen) -> None:
        """Let a push wait where that is ordered: for a time, or until the citizen's next push has overtaken it."""
        faults = self._world.faults
        if (late := faults.take("push_late", openid=citizen.openid)) is not None:
            await asyncio.sleep(late.value / 1000)
        overtaken = faults.take("push_overtaken", openid=citizen.openid)
        if overtaken is None:
            self._passes(citizen)
            return
        passed = self._departed.setdefault(citizen.openid, asyncio.Event())
        try:
            async with asyncio.timeout((overtaken.value or OVERTAKING_MS) / 1000):
                await passed.wait()
        except TimeoutError:
            self._departed.pop(citizen.openid, None)

    def _passes(self, citizen: Citizen) -> None:
        if (waiting := self._departed.pop(citizen.openid, None)) is not None:
            # What was held up goes on once this one is on its way.
            asyncio.get_running_loop().call_later(0.05, waiting.set)

    def lost(self, openid: str) -> bool:
        """Whether this delivery never arrives."""
        return self._world.faults.take("push_lost", openid=openid) is not None

    def cut(self, body: bytes, openid: str) -> bytes:
        """Give what arrives of a body: mostly all of it."""
        if self._world.faults.take("push_truncated", openid=openid) is None:
            return body
        return body[: self._dice.randrange(1, max(2, len(body) - 8))]

    def hostile(self, openid: str, *, timestamp: int) -> tuple[str, dict[str, str], bytes] | None:
        """Give a hostile push with its name, where one is ordered to come first."""
        if self._world.faults.take("push_hostile", openid=openid) is None:
            return None
        name = next(self._names)
        query, body = self.spoilt(name, openid, timestamp=timestamp)
        return name, query, body

    def spoilt(self, name: str, openid: str, *, timestamp: int) -> tuple[dict[str, str], bytes]:
        """Give a push that is spoilt by a rule, its signatures right."""
        sealing = self._sealing
        draft = HostileDraft.of(sealing.account, openid, at=self._world.clock.base.now(), dice=self._dice)
        if name in BODIES:
            return sealing.octets(BODIES[name](draft), openid=openid, timestamp=timestamp)
        message = draft.xml()
        encrypted = spoilt_envelopes(sealing.seal, message)[name]
        return sealing.signed(encrypted, message, openid=openid, timestamp=timestamp)

    def _all_names(self) -> tuple[str, ...]:
        envelopes = () if self._sealing.mode == "clear" else spoilt_envelopes(self._sealing.seal, b"")
        return (*BODIES, *envelopes)


def judge_hostile(delivery: DeliveryTrace, name: str, received: bytes) -> bool:
    """Write down whether the endpoint stayed calm over a hostile push, and give it; one that was away did nothing."""
    if delivery.status is None:
        return True
    calm = delivery.status in _CALM and received in {b"", b"success"}
    delivery.outcome = DeliveryOutcome.STATUS if calm else DeliveryOutcome.BROKEN
    told = (
        HOSTILE_RIGHT if calm else f"状态码{delivery.status}，正文{len(received)}字节：应以空的200或403回答"
    )
    delivery.verdict = f"改坏的推送 {name}：{told}"
    return calm
