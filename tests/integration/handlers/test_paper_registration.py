"""Applications from the window, by letter, fax and e-mail, in the same ledger as those from the chat."""

from dataclasses import replace
from datetime import date

import pytest

from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.case.store import Filter
from handlers.disclosure.proceeding.authority import AuthorityFinding, AuthorityPapers, AwaitedAuthority
from handlers.disclosure.proceeding.registration_form import read_application
from tests.factories.disclosure import application, origin
from tests.factories.proceedings import STAFF, TEXTS, UNIT, Bureau

FORM = {
    "channel": "in_person",
    "on": "2026-09-01",
    "information": "石桥镇2025年农村公路养护合同",
    "category": "natural",
    "name": "李一鸣",
    "paper": "resident",
    "identity": "339901198503142016",
    "contact": "13800001234",
    "delivery": "counter",
}
TODAY = date(2026, 9, 1)
AGENT = {
    "rep_name": "王律师",
    "rep_identity": "339901199001011029",
    "rep_authority": "2026年8月30日委托书",
}


async def registered(bureau: Bureau, **changes: str) -> str:
    application = read_application({**FORM, **changes}, today=TODAY, texts=TEXTS)
    return await bureau.registration.register(application, clerk=STAFF)


@pytest.mark.parametrize(
    ("channel", "on", "state", "receipt"),
    [
        ("in_person", "2026-09-01", State.RECEIVED, date(2026, 9, 1)),
        ("registered_mail", "2026-08-31", State.RECEIVED, date(2026, 8, 31)),
        ("ordinary_mail", "2026-09-01", State.AWAITING_CONFIRMATION, None),
        ("other_unit_mail", "2026-08-31", State.AWAITING_CONFIRMATION, None),
        ("fax", "2026-08-31", State.AWAITING_CONFIRMATION, None),
        ("email", "2026-08-31", State.AWAITING_CONFIRMATION, None),
    ],
)
async def test_the_receipt_date_follows_from_the_channel(
    database: Database, channel: str, on: str, state: State, receipt: date | None
) -> None:
    bureau = Bureau(database)
    number = await registered(bureau, channel=channel, on=on)
    story = await bureau.ledger.story(number)
    assert (story.line.state, story.dates.receipt_on) == (state, receipt)
    if receipt is None:
        # A letter to another section is confirmed on the day it came; later is a flag, the day itself stands.
        await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
        story = await bureau.ledger.story(number)
        assert story.dates.receipt_on == TODAY
        late = "confirmation_not_same_day" in story.dates.flags
        assert late is (channel == "other_unit_mail")
    assert await bureau.sent() == []


async def test_an_application_on_paper_is_answered_on_paper(database: Database) -> None:
    bureau = Bureau(database)
    number = await registered(bureau)
    asked = {"points": "哪一段公路", "guidance": "写明路名", "until": "2026-09-15"}
    await bureau.take(number, Step.ASK_CORRECTION, **asked)
    # The period set in the notice stands; without a chat nobody is written to there.
    assert await bureau.sent() == []
    bureau.on(9, 4)
    arrived = {"on": "2026-09-03", "proof": "本人签收"}
    await bureau.take(number, Step.RECORD_ARRIVAL, **arrived)
    assert await bureau.take(number, Step.WITHDRAW, reason="书面撤回", on="2026-09-04") is State.CLOSED


async def test_nobody_in_chat_owns_what_came_on_paper(database: Database) -> None:
    bureau = Bureau(database)
    number = await registered(bureau)
    assert await bureau.ledger.cases_of("") == []
    with pytest.raises(InputError):
        await bureau.service.withdraw(number, citizen="")


