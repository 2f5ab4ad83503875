"""Batches at the desk: looked at and counted on a page of their own, carried out by one person or two, undone."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from adapters.operators.batches.sheet import SHOWN_DOCUMENTS, BatchSheet
from adapters.operators.batches.steps import BatchSteps
from adapters.operators.runs import Run, RunProgress, RunRegistry
from adapters.operators.wording import refusal_in_words
from adapters.web.access.authorization import lacking
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.duties import DUTIES, person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import BotError, InputError, ProcedureError, ServiceError
from handlers.accounts.account import Role
from handlers.texts import Texts
from knowledge.documents.document import Disclosure
from knowledge.publication.batches.instruction import Will
from knowledge.publication.batches.ledger import BatchList
from knowledge.publication.batches.records import Batch
from knowledge.publication.batches.rules import CONFIRMERS, FEW_DOCUMENTS, RULES, BatchStage
from knowledge.publication.batches.service import Batches
from knowledge.publication.lifecycle import Person

REASON_LETTERS = 500
Carrying = Callable[[Batch, RunProgress], Awaitable[Mapping[str, Any]]]


class BatchPages:
    """Shows batches and sees them through."""

    def __init__(
        self,
        *,
        batches: Batches,
        batch_list: BatchList,
        runs: RunRegistry,
        steps: BatchSteps,
        sheet: BatchSheet,
        colleagues: Colleagues,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._batches = batches
        self._batch_list = batch_list
        self._runs = runs
        self._steps = steps
        self._sheet = sheet
        self._colleagues = colleagues
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/batches", self.list),
            web.get("/batches/{number}", self.show),
            web.post("/batches/{number}/go", self.go),
            web.post("/batches/{number}/confirm", self.confirm),
            web.post("/batches/{number}/recall", self.recall),
            web.post("/batches/{number}/undo", self.undo),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show the batches of the last days, and what waits for this person's confirmation."""
        person = person_of(request)
        waiting = await self._batch_list.to_confirm(person)
        return render(
            request,
            "operators/batches.html",
            waiting=waiting,
            lines=await self._batch_list.recent(),
            names=await self._colleagues.names(),
            now=self._clock.now(),
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show a batch: what it would do, how far it is, or what became of each document."""
        return await self._page(request, await self._batch(request))

    async def go(self, request: web.Request) -> web.Response:
        """Carry out what was planned, or propose it to a second person.

        Raises `RefusedError` (403) without the duty.
        """
        sent, fields, person = await posted(request), await form(request), person_of(request)
        batch = await self._batch(request)
        if not RULES[batch.action].duties & person.duties:
            raise lacking(RULES[batch.action].duties, self._texts)
        attribute = fields.get("attribute", "")
        will = Will(
            looked_at=frozenset(str(one) for one in sent.getall("looked", [])),
            leaves_out=fields.get("leave_out") == "1",
            typed=fields.get("typed", ""),
            attribute=attribute if attribute in set(Disclosure) else "",
            reason=fields.get("attribute_reason", "")[:REASON_LETTERS],
        )
        try:
            begun = await self._batches.begin(batch.id, will, actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._refused(request, batch, error, will=will)
        if begun.stage is BatchStage.RUNNING:
            await self._run(begun, self._carrying(person))
        raise self._back(batch)

    async def confirm(self, request: web.Request) -> web.Response:
        """Carry out, as the second person, what another one has proposed.

        Raises `RefusedError` (403) without the duty.
        """
        batch, person, fields = await self._batch(request), person_of(request), await form(request)
        if not CONFIRMERS & person.duties:
            raise lacking(CONFIRMERS, self._texts)
        try:
            begun = await self._batches.confirm(batch.id, typed=fields.get("typed", ""), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._refused(request, batch, error)
        await self._run(begun, self._carrying(person))
        raise self._back(batch)

    async def recall(self, request: web.Request) -> web.Response:
        """Take back what was not carried out."""
        batch = await self._batch(request)
        try:
            await self._batches.recall(batch.id, actor=person_of(request))
        except ProcedureError as error:
            return await self._refused(request, batch, error)
        raise web.HTTPSeeOther("/operators/batches?done=batch_recalled")

    async def undo(self, request: web.Request) -> web.Response:
        """Take back, as a batch, what a batch did.

        Raises `RefusedError` (403) without the duty, `ProcedureError` while it runs.
        """
        batch, person, fields = await self._batch(request), person_of(request), await form(request)
        undo = RULES[batch.action].undo
        if undo and not undo & person.duties:
            raise lacking(undo, self._texts)
        try:
            if not _is_over(await self._run_of(batch)):
                raise ProcedureError("batches.refused.running", article="")
            begun = await self._batches.undo(batch.id, typed=fields.get("typed", ""), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._refused(request, batch, error)
        await self._run(begun, lambda one, progress: self._steps.undo(one, progress, actor=person))
        raise self._back(batch)

    def _carrying(self, person: Person) -> Carrying:
        return lambda batch, progress: self._steps.carry_out(batch, progress, actor=person)

    async def _run(self, batch: Batch, carry: Carrying) -> None:
        token = self._runs.token()
        await self._batches.started(batch.id, token)
        await self._runs.start(lambda progress: carry(batch, progress), token=token)

    async def _run_of(self, batch: Batch) -> Run | None:
        return await self._runs.of(batch.run) if batch.run else None

    def _back(self, batch: Batch) -> web.HTTPSeeOther:
        return web.HTTPSeeOther(f"/operators/batches/{batch.id}")

    async def _batch(self, request: web.Request) -> Batch:
        number = record_number(request)
        try:
            return await self._batch_list.read(number)
        except InputError:
            raise RefusedError("batches.missing", status=404, number=number) from None

    async def _refused(
        self, request: web.Request, batch: Batch, error: BotError, *, will: Will | None = None
    ) -> web.Response:
        status = 409 if isinstance(error, ProcedureError) else 422
        words = refusal_in_words(error, self._texts)
        return await self._page(request, batch, refusal=words, will=will, status=status)

    async def _page(
        self,
        request: web.Request,
        batch: Batch,
        *,
        refusal: str = "",
        will: Will | None = None,
        status: int = 200,
    ) -> web.Response:
        person, run = person_of(request), await self._run_of(batch)
        rule, names, now = RULES[batch.action], await self._colleagues.names(), self._clock.now()
        over = _is_over(run)
        begun = batch.stage in {BatchStage.RUNNING, BatchStage.UNDOING, BatchStage.DONE, BatchStage.UNDONE}
        undoable = begun and over and bool(batch.done) and batch.stage is not BatchStage.UNDONE
        return render(
            request,
            "operators/batch.html",
            status=status,
            refusal=refusal,
            batch=batch,
            rule=rule,
            rows=await self._sheet.rows(batch, person=person),
            shown=SHOWN_DOCUMENTS,
            many=FEW_DOCUMENTS,
            names=names,
            run=run,
            running=batch.stage in {BatchStage.RUNNING, BatchStage.UNDOING} and not over,
            broken=batch.stage in {BatchStage.RUNNING, BatchStage.UNDOING} and over,
            will=will or Will(),
            attributes=[one.value for one in Disclosure],
            mine=batch.author == person.login,
            expired=now > batch.expires_at,
            may_confirm=bool(CONFIRMERS & person.duties) and batch.author != person.login,
            confirmers=self._roles(CONFIRMERS),
            undoable=undoable and bool(rule.undo) and now <= batch.undo_until,
            may_undo=bool(rule.undo & person.duties),
            undoers=self._roles(rule.undo),
        )

    def _roles(self, duties: frozenset[Any]) -> str:
        return "、".join(
            self._texts(f"accounts.roles.{role.value}") for role in Role if DUTIES[role] & duties
        )


def _is_over(run: Run | None) -> bool:
    """Whether nobody works on a batch: a run that is forgotten, finished or broken is over."""
    return run is None or run.result is not None or run.broken
