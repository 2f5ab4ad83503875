"""Ratings on both engines: asked once, never of somebody in distress, and counted as the docs say."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from adapters.services.ratings import rating_questions
from bot.clock import SettableClock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.ratings.actions import RatingAfterCase, RatingsLeft
from handlers.ratings.ledger import SatisfactionLedger
from handlers.ratings.questions import EndedCase, RatingQuestions
from handlers.ratings.records import APPOINTMENT, DISCLOSURE, KINDS, TICKET, RatingRecord
from handlers.ratings.retention import OldRatings
from handlers.talk.precedence import Look, LookAlone
from handlers.texts import Texts
from handlers.tickets.ledger import TicketLedger
from handlers.tickets.service import HandoverRequest, TicketService
from tests.factories.talk import Talk, words

NOW = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
TEXTS = Texts.load()
VAULT = Vault("a secret of the tests that is long enough")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


async def asked(
    database: Database, number: str, kind: str = TICKET, *, citizen: str = "li", at: datetime = NOW
) -> bool:
    ended = EndedCase(number, kind, citizen, "wechat")
    async with database.transaction() as tx:
        return await RatingQuestions(TEXTS).ask(tx, ended, now=at)


async def said(look: Look, words_said: str, *, citizen: str = "li") -> str:
    talk = Talk([LookAlone("action_listen_rating", look)], citizen=citizen)
    return words((await talk.run("action_listen_rating", words_said)).replies)


async def test_a_case_is_asked_about_once_and_answered_once(database: Database, clock: SettableClock) -> None:
    look = RatingAfterCase(TEXTS, database=database, clock=clock).look
    assert await asked(database, "RG1")
    assert not await asked(database, "RG1")
    assert await said(look, "5", citizen="wang") == ""
    assert await said(look, "公租房") == ""
    assert "谢谢" in await said(look, "满意")
    assert await said(look, "1") == ""
    async with database.reading() as tx:
        (parcel,) = (await tx.scalars(select(ParcelRecord))).all()
        row = await tx.get(RatingRecord, "RG1")
    assert parcel.body["by_day"] is True
    assert row is not None
    assert (row.points, row.rated_at) == (4, NOW)


async def test_the_newest_question_is_answered_first_and_an_old_one_not_at_all(
    database: Database, clock: SettableClock
) -> None:
    look = RatingAfterCase(TEXTS, database=database, clock=clock).look
    await asked(database, "RG1", at=NOW - timedelta(days=4))
    await asked(database, "YY1", APPOINTMENT, at=NOW - timedelta(days=1))
    await asked(database, "GK1", DISCLOSURE)
    assert "没能让您满意" in await said(look, "2分")
    assert "谢谢" in await said(look, "五")
    assert await said(look, "5") == ""
    async with database.reading() as tx:
        found = {row.number: row.points for row in await tx.scalars(select(RatingRecord))}
    assert found == {"RG1": None, "YY1": 5, "GK1": 2}


async def test_whoever_was_in_distress_is_asked_about_nothing(
    database: Database, clock: SettableClock
) -> None:
    questions = rating_questions(TEXTS)
    tickets = TicketService(database, vault=VAULT, clock=clock, texts=TEXTS, ratings=questions)
    await tickets.open(HandoverRequest("li", "wechat", "k", "我不想活了", (), distressed=True))
    later = NOW + timedelta(days=30)
    async with database.transaction() as tx:
        assert not await questions.ask(tx, EndedCase("YY1", APPOINTMENT, "li", "wechat"), now=later)
        assert await questions.ask(tx, EndedCase("YY2", APPOINTMENT, "wang", "wechat"), now=later)
        assert not await questions.ask(tx, EndedCase("YY3", APPOINTMENT, "", ""), now=later)


async def test_the_figures_equal_an_independent_count(database: Database) -> None:
    chance, rows = Random(18), []
    for number in range(300):
        points = chance.choice([None, 1, 2, 3, 4, 5, 5, 4])
        year = chance.choice([2025, 2026])
        rows.append((f"N{number}", chance.choice(KINDS), points, datetime(year, 6, 1, tzinfo=UTC)))
    # The last moment of a year in China, and the first of the next.
    rows.append(("N-last", TICKET, 1, datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)))
    rows.append(("N-next", TICKET, 1, datetime(2026, 12, 31, 16, 0, tzinfo=UTC)))
    async with database.transaction() as tx:
        for number, kind, points, at in rows:
            tx.add(
                RatingRecord(
                    number=number,
                    kind=kind,
                    channel="wechat",
                    citizen="li",
                    asked_at=at,
                    points=points,
                    rated_at=at,
                )
            )
    figures = await SatisfactionLedger(database).year(2026)
    for kind in KINDS:
        own = [
            points
            for number, one, points, at in rows
            if one == kind and at.year == 2026 and number != "N-next"
        ]
        given = [points for points in own if points]
        found = figures[kind]
        assert (found.asked, found.rated) == (len(own), len(given))
        assert found.share == sum(points > 3 for points in given) / len(given)
        assert found.mean == pytest.approx(sum(given) / len(given))
        assert found.answered == len(given) / len(own)
    nothing = (await SatisfactionLedger(database).year(2024))[TICKET]
    assert (nothing.share, nothing.mean, nothing.answered) == (None, None, None)


async def test_calls_for_a_person_that_were_answered(database: Database, clock: SettableClock) -> None:
    tickets = TicketService(database, vault=VAULT, clock=clock, texts=TEXTS)
    numbers = [
        (await tickets.open(HandoverRequest(f"c{at}", "wechat", f"k{at}", "问一下", ()))).number
        for at in range(4)
    ]
    for number in numbers[:3]:
        await tickets.answer(number, "请看第三条。", actor="wang")
    assert await TicketLedger(database, vault=VAULT, texts=TEXTS).answered(2026) == (3, 4)


async def test_who_rated_is_forgotten_and_the_points_stay(database: Database, clock: SettableClock) -> None:
    await asked(database, "RG1", at=NOW - timedelta(days=31))
    await asked(database, "RG2")
    rule = OldRatings()
    async with database.transaction() as tx:
        assert (await rule.due(tx, now=NOW)).count == 1
        assert await rule.erase(tx, now=NOW, limit=10) == 1
    await said(RatingsLeft(database).look, "再见")
    async with database.reading() as tx:
        assert [row.number for row in await tx.scalars(select(RatingRecord))] == ["RG1"]
