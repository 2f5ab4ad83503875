"""To which agency an application goes: departments and townships are addressees of their own (art. 27).

Whoever names one is taken at the word; whoever names none writes to the county's own office, and reads so before filing.
"""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.message import Wording
from handlers.county.agencies import Agency, AgencyDirectory
from handlers.talk.turn import hear, say

ADDRESSEE = "addressee"
CHOOSE_ADDRESSEE = "action_choose_addressee"
_BODY = r"[\u4e00-\u9fff]{1,20}?(?:局|委员会|委|办公室|人民政府|政府|镇|乡|街道|街道办事处|中心)"
NAMING = re.compile(
    rf"(?:我?(?:要|想)?(?:改)?(?:寄给|交给|递给|发给)|(?:申请|受理)机关(?:改成|改为|是|为)?)[\s:：]{{0,2}}({_BODY})[。.!！]?"
)
WRITTEN_TO = re.compile(rf"(?:^|[，,。\s我要想])向({_BODY})(?:申请|提出|依法)")


def named_in_form(said: str, awaited: str) -> bool:
    """Whether a message in the form says where the application goes, and nothing else."""
    return awaited != "delivery_address" and NAMING.fullmatch(said.strip()) is not None


class AddresseeChoice:
    """Reads which agency is meant; a place that the directory does not know is nobody."""

    def __init__(self, agencies: AgencyDirectory) -> None:
        self._agencies = agencies

    @property
    def names(self) -> tuple[str, ...]:
        """The agencies by name, as the directory lists them."""
        return tuple(one.name for one in self._agencies.agencies)

    def told(self, said: str) -> str:
        """Give the key of the agency that an application names as its addressee; empty for none, or the county's own."""
        found = WRITTEN_TO.search(said)
        agency = self.named(found[1]) if found else None
        return agency.key if agency and agency is not self._agencies.home else ""

    def named(self, words: str) -> Agency | None:
        """Give the one agency whose name ends with these words, or bears them; None where several do, or none."""
        bare = words.strip().removeprefix("县").removesuffix("人民政府").removesuffix("政府")
        if bare in {"", "县"}:
            return self._agencies.home
        exact = self._agencies.agency(words)
        fitting = [one for one in self._agencies.agencies if bare in one.name]
        return exact or (fitting[0] if len(fitting) == 1 else None)

    def of(self, slots: Mapping[str, Any]) -> Agency | None:
        """Give the agency that a form goes to."""
        key = str(slots.get(ADDRESSEE) or "")
        return self._agencies.agency(key) if key else self._agencies.home

    def key_of(self, slots: Mapping[str, Any]) -> str:
        """Give the agency as a request keeps it: empty for the county's own office."""
        agency = self.of(slots)
        return agency.key if agency and agency is not self._agencies.home else ""

    def line(self, slots: Mapping[str, Any], wording: Wording) -> str:
        """Give the line of the summary; empty where there is no directory."""
        agency = self.of(slots)
        if agency is None:
            return ""
        key = "addressee" if slots.get(ADDRESSEE) else "addressee_home"
        return wording(f"disclosure.summary.{key}", agency=agency.name, phone=agency.phone)


NOBODY_ELSE = AddresseeChoice(AgencyDirectory((), sample=False))
"""Where there is no directory: everything goes to the county's own office."""


class ChooseAddressee(Action):
    """Takes where the application goes, said in the middle of the form; the form asks its own question again."""

    def __init__(self, wording: Wording, *, choice: AddresseeChoice) -> None:
        self._wording = wording
        self._choice = choice

    def name(self) -> str:
        """Give the name under which the form calls for it."""
        return CHOOSE_ADDRESSEE

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Keep the agency, or say that it was not understood."""
        del domain
        found = NAMING.fullmatch(hear(tracker).said.strip())
        agency = self._choice.named(found[1]) if found else None
        if agency is None:
            say(dispatcher, tracker, self._wording("disclosure.addressee.unknown"), in_form=True)
            return []
        text = self._wording("disclosure.addressee.chosen", agency=agency.name, phone=agency.phone)
        say(dispatcher, tracker, text, in_form=True)
        return [SlotSet(ADDRESSEE, agency.key)]
