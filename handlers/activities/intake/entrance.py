"""The way in: 最近有什么开放日 lists, a name shows one, 我要报名 opens the form, 上次提的问题 tells what became of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.forms.spec import GATHERED_SLOT
from bot.message import Card, Choice, Wording
from bot.text.identifiers import contact_phone
from handlers.activities.aftermath.issues import ActivityIssues
from handlers.activities.intake.deeds import SignupDeeds
from handlers.activities.intake.form import ACTIVITY, ASKS_SLOT, FORM, NAME, OFFERED_SLOT, PHONE, asked_by
from handlers.activities.intake.meant import meant, names_one, names_title
from handlers.activities.intake.phrases import (
    DONE_YET,
    JOINING,
    LISTING,
    NO_ACTIVITY,
    OF_ONE,
    OUTCOME,
    OWN,
    ROOM,
    SIGNING,
    WHICH,
)
from handlers.activities.intake.validation import is_name
from handlers.activities.intake.wording import ActivityWords
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.kinds import kinds_in
from handlers.activities.programme.lifecycle import ActivityPhase
from handlers.activities.signup.service import Signup, SignupService
from handlers.talk.turn import Heard, hear, say, step

SHOWN_SLOT = "activity_shown"
"""The activity shown last, which 报名 and 还能报名吗 mean."""
PAST_SHOWN = 4
LONGEST_WORDS_LETTERS = 100
Events = list[EventType]

ActivityAddress = Callable[[int], str]
"""Gives the address of an activity's page, of the list for 0; empty where no page is served."""


def on_no_address(number: int) -> str:  # noqa: ARG001 - `ActivityAddress`.
    """Give no address, as where no page is served."""
    return ""


