"""What citizens do: ask, file an application through the form, call for staff; they read what they are told and go by it."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from adapters.wechat.simulator.app import Simulator
from adapters.wechat.simulator.delivery.pusher import FAULT_LINE
from adapters.wechat.simulator.delivery.questions import MARK, marked, words_of
from adapters.wechat.simulator.delivery.tally import AnswersHeard
from adapters.wechat.simulator.world.citizens import Citizen
from benchmarks.chaos.promises import ACCEPTED, Heard, Particulars, Petition, Plea, Promises
from handlers.texts import Texts

DEED_SHARE = 0.1
"""One message in ten is the beginning of a deed."""
PLEAS = 3
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.2
MOST_MESSAGES = 80
REST = 0.15
"""Seconds that a citizen rests on average where nobody says otherwise: a crowd that never lets go."""
TEXTS = Texts.load()
UNDONE = (TEXTS("general.unavailable"), TEXTS("general.failure"))
# What is said of a deed that may be done or not, and of a message that is kept and made good later.
UNCERTAIN = (TEXTS("general.perhaps"), TEXTS("general.doubtful"))
KEPT = TEXTS("general.later")
ASIDE = TEXTS("general.set_aside")
# With 编号 before it or not: the list of one's own cases gives the numbers alone.
NUMBER = re.compile(r"(?<![A-Z0-9])((?:GK|RG)\d{12})(?!\d)")
REGISTERED = "您的申请已登记"
SUMMARY = "请核对您的申请"
SUBMITTING = "确认提交"
OWN_CASES = "我的"


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of the questions: how each was taken, and how often it was answered, at once and by the courier."""

    asked: Mapping[str, Heard | None]
    at_once: Counter[str]
    later: Counter[str]
    disorder: tuple[tuple[str, str], ...] = ()
    with_staff: frozenset[str] = frozenset()

    @property
    def lost(self) -> set[str]:
        """Questions that were taken and have no answer."""
        return self.unanswered - self.with_staff

    @property
    def unanswered(self) -> set[str]:
        """Questions that were taken and have no answer, whoever has them now."""
        taken = {number for number, heard in self.asked.items() if heard in ACCEPTED}
        return taken - self.at_once.keys() - self.later.keys()

    @property
    def doubled(self) -> set[str]:
        """Questions that were answered at once and again, in one way or the other."""
        return {number for number, times in self.at_once.items() if times + self.later[number] > 1}

    @property
    def carried_twice(self) -> set[str]:
        """Questions whose answer the courier brought twice, as it does when it dies between sending and noting."""
        return {number for number, times in self.later.items() if times > 1}


