"""Mounts the pages of the operators' desk, room by room; they share preview, wording and people's names."""

from collections.abc import Mapping
from functools import partial

from aiohttp import web

from adapters.console import Site
from adapters.operators.accounts import AccountPages
from adapters.operators.batches.pages import BatchPages
from adapters.operators.batches.plans import BatchPlans
from adapters.operators.batches.sheet import BatchSheet
from adapters.operators.batches.steps import BatchSteps
from adapters.operators.documents.abolitions import AbolitionPages
from adapters.operators.documents.catalogue import CataloguePages
from adapters.operators.documents.catalogue_export import CatalogueExport
from adapters.operators.documents.discards import DiscardPages
from adapters.operators.documents.document import KnowledgePages
from adapters.operators.documents.due import DuePages
from adapters.operators.documents.due_summary import rules_of
from adapters.operators.documents.editor import EDITOR_BYTES, EditorPages
from adapters.operators.documents.photo_cover import PhotoCoverPages
from adapters.operators.documents.photos import DocumentPhotoPages
from adapters.operators.documents.picker import PickerPages
from adapters.operators.documents.preview import Preview
from adapters.operators.documents.proposals import ProposalPages
from adapters.operators.documents.scan import ScanPages
from adapters.operators.documents.source_files import SourceFilePages
from adapters.operators.documents.text_search import TextSearchPages
from adapters.operators.documents.versions import VersionPages
from adapters.operators.dossiers import Dossiers
from adapters.operators.gap_draft import GapDrafts
from adapters.operators.guides.waived import WAIVED_BYTES, WaivedPages
from adapters.operators.imports.pages import IMPORT_BYTES, ImportPages
from adapters.operators.imports.templates import TemplatePages
from adapters.operators.imports.uploads import Uploads
from adapters.operators.inspection.pages import InspectionPages
from adapters.operators.openness.plan import PlanPages
from adapters.operators.outlets.pages import OutletPages
from adapters.operators.own_work import OwnWorkList
from adapters.operators.passages.pages import PassagePages
from adapters.operators.questions.effects import EffectPages
from adapters.operators.questions.gaps import GapPages
from adapters.operators.questions.log import QuestionPages
from adapters.operators.questions.popular import PopularPages
from adapters.operators.questions.regression import RegressionPages, require_no_worse
from adapters.operators.questions.switches import SwitchPages
from adapters.operators.questions.trial import TrialPages
from adapters.operators.reviews.corrections import CorrectionPages
from adapters.operators.reviews.findings import ProofReader
from adapters.operators.reviews.paths import PathPages
from adapters.operators.reviews.report import ReportPages
from adapters.operators.reviews.review import ReviewPages
from adapters.operators.reviews.sheets import SheetPages
from adapters.operators.reviews.submissions import SubmissionPages
from adapters.operators.reviews.vocabulary import VocabularyKeeper
from adapters.operators.reviews.words import WordPages
from adapters.operators.runs import RunRegistry
from adapters.operators.sayings.pages import SAYING_BYTES, SayingPages
from adapters.operators.units.phones import UnitPhonePages
from adapters.operators.web_pages.pages import WebPageList
from adapters.operators.withheld.register import WithheldPages
from adapters.operators.wording import ProcedureWording
from adapters.services.openness_paths import openness_paths
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.session_list import SessionList
from adapters.web.calendar_gap import CalendarWarning
from adapters.web.photo_files import page_darkroom
from adapters.wechat.api.alarms import AlarmBook
from handlers.policy.answer_text import Quoting
from handlers.published.library import Library
from handlers.published.sources import Sources

# Addresses that take more than a form, with the bytes they take.
WIDER_BODIES: Mapping[str, int] = {
    "/operators/import": IMPORT_BYTES,
    "/operators/editor": EDITOR_BYTES,
    "/operators/editor/": EDITOR_BYTES,
    "/operators/preview": EDITOR_BYTES,
    "/operators/sayings": SAYING_BYTES,
    "/operators/sayings/preview": SAYING_BYTES,
    **WAIVED_BYTES,
}


def routes(site: Site, runs: RunRegistry) -> list[web.RouteDef]:
    """Give the pages below `/operators`; `runs` carries work that takes longer than a page may."""
    return OperatorsDesk(site, runs).routes()


