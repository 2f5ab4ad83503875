"""What has to be complete before the first review begins: nothing may be handed in later."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from knowledge.documents import proposals, store
from knowledge.documents.document import Disclosure, Document, DocumentState, Explanation, Kind
from knowledge.documents.records import DocumentRecord
from knowledge.documents.scans import store as scans
from knowledge.publication import sensitivity
from knowledge.publication.lifecycle import IN_REVIEW
from knowledge.publication.proofreading import proofread
from knowledge.publication.proofreading.finding import Finding, Weight
from knowledge.publication.proofreading.lexicon import ProofreadingLexicon
from knowledge.publication.proofreading.watchwords import lexicon_of
from knowledge.publication.records import ProcedureRecord
from knowledge.publication.withheld.service import require_unsealed

REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Submission:
    """What is declared with a submission.

    `attribute` is the disclosure attribute as determined at the source; None refuses the submission. `kinds` are the
    sensitive kinds taken. The reasons let go on what would stop it: findings that are meant to stay, a policy
    without interpretation, a proposed sensitive kind that was not taken. `attribute_reason` says why the attribute
    was determined so; a batch has to bring it.
    """

    attribute: Disclosure | None
    kinds: tuple[str, ...] = ()
    findings_reason: str = ""
    interpretation_reason: str = ""
    kinds_reason: str = ""
    attribute_reason: str = ""
    dead_links: tuple[str, ...] = ()
    links_checked: bool = False

    @property
    def reasons(self) -> dict[str, str]:
        """Give the reasons that were given, each under its name."""
        given = {
            "attribute": self.attribute_reason,
            "findings": self.findings_reason,
            "interpretation": self.interpretation_reason,
            "kinds": self.kinds_reason,
        }
        return {name: reason.strip()[:REASON_LIMIT] for name, reason in given.items() if reason.strip()}


async def require_complete(tx: AsyncSession, record: DocumentRecord, submission: Submission) -> None:
    """Refuse a submission that lacks something; raises `InputError` naming it."""
    version = await store.version(tx, record.id, record.current_version)
    if version is None:
        raise InputError("knowledge.missing", id=record.id)
    _require_attribute(record, submission)
    await require_unsealed(tx, record.id)
    if await proposals.unconfirmed(tx, record.id):
        raise InputError("knowledge.unconfirmed", title=record.title)
    if left := await scans.waiting(tx, record.id):
        raise InputError("scans.waiting", title=record.title, count=left)
    words = await lexicon_of(tx)
    # A long text takes seconds: the event loop has others to serve meanwhile.
    found, kinds = await asyncio.to_thread(_read, version, words)
    _require_mended(found, submission)
    left_out = kinds - set(submission.kinds)
    if left_out and not submission.kinds_reason.strip():
        raise InputError("publishing.refused.kinds")
    await require_interpretation(tx, version.document, submission.interpretation_reason)


async def require_openness(tx: AsyncSession, record: DocumentRecord, number: int) -> None:
    """Refuse to show a version again that is not, or no longer, determined to be public; raises `InputError`."""
    version = await store.version(tx, record.id, number)
    if version is None:
        raise InputError("knowledge.missing", id=record.id)
    closed = {record.disclosure, version.document.disclosure} - {Disclosure.ACTIVE}
    if closed:
        raise InputError("knowledge.not_public", title=record.title, disclosure=min(closed).value)
    await require_unsealed(tx, record.id)


def _require_attribute(record: DocumentRecord, submission: Submission) -> None:
    """Refuse what was not determined to be public, or is registered as something else."""
    if submission.attribute is None:
        raise InputError("publishing.refused.no_attribute")
    closed = next(
        (one for one in (submission.attribute, record.disclosure) if one is not Disclosure.ACTIVE), None
    )
    if closed is not None:
        raise InputError("knowledge.not_public", title=record.title, disclosure=closed.value)


def _read(version: store.Version, words: ProofreadingLexicon) -> tuple[Sequence[Finding], set[str]]:
    """Give what proof-reading finds, and the sensitive kinds that the words suggest."""
    found = proofread.proofread(version.document, version.text, words=words)
    return found, set(sensitivity.kinds_of(version.document, version.text))


def _require_mended(findings: Sequence[Finding], submission: Submission) -> None:
    if any(one.weight is Weight.MEND for one in findings):
        raise InputError("publishing.refused.mend")
    stopping = any(one.weight is Weight.REASON for one in findings) or bool(submission.dead_links)
    if stopping and not submission.findings_reason.strip():
        raise InputError("publishing.refused.findings")


async def require_interpretation(tx: AsyncSession, document: Document, reason: str) -> None:
    """Refuse a policy that is neither explained nor exempt for a recorded reason: both are released together.

    Raises `InputError` (`publishing.refused.interpretation`).
    """
    if in_scope(document) and not reason.strip() and not await has_interpretation(tx, document.id):
        raise InputError("publishing.refused.interpretation", title=document.title)


def in_scope(document: Document) -> bool:
    """Whether a document has to be explained when it is released; a policy is, unless its drafter exempted it."""
    return document.kind is Kind.POLICY and document.explanation is not Explanation.EXEMPT


async def has_interpretation(tx: AsyncSession, identifier: str) -> bool:
    """Whether an interpretation of a policy is public, or under review with it."""
    rows = await tx.execute(
        select(DocumentRecord.interprets, DocumentRecord.state, ProcedureRecord.stage)
        .outerjoin(ProcedureRecord, ProcedureRecord.document_id == DocumentRecord.id)
        .where(DocumentRecord.kind == Kind.INTERPRETATION)
    )
    on_the_way = {stage.value for stage in IN_REVIEW}
    return any(
        identifier in interprets and (state is DocumentState.PUBLISHED or stage in on_the_way)
        for interprets, state, stage in rows
    )
