"""What many ask, on both engines: counted by people, shown by an operator's word alone, resting where fewer ask."""

from datetime import timedelta

import pytest

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents.document import Document, Kind
from knowledge.questions.log import QuestionLog
from knowledge.questions.note import MaskedNote, QuestionOutcome
from knowledge.questions.popular import LATELY, PopularQuestions, PopularState
from tests.factories.questions import ASKED_AT, line

DOCUMENTS = {
    "a": Document(id="a", kind=Kind.GUIDE, title="高龄津贴申领", theme="养老服务", life_stage="养老"),
    "b": Document(id="b", kind=Kind.GUIDE, title="结婚登记", theme="婚姻", life_stage="婚育"),
}


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(ASKED_AT + timedelta(hours=1))


@pytest.fixture
def popular(database: Database, clock: SettableClock) -> PopularQuestions:
    return PopularQuestions(database, clock, document=DOCUMENTS.get)


def asked(
    document: str, people: range, outcome: QuestionOutcome = QuestionOutcome.ANSWERED
) -> list[MaskedNote]:
    return [
        line(f"{document}怎么办{number}", outcome)._replace(document=document, citizen=f"{number:064d}")
        for number in people
    ]


async def test_enough_people_an_operators_word_and_nothing_less(
    database: Database, clock: SettableClock, popular: PopularQuestions
) -> None:
    log = QuestionLog(database, clock)
    await log.take(
        [*asked("a", range(5)), *asked("a", range(3)), *asked("b", range(4)), *asked("gone", range(9))]
    )
    # One who asks often is one; what was not answered is not counted.
    await log.take([*asked("b", range(1)), *asked("b", range(4, 20), QuestionOutcome.DECLINED)])
    assert await popular.recount() == 2
    (one,) = await popular.proposals()
    assert (one.document_id, one.askers, one.state) == ("a", 5, PopularState.PROPOSED)
    assert one.asked_like
    assert await popular.shown(limit=8) == []
    await popular.show("a", "高龄津贴怎么领", actor="chenming")
    (shown,) = await popular.shown(limit=8)
    assert (shown.question, shown.theme, shown.life_stage) == ("高龄津贴怎么领", "养老服务", "养老")
    assert await popular.shown(limit=8, about="养老") == [shown]
    assert await popular.shown(limit=8, about="婚育") == []
    # Counting again changes no decision; fewer who ask let it rest, and nobody has to do anything.
    await popular.recount()
    assert await popular.shown(limit=8) == [shown]
    clock.advance(LATELY)
    await popular.recount()
    assert await popular.shown(limit=8) == []
    assert [row.rests for row in await popular.proposals()] == [True]


async def test_what_may_not_show_is_refused(
    database: Database, clock: SettableClock, popular: PopularQuestions
) -> None:
    await QuestionLog(database, clock).take(asked("a", range(5)))
    await popular.recount()
    for words in ("", "  ", "长" * 41, "打13900001234问", "/talk_to_human"):
        with pytest.raises(InputError):
            await popular.show("a", words, actor="chenming")
    with pytest.raises(InputError):
        await popular.show("b", "结婚登记要带什么", actor="chenming")
    await popular.refuse("a", actor="chenming")
    assert [row.state for row in await popular.proposals()] == [PopularState.REFUSED]
    assert await popular.shown(limit=8) == []
