"""Documents come in as drafts, in batches of one transaction each; an administrator may then make them public at once.

What could break a row is refused before it comes here, and running an interrupted import again adds only what was
missing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents import proposals, store
from knowledge.documents.document import Disclosure, Document, Validity
from knowledge.documents.draft import Draft, Fault, reason
from knowledge.documents.records import DocumentRecord
from knowledge.documents.replaced_laws import successor_law
from knowledge.documents.scans import store as scans
from knowledge.library.import_choices import NO_CHOICES, ImportChoices, as_version, place_of, row_key
from knowledge.publication.filing import editable
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.public_version import make_public

BATCH_ROWS = 200
NOTE_LETTERS = 200
COUNTED = ("added", "changed", "unchanged", "published", "proposed", "replaced", "unregistered")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: how many documents are new, changed, the same, published, and what was skipped.

    `proposed` of the new and changed wait for a person to confirm their particulars; `replaced` are laws that others
    took the place of, `unregistered` those of which neither a day nor the validity is known. `due` are the newest versions, by
    the documents' ids, that may be made public and are not.
    """

    added: int
    changed: int
    unchanged: int
    published: int
    proposed: int
    replaced: int
    unregistered: int
    faults: tuple[Fault, ...]
    due: Mapping[str, int]


class Imports:
    """Keeps what was read from files."""

    def __init__(
        self, database: Database, clock: Clock, *, index: IndexNotice, vault: scans.VaultSource
    ) -> None:
        """`vault` seals the files of scans."""
        self._vault = vault
        self._database = database
        self._clock = clock
        self._index = index

    async def keep(
        self,
        items: Iterable[Draft | Fault],
        *,
        author: str,
        publish: bool = False,
        choices: ImportChoices = NO_CHOICES,
        progress: Progress | None = None,
    ) -> Imported:
        """Keep every draft, add a version where the content changed, and give the faults back.

        The same content a second time changes nothing. `publish` makes what was read public at once, except what
        may not be made public and what a person has to confirm. `choices` are a person's about single rows. `progress` is
        told the number of rows done after each batch.
        """
        counts: Counter[str] = Counter()
        faults: list[Fault] = []
        due: dict[str, int] = {}
        rows = choices.taken(items)
        done = 0
        while batch := await asyncio.to_thread(_take, rows):
            faults += [item for item in batch if isinstance(item, Fault)]
            drafts = [item for item in batch if isinstance(item, Draft)]
            async with self._database.transaction() as tx:
                drafts, refused = await _as_chosen(tx, drafts, choices)
                faults += refused
                part, waiting = await self._keep(tx, drafts, author=author, publish=publish)
            counts += part
            due |= waiting
            done += len(batch)
            if progress is not None:
                progress(done)
        if counts["published"]:
            await self._index.changed()
        return Imported(**{name: counts[name] for name in COUNTED}, faults=tuple(faults), due=due)

    async def _keep(
        self, tx: AsyncSession, drafts: Sequence[Draft], *, author: str, publish: bool
    ) -> tuple[Counter[str], dict[str, int]]:
        now = self._clock.now()
        counts, due, fresh = await _keep(tx, drafts, author=author, publish=publish, now=now)
        if fresh:
            await scans.keep(tx, fresh, vault=self._vault, now=now)
        return counts, due

    async def publish(self, due: Mapping[str, int], *, author: str, progress: Progress | None = None) -> int:
        """Make these versions public without reviews, which the audit notes; give how many became so.

        One that is not its document's newest any more, or may not be public by now, stays as it is. The index is told
        even when none became public: a run that was cut off before it could tell is simply repeated.
        """
        names, count = list(due), 0
        for start in range(0, len(names), BATCH_ROWS):
            some = names[start : start + BATCH_ROWS]
            now = self._clock.now()
            async with self._database.transaction() as tx:
                known = await store.newest(tx, some)
                ready = [record for record, _ in known.values() if _is_due(record, due)]
                for record in ready:
                    await make_public(tx, record, record.current_version, now=now, same_words=False)
                if ready:
                    await _note(tx, {"published": len(ready)}, author=author, now=now)
            count += len(ready)
            if progress is not None:
                progress(start + len(some))
        await self._index.changed()
        return count