async def test_an_organisation_with_a_representative_and_a_foreign_paper(database: Database) -> None:
    bureau = Bureau(database)
    number = await registered(bureau, paper="passport", identity="E12345678", **AGENT)
    clear = await bureau.ledger.reveal(number, actor="wang", reason="核对")
    assert (clear.paper, clear.rep_name, clear.rep_authority) == (
        "passport",
        "王律师",
        AGENT["rep_authority"],
    )
    story = await bureau.ledger.story(number)
    assert story.line.representative == "王*"
    # The representative is found by the whole name like the applicant.
    found = await bureau.ledger.page(Filter(words="王律师"))
    assert [line.number for line in found.lines] == [number]
    with pytest.raises(InputError) as half:
        await registered(bureau, rep_name="王律师")
    assert half.value.values["field"] == TEXTS("disclosure.register.rep_identity")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({**AGENT, "rep_identity": "339901199001011020"}, "disclosure.fault.identity_checksum"),
        ({**AGENT, "rep_paper": "credit_code"}, "disclosure.refused.field"),
        ({**AGENT, "rep_paper": "passport", "rep_identity": "E1"}, "disclosure.fault.paper_number"),
        ({"paper": "taiwan", "identity": "T12345"}, "disclosure.refused.paper_seen"),
        ({"identity": "519901201601010023"}, "disclosure.refused.guardian"),
        ({"category": "business", "paper": "passport", "identity": "E12345678"}, "disclosure.refused.field"),
    ],
)
def test_both_numbers_are_checked_and_what_is_lacking_is_named(changes: dict[str, str], key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_application({**FORM, **changes}, today=TODAY, texts=TEXTS)
    assert refused.value.text_key == key


def test_a_person_decides_about_a_number_that_nothing_can_check() -> None:
    seen = read_application(
        {**FORM, "paper": "taiwan", "identity": "T12345", "paper_seen": "true"}, today=TODAY, texts=TEXTS
    )
    assert seen.identity == "T12345"
    village = {"category": "other", "name": "石桥镇下坝村村民委员会", "contact": "李四 13800001234"}
    registered = read_application(
        {**FORM, **village, "paper": "other", "identity": "登记证书第12号", "legal_representative": "赵大勇"},
        today=TODAY,
        texts=TEXTS,
    )
    assert (registered.identity, registered.legal_representative) == ("登记证书第12号", "赵大勇")
    child = read_application({**FORM, **AGENT, "identity": "519901201601010023"}, today=TODAY, texts=TEXTS)
    assert child.representative is not None


async def test_what_is_found_of_the_authority_stands_in_the_case_and_moves_no_date(
    database: Database,
) -> None:
    bureau = Bureau(database)
    papers = AuthorityPapers(database, clock=bureau.clock)
    alone = await registered(bureau)
    with pytest.raises(InputError):
        await papers.look_at(alone, AuthorityFinding.LACKING, clerk=STAFF)
    number = await registered(bureau, **AGENT)
    file = await bureau.files.read(number, clerk=STAFF)
    assert (file.represented, file.authority, file.authorises) == (True, "", True)
    await papers.look_at(number, AuthorityFinding.LACKING, clerk=STAFF)
    await papers.received(number, 2, clerk=STAFF)
    await papers.look_at(number, AuthorityFinding.IN_ORDER, clerk=STAFF)
    file = await bureau.files.read(number, clerk=STAFF)
    assert (file.authority, file.version) == ("in_order", 1)
    assert (await bureau.ledger.story(number)).dates.receipt_on == TODAY
    with pytest.raises((InputError, ProcedureError)):
        await papers.look_at(number, AuthorityFinding.IN_ORDER, clerk=UNIT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "internet"),
        ("on", "2026-02-30"),
        ("identity", "339901198503142017"),
        ("paper", "credit_code"),
        ("category", "party"),
        ("contact", "123"),
        ("information", ""),
        ("delivery", "email"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_registered(
    database: Database, field: str, value: str
) -> None:
    bureau = Bureau(database)
    with pytest.raises(InputError):
        await registered(bureau, **{field: value})
    assert await bureau.ledger.count_by_state() == {}


async def test_a_day_to_come_and_a_person_without_the_part_are_refused(database: Database) -> None:
    bureau = Bureau(database)
    with pytest.raises(InputError) as early:
        await registered(bureau, on="2026-09-02")
    assert early.value.text_key == "disclosure.missing.future"
    application = read_application(FORM, today=TODAY, texts=TEXTS)
    with pytest.raises(ProcedureError):
        await bureau.registration.register(application, clerk=UNIT)


async def test_the_same_form_sent_twice_is_one_case(database: Database) -> None:
    bureau = Bureau(database)
    application = read_application(FORM, today=TODAY, texts=TEXTS)
    first = await bureau.registration.register(application, clerk=STAFF, form_id="desk-1")
    assert await bureau.registration.register(application, clerk=STAFF, form_id="desk-1") == first


async def test_a_correction_of_ones_own_record_is_a_case_linked_to_the_closed_one(database: Database) -> None:
    bureau = Bureau(database)
    closed = await registered(bureau)
    with pytest.raises(ProcedureError):
        await registered(bureau, linked_to=closed)
    await bureau.take(closed, Step.WITHDRAW, reason="书面撤回", on="2026-09-01")
    linked = await registered(bureau, linked_to=closed)
    assert (await bureau.read(linked)).linked_to == closed
    story = await bureau.ledger.story(closed)
    assert (story.timeline[-1].kind, story.timeline[-1].detail["linked_to"]) == ("error_reported", linked)


async def test_a_paper_that_comes_later_belongs_to_the_newest_case_that_waits_for_it(
    database: Database,
) -> None:
    bureau = Bureau(database)
    papers = AuthorityPapers(database, clock=bureau.clock)
    agent = Representative("王律师", "339901199001011029", "委托书")
    numbers = []
    for at, by in enumerate((agent, None, agent), start=1):
        filed = replace(application(information=f"石桥镇第{at}号合同的全文"), representative=by)
        numbers.append((await bureau.service.submit(filed, origin=origin(f"form-{at}"))).number)
    first, alone, newest = numbers
    assert await papers.awaited("openid-1") == AwaitedAuthority(newest, "form-3")
    assert await papers.awaited("openid-2") is None
    await bureau.service.confirm_receipt(newest, actor="wang")
    await papers.look_at(newest, AuthorityFinding.IN_ORDER, clerk=STAFF)
    assert await papers.awaited("openid-1") == AwaitedAuthority(first, "form-1")
    for message in ("m1", "m1", "m2"):
        await papers.sent(first, citizen="openid-1", message=message)
    story = await bureau.ledger.story(first)
    assert [one.kind for one in story.timeline].count("authority_received") == 2
    for number, citizen in ((first, "openid-2"), (alone, "openid-1"), ("GK209912310001", "openid-1")):
        with pytest.raises(InputError):
            await papers.sent(number, citizen=citizen, message="m3")
    await bureau.service.withdraw(first, citizen="openid-1")
    assert await papers.awaited("openid-1") is None
