"""Behind a Rasa server a message that waits is said with the next one, and again until Rasa has it in its talk."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from adapters.rasa.actions import Actions
from adapters.rasa.pickup import RasaPickup
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.message import Choice, Reply
from bot.outbound import outbox
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from handlers.texts import Texts
from tests.fakes.engine import Says, Words

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
TEXTS = Texts.load()


class Rasa:
    """As much of a Rasa server as keeps the talk and asks for actions."""

    def __init__(self, database: Database) -> None:
        waiting = RasaPickup(database, clock=SettableClock(START), wording=TEXTS).waiting
        says = [
            Says("action_greet", "您好"),
            Says("action_warn_emergency", "请打119"),
            Says("action_quiet", ""),
        ]
        self.actions = Actions(says, domain={}, forms={}, recognizer=Words(), wording=TEXTS, waiting=waiting)
        self.events: list[dict[str, Any]] = []
        self.at = START.timestamp()

    def hear(self, text: str = "你好") -> None:
        self.at += 1
        self.events.append({"event": "user", "text": text, "timestamp": self.at, "message_id": str(self.at)})

    async def run(self, action: str = "action_greet", *, heard: bool = True) -> list[str]:
        latest = {"text": self.events[-1].get("text"), "intent": {"name": "greet", "confidence": 1.0}}
        tracker = {"sender_id": "web-1", "slots": {}, "latest_message": latest, "events": self.events}
        told = (await self.actions.run(action, tracker))["responses"]
        for said in told if heard else ():
            self.at += 1
            self.events.append({"event": "bot", "text": said["text"], "timestamp": self.at})
        return [said["text"] for said in told]


async def put(database: Database, reply: Reply, citizen: str = "rasa_web-1", channel: str = "rasa") -> None:
    async with database.transaction() as tx:
        body = ParcelBody(reply, automatic=False)
        await outbox.enqueue(tx, citizen, body=body, dedup=reply.text, now=START, channel=channel)


async def states(database: Database) -> list[str]:
    async with database.reading() as tx:
        return list(await tx.scalars(select(ParcelRecord.state).order_by(ParcelRecord.id)))


def waited(text: str) -> str:
    return TEXTS("rasa.waited", text=text)


async def test_what_waits_comes_before_the_answer_and_once(database: Database) -> None:
    await put(database, Reply("工作人员的答复"))
    rasa = Rasa(database)
    rasa.hear()
    assert await rasa.run() == [waited("工作人员的答复"), "您好"]
    assert await rasa.run() == ["您好"]
    assert await states(database) == ["due"]
    rasa.hear()
    assert await rasa.run() == ["您好"]
    assert await states(database) == ["sent"]


async def test_an_answer_that_rasa_never_got_is_given_again(database: Database) -> None:
    await put(database, Reply("工作人员的答复"))
    rasa = Rasa(database)
    rasa.hear()
    await rasa.run(heard=False)
    rasa.hear()
    assert await rasa.run() == [waited("工作人员的答复"), "您好"]


async def test_danger_comes_first_of_all(database: Database) -> None:
    await put(database, Reply("工作人员的答复"))
    rasa = Rasa(database)
    rasa.hear("着火了")
    assert (await rasa.run())[:2] == ["请打119", waited("工作人员的答复")]


async def test_steps_offered_by_what_waited_can_be_taken_by_number(database: Database) -> None:
    await put(database, Reply("选一个", (Choice("甲", "问"),)))
    rasa = Rasa(database)
    rasa.hear()
    latest = {"text": "你好", "intent": {"name": "greet", "confidence": 1.0}}
    tracker = {"sender_id": "web-1", "slots": {}, "latest_message": latest, "events": rasa.events}
    told = await rasa.actions.run("action_greet", tracker)
    assert {"event": "slot", "timestamp": None, "name": "offered_choices", "value": [["甲", "问"]]} in told[
        "events"
    ]


async def test_other_peoples_messages_stay_with_them(database: Database) -> None:
    await put(database, Reply("别人的"), citizen="rasa_web-2")
    await put(database, Reply("微信的"), citizen="rasa_web-1", channel="wechat")
    rasa = Rasa(database)
    rasa.hear()
    assert await rasa.run() == ["您好"]
    assert await states(database) == ["due", "due"]


async def test_an_answer_is_not_kept_back_by_a_database_that_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Any:
        raise ServiceError

    monkeypatch.setattr(database, "reading", away)
    rasa = Rasa(database)
    rasa.hear()
    assert await rasa.run() == ["您好"]
