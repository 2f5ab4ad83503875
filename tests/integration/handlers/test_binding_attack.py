"""Everything a thief may try against bindings, counted: whatever is guessed, replayed, shared or over, nothing of anybody else is shown."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from adapters.web.links import LinkPurpose, Links
from bot.database import Database
from bot.errors import InputError
from handlers.matters.binding.binding import BindingAccount, BindingKind, BindingOutcome, PersonClaim
from handlers.matters.binding.service import CLAIMS_A_DAY, GRANTS_A_DAY, MESSAGES_A_DAY, WRONG_A_CLAIM
from handlers.matters.delivery.matter import MatterHolder
from tests.factories.matters import FIRM, FUND, HOUSES, LI, WANG, ZHANG, MatterDesk, matter

SELF, AGENT = BindingKind.SELF, BindingKind.AGENT
LINKS = Links("a secret of the links, long enough to be one", public_url="http://127.0.0.1")


def account(name: str) -> BindingAccount:
    return BindingAccount(f"o{name}", "wechat")


ME, CHILD, THIEF = account("Me"), account("Child"), account("Thief")


class Attack:
    """Counts what was tried, and what of it opened anything; nothing may."""

    def __init__(self, desk: MatterDesk) -> None:
        self.desk = desk
        self.bindings, self.counter, self.ledger = (
            desk.office.bindings,
            desk.office.counter,
            desk.office.ledger,
        )
        self.tried: Counter[str] = Counter()
        self.opened: Counter[str] = Counter()
        self.chance = Random(16)

    def note(self, way: str, *, opened: bool) -> None:
        self.tried[way] += 1
        self.opened[way] += opened

    def guesses(self, count: int, right: set[str]) -> list[str]:
        """Give codes that may be sent, but for the right one."""
        found: set[str] = set()
        while len(found) < count:
            found |= {f"{self.chance.randrange(10**6):06}"} - right
        return sorted(found)

    async def looks(self, way: str, who: BindingAccount, numbers: list[str]) -> None:
        """Ask for matters by their numbers, and for all."""
        for number in numbers:
            self.note(way, opened=await self.ledger.case(number, citizen=who.citizen) is not None)
        self.note(way, opened=bool(await self.ledger.cases_of(who.citizen)))

    async def enters(self, way: str, code: str, who: BindingAccount) -> None:
        self.note(way, opened=(await self.bindings.enter(code, who)).outcome is BindingOutcome.BOUND)

    async def grants(self, way: str, code: str, who: BindingAccount) -> None:
        self.note(way, opened=(await self.bindings.grant(code, who)).outcome is BindingOutcome.BOUND)

    async def shows(self, way: str, code: str, clerk: str = "clerk") -> None:
        """Show a code at the counter."""
        try:
            await self.counter.confirm(code, clerk=clerk, papers_seen=True)
        except InputError as refused:
            self.tried[f"refused: {refused.text_key}"] += 1
            self.note(way, opened=False)
        else:
            self.note(way, opened=True)


@pytest.fixture
async def attack(database: Database) -> Attack:
    desk = await MatterDesk(database).opened()
    await desk.deliver(HOUSES, matters=[matter("A-001"), matter("A-002", LI), matter("A-003", FIRM)])
    await desk.deliver(FUND, matters=[matter("A-001"), matter("A-004", WANG)])
    return Attack(desk)


def around(own: str) -> list[str]:
    """Give all numbers of the day near one, and one of other days."""
    return [f"{own[:10]}{at:04}" for at in range(40)] + [f"SX2026120{day}0001" for day in range(3, 9)]


async def test_guessed_numbers(attack: Attack) -> None:
    await attack.desk.bound(ME, ZHANG)
    mine = {case.number for case in await attack.ledger.cases_of(ME.citizen)}
    numbers = around(min(mine))
    await attack.looks("unbound", THIEF, numbers)
    await attack.desk.bound(CHILD, LI)
    (own,) = await attack.ledger.cases_of(CHILD.citizen)
    for number in numbers:
        seen = await attack.ledger.case(number, citizen=CHILD.citizen)
        attack.note("another's", opened=seen is not None and seen.number != own.number)
    assert (attack.tried.total(), attack.opened.total()) == (93, 0)


async def test_guessed_codes_of_many_accounts(attack: Attack) -> None:
    """Four accounts claim the same person all day; the right code is left out, as whoever guesses right has the phone's chance of a million."""
    thieves = [account(f"Thief{at}") for at in range(4)]
    for thief in thieves:
        for _ in range(CLAIMS_A_DAY + 1):
            opened = await attack.bindings.claim(PersonClaim(ZHANG, SELF), thief)
            if opened is None:
                attack.tried["claims refused"] += 1
                continue
            before = len(attack.desk.phones.sent)
            await attack.desk.office.messages.step()
            right = {text.partition("验证码")[2][:6] for _, text in attack.desk.phones.sent[before:]}
            for guess in attack.guesses(WRONG_A_CLAIM + 3, right):
                await attack.enters("codes", guess, thief)
            for code in right:
                await attack.enters("the right one, too late", code, thief)
    each = MESSAGES_A_DAY * len(thieves)
    assert attack.tried == {"codes": 160, "claims refused": 4, "the right one, too late": each}
    assert attack.opened.total() == 0
    assert len(attack.desk.phones.sent) == each, "a few for each, and no more"
    assert not any([await attack.ledger.cases_of(thief.citizen) for thief in thieves])


