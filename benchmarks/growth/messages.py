"""Messages over the last year: what was asked, of which the log keeps a line each, and what was sent."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.complaints import NOW
from benchmarks.growth.bulk import Batch, Given
from benchmarks.growth.cases import ASKED, UNITS, citizen
from bot.clock import local_date
from bot.outbound.outbox import ParcelRecord
from knowledge.questions.records import QuestionRecord

KEPT = timedelta(days=364)
QUESTIONS_SHARE = 0.6
WAITING = 200
OUTCOMES = ("answered",) * 6 + ("partial", "declined", "handed_over", "out_of_scope")
THEMES = ("民政", "医保", "住房", "教育", "交通", "就业", "")


def batches(messages: int, citizens: int) -> Iterator[Batch]:
    """Give the lines of the log and the parcels; some wait for their citizens, the others were sent."""
    asked = int(messages * QUESTIONS_SHARE)
    yield Batch(QuestionRecord, (_question(place, asked, citizens) for place in range(asked)))
    sent = messages - asked
    yield Batch(ParcelRecord, (_parcel(place, sent, citizens) for place in range(sent)))


def _question(place: int, of: int, citizens: int) -> Given:
    at = NOW - KEPT * (1 - (place + 1) / of)
    day = local_date(at)
    return {
        "key": _mark(f"asked:{place}"),
        "asked_at": at,
        "week_on": day - timedelta(days=day.weekday()),
        "channel": "wechat",
        "citizen": _mark(citizen(place * 31, citizens)),
        "question": f"{ASKED[place % len(ASKED)]}（{place}）",
        "outcome": OUTCOMES[place % len(OUTCOMES)],
        "theme": THEMES[place % len(THEMES)],
        "unit": UNITS[place % len(UNITS)],
        "document_id": f"policy-{place % 97}",
        "passage": place % 7,
        "score": 0.7,
        "confidence": 0.8,
        "threshold": 0.5,
        "generation": "grown",
        "ms": 4.0,
    }


def _parcel(place: int, of: int, citizens: int) -> Given:
    at, waits = NOW - KEPT * (1 - (place + 1) / of), place >= of - WAITING
    return {
        "dedup": _mark(f"sent:{place}"),
        "channel": "wechat",
        "citizen": citizen(place * 31, citizens),
        "kind": "letter" if place % 4 == 0 else "answer",
        "body": {"text": "您的申请已经收到。"},
        "state": "waiting" if waits else "sent",
        "attempts": 1,
        "created_at": at,
        "due_at": at + timedelta(days=365) if waits else at,
        "wait_until": NOW + timedelta(days=20) if waits else None,
        "invited_at": at if waits else None,
        "sent_at": None if waits else at,
    }


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
