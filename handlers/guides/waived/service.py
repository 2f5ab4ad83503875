"""The list kept: brought whole from a table, told of in the talk, and held against what guides still ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot import audit
from bot.clock import Clock
from bot.database import Database
from handlers.guides.materials import BETWEEN, PLAIN, written
from handlers.guides.waived.records import WaivedMaterialRecord
from handlers.guides.waived.waived_material import WaivedMaterial, WaivedWay, read_table
from handlers.published.library import Library
from knowledge.documents.document import Document
from knowledge.documents.guide import Mark, materials, parts

TOLD = 3
COPY = "复印件"
SHORTEST_NAME_LETTERS = 3


@dataclass(frozen=True, slots=True)
class WaivedChange:
    """What bringing a table changed."""

    added: int
    changed: int
    removed: int
    same: int


@dataclass(frozen=True, slots=True)
class StillAsked:
    """A guide that still asks for what is on the list."""

    guide: Document
    asked: str
    listed: WaivedMaterial


class WaivedMaterials:
    """Each method is one transaction; the list is small and read whole."""

    def __init__(self, database: Database, *, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def all(self) -> tuple[WaivedMaterial, ...]:
        """Give the list in the order of its materials."""
        record = WaivedMaterialRecord
        async with self._database.reading() as tx:
            rows = await tx.scalars(select(record).order_by(record.material, record.matter))
            return tuple(_material(row) for row in rows)

    async def bring(self, table: Sequence[Sequence[str]], *, actor: str) -> WaivedChange:
        """Let a table be the list from now on: whole or not at all; the same one again changes nothing.

        Raises `InputError` as `read_table` does.
        """
        wanted = {one.key: one for one in read_table(table)}
        now = self._clock.now()
        async with self._database.transaction() as tx:
            rows = {(row.material, row.matter): row for row in await tx.scalars(select(WaivedMaterialRecord))}
            before = {key: _material(row) for key, row in rows.items()}
            gone = [rows[key] for key in rows.keys() - wanted.keys()]
            altered = [key for key in rows.keys() & wanted.keys() if before[key] != wanted[key]]
            fresh = [one for key, one in wanted.items() if key not in rows]
            for row in gone:
                await tx.delete(row)
            # What is gone is gone before anything new takes its place.
            await tx.flush()
            for key in altered:
                _write(rows[key], wanted[key])
                rows[key].brought_by, rows[key].brought_at = actor, now
            for one in fresh:
                row = WaivedMaterialRecord(
                    material=one.material, matter=one.matter, brought_by=actor, brought_at=now
                )
                _write(row, one)
                tx.add(row)
            change = WaivedChange(
                len(fresh), len(altered), len(gone), len(wanted) - len(fresh) - len(altered)
            )
            if fresh or altered or gone:
                detail = {"added": str(len(fresh)), "changed": str(len(altered)), "removed": str(len(gone))}
                await audit.record(tx, "waived:bring", actor=actor, subject="waived", now=now, detail=detail)
        return change

    async def named(self, said: str, *, matter: str = "") -> tuple[WaivedMaterial, ...]:
        """Give what words name of the list: for every matter, and for the one that they or `matter` name."""
        words = written(said)
        found = [
            one
            for one in await self.all()
            if _is_named(one.material, words) and _concerns(one, f"{said}\n{matter}")
        ]
        # What is said of one matter goes before what is said of all.
        return tuple(sorted(found, key=lambda one: not one.matter)[:TOLD])

    async def still_asked(self) -> tuple[StillAsked, ...]:
        """Give what published guides still ask for though it is on the list."""
        listed = await self.all()
        if not listed:
            return ()
        found: list[StillAsked] = []
        for guide in await self._library.guides():
            asked = materials(parts(self._library.text(guide.id)).get("materials", ""))
            found += [
                StillAsked(guide, one.name, line)
                for one in asked
                if one.mark is Mark.REQUIRED
                for line in listed
                if one.name.startswith(line.material) and _concerns(line, guide.title)
            ]
        return tuple(found)


def _concerns(one: WaivedMaterial, words: str) -> bool:
    return not one.matter or one.matter in words


def _is_named(material: str, words: str) -> bool:
    """Whether words name a material whole; a copy is named as one, since the paper itself may be wanted all the same."""
    if COPY in material and COPY not in words:
        return False
    parts_named = (PLAIN.sub("", part.strip()) for part in BETWEEN.split(material))
    return any(len(bare) >= SHORTEST_NAME_LETTERS and bare in words for bare in parts_named)


def _write(row: WaivedMaterialRecord, one: WaivedMaterial) -> None:
    row.way, row.reason, row.source, row.basis = one.way.value, one.reason, one.source, one.basis


def _material(row: WaivedMaterialRecord) -> WaivedMaterial:
    return WaivedMaterial(row.material, row.matter, WaivedWay(row.way), row.reason, row.source, row.basis)
