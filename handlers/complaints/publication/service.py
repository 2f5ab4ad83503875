"""Offers a finished case for publication: the anonymous version beside the original, then a draft of the kind 回应.

The draft passes the three reviews like any other; nothing of it is public before. Photos are never taken along.
"""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.complaints.case import store as cases
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.kinds import SHIELDED
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintState, ComplaintStep
from handlers.complaints.case.papers import papers_of
from handlers.complaints.publication.anonymous import anonymous, personal_in
from handlers.complaints.wall.store import walls_of
from knowledge.documents.document import DocumentState, Kind
from knowledge.documents.records import DocumentRecord
from knowledge.library.editor import Editor, WrittenVersion

OFFERED = "publication_offered"
ENDED = frozenset({ComplaintState.CLOSED.value, ComplaintState.FINISHED.value})
ANSWERS = (ComplaintStep.REPORT.value, ComplaintStep.ANSWER.value, ComplaintStep.CONCLUDE.value)
TITLE_LETTERS = 60
TEXT_LETTERS = 4000


@dataclass(frozen=True, slots=True)
class OfferedVersions:
    """Both versions of a case, to be read side by side: what was told and answered, as it is and without persons."""

    told: str
    answer: str
    anonymous_told: str
    anonymous_answer: str
    offered: str


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """What somebody offers: title, text, and the policy that it concerns by title, 文号 or id, empty for none."""

    title: str
    text: str
    policy: str = ""


class ComplaintPublication:
    """Makes answered cases known, without anybody in them."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def versions(self, number: str, *, clerk: ComplaintClerk) -> OfferedVersions:
        """Give both versions; raises `InputError` and `ProcedureError` for a case that cannot be offered."""
        async with self._database.reading() as tx:
            complaint = await cases.visible(tx, number, clerk)
            _require_office(clerk)
            if complaint.state not in ENDED:
                raise InputError("care.publication.refused.running", number=number)
            if complaint.kind in SHIELDED or await walls_of(tx, number):
                raise InputError("care.publication.refused.shielded", number=number)
            papers = await papers_of(tx, self._vault, number)
            log = await cases.log_of(tx, number)
        answers = [paper.words.get("result_words", "") for paper in papers if paper.kind in ANSWERS]
        answer = answers[-1] if answers else ""
        offered = [line.detail.get("document", "") for line in log if line.kind == OFFERED]
        return OfferedVersions(
            complaint.gist,
            answer,
            anonymous(complaint.gist),
            anonymous(answer),
            offered[-1] if offered else "",
        )

    async def offer(self, number: str, draft: ResponseDraft, *, clerk: ComplaintClerk, editor: Editor) -> str:
        """Hand the anonymous version to the publishing slice's editor as a draft, and give its id.

        Raises `InputError` where the scan still finds something personal, the title or text is missing or too long, no
        public policy or more than one bears the name, or the case was offered before; and as `Editor.create` does.
        """
        versions = await self.versions(number, clerk=clerk)
        title, text = draft.title.strip(), draft.text.strip()
        if versions.offered:
            raise InputError("care.publication.refused.offered", id=versions.offered)
        if not title or not text or len(title) > TITLE_LETTERS or len(text) > TEXT_LETTERS:
            raise InputError("care.publication.refused.empty", most=TITLE_LETTERS)
        if personal_in(title) or personal_in(text):
            raise InputError("care.publication.refused.personal")
        async with self._database.reading() as tx:
            policy = await _policy_named(tx, draft.policy.strip())
        values = {"title": title, "kind": Kind.RESPONSE.value, "interprets": policy}
        made = await editor.create(WrittenVersion(values, text), actor=clerk.login)
        async with self._database.transaction() as tx:
            now, detail = self._clock.now(), {"document": made.document.id}
            cases.note(tx, number, kind=OFFERED, at=now, actor=clerk.login, detail=detail)
            await audit.record(
                tx, "complaint:publication", actor=clerk.login, subject=number, now=now, detail=detail
            )
        return made.document.id


def _require_office(clerk: ComplaintClerk) -> None:
    if not clerk.parts & OFFICE:
        raise ProcedureError("care.publication.refused.office", article=ARTICLES[ComplaintStep.APPROVE])


async def _policy_named(tx: AsyncSession, named: str) -> str:
    """Give the id of the public policy that a title, a 文号 or an id names; empty for none named."""
    if not named:
        return ""
    record, name = DocumentRecord, named.strip("《》 ")
    bears = or_(record.id == name, record.title == name, record.number == name)
    public = (record.kind == Kind.POLICY, record.state == DocumentState.PUBLISHED)
    found = (await tx.scalars(select(record.id).where(bears, *public).limit(2))).all()
    if len(found) != 1:
        raise InputError(f"care.publication.refused.{'policies' if found else 'policy'}", name=named)
    return str(found[0])
