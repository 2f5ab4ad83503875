"""What the office does: writes a draft, publishes it by a second person, sorts what was said, answers it, hands on the summary."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database, touched
from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault, mask_name, mask_text
from handlers.cases import PUBLIC_DRAFT as PREFIX
from handlers.cases import next_number, written
from handlers.opinions.collecting import store
from handlers.opinions.collecting.lifecycle import (
    GroupOutcome,
    PublicDraftState,
    PublicDraftStep,
    after,
    steps_from,
)
from handlers.opinions.collecting.public_draft import DraftPaper, PublicDraft
from handlers.opinions.collecting.records import OpinionGroupRecord, OpinionRecord, PublicDraftRecord
from handlers.opinions.collecting.said import opened
from handlers.opinions.collecting.summary import OpinionGroup, is_personal, summary_text, summary_title
from handlers.opinions.collecting.term import is_within, require_term
from handlers.opinions.collecting.workbook import OpinionRow, opinions_workbook
from knowledge.documents.document import Kind, Openness
from knowledge.library.editor import Editor, WrittenVersion

SHEET = 50
MOST_IN_FILE = 100_000
GIST_LETTERS, REASON_LETTERS = 200, 2000
LETTERS = {
    "title": 120,
    "unit": 60,
    "text": 40_000,
    "basis": 5000,
    "explanation": 10_000,
    "contact": 300,
    "short_reason": 300,
}
TITLE_TAKEN = "publishing.refused.exists"
NEEDED = ("title", "unit", "text", "basis", "explanation", "contact")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft of the desk's list."""

    draft: PublicDraft
    opinions: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class ReadOpinion:
    """One opinion as the office reads it: numbers and addresses in it hidden, of a name the first character."""

    number: str
    article: str
    words: str
    name: str
    group: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A draft at the desk: its groups, a sheet of its opinions, and the steps open for it."""

    draft: PublicDraft
    made_by: str
    version: int
    groups: tuple[OpinionGroup, ...]
    ungrouped: int
    opinions: tuple[ReadOpinion, ...]
    more: bool
    steps: tuple[PublicDraftStep, ...]
    document: str
    is_over: bool

    @property
    def total(self) -> int:
        """How many opinions there are."""
        return self.ungrouped + sum(one.count for one in self.groups)


@dataclass(frozen=True, slots=True)
class OpinionChoice:
    """Which opinions a sheet shows: all, those of a group, or (group None) those in none; and which page of them."""

    any_group: bool = False
    group: int | None = None
    page: int = 1


class OpinionDesk:
    """The desk's side; every step is noted in the audit."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, texts: Wording) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def drafts(self) -> Sequence[DraftLine]:
        """Give the drafts in all states, those whose time ends last first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await store.in_states(tx, tuple(PublicDraftState))
            public = await store.public_documents(tx, rows)
            counts = await store.counts(tx, [row.number for row in rows])
        found = [store.draft_of(row, public) for row in rows]
        return [
            DraftLine(one, counts.get(one.number, 0), local_date(now) > one.paper.closes_on) for one in found
        ]

    async def sheet(self, number: str, choice: OpinionChoice) -> DraftSheet:
        """Give a draft with its groups and a page of its opinions; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            public = await store.public_documents(tx, [row])
            groups, ungrouped = await self._groups(tx, number)
            found = await store.opinions_on(
                tx,
                number,
                group=choice.group,
                any_group=choice.any_group,
                limit=SHEET + 1,
                offset=(choice.page - 1) * SHEET,
            )
            read = tuple(map(self._read, found[:SHEET]))
        return DraftSheet(
            draft=store.draft_of(row, public),
            made_by=row.made_by,
            version=row.version,
            groups=groups,
            ungrouped=ungrouped,
            opinions=read,
            more=len(found) > SHEET,
            steps=steps_from(PublicDraftState(row.state)),
            document=row.document,
            is_over=local_date(self._clock.now()) > row.closes_on,
        )

    @staticmethod
    async def _groups(tx: AsyncSession, number: str) -> tuple[tuple[OpinionGroup, ...], int]:
        counts = await store.counts_by_group(tx, number)
        groups = tuple(
            OpinionGroup(one.id, one.gist, GroupOutcome(one.outcome), one.reasons, counts.get(one.id, 0))
            for one in await store.groups_of(tx, number)
        )
        return groups, counts.get(None, 0)

    async def workbook(self, number: str, *, actor: str) -> bytes:
        """Give all opinions as a file, as the office reads them, noted in the audit; raises `InputError` for an unknown number."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number)
            groups = {one.id: one for one in (await self._groups(tx, number))[0]}
            found = await store.opinions_on(
                tx, number, group=None, any_group=True, limit=MOST_IN_FILE, offset=0
            )
            rows = [self._row(self._read(one), groups) for one in found]
            await self._note(tx, "export", row, actor=actor, opinions=str(len(rows)))
        return await asyncio.to_thread(opinions_workbook, rows, self._texts)

    def _row(self, one: ReadOpinion, groups: Mapping[int, OpinionGroup]) -> OpinionRow:
        group = groups.get(one.group) if one.group is not None else None
        outcome = self._texts(f"opinions.outcome.{group.outcome.value}") if group else ""
        gist = group.gist if group else ""
        return OpinionRow(one.number, one.made_at, one.article, one.words, one.name, gist, outcome)

    def _read(self, row: OpinionRecord) -> ReadOpinion:
        said = opened(self._vault, row.number, row.said)
        name = mask_name(said.name) if said.name else ""
        return ReadOpinion(row.number, row.article, mask_text(said.words), name, row.group_id, row.made_at)

    async def make(self, paper: DraftPaper, *, actor: str) -> str:
        """Keep a new draft that nobody sees yet, and give its number; raises `InputError` naming what is missing."""
        _require_whole(paper)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            number = await next_number(tx, PREFIX, now=now)
            row = PublicDraftRecord(
                number=number,
                opens_on=None,
                state=PublicDraftState.WRITTEN.value,
                document="",
                made_by=actor,
                made_at=now,
                version=1,
                **_columns(paper),
            )
            tx.add(row)
            await tx.flush()
            await self._note(tx, "make", row, actor=actor)
        return number

    async def edit(self, number: str, paper: DraftPaper, *, version: int, actor: str) -> None:
        """Write a draft anew while nobody sees it; whoever wrote last is its maker.

        Raises `InputError` naming what is missing, where somebody else saved meanwhile, and once it is public.
        """
        _require_whole(paper)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if row.version != version:
                raise InputError("opinions.refused.stale")
            store.take(row, PublicDraftStep.EDIT)
            for name, value in _columns(paper).items():
                setattr(row, name, value)
            row.made_by = actor
            await self._note(tx, "edit", row, actor=actor)

    async def publish(self, number: str, *, actor: str) -> None:
        """Ask the citizens from today on; raises `InputError` for its own maker, and for a time that is no lawful one."""
        async with self._database.transaction() as tx:
            row, today = await store.by_number(tx, number, lock=True), local_date(self._clock.now())
            if row.made_by == actor:
                raise InputError("opinions.refused.same_person")
            require_term(today, row.closes_on, row.result_due_on, short_reason=row.short_reason)
            store.take(row, PublicDraftStep.PUBLISH)
            row.opens_on = today
            await self._note(tx, "publish", row, actor=actor)

    async def extend(self, number: str, closes_on: date, result_due_on: date, *, actor: str) -> None:
        """Give more time while there is still some; raises `InputError` for a day that is none, or not later."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            if not is_within(row.opens_on, row.closes_on, now=self._clock.now()):
                raise InputError("opinions.refused.over_already")
            if closes_on <= row.closes_on:
                raise InputError("opinions.refused.not_later", closed=written(row.closes_on))
            require_term(row.opens_on or closes_on, closes_on, result_due_on, short_reason=row.short_reason)
            store.take(row, PublicDraftStep.EXTEND)
            row.closes_on, row.result_due_on = closes_on, result_due_on
            await self._note(tx, "extend", row, actor=actor, closes=closes_on.isoformat())

    async def withdraw(self, number: str, reason: str, *, actor: str) -> None:
        """Take a draft back for a reason; whoever wrote is told. Raises `InputError` without a reason."""
        if not reason.strip() or len(reason) > GIST_LETTERS:
            raise InputError("opinions.refused.no_reason", most=GIST_LETTERS)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            store.take(row, PublicDraftStep.WITHDRAW)
            await self._note(tx, "withdraw", row, actor=actor, reason=mask_text(reason.strip()))

    async def close(self, number: str, *, actor: str) -> None:
        """End the asking once its time is over; raises `InputError` before that."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            after(PublicDraftState(row.state), PublicDraftStep.CLOSE)
            if is_within(row.opens_on, row.closes_on, now=self._clock.now()):
                raise InputError("opinions.refused.not_over", closes=written(row.closes_on))
            store.take(row, PublicDraftStep.CLOSE)
            await self._note(tx, "close", row, actor=actor)

    async def add_group(self, number: str, gist: str, *, actor: str) -> int:
        """Make a group for opinions that say the same; raises `InputError` for words that are missing or name a person."""
        _require_office_words(gist, GIST_LETTERS)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            store.take(row, PublicDraftStep.GROUP)
            made = OpinionGroupRecord(
                draft=number, gist=gist.strip(), outcome=GroupOutcome.OPEN.value, reasons="", decided_by=""
            )
            tx.add(made)
            await tx.flush()
            await self._note(tx, "group", row, actor=actor, group=str(made.id))
            return made.id

    async def put(self, number: str, opinions: Sequence[str], group: int | None, *, actor: str) -> int:
        """Put opinions into a group, or with None out of any; give how many. Raises `InputError` for another draft's group."""
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            store.take(row, PublicDraftStep.GROUP)
            if group is not None:
                await store.group(tx, number, group)
            record = OpinionRecord
            moved = await tx.execute(
                update(record)
                .where(record.draft == number, record.number.in_(opinions))
                .values(group_id=group)
                .execution_options(synchronize_session=False)
            )
            await self._note(tx, "sort", row, actor=actor, group=str(group or ""), count=str(touched(moved)))
            return touched(moved)

    async def decide(
        self, number: str, group: int, outcome: GroupOutcome, reasons: str, *, actor: str
    ) -> None:
        """Write what becomes of a group and why; raises `InputError` without both, or before the asking has ended."""
        if outcome is GroupOutcome.OPEN:
            raise InputError("opinions.refused.no_outcome")
        _require_office_words(reasons, REASON_LETTERS)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            store.take(row, PublicDraftStep.DECIDE)
            found = await store.group(tx, number, group)
            found.outcome, found.reasons, found.decided_by = outcome.value, reasons.strip(), actor
            await self._note(tx, "decide", row, actor=actor, group=str(group), outcome=outcome.value)

    async def summary(self, number: str) -> tuple[str, str]:
        """Give title and text of the summary as it stands; raises `InputError` for an unknown number."""
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            groups, _ = await self._groups(tx, number)
        draft = store.draft_of(row)
        return summary_title(draft, self._texts), summary_text(draft, groups, self._texts)

    async def offer(self, number: str, *, actor: str, editor: Editor) -> str:
        """Hand the summary to those who keep documents, as a draft for the three reviews, and give its id.

        Raises `InputError` while an opinion is in no group or a group has no answer, and as `Editor.create` does.
        """
        async with self._database.reading() as tx:
            row = await store.by_number(tx, number)
            after(PublicDraftState(row.state), PublicDraftStep.OFFER)
            groups, ungrouped = await self._groups(tx, number)
        if ungrouped:
            raise InputError("opinions.refused.ungrouped", count=ungrouped)
        if open_ones := [one for one in groups if one.count and one.outcome is GroupOutcome.OPEN]:
            raise InputError("opinions.refused.undecided", gist=open_ones[0].gist)
        draft = store.draft_of(row)
        values = {
            "title": summary_title(draft, self._texts),
            "kind": Kind.NOTICE.value,
            "issuer": draft.paper.unit,
            "unit": draft.paper.unit,
            "openness": Openness.RESULT.value,
        }
        text = summary_text(draft, groups, self._texts)
        try:
            made = await editor.create(WrittenVersion(values, text), actor=actor)
        except InputError as refused:
            if refused.text_key != TITLE_TAKEN:
                raise
            # Of another draft of that title, or of this one when the program ended before it could note it.
            named = {**values, "title": f"{values['title']}（{number}）"}
            made = await editor.create(WrittenVersion(named, text), actor=actor)
        async with self._database.transaction() as tx:
            row = await store.by_number(tx, number, lock=True)
            store.take(row, PublicDraftStep.OFFER)
            row.document = made.document.id
            await self._note(tx, "offer", row, actor=actor, document=made.document.id)
        return made.document.id

    async def _note(
        self, tx: AsyncSession, step: str, row: PublicDraftRecord, *, actor: str, **detail: str
    ) -> None:
        await audit.record(
            tx,
            f"opinion-draft:{step}",
            actor=actor,
            subject=row.number,
            now=self._clock.now(),
            detail=detail,
        )


def _columns(paper: DraftPaper) -> dict[str, object]:
    return {
        "title": paper.title.strip().strip("《》"),
        "unit": paper.unit.strip(),
        "text": paper.text.strip(),
        "basis": paper.basis.strip(),
        "explanation": paper.explanation.strip(),
        "contact": paper.contact.strip(),
        "short_reason": paper.short_reason.strip(),
        "closes_on": paper.closes_on,
        "result_due_on": paper.result_due_on,
        "allows_anonymous": paper.allows_anonymous,
    }


def _require_whole(paper: DraftPaper) -> None:
    for name in NEEDED:
        if not str(getattr(paper, name)).strip():
            raise InputError(f"opinions.refused.missing_{name}")
    for name, most in LETTERS.items():
        if len(str(getattr(paper, name))) > most:
            raise InputError("opinions.refused.long_field", field=name, most=most)
    if paper.result_due_on <= paper.closes_on:
        raise InputError("opinions.refused.result_early")


def _require_office_words(words: str, most: int) -> None:
    """Refuse words of the office, which everybody will read, that are missing, too long or name a person."""
    if not words.strip() or len(words) > most:
        raise InputError("opinions.refused.no_words", most=most)
    if is_personal(words):
        raise InputError("opinions.refused.personal")
