"""Binding in the talk: how, the claim, the code, who sees what, and the one list of everything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import SHANGHAI, local_date
from bot.message import Card, Choice, Wording
from handlers.cases import CaseLine, StatusSource, written
from handlers.matters.binding.binding import (
    Binding,
    BindingAccount,
    BindingAnswer,
    BindingKind,
    BindingOutcome,
    ClaimOpened,
)
from handlers.matters.binding.service import BindingService
from handlers.matters.talk.wish import MatterWish, MatterWords, read_words
from handlers.talk.turn import channel_of, hear, say, step

MOST_LISTED = 8
Events = list[dict[str, Any]]


class BindPerson:
    """Looks at messages about binding, and at those that ask for everything; inside a form they are left to the form."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: BindingService,
        sources: Sequence[StatusSource],
        page: str,
    ) -> None:
        self._wording = wording
        self._service = service
        self._sources = tuple(sources)
        self._page = page

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Do what is wanted; None for any other message. Raises `ServiceError`."""
        heard = hear(tracker)
        if heard.kind != "text" or heard.emergency or tracker.active_loop_name:
            return None
        said = heard.slot("said") or str((tracker.latest_message or {}).get("text") or "")
        words = read_words(said, today=heard.on)
        account = BindingAccount(str(tracker.sender_id), channel_of(tracker))
        if words is None or (words.bare and not await self._service.awaits_code(account)):
            return None
        deed = {
            MatterWish.HOW: self._how,
            MatterWish.CLAIM: self._claim,
            MatterWish.CODE: self._code,
            MatterWish.GRANT: self._grant,
            MatterWish.LIST: self._list,
            MatterWish.END: self._end,
            MatterWish.ALL: self._all,
        }[words.wish]
        await deed(dispatcher, tracker, words, account)
        return []

    async def _how(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _: MatterWords, __: BindingAccount
    ) -> None:
        say(dispatcher, tracker, self._wording("matters.bind.how"))

    async def _claim(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        words: MatterWords,
        account: BindingAccount,
    ) -> None:
        if words.claim is None:
            say(dispatcher, tracker, self._wording(f"matters.bind.fault.{words.fault}"))
            return
        opened = await self._service.claim(words.claim, account)
        if opened is None:
            say(dispatcher, tracker, self._wording("matters.bind.claims"))
            return
        text = self._opened(opened, words.claim.kind)
        say(dispatcher, tracker, text, noted=self._wording("matters.bind.noted"))

    def _opened(self, opened: ClaimOpened, kind: BindingKind) -> str:
        code = f"{opened.code[:4]} {opened.code[4:]}"
        key = "agent" if kind is BindingKind.AGENT else "both" if opened.sends else "counter"
        return self._wording(f"matters.bind.opened.{key}", code=code, until=_hour(opened.until))

    async def _code(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        words: MatterWords,
        account: BindingAccount,
    ) -> None:
        answer = await self._service.enter(words.code, account)
        self._answered(dispatcher, tracker, answer, bound="bound", exhausted="closed")

    async def _grant(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        words: MatterWords,
        account: BindingAccount,
    ) -> None:
        answer = await self._service.grant(words.code, account)
        self._answered(dispatcher, tracker, answer, bound="granted", exhausted="grants")

    def _answered(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        answer: BindingAnswer,
        *,
        bound: str,
        exhausted: str,
    ) -> None:
        if answer.outcome is BindingOutcome.BOUND:
            say(dispatcher, tracker, self._wording(f"matters.bind.{bound}", whom=answer.whom))
            return
        key = "refused" if answer.outcome is BindingOutcome.REFUSED else exhausted
        say(dispatcher, tracker, self._wording(f"matters.bind.{key}", left=answer.left))

    async def _list(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _: MatterWords, account: BindingAccount
    ) -> None:
        own = await self._service.bindings(account)
        if not own.mine:
            say(dispatcher, tracker, self._wording("matters.bind.list.none"))
            return
        lines = [self._wording("matters.bind.list.mine"), *map(self._bound, own.mine)]
        steps = [self._ending("end", one) for one in own.mine]
        if own.others:
            lines += [self._wording("matters.bind.list.others"), *map(self._bound, own.others)]
            steps += [self._ending("end_other", one) for one in own.others]
        say(dispatcher, tracker, "\n".join(lines), steps=steps)

    def _bound(self, one: Binding) -> str:
        return self._wording(
            f"matters.bind.list.line.{one.kind}",
            whom=one.whom,
            identity=one.identity,
            day=written(local_date(one.made_at)),
            until=written(one.ends_on),
        )

    def _ending(self, key: str, one: Binding) -> Choice:
        day = written(local_date(one.made_at))
        label = self._wording(f"matters.bind.list.{key}", whom=one.whom, day=day)
        return step(label, "case_status", said=f"解除绑定 #{one.id}")

    async def _end(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        words: MatterWords,
        account: BindingAccount,
    ) -> None:
        ended = await self._service.end(words.binding, account)
        say(dispatcher, tracker, self._wording("matters.bind.ended" if ended else "matters.bind.not_ended"))

    async def _all(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _: MatterWords, account: BindingAccount
    ) -> None:
        cases = [case for source in self._sources for case in await source.cases_of(account.citizen)]
        cases.sort(key=lambda case: case.number[2:], reverse=True)
        bound = bool(await self._service.sees(account.citizen))
        lines = self._listed(cases) if cases else [self._wording("matters.all.none")] if bound else []
        if not bound:
            lines.append(self._wording("matters.all.unbound"))
        shown = [case for case in cases[:MOST_LISTED] if case.opened_on]
        steps = [step(case.number, "case_status", case_no=case.number) for case in shown[:3]]
        card = Card(self._wording("matters.all.page"), "", self._page) if cases and self._page else None
        say(dispatcher, tracker, "\n".join(lines), steps=steps, card=card)

    def _listed(self, cases: Sequence[CaseLine]) -> list[str]:
        """Give the latest, those of one person and one source together."""
        lines = [self._wording("matters.all.head", total=len(cases))]
        shown = cases[:MOST_LISTED]
        here = self._wording("matters.all.here")
        groups = dict.fromkeys(case.group or here for case in shown)
        place = 0
        for group in groups:
            lines.append(self._wording("matters.all.group", group=group))
            for case in (one for one in shown if (one.group or here) == group):
                place += 1
                lines.append(
                    self._wording(
                        "matters.all.line",
                        place=place,
                        title=case.title or case.kind,
                        number=case.number,
                        stage=case.stage,
                    )
                )
                if case.group:
                    until = f"，{case.until}" if case.until and case.turn else case.until
                    lines.append(self._wording("matters.all.detail", turn=case.turn, until=until))
        if len(cases) > MOST_LISTED:
            lines.append(self._wording("matters.all.more", rest=len(cases) - MOST_LISTED))
        return lines


def _hour(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M")
