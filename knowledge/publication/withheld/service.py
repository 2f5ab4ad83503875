"""What can be done in the register of what is not made public: entered, checked, sealed, looked at again.

Each method is one transaction.
"""

import json
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from knowledge.documents import store as documents
from knowledge.publication.lifecycle import Person
from knowledge.publication.withheld import store
from knowledge.publication.withheld.ledger import Withheld, shown
from knowledge.publication.withheld.lifecycle import (
    APART,
    ARTICLE,
    NAMED_BASIS,
    POINTS,
    WITH_REASON,
    WITHHOLDING,
    Ground,
    Stage,
    Step,
    advance,
)
from knowledge.publication.withheld.records import WithheldRecord, WithheldStepRecord

LONGEST_FIELD_LETTERS = 500
LONGEST_SUMMARY_LETTERS = 2000
SHORTEST_REASON_LETTERS = 4
# Nothing is withheld for ever without anybody looking at it again.
LONGEST_REVIEW_YEARS = 5


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody registers; `summary` and `kept_at` (what it says, where the original is kept) are sealed."""

    title: str
    unit: str
    ground: Ground
    reason: str
    decided_by: str
    decided_on: date
    review_on: date
    basis: str = ""
    document_id: str = ""
    summary: str = ""
    kept_at: str = ""


@dataclass(frozen=True, slots=True)
class RegisterMove:
    """A step somebody takes: the points ticked, why, and for a renewal the next review date."""

    step: Step
    ticked: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""
    review_on: date | None = None


class WithheldRegister:
    """Keeps the register."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def register(self, entry: Registration, *, actor: Person) -> Withheld:
        """Enter something into the register; raises `InputError` naming what is missing or wrong."""
        self._check(entry)
        advance(Stage.RETURNED, Step.REGISTER, duties=actor.duties)
        try:
            return await self._register(entry, actor=actor)
        except IntegrityError:
            # Somebody took the same number between our look and our write: the next one is free.
            return await self._register(entry, actor=actor)

    async def _register(self, entry: Registration, *, actor: Person) -> Withheld:
        now = self._clock.now()
        year = local_date(now).year
        async with self._database.transaction() as tx:
            last = await store.last_number(tx, year)
            row = WithheldRecord(year=year, number=last + 1, stage=Stage.REGISTERED.value, changed_at=now)
            self._fill(row, entry)
            tx.add(row)
            await tx.flush()
            await self._note(tx, row, RegisterMove(Step.REGISTER), to=Stage.REGISTERED, actor=actor.login)
            return shown(row)

    async def amend(self, number: int, entry: Registration, *, actor: Person) -> Withheld:
        """Enter again what was sent back; raises as `register` does, and `ProcedureError` in any other stage."""
        self._check(entry)
        async with self._database.transaction() as tx:
            row = await _locked(tx, number)
            rule = advance(Stage(row.stage), Step.REGISTER, duties=actor.duties)
            self._fill(row, entry)
            await self._note(tx, row, RegisterMove(Step.REGISTER), to=rule.to, actor=actor.login)
            return shown(row)

    async def take(self, number: int, move: RegisterMove, *, actor: Person) -> Withheld:
        """Take a step.

        Raises `ProcedureError` out of turn, without the duty, or for a person who took another of the three steps;
        `InputError` where points are not ticked, a reason is missing or the next review date is none.
        """
        async with self._database.transaction() as tx:
            row = await _locked(tx, number)
            if move.step in {Step.REGISTER, Step.VIEW}:
                raise WITHHOLDING.out_of_turn(Stage(row.stage), move.step)
            rule = advance(Stage(row.stage), move.step, duties=actor.duties)
            await _require_apart(tx, row, move.step, actor=actor.login)
            _require_reasons(move)
            if move.step is Step.SEAL:
                await _require_not_public(tx, row)
            if move.step is Step.RENEW:
                row.review_on = self._next_review(move.review_on)
            await self._note(tx, row, move, to=rule.to, actor=actor.login)
            return shown(row)

    async def view(self, number: int, *, reason: str, actor: Person) -> tuple[str, str]:
        """Open what is sealed in a record: what it says, and where the original is kept. Viewing is put on record.

        Raises `ProcedureError` without the duty, `InputError` without a reason.
        """
        async with self._database.transaction() as tx:
            row = await _locked(tx, number)
            move = RegisterMove(Step.VIEW, reason=reason)
            rule = advance(Stage(row.stage), Step.VIEW, duties=actor.duties)
            _require_reasons(move)
            summary, kept_at = json.loads(self._vault.open(row.sealed, purpose=purpose(row.year, row.number)))
            await self._note(tx, row, move, to=rule.to, actor=actor.login)
            return str(summary), str(kept_at)

    def _check(self, entry: Registration) -> None:
        """Refuse an entry that lacks something; raises `InputError` naming it."""
        for name in ("title", "unit", "reason", "decided_by"):
            if not getattr(entry, name).strip():
                raise InputError(f"withheld.refused.no_{name}")
        if entry.ground in NAMED_BASIS and not entry.basis.strip():
            raise InputError("withheld.refused.no_basis")
        if entry.decided_on > local_date(self._clock.now()):
            raise InputError("withheld.refused.decided_later")
        self._next_review(entry.review_on)

    def _next_review(self, day: date | None) -> date:
        today = local_date(self._clock.now())
        if day is None or not today < day <= today.replace(
            year=today.year + LONGEST_REVIEW_YEARS, day=min(today.day, 28)
        ):
            raise InputError("withheld.refused.review_on", years=LONGEST_REVIEW_YEARS)
        return day

    def _fill(self, row: WithheldRecord, entry: Registration) -> None:
        row.title, row.unit = (
            entry.title.strip()[:LONGEST_FIELD_LETTERS],
            entry.unit.strip()[:LONGEST_FIELD_LETTERS],
        )
        row.ground, row.basis = entry.ground.value, entry.basis.strip()[:LONGEST_FIELD_LETTERS]
        row.reason, row.document_id = (
            entry.reason.strip()[:LONGEST_FIELD_LETTERS],
            entry.document_id.strip()[:120],
        )
        row.decided_by, row.decided_on = entry.decided_by.strip()[:120], entry.decided_on
        row.review_on = entry.review_on
        kept = [
            entry.summary.strip()[:LONGEST_SUMMARY_LETTERS],
            entry.kept_at.strip()[:LONGEST_FIELD_LETTERS],
        ]
        row.sealed = self._vault.seal(
            json.dumps(kept, ensure_ascii=False), purpose=purpose(row.year, row.number)
        )

    async def _note(
        self, tx: AsyncSession, row: WithheldRecord, move: RegisterMove, *, to: Stage, actor: str
    ) -> None:
        """Put a step on record, in the record's own history and in the audit chain; words that may tell stay out of it."""
        now = self._clock.now()
        row.stage, row.changed_at = to.value, now
        await tx.flush()
        tx.add(
            WithheldStepRecord(
                withheld_id=row.id,
                step=move.step.value,
                actor=actor,
                reason=move.reason.strip()[:LONGEST_FIELD_LETTERS],
                at=now,
            )
        )
        detail = {"stage": row.stage, "ground": row.ground, "review": row.review_on.isoformat()}
        await audit.record(
            tx, f"withheld:{move.step.value}", actor=actor, subject=str(row.id), now=now, detail=detail
        )


