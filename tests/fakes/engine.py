"""An engine with two small services: enough to walk every path of dispatcher, form loop and reception."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Action

from bot.actions import ActionRegistry
from bot.dispatcher import Dispatcher, Plan
from bot.errors import InputError, ServiceError
from bot.forms.drafts import FormDraft
from bot.forms.spec import FormSpec
from bot.inbound.gate import Admission, AdmissionStanding, Parting, Unheard
from bot.message import Inbound, Reply
from bot.understanding import Context, Slot, Understanding

FORM = FormSpec(
    name="visit_form",
    order=("wish", "day", "code", "sure"),
    submit="action_submit_visit",
    entrance="visit",
    confirmation="sure",
    private=frozenset({"code"}),
    free=frozenset({"wish"}),
    words={"wish": ("事项",), "day": ("日期", "哪天"), "code": ("密码",)},
)


class Says(Action):
    """Utters one text, with choices, and returns given events."""

    def __init__(
        self, name: str, text: str, *, events: tuple[Mapping[str, Any], ...] = (), choices: Any = ()
    ) -> None:
        self._name, self._text, self._events, self._choices = name, text, events, choices

    def name(self) -> str:
        return self._name

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        buttons = [{"title": label, "payload": payload} for label, payload in self._choices]
        dispatcher.utter_message(text=self._text, buttons=buttons)
        return list(self._events)


class Fails(Action):
    """Raises what it was given."""

    def __init__(self, name: str, error: Exception) -> None:
        self._name, self._error = name, error

    def name(self) -> str:
        return self._name

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise self._error


class Checks(FormValidationAction):
    """Checks the visit form: a day is one digit, a code four, the last word is yes."""

    def name(self) -> str:
        return "validate_visit_form"

    async def required_slots(
        self, domain_slots: Any, dispatcher: Any, tracker: Any, domain: Any
    ) -> list[str]:
        return list(FORM.order)

    async def get_extraction_events(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        return []

    def validate_wish(self, value: str, dispatcher: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        return {"wish": value}

    def validate_day(self, value: str, dispatcher: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        if value.isdigit() and len(value) == 1:
            return {"day": value}
        dispatcher.utter_message(text="day?")
        return {"day": None}

    def validate_code(self, value: str, dispatcher: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        return {"code": value if (len(value) == 4 and value.isdigit()) or value == "人吗" else None}

    def validate_sure(self, value: str, dispatcher: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        return {"sure": True if tracker.latest_message["intent"]["name"] == "affirm" else None}


class Files(Action):
    """Files the visit: keeps what was filled under the form's own identity."""

    def __init__(self) -> None:
        self.filed: dict[str, dict[str, Any]] = {}

    def name(self) -> str:
        return "action_submit_visit"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.filed[tracker.get_slot("form_id")] = {name: tracker.get_slot(name) for name in FORM.order}
        dispatcher.utter_message(text="filed")
        return []


class Cancels(Action):
    """Cancels at once when sure or when nothing was filled."""

    def name(self) -> str:
        return "action_cancel_form"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        if tracker.get_slot("cancel_sure") or not tracker.get_slot("filled_fields"):
            dispatcher.utter_message(text="cancelled")
            return [{"event": "active_loop", "name": None}]
        buttons = [
            {"title": "算了", "payload": '/cancel{"confirmed": "yes"}'},
            {"title": "继续", "payload": "/resume_form"},
        ]
        dispatcher.utter_message(text="really?", buttons=buttons)
        return []


