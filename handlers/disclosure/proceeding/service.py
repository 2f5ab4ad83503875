"""Taking the steps of a case at the desk: one method, one transaction; a step with its letters, its papers and its message.

Whoever may not see a case is answered as if there were none. Of two who act on one version, the second is told.
"""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.events import CALL_DUE, reply_cause
from handlers.disclosure.case.lifecycle import ARTICLES, Step
from handlers.disclosure.case.messages import tell, tell_received
from handlers.disclosure.case.papers import PaperKind, add_paper, papers_of
from handlers.disclosure.case.particulars import merge_addition
from handlers.disclosure.case.taking import require_version, standing_of, take
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.decision import ReplyDecision, needs_call
from handlers.disclosure.proceeding.correspondence import Correspondence
from handlers.disclosure.proceeding.refusals import in_words
from handlers.disclosure.proceeding.resumption import ConsultationEnd
from handlers.disclosure.proceeding.step_fields import BY_THEMSELVES, StepField, StepOrder
from handlers.disclosure.proceeding.step_lines import note_of
from handlers.disclosure.proceeding.taken import DoneStep
from handlers.disclosure.proceeding.told import told_of
from handlers.disclosure.proceeding.working import WorkingDecision
from handlers.disclosure.released.leaving import GIVING, let_leave, require_checked
from handlers.ratings.questions import EndedCase, RatingQuestions
from handlers.ratings.records import DISCLOSURE as RATED
from handlers.workdays import WorkingCalendar

DRAFTING = frozenset({Step.DRAFT_REPLY, Step.PROPOSE_REFUSAL})
LEAVING = frozenset({Step.DISPATCH, Step.DELIVER})
"""The steps with which a reply leaves the office, and with it the copies that were made."""


