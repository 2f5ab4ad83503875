"""The file of a case as somebody at the desk may read it: the steps open to this person, the decision, papers, letters, differences."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.papers import CasePaper, PaperKind, papers_of
from handlers.disclosure.case.particulars import open_particulars, shown_words
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import open_steps, standing_of
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.letters import store as letter_store
from handlers.disclosure.proceeding.authority import authority_found, may_authorise
from handlers.disclosure.proceeding.consulted_letters import AskingLetter, asking_letters
from handlers.disclosure.proceeding.courtesy_call import call_waits
from handlers.disclosure.proceeding.decision_words import answer_lines
from handlers.disclosure.proceeding.drafting import WRITTEN_IN
from handlers.disclosure.proceeding.handover import HANDLING
from handlers.disclosure.proceeding.step_fields import BY_THEMSELVES, StepField
from handlers.disclosure.proceeding.working import WorkingDecision
from handlers.disclosure.released.leaving import GIVING, UncheckedCopy, unchecked_copies
from handlers.disclosure.statute.log import Occurrence
from handlers.workdays import WorkingCalendar

ADDED = StepField.ADDITION.value


@dataclass(frozen=True, slots=True)
class CaseLetter:
    """A letter of the case: its number, kind, day, and whether it was made void."""

    number: str
    kind: str
    issued_at: datetime
    void: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What somebody at the desk reads of a case beside its story.

    `steps` are those lawful now for this person; `refs` are the letters that ask for opinions; `lacking` says what the
    decision lacks, empty when it is whole; `changed` are the lines in which the last two drafts differ; `unchecked` are the
    copies that keep the reply from leaving; `calls` says that this person is to call the applicant beside the letter. Where
    somebody acts for the applicant (`represented`), `authority` is what was found last of the paper, and `authorises` says
    that this person may say so.
    """

    version: int
    agency: str
    unit: str
    handler: str
    category: str
    linked_to: str
    steps: tuple[Step, ...]
    refs: tuple[AskingLetter, ...]
    may_write: bool
    working: WorkingDecision
    lacking: str
    papers: Sequence[CasePaper]
    letters: tuple[CaseLetter, ...]
    changed: tuple[str, ...]
    unchecked: tuple[UncheckedCopy, ...] = ()
    calls: bool = False
    represented: bool = False
    authority: str = ""
    authorises: bool = False
    records_service: bool = False


class CaseFiles:
    """Reads the files of cases; what is not this person's to see is answered as if it were not there."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        counsel: CounselSettings,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._counsel = counsel

    async def read(self, number: str, *, clerk: Clerk) -> CaseFile:
        """Give the file; raises `InputError` for a case that is not there or not this person's to see."""
        today = local_date(self._clock.now())
        async with self._database.reading() as tx:
            request = await store.visible(tx, number, clerk)
            log = await store.log_of(tx, [number])
            papers = self._shown(request, await papers_of(tx, self._vault, number))
            letters = await self._letters(tx, number)
            gives = not request.outcome or request.outcome in GIVING
            unchecked = await unchecked_copies(tx, number, vault=self._vault) if gives else ()
        standing = standing_of(request, log, calendar=self._calendar, today=today)
        parts = clerk.parts_in(request.agency, request.unit)
        working = newest(papers, PaperKind.WORKING)
        return CaseFile(
            version=request.version,
            agency=request.agency,
            unit=request.unit,
            handler=request.handler,
            category=request.category,
            linked_to=request.linked_to,
            steps=tuple(
                step for step in open_steps(standing, parts, by=clerk.login) if step not in BY_THEMSELVES
            ),
            refs=asking_letters(log, papers, self._texts),
            may_write=_may_write(request, parts),
            working=working,
            lacking=self._lacking(working),
            papers=papers,
            letters=letters,
            changed=self._changed(papers),
            unchecked=unchecked,
            represented=bool(request.rep_masked),
            authority=authority_found(log),
            authorises=may_authorise(request, clerk),
            records_service=Actor.STAFF in parts and any(line.kind == Occurrence.REPLIED for line in log),
            calls=bool(HANDLING & parts) and call_waits(line.kind for line in log),
        )

    def _shown(self, request: DisclosureRequestRecord, papers: Sequence[CasePaper]) -> Sequence[CasePaper]:
        """Give the papers with what the applicant added as staff read it."""
        if not request.applicant or not any(ADDED in paper.content for paper in papers):
            return papers
        values = open_particulars(self._vault, request.number, request.applicant)
        natural = request.applicant_kind == ApplicantKind.NATURAL
        return [
            replace(
                paper,
                content={
                    **paper.content,
                    ADDED: shown_words(str(paper.content[ADDED]), values, natural=natural),
                },
            )
            if ADDED in paper.content
            else paper
            for paper in papers
        ]

    def _lacking(self, working: WorkingDecision) -> str:
        try:
            working.decision(on=local_date(self._clock.now()), wording=self._texts, counsel=self._counsel)
        except ProcedureError as error:
            return self._texts(error.text_key, **error.values)
        return ""

    def _changed(self, papers: Sequence[CasePaper]) -> tuple[str, ...]:
        drafts = [paper for paper in papers if paper.kind is PaperKind.DRAFT]
        if len(drafts) < 2:  # noqa: PLR2004 - two drafts can differ
            return ()
        before, after = (
            [
                line
                for answer in WorkingDecision.of(draft.content).answers
                for line in answer_lines(answer, self._texts)
            ]
            for draft in drafts[-2:]
        )
        return tuple(line for line in difflib.ndiff(before, after) if line[0] in "+-")

    async def _letters(self, tx: AsyncSession, number: str) -> tuple[CaseLetter, ...]:
        rows = await letter_store.of_request(tx, number)
        return tuple(
            CaseLetter(row.number, row.kind, row.issued_at, row.voided_at is not None) for row in rows
        )

    async def letter(self, case: str, place: int, *, clerk: Clerk) -> str:
        """Give the number of a case's letter by its place, counted from 0; raises `InputError` where there is none to see."""
        async with self._database.reading() as tx:
            await store.visible(tx, case, clerk)
            return await self._letter(tx, case, place)

    async def _letter(self, tx: AsyncSession, case: str, place: int) -> str:
        letters = await self._letters(tx, case)
        return letters[place].number if 0 <= place < len(letters) else ""


def newest(papers: Sequence[CasePaper], kind: PaperKind) -> WorkingDecision:
    """Give the newest decision among papers of a kind; an empty one where there is none."""
    found = [paper for paper in papers if paper.kind is kind]
    return WorkingDecision.of(found[-1].content) if found else WorkingDecision()


def _may_write(request: DisclosureRequestRecord, parts: frozenset[Actor]) -> bool:
    return WRITTEN_IN.get(State(request.state)) in parts
