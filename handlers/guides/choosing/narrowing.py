"""A list of matters narrowed step by step: which further conditions leave some of it and not all, and a wish as a step carries it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

from handlers.guides.choosing.shelf import ShelvedGuide
from handlers.guides.choosing.wish import LEVEL, GuideWish
from knowledge.documents.document import Audience
from knowledge.documents.guide_ways import GuideEase, ServiceWay

OFFERED = 4
VALUE_LETTERS = 1500


def narrower(wish: GuideWish, listed: Sequence[ShelvedGuide]) -> list[tuple[str, GuideWish, int]]:
    """Give what a list can be narrowed by: the name, the narrower wish, and how many are left; the most telling ones first."""
    found = []
    for name, further in _further(wish, listed):
        left = sum(one.fits(further) for one in listed)
        if 0 < left < len(listed):
            found.append((name, further, left))
    half = len(listed) / 2
    return sorted(found, key=lambda one: abs(one[2] - half))[:OFFERED]


def _further(wish: GuideWish, listed: Sequence[ShelvedGuide]) -> Iterator[tuple[str, GuideWish]]:
    for ease in GuideEase:
        if ease not in wish.eases:
            yield ease.value, replace(wish, eases=wish.eases | {ease})
    for way in ServiceWay:
        if way not in wish.ways:
            yield way.value, replace(wish, ways=wish.ways | {way})
    if wish.audience is None:
        yield from ((whom.value, replace(wish, audience=whom)) for whom in Audience)
    if not wish.stage:
        stages = dict.fromkeys(one.document.life_stage for one in listed if one.document.life_stage)
        yield from ((stage, replace(wish, stage=stage)) for stage in stages)


def written(wish: GuideWish) -> str:
    """Give a wish as a step carries it."""
    pairs = [
        *(("way", way.name) for way in ServiceWay if way in wish.ways),
        *(("ease", ease.name) for ease in GuideEase if ease in wish.eases),
        ("audience", wish.audience.value if wish.audience else ""),
        ("stage", wish.stage),
        ("town", wish.town),
        ("level", wish.level),
    ]
    return urlencode([pair for pair in pairs if pair[1]])


def read_wish(value: str, *, stages: Collection[str], towns: Collection[str]) -> GuideWish:
    """Give the wish that a step carries; what it names that is not known asks for nothing."""
    fields = parse_qs(value[:VALUE_LETTERS])

    def one_of(name: str, known: Collection[str]) -> str:
        return next((each for each in fields.get(name, []) if each in known), "")

    audience = one_of("audience", set(Audience))
    level = next((each for each in fields.get("level", []) if LEVEL.fullmatch(each)), "")
    return GuideWish(
        frozenset(way for way in ServiceWay if way.name in fields.get("way", [])),
        frozenset(ease for ease in GuideEase if ease.name in fields.get("ease", [])),
        Audience(audience) if audience else None,
        one_of("stage", stages),
        one_of("town", towns),
        level,
    )
