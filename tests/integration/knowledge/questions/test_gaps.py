"""A gap from the first declined question to the news for those who waited, on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import SettableClock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from bot.retention import Transactional
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.evaluation import labelled
from knowledge.index.generations import Index
from knowledge.questions import regression
from knowledge.questions.gaps import GapFilters, Gaps
from knowledge.questions.groups import BY_REGRESSION, GapState
from knowledge.questions.log import QuestionFilters, QuestionLog
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.records import WaitingRecord
from knowledge.questions.retention import OldWaiting
from knowledge.questions.saved_questions import Confirmed, SavedQuestions, Wanted
from knowledge.questions.waiting_list import WaitingList
from tests.factories.publication import knowledge_services
from tests.factories.questions import ASKED_AT, line

QUESTION = "无人机飞行要报备吗"
RULE = "# 青岚县无人机飞行管理办法\n\n第一条 无人机飞行应当提前一天向县公安局报备。\n\n第二条 报备不收费。\n"
DOCUMENT = Document(
    id="drones", title="青岚县无人机飞行管理办法", unit="青岚县公安局", published_on=date(2026, 11, 1)
)


class World:
    """The services over one database, and an index to publish into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.clock = SettableClock(ASKED_AT)
        self.index = Index(folder / "index")
        self.knowledge = knowledge_services(database, self.clock)
        self.log = QuestionLog(database, self.clock, due=lambda day: day + timedelta(days=7))
        self.waiting = WaitingList(database, vault=Vault("s" * 32), clock=self.clock)
        self.gaps = Gaps(
            database,
            waiting=self.waiting,
            clock=self.clock,
            news=lambda title, number, spot: f"见《{title}》{number}#{spot}",
            closing=lambda reason: f"不再等：{reason}",
        )
        self.saved = SavedQuestions(database, self.clock)

    async def add(self, document: Document = DOCUMENT, text: str = RULE) -> None:
        await self.knowledge.imports.keep([Draft(document, text, "test", 1)], author="t", publish=False)

    async def publish(self, text: str = RULE) -> None:
        draft = Draft(DOCUMENT, text, "test", 1)
        await self.knowledge.imports.keep([draft], author="t", publish=True)
        await self.renew()

    async def renew(self) -> None:
        await self.knowledge.upkeep.rebuild(self.index)
        self.index.reload()
        await self.gaps.settle(self.index.reader)

    async def parcels(self) -> list[ParcelRecord]:
        async with self.database.reading() as tx:
            return list(await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id)))


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World(database, tmp_path)


async def test_who_waited_is_told_once_when_the_document_answers(world: World) -> None:
    await world.add()
    await world.log.take([line(QUESTION), line("无人机飞行需要报备不"), line("飞无人机要不要报备")])
    assert await world.waiting.wait("无人机飞行要不要报备", citizen="openid-1", channel="wechat")
    assert not await world.waiting.wait(QUESTION, citizen="openid-1", channel="wechat")
    assert await world.waiting.wait(QUESTION, citizen="openid-2", channel="wechat")
    [gap], _ = await world.gaps.page()
    assert (gap.question, gap.total, gap.waiting, gap.state) == (QUESTION, 3, 2, GapState.OPEN)

    await world.gaps.assign(gap.id, unit="青岚县公安局", due_on=date(2026, 11, 27), actor="op")
    await world.gaps.link(gap.id, document="drones", question=QUESTION, actor="op")
    await world.renew()
    assert (await world.gaps.read(gap.id))[0].state is GapState.ASSIGNED
    assert await world.parcels() == []

    await world.publish()
    closed, wordings = await world.gaps.read(gap.id)
    assert (closed.state, closed.closed_by, closed.passed) == (GapState.CLOSED, BY_REGRESSION, True)
    assert len(wordings) == 3
    parcels = await world.parcels()
    assert [(parcel.citizen, parcel.body["text"]) for parcel in parcels] == [
        ("openid-1", "见《青岚县无人机飞行管理办法》drones#第一条"),
        ("openid-2", "见《青岚县无人机飞行管理办法》drones#第一条"),
    ]
    await world.renew()
    await world.gaps.settle(world.index.reader)
    assert len(await world.parcels()) == 2
    async with world.database.reading() as tx:
        assert [row.citizen for row in await tx.scalars(select(WaitingRecord))] == [b"", b""]


async def test_an_address_is_never_kept_in_the_clear(world: World) -> None:
    await world.waiting.wait(QUESTION, citizen="openid-secret", channel="wechat")
    async with world.database.reading() as tx:
        [row] = await tx.scalars(select(WaitingRecord))
    assert b"openid-secret" not in row.citizen
    assert "openid-secret" not in row.person
    assert await world.waiting.stop(citizen="someone-else", channel="wechat") == 0
    assert await world.waiting.stop(citizen="openid-secret", channel="wechat") == 1