class ShowActivities(Action):
    """Shows activities, opens the form, or tells what became of what was asked."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: SignupService,
        issues: ActivityIssues,
        deeds: SignupDeeds,
        address: ActivityAddress = on_no_address,
    ) -> None:
        self._words = ActivityWords(wording)
        self._service = service
        self._issues = issues
        self._deeds = deeds
        self._address = address

    def name(self) -> str:
        """Give the action's name in the rules."""
        return "action_show_activities"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show, sign up or tell; a chosen step does what it says."""
        del domain
        heard = hear(tracker)
        if tracker.active_loop_name:
            say(dispatcher, tracker, self._words("entrance.in_form"))
            return []
        deed, number = heard.slot("deed"), heard.slot("case_no")
        if number:
            return await self._deeds.done(dispatcher, tracker, deed, number=number)
        if deed:
            return await self._chosen(dispatcher, tracker, deed, _figures(heard.slot("activity")))
        if OUTCOME.search(heard.said) or DONE_YET.search(heard.said):
            return await self._outcome(dispatcher, tracker, heard)
        return await self._asked(dispatcher, tracker, heard)

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show, sign up or tell where words mean an activity without its name; None where they mean something else."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_WORDS_LETTERS or said.startswith("/") or NO_ACTIVITY.search(said):
            return None
        return await self._meant(dispatcher, tracker, heard)

    async def _meant(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events | None:
        said, named = heard.said, bool(kinds_in(heard.said))
        if named and DONE_YET.search(said):
            return await self._outcome(dispatcher, tracker, heard)
        if LISTING.search(said):
            return await self._list(dispatcher, tracker, await self._service.coming(), key="head")
        if OWN.search(said) and not DONE_YET.search(said):
            return await self._list(dispatcher, tracker, await self._service.coming(), key="not_joined")
        if named and OF_ONE.search(said):
            return await self._asked(dispatcher, tracker, heard)
        # Most words mean no activity: nothing is read from the database for these.
        if JOINING.search(said) and names_title(await self._service.coming(), said):
            return await self._asked(dispatcher, tracker, heard)
        return None

    async def _chosen(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str, number: int
    ) -> Events:
        activity = await self._service.activity(number) if number else None
        if activity is None:
            return await self._list(dispatcher, tracker, await self._service.coming(), key="head")
        if deed == "sign_up":
            return await self._open(dispatcher, tracker, [activity])
        if deed == "again":
            return await self._open(dispatcher, tracker, [activity], again=True)
        if deed == "issues":
            return await self._tell_issues(dispatcher, tracker, activity)
        return await self._show(dispatcher, tracker, activity)

    async def _asked(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """Answer words: one activity is shown or signed up for, several are listed."""
        coming, said = await self._service.coming(), heard.said
        found = meant(coming, said, days=heard.slot("date"))
        shown = _figures(str(tracker.slots.get(SHOWN_SLOT) or ""))
        asks_room = ROOM.search(said) is not None
        signing = SIGNING.search(said) is not None and not asks_room and not WHICH.search(said)
        if shown and (asks_room or signing) and not names_one(coming, said):
            found = [each for each in coming if each.number == shown] or found
        if signing and found:
            return await self._open(dispatcher, tracker, found)
        if len(found) == 1 and (asks_room or names_one(coming, said)):
            return await self._show(dispatcher, tracker, found[0])
        return await self._list(dispatcher, tracker, found or coming, key="head" if found else "none_such")

    async def _list(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, found: Sequence[Activity], *, key: str
    ) -> Events:
        steps = list(self._words.choices(found, self._service.now))
        if past := await self._with_issues():
            number = str(past[0].number)
            label = self._words("choose.issues_of", title=past[0].plan.title)
            steps.append(step(label, FORM.entrance, deed="issues", activity=number))
        text = self._words(f"list.{key}" if found else "list.nothing")
        say(dispatcher, tracker, text, steps=steps, card=self._card(0))
        return []

    async def _with_issues(self) -> Sequence[Activity]:
        """Give the activities at which something was asked: first those where it is not done, then the latest."""
        past = await self._service.begun()
        counted = await self._issues.open_counts([each.number for each in past])
        asked = [each for each in past if each.number in counted]
        return sorted(asked, key=lambda each: not counted[each.number][1])

    async def _show(self, dispatcher: CollectingDispatcher, tracker: Tracker, activity: Activity) -> Events:
        now, number = self._service.now, str(activity.number)
        own = await self._own(tracker, activity)
        steps = []
        if own is not None:
            label = self._words("choose.cancel_it")
            steps.append(step(label, FORM.entrance, deed="ask_cancel", case_no=own.number))
        elif activity.takes(now):
            key = "wait" if activity.phase(now) is ActivityPhase.FULL else "sign_up"
            steps.append(step(self._words(f"choose.{key}"), FORM.entrance, deed="sign_up", activity=number))
        if activity.plan.begins_at <= now and await self._issues.of(activity.number):
            steps.append(step(self._words("choose.issues"), FORM.entrance, deed="issues", activity=number))
        steps.append(step(self._words("choose.others"), FORM.entrance, deed="list"))
        text = self._words.details(activity, now)
        if own is not None:
            text = f"{text}\n{self._words('details.own', number=own.number)}"
        say(dispatcher, tracker, text, steps=steps, card=self._card(activity.number))
        return [SlotSet(SHOWN_SLOT, activity.number)]

    async def _own(self, tracker: Tracker, activity: Activity) -> Signup | None:
        opened = await self._service.open_of(str(tracker.sender_id))
        return next((one for one in opened if one.activity.number == activity.number), None)

    async def _open(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        found: Sequence[Activity],
        *,
        again: bool = False,
    ) -> Events:
        """Open the form, where there is something to sign up for; else say how it stands."""
        now = self._service.now
        taking = [each for each in found if each.takes(now)]
        if not taking:
            if len(found) == 1:
                return await self._show(dispatcher, tracker, found[0])
            return await self._list(dispatcher, tracker, found, key="not_taking")
        one = taking[0] if len(taking) == 1 else None
        if one is not None and not again and (own := await self._own(tracker, one)):
            return self._say_known(dispatcher, tracker, own)
        say(dispatcher, tracker, self._words("entrance.head"), in_form=True)
        fresh: Mapping[str, object] = {
            **dict.fromkeys(FORM.order),
            ACTIVITY: str(one.number) if one else None,
            **_told_of(hear(tracker)),
            ASKS_SLOT: asked_by(one) if one else None,
            OFFERED_SLOT: None,
            GATHERED_SLOT: None,
            SHOWN_SLOT: one.number if one else None,
        }
        return [ActiveLoop(FORM.name), *(SlotSet(name, value) for name, value in fresh.items())]

    def _say_known(self, dispatcher: CollectingDispatcher, tracker: Tracker, own: Signup) -> Events:
        number = str(own.activity.number)
        steps: list[Choice] = [
            step(self._words("choose.cancel_it"), FORM.entrance, deed="ask_cancel", case_no=own.number)
        ]
        if own.activity.plan.asks_contact:
            steps.append(step(self._words("choose.again"), FORM.entrance, deed="again", activity=number))
        text = f"{self._words('deed.known')}\n{self._words.signup(own)}"
        say(dispatcher, tracker, text, steps=steps)
        return [SlotSet(SHOWN_SLOT, own.activity.number)]

    async def _outcome(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """Tell what became of what was asked at the activity that is meant, at the latest one unless it is named."""
        asked = await self._with_issues()
        found = meant(asked, heard.said) if names_one(asked, heard.said) else asked
        if not found:
            return await self._list(dispatcher, tracker, await self._service.coming(), key="no_issues")
        return await self._tell_issues(dispatcher, tracker, found[0], others=asked, said=heard.said)

    async def _tell_issues(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        activity: Activity,
        *,
        others: Sequence[Activity] = (),
        said: str = "",
    ) -> Events:
        issues = await self._issues.of(activity.number)
        if not issues:
            return await self._show(dispatcher, tracker, activity)
        rest = {each.number: each for each in others if each.number != activity.number}
        steps = [
            step(
                self._words("choose.issues_of", title=each.plan.title),
                FORM.entrance, deed="issues", activity=str(each.number),
            )
            for each in list(rest.values())[:PAST_SHOWN]
        ]  # fmt: skip
        steps.append(step(self._words("choose.others"), FORM.entrance, deed="list"))
        text = self._words.issues(activity, issues, self._service.now, said=said)
        say(dispatcher, tracker, text, steps=steps, card=self._card(activity.number))
        return [SlotSet(SHOWN_SLOT, activity.number)]

    def _card(self, number: int) -> Card | None:
        address = self._address(number)
        return (
            Card(self._words("page.open" if number else "page.open_list"), "", address) if address else None
        )


def _told_of(heard: Heard) -> dict[str, object]:
    """Give the name and the phone that somebody told while asking to be signed up."""
    phone = contact_phone(heard.slot("phone"))
    name = heard.slot("name")
    return {
        NAME: name if is_name(name, introduced=True) else None,
        PHONE: phone.value if phone.valid else None,
    }


def _figures(text: str) -> int:
    """Give the number of an activity; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("99999999") else 0
