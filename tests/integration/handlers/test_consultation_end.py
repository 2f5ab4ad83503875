"""A consultation ends by itself: on the day after the term, or with the last opinion; the applicant is told once."""

from bot.database import Database
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.proceeding.resumption import ConsultationEnd
from tests.factories.proceedings import CALENDAR, TEXTS, Bureau


async def consulted(bureau: Bureau, consulted: str) -> str:
    number = await bureau.filed()
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    fields = {"consulted": consulted, "party": "青岚县交通运输局", "extract": "养护合同"}
    await bureau.take(number, Step.CONSULT, **fields)
    return number


def ending(bureau: Bureau) -> ConsultationEnd:
    return ConsultationEnd(bureau.database, clock=bureau.clock, calendar=CALENDAR, texts=TEXTS)


async def test_another_agency_that_does_not_answer_holds_a_request_up_for_its_term_and_no_longer(
    database: Database,
) -> None:
    bureau = Bureau(database)
    number = await consulted(bureau, "other_agency")
    job = ending(bureau)
    # Sent on 1 September 2026: the fifteenth working day after it is the 21st, since the 20th is a make-up day.
    bureau.on(9, 21)
    last = (await bureau.ledger.story(number)).dates.other_agency_by
    assert (await job.step(), await job.step()) == (0, 0)
    assert list(last.values()) == [bureau.clock.now().date()]
    bureau.on(9, 22)
    assert (await job.step(), await job.step()) == (1, 0)
    story = await bureau.ledger.story(number)
    assert story.line.state is State.SEARCHING
    told = [words for words in await bureau.sent() if "征求意见已经结束" in words]
    assert len(told) == 1
    assert story.dates.due_on is not None
    assert f"{story.dates.due_on.month}月{story.dates.due_on.day}日" in told[0]


async def test_an_opinion_that_is_in_lets_the_clock_go_on_at_once(database: Database) -> None:
    bureau = Bureau(database)
    number = await consulted(bureau, "other_agency")
    bureau.on(9, 8)
    fields = {"ref": "1", "opinion": "agrees", "opinion_words": "可以公开", "on": "2026-09-08"}
    await bureau.take(number, Step.RECORD_OPINION, **fields)
    story = await bureau.ledger.story(number)
    assert story.line.state is State.SEARCHING
    assert await ending(bureau).step() == 0
    assert sum("征求意见已经结束" in words for words in await bureau.sent()) == 1
