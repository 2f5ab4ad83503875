"""The register of what is not made public: listed and narrowed, entered, checked, sealed, opened for a reason, looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.operators.duties import person_of
from adapters.operators.procedure import Wording
from adapters.operators.questions import Choice
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from adapters.web.security import form
from bot.clock import Clock, local_date
from bot.errors import BotError, InputError, ProcedureError, ServiceError
from handlers.texts import Texts
from knowledge.library import KnowledgeService
from knowledge.publishing import Duty, Person
from knowledge.withheld import Entry, Move, WithheldRegister
from knowledge.withheld_list import Taken, Withheld, WithheldFilters
from knowledge.withholding import ARTICLES, POINTS, READERS, WITH_REASON, Ground, Stage, Step, next_steps

TONES = {
    Stage.REGISTERED: "warn",
    Stage.CHECKED: "info",
    Stage.RETURNED: "bad",
    Stage.SEALED: "good",
    Stage.RELEASED: "",
}
DUE_DAYS = 30
LONGEST_NUMBER = 9
LONGEST_TEXT = 40
LONGEST = 2000
ASKED = frozenset({Step.SEAL, Step.RELEASE})
FIELDS = ("title", "unit", "reason", "decided_by", "basis", "document_id", "summary", "kept_at")


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the list."""

    record: Withheld
    url: str
    number: str
    ground: str
    stage: str
    tone: str
    late: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A step this person may take now, with what it asks for."""

    name: str
    words: str
    points: Sequence[tuple[str, str, bool]]
    with_reason: bool
    with_day: bool
    asks: str


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was taken, in words."""

    step: str
    by: str
    reason: str
    at: datetime


