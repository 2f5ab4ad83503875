"""Questionnaires on both engines: one answer a person, however many arrive at once; nothing beside the way; the figures."""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.privacy import Vault
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.questionnaires.collecting.retention import OldReplies, erase_replies
from handlers.questionnaires.office import QuestionnaireOffice
from handlers.texts import Texts
from tests.factories.opinions import CLOSES, questionnaire

TEXTS = Texts.load()
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
SECRET = "a secret of thirty-two letters ok"
BY_BUS: dict[int, tuple[str, ...]] = {1: ("1",), 2: ("1", "3"), 3: ("4",), 4: ("多开晚班",)}
BY_CAR: dict[int, tuple[str, ...]] = {1: ("2",), 3: ("2",), 4: ()}


@dataclass(frozen=True, slots=True)
class Survey:
    """One database, one clock, and the services on them."""

    database: Database
    clock: SettableClock
    office: QuestionnaireOffice
    vault: Vault

    async def opened(self, **other: object) -> str:
        number = await self.office.desk.make(questionnaire(**other), actor="wangli")
        await self.office.desk.publish(number, actor="zhaomin")
        return number

    async def answer(self, number: str, answers: dict[int, tuple[str, ...]], citizen: str) -> None:
        for place, answer in answers.items():
            await self.office.service.answer(number, place, answer, citizen=citizen, channel="wechat")

    async def filled(self, number: str, answers: dict[int, tuple[str, ...]], citizen: str) -> None:
        await self.answer(number, answers, citizen)
        await self.office.service.hand_in(number, citizen=citizen)

    async def refused(self, doing: object) -> str:
        with pytest.raises(InputError) as told:
            await doing  # type: ignore[misc]
        assert TEXTS(told.value.text_key, **told.value.values)
        return told.value.text_key.partition("refused.")[2]


@pytest.fixture
async def survey(database: Database) -> Survey:
    clock, vault = SettableClock(TUESDAY), Vault(SECRET)
    office = QuestionnaireOffice.of(database, vault=vault, clock=clock, texts=TEXTS)
    return Survey(database, clock, office, vault)


async def test_twenty_answers_of_one_person_at_once_count_once(survey: Survey) -> None:
    number = await survey.opened()
    await survey.answer(number, BY_BUS, "eager")

    async def hand_in() -> str:
        try:
            await survey.office.service.hand_in(number, citizen="eager")
        except InputError as refused:
            return refused.text_key.rpartition(".")[2]
        except ServiceError:
            return await hand_in()
        return "taken"

    async with asyncio.timeout(60):
        got = await asyncio.gather(*(hand_in() for _ in range(20)))
    assert sorted(got) == [*["again"] * 19, "taken"]
    assert (await survey.office.desk.results(number)).replies == 1


async def test_two_who_begin_at_once_in_the_chat_and_on_the_page_are_one(survey: Survey) -> None:
    number = await survey.opened()

    async def begin() -> None:
        try:
            await survey.office.service.answer(number, 1, ("1",), citizen="twin", channel="wechat")
        except ServiceError:
            await begin()

    async with asyncio.timeout(60):
        await asyncio.gather(*(begin() for _ in range(8)))
    async with survey.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(QuestionnaireReplyRecord)) == 1


async def test_who_answered_is_known_by_a_mark_only(survey: Survey) -> None:
    number, named = await survey.opened(), await survey.opened(is_anonymous=False)
    for one in (number, named):
        await survey.filled(one, BY_CAR, "openid-of-somebody")
    async with survey.database.reading() as tx:
        rows = {row.questionnaire: row for row in await tx.scalars(select(QuestionnaireReplyRecord))}
    assert (rows[number].citizen, rows[number].channel) == ("", "")
    assert (rows[named].citizen, rows[named].channel) == ("openid-of-somebody", "wechat")
    for row in rows.values():
        assert "openid" not in row.id
        assert "openid" not in row.mark
        assert b"openid" not in row.answers


async def test_what_is_not_met_is_not_taken(survey: Survey) -> None:
    number, service = await survey.opened(), survey.office.service
    beside = service.answer(number, 2, ("1",), citizen="a", channel="wechat")
    assert await survey.refused(beside) == "not_met"
    await survey.answer(number, {1: ("2",)}, "a")
    assert await survey.refused(service.answer(number, 2, ("1",), citizen="a", channel="w")) == "not_met"
    assert await survey.refused(service.answer(number, 99, ("1",), citizen="a", channel="w")) == "not_met"
    assert await survey.refused(service.hand_in(number, citizen="a")) == "unfinished"
    assert await survey.refused(service.hand_in(number, citizen="nobody")) == "unfinished"


