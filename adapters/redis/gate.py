"""The gate on Redis: one script to come in, one to go out, whatever the number of processes."""

import logging
import time
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import Counter
from redis.asyncio import Redis

from adapters.redis.bundle import Argument, Bundle
from adapters.redis.inflight import InFlight, hand_key
from adapters.redis.keys import key_of
from adapters.redis.packing import pressed, unpressed
from adapters.redis.quarantine import KEPT_SECONDS, MOST_MESSAGES, SET_ASIDE, message_key, messages_key
from adapters.redis.reach import reachable
from adapters.redis.scripts import STEPS
from adapters.redis.sealed_message import seal
from adapters.redis.waiting_notes import known_key
from adapters.redis.windows import WindowRules, since_key, window_key
from adapters.turn_times import Timed, TurnPart
from bot.errors import ServiceError
from bot.forms.drafts import DRAFT_KEPT, FormDraft, remind_at
from bot.inbound.gate import Admission, AdmissionStanding, Parting, Unheard
from bot.message import Inbound
from bot.privacy import Vault

log = logging.getLogger(__name__)
UNREADABLE = Counter("mingbai_conversations_unreadable", "Conversations or turns that no key could open")
LEASE_MS = 15_000
# For longer than a push is fresh (15 minutes), though the clock of Redis be set ten minutes ahead meanwhile.
ANSWER_SECONDS = 1800
CONVERSATION_SECONDS = int(DRAFT_KEPT.total_seconds())
KEPT_TURNS = 20
# What a try weighs. One that failed for the world's sake leaves a ten-thousandth: days of an outage do not use a message
# up, and one that makes the world fail every time is not tried for ever either.
TRY = 10_000
TRIES_SECONDS = 7 * 24 * 3600