class Proceedings:
    """Takes every step that is taken on a case. `case_link` gives the address that opens a case from the chat."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        correspondence: Correspondence,
        counsel: CounselSettings,
        case_link: Callable[[str], str],
        ratings: RatingQuestions | None = None,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._correspondence = correspondence
        self._counsel = counsel
        self._case_link = case_link
        self._ratings = ratings or RatingQuestions(texts)
        self._consultation = ConsultationEnd(database, clock=clock, calendar=calendar, texts=texts)

    async def take(self, number: str, order: StepOrder, *, clerk: Clerk, version: int) -> None:
        """Take a step.

        Raises `InputError` for a case that is not there or not this person's to see, or that somebody else changed since
        `version`; `ProcedureError` where the table, a condition, a missing fact, or a copy that nobody checked stands in
        the way; a step out of turn is refused naming the steps that are missing before it.
        """
        try:
            await self._take(number, order, clerk=clerk, version=version)
        except ProcedureError as refused:
            raise in_words(refused, self._texts) from refused

    async def _take(self, number: str, order: StepOrder, *, clerk: Clerk, version: int) -> None:
        if order.step in BY_THEMSELVES:
            raise ProcedureError("disclosure.refused.step", article=ARTICLES[order.step])
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            log = await store.log_of(tx, [number])
            require_version(request, version, log)
            if order.step in LEAVING and request.outcome in GIVING:
                await require_checked(tx, number, vault=self._vault)
            now = self._clock.now()
            standing = standing_of(request, log, calendar=self._calendar, today=local_date(now))
            dates = await take(
                tx,
                request,
                order.step,
                actors=clerk.parts_in(request.agency, request.unit),
                note=note_of(order, standing, by=clerk.login),
                now=now,
                calendar=self._calendar,
            )
            await self._follow(tx, DoneStep(request, order, clerk, dates, now))

    async def _follow(self, tx: AsyncSession, taken: DoneStep) -> None:
        """Do what belongs to the step, in the same transaction."""
        step = taken.order.step
        self._write(taken)
        await self._keep_words(tx, taken)
        if step in DRAFTING:
            await self._keep_draft(tx, taken)
        elif step is Step.SIGN:
            decision = await self._decision(tx, taken, PaperKind.DRAFT)
            taken.request.outcome = decision.outcome.value
            await self._correspondence.reply(tx, taken, decision)
            if needs_call(decision):
                store.note(tx, taken.request.number, kind=CALL_DUE, at=taken.now, actor=taken.clerk.login)
        await self._correspondence.notices(tx, taken)
        await self._tell(tx, taken)
        if step is Step.RECORD_OPINION:
            await self._consultation.end(tx, taken.request, now=taken.now)
        if step is Step.ARCHIVE:
            request = taken.request
            ended = EndedCase(request.number, RATED, request.citizen, request.talk_channel, request.unit)
            await self._ratings.ask(tx, ended, now=taken.now)

    def _write(self, taken: DoneStep) -> None:
        request = taken.request
        if taken.order.step is Step.ASSIGN:
            request.unit = taken.text(StepField.UNIT)
            request.handler = "" if request.unit else taken.clerk.login
        if category := taken.text(StepField.CATEGORY):
            request.category = category
        if taken.order.step is Step.CORRECT:
            merge_addition(self._vault, request, taken.text(StepField.ADDITION))

    async def _keep_words(self, tx: AsyncSession, taken: DoneStep) -> None:
        """Keep what was filled in; words that may name persons stand nowhere else."""
        words = {name.value: value for name, value in taken.order.values.items()}
        if words:
            kind = PaperKind.CORRECTION if taken.order.step is Step.ASK_CORRECTION else PaperKind.STEP
            await self._add(tx, taken, kind, {"step": taken.order.step.value, **words})

    async def _keep_draft(self, tx: AsyncSession, taken: DoneStep) -> None:
        """Keep the decision as it goes to review; raises `ProcedureError` naming the facts that it lacks."""
        working = await self._working(tx, taken, PaperKind.WORKING)
        decision = working.decision(on=taken.today, wording=self._texts, counsel=self._counsel)
        await self._add(tx, taken, PaperKind.DRAFT, {**working.plain(), "outcome": decision.outcome.value})

    async def _decision(self, tx: AsyncSession, taken: DoneStep, kind: PaperKind) -> ReplyDecision:
        working = await self._working(tx, taken, kind)
        return working.decision(on=taken.today, wording=self._texts, counsel=self._counsel)

    async def _working(self, tx: AsyncSession, taken: DoneStep, kind: PaperKind) -> WorkingDecision:
        papers = await papers_of(tx, self._vault, taken.request.number, kind)
        return WorkingDecision.of(papers[-1].content) if papers else WorkingDecision()

    async def _add(
        self, tx: AsyncSession, taken: DoneStep, kind: PaperKind, content: dict[str, object]
    ) -> None:
        await add_paper(
            tx,
            self._vault,
            taken.request.number,
            kind,
            content,
            author=taken.clerk.login,
            now=taken.now,
        )

    async def _tell(self, tx: AsyncSession, taken: DoneStep) -> None:
        request = taken.request
        if taken.order.step is Step.CONFIRM:
            await tell_received(tx, request, taken.dates, now=taken.now, texts=self._texts)
            return
        copies = await self._let_leave(tx, taken)
        reply = told_of(taken, link=self._case_link(request.number), texts=self._texts, copies=copies)
        if reply is not None:
            cause = f"step:{request.version}"
            if taken.order.step is Step.DISPATCH:
                cause = await _cause(tx, request.number)
            told = await tell(tx, request, reply, cause=cause, now=taken.now)
            if taken.order.step is Step.DISPATCH and not told:
                raise ProcedureError("disclosure.missing.chat", article=ARTICLES[Step.DISPATCH])

    async def _let_leave(self, tx: AsyncSession, taken: DoneStep) -> int:
        """Let the checked copies go with a reply that gives something; give how many go."""
        request = taken.request
        if taken.order.step not in LEAVING or request.outcome not in GIVING:
            return 0
        reply = await _cause(tx, request.number)
        return await let_leave(tx, request.number, reply=reply, actor=taken.clerk.login, now=taken.now)


async def _cause(tx: AsyncSession, number: str) -> str:
    return reply_cause(line.kind for line in await store.log_of(tx, [number]))