class OperatorsDesk:
    """Builds every page with the services it needs."""

    def __init__(self, site: Site, runs: RunRegistry) -> None:
        self._site = site
        self._runs = runs
        self._services, self._knowledge = site.services, site.services.knowledge
        self._colleagues = Colleagues(site.services.access.accounts)
        self._wording = ProcedureWording(site.texts, self._colleagues)
        self._dossiers = Dossiers(
            self._knowledge.documents, self._knowledge.reviews, wording=self._wording, texts=site.texts
        )
        self._sources = Sources(site.texts, public_url=site.public_url)
        self._quoting = Quoting(site.texts, self._sources, county=site.county)
        self._preview = Preview(
            index=site.services.answering.index,
            quoting=self._quoting,
            pictures=site.services.pictures.published,
            county=site.county,
            clock=site.clock,
        )

        self._effects = EffectPages(
            site.services.asked.effects,
            documents=self._knowledge.documents,
            index=site.services.answering.index,
            runs=runs,
        )
        self._switches = SwitchPages(
            site.services.answering.switches,
            index=site.services.answering.index,
            colleagues=self._colleagues,
            county=site.county,
            texts=site.texts,
            clock=site.clock,
        )

    def routes(self) -> list[web.RouteDef]:
        """Give the pages of all rooms."""
        return [
            *self._lists(),
            *self._batches(),
            *self._imports(),
            *self._questions(),
            *self._sayings(),
            *self._withheld(),
            *self._writing(),
            *self._reviews(),
            *self._document(),
            *OutletPages(
                self._services.openness.outlet_ledger,
                posting=self._services.openness.outlets,
                alarms=AlarmBook(self._site.redis),
                clock=self._site.clock,
                texts=self._site.texts,
            ).routes(),
            *WebPageList(
                self._services.web_pages, is_allowed=self._site.may_call_out, texts=self._site.texts
            ).routes(),
            *UnitPhonePages(
                self._services.unit_phones, colleagues=self._colleagues, texts=self._site.texts
            ).routes(),
            *WaivedPages(self._services.openness.waived, texts=self._site.texts).routes(),
            *PlanPages(self._services.openness.plan, wording=self._wording, texts=self._site.texts).routes(),
            *InspectionPages(self._services.oversight.inspections, texts=self._site.texts).routes(),
            *self._accounts(),
        ]

    def _accounts(self) -> list[web.RouteDef]:
        """Give the administrator's pages of accounts."""
        site = self._site
        pages = AccountPages(
            accounts=self._services.access.accounts,
            administration=self._services.access.administration,
            sessions=SessionList(site.redis),
            county=site.county,
            texts=site.texts,
            clock=site.clock,
        )
        return pages.routes()

    def _lists(self) -> list[web.RouteDef]:
        """Give the list of documents, what is due, and the picker."""
        site, knowledge, rules = self._site, self._knowledge, rules_of(self._site.county)
        catalogue = CataloguePages(
            shelf=knowledge.shelf,
            batch_list=knowledge.batch_list,
            due=self._services.oversight.due,
            rules=rules,
            colleagues=self._colleagues,
            warning=CalendarWarning(
                self._services.holidays,
                cases=self._services.disclosure.ledger.count_provisional,
                clock=site.clock,
            ),
            switched=self._switches.standing,
            own_work=OwnWorkList(
                reviews=knowledge.reviews,
                withheld=self._services.openness.withheld_ledger,
                gaps=self._services.asked.gaps,
            ),
            texts=site.texts,
            clock=site.clock,
        )
        due = DuePages(
            due=self._services.oversight.due,
            rules=rules,
            approvals=knowledge.approvals,
            particulars=knowledge.particulars,
            texts=site.texts,
        )
        return [
            *catalogue.routes(),
            *due.routes(),
            *CatalogueExport(
                self._services.openness.catalogue, county=site.county, texts=site.texts
            ).routes(),
            *PickerPages(shelf=knowledge.shelf, texts=site.texts).routes(),
        ]

    def _batches(self) -> list[web.RouteDef]:
        """Give what is done to several documents at once, and the proposals of machines that people check."""
        site, knowledge = self._site, self._knowledge
        proposals = ProposalPages(
            documents=knowledge.documents,
            abolitions=knowledge.abolitions,
            proposals=knowledge.proposals,
            texts=site.texts,
        )
        steps = BatchSteps(
            documents=knowledge.documents,
            batches=knowledge.batches,
            particulars=knowledge.particulars,
            proposals=knowledge.proposals,
            reviews=knowledge.reviews,
            discards=knowledge.discards,
            texts=site.texts,
            link_checker=site.link_checker,
            watching=self._effects.watching,
        )
        sheet = BatchSheet(
            documents=knowledge.documents,
            shelf=knowledge.shelf,
            proposals=knowledge.proposals,
            reviews=knowledge.reviews,
            discards=knowledge.discards,
            texts=site.texts,
        )
        batches = BatchPages(
            batches=knowledge.batches,
            batch_list=knowledge.batch_list,
            runs=self._runs,
            steps=steps,
            sheet=sheet,
            colleagues=self._colleagues,
            texts=site.texts,
            clock=site.clock,
        )
        texts = TextSearchPages(
            search=knowledge.text_search,
            documents=knowledge.documents,
            editor=knowledge.editor,
            reviews=knowledge.reviews,
            batches=knowledge.batches,
            texts=site.texts,
        )
        plans = BatchPlans(shelf=knowledge.shelf, batches=knowledge.batches, texts=site.texts)
        return [*plans.routes(), *texts.routes(), *batches.routes(), *proposals.routes()]

    def _imports(self) -> list[web.RouteDef]:
        imports = ImportPages(
            dry_run=self._knowledge.dry_run,
            imports=self._knowledge.imports,
            uploads=Uploads(self._site.uploads),
            runs=self._runs,
            sources=self._services.source_files,
            texts=self._site.texts,
        )
        return [*TemplatePages(self._site.texts).routes(), *imports.routes()]

    def _questions(self) -> list[web.RouteDef]:
        """Give what citizens asked, what was not answered, what must stay answered, and the trial."""
        site, services = self._site, self._services
        trial = TrialPages(
            answerer=services.answering.answerer,
            index=services.answering.index,
            understanding=services.answering.understanding,
            rehearsal=services.asked.rehearsal,
            quoting=self._quoting,
            sources=self._sources,
            texts=site.texts,
            clock=site.clock,
            explainer=site.explainer,
        )
        questions = QuestionPages(log=services.asked.questions, texts=site.texts)
        popular = PopularPages(services.asked.popular, texts=site.texts)
        gaps = GapPages(
            gaps=services.asked.gaps,
            county=site.county,
            texts=site.texts,
            clock=site.clock,
            calendar=site.calendar,
        )
        saved = RegressionPages(
            saved=services.asked.saved,
            rehearsal=services.asked.rehearsal,
            library=Library(services.answering.index),
            texts=site.texts,
        )
        return [
            *trial.routes(),
            *questions.routes(),
            *popular.routes(),
            *self._switches.routes(),
            *self._effects.routes(),
            *gaps.routes(),
            *saved.routes(),
        ]

    def _sayings(self) -> list[web.RouteDef]:
        """Give what citizens say, and what documents call it."""
        pages = SayingPages(
            sayings=self._knowledge.sayings,
            trial=self._services.asked.saying_trial,
            wording=self._wording,
            texts=self._site.texts,
        )
        return pages.routes()

    def _withheld(self) -> list[web.RouteDef]:
        withheld = WithheldPages(
            register=self._services.openness.withheld,
            ledger=self._services.openness.withheld_ledger,
            documents=self._knowledge.documents,
            shelf=self._knowledge.shelf,
            wording=self._wording,
            texts=self._site.texts,
            clock=self._site.clock,
        )
        return withheld.routes()

    def _writing(self) -> list[web.RouteDef]:
        """Give the editor, the comparison of versions, and what repeals what."""
        editor = EditorPages(
            self._dossiers,
            editor=self._knowledge.editor,
            preview=self._preview,
            shelf=self._knowledge.shelf,
            gap_drafts=GapDrafts(self._services.asked.gaps),
        )
        versions = VersionPages(self._dossiers, editor=self._knowledge.editor)
        abolitions = AbolitionPages(abolitions=self._knowledge.abolitions)
        discards = DiscardPages(self._knowledge.discards, colleagues=self._colleagues)
        return [*editor.routes(), *versions.routes(), *abolitions.routes(), *discards.routes()]

    def _reviews(self) -> list[web.RouteDef]:
        """Give the way to the public: words that are looked for, submission, the three reviews, their sheet and report."""
        site, knowledge = self._site, self._knowledge
        reader = ProofReader(
            watchwords=knowledge.watchwords,
            vocabularies=VocabularyKeeper(self._services.answering.index),
            link_checker=site.link_checker,
        )
        words = WordPages(
            watchwords=knowledge.watchwords,
            search=knowledge.text_search,
            wording=self._wording,
            texts=site.texts,
        )
        submissions = SubmissionPages(self._dossiers, findings=knowledge.findings, reader=reader)
        reviews = ReviewPages(
            self._dossiers,
            preview=self._preview,
            reader=reader,
            rehearsed=partial(require_no_worse, self._services.asked.rehearsal),
            watching=self._effects.watching,
        )
        report = ReportPages(
            findings=knowledge.findings,
            disputes=self._services.disclosure.figures.disputes,
            texts=site.texts,
            clock=site.clock,
        )
        return [
            *report.routes(),
            *words.routes(),
            *SheetPages(self._dossiers).routes(),
            *PathPages(self._dossiers, paths=openness_paths(site.texts)).routes(),
            *submissions.routes(),
            *CorrectionPages(self._dossiers, editor=knowledge.editor).routes(),
            *reviews.routes(),
        ]

    def _document(self) -> list[web.RouteDef]:
        """Give the page of one document; an id may hold anything, so its addresses come last."""
        document = KnowledgePages(
            self._dossiers,
            shelf=self._knowledge.shelf,
            proposals=self._knowledge.proposals,
            scans=self._knowledge.scans,
            preview=self._preview,
            sources=self._services.source_files,
        )
        pictures = self._services.pictures.published
        scans = ScanPages(self._knowledge.scans, texts=self._site.texts)
        photos = DocumentPhotoPages(pictures)
        covers = PhotoCoverPages(pictures, darkroom=page_darkroom(), texts=self._site.texts)
        files = SourceFilePages(self._services.source_files)
        passages = PassagePages(
            self._knowledge.answering_passages, colleagues=self._colleagues, texts=self._site.texts
        )
        return [
            *scans.routes(),
            *passages.routes(),
            *document.routes(),
            *photos.routes(),
            *covers.routes(),
            *files.routes(),
        ]
