"""Binding attacked on both engines: guessed, replayed, foreign, shared, revoked; nothing of another person is ever shown."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.errors import InputError
from handlers.matters.binding.binding import BindingAccount, BindingKind, BindingOutcome, PersonClaim
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord
from handlers.matters.binding.retention import OldBindingClaims, OldBindings
from handlers.matters.binding.service import (
    CLAIMS_A_DAY,
    GRANTS_A_DAY,
    MESSAGES_A_DAY,
    MESSAGES_TO_PERSON_A_DAY,
    WRONG_A_CLAIM,
)
from handlers.matters.delivery.matter import MatterHolder
from tests.factories.matters import FIRM, FUND, HOUSES, LI, WANG, ZHANG, MatterDesk, matter

ME, THIEF, CHILD = (BindingAccount(f"o{name}0001", "wechat") for name in ("Me", "Thief", "Child"))
SELF, AGENT = BindingKind.SELF, BindingKind.AGENT
REFUSED, EXHAUSTED, BOUND = BindingOutcome.REFUSED, BindingOutcome.EXHAUSTED, BindingOutcome.BOUND


@pytest.fixture
async def desk(database: Database) -> MatterDesk:
    opened = await MatterDesk(database).opened()
    await opened.deliver(HOUSES, matters=[matter("A-001"), matter("A-002", LI), matter("A-003", FIRM)])
    await opened.deliver(FUND, matters=[matter("A-001"), matter("A-004", WANG)])
    return opened


async def seen(desk: MatterDesk, account: BindingAccount) -> int:
    return len(await desk.office.ledger.cases_of(account.citizen))


async def test_the_right_phone_binds_once_and_the_code_opens_nothing_again(desk: MatterDesk) -> None:
    assert await seen(desk, ME) == 0
    await desk.claimed(ME, ZHANG)
    code = await desk.sent_code()
    assert desk.phones.sent == [(ZHANG.phone, desk.phones.sent[0][1])]
    assert "张*" in desk.phones.sent[0][1]
    assert (await desk.office.bindings.enter(code, ME)).outcome is BOUND
    assert await seen(desk, ME) == 2
    assert (await desk.office.bindings.enter(code, ME)).outcome is REFUSED
    assert (await desk.office.bindings.enter(code, THIEF)).outcome is REFUSED
    assert await seen(desk, THIEF) == 0


async def test_a_company_is_bound_as_a_person_is(desk: MatterDesk) -> None:
    await desk.bound(ME, FIRM)
    (case,) = await desk.office.ledger.cases_of(ME.citizen)
    assert FIRM.name in case.group


@pytest.mark.parametrize(
    "holder",
    [
        WANG,
        MatterHolder("张四", ZHANG.identity),
        MatterHolder("赵六", "350799196001019991"),
        MatterHolder("张三", ZHANG.identity, "13900009999"),
    ],
    ids=["no-phone", "wrong-name", "unknown", "phone-of-ones-own"],
)
async def test_what_is_answered_tells_nothing_of_who_is_known(desk: MatterDesk, holder: MatterHolder) -> None:
    """The thief reads the same words, gets as many tries, and never the right code."""
    opened = await desk.office.bindings.claim(PersonClaim(holder, SELF), THIEF)
    assert opened is not None
    assert (len(opened.code), opened.sends) == (8, True)
    await desk.office.messages.step()
    assert all(phone != "13900009999" for phone, _ in desk.phones.sent), "never to a phone that was typed"
    answers = [await desk.office.bindings.enter(f"{at:06}", THIEF) for at in range(WRONG_A_CLAIM)]
    assert [one.left for one in answers] == [4, 3, 2, 1, 0]
    assert [one.outcome for one in answers] == [*[REFUSED] * 4, EXHAUSTED]
    assert await seen(desk, THIEF) == 0


async def test_guessing_ends_after_a_few_codes_a_day_and_leaving_does_not_begin_anew(
    desk: MatterDesk,
) -> None:
    guesses = 0
    for _ in range(CLAIMS_A_DAY):
        await desk.claimed(THIEF, ZHANG)
        right = (await desk.sent_code()) if len(desk.phones.sent) < MESSAGES_A_DAY else ""
        for at in range(WRONG_A_CLAIM + 2):
            guess = f"{at:06}"
            if guess != right:
                guesses += (await desk.office.bindings.enter(guess, THIEF)).outcome is not BOUND
        if right:
            assert (await desk.office.bindings.enter(right, THIEF)).outcome is REFUSED, "the claim is over"
        await desk.office.bindings.leave(THIEF)
    assert await desk.office.bindings.claim(PersonClaim(ZHANG, SELF), THIEF) is None
    other = BindingAccount("oThief0002", "wechat")
    await desk.claimed(other, ZHANG)
    await desk.office.messages.step()
    assert len(desk.phones.sent) == MESSAGES_A_DAY + 1, (
        "leaving begins nothing anew, another account has its own"
    )
    assert (guesses, await seen(desk, THIEF)) == (CLAIMS_A_DAY * (WRONG_A_CLAIM + 2), 0)
    desk.clock.advance(timedelta(days=1))
    await desk.claimed(THIEF, ZHANG)


async def test_no_stranger_uses_up_what_the_owners_own_account_needs(desk: MatterDesk) -> None:
    for at in range(4):
        for _ in range(CLAIMS_A_DAY):
            await desk.office.bindings.claim(
                PersonClaim(ZHANG, SELF), BindingAccount(f"oThief{at}", "wechat")
            )
    await desk.office.messages.step()
    before = len(desk.phones.sent)
    await desk.claimed(ME, ZHANG)
    code = await desk.sent_code()
    assert len(desk.phones.sent) == before + 1
    assert (await desk.office.bindings.enter(code, ME)).outcome is BOUND


async def test_a_phone_is_not_flooded_however_many_accounts_claim(desk: MatterDesk) -> None:
    for at in range(MESSAGES_TO_PERSON_A_DAY + 5):
        await desk.office.bindings.claim(PersonClaim(ZHANG, SELF), BindingAccount(f"oMany{at:04}", "wechat"))
        await desk.office.messages.step()
    assert len(desk.phones.sent) == MESSAGES_TO_PERSON_A_DAY


async def test_a_foreign_number_and_one_that_there_is_not_are_the_same(desk: MatterDesk) -> None:
    await desk.bound(ME, ZHANG)
    ledger, found = desk.office.ledger, 0
    mine = {case.number for case in await ledger.cases_of(ME.citizen)}
    for day in ("20261202", "20261203"):
        for at in range(40):
            number = f"SX{day}{at:04}"
            assert await ledger.case(number, citizen=THIEF.citizen) is None
            found += await ledger.case(number, citizen=ME.citizen) is not None
    assert found == len(mine) == 2


async def test_codes_expire_and_a_new_claim_ends_the_one_before(desk: MatterDesk) -> None:
    first = await desk.claimed(ME, ZHANG)
    sent = await desk.sent_code()
    await desk.claimed(ME, ZHANG)
    counter = desk.office.counter
    with pytest.raises(InputError):
        await counter.look(first, clerk="clerk")
    second = await desk.sent_code()
    assert sent == second or (await desk.office.bindings.enter(sent, ME)).outcome is REFUSED
    desk.clock.advance(timedelta(minutes=31))
    assert (await desk.office.bindings.enter(second, ME)).outcome is REFUSED
    assert await seen(desk, ME) == 0


async def test_a_clerk_binds_after_the_papers_and_the_code_is_for_one_use(desk: MatterDesk) -> None:
    code, counter = await desk.claimed(ME, WANG), desk.office.counter
    sheet = await counter.look(f"{code[:4]} {code[4:]}", clerk="clerk")
    assert (sheet.holder.name, sheet.holder.identity) == (WANG.name, WANG.identity)
    with pytest.raises(InputError) as unseen:
        await counter.confirm(code, clerk="clerk", papers_seen=False)
    assert unseen.value.text_key == "matters.counter.papers"
    assert await counter.confirm(code, clerk="clerk", papers_seen=True) == "王*"
    assert await seen(desk, ME) == 1
    with pytest.raises(InputError):
        await counter.confirm(code, clerk="clerk", papers_seen=True)
    (bound,) = await counter.of_person(WANG.identity, clerk="clerk")
    with pytest.raises(InputError):
        await counter.end(ZHANG.identity, bound.id, clerk="clerk")
    await counter.end(WANG.identity, bound.id, clerk="clerk")
    assert await seen(desk, ME) == 0


async def test_a_clerk_guesses_no_codes(desk: MatterDesk) -> None:
    await desk.claimed(ME, ZHANG)
    keys = []
    for at in range(22):
        with pytest.raises(InputError) as refused:
            await desk.office.counter.look(f"{at:08}", clerk="clerk")
        keys.append(refused.value.text_key)
    assert keys[19:] == ["matters.counter.code", "matters.counter.tries", "matters.counter.tries"]


async def test_two_accounts_of_one_person_and_either_ends_the_other(desk: MatterDesk) -> None:
    second = BindingAccount("oMe0002", "wechat")
    await desk.bound(ME, ZHANG)
    await desk.bound(second, ZHANG)
    own = await desk.office.bindings.bindings(ME)
    assert (len(own.mine), len(own.others)) == (1, 1)
    assert not await desk.office.bindings.end(own.others[0].id, THIEF)
    assert await desk.office.bindings.end(own.others[0].id, ME)
    assert (await seen(desk, second), await seen(desk, ME)) == (0, 2)


async def test_a_shared_phone_opens_only_whom_the_code_was_asked_for(desk: MatterDesk) -> None:
    shared = MatterHolder("李四", LI.identity, ZHANG.phone)
    await desk.deliver(HOUSES, matters=[matter("A-009", shared, opened_on="2026-12-01")])
    await desk.bound(CHILD, shared)
    assert desk.phones.sent[-1][0] == ZHANG.phone
    assert {case.title for case in await desk.office.ledger.cases_of(CHILD.citizen)} == {"不动产转移登记"}
    assert await seen(desk, CHILD) == 2, "those of the one person only"
    assert all("李*" in case.group for case in await desk.office.ledger.cases_of(CHILD.citizen))


async def test_an_agent_sees_with_the_persons_word_until_either_ends_it(desk: MatterDesk) -> None:
    await desk.bound(ME, ZHANG)
    code, bindings = await desk.claimed(CHILD, ZHANG, AGENT), desk.office.bindings
    assert (await bindings.grant(code, CHILD)).outcome is REFUSED, "nobody grants themselves"
    await desk.bound(THIEF, LI)
    assert (await bindings.grant(code, THIEF)).outcome is REFUSED, "another person's word is none"
    assert (await bindings.grant(code, ME)).outcome is BOUND
    assert (await bindings.grant(code, ME)).outcome is REFUSED, "once"
    assert await seen(desk, CHILD) == 2
    (other,) = (await bindings.bindings(ME)).others
    assert await bindings.end(other.id, ME)
    assert await seen(desk, CHILD) == 0
    assert not (await bindings.bindings(CHILD)).mine


async def test_an_agents_code_is_no_binding_of_oneself(desk: MatterDesk) -> None:
    """Whoever talks a person out of a word for an agent is still no person who could give it on."""
    await desk.bound(ME, ZHANG)
    code = await desk.claimed(CHILD, ZHANG, AGENT)
    await desk.office.bindings.grant(code, ME)
    code = await desk.claimed(THIEF, ZHANG, AGENT)
    assert (await desk.office.bindings.grant(code, CHILD)).outcome is REFUSED
    own = await desk.claimed(THIEF, ZHANG, SELF)
    assert (await desk.office.bindings.grant(own, ME)).outcome is REFUSED
    assert await seen(desk, THIEF) == 0


async def test_words_for_agents_are_tried_a_few_times_a_day(desk: MatterDesk) -> None:
    await desk.bound(THIEF, LI)
    outcomes = [
        (await desk.office.bindings.grant(f"{at:08}", THIEF)).outcome for at in range(GRANTS_A_DAY + 1)
    ]
    assert outcomes == [*[REFUSED] * GRANTS_A_DAY, EXHAUSTED]


async def test_an_authorisation_ends_after_a_year(desk: MatterDesk) -> None:
    await desk.bound(ME, ZHANG)
    await desk.office.bindings.grant(await desk.claimed(CHILD, ZHANG, AGENT), ME)
    desk.clock.advance(timedelta(days=366))
    assert (await seen(desk, CHILD), await seen(desk, ME)) == (0, 2)


async def test_leaving_ends_what_was_seen_and_what_was_granted(desk: MatterDesk) -> None:
    await desk.bound(ME, ZHANG)
    await desk.office.bindings.grant(await desk.claimed(CHILD, ZHANG, AGENT), ME)
    await desk.office.bindings.leave(ME)
    assert (await seen(desk, ME), await seen(desk, CHILD)) == (0, 0)
    async with desk.database.reading() as tx:
        rows = (await tx.scalars(select(BindingRecord))).all()
        claims = (await tx.scalars(select(BindingClaimRecord))).all()
    assert all(row.person == b"" and row.citizen != ME.citizen for row in rows)
    assert all(row.person == b"" and row.citizen != ME.citizen for row in claims)


async def test_without_a_way_to_phones_the_counter_is_the_way(database: Database) -> None:
    desk = await MatterDesk(database, with_phones=False).opened()
    await desk.deliver(HOUSES, matters=[matter("A-001")])
    opened = await desk.office.bindings.claim(PersonClaim(ZHANG, SELF), ME)
    assert opened is not None
    assert not opened.sends
    assert not await desk.office.bindings.awaits_code(ME)
    assert await desk.office.messages.step() == 0
    await desk.office.counter.confirm(opened.code, clerk="clerk", papers_seen=True)
    assert await seen(desk, ME) == 1


async def test_a_platform_that_is_away_is_tried_three_times(desk: MatterDesk) -> None:
    desk.phones.broken = True
    await desk.claimed(ME, ZHANG)
    assert [await desk.office.messages.step() for _ in range(4)] == [1, 1, 1, 0]


async def test_claims_go_after_two_days_and_ended_bindings_after_a_year(desk: MatterDesk) -> None:
    await desk.bound(ME, ZHANG)
    (own,) = (await desk.office.bindings.bindings(ME)).mine
    await desk.office.bindings.end(own.id, ME)
    now = desk.clock.now()
    async with desk.database.transaction() as tx:
        assert await OldBindingClaims().erase(tx, now=now, limit=9) == 0
        assert await OldBindingClaims().erase(tx, now=now + timedelta(days=3), limit=9) == 1
        assert await OldBindings().erase(tx, now=now + timedelta(days=300), limit=9) == 0
        assert await OldBindings().erase(tx, now=now + timedelta(days=366), limit=9) == 1
