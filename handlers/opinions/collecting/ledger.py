"""Reading opinions as cases: the status source, and the sheet that a signed link shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.cases import OPINION as PREFIX
from handlers.cases import CaseLine, written
from handlers.opinions.collecting.lifecycle import PublicDraftState
from handlers.opinions.collecting.public_draft import OwnOpinion
from handlers.opinions.collecting.service import OpinionService


@dataclass(frozen=True, slots=True)
class OpinionSheet:
    """What the link of an opinion shows: its line, its stages in words, the draft, and what became of it."""

    case: CaseLine
    stages: tuple[tuple[str, datetime], ...]
    draft: str
    title: str
    document: str
    outcome: str
    reasons: str


class OpinionLedger:
    """Answers citizens' questions about their opinions."""

    prefix = PREFIX

    def __init__(self, service: OpinionService, *, clock: Clock, texts: Wording) -> None:
        self._service = service
        self._clock = clock
        self._texts = texts

    def on(self, database: Database) -> Self:
        """Give the same ledger on another database."""
        return type(self)(self._service.on(database), clock=self._clock, texts=self._texts)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own opinions, newest first."""
        return [self._case(one, own=True) for one in await self._service.own(citizen)]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one opinion; somebody else's shows its stage only."""
        found = await self._service.opinion(number, citizen=citizen)
        return self._case(found[0], own=found[1]) if found else None

    async def sheet(self, number: str) -> OpinionSheet:
        """Give what the link of an opinion shows; raises `InputError` for an unknown number."""
        found = await self._service.opinion(number)
        if found is None:
            raise InputError("opinions.refused.unknown", number=number)
        one = found[0]
        return OpinionSheet(
            case=self._case(one, own=True),
            stages=((self._texts("opinions.stage.received"), one.made_at),),
            draft=one.draft.number,
            title=one.draft.paper.title,
            document=one.draft.document,
            outcome=outcome_words(one, self._texts) if one.draft.document else "",
            reasons=one.reasons,
        )

    def _case(self, one: OwnOpinion, *, own: bool) -> CaseLine:
        stage = self._stage(one)
        on = one.article or self._texts("opinions.whole")
        due = written(one.draft.paper.result_due_on)
        waits = stage in {"collecting", "sorting"}
        return CaseLine(
            number=one.number,
            kind=self._texts("opinions.kind"),
            stage=self._texts(f"opinions.case.{stage}"),
            turn=self._texts(f"opinions.turn.{stage}"),
            until=self._texts("opinions.until", due=due) if waits else "",
            title=self._texts("opinions.case.title", title=one.draft.paper.title, on=on) if own else "",
            opened_on=local_date(one.made_at) if own else None,
        )

    def _stage(self, one: OwnOpinion) -> str:
        if one.draft.document:
            return "answered"
        if one.draft.state is PublicDraftState.WITHDRAWN:
            return "withdrawn"
        return "collecting" if one.draft.takes_opinions(self._clock.now()) else "sorting"


def outcome_words(one: OwnOpinion, texts: Wording) -> str:
    """Give in words what became of an opinion whose summary is public."""
    return texts(f"opinions.outcome.{one.outcome.value}")
