"""Gives alerts: a sweep by the rules, 催办 by the office, 督办 by its head; each stands in the complaint's log.

No alert touches a clock: it is a line beside the steps, and what is taken back stays visible as taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from handlers.complaints.alerts.records import ComplaintAlertRecord
from handlers.complaints.alerts.rules import AlertKind, AlertRule, DueAlert, alerts_due
from handlers.complaints.case import store
from handlers.complaints.case.clerk import OFFICE, ComplaintClerk
from handlers.complaints.case.deeds import keep_reason, note_deed, required_reason
from handlers.complaints.case.lifecycle import ARTICLES, ENDED, ComplaintActor, ComplaintState, ComplaintStep
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.case.taking import dates_of, noted_steps
from handlers.complaints.wall.store import walled
from handlers.workdays import WorkingCalendar

ARTICLE = ARTICLES[ComplaintStep.CONCLUDE]
AT_ONCE = 100
SHOWN = 50
LIFTED = "alert_lifted"
UNENDED = tuple(state.value for state in ComplaintState if state not in ENDED)


@dataclass(frozen=True, slots=True)
class ComplaintAlert:
    """An alert as the desk shows it."""

    id: int
    number: str
    kind: AlertKind
    rule: AlertRule
    unit: str
    since_on: date
    given_by: str
    given_at: datetime
    lifted_by: str


class ComplaintAlerts:
    """Urges units, orders supervision, gives cards by rule."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar

    async def sweep(self) -> int:
        """Give every alert that the rules ask for today and that was not given yet; give how many.

        It looks at complaints with a day that is almost there or over, in pages by number, and at no other.
        """
        given, after = 0, ""
        while True:
            async with self._database.transaction() as tx:
                rows = await self._pressing(tx, after)
                for row in rows:
                    given += await self._alert(tx, row)
            if len(rows) < AT_ONCE:
                return given
            after = rows[-1].number

    async def _pressing(self, tx: AsyncSession, after: str) -> Sequence[ComplaintRecord]:
        record, today = ComplaintRecord, local_date(self._clock.now())
        last = self._calendar.nth_workday_after(today, 1) or today
        near = and_(record.state.in_(UNENDED), record.warn_on <= last)
        supervised = record.state == ComplaintState.SUPERVISED.value
        wanted = select(record).where(record.number > after, or_(near, supervised))
        return (await tx.scalars(wanted.order_by(record.number).limit(AT_ONCE))).all()

    async def _alert(self, tx: AsyncSession, row: ComplaintRecord) -> int:
        log = await store.log_of(tx, row.number)
        due = alerts_due(
            ComplaintState(row.state),
            noted_steps(log),
            dates_of(row, log, calendar=self._calendar),
            today=local_date(self._clock.now()),
            calendar=self._calendar,
        )
        record = ComplaintAlertRecord
        keys = [one.key(row.number) for one in due]
        known = set(await tx.scalars(select(record.key).where(record.key.in_(keys)))) if keys else set()
        fresh = [one for one in due if one.key(row.number) not in known]
        return sum([await self._given(tx, row.number, one) for one in fresh])

    async def _given(self, tx: AsyncSession, number: str, alert: DueAlert) -> bool:
        """Give an alert by rule; give False where another worker's sweep was first, and leave no trace then."""
        try:
            async with tx.begin_nested():
                await self._give(tx, number, alert, key=alert.key(number), by=ComplaintActor.BOT.value)
        except IntegrityError:
            return False
        return True

    async def _give(
        self,
        tx: AsyncSession,
        number: str,
        alert: DueAlert,
        *,
        key: str,
        by: str,
        kind: AlertKind | None = None,
    ) -> None:
        now, given = self._clock.now(), kind or alert.kind
        tx.add(
            ComplaintAlertRecord(
                key=key,
                number=number,
                kind=given.value,
                rule=alert.rule.value,
                unit=alert.unit,
                since_on=alert.since_on,
                given_by=by,
                given_at=now,
            )
        )
        # The key is what two may meet at: nothing else is written before it stands.
        await tx.flush()
        detail = {"to": alert.unit, "rule": alert.rule.value}
        await note_deed(tx, number, f"alert_{given.value}", by=by, now=now, detail=detail)

    async def urge(self, number: str, words: str, *, clerk: ComplaintClerk) -> None:
        """Urge the unit that handles a complaint, once a day; raises `ProcedureError` for whoever is not of the office."""
        if not clerk.parts & OFFICE:
            raise ProcedureError("care.alerts.refused.office", article=ARTICLE)
        await self._by_hand(number, AlertKind.URGE, words, clerk=clerk)

    async def oversee(self, number: str, words: str, *, clerk: ComplaintClerk) -> None:
        """Put a complaint under supervision (督办); only the office's head may, `ProcedureError` else."""
        if ComplaintActor.HEAD not in clerk.parts:
            raise ProcedureError("care.alerts.refused.head", article=ARTICLE)
        await self._by_hand(number, AlertKind.OVERSEE, words, clerk=clerk)

    async def _by_hand(self, number: str, kind: AlertKind, words: str, *, clerk: ComplaintClerk) -> None:
        said, today = required_reason(words), local_date(self._clock.now())
        async with self._database.transaction() as tx:
            complaint = await store.visible(tx, number, clerk, lock=True)
            if complaint.state in ENDED or not complaint.unit:
                raise InputError("care.alerts.refused.nobody", number=number)
            key = f"{number}:{kind.value}:{today.isoformat()}"
            if await tx.scalar(select(ComplaintAlertRecord.id).where(ComplaintAlertRecord.key == key)):
                raise InputError("care.alerts.refused.today", number=number)
            alert = DueAlert(AlertRule.BY_HAND, complaint.unit, today)
            await self._give(tx, number, alert, key=key, by=clerk.login, kind=kind)
            keep_reason(
                tx,
                self._vault,
                said,
                number=number,
                kind=f"alert_{kind.value}",
                by=clerk.login,
                now=self._clock.now(),
            )

    async def lift(self, alert: int, reason: str, *, clerk: ComplaintClerk) -> str:
        """Take a card back, and give its complaint's number; the office's head only, with a reason that is kept."""
        said, now = required_reason(reason), self._clock.now()
        if ComplaintActor.HEAD not in clerk.parts:
            raise ProcedureError("care.alerts.refused.head", article=ARTICLE)
        async with self._database.transaction() as tx:
            row = await tx.get(ComplaintAlertRecord, alert, with_for_update=True)
            if row is None or row.lifted_at is not None:
                raise InputError("care.alerts.refused.gone")
            await store.visible(tx, row.number, clerk)
            row.lifted_at, row.lifted_by = now, clerk.login
            keep_reason(tx, self._vault, said, number=row.number, kind=LIFTED, by=clerk.login, now=now)
            detail = {"to": row.unit, "rule": row.rule}
            await note_deed(tx, row.number, LIFTED, by=clerk.login, now=now, detail=detail)
            return row.number

    async def of(self, number: str, *, clerk: ComplaintClerk) -> Sequence[ComplaintAlert]:
        """Give the alerts of a complaint, newest first; raises `InputError` for one that is not this person's to see."""
        record = ComplaintAlertRecord
        async with self._database.reading() as tx:
            await store.visible(tx, number, clerk)
            rows = await tx.scalars(select(record).where(record.number == number).order_by(record.id.desc()))
            return tuple(map(_alert, rows))

    async def latest(self, *, clerk: ComplaintClerk) -> Sequence[ComplaintAlert]:
        """Give the last fifty alerts on complaints that this person may see, newest first."""
        record, complaint = ComplaintAlertRecord, ComplaintRecord
        wanted = (
            select(record)
            .join(complaint, complaint.number == record.number)
            .where(*ComplaintFilter(clerk).conditions())
        )
        if not clerk.at_office:
            wanted = wanted.where(record.unit == clerk.unit)
        async with self._database.reading() as tx:
            rows = await tx.scalars(wanted.order_by(record.id.desc()).limit(SHOWN))
            return tuple(map(_alert, rows))

    async def cards(self, *, since: datetime, clerk: ComplaintClerk) -> dict[str, dict[str, int]]:
        """Give how many cards of each colour each unit got since an instant, without those taken back.

        Whoever is not of the office is told of the own unit's alone; what is about the reader is in no count.
        """
        record = ComplaintAlertRecord
        colours = (AlertKind.YELLOW.value, AlertKind.RED.value)
        wanted = [record.kind.in_(colours), record.given_at >= since, record.lifted_at.is_(None)]
        wanted.append(~walled(record.number, clerk))
        if not clerk.at_office:
            wanted.append(record.unit == clerk.unit)
        query = select(record.unit, record.kind, func.count()).where(*wanted)
        found: dict[str, dict[str, int]] = {}
        async with self._database.reading() as tx:
            for unit, kind, count in await tx.execute(query.group_by(record.unit, record.kind)):
                found.setdefault(unit, {})[kind] = int(count)
        return found


def _alert(row: ComplaintAlertRecord) -> ComplaintAlert:
    return ComplaintAlert(
        row.id,
        row.number,
        AlertKind(row.kind),
        AlertRule(row.rule),
        row.unit,
        row.since_on,
        row.given_by,
        row.given_at,
        row.lifted_by,
    )
