"""The whole program in this process, with the simulated platform before it, and citizens who act on it."""

import asyncio
import itertools
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from adapters.cli.demonstration import demo_settings, load_sample, simulated
from adapters.cli.sample.matters import fill_matters
from adapters.county import SAMPLE
from adapters.main import Program, opened
from adapters.redis.packing import unpressed
from adapters.redis.server import EmbeddedRedis
from adapters.serving import listening
from adapters.settings import Settings
from adapters.storage.migrate import upgrade
from adapters.wechat.simulator import app as simulator
from adapters.wechat.simulator.world.citizens import Citizen
from bot.clock import SHANGHAI, SettableClock
from bot.privacy import Vault
from handlers.appointments.home.desk import HomeAssignment
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.complaints.case.lifecycle import ComplaintStep
from handlers.complaints.proceeding.step_fields import StepChoices, read_complaint_order
from handlers.disclosure.case import store
from handlers.disclosure.case.lifecycle import State
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import Duty
from knowledge.publication.lifecycle import Person as Keeper
from tests.e2e.town.town import free_port
from tests.factories.activities import DESK_DEEDS, at_the_desk
from tests.factories.appointments import full_day, missed_visits
from tests.factories.complaints import FIELDS, OFFICE, SECOND, TEXTS, UNIT
from tests.factories.opinions import answered_draft

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
IDENTITY = "339901198503142016"
NUMBERS = re.compile(r"(GK|RG|SQ|YY|HD|YJ|SX)\d{12}")
# What a citizen shows at the counter, or passes on to whoever is to agree.
SHOWN_CODE = re.compile(r"(?:核验码：\s*|同意代办 )(\d{4} \d{4})")
ANSWERS = {
    "notice_accepted": "我已阅读，继续",
    "information": "青岚县2025年财政决算报告",
    "applicant_kind": "个人",
    "applicant_name": "王小雨",
    "identity_number": IDENTITY,
    "contact_phone": "13900001234",
    "delivery": "邮寄",
    "delivery_address": "青岚县石桥镇下坝村15号",
}
PAST_THE_OFFER = "不是，继续申请"
SPAN = {"m": "minutes", "h": "hours", "d": "days"}
# Whoever keeps the documents.
KEEPER = Keeper("keeper", frozenset(Duty))
HANDED = {
    "图片": "image",
    "语音": "voice",
    "视频": "video",
    "小视频": "shortvideo",
    "链接": "link",
    "位置": "location",
}
CAUSED = {"关注": "subscribe", "取消关注": "unsubscribe", "扫码": "scan", "菜单": "click"}
REVOKED = {"撤回授权": "user_authorization_revoke", "注销授权": "user_authorization_cancellation"}
_numbers = itertools.count(1)


class House:
    """One data folder, one Redis and one simulated platform; the program in it may be ended and started again."""

    def __init__(self, folder: Path) -> None:
        self.clock = SettableClock(TUESDAY)
        self._folder = folder
        self._redis = EmbeddedRedis(folder)
        self._running = AsyncExitStack()
        self.program: Program | None = None
        self.phone: simulator.Simulator | None = None
        # Where the county's own site would be, which may show the chat inside its pages.
        self.site_port = free_port()

    async def open(self, *, first: bool = True) -> None:
        """Start everything; the sample county is loaded once, and not where a folder holds it already."""
        address = await self._redis.start()
        plain = demo_settings(self._folder, port=free_port(), platform_port=free_port())
        self._settings: Settings = plain.model_copy(
            update={"redis_url": address, "rate_limit": 0, "chat_origins": self.site_origin}
        )
        await self._start(first=first)
        platform_port = int(plain.wechat_api_base.rsplit(":", 1)[1])
        told = replace(simulated(plain), port=platform_port, data_dir=None)
        self.phone = await simulator.start(told, self.clock)
        await self.phone.verified()

    async def restart(self) -> None:
        """End the program and start it again on the same data."""
        await self._running.aclose()
        self._running = AsyncExitStack()
        await self._start(first=False)

    def limit(self, messages: int) -> None:
        """Let the program take so many messages a minute from one citizen after the next start; 0 takes all."""
        self._settings = self._settings.model_copy(update={"rate_limit": messages})

    async def close(self) -> None:
        """End everything; what does not end well does not keep the others."""
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self._redis.stop)
            closing.push_async_callback(self._running.aclose)
            if self.phone:
                closing.push_async_callback(self.phone.stop)

    async def _start(self, *, first: bool) -> None:
        self.program = await self._running.enter_async_context(opened(self._settings, clock=self.clock))
        if first:
            await upgrade(self.program.resources.database)
            await load_sample(self.program)
            await fill_matters(self.program, SAMPLE)
        await self._running.enter_async_context(listening(self.program))

    @property
    def site_origin(self) -> str:
        """The origin of the county's own site: another host than the program's."""
        return f"http://localhost:{self.site_port}"

    @property
    def settings(self) -> Settings:
        """The settings of the running program."""
        return self._settings

    @property
    def redis(self) -> Redis:
        """The client of the running program."""
        return self.ready.resources.redis

    @property
    def vault(self) -> Vault:
        """What opens the talks that are kept."""
        return Vault(self._settings.secret_key.get_secret_value())

    @property
    def ready(self) -> Program:
        """The running program."""
        assert self.program is not None
        return self.program


