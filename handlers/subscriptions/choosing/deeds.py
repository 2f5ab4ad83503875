"""What is done in the talk with subscriptions, by a chosen step or by words that mean nothing else."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation import CHOICES
from bot.errors import InputError
from bot.message import Choice, Wording
from bot.text.choices import reading
from handlers.subscriptions.choosing.catalogue import SubjectCatalogue
from handlers.subscriptions.choosing.phrases import (
    ASKS_TO_BE_TOLD,
    BARE,
    HOUR_WISH,
    LISTING,
    LONGEST_WORDS_LETTERS,
    NEWS,
    STOP_WORD,
    STOPPING_ALL,
    TELLING,
    THIS_DOCUMENT,
    TITLED,
    YES,
    hour_of,
    matter_of,
    says_how,
    told_by_others,
)
from handlers.subscriptions.choosing.replies import SubscriptionReplies
from handlers.subscriptions.consent.service import Subscriber, SubscriptionService
from handlers.subscriptions.digest.hours import FIRST_HOUR, allowed
from handlers.subscriptions.digest.words import INTENT
from handlers.subscriptions.subject import Subject, SubjectKind
from handlers.talk.last_answer import recall
from handlers.talk.turn import Heard, channel_of, hear, say

Events = list[EventType]
# Gives the address of the page on which somebody changes subscriptions; empty where there is none.
PageAddress = Callable[[str, str], str]
CHANNEL = "wechat"
OWN_LIST = "subscriptions"
"""What the page of somebody's own subscriptions shows, as a link names it."""


def no_page(channel: str, citizen: str) -> str:  # noqa: ARG001 - `PageAddress`.
    """Give no address, as where no page is served."""
    return ""


OFFERED_SLOT = "subscription_offered"