class Words:
    """A recogniser that reads a message as its table says, and knows nothing else."""

    TABLE: ClassVar = {
        "预约": "visit", "问": "ask", "好": "affirm", "不": "deny", "取消": "cancel", "上一步": "form_back",
        "人工": "talk_to_human", "坏": "broken", "错": "wrong", "断": "away", "两件": "both",
    }  # fmt: skip

    def recognize(self, text: str, context: Context = Context()) -> Understanding:  # noqa: B008 - frozen value
        if text == "下坝":
            return Understanding(text, "greet", 0.83, intents=("greet",))
        if text == "人吗":
            return Understanding(text, "talk_to_human", 0.88, intents=("talk_to_human",))
        if text.startswith("改"):
            return Understanding(text, "form_correct", 1.0, slots=(Slot("field", text, text[1:]),))
        intent = self.TABLE.get(text, "nlu_fallback")
        intents = ("ask", "visit") if intent == "both" else (intent,)
        danger = "fire" if "着火" in text else None
        alarm = "crime" if "打架" in text else None
        return Understanding(
            text,
            intent,
            0.95 if intent != "nlu_fallback" else 0.1,
            intents=intents,
            emergency=danger,
            alarm=alarm,
        )


class MemoryGate:
    """A gate in memory, for tests of what stands behind it; the real one has its own suite."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}
        self.talks: dict[str, list[Any]] = {}
        self.answers: dict[str, bytes] = {}
        self.locked: set[str] = set()
        self.claimed: set[str] = set()
        self.begun: dict[str, Inbound] = {}
        self.held: set[str] = set()
        self.tries: dict[str, int] = {}
        self.aside: dict[str, Inbound] = {}
        self.broken: str | None = None
        self.unheard: dict[str, str] = {}
        self.told: dict[str, str] = {}

    def _check(self, step: str) -> None:
        if self.broken == step:
            raise ServiceError

    async def enter(
        self, inbound: Inbound, *, overtaking: bool = False, collecting: bool = False
    ) -> Admission:
        self._check("enter")
        name = inbound.identity
        if name in self.answers:
            given = self.told.get(name) == "answer"
            if self.answers[name] and not collecting:
                self.told[name] = "answer"
            return Admission(AdmissionStanding.REPEAT, answer=self.answers[name], given=given)
        if name in self.claimed:
            return Admission(AdmissionStanding.RUNNING)
        if inbound.citizen in self.locked:
            return Admission(AdmissionStanding.BUSY)
        stranded = (each for each in self.begun.values() if each.citizen == inbound.citizen)
        before = next((each for each in stranded if each.identity not in {name, *self.claimed}), None)
        if before and not overtaking:
            return Admission(AdmissionStanding.BEHIND, before=before)
        self.claimed.add(name)
        self.locked.add(inbound.citizen)
        self.begun[name] = inbound
        tries = self.tries[name] = self.tries.get(name, 0) + 1
        state = self.states.get(inbound.citizen)
        waiting = inbound.citizen in self.held
        self.held.discard(inbound.citizen)
        known = json.loads(state) if state else None
        unheard = self.unheard.get(inbound.citizen, "").partition(":")[0]
        return Admission(AdmissionStanding.FRESH, state=known, waiting=waiting, tries=tries, unheard=unheard)

    async def renew(self, inbound: Inbound) -> bool:
        self._check("renew")
        return inbound.identity in self.claimed

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> Parting:
        self._check("leave")
        if inbound.identity not in self.claimed:
            return Parting.LOST
        if answer and self.told.get(inbound.identity) == "later":
            return Parting.PROMISED
        self.states[inbound.citizen] = json.dumps(state)
        self.answers[inbound.identity] = answer
        if state.get("unheard") != Unheard.SAME:
            self.unheard[inbound.citizen] = (
                f"{state['unheard']}:{inbound.identity}" if state.get("unheard") else ""
            )
        talk = [] if state.get("forgotten") else self.talks.get(inbound.citizen, [])
        self.talks[inbound.citizen] = [*talk, *state["events"][len(state["events"]) - state["fresh"] :]]
        await self.abandon(inbound)
        return Parting.KEPT

    async def promise(self, inbound: Inbound) -> bytes | None:
        if inbound.identity not in self.answers.keys() | self.begun.keys():
            return None
        self.told[inbound.identity] = "answer" if inbound.identity in self.answers else "later"
        return self.answers.get(inbound.identity, b"")

    async def posted(self, inbound: Inbound) -> None:
        self.answers[inbound.identity] = b""

    async def heard(self, inbound: Inbound) -> None:
        self._check("heard")
        if self.unheard.get(inbound.citizen) == f"{Unheard.SAID}:{inbound.identity}":
            del self.unheard[inbound.citizen]

    async def talk(self, channel: str, citizen: str) -> list[Mapping[str, Any]]:
        return self.talks.get(citizen, [])

    async def abandon(self, inbound: Inbound) -> bool:
        self._check("abandon")
        if inbound.identity not in self.claimed:
            return inbound.identity not in self.begun and inbound.identity not in self.answers
        if self.told.get(inbound.identity) == "later" and inbound.identity not in self.answers:
            return False
        self.claimed.discard(inbound.identity)
        self.locked.discard(inbound.citizen)
        self.begun.pop(inbound.identity, None)
        await self.excuse(inbound)
        return True

    async def excuse(self, inbound: Inbound) -> None:
        self.tries[inbound.identity] -= 1

    async def begin(self, inbound: Inbound) -> int:
        self.tries[inbound.identity] += 1
        return self.tries[inbound.identity]

    async def step_aside(self, inbound: Inbound) -> None:
        if inbound.identity in self.claimed:
            self.claimed.discard(inbound.identity)
            self.locked.discard(inbound.citizen)

    async def set_aside(self, inbound: Inbound, *, answer: bytes) -> None:
        self._check("set_aside")
        self.answers[inbound.identity] = answer
        self.aside[inbound.identity] = inbound
        await self.abandon(inbound)

    async def stranded(self, *, limit: int) -> list[Inbound]:
        return [each for key, each in self.begun.items() if key not in self.claimed][:limit]

    def lease_over(self) -> None:
        """Let the time of every lease be over."""
        self.claimed.clear()
        self.locked.clear()

    async def drafts(self, *, now: datetime, limit: int) -> list[FormDraft]:
        return []

    async def reminded(self, draft: FormDraft) -> None:
        return None

    async def hold(self, citizen: str) -> None:
        self.held.add(citizen)


def wording(key: str, /, **values: object) -> str:
    return f"<{key}>"


def line_first(heard: Understanding, replies: Sequence[Reply], *, in_form: bool) -> Sequence[Reply]:
    """Name the kind of danger and where the words were said."""
    return [Reply(f"{heard.alarm} {'in' if in_form else 'out'}")] if heard.alarm and replies else []


def engine(
    extra: tuple[Action, ...] = (),
    *,
    arrivals: Mapping[str, str] | None = None,
    enclosing: Mapping[str, str] | None = None,
) -> tuple[Dispatcher, Files]:
    files = Files()
    asks = [Says(f"action_ask_visit_form_{name}", f"ask {name}") for name in FORM.order]
    actions = [
        *asks, Says("action_ask_visit_form_correction", "which?"), files, Checks(), Cancels(),
        Says("action_start_visit", "begin", events=({"event": "active_loop", "name": FORM.name},)),
        Says("action_answer", "answer", choices=(("甲", "问"), ("乙", '/visit{"day": "3"}'))),
        Says("action_person", "person"),
        Says("action_fallback", "what?"),
        Says("action_warn_emergency", "call 119"),
        Says("action_welcome", "welcome"),
        Fails("action_wrong", InputError("visit.wrong")),
        Fails("action_broken", RuntimeError("bug")),
        Fails("action_away", ServiceError()),
        *extra,
    ]  # fmt: skip
    plan = Plan(
        routes={
            "visit": ("action_start_visit",), "ask": ("action_answer",), "talk_to_human": ("action_person",),
            "nlu_fallback": ("action_fallback",), "wrong": ("action_wrong",), "broken": ("action_broken",),
            "away": ("action_away",),
        },
        arrivals={"event/subscribe": "action_welcome", **(arrivals or {})},
        enclosing=enclosing or {},
        menu={"MENU_VISIT": "/visit", "MENU_ASK": "问"},
        forms={FORM.name: FORM},
    )  # fmt: skip
    stage = ActionRegistry(
        actions, domain={"forms": {FORM.name: {"required_slots": list(FORM.order)}}, "slots": {}}
    )
    return Dispatcher(recognizer=Words(), stage=stage, plan=plan, wording=wording, floor=line_first), files
