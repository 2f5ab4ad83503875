"""Seals anew what an older key sealed, a batch at a time beside the work.

Every value names its key, so there is nothing to remember: whoever begins again passes over what is done already.
"""

import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from prometheus_client import Counter as Metric

from adapters.sealing.values import SealedValue, SealedValues
from bot.errors import ServiceError
from bot.privacy import Vault, key_of_sealed

log = logging.getLogger(__name__)
RESEALED = Metric("mingbai_values_resealed", "Values that were sealed anew with the latest key")
# Every process knows a new key by now; and a pass over nothing is repeated for what a stopped clock may have left.
SETTLED_SECONDS = 5.0
PASS_AGAIN_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class PassResult:
    """What one pass over everything came to: values sealed anew, those nobody can open, and all that were seen."""

    resealed: int
    unreadable: Mapping[str, int]
    seen: int


class Resealing:
    """Works through everything sealed; safe to run in several processes at once."""

    def __init__(self, values: SealedValues, *, vault: Vault, now: Callable[[], float] = time.time) -> None:
        self._values = values
        self._vault = vault
        self._now = now
        self._walk: AsyncIterator[list[SealedValue]] | None = None
        self._unreadable: Counter[str] = Counter()
        self._done = ("", 0.0)

    async def step(self) -> None:
        """Seal one batch anew where an older key is on the ring; raises `ServiceError` when a store is away."""
        if not self._due():
            return
        self._walk = self._walk or self._values.batches()
        try:
            batch = await anext(self._walk, None)
        except ServiceError:
            self._walk = None
            raise
        if batch is None:
            self._end()
            return
        await self._reseal(batch)

    async def whole(self, *, progress: Callable[[int], None] | None = None) -> PassResult:
        """Pass over everything once; `progress` is told how many values were looked at."""
        resealed = seen = 0
        self._unreadable = Counter()
        async for batch in self._values.batches():
            resealed += await self._reseal(batch)
            seen += len(batch)
            if progress:
                progress(seen)
        return PassResult(resealed, dict(self._unreadable), seen)

    def _due(self) -> bool:
        ring, now = self._vault.ring(), self._now()
        latest = ring.sealing(now)
        if self._walk is not None:
            return True
        if len(ring.keys) == 1 or now < latest.seals_from + SETTLED_SECONDS:
            return False
        key, at = self._done
        return key != latest.id or now - at >= PASS_AGAIN_SECONDS

    def _end(self) -> None:
        if self._unreadable:
            log.error("sealed values that no key opens", extra={"places": dict(self._unreadable)})
        self._walk, self._unreadable = None, Counter()
        self._done = (self._vault.sealing_id, self._now())

    async def _reseal(self, batch: list[SealedValue]) -> int:
        latest = self._vault.sealing_id
        pairs = []
        for value in batch:
            if key_of_sealed(value.sealed) == latest:
                continue
            try:
                plain = self._vault.open_bytes(value.sealed, purpose=value.purpose)
            except ServiceError:
                self._unreadable[value.place.name] += 1
                continue
            pairs.append((value, self._vault.seal(plain, purpose=value.purpose)))
        put = await self._values.replace(pairs) if pairs else 0
        RESEALED.inc(put)
        return put


async def sealed_with(values: SealedValues, *, vault: Vault) -> Counter[str]:
    """Give how many values each key sealed, by its id; what names no key counts for the first one."""
    first, found = vault.ring().keys[0].id, Counter[str]()
    async for batch in values.batches():
        found.update(key_of_sealed(value.sealed) or first for value in batch)
    return found