async def test_what_is_declined_again_after_all_opens_its_gap_again_and_tells_again(world: World) -> None:
    await world.add()
    await world.log.take([line(QUESTION)])
    await world.waiting.wait(QUESTION, citizen="openid-1", channel="wechat")
    [gap], _ = await world.gaps.page()
    await world.gaps.link(gap.id, document="drones", question=QUESTION, actor="op")
    await world.publish()
    await world.publish("# 青岚县无人机飞行管理办法\n\n第一条 另有规定。\n")
    world.clock.advance(timedelta(hours=1))
    await world.log.take([line("无人机飞行要报备么", at=world.clock.now())])
    again, _ = await world.gaps.read(gap.id)
    assert (again.state, again.total) == (GapState.OPEN, 2)
    assert await world.waiting.wait(QUESTION, citizen="openid-1", channel="wechat")
    await world.publish()
    assert len(await world.parcels()) == 2


async def test_who_waits_is_told_why_a_person_closed_the_gap_and_only_once(world: World) -> None:
    await world.log.take([line("月球上种菜有补贴吗")])
    assert await world.waiting.wait("月球上种菜有补贴吗", citizen="openid-1", channel="wechat")
    [gap], _ = await world.gaps.page()
    await world.gaps.close(gap.id, reason="不是县里的事", actor="op")
    await world.gaps.close(gap.id, reason="不是县里的事", actor="op")
    [parcel] = await world.parcels()
    assert parcel.body["text"] == "不再等：不是县里的事"


async def test_a_gap_that_a_person_closed_stays_closed(world: World) -> None:
    await world.log.take([line("月球上种菜有补贴吗")])
    [gap], _ = await world.gaps.page()
    await world.gaps.close(gap.id, reason="不是县里的事", actor="op")
    await world.log.take([line("在月球种菜能拿补贴不")])
    closed, _ = await world.gaps.read(gap.id)
    assert (closed.state, closed.total, closed.reason) == (GapState.CLOSED, 2, "不是县里的事")
    await world.gaps.reopen(gap.id, actor="op")
    assert (await world.gaps.counts())[GapState.OPEN] == 1


async def test_lists_are_narrowed_and_the_most_asked_stands_first(world: World) -> None:
    await world.log.take(
        [line("月球上种菜有补贴吗"), line(QUESTION, unit="青岚县公安局"), line("飞无人机要不要报备")]
    )
    found, more = await world.gaps.page(size=1)
    assert ([gap.question for gap in found], more) == ([QUESTION], True)
    await world.gaps.assign(found[0].id, unit="青岚县公安局", due_on=date(2026, 11, 18), actor="op")
    late, _ = await world.gaps.page(GapFilters(overdue_on=local_date(ASKED_AT)))
    assert [gap.id for gap in late] == [found[0].id]
    assert (await world.gaps.page(GapFilters(overdue_on=date(2026, 11, 18))))[0] == []
    assert len((await world.gaps.page(GapFilters(unit="青岚县公安局")))[0]) == 1
    assert len((await world.gaps.page(GapFilters(state=GapState.OPEN)))[0]) == 1
    linked, _ = await world.log.page(QuestionFilters(gap=found[0].id, outcome=QuestionOutcome.DECLINED))
    assert len(linked) == 2
    assert await world.gaps.askers(found[0].id) == 1


@pytest.mark.parametrize(
    ("key", "call"),
    [
        ("gaps.missing", lambda gaps: gaps.read(99)),
        ("gaps.no_unit", lambda gaps: gaps.assign(1, unit=" ", due_on=None, actor="op")),
        ("gaps.no_reason", lambda gaps: gaps.close(1, reason=" ", actor="op")),
        ("regression.no_document", lambda gaps: gaps.link(1, document="none", question="问", actor="op")),
    ],
)
async def test_what_cannot_be_is_refused(world: World, key: str, call: object) -> None:
    await world.log.take([line(QUESTION)])
    with pytest.raises(InputError) as refused:
        await call(world.gaps)  # type: ignore[operator]
    assert refused.value.text_key == key