class SubscriptionDeeds:
    """Acts on subscriptions; only one channel can be written to unasked, so on others it says so."""

    def __init__(
        self,
        wording: Wording,
        *,
        service: SubscriptionService,
        catalogue: SubjectCatalogue,
        replies: SubscriptionReplies,
        page: PageAddress,
    ) -> None:
        self._wording = wording
        self._service = service
        self._catalogue = catalogue
        self._replies = replies
        self._page = page
        self._deeds: Mapping[str, Callable[[CollectingDispatcher, Tracker], Awaitable[Events]]] = {
            "list": self.list_all,
            "stop_all": self.stop_all,
            "stop": self._stop_chosen,
            "agree": self._agree,
            "propose": self._propose_chosen,
            "hours": self._ask_hour,
            "hour": self._hour_chosen,
            "refuse": self._refuse,
        }

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on words that mean a subscription whatever they were taken for; None where they mean none."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not heard.said or len(heard.said) > LONGEST_WORDS_LETTERS or channel_of(tracker) != CHANNEL:
            return None
        return await self._meant(dispatcher, tracker, heard.said)

    async def _meant(self, dispatcher: CollectingDispatcher, tracker: Tracker, said: str) -> Events | None:
        if STOPPING_ALL.fullmatch(said):
            return await self.stop_all(dispatcher, tracker)
        if LISTING.fullmatch(said):
            return await self.list_all(dispatcher, tracker)
        if THIS_DOCUMENT.search(said) or (TITLED.search(said) and ASKS_TO_BE_TOLD.search(said)):
            return self._this_document(dispatcher, tracker)
        if YES.fullmatch(said) and (asked := _asked(tracker)):
            subject = await self._catalogue.of(asked.get("kind", ""), asked.get("value", ""))
            return await self._subscribe(dispatcher, tracker, subject, hour=asked.get("hour", ""))
        if TELLING.search(said) and NEWS.search(said) and not told_by_others(said):
            subjects = await self._named(hear(tracker))
            if subjects and subjects[0].kind is not SubjectKind.KEYWORD:
                return await self._propose(dispatcher, tracker, subjects)
        return await self._look_among_own(dispatcher, tracker)

    async def _look_among_own(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Act on 把医保的退掉 and 改到晚上7点发 of whoever is subscribed; None of others."""
        said = hear(tracker).said
        hour = hour_of(said) if HOUR_WISH.search(said) else None
        if hour is None and not STOP_WORD.search(said):
            return None
        held = await self._service.held(_who(tracker))
        if not held.subjects:
            return None
        if hour is not None:
            return await self._choose_hour(dispatcher, tracker, hour)
        named = [subject for subject in held.subjects if _names(said, subject)]
        return await self._stop(dispatcher, tracker, named[0]) if len(named) == 1 else None

    async def done(self, dispatcher: CollectingDispatcher, tracker: Tracker, deed: str) -> Events:
        """Do what a chosen step says."""
        act = self._deeds.get(deed)
        if act is None:
            say(dispatcher, tracker, self._wording("subscriptions.said.unfit"))
            return []
        return await act(dispatcher, tracker)

    async def ask(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Read from words what somebody wants to be told of, and ask for consent; without any, ask of what."""
        heard = hear(tracker)
        if BARE.fullmatch(heard.said) or not heard.said:
            say(dispatcher, tracker, self._replies.ask(), steps=(self._replies.list_step(),))
            return []
        if says_how(heard.said):
            say(dispatcher, tracker, self._wording("subscriptions.said.told_how"))
            return []
        subjects = await self._named(heard)
        if not subjects:
            last = recall(tracker)
            own = self._catalogue.document(last.document) if last and last.document else None
            if own is None:
                say(dispatcher, tracker, self._replies.ask(), steps=(self._replies.list_step(),))
                return []
            subjects = self._catalogue.about(own)
        return await self._propose(dispatcher, tracker, subjects)

    async def _named(self, heard: Heard) -> tuple[Subject, ...]:
        """Give what words may mean: what they are about, the town or unit they name, else what is left of them."""
        for name in ("topic", "place", "unit"):
            words = matter_of(heard.slot(name)) if heard.slot(name) else ""
            found = await self._catalogue.meant(words) if words else ()
            if found and (name == "topic" or found[0].kind is not SubjectKind.KEYWORD):
                return found
        words = matter_of(heard.said)
        return await self._catalogue.meant(words) if words else ()

    async def _propose(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, subjects: Sequence[Subject]
    ) -> Events:
        held = await self._service.held(_who(tracker))
        if subjects[0] in held.subjects:
            words, steps = self._replies.ready(subjects[0], held, already=True)
        else:
            said = hear(tracker).said
            wished = hour_of(said) if HOUR_WISH.search(said) else None
            if wished is not None and allowed(wished):
                words, steps = self._replies.consent(subjects, wished, wished=True)
            else:
                words, steps = self._replies.consent(subjects, held.hour or FIRST_HOUR)
        say(dispatcher, tracker, words, steps=steps)
        return [SlotSet(OFFERED_SLOT, value=True)]

    async def _propose_chosen(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        subject = await self._chosen(tracker)
        if subject is None:
            say(dispatcher, tracker, self._wording("subscriptions.said.unfit"))
            return []
        wide = subject.kind is SubjectKind.DOCUMENT
        return await self._propose(
            dispatcher, tracker, self._catalogue.about(subject) if wide else (subject,)
        )

    def _this_document(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        titled, last = TITLED.search(hear(tracker).said), recall(tracker)
        document = last.document if last and not last.guessed else ""
        subject = self._catalogue.document(document, titled[1] if titled else "")
        if subject is None:
            say(dispatcher, tracker, self._wording("subscriptions.said.no_document"))
            return []
        words, steps = self._replies.consent((subject,), FIRST_HOUR)
        say(dispatcher, tracker, words, steps=steps)
        return [SlotSet(OFFERED_SLOT, value=True)]

    async def _agree(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        hour = hear(tracker).slot("hour")
        return await self._subscribe(dispatcher, tracker, await self._chosen(tracker), hour=hour)

    async def _subscribe(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, subject: Subject | None, *, hour: str = ""
    ) -> Events:
        if subject is None:
            say(dispatcher, tracker, self._wording("subscriptions.said.unfit"))
            return []
        who = _who(tracker)
        already = subject in (await self._service.held(who)).subjects
        try:
            held = await self._service.agree(who, subject, consent=self._replies.consent_version)
            if hour.isascii() and hour.isdecimal() and allowed(int(hour[:2])):
                held = await self._service.choose_hour(who, int(hour[:2]))
        except InputError as error:
            say(
                dispatcher,
                tracker,
                self._wording(error.text_key, **error.values),
                steps=(self._replies.list_step(),),
            )
            return []
        words, steps = self._replies.ready(subject, held, already=already)
        say(dispatcher, tracker, words, steps=steps)
        return [SlotSet(OFFERED_SLOT, value=True)]

    async def list_all(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Tell what somebody is subscribed to."""
        who = _who(tracker)
        held = await self._service.held(who)
        if not held.subjects:
            say(dispatcher, tracker, self._wording("subscriptions.said.none"))
            return []
        words, steps = self._replies.listed(held, page=self._page(who.channel, who.citizen))
        say(dispatcher, tracker, words, steps=steps)
        return []

    async def stop_all(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """Stop everything at once."""
        who = _who(tracker)
        gone = await self._service.stop_all(who)
        if not gone:
            say(dispatcher, tracker, self._wording("subscriptions.said.none"))
            return []
        words, steps = self._replies.stopped(gone, await self._service.held(who))
        say(dispatcher, tracker, words, steps=steps)
        return []

    async def _stop_chosen(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        heard, held = hear(tracker), await self._service.held(_who(tracker))
        wanted = heard.slot("kind"), heard.slot("value")
        subject = next((one for one in held.subjects if (one.kind.value, one.key) == wanted), None)
        if subject is None:
            return await self.list_all(dispatcher, tracker)
        return await self._stop(dispatcher, tracker, subject)

    async def _stop(self, dispatcher: CollectingDispatcher, tracker: Tracker, subject: Subject) -> Events:
        who = _who(tracker)
        gone = await self._service.stop(who, subject)
        words, steps = self._replies.stopped(gone or (subject,), await self._service.held(who))
        say(dispatcher, tracker, words, steps=steps)
        return []

    async def _ask_hour(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        words, steps = self._replies.hours()
        say(dispatcher, tracker, words, steps=steps)
        return []

    async def _hour_chosen(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        value = hear(tracker).slot("value")
        hour = int(value) if value.isascii() and value.isdigit() and len(value) < len("100") else -1
        return await self._choose_hour(dispatcher, tracker, hour)

    async def _choose_hour(self, dispatcher: CollectingDispatcher, tracker: Tracker, hour: int) -> Events:
        try:
            await self._service.choose_hour(_who(tracker), hour)
        except InputError as error:
            say(dispatcher, tracker, self._wording(error.text_key))
            return []
        words = self._wording("subscriptions.said.hour", hour=hour)
        say(dispatcher, tracker, words, steps=(self._replies.list_step(),))
        return []

    async def _refuse(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        say(dispatcher, tracker, self._wording("subscriptions.said.declined"))
        return [SlotSet(OFFERED_SLOT, value=True)]

    async def _chosen(self, tracker: Tracker) -> Subject | None:
        heard = hear(tracker)
        return await self._catalogue.of(heard.slot("kind"), heard.slot("value"))


def _who(tracker: Tracker) -> Subscriber:
    return Subscriber(str(tracker.sender_id), channel_of(tracker))


def _names(said: str, subject: Subject) -> bool:
    """Whether words name a subject: by its name, or by two letters of it that begin it."""
    return subject.name in said or (len(subject.name) > len("养老") and subject.name[:2] in said)


def _asked(tracker: Tracker) -> Mapping[str, str] | None:
    """Give what the step carries by which consent was asked in the words said last; None where none was."""
    offered = [Choice(*pair) for pair in tracker.slots.get(CHOICES) or ()]
    if not offered or not offered[0].payload.startswith(f"/{INTENT}{{"):
        return None
    read = reading(offered[0].payload)
    slots = {slot.name: slot.value for slot in read.slots} if read else {}
    return slots if slots.get("deed") == "agree" else None
