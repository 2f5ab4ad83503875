"""The check of each answer of a complaint; only what happened and where have to be told (disclosure-rules §14, PI6)."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.forms.slots import FormSlots
from bot.forms.spec import GATHERED_SLOT
from bot.message import Wording
from bot.privacy import mask_text
from bot.text.identifiers import contact_phone
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.intake import phrases
from handlers.complaints.intake.form import (
    ANONYMOUS,
    FORM,
    INSIST,
    POSITION_SLOT,
    SKIPPED,
    chosen,
    required,
    steps,
)
from handlers.complaints.intake.plausibility import (
    HAN,
    is_name,
    names_place,
    only_asks,
    turns_to_rules,
)
from handlers.complaints.intake.redirection import Redirection
from handlers.complaints.intake.several import APART, LATER_SLOT, LaterGrievances, grievances
from handlers.talk.form_actions import FieldChecks
from handlers.talk.form_page import INSISTS
from handlers.talk.form_phrases import FINISHED, says_yes, submits
from handlers.talk.turn import hear, say

Values = dict[str, Any]
LEAST_HAN, MOST_LETTERS = 6, 1000
PLACE_LETTERS, ANSWER_LETTERS = 120, 200
INTRODUCED = re.compile(r"^(?:我叫|我是|姓名|名字|叫)[:： ]{0,2}")
NAME = re.compile(r"[㐀-鿿·A-Za-z ]{2,30}")
UNFINISHED = re.compile(r"(?:[,，、:：]|……|\.\.\.|还有|因为|但是|而且|就是|是这样的?)\s*$")


class ComplaintForm(FieldChecks):
    """Checks each answer; a fault is said in words and the field stays empty, so that it is asked again."""

    def __init__(self, wording: Wording, *, redirection: Redirection) -> None:
        super().__init__(FORM, required)
        self._wording = wording
        self._redirection = redirection

    async def validate_complaint_what(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take what happened, in one message or in several; no word of it is lost."""
        del domain
        said, before = chosen(value, tracker), FormSlots(tracker.slots).gathered("complaint_what")
        if said == INSIST:
            return self._told(before, tracker)
        if said == APART:
            return self._apart(tracker)
        finished = bool(before) and FINISHED.fullmatch(said) is not None
        whole = before if finished else "\n".join(filter(None, (before, said)))
        if len(whole) > MOST_LETTERS:
            return self._fault(dispatcher, tracker, "complaints.gather.full", most=MOST_LETTERS)
        if missing := self._missing(dispatcher, tracker, said, whole=whole, finished=finished):
            return missing
        insists = hear(tracker).fields.get(INSISTS)
        if not insists and await self._redirection.shown(dispatcher, tracker, whole, in_form=True):
            return {"complaint_what": None, **self._piece(tracker, whole)}
        if before and not finished:
            text = self._wording("complaints.gather.added", text=mask_text(whole))
            say(dispatcher, tracker, text, in_form=True)
        return self._told(whole, tracker)

    def _missing(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str, *, whole: str, finished: bool
    ) -> Values | None:
        """Ask for more where the words do not tell enough, or break off; None where they do."""
        enough = len(HAN.findall(whole)) >= LEAST_HAN
        says_nothing = phrases.BARE.fullmatch(said) or (whole == said and only_asks(said))
        if says_nothing or (finished and not enough):
            return self._fault(dispatcher, tracker, "complaints.fault.what")
        if not finished and (not enough or UNFINISHED.search(said)):
            key = "complaints.gather.open" if enough else "complaints.gather.more"
            return self._kept(dispatcher, tracker, whole, key)
        return None

    def _told(self, what: str, tracker: Tracker) -> Values:
        kind = tracker.slots.get("complaint_kind") or phrases.kind_of(what).value
        return {"complaint_what": what, "complaint_kind": kind}

    def _apart(self, tracker: Tracker) -> Values:
        """Take the first of several grievances; the others are offered once this one is registered."""
        whole = str(FormSlots(tracker.slots).reopened.get("complaint_what") or "")
        first, *rest = grievances(whole)
        later = LaterGrievances(tuple(rest)).plain() if rest else None
        kind = phrases.kind_of(first).value
        return {"complaint_what": first or None, "complaint_kind": kind, LATER_SLOT: later}

    def _kept(self, dispatcher: CollectingDispatcher, tracker: Tracker, whole: str, key: str) -> Values:
        """Keep the words until more follow, and show what is kept."""
        say(dispatcher, tracker, self._wording(key, text=mask_text(whole)), in_form=True)
        return {"complaint_what": None, **self._piece(tracker, whole)}

    @staticmethod
    def _piece(tracker: Tracker, whole: str) -> Values:
        return {GATHERED_SLOT: FormSlots(tracker.slots).with_piece("complaint_what", whole)}

    def validate_complaint_kind(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take the kind by its name."""
        del domain
        said = chosen(value, tracker)
        named = next((kind.value for name, kind in phrases.KIND_NAMES.items() if name in said), said)
        if named in set(ComplaintKind):
            return {"complaint_kind": named}
        return self._again(dispatcher, tracker, "complaint_kind")

    def validate_complaint_category(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take one of the four categories of a tip (O13)."""
        del domain
        said = chosen(value, tracker)
        names = phrases.CATEGORY_NAMES
        named = next((category.value for name, category in names.items() if name in said), said)
        if named in {category.value for category in names.values()}:
            return {"complaint_category": named}
        return self._again(dispatcher, tracker, "complaint_category")

    def validate_complaint_where(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a place: a location message, a name, or what it lies beside."""
        del domain
        said, heard = str(value).strip(), hear(tracker)
        if heard.kind == "location":
            position = f"{heard.fields.get('lat', '')},{heard.fields.get('lng', '')}"
            label = heard.fields.get("label", "").strip()[:PLACE_LETTERS]
            return {
                "complaint_where": label or self._wording("complaints.summary.unnamed"),
                POSITION_SLOT: position,
            }
        if len(said) > PLACE_LETTERS:
            return {
                "complaint_where": None,
                **self._fault(dispatcher, tracker, "complaints.fault.where_long"),
            }
        if not HAN.search(said) or not names_place(said) or says_yes(said):
            return self._again(dispatcher, tracker, "complaint_where")
        return {"complaint_where": said, POSITION_SLOT: None}

    def validate_complaint_when(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a time in plain words, or nothing."""
        del domain
        return self._optional(value, dispatcher, tracker, "complaint_when")

    def validate_complaint_wish(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take what is wished for, or nothing."""
        del domain
        return self._optional(value, dispatcher, tracker, "complaint_wish")

    def _optional(self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> Values:
        said = chosen(value, tracker)
        if said == SKIPPED or phrases.SKIPS.fullmatch(said):
            return {slot: SKIPPED}
        if not said or len(said) > ANSWER_LETTERS or only_asks(said) or turns_to_rules(said):
            return self._again(dispatcher, tracker, slot)
        return {slot: said}

    def validate_complaint_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a name, or that none is given; whoever stays unnamed leaves no phone either."""
        del domain
        typed = chosen(value, tracker)
        said = INTRODUCED.sub("", typed)
        introduced = said != typed
        if said == ANONYMOUS or phrases.ANONYMOUS.fullmatch(said) or phrases.SKIPS.fullmatch(said):
            return {"complaint_name": ANONYMOUS, "complaint_phone": None}
        if (
            not NAME.fullmatch(said)
            or phrases.QUESTION.search(said)
            or not is_name(said, introduced=introduced)
        ):
            return self._again(dispatcher, tracker, "complaint_name")
        return {"complaint_name": said}

    def validate_complaint_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """Take a phone whose figures can be right, or nothing."""
        del domain
        said = chosen(value, tracker)
        if said == SKIPPED or phrases.SKIPS.fullmatch(said):
            return {"complaint_phone": SKIPPED}
        read = contact_phone(said)
        return (
            {"complaint_phone": read.value}
            if read.valid
            else self._again(dispatcher, tracker, "complaint_phone")
        )

    def validate_complaint_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Values:
        """File on an explicit yes only; anything else offers the choices again."""
        del domain
        if submits(value):
            return {"complaint_confirmed": True}
        return self._again(dispatcher, tracker, "complaint_confirmed")

    def _again(self, dispatcher: CollectingDispatcher, tracker: Tracker, slot: str) -> Values:
        text = self._wording(f"complaints.fault.{slot.removeprefix('complaint_')}")
        say(
            dispatcher,
            tracker,
            text,
            steps=steps(self._wording, slot, told=str(tracker.slots.get("complaint_what") or "")),
            in_form=True,
        )
        return {slot: None}

    def _fault(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, key: str, **values: object
    ) -> Values:
        say(dispatcher, tracker, self._wording(key, **values), in_form=True)
        return {"complaint_what": None}