@dataclass(slots=True)
class Crowd:
    """Everybody, and what became of what they wrote: questions by their number, deeds in `promises`.

    `unheard` counts the pushes that the platform gave up, by what became of their deliveries; `rest` is how many seconds
    each rests on average before the next thing.
    """

    simulator: Simulator
    wishes: Iterator[Particulars]
    marks: Iterator[str]
    rest: float = REST
    promises: Promises = field(default_factory=Promises)
    asked: dict[str, Heard | None] = field(default_factory=dict)
    pushes: int = 0
    unheard: Counter[str] = field(default_factory=Counter)
    over: bool = False
    askers: dict[str, str] = field(default_factory=dict)
    _people: int = 0

    @property
    def taken(self) -> int:
        """How many pushes reached the program; what an account that is away is told is not counted."""
        return self.pushes - self.unheard.total()

    async def live(self) -> None:
        """Write as one citizen after another; whoever has enough is followed by somebody else."""
        while not self.over:
            self._people += 1
            citizen = self.simulator.world.settle(f"市民{self._people}（示例）", follows=True)
            while await self._act(citizen):
                pass

    async def _act(self, citizen: Citizen) -> bool:
        """Do the next thing after a while, and give whether this citizen goes on."""
        await asyncio.sleep(random.uniform(0.0, 2 * self.rest))
        if self.over:
            return False
        if random.random() >= DEED_SHARE:
            await self._ask(citizen)
            return True
        return await (self._file(citizen) if random.random() < 0.5 else self._call(citizen))

    async def _ask(self, citizen: Citizen) -> None:
        number = marked(len(self.asked))
        # Known before it is said, so that no two citizens ask for the same.
        self.asked[number], self.askers[number] = None, citizen.openid
        self.asked[number] = await self._say(citizen, words_of(number))
        await self._pause(self.asked[number])

    async def _call(self, citizen: Citizen) -> bool:
        """Call for staff in several sentences, without waiting for the answers; one that was refused may be the last.

        From then on the talk is a person's: what else this citizen wrote would rightly become part of the ticket.
        """
        for _ in range(PLEAS):
            plea = Plea(citizen.openid, next(self.marks))
            self.promises.pleas.append(plea)
            while not ACCEPTED & set(plea.heard):
                if self.over or (Heard.REFUSED in plea.heard and random.random() < 0.5):
                    return False
                heard = await self._say(citizen, plea.words)
                plea.heard.append(heard)
                await self._pause(heard)
        return False

    async def _file(self, citizen: Citizen) -> bool:
        """Fill in the form by its own questions until the receipt is there, or leave when told that nothing was done."""
        petition = Petition(citizen.openid, next(self.wishes))
        self.promises.petitions.append(petition)
        words = "我要申请公开"
        for _ in range(MOST_MESSAGES):
            seen = len(citizen.entries)
            heard = await self._say(citizen, words)
            patience = PATIENCE_SECONDS if heard is Heard.PROMISED else 0.0
            said = await self._told(citizen, seen, patience=patience)
            if words == SUBMITTING:
                elsewhere = heard in ACCEPTED and said and REGISTERED not in said
                petition.confirmed.append(Heard.ELSE if elsewhere else heard)
            await self._pause(heard)
            if REGISTERED in said:
                return True
            if self.over or (words == SUBMITTING and heard is Heard.REFUSED and random.random() < 0.5):
                return False
            words = reply_to(said, petition.wanted) or words
        return False

    async def look_after(self) -> None:
        """Let whoever was left in doubt look once more, as people do when the line is back: for the own cases, or for staff."""
        for openid, plea in list(self.promises.in_doubt()):
            heard = await self._say(self.simulator.world.citizens[openid], plea.words if plea else OWN_CASES)
            if plea:
                plea.heard.append(heard)

    async def _told(self, citizen: Citizen, seen: int, *, patience: float) -> str:
        """Give what the account has said since, waiting so many seconds for something."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while True:
            said = [
                each.text
                for each in citizen.entries[seen:]
                if each.side == "account" and not _kept(each.text)
            ]
            if said or self.over or loop.time() > until:
                return "\n".join(said)
            await asyncio.sleep(LOOK_SECONDS)

    @staticmethod
    async def _pause(heard: Heard | None) -> None:
        """Wait a little when something was not taken, as people do before they try again."""
        if heard not in ACCEPTED:
            await asyncio.sleep(random.uniform(1.0, 3.0))

    async def _say(self, citizen: Citizen, words: str) -> Heard:
        trace = await self.simulator.deeds.say(citizen, words)
        self.pushes += 1
        heard = _heard([each.text for each in citizen.entries if each.trace == trace.id])
        if heard is Heard.UNHEARD:
            self.unheard["/".join(delivery.outcome for delivery in trace.deliveries)] += 1
        return heard

    def listen(self) -> None:
        """Note the numbers of cases that stand in the citizens' windows."""
        for citizen in self.simulator.world.citizens.values():
            said = "\n".join(each.text for each in citizen.entries if each.side == "account")
            told = self.promises.numbers.setdefault(citizen.openid, set())
            told.update(number for number in NUMBER.findall(said) if number not in self.asked)

    def answers(self) -> Answers:
        """Give what became of the questions."""
        at_once, later = Counter[str](), Counter[str]()
        disorder: list[tuple[str, str]] = []
        order = list(self.asked)
        for citizen in self.simulator.world.citizens.values():
            # Numbers grow with time, so a citizen's own are in the order in which they were asked.
            disorder += AnswersHeard.of(citizen.entries).disorder(order)
            for entry in citizen.entries:
                if entry.side == "account":
                    (later if entry.via == "custom" else at_once).update(MARK.findall(entry.text))
        answers = Answers(dict(self.asked), at_once, later, tuple(disorder))
        return replace(answers, with_staff=frozenset(self._with_staff(answers.unanswered)))

    def _with_staff(self, unanswered: Iterable[str]) -> Iterator[str]:
        """Give the questions that the program could not handle and gave to staff, as it told as many times."""
        told = Counter(
            citizen.openid
            for citizen in self.simulator.world.citizens.values()
            for entry in citizen.entries
            if entry.side == "account" and ASIDE in entry.text
        )
        for number in sorted(unanswered):
            if told[self.askers[number]] > 0:
                told[self.askers[number]] -= 1
                yield number


def _heard(own: list[str]) -> Heard:
    """Say what the entries that a push left in the window mean; none means that the answer comes later."""
    if FAULT_LINE in own:
        return Heard.UNHEARD
    if any(words in text for text in own for words in UNDONE):
        return Heard.REFUSED
    if any(words in text for text in own for words in UNCERTAIN):
        return Heard.UNCERTAIN
    return Heard.ANSWERED if own and not any(map(_kept, own)) else Heard.PROMISED


def _kept(text: str) -> bool:
    return KEPT in text


def reply_to(said: str, wanted: Particulars) -> str:
    """Give what an applicant says to what the form asked last; nothing where it asked nothing."""
    answers = {
        "先说清楚您的个人信息怎么用": "我已阅读，继续",
        "愿意接着填，回复 1": "我已阅读，继续",
        "您想要什么信息": wanted.information,
        "您是自己申请": "个人",
        "请写您的姓名": wanted.name,
        "请写您的身份证号码": wanted.identity,
        "请写联系电话": wanted.phone,
        "您想怎么拿到答复": "邮寄",
        "请写收件地址": wanted.address,
        SUMMARY: SUBMITTING,
        "申请还没有提交": SUBMITTING,
    }
    last = max(answers, key=said.rfind)
    if last == SUMMARY and last in said:
        return objection(said[said.rfind(SUMMARY) :], wanted) or SUBMITTING
    return answers[last] if last in said else ""


def objection(summary: str, wanted: Particulars) -> str:
    """Give what is said when the summary reads otherwise than what was meant; nothing when it is right."""
    shown = {
        "改第2项": f"需要的信息：{wanted.information}\n",
        "改姓名": f"名称：{wanted.name[0]}",
        "改证件号码": f"{wanted.identity[-4:]}\n",
        "改电话": f"{wanted.phone[-4:]}\n",
    }
    return next((words for words, line in shown.items() if line not in summary), "")
