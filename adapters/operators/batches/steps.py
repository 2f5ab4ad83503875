"""Takes a batch's step on every document, and takes it back: each in its own transaction, with a result for each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.console import LinkChecker
from adapters.operators.runs import RunProgress
from adapters.operators.wording import refusal_in_words
from bot.errors import InputError, ProcedureError
from handlers.texts import Texts
from knowledge.documents.document import Disclosure
from knowledge.documents.proposals import Proposals
from knowledge.documents.store import Version
from knowledge.library.discards import Discards
from knowledge.library.service import DocumentService
from knowledge.publication.batches.records import Batch, BatchItem
from knowledge.publication.batches.rules import Action
from knowledge.publication.batches.service import Batches
from knowledge.publication.filing import Particulars
from knowledge.publication.lifecycle import Person, Step
from knowledge.publication.proofreading.proofread import links
from knowledge.publication.reviews import Reviews, ReviewVerdict
from knowledge.publication.sensitivity import kinds_of
from knowledge.publication.submission import Submission

# Gives by what the step is undone again, None where it is not.
Taking = Callable[[str], Awaitable[int | None]]
# Notes what serves now; gives who is told which documents became public.
Watching = Callable[[], Callable[[Sequence[str]], Awaitable[object]]]


class BatchSteps:
    """Carries batches out."""

    def __init__(
        self,
        *,
        documents: DocumentService,
        batches: Batches,
        particulars: Particulars,
        proposals: Proposals,
        reviews: Reviews,
        discards: Discards,
        texts: Texts,
        link_checker: LinkChecker,
        watching: Watching,
    ) -> None:
        """`watching` notes what serves, and gives who is told afterwards what became public."""
        self._documents = documents
        self._batches = batches
        self._particulars = particulars
        self._proposals = proposals
        self._reviews = reviews
        self._discards = discards
        self._texts = texts
        self._links = link_checker
        self._watching = watching

    async def carry_out(self, batch: Batch, progress: RunProgress, *, actor: Person) -> Mapping[str, Any]:
        """Take the step on every document that is meant."""
        meant = [item for item in batch.items if item.included]
        async with self._particulars.together() as particulars:
            take = self._taking(batch, actor, particulars)
            for at, item in enumerate(meant):
                progress.note(at, len(meant))
                try:
                    mark = await take(item.document_id)
                except (InputError, ProcedureError) as refusal:
                    await self._batches.did(batch.id, item.place, refused=self._words(refusal))
                else:
                    await self._batches.did(batch.id, item.place, mark=mark)
        return await self._over(batch, progress, len(meant))

    async def undo(self, batch: Batch, progress: RunProgress, *, actor: Person) -> Mapping[str, Any]:
        """Take back what was done to every document of it."""
        done = batch.done
        if batch.action is Action.WITHDRAW:
            async with self._reviews.together() as reviews:
                released = self._watching()
                back = await self._undo_each(batch, progress, actor=actor, reviews=reviews)
            await released(back)
        else:
            await self._undo_each(batch, progress, actor=actor, reviews=self._reviews)
        return await self._over(batch, progress, len(done))

    async def _undo_each(
        self, batch: Batch, progress: RunProgress, *, actor: Person, reviews: Reviews
    ) -> list[str]:
        """Give the documents of which it was undone."""
        done, undone = batch.done, list[str]()
        for at, item in enumerate(done):
            progress.note(at, len(done))
            try:
                await self._take_back(batch, item, actor=actor, reviews=reviews)
            except (InputError, ProcedureError) as refusal:
                await self._batches.undid(batch.id, item.place, refused=self._words(refusal))
            else:
                await self._batches.undid(batch.id, item.place)
                undone.append(item.document_id)
        return undone

    async def _over(self, batch: Batch, progress: RunProgress, count: int) -> Mapping[str, Any]:
        progress.note(count, count)
        await self._batches.finish(batch.id)
        return {"batch": batch.id}

    def _taking(self, batch: Batch, actor: Person, particulars: Particulars) -> Taking:
        async def submit(name: str) -> int | None:
            version = (await self._documents.read(name)).version
            check = await self._links.check(links(version.text))
            declared = replace(
                declared_of(version, Disclosure(batch.attribute)),
                attribute_reason=batch.value,
                dead_links=check.dead,
                links_checked=check.checked,
            )
            return (await self._reviews.submit(name, declared, actor=actor)).round

        async def withdraw(name: str) -> int | None:
            public = (await self._documents.read(name)).listed.public_version
            await self._reviews.withdraw(name, actor=actor, reason=batch.value)
            return public

        async def set_particular(name: str) -> int | None:
            values = {batch.action.value: batch.value}
            await particulars.change(name, values, actor=actor.login)
            return None

        async def check(name: str) -> int | None:
            await particulars.reaffirm(name, actor=actor.login)
            return None

        async def confirm(name: str) -> int | None:
            waiting = await self._proposals.of(name)
            if waiting is None or waiting.confirmed_at is not None:
                raise InputError("batches.nothing_to_confirm")
            if waiting.proposed_at > batch.made_at:
                # The file was read once more meanwhile: nobody has looked at what it says now.
                raise InputError("batches.read_again")
            await self._proposals.confirm(name, {}, actor=actor.login)
            return None

        async def discard(name: str) -> int | None:
            return (await self._discards.discard(name, actor=actor.login)).id

        steps: Mapping[Action, Taking] = {
            Action.SUBMIT: submit,
            Action.WITHDRAW: withdraw,
            Action.THEME: set_particular,
            Action.REVIEW_ON: set_particular,
            Action.CHECK: check,
            Action.CONFIRM: confirm,
            Action.DISCARD: discard,
        }
        return steps[batch.action]

    async def _take_back(self, batch: Batch, item: BatchItem, *, actor: Person, reviews: Reviews) -> None:
        name, reason = item.document_id, self._texts("batches.undo_reason", number=batch.id)
        if batch.action is Action.WITHDRAW:
            await reviews.put_back(name, version=item.mark or 0, actor=actor, reason=reason)
            return
        if batch.action is Action.DISCARD:
            await self._discards.restore(item.mark or 0, actor=actor.login)
            return
        given = await reviews.of(name)
        if given is None or given.round != item.mark:
            raise InputError("batches.submitted_again")
        await reviews.decide(name, ReviewVerdict(Step.RECALL, given.version, reason=reason), actor=actor)

    def _words(self, refusal: InputError | ProcedureError) -> str:
        return refusal_in_words(refusal, self._texts)


def declared_of(version: Version, attribute: Disclosure) -> Submission:
    """Give what a batch declares of a document: every sensitive kind it seems to be of, so that none is left out."""
    return Submission(attribute, kinds=kinds_of(version.document, version.text))
