"""The bundle of a complaint as one PDF: its story with the digests of its lines, its papers, and each photo on a page."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.staff.care.case_photos import CasePhotos, SeenPhoto
from adapters.staff.care.complaint_words import ComplaintWords
from adapters.web import dates
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.errors import RefusedError
from bot.clock import Clock
from bot.errors import InputError
from handlers.complaints.case.clocks import UnitClock
from handlers.complaints.case.ledger import ComplaintStory
from handlers.county.agencies import AgencyDirectory
from handlers.files.booklet import BookletPicture, booklet
from handlers.files.text_pages import HEADING_POINTS, TITLE_POINTS, PrintedText
from handlers.texts import Texts
from knowledge.text.persons import mask_question


@dataclass(frozen=True, slots=True)
class BundleSheet:
    """What a bundle is written from."""

    story: ComplaintStory
    digests: Sequence[str]
    photos: Sequence[SeenPhoto]
    names: Mapping[str, str]
    made: str


class BundlePages:
    """Gives the bundle to the office; to everybody who may not see the complaint there is none."""

    def __init__(
        self,
        services: ComplaintServices,
        *,
        photos: CasePhotos,
        agencies: AgencyDirectory,
        colleagues: Colleagues,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._services = services
        self._photos = photos
        self._agencies = agencies
        self._colleagues = colleagues
        self._clock = clock
        self._texts = texts
        self._words = ComplaintWords(texts)

    def routes(self) -> list[web.RouteDef]:
        """Give the address below `/staff`."""
        return [web.get("/complaints/{number}/bundle.pdf", self.give)]

    async def give(self, request: web.Request) -> web.Response:
        """Make the bundle; that it was made, and each photo in it, is noted with who did."""
        number, clerk = request.match_info["number"], complaint_clerk_of(request, self._agencies)
        try:
            story = await self._services.ledger.story(number, clerk=clerk)
            digests = await self._services.bundles.begun(number, clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
        photos = await self._photos.seen(story, actor=clerk.login)
        names = await self._colleagues.names()
        who, at = names.get(clerk.login, clerk.login), dates.moment(self._clock.now())
        sheet = BundleSheet(story, digests, photos, names, self._t("made", who=who, at=at))
        pictures = [BookletPicture(one.file.form, one.file.turn, one.file.content) for one in photos]
        content = await booklet(list(self._written(sheet)), pictures, foot=f"{number}　{at}")
        headers = {"Content-Disposition": f'attachment; filename="{number}.pdf"', "Cache-Control": "no-store"}
        return web.Response(body=content, content_type="application/pdf", headers=headers)

    def _written(self, sheet: BundleSheet) -> Iterator[PrintedText]:
        """Give the text: whatever somebody wrote has its persons hidden, for the bundle leaves the desk."""
        yield PrintedText(self._t("title", number=sheet.story.line.number), TITLE_POINTS)
        yield PrintedText(sheet.made)
        yield from self._part("told", [sheet.story.line.gist])
        yield PrintedText("")
        for name, value in self._words.facts(sheet.story):
            if value:
                yield PrintedText(mask_question(f"{self._texts(f'staff.complaints.{name}')}：{value}"))
        yield from self._part("dates", self._dates(sheet.story))
        yield from self._part("story", self._story(sheet))
        yield from self._part("papers", self._papers(sheet))
        yield from self._part("ratings", self._words.ratings(sheet.story))
        yield from self._part("photos", self._listed(sheet.photos))
        yield PrintedText("")
        yield PrintedText(self._t("check"))

    def _part(self, name: str, lines: Sequence[str] | Iterator[str]) -> Iterator[PrintedText]:
        """Give a part with its heading; nothing of one that is empty."""
        told = list(lines)
        if told:
            yield PrintedText("")
            yield PrintedText(self._t(name), HEADING_POINTS)
        yield from map(PrintedText, told)

    def _dates(self, story: ComplaintStory) -> Iterator[str]:
        due = story.dates.due_on
        yield self._t("due", day=dates.day(due) if due else self._t("open"))
        yield from map(self._unit, story.dates.units)

    def _unit(self, clock: UnitClock) -> str:
        day = dates.day(clock.due_on) if clock.due_on else self._t("open")
        on = clock.reported_on
        reported = self._t("reported", day=dates.day(on)) if on else self._t("unreported")
        return self._t("unit_due", unit=clock.unit, day=day, reported=reported)

    def _story(self, sheet: BundleSheet) -> Iterator[str]:
        for line, digest in zip(sheet.story.timeline, sheet.digests, strict=True):
            event = self._words.event(line, sheet.names)
            yield f"{dates.moment(event.at)}　{event.words}　{event.actor}"
            yield self._t("digest", digest=digest)

    def _papers(self, sheet: BundleSheet) -> Iterator[str]:
        for paper in sheet.story.papers:
            shown = self._words.paper(paper, sheet.names)
            yield f"{dates.moment(shown.at)}　{shown.title}　{shown.author}"
            yield from map(mask_question, shown.lines)

    def _listed(self, photos: Sequence[SeenPhoto]) -> Iterator[str]:
        for place, one in enumerate(photos, start=1):
            source = self._texts(f"care.publication.photos_from.{one.source}")
            digest = hashlib.sha256(one.file.content).hexdigest()
            yield self._t(
                "photo", place=place, source=source, at=dates.moment(one.file.sent_at), digest=digest
            )

    def _t(self, name: str, **values: object) -> str:
        return self._texts(f"care.bundle.{name}", **values)
