"""A correction answered in chat: point by point, merged when the last is answered, refused when its time is over."""

from datetime import date

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.database import Database
from bot.errors import ProcedureError
from handlers.disclosure.application.correction import CorrectInChat
from handlers.disclosure.case.lifecycle import State, Step
from handlers.talk.precedence import Looking
from tests.factories.proceedings import TEXTS, Bureau
from tests.factories.talk import Talk, words

ASKED = {"points": "哪一个年度\n哪一级财政", "guidance": "写明年度和级次", "until": "2026-09-18"}


class RoutedTo(Action):
    """What the message would have been answered by."""

    def name(self) -> str:
        return "action_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        dispatcher.utter_message(text="没听懂")
        return []


async def asked(bureau: Bureau) -> str:
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM)
    await bureau.take(number, Step.ASK_CORRECTION, **ASKED)
    return number


async def test_each_point_is_answered_and_the_last_hands_it_in(database: Database) -> None:
    bureau = Bureau(database)
    number = await asked(bureau)
    bureau.on(9, 10)
    open_ = await bureau.correction.waiting("openid-1")
    assert open_
    assert (open_.point, open_.until) == ("哪一个年度", date(2026, 9, 18))
    first = await bureau.correction.answer("openid-1", "2025年度")
    assert first
    assert first.point == "哪一级财政"
    last = await bureau.correction.answer("openid-1", "县本级")
    assert last
    assert (last.point, last.due_on) == ("", date(2026, 10, 14))
    story = await bureau.ledger.story(number)
    assert (story.line.state, story.dates.clock_start_on) == (State.RECEIVED, date(2026, 9, 10))
    clear = await bureau.ledger.reveal(number, actor="wang", reason="核对")
    assert clear.information == "青岚县2025年财政决算报告；2025年度；县本级"
    assert await bureau.correction.waiting("openid-1") is None


async def test_a_correction_too_late_is_refused_and_left_to_staff(database: Database) -> None:
    bureau = Bureau(database)
    number = await asked(bureau)
    bureau.on(9, 21)
    with pytest.raises(ProcedureError) as late:
        await bureau.correction.answer("openid-1", "2025年度")
    assert late.value.text_key == "disclosure.correction.late"
    assert (await bureau.ledger.story(number)).line.state is State.AWAITING_CORRECTION


async def test_nobody_elses_words_and_no_question_are_a_correction(database: Database) -> None:
    bureau = Bureau(database)
    await asked(bureau)
    assert await bureau.correction.answer("openid-2", "2025年度") is None
    assert await bureau.correction.waiting("") is None


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("补正", True),
        ("补正：2025年度", True),
        ("补正 2025年度", True),
        ("补正期限是多久", False),
        ("怎么补正", False),
        ("2025年度", False),
    ],
)
async def test_the_word_alone_or_set_off_is_taken(database: Database, said: str, *, taken: bool) -> None:
    bureau = Bureau(database)
    await asked(bureau)
    looking = CorrectInChat(TEXTS, service=bureau.correction)
    talk = Talk([Looking(RoutedTo(), [looking.look])])
    told = words((await talk.run("action_fallback", said)).replies)
    assert ("哪一" in told, "没听懂" in told) == (taken, not taken)
