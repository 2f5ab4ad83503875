"""The services of the lawful procedure of disclosure, put together once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from bot.clock import Clock
from bot.database import Database
from bot.message import Wording
from bot.privacy import Vault
from handlers.county.agencies import FILE, AgencyDirectory
from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.templates import LetterTemplates
from handlers.disclosure.proceeding.authority import AuthorityPapers
from handlers.disclosure.proceeding.case_file import CaseFiles
from handlers.disclosure.proceeding.citizen_correction import CitizenCorrection
from handlers.disclosure.proceeding.correspondence import Correspondence
from handlers.disclosure.proceeding.courtesy_call import CourtesyCalls
from handlers.disclosure.proceeding.delivery import ReplyDelivery
from handlers.disclosure.proceeding.drafting import Drafting
from handlers.disclosure.proceeding.handover import CaseHandover
from handlers.disclosure.proceeding.registration import PaperRegistration
from handlers.disclosure.proceeding.resumption import ConsultationEnd
from handlers.disclosure.proceeding.service import Proceedings
from handlers.disclosure.proceeding.service_letter import ServiceLetters
from handlers.disclosure.proceeding.service_record import ServiceRecord
from handlers.disclosure.released.for_applicant import GivenCopies
from handlers.disclosure.rights import ApplicantRights
from handlers.ratings.questions import RatingQuestions
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ProcedureServices:
    """What the desk uses of the procedure; `agencies` are the addressees, each with its letterhead."""

    agencies: AgencyDirectory
    proceedings: Proceedings
    files: CaseFiles
    drafting: Drafting
    handover: CaseHandover
    calls: CourtesyCalls
    authority: AuthorityPapers
    service_record: ServiceRecord
    service_letters: ServiceLetters
    rights: ApplicantRights
    registration: PaperRegistration
    letters: LetterService
    copies: GivenCopies
    delivery: ReplyDelivery
    consultation: ConsultationEnd
    correction: CitizenCorrection

    def reading_only(
        self, closed: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar
    ) -> Self:
        """Give what a talk uses of them for trying one, on a database that writes nothing."""
        correction = CitizenCorrection(closed, vault=vault, clock=clock, calendar=calendar)
        return replace(self, correction=correction)

    @classmethod
    def of(
        cls,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        agencies: AgencyDirectory,
        own_templates: Path | None,
        case_link: Callable[[str], str],
        ratings: RatingQuestions | None = None,
    ) -> Self:
        """Give the services on a database.

        `own_templates` is the office's folder of letters; raises `ValueError` naming what in the directory of agencies or
        in the folder cannot be read.
        """
        counsel = CounselSettings.of(agencies.counsel, origin=FILE)
        letters = LetterService(database, vault=vault, clock=clock, templates=LetterTemplates(own_templates))
        words = GroundWords.load(own_templates)
        return cls(
            agencies=agencies,
            proceedings=Proceedings(
                database,
                vault=vault,
                clock=clock,
                calendar=calendar,
                texts=texts,
                correspondence=Correspondence(
                    letters, vault=vault, agencies=agencies, words=words, texts=texts
                ),
                counsel=counsel,
                case_link=case_link,
                ratings=ratings,
            ),
            files=CaseFiles(
                database, vault=vault, clock=clock, calendar=calendar, texts=texts, counsel=counsel
            ),
            drafting=Drafting(database, vault=vault, clock=clock, texts=texts),
            handover=CaseHandover(database, vault=vault, clock=clock),
            calls=CourtesyCalls(database, vault=vault, clock=clock),
            authority=AuthorityPapers(database, clock=clock),
            service_record=ServiceRecord(database),
            service_letters=ServiceLetters(
                database, letters=letters, agencies=agencies, vault=vault, clock=clock, texts=texts
            ),
            rights=ApplicantRights(database, vault=vault, clock=clock),
            registration=PaperRegistration(database, vault=vault, clock=clock, calendar=calendar),
            letters=letters,
            copies=GivenCopies(database, vault=vault, clock=clock),
            correction=CitizenCorrection(database, vault=vault, clock=clock, calendar=calendar),
            delivery=ReplyDelivery(database, clock=clock, calendar=calendar),
            consultation=ConsultationEnd(database, clock=clock, calendar=calendar, texts=texts),
        )