class WithheldPages:
    """Shows the register to those who have a duty in it, and takes their steps."""

    def __init__(
        self,
        *,
        register: WithheldRegister,
        knowledge: KnowledgeService,
        wording: Wording,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._register = register
        self._knowledge = knowledge
        self._wording = wording
        self._texts = texts
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
        person, query, today = _reader(request), request.query, self._today()
        stage = _choice("stage", self._named("stages", Stage), query)
        ground = _choice("ground", self._named("grounds", Ground), query)
        unit = _choice("unit", [(name, name) for name in await self._register.units()], query)
        due, text = query.get("due") == "1", query.get("text", "")[:LONGEST_TEXT].strip()
        page = page_number(query.get("page", ""))
        found, more = await self._register.page(
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
        counts = await self._register.counts()
        return render(
            request,
            "operators/withheld.html",
            filters=[stage, ground, unit],
            due=due,
            text=text,
            may_enter=Duty.DRAFT in person.duties,
            counts=[(self._texts(f"withheld.stages.{one.value}"), counts[one]) for one in Stage],
            rows=[self._row(one) for one in found],
            sheet=Sheet(
                page=page, more=more, path="/operators/withheld", query={**kept, "due": "1" if due else ""}
            ),
        )

    async def blank(self, request: web.Request) -> web.Response:
        """Show an empty form, or one filled from a document of the knowledge base."""
        _drafting(request)
        return await self._form(request, await self._of_document(request.query.get("document", "")))

    async def enter(self, request: web.Request) -> web.Response:
        """Enter something into the register; what is missing is said on the same page."""
        person, fields = _drafting(request), await form(request)
        try:
            kept = await self._register.register(_entry(fields), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._form(request, fields, refusal=self._refusal(error, {}), status=422)
        raise web.HTTPSeeOther(f"/operators/withheld/{kept.id}?done=withheld_registered")

    async def show(self, request: web.Request) -> web.Response:
        """Show a record without what is sealed in it."""
        return await self._page(request)

    async def amend(self, request: web.Request) -> web.Response:
        """Enter again what was sent back."""
        person, fields, number = _drafting(request), await form(request), _number(request)
        try:
            await self._register.amend(number, _entry(fields), actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._page(request, refusal=await self._named_refusal(error), written=fields)
        raise web.HTTPSeeOther(f"/operators/withheld/{number}?done=withheld_registered")

    async def take(self, request: web.Request) -> web.Response:
        """Take a step on a record."""
        person, fields, number = _reader(request), await form(request), _number(request)
        try:
            move = Move(
                Step(fields.get("step", "")),
                frozenset(name.removeprefix("point.") for name in fields if name.startswith("point.")),
                fields.get("why", "").strip()[:LONGEST],
                _day(fields.get("review_on", "")),
            )
        except ValueError:
            raise web.HTTPBadRequest from None
        try:
            await self._register.take(number, move, actor=person)
        except ServiceError:
            raise
        except BotError as error:
            return await self._page(request, refusal=await self._named_refusal(error), written=fields)
        raise web.HTTPSeeOther(f"/operators/withheld/{number}?done=withheld_taken")

    async def view(self, request: web.Request) -> web.Response:
        """Show what is sealed, once, to whoever may see it and says why."""
        person, fields, number = _reader(request), await form(request), _number(request)
        reason = fields.get("why", "").strip()[:LONGEST]
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
        person, names = _reader(request), await self._wording.names()
        try:
            record, steps = await self._register.read(_number(request))
        except InputError:
            raise RefusedError("withheld.missing", status=404, number=_number(request)) from None
        open_steps = next_steps(record.stage, duties=person.duties)
        return render(
            request,
            "operators/withheld_one.html",
            status=422 if refusal else 200,
            refusal=refusal,
            row=self._row(record),
            record=record,
            article=ARTICLES[record.ground],
            document=await self._title(record.document_id),
            history=[self._past(one, names) for one in steps],
            ways=[
                self._way(one, written or {}) for one in open_steps if one not in {Step.VIEW, Step.REGISTER}
            ],
            may_view=Step.VIEW in open_steps,
            may_amend=Step.REGISTER in open_steps,
            opened=opened,
            why=(written or {}).get("why", ""),
            **self._fields(_written(record) | dict(written or {})),
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
            **self._fields(values),
        )

    def _fields(self, values: Mapping[str, str]) -> dict[str, Any]:
        named = {name: values.get(name, "") for name in (*FIELDS, "decided_on", "review_on")}
        grounds = [
            (
                one.value,
                self._texts(f"withheld.grounds.{one.value}"),
                ARTICLES[one],
                values.get("ground") == one.value,
            )
            for one in Ground
        ]
        return {"values": named, "grounds": grounds}

    async def _of_document(self, identifier: str) -> dict[str, str]:
        """Give what a form can take from a document of the knowledge base."""
        try:
            document = (await self._knowledge.read(identifier)).version.document if identifier else None
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
        titles = await self._knowledge.shelf.titles([identifier]) if identifier else {}
        return titles.get(identifier, "")

    def _way(self, step: Step, written: Mapping[str, str]) -> Way:
        own = written.get("step") == step.value
        points = [
            (name, self._texts(f"withheld.points.{step.value}.{name}"), own and f"point.{name}" in written)
            for name in POINTS.get(step, ())
        ]
        asks = self._texts(f"withheld.asks.{step.value}") if step in ASKED else ""
        words = self._texts(f"withheld.steps.{step.value}")
        return Way(step.value, words, points, step in WITH_REASON, step is Step.RENEW, asks)

    def _past(self, one: Taken, names: Mapping[str, str]) -> Past:
        words = self._texts(f"withheld.steps.{one.step.value}")
        return Past(words, names.get(one.actor, one.actor), one.reason, one.at)

    def _row(self, record: Withheld) -> Row:
        return Row(
            record,
            f"/operators/withheld/{record.id}",
            self._texts("withheld.one", year=record.year, number=record.number),
            self._texts(f"withheld.grounds.{record.ground.value}"),
            self._texts(f"withheld.stages.{record.stage.value}"),
            TONES[record.stage],
            late=record.stage is Stage.SEALED and record.review_on < self._today(),
        )

    async def _named_refusal(self, error: BotError) -> str:
        return self._refusal(error, await self._wording.names())

    def _refusal(self, error: BotError, names: Mapping[str, str]) -> str:
        """Give a refusal as a sentence: codes become words, log-in names become names."""
        values: dict[str, object] = dict(error.values)
        if isinstance(error, ProcedureError):
            values["article"] = error.article
        for name, group in (("stage", "stages"), ("step", "steps"), ("before", "steps")):
            if name in values:
                values[name] = self._texts(f"withheld.{group}.{values[name]}")
        if "person" in values:
            values["person"] = names.get(str(values["person"]), values["person"])
        return self._texts(error.text_key, **values)

    def _named(self, group: str, kinds: type[Stage] | type[Ground]) -> Sequence[tuple[str, str]]:
        return [(one.value, self._texts(f"withheld.{group}.{one.value}")) for one in kinds]

    def _today(self) -> date:
        return local_date(self._clock.now())


def _reader(request: web.Request) -> Person:
    """Give the person at the desk; raises `RefusedError` without a duty in the register."""
    person = person_of(request)
    if not person.duties & READERS:
        raise RefusedError("withheld.no_duty", status=403)
    return person


def _drafting(request: web.Request) -> Person:
    person = _reader(request)
    if Duty.DRAFT not in person.duties:
        raise RefusedError("publishing.refused.drafting", status=403)
    return person


def _entry(fields: Mapping[str, str]) -> Entry:
    """Read an entry from a form; raises `InputError` for a ground or a day that is none."""
    try:
        ground = Ground(fields.get("ground", ""))
    except ValueError:
        raise InputError("withheld.refused.no_ground") from None
    try:
        decided_on = _day(fields.get("decided_on", ""))
        review_on = _day(fields.get("review_on", ""))
    except ValueError:
        raise InputError("withheld.refused.bad_day") from None
    if decided_on is None or review_on is None:
        raise InputError("withheld.refused.bad_day")
    values = {name: fields.get(name, "")[:LONGEST] for name in FIELDS}
    return Entry(ground=ground, decided_on=decided_on, review_on=review_on, **values)


def _written(record: Withheld) -> dict[str, str]:
    """Give a record as its form holds it; what is sealed is written anew."""
    return {
        "title": record.title,
        "unit": record.unit,
        "ground": record.ground.value,
        "basis": record.basis,
        "reason": record.reason,
        "document_id": record.document_id,
        "decided_by": record.decided_by,
        "decided_on": record.decided_on.isoformat(),
        "review_on": record.review_on.isoformat(),
    }


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(request: web.Request) -> int:
    wanted = request.match_info["number"]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_NUMBER):
        raise web.HTTPNotFound
    return int(wanted)


def _choice(name: str, options: Sequence[tuple[str, str]], query: Mapping[str, str]) -> Choice:
    chosen = query.get(name, "")
    return Choice(name, options, chosen if chosen in dict(options) else "")
