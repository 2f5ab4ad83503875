"""Addresses of sentinels are read whole or refused in words that say how one looks, and no password is told."""

import pytest

from adapters.redis.servers import cluster
from adapters.redis.servers.address import EXAMPLE, SentinelAddress, is_watched
from adapters.redis.servers.cluster import ClusterAddress

ONE = "redis+sentinel://甲:1,b.c:26380,[::1]:3,d/mingbai"


def test_the_places_service_database_and_log_in_are_read() -> None:
    read = SentinelAddress.read(ONE)
    assert read.sentinels == (("甲", 1), ("b.c", 26380), ("::1", 3), ("d", 26379))
    assert (read.service, read.database, read.user, read.password, read.tls) == (
        "mingbai",
        0,
        None,
        None,
        False,
    )
    other = SentinelAddress.read("rediss+sentinel://wang:p%40%3Ass:w@a/county.1/12")
    assert (other.user, other.password, other.database, other.tls) == ("wang", "p@:ss:w", 12, True)
    assert SentinelAddress.read("redis+sentinel://:pw@a/s").password == "pw"
    assert SentinelAddress.read(EXAMPLE.replace("服务名", "s")).password == "密码"


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://secret@a:1,b:2",
        "redis+sentinel://secret@a:1,b:2/",
        "redis+sentinel://secret@a:1,b:2/s/x",
        "redis+sentinel://secret@a:1,,b:2/s",
        "redis+sentinel://secret@a:0/s",
        "redis+sentinel://secret@a:65536/s",
        "redis+sentinel://secret@/s",
        "redis+sentinel://secret@a:1/s?db=1",
        "redis+sentinel://secret@a:1/s#1",
        "redis+sentinel://secret@a:1/s/1234",
        "redis+sentinel://secret@a b:1/s",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="哨兵") as refused:
        SentinelAddress.read(url)
    assert "secret" not in str(refused.value)


def test_only_the_schemes_of_sentinels_name_sentinels() -> None:
    assert is_watched(ONE)
    assert not any(map(is_watched, ("redis://a", "rediss://a", "unix:///a", "")))


def test_the_nodes_and_log_in_of_a_cluster_are_read() -> None:
    read = ClusterAddress.read("redis+cluster://甲:1,[::1]:3,d/")
    assert (read.places, read.user, read.password, read.tls) == (
        (("甲", 1), ("::1", 3), ("d", 6379)),
        None,
        None,
        False,
    )
    other = ClusterAddress.read("rediss+cluster://wang:p%40%3Ass:w@a/0")
    assert (other.user, other.password, other.tls) == ("wang", "p@:ss:w", True)
    assert ClusterAddress.read(cluster.EXAMPLE).password == "密码"


@pytest.mark.parametrize(
    "url",
    [
        "redis+cluster://secret@a:1,,b:2",
        "redis+cluster://secret@a:0",
        "redis+cluster://secret@a:65536",
        "redis+cluster://secret@",
        "redis+cluster://secret@a:1/2",
        "redis+cluster://secret@a:1/county/0",
        "redis+cluster://secret@a:1?db=1",
    ],
)
def test_what_is_no_address_of_a_cluster_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="集群") as refused:
        ClusterAddress.read(url)
    assert "secret" not in str(refused.value)
