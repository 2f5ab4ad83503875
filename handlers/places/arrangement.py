"""What the desk sets at a place: its address and hours, whether it is a zone, what is asked there, its feedback box. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.errors import InputError
from bot.privacy import personal_numbers
from handlers.places.directory import OPEN_BOX, TOPIC_LETTERS, FeedbackBox, Hours, Place, PlaceTopic, ZoneMark

MOST_TOPICS, PART_LETTERS = 40, 12
NOTE_LETTERS, WORDS_LETTERS, TYPED_LETTERS = 120, 60, 6000
ADDRESS_LETTERS, HOURS_LETTERS = 80, 60
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
"""Somebody's own number: an office has one of its own."""
PHONE = re.compile(r"[0-9][0-9 ()（）转、，—-]{4,39}")
PART = re.compile(r"[【\[](?P<part>[^【】\[\]]*)[】\]]")
SIGN = re.compile("[=＝]")


@dataclass(frozen=True, slots=True)
class PlaceContact:
    """Where a place is, which number it has, when it is open."""

    address: str
    phone: str
    hours: Hours

    @classmethod
    def of(cls, place: Place) -> "PlaceContact":
        """Give those of a place."""
        return cls(place.address, place.phone, place.hours)


@dataclass(frozen=True, slots=True)
class PlaceArrangement:
    """What is set at one place; `zone` is None where it is no zone, `contact` None where the county's file tells of it."""

    zone: tuple[ZoneMark, ...] | None = None
    zone_note: str = ""
    topics: tuple[PlaceTopic, ...] = ()
    box: FeedbackBox = OPEN_BOX
    contact: PlaceContact | None = None

    @classmethod
    def of(cls, place: Place) -> "PlaceArrangement":
        """Give what is set at a place now."""
        return cls(place.zone, place.zone_note, place.topics, place.box, PlaceContact.of(place))

    def at(self, place: Place) -> Place:
        """Give the place as it is with this set; the point on the map stays that of the county's file."""
        told = self.contact or PlaceContact.of(place)
        return replace(
            place,
            address=told.address,
            phone=told.phone,
            hours=told.hours,
            zone=self.zone,
            zone_note=self.zone_note,
            topics=self.topics,
            box=self.box,
        )

    def beside(self, place: Place) -> "PlaceArrangement":
        """Give it without what a place of the county's file says already, so that the file goes on telling of it."""
        return replace(self, contact=None) if self.contact == PlaceContact.of(place) else self


def arrangement_of(typed: Mapping[str, str]) -> PlaceArrangement:
    """Read what was typed at the desk; raises `InputError` naming the field, and of the topics the line, that is wrong.

    Everybody reads it, so nobody's numbers may stand in it.
    """
    zone = tuple(mark for mark in ZoneMark if typed.get(mark.name.lower())) if typed.get("zone") else None
    return PlaceArrangement(
        zone,
        _words(typed.get("zone_note", ""), "places.refused.zone_note", most=NOTE_LETTERS)
        if zone is not None
        else "",
        topics_of(typed.get("topics", "")),
        FeedbackBox(
            bool(typed.get("box")),
            _words(typed.get("box_words", ""), "places.refused.box_words", most=WORDS_LETTERS),
        ),
        contact_of(typed),
    )


def contact_of(typed: Mapping[str, str]) -> PlaceContact | None:
    """Read address, telephone and hours; None where all are left empty, which is as in the county's file."""
    hours = [
        _words(typed.get(name, ""), "places.refused.hours", most=HOURS_LETTERS)
        for name in ("workdays", "late", "rest_days")
    ]
    address = _words(typed.get("address", ""), "places.refused.address", most=ADDRESS_LETTERS)
    phone = " ".join(typed.get("phone", "").split())
    if not any((address, phone, *hours)):
        return None
    if not address:
        raise InputError("places.refused.address", most=ADDRESS_LETTERS)
    if not hours[0]:
        raise InputError("places.refused.hours", most=HOURS_LETTERS)
    if MOBILE.search(phone):
        raise InputError("places.refused.personal")
    if not PHONE.fullmatch(phone):
        raise InputError("places.refused.phone")
    return PlaceContact(address, phone, Hours(*hours))


def topics_of(text: str) -> tuple[PlaceTopic, ...]:
    """Read a set of topics: `【part】` opens a part, each further line is a question, or `title = question`."""
    if len(text) > TYPED_LETTERS:
        raise InputError("places.refused.topics", most=MOST_TOPICS)
    topics: list[PlaceTopic] = []
    part = ""
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if named := PART.fullmatch(line):
            part = named["part"].strip()
            if len(part) > PART_LETTERS:
                raise InputError("places.refused.part", line=number, most=PART_LETTERS)
        elif line:
            topics.append(_topic(line, part=part, number=number))
    if len(topics) > MOST_TOPICS:
        raise InputError("places.refused.topics", most=MOST_TOPICS)
    # A part that was opened twice stands once, where it was opened first.
    parts = list(dict.fromkeys(topic.part for topic in topics))
    return tuple(sorted(topics, key=lambda topic: parts.index(topic.part)))


def text_of(topics: Sequence[PlaceTopic]) -> str:
    """Write a set of topics as it is typed."""
    lines: list[str] = []
    part = ""
    for topic in topics:
        if topic.part != part:
            part = topic.part
            lines.append(f"【{part}】")
        lines.append(topic.title if topic.title == topic.asks else f"{topic.title} = {topic.asks}")
    return "\n".join(lines)


def _topic(line: str, *, part: str, number: int) -> PlaceTopic:
    title, *rest = (words.strip() for words in SIGN.split(line, maxsplit=1))
    asks = rest[0] if rest else title
    if not all(0 < len(words) <= TOPIC_LETTERS for words in (title, asks)):
        raise InputError("places.refused.topic", line=number, most=TOPIC_LETTERS)
    # Words only: a topic is never taken for a step of the program.
    if asks.startswith("/") or personal_numbers(line):
        raise InputError("places.refused.topic_words", line=number)
    return PlaceTopic(title, asks, part)


def _words(typed: str, refusal: str, *, most: int) -> str:
    words = " ".join(typed.split())
    if len(words) > most:
        raise InputError(refusal, most=most)
    if personal_numbers(words):
        raise InputError("places.refused.personal")
    return words
