"""How many calls are left today, the counters set to nought, and the addresses the platform pushes from (protocol §§9, 13)."""

from dataclasses import dataclass

from adapters.wechat.api.caller import Caller
from adapters.wechat.api.operation import Operation

CLEAR = Operation("/cgi-bin/clear_quota")
GET = Operation("/cgi-bin/openapi/quota/get")
PUSH_ADDRESSES = Operation("/cgi-bin/getcallbackip", "GET")


@dataclass(frozen=True, slots=True)
class DailyQuota:
    """The counter of one call."""

    limit: int
    used: int
    left: int


class QuotaCalls:
    """What staff ask when a call is refused."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def clear(self) -> None:
        """Set every counter of the day to nought, ten times a month (48006 after), and lift our own stops."""
        await self._caller.call(CLEAR, {"appid": self._caller.account.appid})
        await self._caller.lift_quotas()

    async def of(self, path: str) -> DailyQuota:
        """Give the counter of one path, as `/cgi-bin/message/custom/send`."""
        quota = (await self._caller.call(GET, {"cgi_path": path})).get("quota", {})
        return DailyQuota(*(int(quota.get(name, 0)) for name in ("daily_limit", "used", "remain")))

    async def push_addresses(self) -> tuple[str, ...]:
        """Give the addresses that pushes come from; they change over time."""
        return tuple(map(str, (await self._caller.call(PUSH_ADDRESSES)).get("ip_list", ())))
