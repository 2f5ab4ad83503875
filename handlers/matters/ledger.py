"""Reading matters as cases: the status source, the sheet that a signed link shows, and what an account sees of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import MATTER as PREFIX
from handlers.cases import CaseLine, CaseStep, written
from handlers.matters.binding import store as bindings
from handlers.matters.binding.binding import BindingKind
from handlers.matters.binding.records import BindingRecord
from handlers.matters.binding.service import binding_purpose
from handlers.matters.delivery import store
from handlers.matters.delivery.lifecycle import MatterState, MatterStepState
from handlers.matters.delivery.matter import MatterHolder, identity_mark
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord


@dataclass(frozen=True, slots=True)
class MatterSheet:
    """What the link of a matter shows: stage and days; neither whose it is nor what, nor the unit."""

    case: CaseLine


class MatterLedger:
    """Answers whoever is bound to a person or a company; to everybody else a matter's number is an unknown one."""

    prefix = PREFIX

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts

    def on(self, database: Database) -> Self:
        """Give the same ledger on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock, texts=self._texts)

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give every matter that an account may see, the latest first; none without a binding."""
        async with self._database.reading() as tx:
            bound = await bindings.bound(tx, citizen, today=self._today())
            rows = await store.of_marks(tx, {row.mark for row in bound})
            steps = await store.steps_of(tx, [row.number for row in rows])
            titles = await store.titles(tx) if rows else {}
        whose = self._whose(bound)
        return [self._line(row, steps.get(row.number, ()), titles, whose[row.mark]) for row in rows]

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one matter to whoever may see it; a foreign one and one that there is not are the same None."""
        async with self._database.reading() as tx:
            bound = await bindings.bound(tx, citizen, today=self._today())
            row = await store.by_number(tx, number)
            steps = await store.steps_of(tx, (number,))
            titles = await store.titles(tx)
        whose = self._whose(bound)
        if row is None or row.mark not in whose:
            return None
        return self._line(row, steps.get(number, ()), titles, whose[row.mark])

    async def of_person(self, number: str) -> Sequence[CaseLine]:
        """Give every matter of whoever bears an identity number or a credit code, for a clerk before whom they stand with the papers."""
        mark = identity_mark(self._vault, number)
        async with self._database.reading() as tx:
            rows = await store.of_marks(tx, (mark,))
            steps = await store.steps_of(tx, [row.number for row in rows])
            titles = await store.titles(tx)
        return [self._line(row, steps.get(row.number, ()), titles, "") for row in rows]

    async def sheet(self, number: str) -> MatterSheet:
        """Give what the link of a matter shows; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            steps = await store.steps_of(tx, (number,))
        if row is None:
            raise InputError("matters.refused.unknown_here")
        shown = _steps(steps.get(number, ()), self._texts, with_unit=False)
        return MatterSheet(
            CaseLine(
                number=row.number,
                kind=self._texts("matters.kind"),
                stage=self._stage(row, shown),
                turn="",
                until=self._until(row),
                opened_on=row.opened_on,
                steps=shown,
            )
        )

    def _line(
        self,
        row: MatterRecord,
        steps: Sequence[MatterStepRecord],
        titles: Mapping[str, str],
        whose: str,
    ) -> CaseLine:
        shown = _steps(steps, self._texts)
        source = titles.get(row.source, row.source)
        now = next((step for step in shown if step.current), None)
        unit = now.unit if now and now.unit else row.unit
        return CaseLine(
            number=row.number,
            kind=source,
            stage=self._stage(row, shown),
            turn=self._texts(f"matters.turn.{row.state}", unit=unit),
            until=self._until(row),
            title=row.title,
            opened_on=row.opened_on,
            unit=unit,
            group=self._texts("matters.group", whose=whose, source=source) if whose else source,
            steps=shown,
        )

    def _whose(self, bound: Sequence[BindingRecord]) -> Mapping[str, str]:
        """Give for each person whose matters they are, in words; whoever is both is oneself."""
        whose = {}
        for row in sorted(bound, key=lambda one: one.kind == BindingKind.SELF):
            holder = MatterHolder.opened(self._vault, row.person, purpose=binding_purpose(row.mark))
            whose[row.mark] = self._texts(f"matters.whose.{row.kind}", whom=holder.masked)
        return whose

    def _stage(self, row: MatterRecord, steps: Sequence[CaseStep]) -> str:
        """Give the state; of one that is under way, at which of its steps it is."""
        state = self._texts(f"matters.state.{row.state}")
        if not steps or MatterState(row.state).over:
            return state
        at = next((place for place, step in enumerate(steps, start=1) if step.current), 0)
        at = at or min(sum(step.done for step in steps) + 1, len(steps))
        return self._texts("matters.stage", state=state, at=at, total=len(steps), step=steps[at - 1].name)

    def _until(self, row: MatterRecord) -> str:
        if row.ended_on:
            return self._texts("matters.ended", day=written(row.ended_on))
        if row.due_on is None or MatterState(row.state).over:
            return ""
        late = row.due_on < self._today()
        return self._texts("matters.late" if late else "matters.until", day=written(row.due_on))

    def _today(self) -> date:
        return local_date(self._clock.now())


def _steps(
    rows: Sequence[MatterStepRecord], texts: Wording, *, with_unit: bool = True
) -> tuple[CaseStep, ...]:
    return tuple(
        CaseStep(
            name=row.name,
            state=texts(f"matters.step.{row.state}"),
            unit=row.unit if with_unit else "",
            started_on=row.started_on,
            ended_on=row.ended_on,
            due_on=row.due_on if row.state != MatterStepState.DONE else None,
            current=row.state == MatterStepState.RUNNING,
            done=row.state in {MatterStepState.DONE, MatterStepState.SKIPPED},
        )
        for row in rows
    )