async def test_whoever_takes_another_way_leaves_what_was_answered_beside_it(survey: Survey) -> None:
    number = await survey.opened()
    await survey.answer(number, {1: ("1",), 2: ("2",), 3: ("5",)}, "a")
    await survey.answer(number, {1: ("2",), 4: ("停车难",)}, "a")
    await survey.office.service.hand_in(number, citizen="a")
    figures = {one.question.place: one for one in (await survey.office.desk.results(number)).figures}
    assert [(one.label, one.count) for one in figures[1].chosen] == [("坐公交", 0), ("自己开车", 1)]
    assert (figures[2].answered, figures[2].left_out) == (0, 0)
    assert figures[3].mean == 5.0


async def test_the_minute_before_the_end_and_the_minute_after(survey: Survey) -> None:
    number = await survey.opened()
    await survey.answer(number, BY_CAR, "late")
    survey.clock.set(datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI))
    await survey.filled(number, BY_BUS, "in-time")
    survey.clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI))
    assert await survey.refused(survey.office.service.hand_in(number, citizen="late")) == "over"
    again = survey.office.service.answer(number, 1, ("1",), citizen="new", channel="wechat")
    assert await survey.refused(again) == "over"
    assert (await survey.office.desk.results(number)).replies == 1


async def test_the_figures_outlast_the_answers(survey: Survey) -> None:
    number = await survey.opened()
    for at in range(3):
        await survey.filled(number, BY_BUS if at else BY_CAR, f"citizen{at}")
    survey.clock.set(datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI))
    assert await survey.office.upkeep.step() == 1
    assert await survey.office.upkeep.step() == 0
    before = await survey.office.desk.results(number)
    rule = OldReplies()
    for day, count in ((CLOSES + timedelta(days=365), 0), (CLOSES + timedelta(days=366), 3)):
        moment = datetime.combine(day, datetime.min.time(), SHANGHAI)
        async with survey.database.transaction() as tx:
            assert (await rule.due(tx, now=moment)).count == count
            assert await rule.erase(tx, now=moment, limit=10) == count
    after = await survey.office.desk.results(number)
    assert (after.replies, after.figures) == (3, before.figures)
    assert [one.words for one in before.texts] == [("多开晚班", "多开晚班")]
    assert [one.words for one in after.texts] == [()]


async def test_what_was_only_begun_goes_after_sixty_days_and_on_request(survey: Survey) -> None:
    number = await survey.opened(closes_on=CLOSES + timedelta(days=200))
    await survey.answer(number, {1: ("1",)}, "a")
    await survey.answer(number, {1: ("1",)}, "b")
    async with survey.database.transaction() as tx:
        assert await erase_replies(tx, survey.vault, citizen="a") == 1
        assert await erase_replies(tx, survey.vault, citizen="") == 0
        rule, moment = OldReplies(), TUESDAY + timedelta(days=61)
        assert await rule.erase(tx, now=moment, limit=10) == 1


async def test_the_file_holds_no_formula_and_no_number_of_a_person(survey: Survey) -> None:
    number = await survey.opened(
        outline="1. =HYPERLINK(1)（单选）\n- =1+1\n- @SUM(A1)\n2. 说说（填写）", title="=cmd|'/c calc'!A1"
    )
    for citizen, words in (("a", '=HYPERLINK("http://x")'), ("b", "+8613800001234打给我"), ("c", "正常")):
        await survey.filled(number, {1: ("1",), 2: (words,)}, citizen)
    book = load_workbook(io.BytesIO(await survey.office.desk.workbook(number, actor="wangli")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" for cell in cells)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)
    assert not any("13800001234" in text for text in texts)
    figures = book.worksheets[0]
    assert [cell.value for cell in figures[2]][1:] == ["'=1+1", 3, 1]


async def test_its_maker_does_not_publish_it_and_what_is_published_stays(survey: Survey) -> None:
    desk = survey.office.desk
    number = await desk.make(questionnaire(), actor="wangli")
    assert await survey.refused(desk.publish(number, actor="wangli")) == "same_person"
    assert await survey.refused(survey.office.service.questionnaire(number)) == "unknown"
    await desk.publish(number, actor="zhaomin")
    assert await survey.refused(desk.edit(number, questionnaire(), version=2, actor="wangli")) == "step_edit"
    assert await survey.refused(desk.extend(number, CLOSES, actor="wangli")) == "not_later"
    await desk.extend(number, CLOSES + timedelta(days=5), actor="wangli")
    await desk.close(number, actor="wangli")
    assert await survey.refused(desk.close(number, actor="wangli")) == "step_close"
    assert (
        await survey.refused(desk.make(questionnaire(outline="随便"), actor="wangli"))
        == "outline.no_question"
    )