async def test_guessed_words_and_codes_at_the_counter(attack: Attack) -> None:
    await attack.desk.bound(THIEF, LI)
    code = await attack.desk.claimed(ME, ZHANG)
    for clerk in ("one", "two", "three"):
        for _ in range(30):
            await attack.shows("at the counter", f"{attack.chance.randrange(10**8):08}", clerk)
    for _ in range(GRANTS_A_DAY + 5):
        await attack.grants("words", f"{attack.chance.randrange(10**8):08}", THIEF)
    # Even a code that was overheard opens nothing for whoever is another person.
    await attack.grants("words", code, THIEF)
    tried, refused = attack.tried, "refused: matters.counter"
    assert (tried["at the counter"], tried["words"], attack.opened.total()) == (90, 11, 0)
    assert (tried[f"{refused}.code"], tried[f"{refused}.tries"]) == (60, 30), "twenty an hour of each clerk"


async def test_replayed_codes(attack: Attack) -> None:
    shown = await attack.desk.claimed(ME, ZHANG)
    sent = await attack.desk.sent_code()
    assert (await attack.bindings.enter(sent, ME)).outcome is BindingOutcome.BOUND
    for who in (ME, THIEF, CHILD):
        await attack.enters("the code of a message", sent, who)
    await attack.shows("the code that was shown", shown)
    await attack.grants("the code that was shown", shown, ME)
    asked = await attack.desk.claimed(CHILD, ZHANG, AGENT)
    assert (await attack.bindings.grant(asked, ME)).outcome is BindingOutcome.BOUND
    await attack.grants("the word for an agent", asked, ME)
    await attack.shows("the word for an agent", asked)
    # A claim that a clerk refused, one that ran out, one that a new one replaced, one of whoever left.
    refused = await attack.desk.claimed(THIEF, LI)
    await attack.counter.refuse(refused, clerk="clerk")
    await attack.shows("over", refused)
    replaced = await attack.desk.claimed(THIEF, LI)
    await attack.desk.claimed(THIEF, WANG)
    await attack.shows("over", replaced)
    late = await attack.desk.claimed(THIEF, LI)
    attack.desk.clock.advance(timedelta(minutes=30))
    await attack.shows("over", late)
    left = await attack.desk.claimed(THIEF, LI)
    await attack.bindings.leave(THIEF)
    await attack.shows("over", left)
    ways = {way: count for way, count in attack.tried.items() if not way.startswith("refused")}
    assert (sum(ways.values()), attack.opened.total()) == (11, 0)
    await attack.looks("whoever replayed", THIEF, [])
    assert attack.opened.total() == 0


