"""What the bot does when: the forms, the arrivals, and the plan of the dispatcher over the catalogue's routes."""

from collections.abc import Callable, Sequence

from rasa_sdk.interfaces import Action

from adapters.county import CountyData
from adapters.talk.beside_danger import beside_danger
from adapters.wechat.api.menu import sayings
from bot.actions import ActionRegistry
from bot.dispatcher import Dispatcher, Plan
from bot.scenes import SceneReader
from bot.understanding import Recognizer, Understanding
from handlers.activities.intake.form import FORM as ACTIVITY_FORM
from handlers.activities.intake.form import open_fields as activity_open_fields
from handlers.appointments.home.form import FORM as HOME_FORM
from handlers.appointments.home.form import open_fields as home_open_fields
from handlers.appointments.intake.form import FORM as APPOINTMENT_FORM
from handlers.appointments.intake.form import open_fields as appointment_open_fields
from handlers.complaints.intake.form import FORM as COMPLAINT_FORM
from handlers.complaints.intake.form import open_fields as complaint_open_fields
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.form import open_fields as disclosure_open_fields
from handlers.general.floor import Floor
from handlers.general.scenes import Scenes
from handlers.opinions.intake.form import FORM as OPINION_FORM
from handlers.opinions.intake.form import open_fields as opinion_open_fields
from handlers.pictures.actions import TAKE_PICTURE
from handlers.questionnaires.intake.form import FORM as QUESTIONNAIRE_FORM
from handlers.questionnaires.intake.form import open_fields as questionnaire_open_fields
from handlers.talk.draft_reminders import RemindedForm
from handlers.texts import Texts
from intents.catalogue import Catalogue

FORMS = {
    form.name: form
    for form in (
        FORM,
        COMPLAINT_FORM,
        APPOINTMENT_FORM,
        HOME_FORM,
        ACTIVITY_FORM,
        OPINION_FORM,
        QUESTIONNAIRE_FORM,
    )
}

REMINDED = {
    FORM.name: RemindedForm("disclosure.draft", disclosure_open_fields),
    COMPLAINT_FORM.name: RemindedForm("complaints.draft", complaint_open_fields),
    APPOINTMENT_FORM.name: RemindedForm("appointments.draft", appointment_open_fields),
    ACTIVITY_FORM.name: RemindedForm("activities.draft", activity_open_fields),
    OPINION_FORM.name: RemindedForm("opinions.draft", opinion_open_fields),
    QUESTIONNAIRE_FORM.name: RemindedForm("questionnaires.draft", questionnaire_open_fields),
    HOME_FORM.name: RemindedForm("home.draft", home_open_fields),
}
"""The forms whose citizen is reminded, once, that they were left half-filled."""

SCENE_FORMS = {
    "disclosure": "/disclosure_request",
    "opinions": "/opinion",
    "questionnaires": "/questionnaire",
}
"""What the codes open that stand for a form or a list to choose from."""

WELCOME = "action_welcome"
ARRIVALS = {
    "text": "action_help",
    "voice": "action_acknowledge_media",
    "image": TAKE_PICTURE,
    "video": "action_acknowledge_media",
    "shortvideo": "action_acknowledge_media",
    "link": "action_acknowledge_media",
    "location": "action_find_place",
    "event/subscribe": WELCOME,
    "event/scan": WELCOME,
    "event/click": "action_help",
    "event/unsubscribe": "action_forget",
    "event/user_authorization_revoke": "action_forget",
    "event/user_authorization_cancellation": "action_forget",
}

# What a person who holds the talk is given besides the words.
ENCLOSING = {"image": TAKE_PICTURE}

# Commands of a form where none is open.
OUTSIDE_FORMS = {"form_back": ("action_resume_form",), "form_correct": ("action_resume_form",)}
# What is answered in English where the message is.
FOREIGN = frozenset(
    {
        "ask_policy",
        "service_guide",
        "find_place",
        "disclosure_request",
        "appeal",
        "out_of_scope",
        "nlu_fallback",
    }
)
# What cannot be taken back: a number does not choose it while the question that offers it may never have come out.
BINDING = frozenset(
    {
        "confirm_request",
        "withdraw_request",
        "await_answer",
        "appointment",
        "activity",
        "opinion",
        "questionnaire",
    }
)


def scenes_of(county: CountyData) -> SceneReader:
    """Give what the codes open that the county made: its places, questions, forms and cases."""
    keys = [place.key for place in county.places.places]
    return Scenes(places=keys, forms=SCENE_FORMS).opening


def build_dispatcher(
    actions: Sequence[Action],
    known: Catalogue,
    reader: Recognizer,
    *,
    texts: Texts,
    united: Callable[[Understanding], str | None],
    scenes: SceneReader,
    stage: type[ActionRegistry] = ActionRegistry,
) -> Dispatcher:
    """Give the dispatcher over the catalogue's routes, the forms and the menu; `stage` runs the actions."""
    # A rule's step into a form is Rasa's; here the action before it says itself whether the form opens.
    routes = {
        wish: tuple(name for name in steps if name not in known.forms) for wish, steps in known.routes.items()
    }
    return Dispatcher(
        recognizer=reader,
        stage=stage(actions, domain=known.domain),
        plan=Plan(
            routes={**OUTSIDE_FORMS, **routes},
            arrivals=ARRIVALS,
            menu=sayings(),
            forms=FORMS,
            beside_danger=beside_danger,
            foreign=FOREIGN,
            binding=BINDING,
            united=united,
            scenes=scenes,
            enclosing=ENCLOSING,
        ),
        wording=texts,
        floor=Floor(texts),
    )
