"""The use-cases of the three reviews: submit, pass, check, send back, recall, release, withdraw.

Each public method is one transaction: the step by the table, its entry on record, the audit entry, and where a version
is released or withdrawn, what citizens are answered from. The index is told of these two after the commit.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents import store
from knowledge.documents.records import DocumentRecord
from knowledge.documents.store import Listed
from knowledge.publication import lifecycle
from knowledge.publication import records as procedure
from knowledge.publication.index_notice import IndexNotice, told_once
from knowledge.publication.lifecycle import ARTICLE, CHECKLISTS, IN_REVIEW, REVIEWS, Person, Rule, Stage, Step
from knowledge.publication.public_version import make_public, take_back
from knowledge.publication.records import Procedure, ProcedureRecord, Review, ReviewRecord
from knowledge.publication.submission import (
    Submission,
    has_interpretation,
    require_complete,
    require_interpretation,
    require_openness,
)

REASON_LIMIT = 500
# What is decided upon a version under review; all other steps have ways of their own.
VERDICTS = frozenset({*CHECKLISTS, Step.SEND_BACK, Step.RECALL})


@dataclass(frozen=True, slots=True)
class ReviewVerdict:
    """A step by somebody: on which version, with which points ticked, and why."""

    step: Step
    version: int
    ticked: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""


class PendingReview(NamedTuple):
    """A document under review, and the steps that one person may take on it now."""

    listed: Listed
    procedure: Procedure
    steps: tuple[Step, ...]


class Reviews:
    """Carries versions through three reviews to the public, and takes documents back."""

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index

    async def submit(self, identifier: str, submission: Submission, *, actor: Person) -> Procedure:
        """Send the newest version into its first review.

        Raises `InputError` naming what is missing (attribute, confirmed particulars, mended findings, an
        interpretation or the reason why there is none), `ProcedureError` where the table has no such step.
        """
        async with self._database.transaction() as tx:
            record, row = await self._held(tx, identifier)
            stage, rule = await _require_submittable(tx, record, row, submission, actor=actor)
            authors = {*await procedure.authors(tx, record), actor.login}
            now = self._clock.now()
            row = row or await procedure.begun(tx, identifier)
            row.round, row.version, row.stage = row.round + 1, record.current_version, rule.to.value
            row.authors = sorted(authors)
            row.kinds, row.reasons = list(submission.kinds), submission.reasons
            row.dead_links, row.links_checked = list(submission.dead_links), submission.links_checked
            row.submitted_by, row.submitted_at, row.changed_at = actor.login, now, now
            await tx.flush()
            return await self._note(
                tx, row, stage, ReviewVerdict(Step.SUBMIT, row.version), actor=actor.login
            )

    async def require_submittable(self, identifier: str, submission: Submission, *, actor: Person) -> None:
        """Raise what `submit` would raise, and do nothing."""
        async with self._database.reading() as tx:
            record = await store.record_of(tx, identifier)
            if record is None:
                raise InputError("knowledge.missing", id=identifier)
            row = await tx.get(ProcedureRecord, identifier)
            await _require_submittable(tx, record, row, submission, actor=actor)

    async def decide(self, identifier: str, verdict: ReviewVerdict, *, actor: Person) -> Procedure:
        """Take a review, a check, a sending back or a recall; the last review makes the version public.

        Raises `ProcedureError` when the step is not due, not this person's, or taken by an author or by somebody who
        gave another verdict in this round; `InputError` where points are not ticked or a reason is missing.
        """
        async with self._database.transaction() as tx:
            record, row = await self._held(tx, identifier)
            stage = procedure.stage_of(record, row)
            if verdict.step not in VERDICTS:
                raise ProcedureError(
                    "publishing.refused.step", article=ARTICLE, stage=stage.value, step=verdict.step.value
                )
            rule = lifecycle.advance(stage, verdict.step, duties=actor.duties)
            if row is None or verdict.version != row.version:
                raise ProcedureError("publishing.refused.changed", article=ARTICLE)
            await self._require_lawful(tx, record, row, verdict, actor=actor)
            row.stage, row.changed_at = rule.to.value, self._clock.now()
            if rule.to is Stage.PUBLISHED:
                await make_public(tx, record, row.version, now=row.changed_at, same_words=False)
            given = await self._note(tx, row, stage, verdict, actor=actor.login)
        if given.stage is Stage.PUBLISHED:
            await self._index.changed()
        return given

    async def withdraw(self, identifier: str, *, actor: Person, reason: str) -> Listed:
        """Take a document out of all answers at once; one person is enough, and the reason stays on record.

        A review that is under way ends: what was wrong may be wrong in the next version too. Raises `InputError`
        without a reason, `ProcedureError` when nothing of it is public.
        """
        async with self._database.transaction() as tx:
            record, row = await self._held(tx, identifier)
            stage = procedure.stage_of(record, row)
            if record.public_version is None:
                raise ProcedureError("publishing.refused.not_public", article=ARTICLE)
            rule = lifecycle.advance(stage, Step.WITHDRAW, duties=actor.duties)
            if not reason.strip():
                raise InputError("publishing.refused.no_reason")
            now, version = self._clock.now(), record.public_version
            if row is None:
                row = await procedure.begun(tx, identifier)
                row.submitted_by, row.submitted_at = actor.login, now
            row.stage, row.changed_at = rule.to.value, now
            row.version = row.version or version
            take_back(tx, record, now=now)
            await tx.flush()
            verdict = ReviewVerdict(Step.WITHDRAW, version, reason=reason)
            await self._note(tx, row, stage, verdict, actor=actor.login)
            listed = store.listed(record)
        await self._index.withdrawn(identifier)
        return listed

    async def put_back(self, identifier: str, *, version: int, actor: Person, reason: str) -> Listed:
        """Let the version that was taken out stand again, word for word, as the last step was its withdrawal.

        Raises `InputError` without a reason, or when it may not be public any more; `ProcedureError` without the
        duty, or when anything was done to the document since.
        """
        # What serves has lost the document before it comes back, or nobody would see that it is new to it.
        await self._index.changed()
        async with self._database.transaction() as tx:
            record, row = await self._held(tx, identifier)
            stage = procedure.stage_of(record, row)
            rule = lifecycle.advance(stage, Step.PUT_BACK, duties=actor.duties)
            if not reason.strip():
                raise InputError("publishing.refused.no_reason")
            history = await procedure.reviews(tx, identifier)
            last = history[-1] if history else None
            if row is None or last is None or last.step is not Step.WITHDRAW or last.version != version:
                raise ProcedureError("publishing.refused.changed_since", article=ARTICLE)
            await require_openness(tx, record, version)
            now = self._clock.now()
            row.stage, row.changed_at = rule.to.value, now
            await make_public(tx, record, version, now=now, same_words=False)
            await tx.flush()
            verdict = ReviewVerdict(Step.PUT_BACK, version, reason=reason)
            await self._note(tx, row, stage, verdict, actor=actor.login)
            listed = store.listed(record)
        await self._index.changed()
        return listed

    @asynccontextmanager
    async def together(self) -> AsyncIterator["Reviews"]:
        """Give reviews by which several documents are put back: what serves lost them before, and has them after."""
        await self._index.changed()
        async with told_once(self._index) as index:
            yield Reviews(self._database, self._clock, index=index)

    async def of(self, identifier: str) -> Procedure | None:
        """Give where a document stands on its way; None when it was never submitted."""
        async with self._database.reading() as tx:
            return await procedure.of(tx, identifier)

    async def history(self, identifier: str) -> Sequence[Review]:
        """Give every step ever taken on a document, oldest first."""
        async with self._database.reading() as tx:
            return await procedure.reviews(tx, identifier)

    async def waiting(self, person: Person) -> tuple[PendingReview, ...]:
        """Give the documents that wait for this very person, those submitted first at the head."""
        async with self._database.reading() as tx:
            rows = [
                PendingReview(store.listed(record), one, open_to(one, person))
                for record, one in await procedure.in_review(tx)
            ]
        return tuple(row for row in rows if set(row.steps) - {Step.SEND_BACK, Step.RECALL})

    async def under_way(self) -> tuple[PendingReview, ...]:
        """Give every document under review, with no steps: to see where things stand."""
        async with self._database.reading() as tx:
            return tuple(
                PendingReview(store.listed(record), one, ()) for record, one in await procedure.in_review(tx)
            )

    async def sent_back(self) -> tuple[PendingReview, ...]:
        """Give the documents that wait for their authors: sent back, and not submitted again."""
        async with self._database.reading() as tx:
            return tuple(
                PendingReview(store.listed(record), one, ()) for record, one in await procedure.sent_back(tx)
            )

    async def interpreted(self, identifier: str) -> bool:
        """Whether an interpretation of a policy is public or on its way with it."""
        async with self._database.reading() as tx:
            return await has_interpretation(tx, identifier)

    async def _held(self, tx: AsyncSession, identifier: str) -> tuple[DocumentRecord, ProcedureRecord | None]:
        record = await store.locked_record(tx, identifier)
        if record is None:
            raise InputError("knowledge.missing", id=identifier)
        return record, await procedure.locked(tx, identifier)

    async def _require_lawful(
        self,
        tx: AsyncSession,
        record: DocumentRecord,
        row: ProcedureRecord,
        verdict: ReviewVerdict,
        *,
        actor: Person,
    ) -> None:
        if verdict.step is Step.RECALL:
            return
        given = procedure.value(row, await procedure.reviews(tx, record.id, number=row.round))
        lifecycle.check_person(actor.login, verdict.step, authors=given.authors, earlier=given.by_person)
        if verdict.step is Step.SEND_BACK:
            if not verdict.reason.strip():
                raise InputError("publishing.refused.no_reason")
            return
        if verdict.step in given.taken:
            raise ProcedureError("publishing.refused.taken", article=ARTICLE, step=verdict.step.value)
        if unticked := [point for point in CHECKLISTS[verdict.step] if point not in verdict.ticked]:
            points = "、".join(unticked)
            raise InputError("publishing.refused.unticked", step=verdict.step.value, points=points)
        if verdict.step is Step.RELEASE:
            if missing := lifecycle.outstanding(given.kinds, list(given.taken)):
                steps = "、".join(step.value for step in missing)
                raise ProcedureError("publishing.refused.unchecked", article=ARTICLE, steps=steps)
            await require_interpretation(tx, record.document(), given.reasons.get("interpretation", ""))

    async def _note(
        self, tx: AsyncSession, row: ProcedureRecord, stage: Stage, verdict: ReviewVerdict, *, actor: str
    ) -> Procedure:
        """Put a step on record, in the document's own history and in the audit chain."""
        tx.add(
            ReviewRecord(
                document_id=row.document_id,
                round=row.round,
                version=verdict.version,
                stage=stage.value,
                step=verdict.step.value,
                actor=actor,
                reason=verdict.reason.strip()[:REASON_LIMIT],
                ticked=sorted(verdict.ticked),
                at=row.changed_at,
            )
        )
        detail = {"version": str(verdict.version), "round": str(row.round), "stage": row.stage}
        action = f"knowledge:{verdict.step.value}"
        await audit.record(
            tx, action, actor=actor, subject=row.document_id, now=row.changed_at, detail=detail
        )
        return procedure.value(row, await procedure.reviews(tx, row.document_id, number=row.round))


