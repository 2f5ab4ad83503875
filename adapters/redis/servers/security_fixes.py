"""Which security fixes a Valkey or Redis server lacks, by a small table of the day it was made.

Gathered on `CHECKED_ON` from the release notes of both projects and the CVE records; a row is the first version of its
series that has all fixes published up to its date. Distributions often mend an older version and keep its number, so
what is found here is something to look at and no proof.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

CHECKED_ON = date(2026, 11, 30)
Numbers = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class SecurityFix:
    """The first `version` of a series that has a fix; `needs` is the setting without which the flaw is not open."""

    product: str
    version: Numbers
    published_on: date
    flaw: str
    needs: str = ""

    @property
    def series(self) -> tuple[int, int]:
        """Versions that differ in the last number only."""
        return self.version[:2]


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """What a server says that it is."""

    product: str
    numbers: Numbers

    @classmethod
    def told(cls, info: Mapping[str, Any]) -> "ServerVersion":
        """Read the server's own answer to `INFO server`; a Valkey also names the Redis whose commands it knows."""
        if version := info.get("valkey_version"):
            return cls("Valkey", _numbers(version))
        return cls("Redis", _numbers(info.get("redis_version", "")))

    def __str__(self) -> str:
        return f"{self.product} {'.'.join(map(str, self.numbers))}"


@dataclass(frozen=True, slots=True)
class FixReport:
    """What a server lacks, and of that what its settings keep shut.

    `ended` says that its series gets no fixes any more, `unknown` that it is newer than the table.
    """

    missing: tuple[SecurityFix, ...] = ()
    shut: tuple[SecurityFix, ...] = ()
    ended: bool = False
    unknown: bool = False


_CORRUPT_STREAM = "恶意的数据流可能执行代码（CVE-2026-63639）、TLS 连接（CVE-2026-56684）"
_EVICTION = "驱逐客户端时崩溃（CVE-2026-130822）"
_TLS = "TLS 连接可能执行代码（CVE-2026-81934），以及更早的各项"
_ACL = "事务里越权读写、集群端口没有验证，以及更早的各项"
_LUA = "脚本解释器（GHSA-fq2f-crmw-q97r），以及更早的各项"
JULY, AUGUST, SEPTEMBER, NOVEMBER = (
    date(2026, 7, 21),
    date(2026, 8, 31),
    date(2026, 9, 17),
    date(2026, 11, 18),
)
TLS_DAY = date(2026, 8, 27)
FIXES = (
    SecurityFix("Valkey", (7, 2, 16), NOVEMBER, _EVICTION),
    SecurityFix("Valkey", (8, 0, 10), JULY, _CORRUPT_STREAM),
    SecurityFix("Valkey", (8, 0, 13), NOVEMBER, _EVICTION, needs="maxmemory-clients"),
    SecurityFix("Valkey", (8, 1, 9), JULY, _CORRUPT_STREAM),
    SecurityFix("Valkey", (8, 1, 12), NOVEMBER, _EVICTION, needs="maxmemory-clients"),
    SecurityFix("Valkey", (9, 0, 5), JULY, _CORRUPT_STREAM),
    SecurityFix("Valkey", (9, 0, 8), NOVEMBER, _EVICTION, needs="maxmemory-clients"),
    SecurityFix("Valkey", (9, 1, 2), AUGUST, _LUA),
    SecurityFix("Valkey", (9, 1, 4), NOVEMBER, _EVICTION, needs="maxmemory-clients"),
    SecurityFix("Redis", (6, 2, 24), TLS_DAY, _TLS),
    SecurityFix("Redis", (7, 2, 16), TLS_DAY, _TLS),
    SecurityFix("Redis", (7, 4, 11), TLS_DAY, _TLS),
    SecurityFix("Redis", (8, 2, 9), TLS_DAY, _TLS),
    SecurityFix("Redis", (8, 4, 6), TLS_DAY, _TLS),
    SecurityFix("Redis", (8, 6, 7), SEPTEMBER, _ACL),
    SecurityFix("Redis", (8, 8, 3), SEPTEMBER, _ACL),
    SecurityFix("Redis", (8, 10, 2), SEPTEMBER, _ACL),
)
"""Sorted by version within a product: the last series is the newest known on that day."""
NEEDED = tuple(sorted({fix.needs for fix in FIXES if fix.needs}))
"""The settings to ask a server for."""


def report(server: ServerVersion, settings: Mapping[str, str]) -> FixReport:
    """Give what a server lacks; a setting that it does not tell is taken for one that opens the flaw."""
    fixes = [fix for fix in FIXES if fix.product == server.product]
    series = server.numbers[:2]
    if series > fixes[-1].series:
        return FixReport(unknown=True)
    if series not in {fix.series for fix in fixes}:
        return FixReport(ended=True)
    lacks = [fix for fix in fixes if fix.series == series and server.numbers < fix.version]
    shut = tuple(fix for fix in lacks if settings.get(fix.needs) == "0")
    return FixReport(tuple(fix for fix in lacks if fix not in shut), shut)


def _numbers(version: str) -> Numbers:
    """Read a version; what is no number counts as 0."""
    parts = [int(part) if part.isascii() and part.isdigit() else 0 for part in str(version).split(".")[:3]]
    first, second, third = (*parts, 0, 0, 0)[:3]
    return first, second, third
