"""The forms that have a page, each with its notice on personal data."""

from collections.abc import Mapping

from handlers.complaints.intake import page as complaint_page
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.county.office import Office
from handlers.disclosure.application import page as application_page
from handlers.disclosure.application.form import FORM as APPLICATION_FORM
from handlers.disclosure.application.prompts import notice
from handlers.talk.form_page import FormSheet
from handlers.texts import Texts


def form_sheets(texts: Texts, office: Office) -> Mapping[str, FormSheet]:
    """Give what the page of each form needs, by the form's name."""
    told = texts("complaints.notice.text", agency=office.name, phone=office.phone)
    return {
        APPLICATION_FORM.name: application_page.sheet(texts, notice=notice(texts, office)),
        COMPLAINT_FORM.name: complaint_page.sheet(texts, notice=told),
    }
