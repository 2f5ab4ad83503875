"""One request to the adapter: sent, limited, and timed (protocol §3)."""

import asyncio

import aiohttp
from yarl import URL

from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace
from adapters.wechat.simulator.world.world import World

_BODY_LIMIT = 64 * 1024
NEVER_ARRIVED = "推送在路上丢失（按要求制造的故障）"
WORDS = {
    DeliveryOutcome.LATE: "超时，答复不予采用",
    DeliveryOutcome.LOST: "答复在路上丢失（按要求制造的故障）",
    DeliveryOutcome.UNREACHABLE: "连接不上",
}


class EndpointWire:
    """The way to one endpoint."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        self._world = world
        self._session = session

    async def close(self) -> None:
        """Give up the connections."""
        await self._session.close()

    def lost(self, query: dict[str, str], body: bytes, *, attempt: int) -> DeliveryTrace:
        """Give the record of a delivery that was lost on its way."""
        return DeliveryTrace(
            attempt=attempt,
            method="POST",
            url=str(URL(self._world.callback_url).update_query(query)),
            request=body.decode(errors="replace"),
            started_at=self._world.clock.now(),
            outcome=DeliveryOutcome.LOST,
            verdict=NEVER_ARRIVED,
        )

    async def fetch(
        self, method: str, query: dict[str, str], body: bytes, *, attempt: int
    ) -> tuple[DeliveryTrace, bytes]:
        """Send one request and give its record and the bytes received; a status of None means no answer in time."""
        address = self._world.next_address() if method == "POST" else self._world.callback_url
        url = URL(address).update_query(query)
        delivery = DeliveryTrace(
            attempt=attempt,
            method=method,
            url=str(url),
            request=body.decode(errors="replace"),
            started_at=self._world.clock.now(),
        )
        loop, received = asyncio.get_running_loop(), b""
        start = loop.time()
        try:
            async with asyncio.timeout(self._world.settings.timeout):
                received = await self._exchange(delivery, method, url, body=body)
        except TimeoutError:
            delivery.status, delivery.outcome = None, DeliveryOutcome.LATE
        except aiohttp.ClientError:
            delivery.status, delivery.outcome = None, DeliveryOutcome.UNREACHABLE
        delivery.ms = round((loop.time() - start) * 1000, 1)
        delivery.verdict = "" if delivery.status else WORDS[delivery.outcome]
        return delivery, received

    async def _exchange(self, delivery: DeliveryTrace, method: str, url: URL, *, body: bytes) -> bytes:
        headers = {"User-Agent": "Mingbai simulator (not WeChat)"} | (
            {"Content-Type": "text/xml"} if body else {}
        )
        async with self._session.request(
            method, url, data=body or None, headers=headers, allow_redirects=False
        ) as response:
            received = await response.content.read(_BODY_LIMIT + 1)
            while len(received) <= _BODY_LIMIT and (more := await response.content.read(_BODY_LIMIT)):
                received += more
            delivery.status = response.status
        delivery.response = received[:_BODY_LIMIT].decode(errors="replace")
        return received
