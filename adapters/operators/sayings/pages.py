"""The sayings: listed by theme, added and struck out, each change shown with what it does to the answers before it is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.choices import choice
from adapters.operators.sayings.rows import ROWS_LETTERS, exported, read_rows, theme_names, written
from adapters.operators.wording import ProcedureWording
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.library.saying_records import (
    OFFICIAL_LETTERS,
    SAYING_LETTERS,
    Changed,
    ChangedSaying,
    SayingChange,
    SayingDeed,
    after,
    shipped_themes,
    table_of,
)
from knowledge.library.sayings import Sayings
from knowledge.publication.lifecycle import Duty
from knowledge.questions.saying_trial import SayingTrial, SayingVerdict
from knowledge.text import normal_form

PAGE_SAYINGS = 50
# Two hundred rows, each letter three bytes and each byte three signs of a form.
SAYING_BYTES = 9 * ROWS_LETTERS
SEARCH_LETTERS = 40
# Several sayings for the same official words are typed into one field.
FIELD_LETTERS = 200
EFFECTS_SHOWN = 60
OWN, STRUCK = "own", "struck"


@dataclass(frozen=True, slots=True)
class SayingRow:
    """One pair in the list; `rows` is what strikes it out, or brings it back, as a row that the preview reads."""

    said: str
    official: str
    theme: str
    own: bool
    struck: bool
    by: str
    at: object
    rows: str


class SayingPages:
    """Shows and changes the sayings."""

    def __init__(
        self, *, sayings: Sayings, trial: SayingTrial, wording: ProcedureWording, texts: Texts
    ) -> None:
        self._sayings = sayings
        self._trial = trial
        self._wording = wording
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/sayings", self.show),
            web.get("/sayings.csv", self.export),
            web.post("/sayings/preview", self.preview),
            web.post("/sayings", self.keep),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the list, narrowed by theme, by whose the pairs are, and by letters."""
        return await self._list(request)

    async def export(self, request: web.Request) -> web.Response:  # noqa: ARG002 - a handler's shape.
        """Hand out what the county added and struck out."""
        content = exported((await self._sayings.changed()).values(), self._texts)
        return web.Response(
            # The mark at the head tells spreadsheets that this is UTF-8.
            body=content.encode("utf-8-sig"),
            content_type="text/csv",
            headers={
                "Content-Disposition": 'attachment; filename="sayings.csv"',
                "Cache-Control": "no-store",
            },
        )

    async def preview(self, request: web.Request) -> web.Response:
        """Show what changes would do to the answers; nothing is kept."""
        fields = await form(request)
        try:
            changes = self._read(fields)
            return await self._preview(request, changes)
        except InputError as error:
            return await self._list(request, refusal=self._told(error), given=fields)

    async def keep(self, request: web.Request) -> web.Response:
        """Keep changes that were looked at; those that make saved questions worse are kept by the final review only."""
        person, fields = person_of(request), await form(request)
        try:
            changes = read_rows(fields.get("rows", ""), self._texts)
            confirmed = bool(fields.get("confirm")) and Duty.FINAL in person.duties
            if not confirmed and (await self._verdict(changes, recent=False)).saved.worse:
                return await self._preview(request, changes, refused=True)
            await self._sayings.keep(changes, actor=person.login)
        except InputError as error:
            return await self._list(request, refusal=self._told(error), given=fields)
        raise web.HTTPSeeOther("/operators/sayings?of=changed&done=saying")

    def _read(self, fields: Mapping[str, str]) -> list[SayingChange]:
        """Give the changes of a form: pasted rows, or the fields of one addition."""
        if fields.get("rows"):
            return read_rows(fields["rows"], self._texts)
        said, official = (" ".join(fields.get(name, "").split()) for name in ("said", "official"))
        names = theme_names(self._texts)
        theme = fields.get("theme", "")
        quoted = [
            f'"{cell.replace(chr(34), "")}"'
            for cell in (said[:FIELD_LETTERS], official, names.get(theme, ""))
        ]
        return read_rows(",".join(quoted), self._texts)

    async def _verdict(self, changes: Sequence[SayingChange], *, recent: bool = True) -> SayingVerdict:
        # What is in use here may be a second old, so what stands in the database is compared with.
        changed = await self._sayings.changed()
        now = await asyncio.to_thread(table_of, changed)
        then = await asyncio.to_thread(table_of, after(changed, changes))
        return await self._trial.verdict(now, then, recent=recent)

    async def _preview(
        self, request: web.Request, changes: Sequence[SayingChange], *, refused: bool = False
    ) -> web.Response:
        verdict = await self._verdict(changes)
        effects = sorted(verdict.effects, key=lambda one: (not one.saved, not one.moved))
        return render(
            request,
            "operators/saying_preview.html",
            status=422 if refused else 200,
            changes=changes,
            rows=written(changes, self._texts),
            verdict=verdict,
            effects=[(one, _try_address(one.question)) for one in effects[:EFFECTS_SHOWN]],
            unshown=max(0, len(effects) - EFFECTS_SHOWN),
            unasked=verdict.touched - verdict.asked,
            worse=verdict.saved.worse,
            refused=refused,
            final=Duty.FINAL in person_of(request).duties,
            names=theme_names(self._texts),
        )

    async def _list(
        self, request: web.Request, *, refusal: str = "", given: Mapping[str, str] | None = None
    ) -> web.Response:
        query = request.query
        names = theme_names(self._texts)
        theme = choice("theme", list(names.items()), query.get("theme", ""))
        kinds = [(name, self._texts(f"sayings.of_kinds.{name}")) for name in ("changed", OWN, STRUCK)]
        of = choice("of", kinds, query.get("of", ""))
        text = query.get("text", "")[:SEARCH_LETTERS].strip()
        changed, page = await self._sayings.changed(), page_number(query.get("page", ""))
        found = await asyncio.to_thread(_found, changed, theme=theme.chosen, of=of.chosen, text=text)
        first = (page - 1) * PAGE_SAYINGS
        people = await self._wording.names()
        return render(
            request,
            "operators/sayings.html",
            status=422 if refusal else 200,
            refusal=refusal,
            given={name: (given or {}).get(name, "") for name in ("said", "official", "theme", "rows")},
            filters=[theme, of],
            text=text,
            names=names,
            total=len(found),
            rows=[self._row(one, names, people) for one in found[first : first + PAGE_SAYINGS]],
            sheet=Sheet(
                page=page,
                more=len(found) > first + PAGE_SAYINGS,
                path="/operators/sayings",
                query={"theme": theme.chosen, "of": of.chosen, "text": text},
                total=len(found),
            ),
            counts=(len(shipped_themes()), sum(one.own and not one.struck for one in changed.values())),
            longest=(FIELD_LETTERS, OFFICIAL_LETTERS),
            said_letters=SAYING_LETTERS,
        )

    def _row(self, one: ChangedSaying, names: Mapping[str, str], people: Mapping[str, str]) -> SayingRow:
        deed = SayingDeed.RESTORE if one.struck else SayingDeed.STRIKE
        return SayingRow(
            one.said,
            one.official,
            names.get(one.theme, one.theme),
            one.own,
            one.struck,
            people.get(one.changed_by, one.changed_by),
            one.changed_at,
            written([SayingChange(deed, one.said, one.official, one.theme)], self._texts),
        )

    def _told(self, error: InputError) -> str:
        return self._texts(error.text_key, **error.values)


def _found(changed: Changed, *, theme: str, of: str, text: str) -> list[ChangedSaying]:
    """Give the pairs that fit: what operators changed first, the last changed before the others."""
    listed = [one for one in changed.values() if one.own or one.struck]
    if not of:
        listed += [
            ChangedSaying(*pair, name, own=False, struck=False)
            for pair, name in shipped_themes().items()
            if pair not in changed or not changed[pair].struck
        ]
    wanted = normal_form.fold(text)
    return [
        one
        for one in listed
        if (not theme or one.theme == theme)
        and (of != OWN or (one.own and not one.struck))
        and (of != STRUCK or one.struck)
        and (not wanted or wanted in one.said or wanted in normal_form.fold(one.official))
    ]


def _try_address(question: str) -> str:
    return f"/operators/try?{urlencode({'question': question})}"
