"""The log of what citizens asked: kept in batches beside the turns, read by those who keep the knowledge.

A batch may come twice, when the process that kept it died before saying so: its lines are kept once, by their keys.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from knowledge.questions import groups
from knowledge.questions.groups import Due
from knowledge.questions.note import MaskedNote, QuestionOutcome
from knowledge.questions.records import QuestionRecord, TallyRecord

PAGE_QUESTIONS = 50
# Words are sought in the newest questions only: the whole log of a year would be read for a word that nobody used.
SEARCHED_QUESTIONS = 50_000
SHOWN_WEEKS = 12
QUESTION_LETTERS = 500
JUDGED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuestionFilters:
    """What the log is narrowed to; None and empty text narrow nothing.

    `week_on` is a week's Monday; `first_on` and `last_on` are days in China, both counted in.
    """

    outcome: QuestionOutcome | None = None
    theme: str = ""
    week_on: date | None = None
    channel: str = ""
    text: str = ""
    gap: int | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """One question of the log, masked."""

    id: int
    asked_at: datetime
    channel: str
    question: str
    outcome: QuestionOutcome
    theme: str
    document_id: str
    passage: int | None
    confidence: float
    threshold: float
    generation: str
    ms: float
    gap_id: int | None
    useful: bool | None = None


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question, masked, and how often it was asked in these words."""

    question: str
    times: int


@dataclass(frozen=True, slots=True)
class Figure:
    """How many questions of a week or a theme (`of`) ended how."""

    of: str
    counts: Mapping[QuestionOutcome, int]

    @property
    def total(self) -> int:
        """Give all of them."""
        return sum(self.counts.values())


class QuestionLog:
    """Keeps the log and its figures; each public method is one transaction."""

    def __init__(self, database: Database, clock: Clock, *, due: Due | None = None) -> None:
        """Take what gives the day by which an interpreter answers a question asked on a day; None sets no day."""
        self._database = database
        self._clock = clock
        self._due = due

    async def take(self, lines: Sequence[MaskedNote]) -> int:
        """Keep lines; give how many were new. What was declined joins the gap of its kind in the same step.

        A verdict is kept beside the question it is about; what was called useless joins a gap too.

        Raises `ServiceError` when the database is away.
        """
        async with self._database.transaction() as tx:
            fresh = await _keep(tx, [line for line in lines if line.useful is None])
            await _count(tx, fresh)
            missed = [line for line in fresh if line.outcome is QuestionOutcome.DECLINED]
            for line in lines:
                missed += await _judge(tx, line) if line.useful is not None else []
            joined = await groups.join(tx, missed, due=self._due)
            for key, gap in joined.items():
                await tx.execute(update(QuestionRecord).where(QuestionRecord.key == key).values(gap_id=gap))
            return len(fresh)

    async def page(
        self, filters: QuestionFilters | None = None, *, number: int = 1, size: int = PAGE_QUESTIONS
    ) -> tuple[Sequence[LoggedQuestion], bool]:
        """Give a page of the log, newest first, and whether another follows."""
        async with self._database.reading() as tx:
            wanted = _narrowed(select(QuestionRecord), filters or QuestionFilters())
            if filters and filters.text:
                newest = await tx.scalar(select(func.max(QuestionRecord.id))) or 0
                wanted = wanted.where(QuestionRecord.id > newest - SEARCHED_QUESTIONS)
            rows = await tx.scalars(
                wanted.order_by(QuestionRecord.id.desc()).offset((max(number, 1) - 1) * size).limit(size + 1)
            )
            questions = [_question(row) for row in rows]
        return questions[:size], len(questions) > size

    async def asked_since(self, since: datetime, *, limit: int) -> Sequence[AskedOften]:
        """Give the questions asked since a moment in the words they were asked in, the most often asked first."""
        record, times = QuestionRecord, func.count()
        query = (
            select(record.question, times)
            .where(record.asked_at >= since, record.outcome != QuestionOutcome.OUT_OF_SCOPE.value)
            .group_by(record.question)
            .order_by(times.desc(), func.max(record.id).desc())
            .limit(limit)
        )
        async with self._database.reading() as tx:
            return [AskedOften(question, int(total)) for question, total in await tx.execute(query)]

    async def by_week(self, *, theme: str = "", weeks: int = SHOWN_WEEKS) -> list[Figure]:
        """Give the figures of the latest weeks, the oldest first; weeks without a question are there too."""
        monday = monday_of(local_date(self._clock.now()))
        mondays = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
        query = select(TallyRecord.week_on, TallyRecord.outcome, func.sum(TallyRecord.total))
        query = query.where(TallyRecord.week_on >= mondays[0])
        if theme:
            query = query.where(TallyRecord.theme == theme)
        async with self._database.reading() as tx:
            rows = (await tx.execute(query.group_by(TallyRecord.week_on, TallyRecord.outcome))).all()
        totals = {(week, outcome): int(total) for week, outcome, total in rows}
        return [
            Figure(day.isoformat(), {each: totals.get((day, each.value), 0) for each in QuestionOutcome})
            for day in mondays
        ]

    async def by_theme(self, *, weeks: int = SHOWN_WEEKS, limit: int = 12) -> list[Figure]:
        """Give the figures of the themes of the latest weeks, the most asked first; the theme may be empty."""
        since = monday_of(local_date(self._clock.now())) - timedelta(weeks=weeks - 1)
        query = (
            select(TallyRecord.theme, TallyRecord.outcome, func.sum(TallyRecord.total))
            .where(TallyRecord.week_on >= since)
            .group_by(TallyRecord.theme, TallyRecord.outcome)
        )
        async with self._database.reading() as tx:
            rows = (await tx.execute(query)).all()
        counted: dict[str, dict[QuestionOutcome, int]] = {}
        for theme, outcome, total in rows:
            counted.setdefault(theme, dict.fromkeys(QuestionOutcome, 0))[QuestionOutcome(outcome)] = int(
                total
            )
        figures = [Figure(theme, counts) for theme, counts in counted.items()]
        return sorted(figures, key=lambda figure: (-figure.total, figure.of))[:limit]

    async def themes(self) -> Sequence[str]:
        """Give the themes that were ever asked about, in order."""
        async with self._database.reading() as tx:
            rows = await tx.scalars(select(TallyRecord.theme).distinct().order_by(TallyRecord.theme))
            return [theme for theme in rows if theme]


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


