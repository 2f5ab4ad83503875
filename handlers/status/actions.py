"""Where a case stands: asks every service that has cases, by number in any spelling or by "我的"."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.message import Card, Choice, Wording
from handlers.cases import CaseAddress, CaseLine, StatusSource, find_number, find_tail, written
from handlers.talk.last_answer import recall
from handlers.talk.offered import offered_case
from handlers.talk.turn import Heard, channel_of, hear, say, step

CASES_LISTED = 3
HOW_LONG = re.compile(r"多久|几天|几号|多长时间|什么时候|啥时候|哪天")
# Words of somebody who has applied already and waits; 生育津贴多久到账 without them asks about the matter.
WAITING = re.compile(
    r"我(?:的|上|昨|前|之前|已|都|交|报|提|申|办)|还没|没有?到|怎么还|了没|交了|申请了|办了|进度|受理|审核|工单|办件|答复|回复"
)
OWN_CASE = re.compile(
    r"我(?:的|们的)?[^，。！？,!?]{0,12}(?:进度|办件|申请|工单|件|编号|到哪(?![儿里]?(?:待|住|去|办|领|交|找))|哪一步|受理了|批了|好了没|审核)|还没(?:到|批|回|答复|处理|结果|消息|下来|收到)|(?:办|处理|解决|弄|搞|查)得?(?:怎么样|咋样|怎样|如何)了?[?？。]?$|(?:交|提交|申请|反映|投诉|报|办)(?:了|过)[^，。]{0,16}(?:没|吗|怎么|几时|什么时候)|进度|办到哪"
)
WENT_IN = re.compile(
    r"(?:请问|那么?|我的?|刚才|刚刚|这个|那个|这样|就|是不是|到底|现在|你们?那?边?|算是?|都|已经|帮我看看|看一?下|[,， ]){0,6}"
    r"(?:交|提交|递交|递|登记|传|送|发|报|填|记)(?:上去|进去|过去|出去|上来|成功|好|到|上|成|下来|下)?(?:了)?"
    r"(?:没有|没得|没|吗|么|不|嘛|是吧|是不是)[?？。！!啊呀呢 ]{0,3}"
    r"|(?:那么?|刚才|刚刚|这个|那个|你们?那?边?|到底|[,， ]){0,4}(?:收|接|看)到(?:我的|了)?(?:没有|没得|没|吗|么|不)[?？。！!啊呀呢 ]{0,3}"
)
"""Asks only whether something went in, and names nothing: it is what was just filed."""
STEPS = {"confirm": "confirm_request", "withdraw": "withdraw_request"}


# Gives how many cases somebody had before leaving the account, by the citizen and the channel.
LeftBehind = Callable[[str, str], Awaitable[int]]
# Gives of how many persons an account sees what other systems have.
Sees = Callable[[str], Awaitable[int]]


def actions(
    wording: Wording,
    *,
    sources: Sequence[StatusSource],
    address: CaseAddress,
    otherwise: Action | None = None,
    left_behind: LeftBehind | None = None,
    bound: Sees | None = None,
) -> "Sequence[ReportStatus]":
    """Give the action of this slice; `otherwise` answers how long something takes that was spoken of before."""
    return [
        ReportStatus(
            wording,
            sources=sources,
            address=address,
            otherwise=otherwise,
            left_behind=left_behind,
            bound=bound,
        )
    ]


class CaseReport(NamedTuple):
    """What is said of cases: the words, the next steps, and the page of one case."""

    text: str
    steps: Sequence[Choice]
    card: Card | None = None


class ReportStatus(Action):
    """Says stage, whose turn it is and until when, with the next steps to choose from."""

    def __init__(
        self,
        wording: Wording,
        *,
        sources: Sequence[StatusSource],
        address: CaseAddress,
        otherwise: Action | None = None,
        left_behind: LeftBehind | None = None,
        bound: Sees | None = None,
    ) -> None:
        self._wording = wording
        self._bound = bound
        self._left_behind = left_behind
        self._address = address
        self._sources = tuple(sources)
        self._otherwise = otherwise

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_report_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Report on the case named, else on all of this citizen's cases."""
        heard, citizen = hear(tracker), str(tracker.sender_id)
        number = find_number(heard.slot("case_no")) or find_number(heard.said)
        if (
            not number
            and self._otherwise
            and (_of_a_matter(heard) or await self._asks_how_long(tracker, heard, citizen))
        ):
            elsewhere: list[EventType] = await self._otherwise.run(dispatcher, tracker, domain)
            return elsewhere
        text, steps, card = await (
            self._by_number(number, citizen) if number else self._mine(_tail(heard), citizen)
        )
        if (
            not number
            and self._left_behind
            and (left := await self._left_behind(citizen, channel_of(tracker)))
        ):
            text = f"{text}\n{self._wording('status.left_behind', count=left)}"
        if not number and not _tail(heard) and self._bound and not await self._bound(citizen):
            text = f"{text}\n{self._wording('matters.bind.hint')}"
        say(dispatcher, tracker, text, steps=steps, card=card)
        return []

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Report where words ask only whether something went in; None for others, and where this citizen has nothing here."""
        heard, citizen = hear(tracker), str(tracker.sender_id)
        if tracker.active_loop_name or heard.emergency or heard.kind not in {"text", "voice"}:
            return None
        if not WENT_IN.fullmatch(heard.said):
            return None
        number = offered_case(tracker)
        if not number and not any([await source.cases_of(citizen) for source in self._sources]):
            return None
        text, steps, card = await (self._by_number(number, citizen) if number else self._mine(None, citizen))
        say(dispatcher, tracker, text, steps=steps, card=card)
        return []

    async def _asks_how_long(self, tracker: Tracker, heard: Heard, citizen: str) -> bool:
        """Whether 多久能发下来 is about what was answered last: whoever has cases here may mean these."""
        if not (recall(tracker) and HOW_LONG.search(heard.said)) or _tail(heard):
            return False
        return not any([await source.cases_of(citizen) for source in self._sources])

    async def _by_number(self, number: str, citizen: str) -> CaseReport:
        sources = [source for source in self._sources if number.startswith(source.prefix)]
        if not sources:
            return CaseReport(
                self._wording("status.other_kind", number=number), [self._step("person", "talk_to_human")]
            )
        case = await sources[0].case(number, citizen=citizen)
        if case is None:
            return CaseReport(self._wording("status.unknown", number=number), self._ways_on())
        return self._of(case)

    async def _mine(self, tail: str | None, citizen: str) -> CaseReport:
        cases = [case for source in self._sources for case in await source.cases_of(citizen)]
        cases.sort(key=lambda case: case.number[2:], reverse=True)
        chosen = [case for case in cases if case.number.endswith(tail)] if tail else cases
        if tail and not chosen:
            return CaseReport(self._wording("status.tail", tail=tail), self._ways_on())
        if not chosen:
            return CaseReport(self._wording("status.none"), [self._step("person", "talk_to_human")])
        if len(chosen) == 1:
            return self._of(chosen[0])
        steps = [step(case.number, "case_status", case_no=case.number) for case in chosen[:CASES_LISTED]]
        return CaseReport(self._several(chosen), steps)

    def _of(self, case: CaseLine) -> CaseReport:
        """Report one case; whoever is not known to be its applicant is given no link, which would open it for a month."""
        page = None
        if case.opened_on is not None:
            page = Card(self._wording("status.page"), case.number, self._address(case.number))
        return CaseReport(self._one(case), self._next(case), page)

    def _one(self, case: CaseLine) -> str:
        lines = [self._wording("status.one.head", kind=case.kind, number=case.number)]
        values = {
            "title": case.title,
            "whose": case.group,
            "opened": written(case.opened_on),
            "stage": case.stage,
            "turn": case.turn,
            "until": case.until,
        }
        lines += [
            self._wording(f"status.one.{name}", **{name: value}) for name, value in values.items() if value
        ]
        if case.opened_on is None:
            lines.append(self._wording("status.stranger"))
        return "\n".join(lines)

    def _several(self, cases: Sequence[CaseLine]) -> str:
        lines = [self._wording("status.several.head", total=len(cases))]
        lines += [
            self._wording(
                "status.several.line", place=place, number=case.number, kind=case.kind, stage=case.stage
            )
            for place, case in enumerate(cases[:CASES_LISTED], start=1)
        ]
        if rest := len(cases) - CASES_LISTED:
            lines += [self._wording("status.several.more", rest=rest)] if rest > 0 else []
        return "\n".join(lines)

    def _next(self, case: CaseLine) -> list[Choice]:
        steps = [self._step(name, STEPS[name], case_no=case.number) for name in case.next_steps]
        return [*steps, self._step("person", "talk_to_human")]

    def _ways_on(self) -> list[Choice]:
        return [self._step("mine", "case_status"), self._step("person", "talk_to_human")]

    def _step(self, name: str, intent: str, **slots: str) -> Choice:
        return step(self._wording(f"status.step.{name}"), intent, **slots)


def names_case(heard: Heard) -> bool:
    """Whether a message tells of a case of the citizen's own: a number, the end of one, or words of somebody who waits."""
    if find_number(heard.slot("case_no")) or find_number(heard.said) or _tail(heard):
        return True
    return OWN_CASE.search(heard.said) is not None


def _of_a_matter(heard: Heard) -> bool:
    """Whether 生育津贴多久到账 asks about a matter that it names; whose case it is, and how it stands, is not asked."""
    asked = heard.slot("topic") and HOW_LONG.search(heard.said) and not _tail(heard)
    return bool(asked) and not WAITING.search(heard.said)


def _tail(heard: Heard) -> str | None:
    """Give the end of a number that the citizen remembers, named as such or seen by the recogniser."""
    named = (
        find_tail(heard.said) if any(word in heard.said for word in ("尾号", "末尾", "最后四位")) else None
    )
    return named or find_tail(heard.slot("case_no"))
