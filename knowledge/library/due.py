"""The keepers' task lists: interpretations, guides, labels, terms and contacts that are due or incomplete."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from knowledge.documents.document import (
    Disclosure,
    DocumentState,
    Explanation,
    ExplanationForm,
    Kind,
    Validity,
)
from knowledge.documents.records import DocumentRecord as Record
from knowledge.library.explanation_deadline import Workdays, explain_by, forms_lacking
from knowledge.publication import approvals
from knowledge.publication.withheld import store as withheld

STANDING = (Validity.VALID, Validity.AMENDED, Validity.UNREGISTERED)
NOT_DIGITS = re.compile(r"\D")


class Task(StrEnum):
    """The lists, in the order of the page."""

    CONFIRM = "confirm"
    EXPLAIN = "explain"
    UNEXPLAINED = "unexplained"
    EXPIRING = "expiring"
    REVIEW = "review"
    WITHHELD = "withheld"
    STALE = "stale"
    PHONE = "phone"
    INCOMPLETE = "incomplete"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class DueSettings:
    """What the lists go by: the county's name marks its own documents, `phones` are the units' present numbers.

    A policy is looked for interpretations for `explain_days` after it came out, then stands in the list of the
    unexplained. A guide is stale `guide_days` after it was last found right; a label that is not public is shown
    `review_days` before its review, a document `expiring_days` before its term ends.
    """

    county: str
    phones: Mapping[str, str] = field(default_factory=dict)
    explain_days: int = 365
    guide_days: int = 365
    review_days: int = 30
    expiring_days: int = 60


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to see to: a document, or a unit when `id` is empty.

    In the list of the withheld, `id` is the number of the record. `on` is the day by which, or since when; `words` say what is lacking, in the terms of the list.
    """

    id: str
    title: str
    unit: str
    on: date | None = None
    overdue: bool = False
    provisional: bool = False
    words: tuple[str, ...] = ()
    explanation: Explanation | None = None


class DueLists:
    """Gathers the lists; each method is one reading transaction."""

    def __init__(self, database: Database, *, clock: Clock, calendar: Workdays) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def all(self, rules: DueSettings) -> dict[Task, tuple[DueItem, ...]]:
        """Give every list, the most urgent entries first."""
        today = local_date(self._clock.now())
        async with self._database.reading() as tx:
            policies = await _rows(
                tx, Record.kind == Kind.POLICY, is_own(rules), Record.validity.in_(STANDING)
            )
            forms = await forms_by_policy(tx)
            silent = await approvals.unconfirmed(tx)
            guides = await _rows(tx, Record.kind == Kind.GUIDE, is_own(rules))
            closed = await _rows(tx, Record.disclosure != Disclosure.ACTIVE)
            ending = await _rows(
                tx,
                Record.expires_on.between(today, today + timedelta(days=rules.expiring_days)),
                Record.validity.in_(STANDING),
            )
            sealed = await withheld.due(tx, until=today + timedelta(days=rules.review_days))
            units = (
                await tx.execute(
                    select(Record.unit, Record.issuer, Record.unit_phone)
                    .where(is_own(rules), Record.state != DocumentState.WITHDRAWN)
                    .distinct()
                )
            ).all()
        explain, unexplained = self._explanations(policies, forms, today, within=rules.explain_days)
        return {
            Task.CONFIRM: tuple(
                DueItem(one.id, one.title, one.unit, words=tuple(title for _, title in one.sources))
                for one in silent
            ),
            Task.EXPLAIN: explain,
            Task.UNEXPLAINED: unexplained,
            Task.EXPIRING: _sorted(_entry(row, on=row.expires_on) for row in ending),
            Task.REVIEW: _sorted(_reviews(closed, today, rules)),
            Task.WITHHELD: _sorted(
                _judged(DueItem(str(one.id), one.title, one.unit, on=one.review_on), today) for one in sealed
            ),
            Task.STALE: _sorted(_stale(guides, today, rules)),
            Task.PHONE: _sorted(_phones(guides, rules)),
            Task.INCOMPLETE: _sorted(
                _entry(row, words=tuple(row.guide_gaps)) for row in guides if row.guide_gaps
            ),
            Task.CONTACT: tuple(_without_contact(units, rules)),
        }

    def _explanations(
        self, policies: Sequence[Any], forms: Mapping[str, frozenset[str]], today: date, *, within: int
    ) -> tuple[tuple[DueItem, ...], tuple[DueItem, ...]]:
        """Give the policies whose time to be explained runs or ran out of late, and the older ones without any."""
        running: list[DueItem] = []
        older: list[DueItem] = []
        for row in policies:
            made = forms.get(row.id, frozenset())
            lacking = forms_lacking(row.explanation, made)
            if not lacking:
                continue
            since = row.dated_on
            recent = since is not None and (today - since).days <= within
            deadline = explain_by(since, row.explanation, self._calendar) if since and recent else None
            if deadline is not None:
                entry = _entry(row, on=deadline.on, words=lacking, explanation=row.explanation)
                running.append(_judged(entry, today, provisional=deadline.provisional))
            elif not made:
                older.append(_entry(row, on=since, explanation=row.explanation))
        return _sorted(running), _sorted(older)


