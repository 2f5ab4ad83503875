"""Which fixes a server lacks, by the version that it tells and the settings that it has."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from adapters.redis.servers.security_fixes import CHECKED_ON, FIXES, FixReport, ServerVersion, report

ALL_SHUT = {"maxmemory-clients": "0"}


def told(product: str, version: str) -> ServerVersion:
    info: dict[str, Any] = {"redis_version": version}
    if product == "Valkey":
        info = {"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": version}
    return ServerVersion.told(info)


@pytest.mark.parametrize(
    ("product", "version", "settings", "lacks"),
    [
        ("Redis", "6.2.14", {}, ["6.2.24"]),
        ("Redis", "6.2.24", {}, []),
        ("Redis", "8.10.1", {}, ["8.10.2"]),
        ("Redis", "8.10.11", {}, []),
        ("Valkey", "9.1.1", ALL_SHUT, ["9.1.2"]),
        ("Valkey", "9.1.2", ALL_SHUT, []),
        # A flaw that a setting opens counts when the setting is on, and when the server does not tell.
        ("Valkey", "9.1.2", {"maxmemory-clients": "104857600"}, ["9.1.4"]),
        ("Valkey", "9.1.2", {}, ["9.1.4"]),
        ("Valkey", "9.1.0", {}, ["9.1.2", "9.1.4"]),
        ("Valkey", "9.1.4", {}, []),
        ("Valkey", "7.2.15", ALL_SHUT, ["7.2.16"]),
    ],
)
def test_what_a_server_lacks(product: str, version: str, settings: dict[str, str], lacks: list[str]) -> None:
    found = report(told(product, version), settings)
    assert [".".join(map(str, fix.version)) for fix in found.missing] == lacks
    assert (found.ended, found.unknown) == (False, False)


def test_what_a_setting_keeps_shut_is_told_apart() -> None:
    found = report(told("Valkey", "9.1.1"), ALL_SHUT)
    assert [fix.version for fix in found.missing] == [(9, 1, 2)]
    assert [fix.version for fix in found.shut] == [(9, 1, 4)]
    assert report(told("Valkey", "9.1.4"), ALL_SHUT) == FixReport()


@pytest.mark.parametrize(
    ("product", "version", "expected"),
    [
        ("Redis", "5.0.14", FixReport(ended=True)),
        ("Redis", "7.0.15", FixReport(ended=True)),
        ("Redis", "8.0.4", FixReport(ended=True)),
        ("Redis", "", FixReport(ended=True)),
        ("Redis", "8.12.0", FixReport(unknown=True)),
        ("Valkey", "9.2.0", FixReport(unknown=True)),
        ("Valkey", "10.0.0-rc1", FixReport(unknown=True)),
        ("Valkey", "255.255.255", FixReport(unknown=True)),
    ],
)
def test_series_that_the_table_does_not_hold(product: str, version: str, expected: FixReport) -> None:
    assert report(told(product, version), {}) == expected


def test_a_valkey_is_not_taken_for_the_redis_it_resembles() -> None:
    assert str(told("Valkey", "9.1.2")) == "Valkey 9.1.2"
    assert str(told("Redis", "7.0.15")) == "Redis 7.0.15"


def test_the_table_is_in_order_and_not_from_the_future() -> None:
    for product in ("Valkey", "Redis"):
        rows = [fix for fix in FIXES if fix.product == product]
        assert all(earlier.version < later.version for earlier, later in pairwise(rows))
    assert all(date(2026, 1, 1) < fix.published_on <= CHECKED_ON for fix in FIXES)
