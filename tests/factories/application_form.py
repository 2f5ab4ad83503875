"""The application form under test: it files nothing anywhere, and is filled in by saying things."""

from typing import Any

from rasa_sdk import Action

from bot.understanding import FALLBACK
from handlers.disclosure.application.entrance import opening
from handlers.disclosure.application.form import FORM
from handlers.texts import Texts
from tests.factories.talk import Talk, words

TEXTS = Texts.load()
IDENTITY = "339901198503142016"
PERSON = ("1", "青岚县2025年财政决算报告", "1", "李一鸣", IDENTITY, "13800001234")


class Files(Action):
    """Stands where the form files itself and notes what would be filed."""

    def __init__(self) -> None:
        self.filed: list[dict[str, Any]] = []

    def name(self) -> str:
        return FORM.submit

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.filed.append(dict(tracker.slots))
        dispatcher.utter_message(text="filed")
        return []


class CancelsForm(Action):
    """Leaves the form when the citizen is sure, as the general slice does."""

    def name(self) -> str:
        return "action_cancel_form"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="left")
        return [{"event": "active_loop", "name": None, "timestamp": None}]


async def start(talk: Talk, wanted: str = "") -> str:
    talk.conversation.apply(opening(wanted))
    return words(await talk.begin(FORM))


async def answer(talk: Talk, *texts: str) -> str:
    said = ""
    for text in texts:
        intent = "form_back" if text == "上一步" else FALLBACK
        said = words(await talk.fill(FORM, text, intent=intent))
    return said


async def correct(talk: Talk, field: str) -> str:
    _, understood = talk.hear(f"改{field}", intent="form_correct", slots={"field": field})
    return words(await talk._loop().step(FORM, talk.conversation, understood, f"改{field}"))
