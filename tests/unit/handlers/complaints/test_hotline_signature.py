"""Both sides of the bridge know each other by a keyed digest, good for a few minutes."""

from datetime import UTC, datetime, timedelta

from handlers.complaints.hotline.signature import SIGNATURE_HEADER, TIME_HEADER, headers, is_signed

SECRET, OTHER = "s" * 40, "t" * 40
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BODY = b'{"outer": "RX-1"}'


def holds(
    *, secret: str = SECRET, body: bytes = BODY, at: datetime = NOW, moment: str = "", given: str = ""
) -> bool:
    sent = headers(SECRET, BODY, now=NOW)
    return is_signed(secret, moment or sent[TIME_HEADER], given or sent[SIGNATURE_HEADER], body=body, now=at)


def test_what_was_signed_holds_for_minutes_only() -> None:
    assert holds()
    assert holds(at=NOW + timedelta(minutes=5))
    assert not holds(at=NOW + timedelta(minutes=5, seconds=1))
    assert not holds(at=NOW - timedelta(minutes=6))


def test_nothing_else_holds() -> None:
    assert not holds(body=BODY + b" ")
    assert not holds(secret=OTHER)
    assert not holds(secret="")
    for moment in ("x", "-1", "１２", "9" * 13):
        assert not holds(moment=moment)
    assert not holds(moment=str(int(NOW.timestamp()) + 1))
    for given in ("x", "é", "0" * 64):
        assert not holds(given=given)
