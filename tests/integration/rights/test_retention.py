"""What is over its time goes, a batch at a time, and nothing else; the audit keeps counts only."""

import asyncio
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from adapters.redis.gate import CONVERSATION_SECONDS
from adapters.redis.inflight import hand_key
from adapters.redis.quarantine import message_key, messages_key
from adapters.redis.sealed_message import PURPOSE
from adapters.rights.holdings import BY_ITSELF, KINDS
from adapters.rights.retention import last_pass
from bot import retention
from bot.audit import AuditRecord, first_broken
from bot.clock import local_date
from bot.errors import InputError, ServiceError
from bot.outbound import outbox
from bot.outbound.outbox import ParcelRecord
from bot.retention import ACTION, RetentionTerms
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.rights import ParticularsCorrection
from tests.factories.citizens import CALENDAR, OPENID, TEXTS, Town
from tests.factories.disclosure import IDENTITY

pytestmark = pytest.mark.redis


async def counted(town: Town) -> dict[str, int]:
    """Give the sums of what the audit says was erased; no entry says more."""
    sums: dict[str, int] = {}
    async with town.database.reading() as tx:
        for entry in await tx.scalars(select(AuditRecord).where(AuditRecord.action == ACTION)):
            assert (entry.actor, entry.subject) == ("bot", "retention")
            for rule, count in entry.detail.items():
                sums[rule] = sums.get(rule, 0) + int(count)
        assert await first_broken(tx) is None
    return sums


def erased(totals: dict[str, int]) -> dict[str, int]:
    """Give what was erased at all."""
    return {rule: count for rule, count in totals.items() if count}


async def test_applicants_go_the_day_after_their_year(town: Town) -> None:
    number, open_ = await town.file("form-1"), await town.file("form-2", citizen="oOther", identity="x")
    await town.disclosure.withdraw(number, citizen=OPENID)
    town.later(365)
    assert erased(await town.retention().whole()) == {}
    town.later(1)
    look = await town.retention().look()
    assert (look["applicants"].count, look["applicants"].names) == (1, (number,))
    assert (await town.find(number)).cases == (number,)
    assert erased(await town.retention().whole()) == {"applicants": 1}
    assert erased(await town.retention().whole()) == {}
    kept = {row["number"] for row in (await town.rows())["disclosure_requests"]}
    assert kept == {number, open_}
    assert await town.where(OPENID, IDENTITY, town.vault.fingerprint(IDENTITY, purpose="identity")) == set()
    assert await counted(town) == {"applicants": 1}


async def test_what_was_erased_is_said_in_words(town: Town) -> None:
    number = await town.file("form-1")
    await town.disclosure.withdraw(number, citizen=OPENID)
    town.later(366)
    await town.retention().whole()
    ledger = DisclosureLedger(
        town.database, vault=town.vault, clock=town.clock, calendar=CALENDAR, texts=TEXTS
    )
    with pytest.raises(InputError) as refusal:
        await ledger.reveal(number, actor="test", reason="核对")
    assert "已按规定删除" in TEXTS(refusal.value.text_key, **refusal.value.values)
    story = await ledger.story(number)
    assert (story.applicant_erased, story.timeline[-1].words) == (True, "保存期满，申请人信息已删除")
    with pytest.raises(InputError):
        await town.rights.correct(
            number, ParticularsCorrection(phone="13900001234"), actor="test", reason="本人"
        )
    assert (await town.find(number)).accounts == ()


async def test_a_pending_remedy_holds_an_applicant_back(town: Town) -> None:
    number = await town.file("form-1")
    await town.disclosure.withdraw(number, citizen=OPENID)
    await town.rights.note_remedy(number, pending=True, actor="test", reason="复议受理通知")
    town.later(500)
    look = (await town.retention().look())["applicants"]
    assert (look.count, [(held.reason, held.names) for held in look.held]) == (0, [("remedy", (number,))])
    assert erased(await town.retention().whole()) == {}
    await town.rights.note_remedy(number, pending=False, actor="test", reason="复议决定已送达")
    assert erased(await town.retention().whole()) == {"applicants": 1}


async def test_tickets_go_twelve_months_after_their_end_and_open_ones_are_told_of(town: Town) -> None:
    answered, open_ = await town.hand_over("t1"), await town.hand_over("t2", citizen="oOther")
    await town.tickets.answer(answered, "每月八百元", actor="wang")
    town.later(364)
    assert "tickets" not in erased(await town.retention().whole())
    town.later(2)
    look = (await town.retention().look())["tickets"]
    assert (look.count, look.names) == (1, (answered,))
    assert [(held.reason, held.count, held.names) for held in look.held] == [("open", 1, (open_,))]
    assert erased(await town.retention().whole())["tickets"] == 1
    assert [row["number"] for row in (await town.rows())["tickets"] if row["kind"] == "question"] == [open_]


async def test_parcels_lose_their_words_and_then_go(town: Town) -> None:
    await town.post("发出的话")
    waiting = await town.post("等着的话", sent=False, waits=True)
    town.later(31)
    assert erased(await town.retention().whole()) == {"parcel_words": 1}
    assert await town.where("等着的话") == {"outbox"}
    town.later(150)
    assert erased(await town.retention().whole()) == {"unsent_parcels": 1, "parcel_words": 1}
    async with town.database.reading() as tx:
        rows = list(await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id)))
    assert [(row.citizen, row.body, row.state) for row in rows] == [("", {}, "sent"), ("", {}, "failed")]
    assert rows[0].sent_at is not None
    [task] = (await town.rows())["tickets"]
    assert (task["kind"], task["last_key"]) == ("undelivered", f"parcel:{waiting}")
    assert await town.where("等着的话") == {"tickets.transcript"}
    town.later(336)
    assert erased(await town.retention().whole()) == {"parcels": 2}
    assert ((await town.rows())["outbox"], (await town.rows())["outbox_attempts"]) == ([], [])