@dataclass(slots=True)
class Person:
    """One citizen of a script, with the numbers told."""

    openid: str
    seen: int = 0
    numbers: dict[str, str] = field(default_factory=dict)


class Stage:
    """Lets the citizens of one script act."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people: dict[str, Person] = {}
        house.clock.set(TUESDAY)

    def person(self, name: str) -> Person:
        """Give a citizen of the script, new to the program at the first word."""
        return self.people.setdefault(name, Person(f"oScriptedCitizen{next(_numbers):012d}"))

    def filled(self, words: str) -> str:
        """Give words with the numbers told so far put in."""
        for person in self.people.values():
            for kind, number in person.numbers.items():
                words = words.replace(f"{{{kind}}}", number).replace(f"{{{kind}-4}}", number[-4:])
        return words

    async def say(self, person: Person, words: str) -> str:
        """Let a citizen write; give what then stands in the chat window."""
        self.house.clock.advance(timedelta(seconds=7))
        await self._phone.deeds.say(self._citizen(person), self.filled(words))
        return self._heard(person) or await self._heard_late(person)

    async def do(self, person: Person, deed: str) -> str:
        """Let something else happen; give what then stands in the chat window."""
        name, _, rest = self.filled(deed).partition(" ")
        self.house.clock.advance(timedelta(seconds=7))
        if name == "填到":
            return await self._fill(person, rest)
        if name == "语音" and rest:
            await self._speak(person, rest)
        elif name in HANDED:
            await self._phone.deeds.hand(self._citizen(person), HANDED[name], _fields(name, rest))
        elif name in CAUSED:
            await self._phone.deeds.cause(self._citizen(person), CAUSED[name], key=rest)
        elif name in REVOKED:
            await self._revoke(person, REVOKED[name])
        else:
            await self._behind(name, rest)
        return self._heard(person)

    async def wait(self, span: str) -> None:
        """Let time pass, for Redis too, whose clock is its own."""
        step = timedelta(**{SPAN[span[-1]]: int(span[:-1])})
        self.house.clock.advance(step)
        for person in self.people.values():
            keys = [key async for key in self.house.redis.scan_iter(match=f"*{person.openid}*")]
            for key in keys:
                left = await self.house.redis.pttl(key)
                if left > 0:
                    await self.house.redis.pexpire(key, max(int(left - step.total_seconds() * 1000), 1))

    async def kept(self, person: Person) -> Mapping[str, Any]:
        """Give what is kept of the talk."""
        sealed = await self.house.redis.get(f"mingbai:conversation:wechat:{person.openid}")
        if not sealed:
            return {"slots": {}, "form": None}
        plain = self.house.vault.open_bytes(bytes(sealed), purpose="conversation")
        state: Mapping[str, Any] = unpressed(plain)
        return state

    async def _fill(self, person: Person, until: str) -> str:
        """Answer the form's questions in the usual way until one is asked."""
        said = ""
        for _ in range(len(ANSWERS) + 3):
            state = await self.kept(person)
            awaited = state["slots"].get("requested_slot")
            if awaited == until:
                return said
            if state["form"]:
                said = await self.say(person, ANSWERS[awaited])
            elif PAST_THE_OFFER in said:
                said = await self.say(person, PAST_THE_OFFER)
            else:
                said = await self.say(person, "我要申请公开")
        raise AssertionError(f"the form never asked for {until}: {said}")

    async def _speak(self, person: Person, words: str) -> None:
        """Send a voice message whose words the platform recognised, as it did until 2023."""
        world, citizen = self._phone.world, self._citizen(person)
        fields = [("MediaId", "SIMULATED_VOICE_1"), ("Format", "amr"), ("Recognition", words)]
        at = world.clock.now()
        push = world.writer._message(person.openid, "voice", fields, at=at, row="message")
        world.add(citizen, side="citizen", kind="voice", text=words, row="message")
        await self._phone.pusher.push(citizen, push)

    async def _revoke(self, person: Person, event: str) -> None:
        """Let the platform tell that a consent is withdrawn; the person is named inside, not as the sender."""
        world = self._phone.world
        fields = [
            ("OpenID", person.openid),
            ("AppID", world.settings.appid),
            ("RevokeInfo", "1"),
            ("Reason", "1"),
        ]
        push = world.writer.event(person.openid, event, at=world.clock.now(), fields=fields)
        await self._phone.pusher.push(self._citizen(person), push)

    async def _behind(self, name: str, rest: str) -> None:
        """Let the program restart, its jobs run, or staff act, away from the citizen."""
        program = self.house.ready
        if name == "重启":
            await self.house.restart()
        elif name == "巡查":
            upkeep = program.services.appointments.upkeep.step
            news = program.services.subscriptions.step
            opinions = program.services.opinions.upkeep.step
            joined = program.services.activities.upkeep.step
            courier = program.delivery.courier.deliver_due
            for work in (program.drafts.remind_due, upkeep, opinions, joined, news, courier):
                while await work():
                    pass
        elif name == "时刻":
            self.house.clock.set(datetime.fromisoformat(rest).replace(tzinfo=SHANGHAI))
        elif name == "限速":
            self.house.limit(int(rest))
            await self.house.restart()
        else:
            await self._by_staff(name, rest)

    async def _by_staff(self, name: str, rest: str) -> None:
        """Let staff act."""
        services = self.house.ready.services
        deeds: dict[str, Callable[[str], Awaitable[object]]] = {
            "答复": self._answered,
            "收到": partial(services.disclosure.service.confirm_receipt, actor="staff"),
            "办到": lambda rest: self._brought(*rest.split()),
            "办好诉求": self._handled,
            **dict.fromkeys(("约满", "关门", "没来", "先叫"), partial(self._at_the_appointments_desk, name)),
            **dict.fromkeys(("派人", "办过", "没见到", "不上门"), partial(self._at_the_home_desk, name)),
            **dict.fromkeys(DESK_DEEDS, partial(self._at_the_activities_desk, name)),
            "公布采纳": self._published,
            "核对证件": self._bound,
            "办结": partial(services.tickets.service.close, actor="staff"),
            "撤下": partial(services.knowledge.reviews.withdraw, actor=KEEPER, reason="内容有误"),
            "重新公开": self._put_back,
            "新版本": lambda rest: self._edition(*rest.split(maxsplit=1)),
            "仍然正确": partial(services.knowledge.approvals.confirm, actor="operator"),
        }
        if name not in deeds:
            raise ValueError(f"no such deed: {name}")
        await deeds[name](rest)

    async def _answered(self, rest: str) -> None:
        number, _, words = rest.partition(" ")
        await self.house.ready.services.tickets.service.answer(number, words, actor="staff")

    async def _published(self, rest: str) -> None:
        title, gist = rest.split(maxsplit=1)
        await answered_draft(self.house.ready, title, gist)

    async def _bound(self, code: str) -> None:
        counter = self.house.ready.services.matters.counter
        await counter.confirm(code, clerk="staff", papers_seen=True)

    async def _edition(self, identifier: str, change: str) -> None:
        """Let a document get another public version, in which some words are others."""
        program = self.house.ready
        version = (await program.services.knowledge.documents.read(identifier)).version
        before, _, after = change.partition("=>")
        assert before in version.text
        draft = Draft(version.document, version.text.replace(before, after), version.document.source)
        await program.services.knowledge.imports.keep([draft], author="operator", publish=True)

    async def _put_back(self, identifier: str) -> None:
        """Let a document that was taken back stand again."""
        knowledge = self.house.ready.services.knowledge
        version = (await knowledge.documents.read(identifier)).version.number
        await knowledge.reviews.put_back(identifier, version=version, actor=KEEPER, reason="核对无误")

    async def _at_the_activities_desk(self, name: str, rest: str) -> None:
        """Make, move or call off an activity, check somebody in, follow up what was asked."""
        await at_the_desk(self.house.ready.services.activities, name, rest)
        await self._courier()

    async def _at_the_appointments_desk(self, name: str, rest: str) -> None:
        """Fill a desk's day, close a place for a day, let visits have been missed, or compare whom the desk calls first."""
        office = self.house.ready.services.appointments
        if name == "关门":
            place, day, reason = rest.split(maxsplit=2)
            on = date.fromisoformat(day)
            await office.rules.change(
                OpeningChange(place, on, on, ChangeKind.CLOSED, reason=reason), actor="staff"
            )
            await self._courier()
        elif name == "约满":
            place, desk, day = rest.split()
            await full_day(self.house.ready, place, desk, date.fromisoformat(day))
        elif name == "先叫":
            await self._called_first(*rest.split())
        else:
            await missed_visits(self.house.ready, self.person("").openid, int(rest))

    async def _called_first(self, place: str, desk: str, day: str, hours: str) -> None:
        """Compare in which order a desk's list calls the visits of a day, by their hours; who comes first stands before."""
        services = self.house.ready.services.appointments
        where = self.house.ready.county.appointments.place(place)
        assert where is not None
        lists = await services.desk.day(where, date.fromisoformat(day))
        (visits,) = ([line.appointment for line in one.lines] for one in lists if one.desk.key == desk)
        order = [f"{one.starts:%-H:%M}{'优先' if one.priority else ''}" for one in visits if one.starts]
        # What other talks of the house booked for the same day may stand between.
        wanted = hours.split("、")
        assert [one for one in order if one in wanted] == wanted, order

    async def _at_the_home_desk(self, name: str, rest: str) -> None:
        """Send somebody to a house at an instant, or note what came of it, or why nobody comes."""
        number, _, words = rest.partition(" ")
        desk = self.house.ready.services.appointments.home_desk
        if name == "派人":
            at = datetime.fromisoformat(words)
            await desk.assign(number, HomeAssignment("wangli", "王丽", at.date(), at.time()), actor="staff")
        elif name == "不上门":
            await desk.refuse(number, reason=words, actor="staff")
        else:
            await (desk.finish if name == "办过" else desk.unmeet)(number, actor="staff")
        await self._courier()

    async def _courier(self) -> None:
        while await self.house.ready.delivery.courier.deliver_due():
            pass

    async def _handled(self, number: str) -> None:
        """Let office and unit bring a complaint to its end."""
        services = self.house.ready.services.complaints
        for step, clerk in (("accept", OFFICE), ("dispatch", OFFICE), ("report", UNIT), ("approve", SECOND)):
            fields = FIELDS.get(step, {})
            choices = StepChoices(services.duties.matters, (UNIT.unit,))
            order = read_complaint_order(ComplaintStep(step), fields, TEXTS, choices=choices)
            version = (await services.ledger.story(number, clerk=OFFICE)).version
            await services.proceedings.take(number, order, clerk=clerk, version=version)

    async def _brought(self, number: str, state: str) -> None:
        """Let a request stand where staff bring it by letters and files, which the citizen does not see."""
        async with self.house.ready.resources.database.transaction() as tx:
            request = await store.by_number(tx, number, lock=True)
            assert request is not None
            request.state = State(state).value

    async def _heard_late(self, person: Person) -> str:
        """Give what came by the outbox, as it does on a busy machine, where an answer may miss the platform's time."""
        await self.house.ready.reception.drain()
        while await self.house.ready.delivery.courier.deliver_due():
            pass
        return self._heard(person)

    def _heard(self, person: Person) -> str:
        citizen = self._phone.world.citizens.get(person.openid)
        entries = list(citizen.entries) if citizen else []
        fresh = [entry for entry in entries if entry.number > person.seen and entry.side == "account"]
        person.seen = entries[-1].number if entries else 0
        text = "\n".join(entry.text for entry in fresh)
        for found in NUMBERS.finditer(text):
            person.numbers[found[1]] = found[0]
        for shown in SHOWN_CODE.finditer(text):
            person.numbers["核验码"] = shown[1]
        return text

    def _citizen(self, person: Person) -> Citizen:
        world = self._phone.world
        return world.citizens.get(person.openid) or world.settle(
            f"市民{len(world.citizens)}", openid=person.openid, follows=True
        )

    @property
    def _phone(self) -> simulator.Simulator:
        assert self.house.phone is not None
        return self.house.phone


def _fields(name: str, rest: str) -> dict[str, str]:
    if name == "位置" and rest:
        latitude, _, longitude = rest.partition(",")
        longitude, _, label = longitude.partition(" ")
        return {"Location_X": latitude, "Location_Y": longitude, **({"Label": label} if label else {})}
    return {}


@asynccontextmanager
async def opened_house(folder: Path, trained: Path) -> AsyncIterator[House]:
    """Give an open house, closed at the end; its recogniser is the one that was `trained` already."""
    await asyncio.to_thread(shutil.copytree, trained, folder / "recognizer")
    house = House(folder)
    try:
        await house.open()
        yield house
    finally:
        await house.close()
