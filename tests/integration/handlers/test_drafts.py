"""Reminders of half-filled applications, through the outbox of a real database."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from adapters.dialogue import REMINDED
from bot.clock import SettableClock
from bot.database import Database
from bot.forms.drafts import FormDraft
from bot.outbound.outbox import ParcelRecord
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.disclosure.application.form import FORM
from handlers.talk.draft_reminders import DraftReminders
from tests.factories.talk import SENT_AT, TEXTS


def draft(form: str | None = FORM.name, **slots: Any) -> FormDraft:
    state = {"form": form, "slots": {"form_id": "f-1", **slots}}
    return FormDraft("wechat", "openid-1", state, SENT_AT + timedelta(days=29), 1.0)


async def bodies(database: Database) -> list[Any]:
    async with database.transaction() as tx:
        return [row.body for row in (await tx.scalars(select(ParcelRecord))).all()]


async def test_one_form_is_reminded_of_once_without_personal_data(database: Database) -> None:
    reminders = DraftReminders(database, clock=SettableClock(SENT_AT), texts=TEXTS, forms=REMINDED)
    filled = draft(notice_accepted={}, information="桂花路的合同", applicant_name="李一鸣")
    assert await reminders.remind(filled)
    assert not await reminders.remind(filled)
    [body] = await bodies(database)
    assert "还差4项" in body["text"]
    assert "2026年12月19日" in body["text"]
    assert body["choices"] == []
    assert "李" not in body["text"]
    assert "桂花路" not in body["text"]


async def test_a_form_that_only_waits_for_the_yes_says_so(database: Database) -> None:
    reminders = DraftReminders(database, clock=SettableClock(SENT_AT), texts=TEXTS, forms=REMINDED)
    names = [name for name in FORM.order if name != FORM.confirmation]
    await reminders.remind(draft(**dict.fromkeys(names, "x")))
    [body] = await bodies(database)
    assert "还没有提交" in body["text"]


async def test_the_forms_of_others_are_passed_over(database: Database) -> None:
    reminders = DraftReminders(database, clock=SettableClock(SENT_AT), texts=TEXTS, forms=REMINDED)
    assert not await reminders.remind(draft(form="visit_form"))
    assert await bodies(database) == []


async def test_a_half_told_complaint_is_reminded_of_without_what_was_told(database: Database) -> None:
    reminders = DraftReminders(database, clock=SettableClock(SENT_AT), texts=TEXTS, forms=REMINDED)
    told = draft("complaint_form", complaint_what="楼下烧烤油烟熏得睡不着", complaint_kind="complaint")
    assert await reminders.remind(told)
    assert not await reminders.remind(told)
    [body] = await bodies(database)
    assert "说到一半" in body["text"]
    assert "还差4项" in body["text"]
    assert "油烟" not in body["text"]


async def test_a_complaint_that_only_waits_for_the_yes_says_so(database: Database) -> None:
    reminders = DraftReminders(database, clock=SettableClock(SENT_AT), texts=TEXTS, forms=REMINDED)
    names = [name for name in COMPLAINT_FORM.order if name != COMPLAINT_FORM.confirmation]
    await reminders.remind(draft("complaint_form", **dict.fromkeys(names, "x")))
    [body] = await bodies(database)
    assert "已经说完，还没有登记" in body["text"]