async def require_unsealed(tx: AsyncSession, identifier: str) -> None:
    """Refuse to submit a document that is sealed in the register, until it is released there.

    Raises `InputError` (`withheld.refused.sealed`).
    """
    if await store.is_sealed(tx, identifier):
        raise InputError("withheld.refused.sealed")


async def _require_apart(tx: AsyncSession, row: WithheldRecord, step: Step, *, actor: str) -> None:
    """Refuse a second one of the three steps to a person, counted from the newest entry into the register."""
    if step not in APART:
        return
    steps = await store.steps_of(tx, row.id)
    latest = max(at for at, one in enumerate(steps) if one.step == Step.REGISTER.value)
    before = next((one.step for one in steps[latest:] if one.actor == actor and one.step in APART), "")
    if before:
        raise ProcedureError(
            "withheld.refused.same_person", article=ARTICLE, person=actor, before=before, step=step.value
        )


def _require_reasons(move: RegisterMove) -> None:
    if unticked := [point for point in POINTS.get(move.step, ()) if point not in move.ticked]:
        points = "、".join(unticked)
        raise InputError("withheld.refused.unticked", step=move.step.value, points=points)
    if move.step in WITH_REASON and len(move.reason.strip()) < SHORTEST_REASON_LETTERS:
        raise InputError("withheld.refused.why")


async def _require_not_public(tx: AsyncSession, row: WithheldRecord) -> None:
    """Refuse to seal what citizens are answered from: it is withdrawn first, by its own step."""
    record = await documents.record_of(tx, row.document_id) if row.document_id else None
    if record is not None and record.public_version is not None:
        raise InputError("withheld.refused.public", title=record.title)


async def _locked(tx: AsyncSession, number: int) -> WithheldRecord:
    row = await store.by_id(tx, number, lock=True)
    if row is None:
        raise InputError("withheld.missing", number=number)
    return row


def purpose(year: int, number: int) -> str:
    """Give the purpose under which what a record withholds is sealed."""
    return f"withheld:{year}-{number}"
