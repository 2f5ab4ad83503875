"""Everything that the simulated platform remembers: the account, its citizens, tokens, menu and traces."""

import asyncio
from collections import Counter
from datetime import date
from itertools import count
from typing import Any

from adapters.wechat.simulator.protocol.allowance import Allowance, Row
from adapters.wechat.simulator.protocol.pushes import SAMPLE_MEDIA, PushWriter
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from adapters.wechat.simulator.world import menus
from adapters.wechat.simulator.world.articles import ArticleShelf
from adapters.wechat.simulator.world.broadcast import Broadcast
from adapters.wechat.simulator.world.citizens import Article, ChatEntry, Citizen, Side, new_openid
from adapters.wechat.simulator.world.codes import CodeShelf
from adapters.wechat.simulator.world.faults import Faults
from adapters.wechat.simulator.world.media import MediaShelf
from adapters.wechat.simulator.world.timepiece import Timepiece
from adapters.wechat.simulator.world.tokens import Tokens
from adapters.wechat.simulator.world.traces import Trace, Traces
from adapters.wechat.simulator.world.transcripts import Transcripts
from bot.clock import Clock, local_date

_FIRST_CITIZENS = (
    ("oSimulated_citizen_0000wang1", "王大爷（示例）"),
    ("oSimulated_citizen_00000li02", "李女士（示例）"),
    ("oSimulated_citizen_0000chen3", "陈老师（示例）"),
)
_MOST_CITIZENS = 2000


class World:
    """The state behind the pusher, the API and the page; lives on one event loop."""

    def __init__(self, settings: SimulatorSettings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.callback_url = settings.callback_url
        self._turns = count()
        self.clock = Timepiece(clock)
        self.writer = PushWriter(settings.account, settings.switches.menu_message_click_is_a_menu_click)
        self.traces, self.broadcast, self.faults, self.tokens = Traces(), Broadcast(), Faults(), Tokens()
        self.transcripts = Transcripts(settings.data_dir)
        self.media, self.codes = MediaShelf(SAMPLE_MEDIA), CodeShelf()
        self.articles = ArticleShelf()
        self.own_menu: dict[str, Any] | None = None
        self.conditional_menus: dict[str, dict[str, Any]] = {}
        self.tags: dict[int, str] = {}
        # The quota of each path of the API for this kind of account.
        self.daily_limits: dict[str, int] = {}
        self.sample_menu = menus.sample(settings.menu_path)
        self.passed = asyncio.Event()
        self.verify_note = "尚未校验"
        self.citizens: dict[str, Citizen] = {}
        # What the endpoint did to hostile pushes that it must not do.
        self.misled: list[str] = []
        self.consents: Counter[tuple[str, str]] = Counter()
        self._calls: Counter[tuple[date, str]] = Counter()
        self._clearings: Counter[tuple[int, int]] = Counter()
        self._exhausted: set[tuple[date, str]] = set()

    def next_address(self) -> str:
        """Give where the next push goes: to each of the adapter's addresses in turn."""
        addresses = (self.callback_url, *self.settings.also)
        return addresses[next(self._turns) % len(addresses)]

    @property
    def verified(self) -> bool:
        """Whether the endpoint passed the GET check when it was last made."""
        return self.passed.is_set()

    async def start(self) -> None:
        """Bring back the citizens of earlier runs, or make the first three."""
        kept = {citizen.openid: citizen for citizen in await self.transcripts.start()}
        for openid, name in _FIRST_CITIZENS:
            if openid in kept:
                self.citizens[openid] = kept.pop(openid)
            else:
                self.settle(name, openid=openid, follows=True)
        self.citizens |= kept

    async def stop(self) -> None:
        """Let the pages go and finish the transcripts."""
        self.broadcast.close()
        await self.transcripts.stop()

    def settle(self, name: str, *, openid: str | None = None, follows: bool = False) -> Citizen:
        """Make a new citizen; raises ValueError when there are too many."""
        if len(self.citizens) >= _MOST_CITIZENS:
            raise ValueError(f"最多{_MOST_CITIZENS}位模拟市民")
        citizen = Citizen(openid or new_openid(), name, follows=follows)
        citizen.allowance = Allowance(add_up=self.settings.switches.triggers_add_up)
        self.citizens[citizen.openid] = citizen
        self.transcripts.citizen(citizen)
        self.tell_state(citizen)
        return citizen

    def add(
        self, citizen: Citizen, *, side: Side, kind: str, text: str = "", articles: tuple[Article, ...] = (),
        via: str = "", row: Row | None = None, grey: str = "", trace: str = "", key: str = "",
    ) -> ChatEntry:  # fmt: skip
        """Put an entry into a citizen's window, keep it, and tell the open pages."""
        entry = ChatEntry(
            number=len(citizen.entries) + 1, at=self.clock.now(), side=side, kind=kind, text=text, articles=articles,
            via=via, row=row, grey=grey, trace=trace, key=key,
        )  # fmt: skip
        citizen.add(entry)
        self.transcripts.entry(citizen, entry)
        self.broadcast.say("entry", lambda: {"openid": citizen.openid, "entry": entry.plain()})
        self.tell_state(citizen)
        return entry

    def tell_state(self, citizen: Citizen) -> None:
        """Tell the open pages a citizen's following and counters."""
        citizen.revision += 1
        self.broadcast.say("citizen", lambda: citizen.plain(self.clock.now()))

    def tell_trace(self, trace: Trace) -> None:
        """Tell the open pages a trace, whole."""
        self.broadcast.say("trace", trace.plain)

    def tell_account(self) -> None:
        """Tell the open pages that the menu, the check or the clock changed."""
        self.broadcast.say("account", dict)

    @property
    def menu(self) -> dict[str, Any]:
        """The menu that citizens see."""
        return self.own_menu or self.sample_menu

    def menu_of(self, citizen: Citizen) -> dict[str, Any]:
        """Give the menu of a citizen: of the conditional ones that fit the newest, else everybody's."""
        worn = {str(number) for number in citizen.tags}
        fitting = [
            menu for menu in self.conditional_menus.values() if str(menu["matchrule"]["tag_id"]) in worn
        ]
        return {"button": fitting[-1]["button"]} if fitting else self.menu

    def has_media(self, media_id: str) -> bool:
        """Say whether a file may be shown."""
        return self.media.find(media_id, now=self.clock.now()) is not None

    def count_call(self, path: str) -> int:
        """Count a call of the API and give how many there were today, by Beijing's midnight."""
        today = local_date(self.clock.now())
        self._calls[today, path] += 1
        return self._calls[today, path]

    def exhaust(self, path: str) -> None:
        """Use up what is left of a path's calls today."""
        self._exhausted = {each for each in self._exhausted if each[0] == local_date(self.clock.now())}
        self._exhausted.add((local_date(self.clock.now()), path))

    def is_exhausted(self, path: str) -> bool:
        """Whether the calls of a path were used up by order, until Beijing's midnight."""
        return (local_date(self.clock.now()), path) in self._exhausted

    def calls_today(self, path: str) -> int:
        """Give how many calls of a path there were today."""
        return self._calls[local_date(self.clock.now()), path]

    def clear_calls(self, most: int) -> bool:
        """Set the counters of today to nought unless that was done so often this month; say whether it was done."""
        today = local_date(self.clock.now())
        month = (today.year, today.month)
        if self._clearings[month] >= most:
            return False
        self._clearings[month] += 1
        self._calls.clear()
        self._exhausted.clear()
        return True
