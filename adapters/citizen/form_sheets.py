"""The forms that have a page, each with its notice on personal data."""

from collections.abc import Mapping

from handlers.activities.intake import page as activity_page
from handlers.activities.intake.form import FORM as ACTIVITY_FORM
from handlers.appointments.home import page as home_page
from handlers.appointments.home.form import FORM as HOME_FORM
from handlers.appointments.intake import page as appointment_page
from handlers.appointments.intake.form import FORM as APPOINTMENT_FORM
from handlers.appointments.opening.catalogue import NO_APPOINTMENTS, AppointmentCounty
from handlers.complaints.intake import page as complaint_page
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.county.agencies import AgencyDirectory
from handlers.county.office import Office
from handlers.disclosure.application import page as application_page
from handlers.disclosure.application.addressee import AddresseeChoice
from handlers.disclosure.application.form import FORM as APPLICATION_FORM
from handlers.talk.form_page import FormSheet
from handlers.texts import Texts


def form_sheets(
    texts: Texts, office: Office, agencies: AgencyDirectory, bookable: AppointmentCounty = NO_APPOINTMENTS
) -> Mapping[str, FormSheet]:
    """Give what the page of each form needs, by the form's name; an application may go to any of the agencies."""
    told = texts("complaints.notice.text", agency=office.name, phone=office.phone)
    return {
        APPLICATION_FORM.name: application_page.sheet(texts, office=office, choice=AddresseeChoice(agencies)),
        ACTIVITY_FORM.name: activity_page.sheet(texts),
        APPOINTMENT_FORM.name: appointment_page.sheet(texts, county=bookable),
        HOME_FORM.name: home_page.sheet(texts, county=bookable),
        COMPLAINT_FORM.name: complaint_page.sheet(texts, notice=told),
    }
