"""Passages get their vectors once, keep them through updates and rebuilds, and a failing service harms nothing."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import aiohttp
import numpy as np
import pytest

from adapters.embedding.service import EmbeddingService
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.search.contributions import MEANING, reasons
from knowledge.search.lookup import readings_of, search
from knowledge.search.passage_vectors import Embedding, rows_of
from knowledge.search.question_vectors import MOST_FAILURES, REST_SECONDS, Meaning, Meanings
from knowledge.search.vector_store import MISSING, VectorStore
from tests.fakes.embedder import FakeEmbedder, embedder, vector_of

TODAY = date(2026, 3, 2)
ROWS = (
    ("种粮", "甲县种粮补贴办法", "种粮补贴按承包面积发放，每亩一百元，由农业农村局审核。"),
    ("公租房", "甲县公租房管理办法", "公租房由住建局受理，家庭人均收入低于两千元的可以申请。"),
    ("医保", "甲县医疗保险报销规定", "住院费用报销百分之七十，到医保窗口办理，电话0990-6230001。"),
    ("育儿", "甲县育儿补贴通知", "三周岁以下婴幼儿每年发放三千六百元。"),
)
QUESTION = "种粮补贴每亩多少元"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """An index with everything that an embedding service brings to it."""

    def __init__(
        self, folder: Path, service: EmbeddingService, *, store: VectorStore | None = None, batch: int = 32
    ) -> None:
        self.index = Index(folder)
        self.store = store or VectorStore(folder, service.name)
        self.clock = Clock()
        self.meanings = Meanings(self.store, service, clock=self.clock)
        self.embedding = Embedding(self.store, service, self.meanings, batch=batch)

    @property
    def reader(self) -> Reader:
        assert self.index.reader is not None
        return self.index.reader

    def build(self, *rows: tuple[str, str, str]) -> None:
        self.index.build((Document(one, title), text) for one, title, text in rows)
        self.index.reload()

    def update(self, *rows: tuple[str, str, str], gone: tuple[str, ...] = ()) -> None:
        self.index.update([(Document(one, title), text) for one, title, text in rows], gone)
        self.index.reload()


@pytest.fixture
async def fake() -> AsyncIterator[FakeEmbedder]:
    async with embedder() as found:
        yield found


@pytest.fixture
async def service(fake: FakeEmbedder) -> AsyncIterator[EmbeddingService]:
    async def sleep(_: float) -> None: ...

    async with aiohttp.ClientSession() as session:
        yield EmbeddingService(
            session, url=fake.url, model="m", key=fake.key, question_seconds=0.2, sleep=sleep
        )


@pytest.fixture
def bench(service: EmbeddingService, tmp_path: Path) -> Bench:
    found = Bench(tmp_path, service)
    found.build(*ROWS)
    return found


def vectors_fit(bench: Bench) -> None:
    """Check that every passage that is there has the vector of its own words."""
    found = bench.store.load(bench.reader.shape.lineage)
    assert found is not None
    for number in bench.reader.passages_there.tolist():
        title = bench.reader.name_of(bench.reader.texts.passage_docnum(number)).title
        text = f"{title}\n{bench.reader.texts.passage(number)}"
        if "电话" not in text:
            assert found.matrix[found.rows[number]] == pytest.approx(vector_of(text), abs=1e-3)


async def test_every_passage_gets_the_vector_of_its_words(bench: Bench, fake: FakeEmbedder) -> None:
    told: list[tuple[int, int]] = []
    outcome = await bench.embedding.catch_up(bench.reader, progress=lambda *each: told.append(each))
    assert outcome is not None
    assert (outcome.done, outcome.total, outcome.trouble) == (4, 4, "")
    assert told == [(4, 4)]
    assert len(fake.texts) == 4
    vectors_fit(bench)
    assert bench.embedding.state(bench.reader) == outcome
    assert await bench.embedding.catch_up(bench.reader) is None


async def test_numbers_of_persons_do_not_leave_the_machine(bench: Bench, fake: FakeEmbedder) -> None:
    bench.update(("名单", "公示名单", "张三，身份证110101199003071233，手机13800138000。"))
    await bench.embedding.catch_up(bench.reader)
    await bench.meanings.learn("我叫王小雨，手机13800138000能领种粮补贴吗", bench.reader)
    sent = "".join(fake.texts)
    assert "能领种粮补贴吗" in sent
    for told in ("110101199003071233", "13800138000", "6230001", "王小雨"):
        assert told not in sent


async def test_what_was_sent_once_is_not_sent_again(bench: Bench, fake: FakeEmbedder) -> None:
    await bench.embedding.catch_up(bench.reader)
    bench.update(("种粮", "甲县种粮补贴办法", "种粮补贴每亩一百二十元。"), gone=("育儿",))
    await bench.embedding.catch_up(bench.reader)
    assert len(fake.texts) == 5
    assert "一百二十元" in fake.texts[-1]
    vectors_fit(bench)
    # Built anew: another line of generations, and nothing to send.
    bench.build(ROWS[3], *ROWS[1:3], ("种粮", "甲县种粮补贴办法", "种粮补贴每亩一百二十元。"))
    outcome = await bench.embedding.catch_up(bench.reader)
    assert outcome is not None
    assert outcome.done == outcome.total == 4
    assert len(fake.texts) == 5
    vectors_fit(bench)


async def test_a_service_that_fails_leaves_the_generation_usable(bench: Bench, fake: FakeEmbedder) -> None:
    fake.statuses = [500] * 4
    outcome = await bench.embedding.catch_up(bench.reader)
    assert outcome is not None
    assert (outcome.done, outcome.total, outcome.trouble) == (0, 4, "busy")
    assert not await bench.meanings.learn(QUESTION, bench.reader)
    (best, *_), _ = Answerer(bench.index, meanings=bench.meanings).candidates(QUESTION, today=TODAY)
    assert best.citation.document.id == "种粮"
    mended = await bench.embedding.catch_up(bench.reader)
    assert mended is not None
    assert (mended.done, mended.trouble) == (4, "")


async def test_half_of_the_work_is_kept_when_the_other_half_fails(
    service: EmbeddingService, fake: FakeEmbedder, tmp_path: Path
) -> None:
    bench = Bench(tmp_path, service, batch=1)
    bench.build(*ROWS)
    fake.statuses = [200, 200, 400]
    outcome = await bench.embedding.catch_up(bench.reader)
    assert outcome is not None
    assert outcome.trouble == "refused"
    assert len(bench.store.keys()) == 2
    await bench.embedding.catch_up(bench.reader)
    # Three requests, of which the last one failed and was made again.
    assert len(fake.texts) == 5
    vectors_fit(bench)


async def test_another_length_of_vectors_is_refused_and_said(bench: Bench, fake: FakeEmbedder) -> None:
    await bench.embedding.catch_up(bench.reader)
    fake.dimensions = 64
    bench.update(("低保", "甲县低保办法", "每人每月六百元。"))
    outcome = await bench.embedding.catch_up(bench.reader)
    assert outcome is not None
    assert (outcome.done, outcome.total, outcome.trouble) == (4, 5, "dimension")
    # Questions of the other length say nothing either.
    assert not await bench.meanings.learn(QUESTION, bench.reader)


async def test_only_one_process_fetches(bench: Bench, fake: FakeEmbedder) -> None:
    with bench.store.alone() as alone:
        assert alone
        assert await bench.embedding.catch_up(bench.reader) is None
    assert not fake.texts


async def test_vectors_that_nobody_uses_are_let_go(
    service: EmbeddingService, fake: FakeEmbedder, tmp_path: Path
) -> None:
    store = VectorStore(tmp_path, service.name, spare_rows=0, kept_seconds=-1)
    bench = Bench(tmp_path, service, store=store)
    bench.build(*ROWS)
    await bench.embedding.catch_up(bench.reader)
    await bench.meanings.learn(QUESTION, bench.reader)
    for at in range(6):
        bench.update(("种粮", "甲县种粮补贴办法", f"种粮补贴每亩{at + 3}百元。"))
        await bench.embedding.catch_up(bench.reader)
    bench.build(ROWS[0])
    await bench.embedding.catch_up(bench.reader)
    assert len(bench.store.keys()) == 1
    vectors_fit(bench)
    assert await bench.meanings.learn(QUESTION, bench.reader)
    assert len([text for text in fake.texts if text == QUESTION]) == 1


async def test_a_line_that_another_process_serves_still_stays_for_a_while(
    bench: Bench, fake: FakeEmbedder
) -> None:
    older = bench.reader
    await bench.embedding.catch_up(older)
    for _ in range(2):
        bench.build(ROWS[3], ("新", "新办法", "新的事项由新的单位办理。"))
        await bench.embedding.catch_up(bench.reader)
    assert await bench.embedding.catch_up(older) is None
    assert len(fake.texts) == 5
    vectors_fit(bench)


async def test_the_nearest_passages_are_found_exactly(bench: Bench) -> None:
    await bench.embedding.catch_up(bench.reader)
    assert await bench.meanings.learn(QUESTION, bench.reader)
    meaning = bench.meanings.of(QUESTION, bench.reader)
    assert meaning is not None
    vectors = bench.store.load(bench.reader.shape.lineage)
    assert vectors is not None
    cosines = vectors.matrix[vectors.rows].astype(np.float32) @ np.array(vector_of(QUESTION), np.float32)
    assert meaning.nearest.tolist() == np.argsort(-cosines, kind="stable").tolist()
    close, known = meaning.closeness(np.arange(4))
    assert known.all()
    assert close.max() == pytest.approx(1, abs=1e-5)
    assert close == pytest.approx((cosines - cosines.mean()) / (cosines.max() - cosines.mean()), abs=1e-4)


async def test_a_passage_without_a_vector_is_told_as_such(bench: Bench) -> None:
    await bench.embedding.catch_up(bench.reader)
    await bench.meanings.learn(QUESTION, bench.reader)
    # What was learnt before stays, and says nothing about what came later.
    bench.update(("低保", "甲县低保办法", "每人每月六百元。"))
    meaning = bench.meanings.of(QUESTION, bench.reader)
    assert meaning is not None
    assert rows_of(bench.store, bench.reader)[4] == MISSING
    _, known = meaning.closeness(np.arange(5))
    assert known.tolist() == [True] * 4 + [False]


async def test_while_few_passages_are_read_the_words_decide_alone(bench: Bench, fake: FakeEmbedder) -> None:
    await bench.embedding.catch_up(bench.reader)
    fake.statuses = [400]
    bench.update(*((f"新{at}", f"第{at}号办法", f"第{at}条。") for at in range(2)))
    await bench.embedding.catch_up(bench.reader)
    # Four of six.
    assert not await bench.meanings.learn(QUESTION, bench.reader)
    await bench.embedding.catch_up(bench.reader)
    assert await bench.meanings.learn(QUESTION, bench.reader)


async def test_a_document_without_the_words_is_weighed_when_its_meaning_is_near(bench: Bench) -> None:
    many = [(f"d{at}", f"甲县第{at}号办法", f"每亩多少元由第{at}组决定。") for at in range(40)]
    bench.build(*many, ("远", "农户资金扶持", "农户耕种可得钱款。"))
    await bench.embedding.catch_up(bench.reader)
    await bench.meanings.learn(QUESTION, bench.reader)
    found = bench.meanings.of(QUESTION, bench.reader)
    assert found is not None
    (docnum,) = bench.reader.docnums_of(["远"])
    number = bench.reader.texts.passage_range(docnum).start
    near = Meaning(found.vectors, found.vector, np.array([number]), top=found.top, usual=found.usual)
    without, there = (
        search(readings_of(QUESTION), bench.reader, today=TODAY, meaning=one) for one in (None, near)
    )
    assert without is not None
    assert there is not None
    assert docnum not in without.ranked.evidence.documents
    assert docnum in there.ranked.evidence.documents
    left_out = search(
        readings_of(QUESTION), bench.reader, today=TODAY, meaning=near, without=frozenset({docnum})
    )
    assert left_out is not None
    assert docnum not in left_out.ranked.evidence.documents


async def test_without_a_meaning_answers_are_the_same_to_the_last_bit(
    bench: Bench, fake: FakeEmbedder
) -> None:
    questions = [QUESTION, "公租房谁受理", "住院报销多少", "电话", "养老金", "育儿补贴多少元"]
    plain = Answerer(bench.index)
    before = [(plain.answer(one, today=TODAY), plain.candidates(one, today=TODAY)) for one in questions]
    await bench.embedding.catch_up(bench.reader)
    fake.statuses = [500] * len(questions)
    both = Answerer(bench.index, meanings=bench.meanings)
    for question in questions:
        await bench.meanings.learn(question, bench.reader)
    after = [(both.answer(one, today=TODAY), both.candidates(one, today=TODAY)) for one in questions]
    assert repr(after) == repr(before)
    assert after == before


async def test_a_meaning_moves_passages_and_says_how_far(bench: Bench) -> None:
    await bench.embedding.catch_up(bench.reader)
    answerer = Answerer(bench.index, meanings=bench.meanings)
    words = search(readings_of(QUESTION), bench.reader, today=TODAY)
    await bench.meanings.learn(QUESTION, bench.reader)
    meaning = answerer.meaning(QUESTION)
    both = search(readings_of(QUESTION), bench.reader, today=TODAY, meaning=meaning)
    assert words is not None
    assert both is not None
    assert words.ranked.closeness is None
    assert words.ranked.judged.tolist() == words.ranked.raw.tolist()
    assert both.ranked.closeness is not None
    assert both.ranked.best_docnum == words.ranked.best_docnum
    told = reasons(QUESTION, bench.reader, today=TODAY, limit=1, meaning=meaning)[0]
    # First by words and first by meaning: the best score stays with it.
    assert {reason.feature: reason.points for reason in told}[MEANING] == pytest.approx(0)
    assert MEANING not in [
        reason.feature for reason in reasons(QUESTION, bench.reader, today=TODAY, limit=1)[0]
    ]


async def test_after_three_failures_the_service_is_left_alone_for_a_while(
    bench: Bench, fake: FakeEmbedder
) -> None:
    await bench.embedding.catch_up(bench.reader)
    sent = len(fake.requests)
    fake.statuses = [500] * (MOST_FAILURES + 1)
    for at in range(MOST_FAILURES + 3):
        assert not await bench.meanings.learn(f"{QUESTION}{at}", bench.reader)
    assert len(fake.requests) == sent + MOST_FAILURES
    bench.clock.now = REST_SECONDS + 1
    # One trial after the rest: it fails, and the service rests again.
    assert not await bench.meanings.learn(QUESTION, bench.reader)
    assert not await bench.meanings.learn(QUESTION, bench.reader)
    assert len(fake.requests) == sent + MOST_FAILURES + 1
    bench.clock.now *= 3
    assert await bench.meanings.learn(QUESTION, bench.reader)


async def test_a_late_answer_is_not_waited_for(bench: Bench, fake: FakeEmbedder) -> None:
    await bench.embedding.catch_up(bench.reader)
    fake.delay = 3
    assert not await bench.meanings.learn(QUESTION, bench.reader)
    assert bench.meanings.of(QUESTION, bench.reader) is None


def spoil(folder: Path, damage: str) -> None:
    (about,) = folder.glob("vectors-*/about.json")
    if damage == "cut":
        with (about.parent / "1" / "vectors").open("r+b") as stream:
            stream.truncate(100)
    else:
        about.write_text('{"format": 0}' if damage == "old" else '{"format": 1}', "ascii")


@pytest.mark.parametrize("damage", ["cut", "old", "garbled"])
async def test_a_store_that_cannot_be_read_is_begun_anew(
    bench: Bench, fake: FakeEmbedder, tmp_path: Path, damage: str
) -> None:
    await bench.embedding.catch_up(bench.reader)
    spoil(tmp_path, damage)
    assert bench.store.load(bench.reader.shape.lineage) is None
    assert bench.store.keys() == {}
    outcome = await bench.embedding.catch_up(bench.reader)
    assert outcome is not None
    assert (outcome.done, outcome.trouble) == (4, "")
    assert len(fake.texts) == 8
    vectors_fit(bench)