async def _rows(tx: AsyncSession, *conditions: ColumnElement[bool]) -> Sequence[Any]:
    rows = await tx.execute(
        select(
            Record.id, Record.title, Record.unit, Record.issuer, Record.unit_phone, Record.dated_on,
            Record.expires_on, Record.review_on, Record.checked_on, Record.explanation, Record.guide_gaps,
            Record.guide_phones,
        ).where(Record.state != DocumentState.WITHDRAWN, *conditions)
    )  # fmt: skip
    return rows.all()


async def forms_by_policy(tx: AsyncSession) -> dict[str, frozenset[str]]:
    """Give the forms in which each policy is explained; one without a named form counts as words."""
    rows = await tx.execute(
        select(Record.interprets, Record.form).where(
            Record.kind == Kind.INTERPRETATION, Record.state != DocumentState.WITHDRAWN
        )
    )
    by_policy: dict[str, set[str]] = {}
    for interprets, form in rows:
        for policy in interprets:
            by_policy.setdefault(policy, set()).add(form or ExplanationForm.TEXT.value)
    return {policy: frozenset(forms) for policy, forms in by_policy.items()}


def is_own(rules: DueSettings) -> ColumnElement[bool]:
    """Give the condition of the county's own documents."""
    return or_(
        Record.issuer.contains(rules.county, autoescape=True),
        Record.unit.contains(rules.county, autoescape=True),
    )


def _entry(row: Any, **more: Any) -> DueItem:
    return DueItem(row.id, row.title, row.unit or row.issuer, **more)


def _judged(entry: DueItem, today: date, *, provisional: bool = False) -> DueItem:
    overdue = entry.on is not None and entry.on < today
    return replace(entry, overdue=overdue, provisional=provisional and not overdue)


def _reviews(rows: Iterable[Any], today: date, rules: DueSettings) -> Iterable[DueItem]:
    """Give labels whose review is due soon or was never set."""
    until = today + timedelta(days=rules.review_days)
    return (
        _judged(_entry(row, on=row.review_on), today)
        for row in rows
        if row.review_on is None or row.review_on <= until
    )


def _stale(rows: Iterable[Any], today: date, rules: DueSettings) -> Iterable[DueItem]:
    before = today - timedelta(days=rules.guide_days)
    for row in rows:
        seen = max(filter(None, (row.dated_on, row.checked_on)), default=None)
        if seen is None or seen < before:
            yield _entry(row, on=seen)


def _phones(rows: Iterable[Any], rules: DueSettings) -> Iterable[DueItem]:
    """Give the guides that tell citizens a number which is none of their unit's any more, old and new number in words."""
    for row in rows:
        present = rules.phones.get(row.unit or row.issuer, "")
        phones = [*row.guide_phones] or [row.unit_phone] * bool(row.unit_phone)
        if present and phones and not any(_same(present, phone) for phone in phones):
            yield _entry(row, words=("、".join(phones), present))


def _same(first: str, second: str) -> bool:
    """Whether two numbers are one; the area code may be left out."""
    one, two = sorted((NOT_DIGITS.sub("", first), NOT_DIGITS.sub("", second)), key=len)
    return bool(one) and two.endswith(one)


def _without_contact(rows: Iterable[Any], rules: DueSettings) -> Iterable[DueItem]:
    named: dict[str, bool] = {}
    for unit, issuer, phone in rows:
        name = unit or issuer
        named[name] = named.get(name, False) or bool(phone or rules.phones.get(name))
    return (DueItem("", name, name) for name, reached in sorted(named.items()) if name and not reached)


def _sorted(entries: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Put what has no day first: nobody has set one, so nobody will be reminded."""
    return tuple(sorted(entries, key=lambda one: (one.on is not None, one.on or date.min, one.title)))
