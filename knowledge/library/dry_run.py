"""The dry run of an import: what would become of every row, what is proposed for it, and what it nearly repeats."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, pairwise

from bot.database import Database
from knowledge.documents import cards, proposals, store
from knowledge.documents.change_summary import ChangeSummary, account
from knowledge.documents.document import Validity
from knowledge.documents.draft import Draft, Fault, Proposal
from knowledge.documents.records import ProposalRecord
from knowledge.documents.replaced_laws import SuccessorLaw, successor_law
from knowledge.library.import_choices import as_version
from knowledge.library.near_duplicates import Hashes, alike, sketch
from knowledge.text import normal_form

BATCH_ROWS = 200
SHOWN_TWINS = 3
# Texts of so many letters are remembered to tell what a new version would change; of more only the likeness is told.
COMPARED_LETTERS = 20_000_000
LIKELY_SHARE = 0.5


class ImportOutcome(StrEnum):
    """What an import would do with a row."""

    FAULTY = "faulty"
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Twin:
    """Another document of the same import or of the knowledge base that is nearly or by name the same.

    `share` of the text is the same (0 to 1); with `same_name` title or number are equal whatever the text. `file`
    is where one of the same import stands.
    """

    id: str
    title: str
    share: float
    same_name: bool
    kept: bool
    file: str = ""


@dataclass(frozen=True, slots=True)
class VersionOffer:
    """A document of which a row may be a new version, and what it would change of it."""

    id: str
    title: str
    account: ChangeSummary


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row of a dry run; a faulty one has a reason and no id, a changed one an account of what changes.

    `successor` is the law that took the place of the one it holds; `unregistered` says that it would not be registered
    as valid, because neither a day nor its validity is known. `offer` is what it may be a new version of; a person says so.
    """

    outcome: ImportOutcome
    file: str
    line: int | None
    id: str = ""
    title: str = ""
    reason: str = ""
    proposal: Proposal | None = None
    twins: tuple[Twin, ...] = ()
    account: ChangeSummary | None = None
    successor: SuccessorLaw | None = None
    unregistered: bool = False
    offer: VersionOffer | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of a document to compare it by; `row` of the import, or none for one that is kept.

    Rows of one table are alike by nature and not compared with each other.
    """

    id: str
    title: str
    number: str
    sample: Hashes
    row: int = -1
    file: str = ""
    is_table: bool = False


class DryRun:
    """Reads what an import would read, compares it with what is kept, and writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self, items: Iterable[Draft | Fault], *, progress: Callable[[int], None] | None = None
    ) -> list[TriedRow]:
        """Give every row with its outcome; `progress` is told how many are done. Reading is done beside the event loop."""
        source = iter(items)
        rows: list[TriedRow] = []
        seen: list[_Known] = []
        remembered = _Remembered()
        while batch := await asyncio.to_thread(lambda: list(islice(source, BATCH_ROWS))):
            rows += await self._compare(batch)
            offset = len(rows) - len(batch)
            remembered.keep(batch, offset)
            seen += await asyncio.to_thread(_remembered, batch, offset)
            if progress is not None:
                progress(len(rows))
        if seen:
            seen += await self._kept(besides={one.id for one in seen})
        for row, twins in (await asyncio.to_thread(_twins, seen)).items():
            rows[row] = replace(rows[row], twins=twins)
        return await self._offered(rows, remembered.drafts)

    async def _offered(self, rows: list[TriedRow], drafts: Mapping[int, Draft]) -> list[TriedRow]:
        """Give the rows, new ones that are like a kept document with what they would change as its new version."""
        likely = {at: twin for at, row in enumerate(rows) if at in drafts and (twin := _likely(row))}
        for start in range(0, len(likely), BATCH_ROWS):
            some = list(likely.items())[start : start + BATCH_ROWS]
            async with self._database.reading() as tx:
                before = await store.newest_versions(tx, [twin.id for _, twin in some])
            for at, twin in some:
                if twin.id in before:
                    rows[at] = replace(
                        rows[at], offer=await asyncio.to_thread(_offer, twin, drafts[at], before[twin.id])
                    )
        return rows

    async def _compare(self, batch: Sequence[Draft | Fault]) -> list[TriedRow]:
        names = [item.document.id for item in batch if isinstance(item, Draft)]
        async with self._database.reading() as tx:
            known, proposed = await store.fingerprints(tx, names), await proposals.kept(tx, names)
        rows = await asyncio.to_thread(
            lambda: [_tried(item, known.get(_id(item)), proposed.get(_id(item))) for item in batch]
        )
        changed = [row.id for row in rows if row.outcome is ImportOutcome.CHANGED]
        if not changed:
            return rows
        async with self._database.reading() as tx:
            before = await store.newest_versions(tx, changed)
        return await asyncio.to_thread(_accounted, rows, batch, before=before, proposed=proposed)

    async def _kept(self, *, besides: set[str]) -> list[_Known]:
        known: list[_Known] = []
        async with self._database.reading() as tx:
            async for rows in store.newest_texts(tx):
                known += await asyncio.to_thread(_stored, [row for row in rows if row[0] not in besides])
        return known


