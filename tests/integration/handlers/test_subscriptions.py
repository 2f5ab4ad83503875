"""Subscriptions on both engines: told once a day of what was asked for, never of what was taken back, never by night."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.audit import AuditRecord
from bot.database import Database
from bot.errors import InputError
from bot.outbound.outbox import ParcelRecord
from bot.outbound.undelivered import UndeliveredParcels
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.consent.retention import OldNews
from handlers.subscriptions.consent.service import MOST, Subscriber
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord
from handlers.subscriptions.subject import Subject, SubjectKind
from knowledge.documents.document import Kind
from knowledge.publication.lifecycle import Duty, Person
from tests.factories.subscriptions import CARE, SubscriptionWorld

LI = Subscriber("li", "wechat")


@pytest.fixture
def world(database: Database) -> SubscriptionWorld:
    return SubscriptionWorld.on(database)


async def test_what_was_published_and_changed_comes_in_one_message_of_the_day(
    world: SubscriptionWorld,
) -> None:
    await world.publish("before")
    await world.agree("li")
    await world.publish("one")
    await world.publish("two")
    await world.publish("before", "第一条 每月八十元。")
    await world.publish("other", theme="教育")
    await world.work()
    assert await world.parcels() == []
    await world.to(9)
    (said,) = await world.said("li")
    assert "《关于one的通知》新公开 https://county.example/m/documents/one" in said
    assert "《关于two的通知》新公开" in said
    assert "《关于before的通知》有改动" in said
    assert "other" not in said
    assert "退订" in said
    await world.to(9)
    assert len(await world.parcels()) == 1


async def test_a_document_changed_twice_is_named_once(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.publish("one", "第一条 每月八十元。")
    await world.to(9)
    (said,) = await world.said("li")
    assert said.count("关于one的通知") == 1
    assert "新公开" in said


async def test_what_was_taken_back_before_the_hour_is_not_told(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.publish("two")
    await world.work()
    await world.retract("one")
    await world.to(9)
    (said,) = await world.said("li")
    assert "关于one" not in said
    assert "关于two" in said


async def test_what_is_taken_back_leaves_the_message_that_waits(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.agree("wang")
    await world.publish("one")
    await world.publish("two")
    await world.to(9)
    async with world.database.transaction() as tx:
        await tx.execute(
            update(ParcelRecord)
            .where(ParcelRecord.citizen == "wang")
            .values(state="sent", sent_at=world.clock.now())
        )
    await world.retract("one")
    # As the courier's round does before it takes anything up.
    await world.office.newsroom.retract()
    (said,) = await world.said("li")
    assert "关于one" not in said
    await world.retract("two")
    await world.office.newsroom.retract()
    assert await world.said("li") == []
    assert [one.reason for one in await world.parcels("li")] == ["withdrawn"]
    (arrived,) = await world.said("wang")
    assert "关于one" in arrived
    assert await world.office.newsroom.retract() == 0


async def test_what_is_put_back_is_told_to_those_only_who_were_not_told(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.to(9)
    async with world.database.transaction() as tx:
        await tx.execute(update(ParcelRecord).values(state="sent", sent_at=world.clock.now()))
    await world.agree("wang")
    await world.retract("one")
    await world.work()
    editor = Person("writer", frozenset(Duty))
    world.clock.advance(timedelta(minutes=1))
    await world.knowledge.reviews.put_back("one", version=1, actor=editor, reason="核对无误")
    await world.publish("two")
    await world.to(9)
    first, second = await world.said("li")
    assert "关于one" in first
    assert "关于one" not in second
    assert "关于two" in second


async def test_nothing_comes_by_night_and_what_was_missed_comes_in_the_morning(
    world: SubscriptionWorld,
) -> None:
    await world.agree("li")
    await world.office.service.choose_hour(LI, 20)
    await world.publish("one")
    # No worker ran at eight in the evening.
    await world.to(23, days=0)
    assert await world.parcels() == []
    await world.to(5)
    assert await world.parcels() == []
    await world.to(8, days=0)
    assert len(await world.parcels()) == 1
    for hour in (7, 21, 0, -1, 24):
        with pytest.raises(InputError):
            await world.office.service.choose_hour(LI, hour)


async def test_who_was_not_reached_has_one_message_that_grows(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.to(9)
    await world.publish("two")
    await world.to(9)
    (parcel,) = await world.parcels("li")
    (said,) = await world.said("li")
    assert "关于one" in said
    assert "关于two" in said
    assert parcel.body["by_day"] is True
    # What a courier has in hand is left alone.
    async with world.database.transaction() as tx:
        await tx.execute(update(ParcelRecord).values(leased_until=world.clock.now() + timedelta(days=2)))
    await world.publish("three")
    await world.to(9)
    assert len(await world.parcels("li")) == 2


async def test_staff_do_not_see_what_somebody_was_told_by_subscription(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.to(9)
    async with world.database.transaction() as tx:
        await tx.execute(update(ParcelRecord).values(state="waiting", attempts=1))
    lines = (await UndeliveredParcels(world.database, clock=world.clock).page()).lines
    assert lines == ()


async def test_stopping_takes_effect_at_once_even_in_what_waits(world: SubscriptionWorld) -> None:
    school = Subject(SubjectKind.TOPIC, "教育", "教育")
    await world.agree("li", CARE, school)
    await world.publish("one")
    await world.publish("school", theme="教育")
    await world.to(9)
    assert await world.office.service.stop(LI, school) == (school,)
    (said,) = await world.said("li")
    assert "关于school" not in said
    assert "关于one" in said
    assert await world.office.service.stop(LI, school) == ()
    assert await world.office.service.stop_all(LI) == (CARE,)
    assert await world.said("li") == []
    async with world.database.reading() as tx:
        for record in (SubscriberRecord, SubscriptionRecord, ToldRecord):
            assert await tx.scalar(select(func.count()).select_from(record)) == 0


async def test_consent_is_on_record_with_the_version_of_its_words(world: SubscriptionWorld) -> None:
    held = await world.agree("li")
    assert (held.subjects, held.hour) == ((CARE,), 9)
    await world.agree("li")
    await world.office.service.stop_all(LI)
    async with world.database.reading() as tx:
        entries = (await tx.scalars(select(AuditRecord).order_by(AuditRecord.id))).all()
        ours = [one for one in entries if one.action.startswith("subscription:")]
    assert [(one.action, one.detail.get("words")) for one in ours] == [
        ("subscription:agree", "1"),
        ("subscription:stop", None),
    ]
    assert "li" not in {one.subject for one in ours}


async def test_every_kind_finds_its_publications(world: SubscriptionWorld) -> None:
    subjects = {
        "stage": Subject(SubjectKind.STAGE, "婚育", "婚育"),
        "place": Subject(SubjectKind.PLACE, "石桥镇", "石桥镇"),
        "unit": Subject(SubjectKind.UNIT, "青岚县民政局", "青岚县民政局"),
        "document": Subject(SubjectKind.DOCUMENT, "rule", "关于rule的通知"),
        "project": Subject(SubjectKind.PROJECT, "滨河路改造", "滨河路改造"),
        "word": Subject(SubjectKind.KEYWORD, "养老", "养老"),
    }
    for citizen, subject in subjects.items():
        await world.agree(citizen, subject)
    plain = {"theme": "其他"}
    await world.publish("stage-1", life_stage="婚育", **plain)
    await world.publish("place-1", title="石桥镇便民服务中心搬迁", **plain)
    await world.publish("place-2", place="石桥镇", **plain)
    await world.publish("elsewhere", "第一条 石桥镇、梅岭镇照此执行。", **plain)
    await world.publish("unit-1", unit="青岚县民政局", **plain)
    await world.publish("rule", **plain)
    await world.publish("explained", kind=Kind.INTERPRETATION, interprets=("rule",), **plain)
    await world.publish("project-1", "滨河路改造今年开工。", **plain)
    await world.publish("word-1", "提高養老金标准。", **plain)
    await world.to(9)
    found = {citizen: "".join(await world.said(citizen)) for citizen in subjects}
    told = {
        citizen: sorted(name for name in NAMES if f"/m/documents/{name}" in words)
        for citizen, words in found.items()
    }
    assert told == {
        "stage": ["stage-1"],
        "place": ["place-1", "place-2"],
        "unit": ["unit-1"],
        "document": ["explained", "rule"],
        "project": ["project-1"],
        "word": ["word-1"],
    }


NAMES = (
    *("stage-1", "place-1", "place-2", "elsewhere", "unit-1", "rule", "explained", "project-1", "word-1"),
)


async def test_there_is_an_end_to_how_much_one_may_subscribe_to(world: SubscriptionWorld) -> None:
    for number in range(MOST):
        await world.agree("li", Subject(SubjectKind.KEYWORD, f"第{number}样", f"第{number}样"))
    with pytest.raises(InputError):
        await world.agree("li", Subject(SubjectKind.KEYWORD, "再一样", "再一样"))


async def test_old_news_goes_and_the_positions_go_on(world: SubscriptionWorld) -> None:
    await world.agree("li")
    await world.publish("one")
    await world.publish("two")
    await world.to(9)
    world.clock.advance(timedelta(days=61))
    rule, now = OldNews(), world.clock.now()
    async with world.database.transaction() as tx:
        assert (await rule.due(tx, now=now)).count == 1
        assert await rule.erase(tx, now=now, limit=10) == 1
    async with world.database.reading() as tx:
        for record in (NewsRecord, NewsKeyRecord, ToldRecord):
            assert set(await tx.scalars(select(record.serial))) == {2}
    await world.publish("three")
    await world.to(9)
    assert "关于three" in (await world.said("li"))[-1]


async def test_the_desk_sees_figures_and_no_rare_words(world: SubscriptionWorld) -> None:
    await world.agree("li", CARE, Subject(SubjectKind.KEYWORD, "我家那块地", "我家那块地"))
    await world.agree("wang")
    await world.publish("one")
    await world.work()
    figures = await world.office.overview.figures()
    assert (figures.subscribers, figures.subscriptions, figures.by_hour) == (2, 3, ((9, 2),))
    assert [(one.kind, one.name, one.subscribers) for one in figures.subjects] == [
        (SubjectKind.TOPIC, "养老服务", 2),
        (SubjectKind.KEYWORD, "", 1),
    ]
    assert [(one.document_id, one.due, one.told) for one in figures.news] == [("one", 2, 0)]
    await world.to(9)
    figures = await world.office.overview.figures()
    assert figures.waiting == 2
