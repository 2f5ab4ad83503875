"""Faults on demand: what goes wrong in the world, ordered by a test or by a person who wants to see it."""

import random
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

KINDS: dict[str, str] = {
    "late": "回答当作超时，不予采用，再次推送",
    "lost": "回答在路上丢失，再次推送",
    "duplicate": "同一推送同时送达多次（value 为次数）",
    "again": "采用回答之后，原样再推一次",
    "wrong_signature": "用错误的签名推送一次（应被拒绝）",
    "stale": "用过期的时间戳推送一次（应被拒绝）",
    "push_lost": "推送在路上丢失，没有送到，再次推送",
    "push_late": "推送在路上耽搁（value 为毫秒），后来的可能先到",
    "push_truncated": "推送只送到一部分（应被拒绝），再次推送",
    "push_hostile": "先推一条改坏了的（应不予理会），再推这一条",
    "push_overtaken": "同一个人的下一条先送到，这一条随后（value 为至多等多少毫秒，默认2000）",
    "token_ended": "凭证提前作废，接口返回40001",
    "api_quota": "接口当天次数用完，返回45009，到北京时间零点",
    "api_error": "接口返回指定错误码（value）",
    "api_delay": "接口延迟（value 为毫秒）",
    "api_500": "接口返回HTTP 500",
    "publish_fails": "发布任务没有成（value 为平台的结果，2 到 5）",
    "api_garbage": "接口返回残缺的JSON",
}
_MOST_TIMES = 1000
_MOST_VALUE = 100_000
# The only error code below nought.
_BUSY = -1


@dataclass(slots=True)
class FaultOrder:
    """One order: for how many occasions, how often of these, for whom and for which path (empty means all)."""

    kind: str
    times: int = 1
    value: int = 0
    rate: float = 1.0
    openid: str = ""
    path: str = ""


class Faults:
    """The orders still open; with the same seed the same occasions are hit."""

    def __init__(self, seed: int = 0) -> None:
        self._orders: list[FaultOrder] = []
        self._dice = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing secret hangs on it

    def order(self, wanted: Mapping[str, Any]) -> FaultOrder:
        """Take an order; raises ValueError with plain words when it makes no sense."""
        fault = _checked(wanted)
        if "seed" in wanted:
            self._dice.seed(_seed(wanted["seed"]))
        self._orders.append(fault)
        return fault

    def keep(self, wanted: Mapping[str, Any], *, seed: int | None = None) -> None:
        """Take an order that holds for every occasion until all are cleared; raises ValueError as `order` does."""
        fault = _checked({**wanted, "times": 1})
        if seed is not None:
            self._dice.seed(seed)
        self._orders.append(replace(fault, times=sys.maxsize))

    def clear(self) -> None:
        """Let everything go right again."""
        self._orders.clear()

    def open(self) -> list[dict[str, Any]]:
        """Give the orders that are still to come."""
        return [asdict(fault) for fault in self._orders]

    def take(self, kind: str, *, openid: str = "", path: str = "") -> FaultOrder | None:
        """Use up one occasion of a kind, if one is ordered for this citizen or path and the dice agree."""
        for fault in self._orders:
            if fault.kind == kind and fault.openid in {"", openid} and fault.path in {"", path}:
                if self._dice.random() >= fault.rate:
                    # Another order of this kind has dice of its own.
                    continue
                fault.times -= 1
                self._orders = [each for each in self._orders if each.times > 0]
                return fault
        return None


def _checked(wanted: Mapping[str, Any]) -> FaultOrder:
    kind = str(wanted.get("kind", ""))
    if kind not in KINDS:
        raise ValueError(f"kind 只能是：{'、'.join(KINDS)}")
    try:
        fault = FaultOrder(
            kind=kind,
            times=int(wanted.get("times", 1)),
            value=int(wanted.get("value", 0)),
            rate=float(wanted.get("rate", 1.0)),
            openid=str(wanted.get("openid", "")),
            path=str(wanted.get("path", "")),
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError("times、value 应为整数，rate 应为0到1的小数") from error
    if (
        not 1 <= fault.times <= _MOST_TIMES
        or not 0 <= fault.rate <= 1
        or not _BUSY <= fault.value <= _MOST_VALUE
    ):
        raise ValueError("times 应在1至1000之间，rate 在0至1之间，value 在-1至100000之间")
    return fault


def _seed(wanted: Any) -> int:
    try:
        return int(wanted)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError("seed 应为整数") from error