class _Remembered:
    """Drafts whose particulars were read, as long as their texts do not take too much room."""

    def __init__(self) -> None:
        self.drafts: dict[int, Draft] = {}
        self._letters = 0

    def keep(self, batch: Sequence[Draft | Fault], offset: int) -> None:
        """Remember the drafts of a batch."""
        for at, item in enumerate(batch, start=offset):
            if isinstance(item, Draft) and item.proposal and self._letters < COMPARED_LETTERS:
                self._letters += len(item.text)
                self.drafts[at] = item


def _likely(row: TriedRow) -> Twin | None:
    """Give the kept document a new row is most like, when it is like enough to be its next version."""
    if row.outcome is not ImportOutcome.CREATED:
        return None
    likely = (twin for twin in row.twins if twin.kept and (twin.same_name or twin.share >= LIKELY_SHARE))
    return next(likely, None)


def _offer(twin: Twin, draft: Draft, before: tuple[str, str]) -> VersionOffer:
    stands, text = cards.from_json(before[0]), before[1]
    return VersionOffer(
        twin.id, twin.title, account((stands, text), (as_version(stands, draft).document, draft.text))
    )


def _id(item: Draft | Fault) -> str:
    return item.document.id if isinstance(item, Draft) else ""


def _tried(item: Draft | Fault, known: str | None, row: ProposalRecord | None) -> TriedRow:
    if isinstance(item, Fault):
        return TriedRow(ImportOutcome.FAULTY, item.file, item.line, reason=item.reason)
    outcome = ImportOutcome.CREATED
    if known is not None:
        same = proposals.is_unchanged(item, known, row)
        outcome = ImportOutcome.UNCHANGED if same else ImportOutcome.CHANGED
    return TriedRow(
        outcome,
        item.file,
        item.line,
        item.document.id,
        item.document.title,
        proposal=item.proposal,
        successor=successor_law(item.document),
        unregistered=item.document.validity is Validity.UNREGISTERED,
    )


def _accounted(
    rows: Sequence[TriedRow],
    batch: Sequence[Draft | Fault],
    *,
    before: dict[str, tuple[str, str]],
    proposed: dict[str, ProposalRecord],
) -> list[TriedRow]:
    """Give the rows, the changed ones with what would change."""
    accounted = []
    for row, item in zip(rows, batch, strict=True):
        if isinstance(item, Draft) and row.outcome is ImportOutcome.CHANGED and row.id in before:
            stands, text = cards.from_json(before[row.id][0]), before[row.id][1]
            corrected = proposed.get(row.id)
            taken = proposals.with_corrections(corrected, stands, item) if corrected else item
            changed = account((stands, text), (taken.document, taken.text))
            accounted.append(replace(row, account=changed))
        else:
            accounted.append(row)
    return accounted


def _stored(rows: Sequence[tuple[str, str, str, str]]) -> list[_Known]:
    return [_Known(identifier, title, number, sketch(text)) for identifier, title, number, text in rows]


def _remembered(batch: Sequence[Draft | Fault], offset: int) -> list[_Known]:
    return [
        _Known(
            item.document.id,
            item.document.title,
            item.document.number,
            sketch(item.text),
            row,
            item.file * bool(item.line),
        )
        for row, item in enumerate(batch, start=offset)
        if isinstance(item, Draft)
    ]


def _twins(known: Sequence[_Known]) -> dict[int, tuple[Twin, ...]]:
    """Give for each row of the import its few nearest others."""
    pairs = {(one.first, one.second): one.share for one in alike([each.sample for each in known])}
    names = {pair: pairs.get(pair, 0.0) for pair in _namesakes(known)}
    nearest: dict[int, list[Twin]] = {}
    for (first, second), share in {**pairs, **names}.items():
        if known[first].is_table and known[first].file == known[second].file:
            continue
        for mine, other in ((known[first], known[second]), (known[second], known[first])):
            if mine.row >= 0:
                twin = Twin(other.id, other.title, share, (first, second) in names, other.row < 0, other.file)
                nearest.setdefault(mine.row, []).append(twin)
    return {
        row: tuple(sorted(twins, key=lambda twin: (-twin.share, not twin.same_name, twin.id))[:SHOWN_TWINS])
        for row, twins in nearest.items()
    }


def _namesakes(known: Sequence[_Known]) -> set[tuple[int, int]]:
    """Give the pairs next to each other among those with the same title or the same number."""
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(known):
        for name in {_name(one.title), _name(one.number)} - {""}:
            groups.setdefault(name, []).append(place)
    return {pair for group in groups.values() for pair in pairwise(group)}


def _name(words: str) -> str:
    return normal_form.bare(words).replace(" ", "")
