"""The form as every test of it meets it: empty, with nothing filed."""

import pytest

from bot.clock import SettableClock
from handlers.disclosure.application.explanations import ExplainApplication
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.prompts import AskField, which_field
from handlers.disclosure.application.validation import DisclosureForm
from handlers.general.scope import StayCalm
from tests.factories.application_form import TEXTS, CancelsForm, Files
from tests.factories.office import OFFICE
from tests.factories.talk import SENT_AT, Talk
from tests.factories.talks import county


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def talk(files: Files) -> Talk:
    form = DisclosureForm(TEXTS, clock=SettableClock(SENT_AT))
    asks = [*(AskField(slot, TEXTS, office=OFFICE) for slot in FORM.order), which_field(TEXTS)]
    asides = [ExplainApplication(TEXTS, office=OFFICE, county=county()), StayCalm(TEXTS)]
    return Talk([form, *asks, *asides, files, CancelsForm()])
