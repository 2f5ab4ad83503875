"""The conversation data as Rasa's own rule and form policies need them: domain, rules and numbered steps."""

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.rasa.names import CANCEL_FORM, PICK_STEP, STEER_FORM, TAKE_STEP
from bot.conversation import CHOICES, FORM_ID
from bot.forms.moves import STAYING, STEERING
from bot.forms.spec import MARKS, FormSpec
from bot.handover import HELD_SLOT
from bot.message import Choice
from bot.text.choices import pick
from handlers.activities.intake.entrance import SHOWN_SLOT
from handlers.activities.intake.form import ASKS_SLOT
from handlers.activities.intake.form import OFFERED_SLOT as OFFERED_ACTIVITIES
from handlers.appointments.home.form import OFFERED_SLOT as HOME_OFFERED
from handlers.appointments.home.form import POSITION_SLOT as HOME_POSITION
from handlers.appointments.home.form import WHOM_SLOT as HOME_WHOM
from handlers.appointments.intake.form import CHANGING_SLOT, OFFERED_SLOT, PRIORITY_SLOT, WHOM_SLOT
from handlers.complaints.intake.several import LATER_SLOT
from handlers.disclosure.application.form import FORM as APPLICATION
from handlers.general.fallback import LAST as FALLBACK_SAID
from handlers.places.actions import SOUGHT
from handlers.places.follow_up import SLOT as LAST_PLACE
from handlers.policy.related import SLOT as RELATED_WANTED
from handlers.policy.scope import SLOT as NARROWED_TO
from handlers.policy.verdict import SLOT as JUDGED
from handlers.questionnaires.intake.form import NUMBER_SLOT, PLACE_SLOT
from handlers.subscriptions.choosing.deeds import OFFERED_SLOT as NEWS_OFFERED
from handlers.switches.actions import SLOT as BANNER_TOLD
from handlers.talk.last_answer import SLOT as LAST_ANSWER
from intents.catalogue import Catalogue, Example

# What a numbered step carries besides the entities of the domain; Rasa refuses those it was not told of.
STEP_ENTITIES = (
    "about",
    "activity",
    "article",
    "at_home",
    "bundle",
    "checked",
    "confirmed",
    "counter",
    "credential",
    "deed",
    "document",
    "draft",
    "element",
    "guide",
    "hour",
    "insist",
    "kind",
    "later",
    "matter",
    "page",
    "passage",
    "place_key",
    "questionnaire",
    "register",
    "said",
    "slot",
    "stop",
    "sure",
    "urgent",
    "value",
    "whom",
    "without",
)
# What actions and the bridge keep between two messages; our own conversation keeps any slot.
KEPT_SLOTS = (
    *APPLICATION.unasked,
    ASKS_SLOT,
    BANNER_TOLD,
    CHANGING_SLOT,
    CHOICES,
    FALLBACK_SAID,
    FORM_ID,
    HELD_SLOT,
    HOME_OFFERED,
    HOME_POSITION,
    HOME_WHOM,
    LAST_ANSWER,
    LAST_PLACE,
    JUDGED,
    LATER_SLOT,
    NARROWED_TO,
    NEWS_OFFERED,
    OFFERED_ACTIVITIES,
    NUMBER_SLOT,
    OFFERED_SLOT,
    PLACE_SLOT,
    PRIORITY_SLOT,
    RELATED_WANTED,
    SHOWN_SLOT,
    SOUGHT,
    WHOM_SLOT,
    *MARKS,
)
NUMBERS = "一二三四五六七八九"
Rule = dict[str, Any]


def domain(known: Catalogue, forms: Mapping[str, FormSpec]) -> dict[str, Any]:
    """Give the domain with everything that a Rasa server has to be told of."""
    shared = dict(known.domain)
    awaited = {name for spec in forms.values() for name in spec.order}
    slots = {
        name: {**slot, "mappings": _from_text(slot["mappings"])} if name in awaited else slot
        for name, slot in shared["slots"].items()
    }
    return {
        "version": shared["version"],
        "intents": [*shared["intents"], PICK_STEP],
        "entities": sorted({*shared["entities"], *STEP_ENTITIES}),
        "slots": {**slots, **{name: _kept() for name in KEPT_SLOTS}},
        "forms": shared["forms"],
        "actions": list(dict.fromkeys([*shared["actions"], CANCEL_FORM, STEER_FORM, TAKE_STEP])),
        "session_config": shared["session_config"],
    }


def _from_text(mappings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let Rasa hand over the awaited field's words, as our own form loop does; the form's check decides."""
    return [{**mapping, "type": "from_text"} for mapping in mappings]


def _kept() -> dict[str, Any]:
    return {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}


def rules(known: Catalogue, forms: Mapping[str, FormSpec]) -> list[Rule]:
    """Give the rules; each wish once more with every form, since a form in Rasa has to be told how to come back."""
    entrances = {spec.entrance: spec for spec in forms.values()}
    given = [_entering(rule) if _starts(rule) in entrances else dict(rule) for rule in known.rules]
    picking = {"rule": "take a numbered step", "steps": [{"intent": PICK_STEP}, {"action": TAKE_STEP}]}
    return [*given, picking, *(rule for spec in forms.values() for rule in _inside(known, spec))]


def _starts(rule: Mapping[str, Any]) -> str | None:
    intent: str | None = rule["steps"][0].get("intent")
    return intent


def _entering(rule: Mapping[str, Any]) -> Rule:
    """Give a rule that opens a form without its form steps.

    The action itself says by an `active_loop` event whether the form opens (it may offer what is public instead); once
    a loop is active Rasa runs its form before any rule, and where none is the rule ends and Rasa listens.
    """
    steps = rule["steps"]
    opening = next(place for place, step in enumerate(steps) if "active_loop" in step)
    return {**rule, "steps": steps[: opening - 1]}


def _inside(known: Catalogue, spec: FormSpec) -> Iterator[Rule]:
    """Give what is done in the middle of a form when its check hands a message back."""
    back: list[dict[str, Any]] = [{"action": spec.name}, {"active_loop": spec.name}]
    for wish in dict.fromkeys([*known.routes, *sorted(STEERING)]):
        if wish in STAYING or wish == spec.entrance:
            continue
        steps = [{"intent": wish}, *({"action": name} for name in _asked(known, wish))]
        yield {
            "rule": f"{wish} in the middle of {spec.name}",
            "condition": [{"active_loop": spec.name}],
            # Leaving may have to be confirmed first, so the action itself says what comes next.
            "steps": steps if wish == "cancel" else [*steps, *back],
        }


def _asked(known: Catalogue, wish: str) -> tuple[str, ...]:
    if wish == "cancel":
        return (CANCEL_FORM,)
    return (STEER_FORM,) if wish in STEERING else known.routes[wish]


def examples(known: Catalogue) -> list[Example]:
    """Give what Rasa learns from: the examples as they are, but bare numbers, which here name a numbered step."""
    return [*(example for example in known.examples if not _numbered(example.text)), *_numbers()]


def _numbered(text: str) -> bool:
    return pick(text, [Choice("", "")] * len(NUMBERS)) is not None


def _numbers() -> list[Example]:
    forms = ("{0}", "{0}.", "选{0}", "第{1}个", "选第{1}个", "我选{1}", "第{0}项")
    return [
        Example(form.format(place, numeral), PICK_STEP, "numbers")
        for place, numeral in enumerate(NUMBERS, start=1)
        for form in forms
    ]