async def test_two_accounts_and_a_shared_phone(attack: Attack) -> None:
    shared = MatterHolder(LI.name, LI.identity, ZHANG.phone)
    await attack.desk.deliver(HOUSES, matters=[matter("A-009", shared, opened_on="2026-12-01")])
    second = account("Me2")
    await attack.desk.bound(ME, ZHANG)
    await attack.desk.bound(second, ZHANG)
    # Two of one family claim at once, and type each other's code from the same phone.
    codes = {}
    for who, holder in ((CHILD, shared), (THIEF, ZHANG)):
        await attack.desk.claimed(who, holder)
        codes[who] = await attack.desk.sent_code()
    assert {phone for phone, _ in attack.desk.phones.sent} == {ZHANG.phone}
    await attack.enters("the other's code", codes[THIEF], CHILD)
    await attack.enters("the other's code", codes[CHILD], THIEF)
    assert attack.opened.total() == 0
    assert (await attack.bindings.enter(codes[CHILD], CHILD)).outcome is BindingOutcome.BOUND
    seen = await attack.ledger.cases_of(CHILD.citizen)
    assert all("李*" in case.group for case in seen), "of the one person whom the code was asked for"
    # Either account of the same person ends the other, and the other one alone.
    (other,) = (await attack.bindings.bindings(ME)).others
    assert not await attack.bindings.end(other.id, THIEF)
    assert await attack.bindings.end(other.id, ME)
    await attack.looks("the account that was ended", second, around(seen[0].number))
    assert (len(await attack.ledger.cases_of(ME.citizen)), attack.opened.total()) == (2, 0)


ENDINGS = (
    "the person",
    "the agent",
    "the counter",
    "the agent leaves",
    "the person leaves",
    "a year",
    "erased",
)


@pytest.mark.parametrize("ending", ENDINGS)
async def test_an_authorisation_that_ended_shows_nothing_any_more(attack: Attack, ending: str) -> None:
    """Ended by either side at any time, by a clerk, by leaving, by its year: from then on every way is shut."""
    await attack.desk.bound(ME, ZHANG)
    numbers = [case.number for case in await attack.ledger.cases_of(ME.citizen)]
    assert (
        await attack.bindings.grant(await attack.desk.claimed(CHILD, ZHANG, AGENT), ME)
    ).outcome is BindingOutcome.BOUND
    assert len(await attack.ledger.cases_of(CHILD.citizen)) == 2
    (binding,) = (await attack.bindings.bindings(CHILD)).mine
    if ending in {"the person", "the agent"}:
        assert await attack.bindings.end(binding.id, ME if ending == "the person" else CHILD)
    elif ending == "the counter":
        await attack.counter.end(ZHANG.identity, binding.id, clerk="clerk")
    elif ending == "a year":
        attack.desk.clock.advance(timedelta(days=366))
    elif ending == "erased":
        await attack.desk.deliver(HOUSES, withdrawn=["A-001"])
        await attack.desk.deliver(FUND, withdrawn=["A-001"])
    else:
        await attack.bindings.leave(CHILD if ending == "the agent leaves" else ME)
    await attack.looks(ending, CHILD, numbers)
    assert (attack.tried[ending], attack.opened.total()) == (3, 0)
    assert not await attack.bindings.end(binding.id, THIEF)


async def test_foreign_and_altered_receipts(attack: Attack) -> None:
    """A link opens its own matter's days until its day; one letter changed, another purpose or another secret open nothing."""
    desk, now = attack.desk, attack.desk.clock.now()
    number = (await desk.deliver(HOUSES, matters=[matter("A-001")])).numbers["A-001"]
    token = LINKS.sign(number, expires_at=now + timedelta(days=30), purpose=LinkPurpose.RECEIPT)
    assert LINKS.verify(token, now=now, purpose=LinkPurpose.RECEIPT) == number
    for at, letter in enumerate(token):
        other = token[:at] + ("A" if letter != "A" else "B") + token[at + 1 :]
        attack.note(
            "altered", opened=LINKS.verify(other, now=now, purpose=LinkPurpose.RECEIPT) not in {None, number}
        )
    for purpose in LinkPurpose:
        if purpose is not LinkPurpose.RECEIPT:
            attack.note("another purpose", opened=LINKS.verify(token, now=now, purpose=purpose) is not None)
    strange = Links("another secret that is long enough", public_url="http://127.0.0.1")
    forged = strange.sign(number, expires_at=now + timedelta(days=30), purpose=LinkPurpose.RECEIPT)
    attack.note("forged", opened=LINKS.verify(forged, now=now, purpose=LinkPurpose.RECEIPT) is not None)
    late = now + timedelta(days=31)
    attack.note("too late", opened=LINKS.verify(token, now=late, purpose=LinkPurpose.RECEIPT) is not None)
    # What was registered for the wrong person and is another's now, has another number.
    await desk.deliver(HOUSES, withdrawn=["A-001"])
    await desk.deliver(HOUSES, matters=[matter("A-001", LI)])
    opened = False
    with suppress(InputError):
        await attack.ledger.sheet(number)
        opened = True
    attack.note("another's by now", opened=opened)
    assert attack.tried["altered"] >= 60
    assert attack.opened.total() == 0
