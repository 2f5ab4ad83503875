"""Writing a decision at the desk: each answer and each note is kept as a paper of its own, sealed; nothing is overwritten."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.events import EXPERTS_HEARD
from handlers.disclosure.case.lifecycle import ARTICLES, IN_HAND, REQUEST, Actor, State, Step
from handlers.disclosure.case.papers import PaperKind, add_paper, papers_of
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.proceeding.refusals import in_words
from handlers.disclosure.proceeding.working import WorkingAnswer, WorkingDecision

WRITTEN_IN = {State.SEARCHING: Actor.UNIT, State.RECEIVED: Actor.STAFF}
"""Where a decision is written, and by whom: the reply by who handles the case, a refusal by the office's staff."""
HEARING = frozenset({Actor.STAFF, Actor.UNIT, Actor.LEGAL})
"""Who keeps what experts held: whoever handles the case, and counsel."""
LONGEST_NOTE_LETTERS = 2000
LONGEST_COURT_LINE_LETTERS = 300


class Drafting:
    """Keeps what is written of a decision, and the notes that never reach the applicant."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def add(self, number: str, answer: WorkingAnswer, *, clerk: Clerk) -> None:
        """Add an answer.

        Raises `InputError` for a case that is not to be seen or facts that cannot be read, `ProcedureError` while an
        earlier question is open, or where no decision is being written by this person.
        """
        await self._changed(number, clerk, lambda working: working.with_answer(answer))

    async def drop(self, number: str, place: int, *, clerk: Clerk) -> None:
        """Take the answer at a place out, counted from 0; raises as `add`."""
        await self._changed(number, clerk, lambda working: working.without(place))

    async def settle(self, number: str, *, counted_as: str, court_line: str, clerk: Clerk) -> None:
        """Choose the row of 表三 and counsel's sentence on the way to court, where they are open; raises as `add`."""
        if counted_as and counted_as not in set(Outcome):
            raise InputError("decision.refused.unknown_outcome", name=counted_as[:40])
        line = court_line.strip()[:LONGEST_COURT_LINE_LETTERS]
        await self._changed(number, clerk, lambda working: WorkingDecision(working.answers, counted_as, line))

    async def note(self, number: str, words: str, *, clerk: Clerk) -> None:
        """Keep a note for colleagues; raises `InputError` for none at all, or a case that is not to be seen."""
        if not words.strip() or len(words) > LONGEST_NOTE_LETTERS:
            raise InputError("disclosure.refused.note", most=LONGEST_NOTE_LETTERS)
        async with self._database.transaction() as tx:
            await store.visible(tx, number, clerk)
            content = {"words": words.strip()}
            now = self._clock.now()
            await add_paper(tx, self._vault, number, PaperKind.NOTE, content, author=clerk.login, now=now)

    async def hear_experts(self, number: str, words: str, *, clerk: Clerk) -> None:
        """Keep who was consulted beside counsel (专家会商) and what they held: a paper and a dated line of the case's story.

        It moves no date: the law takes only the opinions of third parties and other agencies out of the count (art. 33).
        Raises as `note`; `ProcedureError` for whoever neither handles the case nor reviews it, or once it was answered.
        """
        if not words.strip() or len(words) > LONGEST_NOTE_LETTERS:
            raise InputError("disclosure.refused.note", most=LONGEST_NOTE_LETTERS)
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            if request.state not in {state.value for state in IN_HAND}:
                raise in_words(REQUEST.out_of_turn(State(request.state), Step.DRAFT_REPLY), self._texts)
            if not HEARING & clerk.parts_in(request.agency, request.unit):
                raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.DRAFT_REPLY])
            now, content = self._clock.now(), {"words": words.strip()}
            store.note(tx, number, kind=EXPERTS_HEARD, at=now, actor=clerk.login)
            await add_paper(tx, self._vault, number, PaperKind.EXPERTS, content, author=clerk.login, now=now)
            await audit.record(tx, "disclosure:experts_heard", actor=clerk.login, subject=number, now=now)

    async def _changed(
        self, number: str, clerk: Clerk, change: Callable[[WorkingDecision], WorkingDecision]
    ) -> None:
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            _require_writer(request, clerk, self._texts)
            working = change(await self._working(tx, number))
            await add_paper(
                tx,
                self._vault,
                number,
                PaperKind.WORKING,
                working.plain(),
                author=clerk.login,
                now=self._clock.now(),
            )

    async def _working(self, tx: AsyncSession, number: str) -> WorkingDecision:
        papers = await papers_of(tx, self._vault, number, PaperKind.WORKING)
        return WorkingDecision.of(papers[-1].content) if papers else WorkingDecision()


def _require_writer(request: DisclosureRequestRecord, clerk: Clerk, texts: Wording) -> None:
    state = State(request.state)
    part = WRITTEN_IN.get(state)
    if part is None:
        raise in_words(REQUEST.out_of_turn(state, Step.DRAFT_REPLY), texts)
    if part not in clerk.parts_in(request.agency, request.unit):
        raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.DRAFT_REPLY])
