"""Complaints of the hotline taken in: one by HTTP, or a table of them; the same outer number is one complaint."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.hotline.columns import OUTER, HotlineColumns
from handlers.complaints.hotline.records import HotlineLinkRecord
from handlers.complaints.registration.desk import FilledRegistration
from handlers.files.table_file import Row

CHANNEL = "hotline"
OUTER_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/]{2,63}")
YES = frozenset({"是", "紧急", "特急", "加急", "1", "true", "yes"})


@dataclass(frozen=True, slots=True)
class HotlineTaken:
    """A complaint of the hotline as it stands here; `is_new` where it was not known before."""

    outer: str
    number: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its place in the file, the outer number, and why, as a text key with its values."""

    row: int
    outer: str
    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HotlineImport:
    """What became of a table: each row is in exactly one of these."""

    taken: tuple[HotlineTaken, ...] = ()
    known: tuple[HotlineTaken, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


class HotlineTakingIn:
    """Takes in what the hotline has; what another row said changes nothing of what one row may say."""

    def __init__(
        self,
        database: Database,
        registration: FilledRegistration,
        *,
        columns: HotlineColumns,
        clock: Clock,
    ) -> None:
        self._database = database
        self._registration = registration
        self.columns = columns
        self._clock = clock

    async def take(self, fields: Mapping[str, str], *, by: str) -> HotlineTaken:
        """Take one in; the same outer number gives the same complaint. Raises `InputError` for a field that cannot be so."""
        outer = fields.get(OUTER, "").strip()
        if not OUTER_NUMBER.fullmatch(outer):
            raise InputError("complaints.hotline.refused.outer")
        known = await self._known(outer)
        if known:
            return HotlineTaken(outer, known, is_new=False)
        form_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{CHANNEL}:{outer}"))
        # The hotline has shown other doors already; what it hands over is looked at by a person here.
        given = {**fields, "insist": "yes"}
        origin = ComplaintOrigin(form_id, "", CHANNEL, by=by, noted={OUTER: outer})
        urgent = fields.get("urgent", "").strip().lower() in YES
        receipt = await self._registration.register(given, origin=origin, urgent=urgent)
        await self._link(outer, receipt.number)
        return HotlineTaken(outer, receipt.number, is_new=True)

    async def table(self, rows: Sequence[Row], *, by: str) -> HotlineImport:
        """Take a table in, its head first; raises `InputError` where a column lacks. A wrong row keeps no other back."""
        try:
            places = self.columns.places(rows[0])
        except ValueError as lacking:
            raise InputError("complaints.hotline.refused.columns", columns=str(lacking)) from None
        taken: list[HotlineTaken] = []
        known: list[HotlineTaken] = []
        refused: list[RefusedRow] = []
        for at, row in enumerate(rows[1:], start=2):
            fields = {field: row[place] for field, place in places.items() if place < len(row)}
            try:
                one = await self.take(fields, by=by)
            except InputError as error:
                refused.append(RefusedRow(at, fields.get(OUTER, "")[:64], error.text_key, dict(error.values)))
                continue
            (taken if one.is_new else known).append(one)
        return HotlineImport(tuple(taken), tuple(known), tuple(refused))

    async def _known(self, outer: str) -> str | None:
        async with self._database.reading() as tx:
            wanted = select(HotlineLinkRecord.number).where(HotlineLinkRecord.outer == outer)
            return (await tx.scalars(wanted)).one_or_none()

    async def _link(self, outer: str, number: str) -> None:
        """Note which is which; where a crash came between, the next delivery of the same number notes it."""
        now = self._clock.now()
        try:
            async with self._database.transaction() as tx:
                tx.add(HotlineLinkRecord(number=number, outer=outer, taken_at=now, due_at=now))
        except IntegrityError:
            # The same one was delivered twice at once.
            return
