"""The services of slices that depend on the county's files and on the ways out."""

from adapters.county import CountyData
from adapters.services.complaints import ComplaintCounty, ComplaintServices
from adapters.services.desk_work import DeskWorkList, receiver_stands
from adapters.services.foundation import Foundation
from adapters.services.procedure import ProcedureServices
from adapters.services.ratings import rating_of_activities, rating_of_visits, rating_questions
from adapters.services.ways_out import WaysOut
from handlers.activities.office import ActivityOffice
from handlers.appointments.office import AppointmentOffice
from handlers.complaints.case.callers import CallerRota, nobody_calls
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.hotline.giving_back import HotlineDoor
from handlers.matters.office import MatterOffice
from handlers.opinions.office import OpinionOffice
from handlers.published.sources import Sources
from handlers.questionnaires.office import QuestionnaireOffice
from handlers.staff_notices.office import StaffNoticeOffice
from handlers.subscriptions.office import SubscriptionOffice


class CountySlices:
    """Builds, each by its name, the services that need something of their county or of the ways out."""

    def __init__(self, base: Foundation, county: CountyData, ways: WaysOut) -> None:
        self._base = base
        self._county = county
        self._ways = ways
        self.ratings = rating_questions(base.texts)

    def complaints(self, classifier: ClassifierInUse | None) -> ComplaintServices:
        """Give those of complaints; the `classifier` proposes what they are about."""
        ways = self._ways
        county = ComplaintCounty.of(self._county)
        return complaint_services(
            self._base, county, classifier=classifier, hotline=ways.hotline, callers=ways.callers
        )

    def staff_notices(self, procedure: ProcedureServices) -> StaffNoticeOffice:
        """Give the notices to staff of work outside the desk, in the hours of the office."""
        base, ways = self._base, self._ways
        return StaffNoticeOffice.of(
            base.database,
            door=ways.notices,
            sources=DeskWorkList(procedure.agencies).sources(),
            stands=receiver_stands,
            units=self._county.units,
            office=self._county.office,
            calendar=base.calendar,
            vault=base.vault,
            texts=base.texts,
            desk=ways.public_url,
            clock=base.clock,
        )

    def appointments(self) -> AppointmentOffice:
        """Give the appointments; who came is asked how it was."""
        base = self._base
        return AppointmentOffice.of(
            base.database,
            county=self._county.appointments,
            calendar=lambda: base.calendar.current,
            clock=base.clock,
            texts=base.texts,
            vault=base.vault,
            finished=rating_of_visits(self.ratings),
        )

    def activities(self) -> ActivityOffice:
        """Give the activities; who came is asked how it was."""
        base = self._base
        return ActivityOffice.of(
            base.database,
            vault=base.vault,
            calendar=base.calendar,
            clock=base.clock,
            texts=base.texts,
            attended=rating_of_activities(self.ratings),
        )

    def opinions(self) -> OpinionOffice:
        """Give the collecting of opinions."""
        base = self._base
        return OpinionOffice.of(
            base.database, vault=base.vault, clock=base.clock, texts=base.texts, address=self._ways.case_link
        )

    def questionnaires(self) -> QuestionnaireOffice:
        """Give the questionnaires."""
        base = self._base
        return QuestionnaireOffice.of(base.database, vault=base.vault, clock=base.clock, texts=base.texts)

    def matters(self) -> MatterOffice:
        """Give the matters that outside systems deliver."""
        base = self._base
        return MatterOffice.of(
            base.database,
            vault=base.vault,
            clock=base.clock,
            texts=base.texts,
            send=self._ways.send_text,
            county=self._county.profile.name,
        )

    def subscriptions(self, sources: Sources) -> SubscriptionOffice:
        """Give the subscriptions."""
        base = self._base
        return SubscriptionOffice.of(
            base.database,
            vault=base.vault,
            clock=base.clock,
            texts=base.texts,
            address=sources.address,
            page=self._ways.subscription_page,
            sample=self._county.profile.sample,
        )


def complaint_services(
    base: Foundation,
    county: ComplaintCounty,
    *,
    classifier: ClassifierInUse | None = None,
    hotline: HotlineDoor | None = None,
    callers: CallerRota = nobody_calls,
) -> ComplaintServices:
    """Give those of complaints on a foundation; where a talk is only tried nobody is called, and no hotline told."""
    return ComplaintServices.of(
        base.database,
        vault=base.vault,
        clock=base.clock,
        calendar=base.calendar,
        texts=base.texts,
        county=county,
        classifier=classifier,
        hotline_door=hotline,
        callers=callers,
    )
