"""What is done with one's own sign-ups: told when and where, not coming, a freed seat taken or left to the next.

Looked for before anything else is made of a message; whoever has signed up for nothing is left to others.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.errors import InputError
from bot.message import Choice, Wording
from handlers.activities.intake.form import FORM
from handlers.activities.intake.meant import meant
from handlers.activities.intake.phrases import CANCELLING, GIVEN_UP, LEAVING, NOT_COMING, OUTCOME, OWN, TAKING
from handlers.activities.intake.wording import ActivityWords
from handlers.activities.signup.service import Signup, SignupService
from handlers.cases import ACTIVITY, find_number
from handlers.talk.form_phrases import says_yes
from handlers.talk.offered import in_clauses, offered_deed
from handlers.talk.turn import hear, say, step

Events = list[EventType]
Deed = Callable[[CollectingDispatcher, Tracker, Signup], Awaitable[Events]]
Elsewhere = Callable[[str], Awaitable[Sequence[Choice]]]
"""Gives the steps by which a citizen cancels what another service holds, since 不去了 may mean that."""
LONGEST_WORDS_LETTERS = 40
SIGNUPS_SHOWN = 4


async def nothing_elsewhere(citizen: str) -> Sequence[Choice]:  # noqa: ARG001 - `Elsewhere`.
    """Give no step, as where no other service is."""
    return ()


class SignupDeeds:
    """Acts on open sign-ups by words or by a chosen step."""

    def __init__(
        self, wording: Wording, *, service: SignupService, elsewhere: Elsewhere = nothing_elsewhere
    ) -> None:
        self._words = ActivityWords(wording)
        self._service = service
        self._elsewhere = elsewhere
        self._deeds: Mapping[str, Deed] = {
            "ask_cancel": self._ask_cancel,
            "cancel": self._cancel,
            "keep": self._keep,
            "own": self._tell_own,
        }

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on the words; None where they mean no sign-up of this citizen."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_WORDS_LETTERS:
            return None
        number = offered_deed(tracker, "cancel").get("case_no", "")
        if number.startswith(ACTIVITY) and (in_clauses(NOT_COMING, said) or says_yes(said, agreed=GIVEN_UP)):
            return await self.done(dispatcher, tracker, "cancel", number=number)
        answered = await self._answer_offer(dispatcher, tracker, said)
        return answered if answered is not None else await self._of_own(dispatcher, tracker, said)

    async def _of_own(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Events | None:
        """Act on words about what one signed up for; None where they are about something else."""
        if CANCELLING.search(said):
            return await self._meant(dispatcher, tracker, "ask_cancel")
        if in_clauses(NOT_COMING, said):
            return await self._not_coming(dispatcher, tracker)
        if OWN.search(said) and not OUTCOME.search(said):
            return await self._meant(dispatcher, tracker, "own")
        return None

    async def _answer_offer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str
    ) -> Events | None:
        """Take the seat that is held, or leave it to the next; None where none is, or the words say neither."""
        takes, citizen = TAKING.fullmatch(said) is not None, str(tracker.sender_id)
        if not takes and not LEAVING.fullmatch(said):
            return None
        offer = await self._service.offered_to(citizen)
        if offer is None:
            return None
        if takes:
            kept = await self._service.accept(offer.holder, citizen=citizen)
            say(dispatcher, tracker, self._deed("seated", kept), steps=self._steps(kept))
        else:
            kept = await self._service.cancel(offer.holder, citizen=citizen)
            say(dispatcher, tracker, self._deed("left", kept))
        return []

    async def _not_coming(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Ask what is meant where another service holds something of this citizen too."""
        others = await self._elsewhere(str(tracker.sender_id))
        opened = await self._service.open_of(str(tracker.sender_id)) if others else ()
        if not (others and opened):
            return await self._meant(dispatcher, tracker, "ask_cancel")
        steps = [*others[:SIGNUPS_SHOWN], *self._choices(opened, "ask_cancel")]
        say(dispatcher, tracker, self._words("which.ask_cancel"), steps=steps)
        return []

    async def _meant(self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str) -> Events | None:
        """Do a deed to the one sign-up it can mean, or ask which."""
        opened = self._named(tracker, await self._service.open_of(str(tracker.sender_id)))
        if not opened:
            return None
        if len(opened) == 1:
            return await self._deeds[deed](dispatcher, tracker, opened[0])
        say(dispatcher, tracker, self._words(f"which.{deed}"), steps=self._choices(opened, deed))
        return []

    @staticmethod
    def _named(tracker: Tracker, opened: Sequence[Signup]) -> Sequence[Signup]:
        said = hear(tracker).said
        number = find_number(said)
        if number is not None and number.startswith(ACTIVITY):
            return [one for one in opened if one.number == number]
        fitting = {each.number for each in meant([one.activity for one in opened], said)}
        return [one for one in opened if one.activity.number in fitting] or opened

    def _choices(self, opened: Sequence[Signup], deed: str) -> list[Choice]:
        return [
            step(self._deed_label(one), FORM.entrance, deed=deed, case_no=one.number)
            for one in opened[:SIGNUPS_SHOWN]
        ]

    async def done(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str, *, number: str
    ) -> Events:
        """Do what a chosen step says; where it cannot be done any more, say so."""
        opened = await self._service.open_of(str(tracker.sender_id))
        kept = next((one for one in opened if one.number == number), None)
        act = self._deeds.get(deed)
        if kept is None or act is None:
            say(dispatcher, tracker, self._words("deed.gone", number=number))
            return []
        return await act(dispatcher, tracker, kept)

    async def _tell_own(self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Signup) -> Events:
        say(dispatcher, tracker, self._words.signup(kept), steps=self._steps(kept))
        return []

    async def _ask_cancel(self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Signup) -> Events:
        choices = (
            step(self._words("choose.do_cancel"), FORM.entrance, deed="cancel", case_no=kept.number),
            step(self._words("choose.keep"), FORM.entrance, deed="keep", case_no=kept.number),
        )
        say(dispatcher, tracker, self._deed("ask_cancel", kept), steps=choices)
        return []

    async def _cancel(self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Signup) -> Events:
        try:
            done = await self._service.cancel(kept.number, citizen=str(tracker.sender_id))
        except InputError as refused:
            say(dispatcher, tracker, self._refusal(refused))
            return []
        say(dispatcher, tracker, self._deed("cancelled", done))
        return []

    async def _keep(self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Signup) -> Events:
        say(dispatcher, tracker, self._deed("stays", kept))
        return []

    def _steps(self, kept: Signup) -> tuple[Choice, ...]:
        return (
            step(
                self._words("choose.details"),
                FORM.entrance,
                deed="details",
                activity=str(kept.activity.number),
            ),
            step(self._words("choose.cancel_it"), FORM.entrance, deed="ask_cancel", case_no=kept.number),
        )

    def _deed(self, key: str, kept: Signup) -> str:
        return self._words(f"deed.{key}", **_values(kept))

    def _deed_label(self, kept: Signup) -> str:
        return self._words("which.label", **_values(kept))

    def _refusal(self, refused: InputError) -> str:
        return self._words(refused.text_key.removeprefix("activities."), **refused.values)


def _values(kept: Signup) -> dict[str, str]:
    plan = kept.activity.plan
    return {"number": kept.number, "title": plan.title, "when": plan.when, "place": plan.place}