class RedisGate:
    """Implements `bot.inbound.gate.Gate`; conversations and messages in hand lie sealed in Redis."""

    def __init__(
        self, redis: Redis, *, vault: Vault, rate_limit: int, windows: WindowRules | None = None
    ) -> None:
        self._redis = redis
        self._vault = vault
        self._limit = rate_limit
        self._windows = windows or WindowRules()
        self._steps = Bundle(redis, STEPS)
        self._hand = InFlight(redis, self._steps, vault=vault)
        self._owner = uuid.uuid4().hex

    async def enter(
        self, inbound: Inbound, *, overtaking: bool = False, collecting: bool = False
    ) -> Admission:
        """Try to begin a message; raises `ServiceError` when Redis is away."""
        person = _person(inbound)
        keys = [
            key_of("answer", inbound.identity),
            key_of("claim", inbound.identity),
            key_of("lock", person),
            key_of("conversation", person),
            key_of("rate", person),
            key_of("waiting", inbound.citizen),
            hand_key(),
            key_of("tries", inbound.identity),
            key_of("begun", person),
            key_of("unheard", person),
            key_of("told", inbound.identity),
            window_key(inbound.citizen),
            since_key(),
            known_key(),
        ]
        row, until, left = self._windows.row(inbound)
        arguments: list[Argument] = [
            self._token(inbound),
            LEASE_MS,
            self._limit,
            seal(inbound, self._vault),
            inbound.identity,
            TRY,
            TRIES_SECONDS,
            key_of("claim") + ":",
            "1" if overtaking else "",
            "" if collecting else ANSWER_SECONDS,
            int(inbound.sent_at.timestamp() * 1000),
            row,
            until,
            left,
            int(self._windows.within.total_seconds()),
        ]
        async with reachable():
            with Timed(TurnPart.ENTERING):
                found = await self._steps.take("enter", keys, arguments)
        standing = AdmissionStanding(found[0].decode())
        if standing is AdmissionStanding.REPEAT:
            return Admission(standing, answer=found[1], given=bool(found[2]))
        if standing is AdmissionStanding.BEHIND:
            before = self._hand.opened(found[1])
            # One that no key opens, or that a later version wrote, holds up nobody.
            return (
                Admission(standing, before=before) if before else await self.enter(inbound, overtaking=True)
            )
        if standing is not AdmissionStanding.FRESH:
            return Admission(standing)
        state, tries = self._known(found[1]), int(found[3]) // TRY
        unheard = found[4].decode().partition(":")[0]
        # Whoever tried before may have taken the note away and died.
        waiting = bool(found[2]) or tries > 1
        return Admission(standing, state=state, waiting=waiting, tries=tries, unheard=unheard)

    async def renew(self, inbound: Inbound) -> bool:
        """Hold message and lock for another lease; raises `ServiceError` when Redis is away."""
        keys = [key_of("claim", inbound.identity), key_of("lock", _person(inbound))]
        async with reachable():
            return bool(await self._steps.take("renew", keys, [self._token(inbound), LEASE_MS]))

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> Parting:
        """Keep conversation and answer and give the lock back; raises `ServiceError` when Redis is away."""
        person = _person(inbound)
        keys = [
            key_of("answer", inbound.identity),
            key_of("claim", inbound.identity),
            key_of("lock", person),
            key_of("conversation", person),
            hand_key(),
            key_of("drafts"),
            key_of("talk", person),
            key_of("tries", inbound.identity),
            messages_key(),
            message_key(f"{person}:"),
            key_of("waiting", inbound.citizen),
            key_of("begun", person),
            key_of("unheard", person),
            key_of("told", inbound.identity),
            window_key(inbound.citizen),
        ]
        sealed = self._vault.seal(pressed(state), purpose="conversation")
        arguments: list[Argument] = [
            self._token(inbound),
            answer,
            ANSWER_SECONDS,
            sealed,
            CONVERSATION_SECONDS,
            inbound.identity,
            person,
            int(remind_at(inbound.sent_at).timestamp()) if state.get("form") else "",
            self._said(state),
            "1" if state.get("forgotten") else "",
            KEPT_TURNS,
            "" if any(state.get(part) for part in ("slots", "events", "form")) else "1",
            str(state.get("unheard") or ""),
            "1" if state.get("waits") else "",
        ]
        async with reachable():
            with Timed(TurnPart.LEAVING):
                return Parting((await self._steps.take("leave", keys, arguments)).decode())

    async def promise(self, inbound: Inbound) -> bytes | None:
        """Note that a delivery is told "later", or give the answer; raises `ServiceError` when Redis is away."""
        keys = [key_of("answer", inbound.identity), key_of("told", inbound.identity), hand_key()]
        async with reachable():
            told = await self._steps.take("promise", keys, [ANSWER_SECONDS, inbound.identity])
        if told[0] == b"gone":
            return None
        return told[1] if len(told) > 1 else b""

    async def posted(self, inbound: Inbound) -> None:
        """Note that a kept answer was posted; raises `ServiceError` when Redis is away."""
        async with reachable():
            await self._steps.take("posted", [key_of("answer", inbound.identity)], [])

    async def heard(self, inbound: Inbound) -> None:
        """Note that the answer to a message was written out; raises `ServiceError` when Redis is away."""
        async with reachable():
            mark = f"{Unheard.SAID}:{inbound.identity}"
            await self._steps.take("heard", [key_of("unheard", _person(inbound))], [mark])

    async def talk(self, channel: str, citizen: str) -> list[Mapping[str, Any]]:
        """Give what was said in the last turns; raises `ServiceError` when Redis is away."""
        async with reachable():
            turns: Any = await self._redis.lrange(key_of("talk", f"{channel}:{citizen}"), 0, -1)
        return [event for turn in turns for event in self._turn(turn)]

    async def conversation(self, channel: str, citizen: str) -> Mapping[str, Any] | None:
        """Give a citizen's conversation to look at, outside any turn; raises `ServiceError` when Redis is away."""
        async with reachable():
            sealed: Any = await self._redis.get(key_of("conversation", f"{channel}:{citizen}"))
        return self._known(sealed or b"")

    def _turn(self, sealed: bytes) -> list[Mapping[str, Any]]:
        """Give what was said in a turn; nothing when it cannot be read, so that the other turns are given."""
        try:
            said: list[Mapping[str, Any]] = unpressed(self._vault.open_bytes(sealed, purpose="talk"))
        except ServiceError:
            UNREADABLE.inc()
            log.error("a turn of a talk cannot be read")  # noqa: TRY400 - no trace helps
            return []
        return said

    async def abandon(self, inbound: Inbound) -> bool:
        """Give claim and lock back, unless the lease was lost or a delivery was told that the answer comes.

        Raises `ServiceError` when Redis is away (the lease then frees them, and the message stays in hand).
        """
        keys = [
            key_of("claim", inbound.identity),
            key_of("lock", _person(inbound)),
            hand_key(),
            key_of("tries", inbound.identity),
            key_of("answer", inbound.identity),
            key_of("told", inbound.identity),
        ]
        async with reachable():
            taken = await self._steps.take("abandon", keys, [self._token(inbound), inbound.identity, TRY - 1])
            return bool(taken)

    async def excuse(self, inbound: Inbound) -> None:
        """Hardly count the try under way; raises `ServiceError` when Redis is away."""
        async with reachable():
            await self._steps.take("excuse", [key_of("tries", inbound.identity)], [TRY - 1])

    async def begin(self, inbound: Inbound) -> int:
        """Count the try that was excused after all; give how many there were. Raises `ServiceError` when Redis is away."""
        async with reachable():
            keys = [key_of("tries", inbound.identity)]
            return int(await self._steps.take("begin", keys, [TRY - 1, TRIES_SECONDS])) // TRY

    async def step_aside(self, inbound: Inbound) -> None:
        """Give claim and lock back and keep the message in hand; raises `ServiceError` when Redis is away."""
        keys = [key_of("claim", inbound.identity), key_of("lock", _person(inbound))]
        async with reachable():
            await self._steps.take("step_aside", keys, [self._token(inbound)])

    async def set_aside(self, inbound: Inbound, *, answer: bytes) -> None:
        """Take a message out of hand into quarantine; raises `ServiceError` when Redis is away."""
        keys = [
            key_of("answer", inbound.identity),
            key_of("claim", inbound.identity),
            key_of("lock", _person(inbound)),
            hand_key(),
            key_of("tries", inbound.identity),
            messages_key(),
            message_key(inbound.identity),
        ]
        arguments: list[Argument] = [
            self._token(inbound),
            answer,
            ANSWER_SECONDS,
            inbound.identity,
            int(time.time()),
            KEPT_SECONDS,
            MOST_MESSAGES,
        ]
        async with reachable():
            SET_ASIDE.inc(int(await self._steps.take("set_aside", keys, arguments)))

    async def stranded(self, *, limit: int) -> list[Inbound]:
        """Give messages whose lease ran out before they were answered.

        One that was sealed under another secret can never be read again; it is said in the log and let go, so that it
        does not stand in the way of the others.
        """
        async with reachable():
            return await self._hand.stranded(limit=limit) if limit > 0 else []

    async def drafts(self, *, now: datetime, limit: int) -> list[FormDraft]:
        """Give forms whose citizen is to be reminded; those that have lapsed meanwhile leave the list."""
        async with reachable():
            listed: Any = await self._redis.zrange(
                key_of("drafts"), "-inf", now.timestamp(), byscore=True, offset=0, num=limit, withscores=True
            )
            found = [await self._draft(person.decode(), mark, now=now) for person, mark in listed]
        return [draft for draft in found if draft]

    async def _draft(self, person: str, mark: float, *, now: datetime) -> FormDraft | None:
        sealed: Any = await self._redis.get(key_of("conversation", person))
        left = await self._redis.pttl(key_of("conversation", person))
        try:
            state = self._open(sealed) if sealed and left > 0 else None
        except ServiceError:
            # As with a message in hand: it can never be read again, and must not hold up the other drafts.
            log.error("a draft cannot be read")  # noqa: TRY400 - no trace helps
            state = None
        channel, _, citizen = person.partition(":")
        if state is None or not state.get("form"):
            await self.reminded(FormDraft(channel, citizen, {}, now, mark))
            return None
        return FormDraft(channel, citizen, state, now + timedelta(milliseconds=left), mark)

    async def reminded(self, draft: FormDraft) -> None:
        """Take a draft off the list, unless its citizen wrote again meanwhile."""
        async with reachable():
            await self._steps.take(
                "reminded", [key_of("drafts")], [f"{draft.channel}:{draft.citizen}", draft.mark]
            )

    async def hold(self, citizen: str) -> None:
        """Note that parcels wait for the citizen's next message."""
        async with reachable():
            await self._redis.set(key_of("waiting", citizen), b"1", ex=CONVERSATION_SECONDS)

    def _said(self, state: Mapping[str, Any]) -> bytes:
        """Give what was said in the turn, sealed; nothing when nothing was."""
        fresh = int(state.get("fresh") or 0)
        if not fresh:
            return b""
        return self._vault.seal(pressed(state["events"][-fresh:]), purpose="talk")

    def _token(self, inbound: Inbound) -> str:
        return f"{self._owner}:{inbound.identity}"

    def _known(self, sealed: bytes) -> dict[str, Any] | None:
        """Give the conversation; one that no key opens begins anew, or its citizen would be told "busy" for a month."""
        try:
            return self._open(sealed)
        except ServiceError:
            UNREADABLE.inc()
            log.error("a conversation cannot be read and begins anew")  # noqa: TRY400 - no trace helps
            return None

    def _open(self, sealed: bytes) -> dict[str, Any] | None:
        if not sealed:
            return None
        state: dict[str, Any] = unpressed(self._vault.open_bytes(sealed, purpose="conversation"))
        return state


def _person(inbound: Inbound) -> str:
    return f"{inbound.channel}:{inbound.citizen}"
