"""文件、解读、回应 stand beside each other: whichever answers names the others, each with a step of its own."""

from datetime import date
from pathlib import Path

import pytest

from bot.clock import SettableClock
from handlers.county.profile import County
from handlers.policy.actions import actions
from handlers.policy.answer_text import Quoting
from handlers.policy.next_steps import Offering
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.texts import Texts
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind
from knowledge.index.generations import Index
from tests.factories.talks import NOON, county, run, tracker
from tests.fakes.waiting import FakeWaiting

RULE = Document(id="rule", title="甲县餐饮油烟管理办法", published_on=date(2026, 1, 5))
LAW = Document(id="law", title="甲县环境保护规定", published_on=date(2020, 1, 5))
OLDER = Document(
    id="said-1",
    title="《甲县餐饮油烟管理办法》政策解读",
    kind=Kind.INTERPRETATION,
    interprets=("rule",),
    published_on=date(2026, 1, 6),
)
NEWER = Document(
    id="said-2",
    title="一图读懂油烟管理",
    kind=Kind.INTERPRETATION,
    interprets=("rule",),
    published_on=date(2026, 2, 1),
)
ANSWERED = Document(
    id="told-1",
    title="烧烤油烟扰民的回应",
    kind=Kind.RESPONSE,
    interprets=("rule",),
    published_on=date(2026, 3, 1),
)
LATER = Document(
    id="told-2",
    title="油烟净化器的回应",
    kind=Kind.RESPONSE,
    interprets=("rule",),
    published_on=date(2026, 4, 1),
)
ALONE = Document(id="told-3", title="与文件无关的回应", kind=Kind.RESPONSE, published_on=date(2026, 5, 1))
GUIDE = Document(id="guide", title="油烟净化器备案", kind=Kind.GUIDE, basis=("rule",))


TEXT_OF_RULE = "第一条 餐饮油烟净化器每三个月清洗一次，清洗记录保存一年。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = Index(Path(tmp_path_factory.mktemp("companions")))
    papers = (LAW, OLDER, NEWER, ANSWERED, LATER, ALONE, GUIDE)
    made.build(((RULE, TEXT_OF_RULE), *((paper, f"第一条 {paper.title}写在这里。") for paper in papers)))
    made.reload()
    return made


@pytest.fixture(scope="module")
def library(index: Index) -> Library:
    return Library(index)


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ("rule", ["said-2", "told-2"]),
        ("said-1", ["rule", "told-2"]),
        ("told-1", ["rule", "said-2"]),
        *(("law", []), ("told-3", []), ("guide", []), ("nowhere", [])),
    ],
)
def test_each_names_the_newest_of_the_others(library: Library, asked: str, beside: list[str]) -> None:
    assert [one.id for one in library.companions(asked)] == beside


def test_they_are_named_in_one_line_and_each_has_a_step(library: Library) -> None:
    texts = Texts.load()
    sources, beside = Sources(texts, public_url="https://x"), library.companions("rule")
    profile: County = county()
    line = Quoting(texts, sources, county=profile).companions(beside)
    assert line == "相关的还有解读《一图读懂油烟管理》、回应《油烟净化器的回应》。"
    assert Quoting(texts, sources, county=profile).companions(()) == ""
    steps = Offering(texts, sources).companions(beside)
    assert [step.label for step in steps] == ["看解读", "看回应"]
    assert all(step.payload.startswith("/show_source") for step in steps)
    assert '"told-2"' in steps[1].payload


async def test_an_answer_out_of_a_policy_gives_its_interpretation_and_the_response(
    index: Index, library: Library
) -> None:
    """O5, by the county's own answerer: the words of the rule, and beside them both others, each a step that opens it."""
    clock, texts = SettableClock(NOON), Texts.load()
    made = actions(
        texts,
        answering=Answerer(index),
        library=library,
        sources=Sources(texts, public_url="https://x"),
        county=county(),
        clock=clock,
        waiting=FakeWaiting(),
    )
    stage = {action.name(): action for action in made}
    said = await run(stage["action_ask_policy"], tracker("餐饮油烟净化器多久清洗一次"))
    assert "每三个月清洗一次" in said.text
    assert "出自《甲县餐饮油烟管理办法》" in said.text
    assert "相关的还有解读《一图读懂油烟管理》、回应《油烟净化器的回应》。" in said.text
    opens = dict(said.steps)
    assert NEWER.id in opens["看解读"]
    assert LATER.id in opens["看回应"]
    shown = await run(stage["action_show_source"], tracker(entities={"document": LATER.id}))
    assert "油烟净化器的回应" in shown.text
