"""Mounts the pages of complaints: their queue and their ways in, each one with what stands beside it, events, measures."""

from aiohttp import web

from adapters.console import Site
from adapters.staff.care.bundle import BundlePages
from adapters.staff.care.case_photos import CasePhotos
from adapters.staff.care.complaint_care import ComplaintCare
from adapters.staff.care.evidence import EvidencePages
from adapters.staff.care.incidents import IncidentPages
from adapters.staff.care.measures import MeasurePages
from adapters.staff.care.publication import PublicationPages
from adapters.staff.complaint_queue import ComplaintQueuePages
from adapters.staff.complaints import ComplaintPages
from adapters.staff.entrances.complaint_registration import ComplaintRegistrationPages
from adapters.staff.entrances.hotline import HotlinePages
from adapters.web.access.colleagues import Colleagues
from handlers.policy.already_public import Lookup


class ComplaintDesk:
    """Builds every page of complaints with the services it needs; `near` finds the public documents that words come near."""

    def __init__(self, site: Site, *, care: ComplaintCare, colleagues: Colleagues, near: Lookup) -> None:
        self._site = site
        self._care = care
        self._colleagues = colleagues
        self._near = near
        self._complaints = site.services.complaints
        self._agencies = site.services.procedure.agencies
        self._photos = CasePhotos(
            site.services.pictures.service,
            thumbnails=site.services.pictures.thumbnails,
            published=site.services.pictures.published,
            texts=site.texts,
        )

    def routes(self) -> list[web.RouteDef]:
        """Give all of them; what has a name of its own comes before what bears a number."""
        return [*self._care.routes(), *self._after(), *self._together(), *self._entrances(), *self._case()]

    def _after(self) -> list[web.RouteDef]:
        """Give what is done with a case that is answered: the bundle, the offer for publication."""
        publication = PublicationPages(
            self._complaints,
            editor=self._site.services.knowledge.editor,
            photos=self._photos,
            near=self._near,
            agencies=self._agencies,
            texts=self._site.texts,
        )
        bundle = BundlePages(
            self._complaints,
            photos=self._photos,
            agencies=self._agencies,
            colleagues=self._colleagues,
            clock=self._site.clock,
            texts=self._site.texts,
        )
        return [*publication.routes(), *bundle.routes()]

    def _together(self) -> list[web.RouteDef]:
        """Give what is of many: events and measures."""
        measures = MeasurePages(
            self._complaints,
            agencies=self._agencies,
            colleagues=self._colleagues,
            texts=self._site.texts,
            clock=self._site.clock,
        )
        incidents = IncidentPages(self._complaints, agencies=self._agencies, colleagues=self._colleagues)
        return [*measures.routes(), *incidents.routes()]

    def _entrances(self) -> list[web.RouteDef]:
        """Give the ways in: calls and visits, the hotline; and the queue."""
        site = self._site
        registration = ComplaintRegistrationPages(
            self._complaints.registration, agencies=self._agencies, texts=site.texts
        )
        hotline = HotlinePages(self._complaints, agencies=self._agencies, clock=site.clock, texts=site.texts)
        queue = ComplaintQueuePages(self._complaints.ledger, agencies=self._agencies, texts=site.texts)
        return [*registration.routes(), *hotline.routes(), *queue.routes()]

    def _case(self) -> list[web.RouteDef]:
        """Give the pages of one complaint."""
        pictures = self._site.services.pictures.service
        case = ComplaintPages(
            self._complaints,
            pictures=pictures,
            photos=self._photos,
            agencies=self._agencies,
            colleagues=self._colleagues,
            care=self._care,
            texts=self._site.texts,
        )
        evidence = EvidencePages(self._complaints, pictures=pictures, agencies=self._agencies)
        return [*evidence.routes(), *case.routes()]