async def _keep(tx: AsyncSession, lines: Sequence[MaskedNote]) -> list[MaskedNote]:
    """Keep lines that are not kept yet; give those."""
    if not lines:
        return []
    written = await tx.scalars(
        inserting(tx, QuestionRecord)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(QuestionRecord.key),
        [_row(line) for line in lines],
    )
    new = set(written)
    return [line for line in {line.key: line for line in lines}.values() if line.key in new]


async def _judge(tx: AsyncSession, line: MaskedNote) -> list[MaskedNote]:
    """Keep a verdict beside the question that was answered last with its document; give the question if it joins a gap now."""
    at, record = datetime.fromtimestamp(line.at, UTC), QuestionRecord
    chosen = (
        select(record)
        .where(
            record.citizen == line.citizen,
            record.document_id == line.document,
            record.asked_at <= at,
            record.asked_at > at - JUDGED_WITHIN,
        )
        .order_by(record.id.desc())
        .limit(1)
        .with_for_update()
    )
    row = (await tx.scalars(chosen)).one_or_none()
    if row is None or row.useful is line.useful:
        return []
    row.useful = line.useful
    if line.useful or row.gap_id is not None:
        return []
    return [line._replace(key=row.key, question=row.question, theme=row.theme, unit=row.unit)]


def _row(line: MaskedNote) -> dict[str, Any]:
    asked_at = datetime.fromtimestamp(line.at, UTC)
    return {
        "key": line.key,
        "asked_at": asked_at,
        "week_on": monday_of(local_date(asked_at)),
        "channel": line.channel[:16],
        "citizen": line.citizen,
        "question": line.question[:QUESTION_LETTERS],
        "outcome": line.outcome.value,
        "theme": line.theme[:QUESTION_LETTERS],
        "unit": line.unit[:QUESTION_LETTERS],
        "document_id": line.document,
        "passage": line.passage,
        "score": line.score,
        "confidence": line.confidence,
        "threshold": line.threshold,
        "generation": line.generation,
        "ms": line.ms,
        "gap_id": None,
    }


async def _count(tx: AsyncSession, lines: Sequence[MaskedNote]) -> None:
    counted = Counter(
        (row["week_on"], row["theme"], row["outcome"]) for row in (_row(line) for line in lines)
    )
    # In one order always: two workers that count the same weeks then never wait for each other in a ring.
    for (week, theme, outcome), number in sorted(counted.items()):
        await tx.execute(
            inserting(tx, TallyRecord)
            .values(week_on=week, theme=theme, outcome=outcome, total=number)
            .on_conflict_do_update(
                index_elements=["week_on", "theme", "outcome"],
                set_={"total": TallyRecord.total + number},
            )
        )


def inserting(tx: AsyncSession, record: Any) -> Any:
    """Give the engine's own insert, which knows conflicts; each is loaded only where it is used."""
    if tx.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(record)


def _narrowed(query: Select[Any], filters: QuestionFilters) -> Select[Any]:
    wanted: list[ColumnElement[bool]] = []
    if filters.outcome:
        wanted.append(QuestionRecord.outcome == filters.outcome.value)
    if filters.theme:
        wanted.append(QuestionRecord.theme == filters.theme)
    if filters.week_on:
        wanted.append(QuestionRecord.week_on == filters.week_on)
    if filters.first_on:
        wanted.append(QuestionRecord.asked_at >= _begin(filters.first_on))
    if filters.last_on:
        wanted.append(QuestionRecord.asked_at < _begin(filters.last_on) + timedelta(days=1))
    if filters.channel:
        wanted.append(QuestionRecord.channel == filters.channel)
    if filters.gap is not None:
        wanted.append(QuestionRecord.gap_id == filters.gap)
    if filters.text:
        wanted.append(QuestionRecord.question.contains(filters.text, autoescape=True))
    return query.where(*wanted)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def _question(row: QuestionRecord) -> LoggedQuestion:
    return LoggedQuestion(
        id=row.id,
        asked_at=row.asked_at,
        channel=row.channel,
        question=row.question,
        outcome=QuestionOutcome(row.outcome),
        theme=row.theme,
        document_id=row.document_id,
        passage=row.passage,
        confidence=row.confidence,
        threshold=row.threshold,
        generation=row.generation,
        ms=row.ms,
        gap_id=row.gap_id,
        useful=row.useful,
    )
