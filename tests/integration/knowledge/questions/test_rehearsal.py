"""What a publication would change is known before it happens, and leaves nothing behind."""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.index.writer import Public
from knowledge.questions.effect import AskedShift
from knowledge.questions.log import AskedOften
from knowledge.questions.regression import Still, run
from knowledge.questions.rehearsal import Rehearsal
from knowledge.questions.saved_questions import SavedQuestions, Wanted
from tests.factories.publication import knowledge_services
from tests.factories.questions import ASKED_AT

TODAY = date(2026, 11, 20)
PAYS = "第一条 年满80周岁的老年人，高龄津贴每人每月60元。\n\n第二条 高龄津贴按月发放。\n"
STRAY = "第一条 停车场按小时收费。\n"
ALLOWANCE = Document(id="allowance", title="青岚县高龄津贴发放办法", published_on=date(2026, 1, 15))
BUS = Document(id="bus", title="青岚县夜班公交公告", published_on=date(2026, 2, 1))
BUS_TEXT = "第一条 夜班公交每晚23点30分收班，票价2元。\n"


def shown(result: Answer | Decline) -> str:
    """Give the document whose words are shown first, surely or with a reservation; empty where none are."""
    if isinstance(result, Answer):
        return result.citation.document.id
    return result.likely[0].citation.document.id if result.likely else ""


class World:
    """A published allowance, and its rehearsal."""

    def __init__(self, database: Database, folder: Path, **more: float) -> None:
        clock = SettableClock(ASKED_AT)
        self.folder = folder / "index"
        self.index = Index(self.folder)
        self.knowledge = knowledge_services(database, clock)
        self.saved = SavedQuestions(database, clock)
        self.rehearsal = Rehearsal(database, index=self.index, saved=self.saved, clock=clock, **more)

    async def add(self, document: Document, text: str, *, publish: bool = False) -> None:
        await self.knowledge.imports.keep([Draft(document, text, "test", 1)], author="t", publish=publish)
        if publish:
            await self.knowledge.upkeep.refresh(self.index)
            self.index.reload()


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    made = World(database, tmp_path)
    await made.add(ALLOWANCE, PAYS, publish=True)
    await made.saved.save("高龄津贴每月多少钱", Wanted("allowance", ("60元",)), actor="op")
    return made


async def test_a_change_that_loses_an_answer_is_named_before_it_is_public(world: World) -> None:
    await world.add(ALLOWANCE, STRAY)
    verdict = await world.rehearsal.verdict("allowance")
    [change] = verdict.blocking
    assert (change.expected.question, change.before.passed, change.after.passed) == (
        "高龄津贴每月多少钱",
        True,
        False,
    )
    await world.saved.accept([change.expected.id], actor="op", reason="不要紧")
    assert not (await world.rehearsal.verdict("allowance")).blocking


async def test_others_publish_between_the_turns_of_a_trial(database: Database, tmp_path: Path) -> None:
    world, told = World(database, tmp_path, turn_seconds=0.0), list[int]()
    await world.add(ALLOWANCE, PAYS, publish=True)
    await world.add(BUS, BUS_TEXT)
    asked = [AskedOften("夜班公交几点收班", 1)] * 12

    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def noted(done: int, _: int) -> bool:
        loop.call_soon_threadsafe(begun.set)
        told.append(done)
        return True

    rows = await world.rehearsal.newest(["bus"])
    trying = asyncio.create_task(world.rehearsal.changes_with(rows, asked, noted))
    await begun.wait()
    await world.add(Document(id="other", title="青岚县停车办法"), STRAY, publish=True)
    assert not trying.done()
    changes, count = await trying
    # Each was answered by the trial, whatever was written in its place meanwhile.
    assert (count, [one.shift for one in changes]) == (12, [AskedShift.BETTER] * 12)
    assert {one.after.document for one in changes} == {"bus"}
    assert sorted(told) == told
    serving = world.rehearsal.serving
    assert serving is not None
    assert serving.docnum_of("other") is not None
    assert not list(world.folder.glob("prepared-*"))


async def test_others_publish_between_the_turns_of_the_saved_questions(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, turns = World(database, tmp_path, turn_seconds=0.0), asyncio.Event()
    await world.add(ALLOWANCE, PAYS, publish=True)
    for words in ("高龄津贴每月多少钱", "高龄津贴每人每月多少钱", "老年人高龄津贴每月多少元"):
        await world.saved.save(words, Wanted("allowance"), actor="op")
    await world.add(ALLOWANCE, STRAY)
    trial, loop = world.index.trial, asyncio.get_running_loop()

    def begun(rows: Iterable[Public]) -> AbstractContextManager[Reader]:
        loop.call_soon_threadsafe(turns.set)
        return trial(rows)

    monkeypatch.setattr(world.index, "trial", begun)
    trying = asyncio.create_task(world.rehearsal.verdict("allowance"))
    await turns.wait()
    await world.add(BUS, BUS_TEXT, publish=True)
    assert not trying.done()
    verdict = await trying
    # Each was answered by the trial, whatever was written in its place meanwhile.
    assert (verdict.total, len(verdict.worse)) == (3, 3)


async def test_a_harmless_publication_blocks_nothing_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    await world.add(BUS, BUS_TEXT)
    folder = world.folder
    before = sorted(path.name for path in folder.iterdir())
    assert not (await world.rehearsal.verdict("bus")).worse
    heard = await world.rehearsal.ask("夜班公交几点收班", "bus", limit=3)
    assert heard is not None
    assert shown(heard[0]) == "bus"
    assert sorted(path.name for path in folder.iterdir()) == before
    # What serves knows nothing of it, and what is published next is built as if it had not been tried.
    assert shown(Answerer(world.index).answer("夜班公交几点收班", today=TODAY)) != "bus"
    await world.add(Document(id="other", title="青岚县停车办法"), STRAY, publish=True)
    result = run(world.index.reader, await world.saved.watched(), today=TODAY)
    assert all(found.passed for found in result.values())


async def test_the_generation_before_can_be_asked(world: World) -> None:
    assert await world.rehearsal.ask_before("高龄津贴每月多少钱", limit=3) is None
    await world.add(BUS, BUS_TEXT, publish=True)
    heard = await world.rehearsal.ask_before("夜班公交几点收班", limit=3)
    assert heard is not None
    assert shown(heard[0]) != "bus"
    now = Answerer(Still(world.index.reader)).answer("夜班公交几点收班", today=TODAY)
    assert shown(now) == "bus"


async def test_an_unknown_document_is_refused(world: World) -> None:
    with pytest.raises(InputError) as refused:
        await world.rehearsal.verdict("nothing")
    assert refused.value.text_key == "knowledge.missing"
