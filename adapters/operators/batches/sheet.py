"""What a person sees of a batch before and after: each document, what it lacks and where that is done, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.operators.addresses import DISCARDS, document_address, proposals_address, submission_address
from adapters.operators.batches.steps import declared_of
from adapters.operators.documents.proposal_sheet import ProposalSheet, ProposedField
from adapters.operators.wording import refusal_in_words
from bot.errors import InputError, ProcedureError
from handlers.texts import Texts
from knowledge.documents.document import Disclosure
from knowledge.documents.proposals import Proposals
from knowledge.library.discards import Discards
from knowledge.library.listing import Shelf
from knowledge.library.service import DocumentService
from knowledge.publication.batches.records import Batch, BatchItem
from knowledge.publication.batches.rules import RULES, Action, BatchStage
from knowledge.publication.lifecycle import Person
from knowledge.publication.reviews import Reviews
from knowledge.publication.sensitivity import sensitive_kinds

SHOWN_DOCUMENTS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One document: `lacking` tells what it cannot go without, `lacking_url` where a person sees to that.

    `kinds` are the sensitive kinds for which the three checks follow, `entries` the particulars to be checked.
    """

    id: str
    title: str
    url: str
    state: str
    refused: str
    lacking: str = ""
    lacking_url: str = ""
    kinds: str = ""
    entries: Sequence[ProposedField] = ()


class BatchSheet:
    """Sets the rows of a batch."""

    def __init__(
        self,
        *,
        documents: DocumentService,
        shelf: Shelf,
        proposals: Proposals,
        reviews: Reviews,
        discards: Discards,
        texts: Texts,
    ) -> None:
        self._documents = documents
        self._shelf = shelf
        self._proposals = proposals
        self._reviews = reviews
        self._discards = discards
        self._texts = texts
        self._sheet = ProposalSheet(texts)

    async def rows(self, batch: Batch, *, person: Person) -> list[Row]:
        """Give the rows, what is in the way first."""
        planned = batch.stage is BatchStage.PLANNED
        items = batch.items if planned else [item for item in batch.items if item.included]
        # What was refused comes first: it is what a person has to look at.
        shown = sorted(items, key=lambda item: not item.refused)[:SHOWN_DOCUMENTS]
        names = [item.document_id for item in shown]
        titles = await self._shelf.titles(names)
        if batch.action is Action.DISCARD:
            gone = await self._discards.titles([name for name in names if name not in titles])
            return [_row(item, {**titles, **gone}, is_gone=item.document_id in gone) for item in shown]
        if planned and RULES[batch.action].looked_at:
            rows = [await self._looked_at(batch, item, titles, person=person) for item in shown]
            return sorted(rows, key=lambda row: not row.lacking)
        return [_row(item, titles) for item in shown]

    async def _looked_at(
        self, batch: Batch, item: BatchItem, titles: Mapping[str, str], *, person: Person
    ) -> Row:
        if batch.action is Action.CONFIRM:
            return await self._to_confirm(item, titles)
        if batch.action is Action.SUBMIT:
            return await self._to_submit(item, titles, person=person)
        missing = "" if item.document_id in titles else self._texts("operators.document.missing")
        return _row(item, titles, lacking=missing)

    async def _to_confirm(self, item: BatchItem, titles: Mapping[str, str]) -> Row:
        waiting = await self._proposals.of(item.document_id)
        if waiting is None or waiting.confirmed_at is not None:
            return _row(item, titles, lacking=self._texts("batches.nothing_to_confirm"))
        entries = [
            replace(one, value=dict(one.options).get(one.value, one.value))
            for one in self._sheet.entries(waiting)
            if one.value or one.evidence
        ]
        return _row(item, titles, entries=entries)

    async def _to_submit(self, item: BatchItem, titles: Mapping[str, str], *, person: Person) -> Row:
        name = item.document_id
        try:
            version = (await self._documents.read(name)).version
            # The attribute is chosen on this very page: whatever else is missing is told before.
            # Links are tried when it is carried out: trying those of fifty documents takes minutes.
            declared = declared_of(version, Disclosure.ACTIVE)
            await self._reviews.require_submittable(name, declared, actor=person)
        except (InputError, ProcedureError) as refusal:
            unconfirmed = refusal.text_key == "knowledge.unconfirmed"
            seen_to = proposals_address if unconfirmed else submission_address
            known = name in titles and isinstance(refusal, InputError)
            return _row(
                item,
                titles,
                lacking=refusal_in_words(refusal, self._texts),
                lacking_url=seen_to(name) if known else "",
            )
        kinds = "、".join(kind.name for kind in sensitive_kinds() if kind.key in declared.kinds)
        return _row(item, titles, kinds=kinds)


def _row(
    item: BatchItem,
    titles: Mapping[str, str],
    *,
    lacking: str = "",
    lacking_url: str = "",
    kinds: str = "",
    entries: Sequence[ProposedField] = (),
    is_gone: bool = False,
) -> Row:
    name = item.document_id
    return Row(
        name,
        titles.get(name, name),
        DISCARDS if is_gone else document_address(name),
        item.state,
        item.refused,
        lacking,
        lacking_url,
        kinds,
        entries,
    )
