"""What a credential proves and what a person checks: the guide's own words, and no refusal anywhere."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from adapters.county import CountyData
from bot.clock import SettableClock
from handlers.guides.eligibility.actions import TellEligibility
from handlers.guides.eligibility.catalogue import (
    ASKS_WHETHER,
    ASKS_WHICH,
    NO_CREDENTIALS,
    condition_checks,
)
from handlers.guides.eligibility.county_file import load
from handlers.guides.guide import read
from handlers.published.library import Library
from handlers.published.sources import Sources
from tests.factories.talks import NOON, TEXTS, tracker
from tests.unit.handlers.guides.sample_shelf import sample_library

CREDENTIALS = CountyData.load(None).credentials
MATTERS = [(one, matter) for one in CREDENTIALS.listed for matter in one.matters]
REFUSING = ("不符合条件", "不能申请", "不予", "拒绝", "没有资格", "不够格")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return sample_library(tmp_path_factory.mktemp("index"))


@pytest.fixture
def telling(library: Library) -> TellEligibility:
    return TellEligibility(
        TEXTS,
        credentials=CREDENTIALS,
        library=library,
        sources=Sources(TEXTS, public_url="https://county.example"),
        clock=SettableClock(NOON),
    )


@pytest.mark.parametrize(("credential", "matter"), MATTERS, ids=lambda one: getattr(one, "key", ""))
def test_what_is_proven_stands_in_the_guide(credential: object, matter: object, library: Library) -> None:
    assert credential
    document = library.document(matter.guide)  # type: ignore[attr-defined]
    assert document is not None
    conditions = read(document, library.text(document.id)).element("conditions")
    for words in matter.proves:  # type: ignore[attr-defined]
        assert words in conditions


async def test_every_condition_is_listed_and_nobody_is_refused(telling: TellEligibility) -> None:
    """O15: whatever the credential proves or does not, it is a list for a person to decide by."""
    for credential, matter in MATTERS:
        told = CollectingDispatcher()
        entities = {"credential": credential.key, "guide": matter.guide}
        assert await telling.look(told, tracker("1", entities=entities)) is not None
        text = told.messages[0]["text"]
        assert "不是审核结论" in text
        assert "□" in text, "something is always left to a person"
        assert ("☑" in text) == bool(matter.proves)
        assert not any(words in text for words in REFUSING)


def test_conditions_are_taken_apart_and_marked() -> None:
    checks = condition_checks("1. 本县户籍；\n2. 属于低保家庭；\n3. 年满60周岁。", ("低保家庭",))
    assert [(one.words, one.proven) for one in checks] == [
        ("本县户籍", False),
        ("属于低保家庭", True),
        ("年满60周岁", False),
    ]


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_no_condition_is_dropped(conditions: str, proves: list[str]) -> None:
    kept = "".join(one.words for one in condition_checks(conditions, tuple(proves)))
    for letter in (
        set(conditions)
        - set("；;。，\n0123456789.、．-*• \t")
        - {each for each in conditions if each.isspace()}
    ):
        assert letter in kept


@pytest.mark.parametrize(
    ("said", "key", "which"),
    [
        ("我有低保证能申请什么", "low-income", True),
        ("低保户可以享受哪些", "low-income", True),
        ("有残疾证能办些啥", "disability", True),
        ("我是退伍军人可以领什么", "veteran", True),
        ("低保户能不能申请公租房", "low-income", False),
        ("凭身份证能申请公租房吗", "identity", False),
    ],
)
def test_what_is_held_and_asked(said: str, key: str, which: bool) -> None:
    held = CREDENTIALS.held(said)
    assert held is not None
    assert held.key == key
    assert bool(ASKS_WHICH.search(said)) == which
    assert bool(ASKS_WHETHER.search(said)) != which
    assert NO_CREDENTIALS.held(said) is None


@pytest.mark.parametrize("said", ["残疾人补贴多少钱", "低保怎么申请", "退伍军人证丢了怎么办", "我有身份证"])
async def test_other_questions_are_left_alone(telling: TellEligibility, said: str) -> None:
    assert await telling.look(CollectingDispatcher(), tracker(said)) is None


ROW = """credentials:
  - key: a
    name: 甲证
    words: [甲证]
    matters: [{guide: x, proves: [户籍]}]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("credentials:", "others:"), "credentials is no list"),
        (("name: 甲证", "name:"), "a: name is missing"),
        (("words: [甲证]", "words: []"), "a: words is no list"),
        (("guide: x, ", ""), "names no guide"),
        (("proves: [户籍]", "proves: 户籍"), "proves is no list"),
        (("proves:", "shows:"), "unknown field shows"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "credentials.yml"
    path.write_text(ROW, "utf-8")
    assert load(path).listed[0].matters[0].proves == ("户籍",)
    path.write_text(ROW.replace(*change), "utf-8")
    with pytest.raises(ValueError, match=message):
        load(path)
