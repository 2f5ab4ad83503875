"""One list of a person's requests, by whatever account or on paper they came: for whoever proved to be that person, and for nobody else."""

import pytest

from adapters.services.own_elsewhere import OwnElsewhere
from adapters.services.own_requests import OwnRequests
from bot.database import Database
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.service import DisclosureService
from handlers.matters.binding.binding import BindingAccount, BindingKind
from handlers.workdays import load_calendar
from tests.factories.complaints import ComplaintDesk, came_from, complaint
from tests.factories.disclosure import application, origin
from tests.factories.matters import FIRM, TEXTS, VAULT, WANG, ZHANG, MatterDesk

ME, CHILD, OTHER = (BindingAccount(f"oOwn{name}", "wechat") for name in ("Me", "Child", "Other"))
CALENDAR = load_calendar()


class Office:
    """Requests and bindings on one database."""

    def __init__(self, desk: MatterDesk) -> None:
        self.desk = desk
        given = {"vault": VAULT, "clock": desk.clock, "calendar": CALENDAR, "texts": TEXTS}
        self.requests = DisclosureService(desk.database, **given)
        self.own = OwnRequests(DisclosureLedger(desk.database, **given), desk.office.bindings)

    async def filed(self, form: str, *, citizen: str, identity: str = ZHANG.identity) -> str:
        """File a request."""
        filed = await self.requests.submit(
            application(identity=identity), origin=origin(form, citizen=citizen)
        )
        return filed.number

    async def bind(self, account: BindingAccount, kind: BindingKind = BindingKind.SELF) -> None:
        """Bind an account at the counter."""
        code = await self.desk.claimed(account, ZHANG, kind)
        await self.desk.office.counter.confirm(code, clerk="clerk", papers_seen=True)

    async def seen(self, account: BindingAccount) -> list[str]:
        """Give the numbers that an account sees with what they are about."""
        return [one.number for one in await self.own.cases_of(account.citizen) if one.title]


@pytest.fixture
async def office(database: Database) -> Office:
    return Office(await MatterDesk(database).opened())


async def test_whoever_is_bound_sees_what_the_person_filed_otherwise(office: Office) -> None:
    here = await office.filed("a", citizen=ME.citizen)
    elsewhere = await office.filed("b", citizen=OTHER.citizen)
    await office.filed("c", citizen=OTHER.citizen, identity=WANG.identity)
    assert await office.seen(ME) == [here], "a number in a form proves nothing"
    await office.bind(ME)
    assert await office.seen(ME) == [here, elsewhere]
    (_, other) = await office.own.cases_of(ME.citizen)
    assert (other.next_steps, "别的方式" in other.group) == ((), True)
    case = await office.own.case(elsewhere, citizen=ME.citizen)
    assert case is not None
    assert case.title
    assert await office.seen(OTHER) != [here], "the other account sees its own"


async def test_an_agent_and_whoever_is_no_longer_bound_see_stage_and_date_only(office: Office) -> None:
    elsewhere = await office.filed("a", citizen=OTHER.citizen)
    await office.bind(CHILD, BindingKind.AGENT)
    await office.bind(ME)
    assert await office.seen(CHILD) == []
    (bound,) = (await office.desk.office.bindings.bindings(ME)).mine
    await office.desk.office.bindings.end(bound.id, ME)
    assert await office.seen(ME) == []
    for account in (ME, CHILD):
        case = await office.own.case(elsewhere, citizen=account.citizen)
        assert case is not None
        assert (case.title, case.opened_on) == ("", None)


@pytest.fixture
def complained(office: Office) -> OwnElsewhere:
    desk = ComplaintDesk.of(office.desk.database)
    return OwnElsewhere(
        desk.ledger, office.desk.office.bindings, texts=TEXTS, shared=desk.ledger.named_cases_of
    )


async def complaint_of(office: Office, account: BindingAccount, form: str, name: str = "") -> str:
    desk = ComplaintDesk.of(office.desk.database)
    told = complaint(name=name) if name else complaint()
    filed = await desk.service.submit(told, origin=came_from(form, citizen=account.citizen))
    return filed.number


async def test_complaints_of_ones_other_account_stand_in_the_list_and_are_acted_on_there(
    office: Office, complained: OwnElsewhere
) -> None:
    other = await complaint_of(office, OTHER, "a", "张三")
    nameless = await complaint_of(office, OTHER, "b")
    stranger = await complaint_of(office, CHILD, "c", "李四")
    assert await complained.cases_of(ME.citizen) == []
    await office.bind(ME)
    assert await complained.cases_of(ME.citizen) == [], "the other account proved nothing yet"
    await office.bind(OTHER)
    (line,) = await complained.cases_of(ME.citizen)
    assert (line.number, bool(line.title), line.next_steps) == (other, True, ())
    assert "别的账号" in line.group
    for number, seen in ((other, True), (nameless, False), (stranger, False)):
        case = await complained.case(number, citizen=ME.citizen)
        assert case is not None
        assert bool(case.title) is seen
    own = [one.number for one in await complained.cases_of(OTHER.citizen)]
    assert sorted(own) == [other, nameless]
    (bound,) = (await office.desk.office.bindings.bindings(OTHER)).mine
    await office.desk.office.bindings.end(bound.id, OTHER)
    assert await complained.cases_of(ME.citizen) == []


async def test_neither_an_agent_nor_a_colleague_in_a_company_sees_what_is_another_persons_own(
    office: Office, complained: OwnElsewhere
) -> None:
    await complaint_of(office, ME, "a", "张三")
    await office.bind(ME)
    await office.bind(CHILD, BindingKind.AGENT)
    assert await complained.cases_of(CHILD.citizen) == []
    for account in (ME, OTHER):
        code = await office.desk.claimed(account, FIRM)
        await office.desk.office.counter.confirm(code, clerk="clerk", papers_seen=True)
    assert await complained.cases_of(OTHER.citizen) == []