async def test_confirmed_questions_are_what_calibration_reads(world: World) -> None:
    await world.add()
    number = await world.saved.save(QUESTION, Wanted("drones"), actor="op")
    assert await world.saved.confirmed() == []
    passage = "第一条 无人机飞行应当提前一天向县公安局报备。"
    assert (
        await world.saved.save(f" {QUESTION} ", Wanted("drones", passage=passage, watched=False), actor="op")
        == number
    )
    assert await world.saved.confirmed() == [Confirmed(number, QUESTION, "drones", passage)]
    [saved], _ = await world.saved.page()
    assert (saved.watched, saved.confirmed, saved.title) == (True, True, DOCUMENT.title)
    await world.saved.drop(number, actor="op", reason="重复")
    assert await world.saved.watched() == ()


async def test_saved_questions_run_once_on_what_serves_and_again_when_it_changes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    real = regression.run
    monkeypatch.setattr(
        regression,
        "run",
        lambda reader, asked, **how: runs.append(len(asked)) or real(reader, asked, **how),
    )
    await world.add()
    await world.saved.save(QUESTION, Wanted("drones"), actor="op")
    await world.publish()
    await world.gaps.settle(world.index.reader)
    assert runs == [1]
    await world.saved.save("无人机报备收费吗", Wanted("drones"), actor="op")
    await world.gaps.settle(world.index.reader)
    assert runs == [1, 1]
    # Withdrawn at once: the generation is the same, what it shows is not.
    world.index.hide("drones")
    await world.gaps.settle(world.index.reader)
    assert runs == [1, 1, 2]
    found, _ = await world.saved.page(failing=True)
    assert len(found) == 2


async def test_calibration_reads_what_was_confirmed(world: World, tmp_path: Path) -> None:
    await world.add()
    passage = "第一条 无人机飞行应当提前一天向县公安局报备。"
    await world.saved.save(QUESTION, Wanted("drones", passage=passage), actor="op")
    path = tmp_path / "confirmed.jsonl"
    path.write_text("".join(one.line() for one in await world.saved.confirmed()), "utf-8")
    [asked] = labelled.load(path)
    assert (asked.text, asked.documents, asked.answers) == (QUESTION, ("drones",), (passage,))
    await world.publish()
    assert world.index.reader is not None
    assert labelled.relevant_passages(asked, world.index.reader)


async def test_waiting_ends_with_the_time_questions_are_kept(world: World) -> None:
    await world.waiting.wait(QUESTION, citizen="openid-1", channel="wechat")
    rule = Transactional(OldWaiting(timedelta(days=30)), world.database)
    assert await rule.erase(now=world.clock.now(), limit=100) == 0
    world.clock.advance(timedelta(days=31))
    assert await rule.erase(now=world.clock.now(), limit=100) == 1


async def test_what_a_document_comes_near_to_goes_to_its_interpreter(world: World) -> None:
    near = line(QUESTION)._replace(interpreter="王敏", interpreter_unit="青岚县公安局", document="drones")
    await world.log.take([line("月球上种菜有补贴吗"), near])
    [routed], _ = await world.gaps.page(GapFilters(unit="青岚县公安局"))
    due = local_date(ASKED_AT) + timedelta(days=7)
    assert (routed.state, routed.interpreter, routed.due_on) == (GapState.ASSIGNED, "王敏", due)
    assert (await world.gaps.counts())[GapState.OPEN] == 1
    assert await world.gaps.outstanding("青岚县公安局") == 1
    # What a person decided is not undone by the next question; the person named goes with the unit.
    await world.gaps.assign(routed.id, unit="青岚县教育局", due_on=None, actor="op")
    await world.log.take([near._replace(key="again")])
    gap, _ = await world.gaps.read(routed.id)
    assert (gap.unit, gap.interpreter, gap.due_on, gap.total) == ("青岚县教育局", "", None, 2)


async def test_what_must_pass_keeps_its_demand_whichever_way_it_is_asked_anew(world: World) -> None:
    await world.add()
    await world.add(replace(DOCUMENT, id="other", number=""), "第一条 停车每小时两元。")
    number = await world.saved.save(QUESTION, Wanted("drones", ("一天",)), actor="chief")
    await world.log.take([line(QUESTION)])
    [gap], _ = await world.gaps.page()
    for attempt in (
        world.saved.save(QUESTION, Wanted("other"), actor="op", replacing=False),
        world.gaps.link(gap.id, document="other", question=QUESTION, actor="op"),
    ):
        with pytest.raises(InputError) as refused:
            await attempt
        assert refused.value.text_key == "regression.taken"
    assert await world.saved.save(QUESTION, Wanted("drones"), actor="op", replacing=False) == number
    await world.gaps.link(gap.id, document="drones", question=QUESTION, actor="op")
    [saved], _ = await world.saved.page()
    assert (saved.document_id, saved.words) == ("drones", ("一天",))