async def _as_chosen(
    tx: AsyncSession, drafts: Sequence[Draft], choices: ImportChoices
) -> tuple[list[Draft], list[Fault]]:
    """Give the drafts, those that are new versions under the id of their document; one that cannot become so is a fault."""
    taken: list[Draft] = []
    refused: list[Fault] = []
    for draft in drafts:
        target = choices.versions.get(row_key(draft.file, draft.line), "")
        if not target:
            taken.append(draft)
            continue
        try:
            record, _ = await editable(tx, target)
        except (InputError, ProcedureError) as refusal:
            key = "version_of_missing" if isinstance(refusal, InputError) else "version_of_reviewed"
            refused.append(Fault(draft.file, draft.line, reason(key)))
        else:
            taken.append(as_version(record.document(), draft))
    return taken, refused


def _is_due(record: DocumentRecord, due: Mapping[str, int]) -> bool:
    newest = record.current_version
    return (
        newest == due[record.id]
        and newest != record.public_version
        and record.disclosure is Disclosure.ACTIVE
    )


def _take(rows: Iterator[Draft | Fault]) -> list[Draft | Fault]:
    return list(islice(rows, BATCH_ROWS))


async def _keep(
    tx: AsyncSession, drafts: Sequence[Draft], *, author: str, publish: bool, now: datetime
) -> tuple[Counter[str], dict[str, int], list[Draft]]:
    """Keep a batch of drafts; give the counts of what happened, the versions that could be made public, and what is new."""
    counts: Counter[str] = Counter()
    due: dict[str, int] = {}
    names = [draft.document.id for draft in drafts]
    known, proposed = await store.newest(tx, names), await proposals.kept(tx, names)
    fresh: list[Draft] = []
    for draft in drafts:
        record, fingerprint = known.get(draft.document.id, (None, ""))
        row = proposed.get(draft.document.id)
        changed = not (record and proposals.is_unchanged(draft, fingerprint, row))
        record = record or store.new_record(now)
        if changed:
            taken = proposals.with_corrections(row, record.document(), draft) if row else draft
            place = place_of(draft.file, draft.line)
            store.add_version(tx, record, taken, author=author, note=place[:NOTE_LETTERS], now=now)
            fresh.append(draft)
        counts["unchanged" if not changed else "changed" if fingerprint else "added"] += 1
        waiting = record.public_version != record.current_version
        if waiting and draft.proposal is None and record.disclosure is Disclosure.ACTIVE:
            if publish:
                await make_public(tx, record, record.current_version, now=now, same_words=False)
                counts["published"] += 1
            else:
                due[draft.document.id] = record.current_version
    # The documents have to be there before what is proposed for them.
    await tx.flush()
    for draft in fresh:
        proposals.keep(tx, proposed.get(draft.document.id), draft, now=now)
    counts["proposed"] = sum(draft.proposal is not None for draft in fresh)
    counts["replaced"] = sum(_is_replaced(draft.document) for draft in fresh)
    counts["unregistered"] = sum(draft.document.validity is Validity.UNREGISTERED for draft in fresh)
    if counts["added"] or counts["changed"] or counts["published"]:
        await _note(tx, counts, author=author, now=now)
    return counts, due, fresh


def _is_replaced(document: Document) -> bool:
    """Whether a document is certainly a law that another took the place of, and is registered so."""
    law = successor_law(document)
    return law is not None and law.certain and document.validity is Validity.ABOLISHED


async def _note(tx: AsyncSession, counts: Mapping[str, int], *, author: str, now: datetime) -> None:
    detail = {name: str(number) for name, number in counts.items()}
    if counts.get("published"):
        # An administrator at the command line published without the three reviews; the audit says so.
        detail["way"] = "direct"
    await audit.record(tx, "knowledge:import", actor=author, subject="import", now=now, detail=detail)
