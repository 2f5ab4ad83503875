"""The actions of this slice, ready to be registered."""

from rasa_sdk import Action

from bot.message import Wording
from handlers.county.bodies import load
from handlers.county.profile import County
from handlers.general.answers import Affirm, Cancel, CancelForm, Deny, ResumeForm
from handlers.general.fallback import Fallback
from handlers.general.limits import KeepLimit
from handlers.general.scope import DeclineScope, StayCalm
from handlers.general.speeches import Acknowledge, Forget, Help, MentionHidden, Warn, speeches


def actions(wording: Wording, county: County) -> list[Action]:
    """Give every general action; raises `KeyError` when a text or its placeholder is missing."""
    bodies = load(wording)
    return [
        *speeches(wording, county),
        Help(wording),
        Warn(wording),
        MentionHidden(wording),
        Acknowledge(wording),
        KeepLimit(wording, county=county),
        DeclineScope(wording, county=county, bodies=bodies),
        StayCalm(wording),
        Forget(),
        Affirm(wording),
        Deny(wording),
        Cancel(wording, county=county),
        CancelForm(wording),
        ResumeForm(wording),
        Fallback(wording, county=county),
    ]
