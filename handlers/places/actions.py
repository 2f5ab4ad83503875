"""Tells where an office is, when it is open and how to call it; finds the nearest one for a position sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from bot.privacy import mask_text
from bot.scenes import SCANS
from handlers.county.bodies import Bodies, load
from handlers.county.profile import County, Unit
from handlers.places.cards import PlaceCards
from handlers.places.directory import Directory, DirectoryNow, Place
from handlers.places.follow_up import LastPlace, followed, last_place, township
from handlers.places.matching import core, find
from handlers.places.nearest import PLACES_SHOWN, NearestPlace
from handlers.places.origin import Vantage, beside_town, named_origin, screen_origin, sent_origin, towns
from handlers.places.remarks import PlaceNow
from handlers.talk.last_answer import recall
from handlers.talk.turn import Heard, channel_of, hear, say, step
from knowledge.text import regions
from knowledge.text.normal_form import fold

Events = list[dict[str, Any]]
SOUGHT = "place_sought"
TOPICS_SHOWN = 8
NEAR_WORDS = ("最近", "附近", "离我")
# Channels by which nobody can send a position.
WORDS_ONLY = frozenset({"site", "kiosk", "api"})
TOWNS_SHOWN = 8
SAID_LETTERS = 20
# What may be asked about a place once it is known, and the words of such questions that name none.
ASKS_MORE = re.compile(
    r"电话|几点|上班|下班|开门|关门|开吗|开着|周末|周六|周日|星期|中午|地址|位置|在哪|怎么走|怎么去|几路|远吗|联系方式|休息|午休|放假"
)
BARE = re.compile(
    r"那里|那儿|这里|这儿|那边|那|它|他们|你们|[有没]人|人在|开|休息|午休|中午|星期[一二三四五六日天]?|放假|远|办公|还|都|也|要|呢|吗|的|去|办|在|投诉|监督|渠道"
)
# Words of something to be done; a place of a name has none of them but may be found all the same.
MATTER = re.compile(
    r"证(?!券)|登记|申请|申领|补贴|津贴|补助|低保|医保|社保|报名|许可|怎么办|能办|可以办|计划|公布|公示|公开|看得?到|查得?到|结果|名单|图纸|标准"
)
# Which room or window is asked of what was spoken of, not of the building.
WHICH_ROOM = re.compile("几楼|哪层|哪一层|几号窗口|哪个窗口|什么窗口|哪个柜台|几号柜台")
ASKS_LETTERS = 30
ASKS_WHERE = re.compile("在哪(?!个|些)|哪里|哪儿|去哪|到哪|上哪|跑哪|什么地方|啥地方|地址|几点|上班|开门")
TOWN_NAMED = re.compile(r"^[一-鿿]{1,4}?(?:镇|乡|街道)")


class FindPlace(Action):
    """Answers where, when and which phone; a position is used for this one answer and kept nowhere."""

    def __init__(
        self,
        wording: Wording,
        *,
        directory: Directory,
        county: County,
        bodies: Bodies,
        otherwise: Action | None = None,
        arranged: PlaceNow | None = None,
        now: DirectoryNow | None = None,
    ) -> None:
        """Take the county's places; `arranged` gives one, `now` all as the desk has arranged them, `otherwise` tells of matters."""
        self._wording = wording
        self._arranged = arranged
        self._bodies = bodies
        self._otherwise = otherwise
        self._places: DirectoryNow = now or (lambda: directory)
        self._county = county
        self._cards = PlaceCards(wording, sample=directory.sample)
        self._nearest = NearestPlace(wording, directory=self._places, county=county, cards=self._cards)

    @property
    def _directory(self) -> Directory:
        return self._places()

    def name(self) -> str:
        """Give the name the action is called by."""
        return "action_find_place"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Show one place, offer several, or say what to send instead."""
        heard = hear(tracker)
        if heard.kind in {"location", "event/location_select"}:
            return self._located(dispatcher, tracker, heard)
        chosen = self._chosen(heard.slot("place_key"))
        if chosen:
            if self._arranged and isinstance(chosen, Place):
                chosen = await self._arranged(chosen.key) or chosen
            return self._show(dispatcher, tracker, chosen, sought=chosen.name)
        if (events := await self.follow(dispatcher, tracker)) is not None:
            return events
        if self._otherwise and self._asks_of_matter(heard, tracker):
            elsewhere: Events = await self._otherwise.run(dispatcher, tracker, domain)
            return elsewhere
        return self._named(dispatcher, tracker, heard)

    def knows(self, heard: Heard) -> bool:
        """Whether a message names no place at all, one that is known here, or one that is told of elsewhere."""
        return (
            not names_place(heard)
            or bool(self._found(heard))
            or self.is_elsewhere(heard)
            or heard.kind != "text"
        )

    def is_elsewhere(self, heard: Heard) -> bool:
        """Whether a message names a body of its own, such as the railway, that answers for itself."""
        return bool(self._bodies.named(heard.said))

    def is_outside(self, heard: Heard) -> bool:
        """Whether a message names a province, city or county that this county is neither nor lies in: its places are not known here."""
        own = regions.named(fold(self._county.name))
        named = regions.named(fold(heard.said))
        return bool(named) and not any(one.agrees(other) for one in named for other in own)

    @staticmethod
    def asks_of_place(heard: Heard) -> bool:
        """Whether a message asks of a place what is told of places: where it is, when it is open, how it is called."""
        said = heard.said
        return bool(ASKS_MORE.search(said) or ASKS_WHERE.search(said) or WHICH_ROOM.search(said)) or any(
            word in said for word in NEAR_WORDS
        )

    def _asks_of_matter(self, heard: Heard, tracker: Tracker) -> bool:
        """Whether 去哪里办 or 停车证几点能办 asks about something to be done rather than for a place of a name."""
        if not names_place(heard) or WHICH_ROOM.search(heard.said):
            return recall(tracker) is not None
        near = any(word in heard.said for word in NEAR_WORDS)
        return MATTER.search(heard.said) is not None and not near and not self._found(heard)

    async def follow(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer words that lead on from the place told last, showing how they were read; None when they do not."""
        heard, last = hear(tracker), last_place(tracker)
        if last is None or heard.emergency:
            return None
        if not names_place(heard):
            return self._again(dispatcher, tracker, last) if ASKS_MORE.search(heard.said) else None
        rest = followed(heard.said)
        if town := township(rest):
            return self._elsewhere(dispatcher, tracker, last, town=town)
        if not rest or not find(rest, directory=self._directory, county=self._county):
            return None
        say(dispatcher, tracker, self._wording("places.following", words=mask_text(rest)))
        return self._tell(dispatcher, tracker, replace(heard, said=rest, slots={}))

    def done_at(self, heard: Heard) -> Place | None:
        """Give the place where what a question names is done, where it asks for that and one such place is known."""
        if heard.emergency or len(heard.said) > ASKS_LETTERS or not ASKS_WHERE.search(heard.said):
            return None
        found = find(heard.said, directory=self._directory, county=self._county)
        return found[0] if len(found) == 1 and isinstance(found[0], Place) else None

    def tell_where(self, dispatcher: CollectingDispatcher, tracker: Tracker, place: Place) -> Events:
        """Show the place where what the latest message names is done."""
        return self._show(dispatcher, tracker, place, sought=core(hear(tracker).said))

    def _elsewhere(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, last: LastPlace, *, town: str
    ) -> Events:
        """Show the same kind of place in another township, or say that none is known there and where others are."""
        place = self._directory.place(last.key)
        kind = place.kind if place else TOWN_NAMED.sub("", last.sought)
        words = f"{town}{kind}"
        alike = find(words, directory=self._directory, county=self._county)
        there = [found for found in alike if isinstance(found, Place) and found.town in town]
        if there:
            say(dispatcher, tracker, self._wording("places.following", words=words))
            return self._tell(
                dispatcher, tracker, replace(hear(tracker), said=words, slots={}), targets=there
            )
        others = find(kind, directory=self._directory, county=self._county)
        key = "places.not_there" if others else "places.none"
        text = self._wording(key, said=mask_text(words)[:SAID_LETTERS], hotline=self._county.hotline)
        _, steps = self._several(others)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose") if others else "")
        return [LastPlace(kind, "", text).event()]

    def _again(self, dispatcher: CollectingDispatcher, tracker: Tracker, last: LastPlace) -> Events | None:
        """Show the place told last once more, or what it was chosen from."""
        place = self._chosen(last.key)
        if place:
            return self._show(dispatcher, tracker, place, sought=last.sought)
        return self._tell(dispatcher, tracker, replace(hear(tracker), said=last.sought, slots={}))

    def _show(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, target: Place | Unit, *, sought: str
    ) -> Events:
        card = self._cards.of(target)
        steps: tuple[Choice, ...] = ()
        told = card
        if hear(tracker).kind in SCANS and isinstance(target, Place):
            steps = self._topics(target)
            told = f"{card}\n{self._wording('places.remark.how')}" if target.box.takes else card
        say(dispatcher, tracker, told, steps=steps, ask=self._wording("places.topics") if steps else "")
        return [LastPlace(sought, _key(target), card).event()]

    @staticmethod
    def _topics(place: Place) -> tuple[Choice, ...]:
        """Give what is asked at a place, for whoever came by its code."""
        return tuple(Choice(topic.title, topic.asks) for topic in place.topics[:TOPICS_SHOWN])

    def _chosen(self, key: str) -> Place | Unit | None:
        units = {unit.name: unit for unit in self._county.reached_units}
        return self._directory.place(key) or units.get(key)

    def _named(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if any(word in heard.said for word in NEAR_WORDS):
            return self._near(dispatcher, tracker, heard)
        return self._tell(dispatcher, tracker, heard)

    def _near(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """Show the nearest place from where it can be measured, or ask where somebody is."""
        named = named_origin(heard.said, self._directory)
        origin = named or screen_origin(heard.fields, self._directory)
        sought = self._sought(core(heard.said), tracker, town=named.name if named else "")
        if origin:
            return self._told_nearest(dispatcher, tracker, origin, sought)
        if channel_of(tracker) not in WORDS_ONLY:
            say(dispatcher, tracker, self._wording("places.near_what"))
            return [SlotSet(SOUGHT, sought)]
        what = sought or self._wording("places.near_any")
        steps = tuple(
            step(town, "find_place", said=self._wording("places.near_town", town=town, what=what))
            for town in towns(self._directory)[:TOWNS_SHOWN]
        )
        say(dispatcher, tracker, self._wording("places.which_town"), steps=steps)
        return []

    def _sought(self, words: str, tracker: Tracker, *, town: str) -> str:
        """Give what is looked for near by: what is named, else the matter told of last."""
        named = beside_town(words, town)
        if named != self._wording("places.near_any") and len(BARE.sub("", named)) >= 2:  # noqa: PLR2004 - one character names no place
            return named
        last = recall(tracker)
        return (last.topic or last.question) if last else ""

    def _located(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """Show the nearest place to a position that was sent."""
        origin = sent_origin(heard.fields)
        if origin is None:
            say(dispatcher, tracker, self._wording("places.no_position"))
            return [SlotSet(SOUGHT, None)]
        return self._told_nearest(dispatcher, tracker, origin, str(tracker.slots.get(SOUGHT) or ""))

    def _tell(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Heard,
        *,
        targets: Sequence[Place | Unit] = (),
    ) -> Events:
        """Show the one place meant, several to choose from, or say that there is none."""
        targets, sought = targets or self._found(heard), core(heard.said)
        if not targets and heard.emergency:
            # The number to call has been given already; a no after it would only stand in its way.
            return []
        if len(targets) == 1:
            return self._show(dispatcher, tracker, targets[0], sought=sought)
        text, steps = self._several(targets) if targets else self._nothing(heard)
        say(dispatcher, tracker, text, steps=steps, ask=self._wording("talk.choose") if targets else "")
        # A position that is sent next belongs to this question.
        kept = SlotSet(SOUGHT, sought if targets else None)
        return [kept, LastPlace(sought, "", text).event()] if targets else [kept]

    def _found(self, heard: Heard) -> list[Place | Unit]:
        """Look for the whole wish first, then for the place and the matter the recogniser saw in it."""
        for words in (heard.said, heard.slot("place"), heard.slot("topic")):
            if words and (targets := find(words, directory=self._directory, county=self._county)):
                return self._here(targets, heard)
        return []

    def _here(self, targets: list[Place | Unit], heard: Heard) -> list[Place | Unit]:
        """Give the places without those that only share their kind with one elsewhere: 新疆哪家医院 is no hospital here."""
        if not self.is_outside(heard):
            return targets
        named = {region.name[: regions.KEY_LETTERS] for region in regions.named(fold(heard.said))}
        return [one for one in targets if any(name in fold(one.name) for name in named)]

    def _several(self, targets: Sequence[Place | Unit]) -> tuple[str, tuple[Choice, ...]]:
        many = len(targets) > PLACES_SHOWN
        text = (
            self._wording("places.choose_many", count=len(targets))
            if many
            else self._wording("places.choose")
        )
        return text, tuple(
            step(target.name, "find_place", place_key=_key(target)) for target in targets[:PLACES_SHOWN]
        )

    def _nothing(self, heard: Heard) -> tuple[str, tuple[Choice, ...]]:
        sought = heard.slot("place") or core(heard.said)
        if len(sought) < 2:  # noqa: PLR2004 - one character names no place
            return self._wording("places.where"), ()
        said = mask_text(sought)[:SAID_LETTERS]
        person = step(self._wording("places.steps.person"), "talk_to_human")
        if body := self._bodies.named(heard.said):
            return self._wording("places.elsewhere", said=said, body=body), (person,)
        return self._wording("places.none", said=said, hotline=self._county.hotline), (person,)

    def _told_nearest(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, origin: Vantage, sought: str
    ) -> Events:
        found = self._nearest.to(origin, sought)
        say(dispatcher, tracker, found.text, steps=found.steps)
        return [SlotSet(SOUGHT, None), LastPlace(sought, found.place.key, found.text).event()]


def names_place(heard: Heard) -> bool:
    """Whether a message names anything at all; 周末开吗 only asks about what was named before."""
    words = BARE.sub("", core(heard.said))
    return len(words) >= 2 or bool(heard.slot("place"))  # noqa: PLR2004 - one character names no place


def _key(target: Place | Unit) -> str:
    return target.key if isinstance(target, Place) else target.name


def actions(
    wording: Wording,
    *,
    directory: Directory,
    county: County,
    otherwise: Action | None = None,
    arranged: PlaceNow | None = None,
    now: DirectoryNow | None = None,
) -> list[FindPlace]:
    """Give the actions of this slice; `otherwise` answers where something is done that was spoken of before."""
    finding = FindPlace(
        wording,
        directory=directory,
        county=county,
        bodies=load(wording),
        otherwise=otherwise,
        arranged=arranged,
        now=now,
    )
    return [finding]
