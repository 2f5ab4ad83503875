"""The register of what is not made public: listed and narrowed, entered, checked, sealed, opened for a reason, looked at again."""

from collections.abc import Mapping
from datetime import date, timedelta

from aiohttp import web

from adapters.operators.addresses import withheld_address
from adapters.operators.choices import choice
from adapters.operators.withheld.wording import FIELD_LETTERS, WithheldWords, day_of, entry, written_of
from adapters.operators.wording import ProcedureWording
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from bot.errors import BotError, InputError, ServiceError
from handlers.texts import Texts
from knowledge.library.listing import Shelf
from knowledge.library.service import DocumentService
from knowledge.publication.lifecycle import Duty
from knowledge.publication.withheld.ledger import WithheldLedger
from knowledge.publication.withheld.lifecycle import ARTICLES, Ground, Stage, Step, next_steps
from knowledge.publication.withheld.service import RegisterMove, WithheldRegister
from knowledge.publication.withheld.store import WithheldFilters

DUE_DAYS = 30
SEARCH_LETTERS = 40


class WithheldPages:
    """Shows the register to those who have a duty in it, and takes their steps."""

    def __init__(
        self,
        *,
        register: WithheldRegister,
        ledger: WithheldLedger,
        documents: DocumentService,
        shelf: Shelf,
        wording: ProcedureWording,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._register = register
        self._ledger = ledger
        self._documents = documents
        self._shelf = shelf
        self._wording = wording
        self._texts = texts
        self._words = WithheldWords(texts)
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/withheld", self.list),
            web.get("/withheld/new", self.blank),
            web.post("/withheld/new", self.enter),
            web.get("/withheld/{number}", self.show),
            web.post("/withheld/{number}/amend", self.amend),
            web.post("/withheld/{number}/view", self.view),
            web.post("/withheld/{number}/take", self.take),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show a sheet of the register, what is due first."""
        person, query, today = person_of(request), request.query, self._today()
        stage = choice("stage", self._words.named("stages", Stage), query.get("stage", ""))
        ground = choice("ground", self._words.named("grounds", Ground), query.get("ground", ""))
        unit = choice("unit", [(name, name) for name in await self._ledger.units()], query.get("unit", ""))
        due, text = query.get("due") == "1", query.get("text", "")[:SEARCH_LETTERS].strip()
        page = page_number(query.get("page", ""))
        found, more = await self._ledger.page(
            WithheldFilters(
                stage=Stage(stage.chosen) if stage.chosen else None,
                ground=Ground(ground.chosen) if ground.chosen else None,
                unit=unit.chosen,
                text=text,
                due_by=today + timedelta(days=DUE_DAYS) if due else None,
            ),
            number=page,
        )
        kept = {"stage": stage.chosen, "ground": ground.chosen, "unit": unit.chosen, "text": text}
        counts = await self._ledger.counts()
        return render(
            request,
            "operators/withheld.html",
            filters=[stage, ground, unit],
            due=due,
            text=text,
            may_enter=Duty.DRAFT in person.duties,
            counts=[(self._texts(f"withheld.stages.{one.value}"), counts[one]) for one in Stage],
            rows=[self._words.row(one, today=today) for one in found],
            sheet=Sheet(
                page=page, more=more, path="/operators/withheld", query={**kept, "due": "1" if due else ""}
            ),
        )

    async def blank(self, request: web.Request) -> web.Response:
        """Show an empty form, or one filled from a document of the knowledge base."""
        return await self._form(request, await self._of_document(request.query.get("document", "")))

    async def enter(self, request: web.Request) -> web.Response:
        """Enter something into the register; what is missing is said on the same page."""
        person, fields = person_of(request), await form(request)
        try:
            kept = await self._register.register(entry(fields), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._form(request, fields, refusal=self._words.refusal(error, {}), status=422)
        raise web.HTTPSeeOther(f"{withheld_address(str(kept.id))}?done=withheld_registered")

    async def show(self, request: web.Request) -> web.Response:
        """Show a record without what is sealed in it."""
        return await self._page(request)

    async def amend(self, request: web.Request) -> web.Response:
        """Enter again what was sent back."""
        person, fields, number = person_of(request), await form(request), record_number(request)
        try:
            await self._register.amend(number, entry(fields), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._page(request, refusal=await self._named_refusal(error), written=fields)
        raise web.HTTPSeeOther(f"{withheld_address(str(number))}?done=withheld_registered")

    async def take(self, request: web.Request) -> web.Response:
        """Take a step on a record; raises `HTTPBadRequest` for a step that is none."""
        person, fields, number = person_of(request), await form(request), record_number(request)
        try:
            move = RegisterMove(
                Step(fields.get("step", "")),
                frozenset(name.removeprefix("point.") for name in fields if name.startswith("point.")),
                fields.get("why", "").strip()[:FIELD_LETTERS],
                day_of(fields.get("review_on", "")),
            )
        except ValueError:
            raise web.HTTPBadRequest from None
        try:
            await self._register.take(number, move, actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._page(request, refusal=await self._named_refusal(error), written=fields)
        raise web.HTTPSeeOther(f"{withheld_address(str(number))}?done=withheld_taken")

    async def view(self, request: web.Request) -> web.Response:
        """Show what is sealed, once, to whoever may see it and says why."""
        person, fields, number = person_of(request), await form(request), record_number(request)
        reason = fields.get("why", "").strip()[:FIELD_LETTERS]
        try:
            summary, kept_at = await self._register.view(number, reason=reason, actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._page(request, refusal=await self._named_refusal(error), written=fields)
        return await self._page(request, opened=(summary, kept_at))

    async def _page(
        self,
        request: web.Request,
        *,
        refusal: str = "",
        written: Mapping[str, str] | None = None,
        opened: tuple[str, str] | None = None,
    ) -> web.Response:
        person, names = person_of(request), await self._wording.names()
        try:
            record, steps = await self._ledger.read(record_number(request))
        except InputError:
            raise RefusedError("withheld.missing", status=404, number=record_number(request)) from None
        open_steps = next_steps(record.stage, duties=person.duties)
        return render(
            request,
            "operators/withheld_one.html",
            status=422 if refusal else 200,
            refusal=refusal,
            row=self._words.row(record, today=self._today()),
            record=record,
            article=ARTICLES[record.ground],
            document=await self._title(record.document_id),
            history=[self._words.past(one, names) for one in steps],
            ways=[
                self._words.way(one, written or {})
                for one in open_steps
                if one not in {Step.VIEW, Step.REGISTER}
            ],
            may_view=Step.VIEW in open_steps,
            may_amend=Step.REGISTER in open_steps,
            opened=opened,
            why=(written or {}).get("why", ""),
            **self._words.fields(written_of(record) | dict(written or {})),
        )

    async def _form(
        self, request: web.Request, values: Mapping[str, str], *, refusal: str = "", status: int = 200
    ) -> web.Response:
        return render(
            request,
            "operators/withheld_form.html",
            status=status,
            refusal=refusal,
            document=await self._title(values.get("document_id", "")),
            **self._words.fields(values),
        )

    async def _of_document(self, identifier: str) -> dict[str, str]:
        """Give what a form can take from a document of the knowledge base."""
        try:
            document = (await self._documents.read(identifier)).version.document if identifier else None
        except InputError:
            document = None
        if document is None:
            return {}
        return {
            "document_id": document.id,
            "title": document.title,
            "unit": document.unit or document.issuer,
            "reason": document.disclosure_reason,
            "review_on": document.review_on.isoformat() if document.review_on else "",
        }

    async def _title(self, identifier: str) -> str:
        titles = await self._shelf.titles([identifier]) if identifier else {}
        return titles.get(identifier, "")

    async def _named_refusal(self, error: BotError) -> str:
        return self._words.refusal(error, await self._wording.names())

    def _today(self) -> date:
        return local_date(self._clock.now())
