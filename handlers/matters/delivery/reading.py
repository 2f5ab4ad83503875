"""Reads what a system delivers into values; the first thing that is wrong is told by its row and its field."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, TypeVar

from bot.errors import InputError
from bot.privacy import personal_numbers
from bot.text.characters import hides
from bot.text.identifiers import credit_code, identity_number, mobile
from handlers.files.table_day import table_day
from handlers.matters.delivery.lifecycle import MATTER_WORDS, STEP_WORDS, MatterState, MatterStepState
from handlers.matters.delivery.matter import (
    DeliveredMatter,
    MatterHolder,
    MatterStep,
    Statement,
    StepChange,
)

AnyState = TypeVar("AnyState", MatterState, MatterStepState)
OUTER_LETTERS = 80
OUTER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/.]{2,79}")
MOST_AT_ONCE, MOST_STEPS = 500, 30
TITLE_LETTERS, UNIT_LETTERS, NAME_LETTERS, STEP_LETTERS, WORD_LETTERS = 120, 80, 80, 60, 40
MATTER_FIELDS = frozenset(
    {
        *("outer", "title", "unit", "state", "name", "identity", "phone"),
        *("opened_on", "due_on", "ended_on", "steps"),
    }
)
STEP_FIELDS = frozenset({"name", "unit", "state", "started_on", "ended_on", "due_on"})
CHANGE_FIELDS = frozenset({"outer", "place", "state", "started_on", "ended_on", "due_on"})
KINDS = frozenset({"matters", "steps", "withdrawn"})


class _DeliveredRow:
    """One row as it was delivered; whatever is asked of it and is not so names the row and the field."""

    def __init__(self, values: Any, row: int, known: frozenset[str], *, within: str = "") -> None:
        self._row = row
        self._within = within
        if not isinstance(values, Mapping):
            raise InputError("matters.refused.row", row=row)
        if unknown := sorted(str(name) for name in values if name not in known):
            raise self.wrong(unknown[0][:WORD_LETTERS], "unknown")
        self._values = values

    def wrong(self, name: str, why: str, **values: object) -> InputError:
        """Give the refusal of a field."""
        return InputError(f"matters.refused.{why}", row=self._row, field=f"{self._within}{name}", **values)

    def words(self, name: str, letters: int, *, needed: bool = True) -> str:
        """Give a text in one line, without personal numbers."""
        said = self.text(name, letters, needed=needed)
        if said and personal_numbers(said):
            raise self.wrong(name, "personal")
        return said

    def text(self, name: str, letters: int, *, needed: bool = True) -> str:
        """Give a text in one line."""
        value = self._values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, "text")
        said = (value or "").strip()
        if needed and not said:
            raise self.wrong(name, "missing")
        if len(said) > letters:
            raise self.wrong(name, "long", most=letters)
        if hides(said):
            raise self.wrong(name, "unseen")
        return said

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Give a day; a time of day behind it is left out."""
        said = self.text(name, WORD_LETTERS, needed=needed)
        if not said:
            return None
        found = table_day(said)
        if found is None:
            raise self.wrong(name, "day")
        return found

    def number(self, name: str) -> int:
        """Give a place in an order, from 1."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_STEPS:
            raise self.wrong(name, "place", most=MOST_STEPS)
        return value

    def outer(self) -> str:
        """Give the number in the other system."""
        said = self.text("outer", OUTER_LETTERS)
        if not OUTER.fullmatch(said):
            raise self.wrong("outer", "outer")
        return said

    def steps(self) -> Sequence[Any]:
        """Give the steps as they were delivered."""
        value = self._values.get("steps", [])
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_STEPS:
            raise self.wrong("steps", "steps", most=MOST_STEPS)
        return value


def read_statement(told: Any, *, today: date) -> Statement:
    """Give what a system says; raises `InputError` naming the row and the field where anything is wrong."""
    if not isinstance(told, Mapping) or not told or set(told) - KINDS:
        raise InputError("matters.refused.body")
    matters, changes, withdrawn = (told.get(kind, []) for kind in ("matters", "steps", "withdrawn"))
    for rows in (matters, changes, withdrawn):
        if not isinstance(rows, list):
            raise InputError("matters.refused.body")
    total = len(matters) + len(changes) + len(withdrawn)
    if not 1 <= total <= MOST_AT_ONCE:
        raise InputError("matters.refused.many", most=MOST_AT_ONCE)
    read = _unlike([read_matter(one, row=at, today=today) for at, one in enumerate(matters, start=1)])
    delivered = {one.outer for one in read}
    return Statement(
        tuple(read),
        tuple(_change(one, row=at) for at, one in enumerate(changes, start=1)),
        tuple(_taken_back(one, delivered, row=at) for at, one in enumerate(withdrawn, start=1)),
    )


def read_matter(values: Any, *, row: int, today: date) -> DeliveredMatter:
    """Give one matter; raises `InputError` naming the row and the field."""
    told = _DeliveredRow(values, row, MATTER_FIELDS)
    opened = told.day("opened_on", needed=True) or today
    due, ended = told.day("due_on"), told.day("ended_on")
    for name, day in (("opened_on", opened), ("ended_on", ended)):
        if day and day > today:
            raise told.wrong(name, "ahead")
    for name, day in (("due_on", due), ("ended_on", ended)):
        if day and day < opened:
            raise told.wrong(name, "before")
    state = _state(told, MATTER_WORDS)
    return DeliveredMatter(
        outer=told.outer(),
        title=told.words("title", TITLE_LETTERS),
        unit=told.words("unit", UNIT_LETTERS),
        state=state,
        holder=_holder(told, today=today),
        opened_on=opened,
        due_on=due,
        ended_on=ended if state.over else None,
        steps=tuple(_step(one, row, at) for at, one in enumerate(told.steps(), start=1)),
    )


def _holder(told: _DeliveredRow, *, today: date) -> MatterHolder:
    number, name = told.text("identity", WORD_LETTERS), told.text("name", NAME_LETTERS)
    person, company = identity_number(number, today=today), credit_code(number)
    if not (person.valid or company.valid):
        raise told.wrong("identity", "identity")
    phone = told.text("phone", WORD_LETTERS, needed=False)
    called = mobile(phone) if phone else None
    if called and not called.valid:
        raise told.wrong("phone", "phone")
    found = person if person.valid else company
    return MatterHolder(name, found.value, called.value if called else "", is_company=not person.valid)


def _step(values: Any, row: int, at: int) -> MatterStep:
    told = _DeliveredRow(values, row, STEP_FIELDS, within=f"steps[{at}].")
    started, ended = told.day("started_on"), told.day("ended_on")
    if started and ended and ended < started:
        raise told.wrong("ended_on", "before")
    return MatterStep(
        name=told.words("name", STEP_LETTERS),
        unit=told.words("unit", UNIT_LETTERS, needed=False),
        state=_state(told, STEP_WORDS),
        started_on=started,
        ended_on=ended,
        due_on=told.day("due_on"),
    )


def _change(values: Any, *, row: int) -> StepChange:
    told = _DeliveredRow(values, row, CHANGE_FIELDS)
    dates = {name: day for name in ("started_on", "ended_on", "due_on") if (day := told.day(name))}
    return StepChange(told.outer(), told.number("place"), _state(told, STEP_WORDS), dates)


def _taken_back(value: Any, delivered: AbstractSet[str], *, row: int) -> str:
    if not isinstance(value, str) or not OUTER.fullmatch(value):
        raise InputError("matters.refused.outer", row=row, field="withdrawn")
    if value in delivered:
        raise InputError("matters.refused.twice", row=row, field="withdrawn")
    return value


def _state(told: _DeliveredRow, words: Mapping[str, AnyState]) -> AnyState:
    said = told.text("state", WORD_LETTERS)
    if said not in words:
        raise told.wrong("state", "state", words="、".join(words))
    return words[said]


def _unlike(matters: Sequence[DeliveredMatter]) -> Sequence[DeliveredMatter]:
    seen: set[str] = set()
    for at, one in enumerate(matters, start=1):
        if one.outer in seen:
            raise InputError("matters.refused.twice", row=at, field="outer")
        seen.add(one.outer)
    return matters
