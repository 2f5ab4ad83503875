"""The ladder as a machine: whatever windows, refusals, crashes and returns come in whatever order, nothing is lost on it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.outbound import ladder
from bot.outbound.ladder import ParcelStanding, ParcelState, RefusalVerdict, Rung, SendWindow

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
LIVE = timedelta(hours=48)
PATIENCE = timedelta(days=2)
FATES = ("taken", "taken", "taken", "later", "never", "dies before", "dies after")


@dataclass
class Citizen:
    """One citizen's queue, what arrived of it, and the platform's window as it really is."""

    queue: list[ParcelStanding] = field(default_factory=list)
    arrived: list[int] = field(default_factory=list)
    open_until: datetime = START
    left: int = 0
    invitations: int = 0
    silent_since_invited: bool = False


class Delivery(RuleBasedStateMachine):
    """A worker, a citizen, staff and a clock, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.citizen = Citizen()

    @rule()
    def write_parcel(self) -> None:
        self.citizen.queue.append(ParcelStanding(ParcelState.DUE, self.now, wait_until=self.now + PATIENCE))

    @rule(minutes=st.sampled_from((1, 30, 600, 3000, 57_600)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.sweep()

    @rule(minutes=st.integers(1, 20))
    def clock_is_set_back(self, minutes: int) -> None:
        self.now -= timedelta(minutes=minutes)

    def sweep(self) -> None:
        """Do what the worker's round of deadlines does."""
        self.citizen.queue = [
            ladder.tasked(each) if ladder.overdue(each, now=self.now) else each for each in self.citizen.queue
        ]

    @rule(fates=st.lists(st.sampled_from(FATES), max_size=8), knows=st.booleans(), may_invite=st.booleans())
    def worker_round(self, fates: list[str], *, knows: bool, may_invite: bool) -> None:
        for fate in fates:
            place = ladder.offered(self.citizen.queue, now=self.now)
            if place is None:
                return
            self.take_up(place, fate, window=self.seen(knows=knows), may_invite=may_invite)

    def seen(self, *, knows: bool) -> SendWindow:
        if not knows:
            return SendWindow.UNKNOWN
        if self.now >= self.citizen.open_until:
            return SendWindow.SHUT
        return SendWindow.OPEN if self.citizen.left else SendWindow.SPENT

    def take_up(self, place: int, fate: str, *, window: SendWindow, may_invite: bool) -> None:
        taken = self.citizen.queue[place]
        taken = ParcelStanding(
            taken.state, taken.due_at, taken.attempts + 1, taken.wait_until, taken.tasked, taken.invited
        )
        self.citizen.queue[place] = taken
        if fate == "dies before":
            return
        rung = ladder.next_rung(window, invited=taken.invited, may_invite=may_invite)
        if rung is None:
            after = ladder.waiting(taken)
        elif rung is Rung.NOTICE:
            after = self.invite(taken, fate)
        else:
            after = self.send(place, taken, fate)
        if fate != "dies after":
            self.citizen.queue[place] = after

    def invite(self, taken: ParcelStanding, fate: str) -> ParcelStanding:
        if fate in {"later", "never"}:
            return ladder.uninvited(taken, RefusalVerdict(fate), now=self.now)
        assert fate == "dies after" or not self.citizen.silent_since_invited, "invited twice in one silence"
        self.citizen.invitations += 1
        self.citizen.silent_since_invited = fate != "dies after"
        return ladder.waiting(taken, invited=True)

    def send(self, place: int, taken: ParcelStanding, fate: str) -> ParcelStanding:
        if fate in {"later", "never"}:
            return ladder.refused(taken, RefusalVerdict(fate), now=self.now)
        if self.now >= self.citizen.open_until or not self.citizen.left:
            return ladder.refused(taken, RefusalVerdict.WINDOW, now=self.now)
        self.citizen.left -= 1
        self.citizen.arrived.append(place)
        return ladder.sent(taken)

    @rule(fit=st.integers(0, 4))
    def citizen_writes(self, fit: int) -> None:
        """Let what waits go along from the front, as much as fits; the rest is due."""
        citizen = self.citizen
        citizen.open_until, citizen.left, citizen.silent_since_invited = self.now + LIVE, 5, False
        open_ = [place for place, each in enumerate(citizen.queue) if each.is_open]
        for place in open_[:fit]:
            citizen.arrived.append(place)
            citizen.queue[place] = ladder.sent(citizen.queue[place])
        citizen.queue = [ladder.returned(each, now=self.now) for each in citizen.queue]

    @invariant()
    def nothing_is_lost(self) -> None:
        arrived = set(self.citizen.arrived)
        for place, each in enumerate(self.citizen.queue):
            assert each.is_open or each.tasked or place in arrived
            assert each.state is not ParcelState.SENT or place in arrived

    @invariant()
    def nothing_is_out_of_order(self) -> None:
        first = list(dict.fromkeys(self.citizen.arrived))
        assert first == sorted(first)

    @invariant()
    def nothing_waits_past_its_time_without_a_task(self) -> None:
        late = [each for each in self.citizen.queue if each.is_open and not each.tasked]
        assert all(each.wait_until and each.wait_until > self.now - timedelta(minutes=20) for each in late)

    def teardown(self) -> None:
        """In the end the citizen writes now and then, the worker works, and everything open arrives."""
        for _ in range(len(self.citizen.queue)):
            self.now += timedelta(hours=1)
            self.citizen_writes(fit=0)
            self.worker_round(["taken"] * 8, knows=True, may_invite=False)
        assert not any(each.is_open for each in self.citizen.queue)
        self.nothing_is_lost()
        self.nothing_is_out_of_order()


TestDelivery = Delivery.TestCase


@pytest.mark.parametrize(
    ("window", "invited", "may_invite", "rung"),
    [
        (SendWindow.OPEN, False, True, Rung.SERVICE),
        (SendWindow.UNKNOWN, True, True, Rung.SERVICE),
        (SendWindow.SHUT, False, True, Rung.NOTICE),
        (SendWindow.SPENT, False, True, Rung.NOTICE),
        (SendWindow.SHUT, True, True, None),
        (SendWindow.SHUT, False, False, None),
        (SendWindow.SPENT, False, False, None),
    ],
)
def test_the_next_rung(window: SendWindow, rung: Rung | None, *, invited: bool, may_invite: bool) -> None:
    assert ladder.next_rung(window, invited=invited, may_invite=may_invite) == rung


def test_tries_come_ever_more_seldom_to_once_in_ten_minutes() -> None:
    standing, waits = ParcelStanding(ParcelState.DUE, START), []
    for attempts in range(1, 40):
        after = ladder.refused(
            ParcelStanding(ParcelState.DUE, START, attempts=attempts), RefusalVerdict.LATER, now=START
        )
        waits.append(after.due_at - START)
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == ladder.LONGEST_WAIT
    asked = ladder.refused(standing, RefusalVerdict.LATER, now=START, after=timedelta(hours=12))
    assert asked.due_at == START + timedelta(hours=12)


@pytest.mark.parametrize("attempts", [1, 5, 39])
def test_what_holds_up_all_alike_ends_for_all_at_once(attempts: int) -> None:
    standing, wait = ParcelStanding(ParcelState.DUE, START, attempts=attempts), timedelta(seconds=5)
    assert ladder.refused(standing, RefusalVerdict.HELD, now=START, after=wait).due_at == START + wait


@pytest.mark.parametrize(("attempts", "counted"), [(1, 1), (2, 1), (8, 7)])
def test_what_holds_up_all_alike_is_no_try_of_its_own(attempts: int, counted: int) -> None:
    standing, wait = ParcelStanding(ParcelState.DUE, START, attempts=attempts), timedelta(seconds=5)
    assert ladder.refused(standing, RefusalVerdict.HELD, now=START, after=wait).attempts == counted