async def test_a_parcel_that_a_courier_holds_is_left_to_it(town: Town) -> None:
    await town.post("在路上", sent=False)
    town.later(181)
    async with town.database.transaction() as tx:
        assert await outbox.claim(tx, "wechat", now=town.clock.now(), limit=5, lease=timedelta(minutes=2))
    assert erased(await town.retention().whole()) == {}


async def test_talk_of_a_year_ago_goes_out_of_a_conversation_that_goes_on(town: Town) -> None:
    await town.turn("m1")
    for number in range(2, 15):
        town.later(29)
        await town.turn(f"m{number}")
    left = await town.redis.pttl(f"mingbai:conversation:wechat:{OPENID}")
    assert (await town.retention().look())["talk"].count == 2
    assert erased(await town.retention().whole()) == {"talk": 2}
    assert await town.where('"说了m1"') == set()
    talk = await town.gate.talk("wechat", OPENID)
    assert [event["text"] for event in talk] == [f"说了m{number}" for number in range(2, 15)]
    after = await town.redis.pttl(f"mingbai:conversation:wechat:{OPENID}")
    assert left - 60_000 < after <= left
    assert erased(await town.retention().whole()) == {}


async def test_what_has_no_time_to_live_in_redis_goes_after_a_month(town: Town) -> None:
    await town.set_aside("m1")
    await town.leave_in_hand("m2")
    later_version = town.vault.seal(
        orjson.dumps({"sent_at": town.clock.now().timestamp(), "new": 1}), purpose=PURPOSE
    )
    await town.redis.hset(hand_key(), f"wechat:{OPENID}:m3", later_version)
    await town.redis.zadd(messages_key(), {message_key(f"wechat:{OPENID}:m1"): town.clock.now().timestamp()})
    assert erased(await town.retention().whole()) == {}
    town.later(31)
    assert erased(await town.retention().whole()) == {"in_hand": 2, "quarantine": 1}
    assert await town.redis.hlen(hand_key()) == 0
    assert await town.redis.zcard(messages_key()) == 0


async def test_everything_else_in_redis_ends_by_itself(town: Town) -> None:
    await town.everywhere("a")
    for kind, holding in KINDS.items():
        if BY_ITSELF not in holding.ends:
            continue
        for key in [name async for name in town.redis.scan_iter(match=f"mingbai:{kind}:*")]:
            assert 0 < await town.redis.ttl(key) <= CONVERSATION_SECONDS, key
    lasting = {
        key.decode().split(":")[1]
        async for key in town.redis.scan_iter(match="mingbai:*")
        if await town.redis.ttl(key) < 0
    }
    assert lasting == {"inflight", "drafts", "quarantine", "questions", "windows-since"}


async def test_a_pass_that_is_broken_off_goes_on_where_it_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    for number in range(10):
        await town.post(f"话{number}")
        ticket = await town.hand_over(f"t{number}", citizen=f"o{number}")
        await town.tickets.close(ticket, actor="wang")
    town.later(366)
    batches: list[str] = []

    def told(rule: str, _: int) -> None:
        batches.append(rule)
        if len(batches) == 5:
            raise ServiceError(retry_after=1.0)

    with pytest.raises(ServiceError):
        await town.retention().whole(told=told)
    first = await counted(town)
    assert 0 < sum(first.values()) < 30
    rest = erased(await town.retention().whole())
    assert {rule: first.get(rule, 0) + rest.get(rule, 0) for rule in {*first, *rest}} == {
        "parcel_words": 10,
        "parcels": 10,
        "tickets": 10,
    }
    assert await counted(town) == {"parcel_words": 10, "parcels": 10, "tickets": 10}


async def test_two_workers_at_once_erase_everything_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 4)
    for number in range(20):
        await town.post(f"话{number}")
    town.later(366)
    one, two = await asyncio.gather(town.retention().whole(), town.retention().whole())
    assert one["parcels"] + two["parcels"] == 20
    assert (await counted(town))["parcels"] == 20


async def test_the_worker_makes_one_pass_a_day(town: Town) -> None:
    await town.post("话")
    town.later(40)
    job = town.nightly()
    assert await last_pass(town.redis) is None
    await job.step()
    assert await last_pass(town.redis) == local_date(town.clock.now())
    assert (await counted(town))["parcel_words"] == 1
    await town.post("又一句")
    town.later(0.5)
    async with town.database.transaction() as tx:
        await tx.execute(
            ParcelRecord.__table__.update().values(sent_at=town.clock.now() - timedelta(days=40))
        )
    await job.step()
    assert (await counted(town))["parcel_words"] == 1
    town.later(1)
    await job.step()
    assert (await counted(town))["parcel_words"] == 2


async def test_terms_may_be_shorter(town: Town) -> None:
    await town.post("话")
    town.later(8)
    totals = await town.retention(RetentionTerms(parcel=timedelta(days=7))).whole()
    assert erased(totals) == {"parcel_words": 1}