async def _require_submittable(
    tx: AsyncSession,
    record: DocumentRecord,
    row: ProcedureRecord | None,
    submission: Submission,
    *,
    actor: Person,
) -> tuple[Stage, Rule]:
    stage = procedure.stage_of(record, row)
    rule = lifecycle.advance(stage, Step.SUBMIT, duties=actor.duties)
    if record.public_version == record.current_version and stage is Stage.PUBLISHED:
        raise ProcedureError("publishing.refused.nothing_new", article=ARTICLE)
    await require_complete(tx, record, submission)
    return stage, rule


def open_to(given: Procedure, person: Person) -> tuple[Step, ...]:
    """Give the steps a person may take now: by duty, by not having acted yet, and by what is still outstanding."""
    if given.stage not in IN_REVIEW:
        return ()
    steps = lifecycle.next_steps(given.stage, duties=person.duties)
    barred = person.login in given.authors or person.login in given.by_person
    unchecked = lifecycle.outstanding(given.kinds, list(given.taken))
    fitting = []
    for step in steps:
        if step in lifecycle.CHECKS and (barred or step not in unchecked):
            continue
        if step in REVIEWS.values() and (barred or (step is Step.RELEASE and unchecked)):
            continue
        if step is Step.WITHDRAW or (step is Step.SEND_BACK and barred):
            continue
        fitting.append(step)
    return tuple(fitting)
