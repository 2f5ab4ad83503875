"""Which place or unit a citizen means: by its name, what people call it, its kind, or what is done there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from handlers.county.profile import County, Unit
from handlers.places.directory import Directory, Place

ASKING = re.compile(
    r"[^0-9A-Za-z一-鿿]|请问|麻烦|一下|去哪里|去哪儿|去哪|在那里|在哪里|在哪儿|在哪|哪里|哪儿|什么地方|地址|位置|怎么走|怎么去|坐几路车|几路车|"
    r"电话号码|电话是?多少|电话|联系方式|几点|上班|下班|开门|关门|开着没|营业|周末|周六|周日|时间|多少|发我|发给我|"
    r"离我|最近的?|附近的?|我要去|我想去|想去|我要|我想|有没有|能不能|可以|办理|^办(?!事|证)|[吗呢么不的啊呀有]$"
)
UNIT_WORD = re.compile(r"[一-鿿]{1,10}?[局联部办]")
ZONE = re.compile("(?:基层)?(?:政务|政府信息|信息)?公开(?:服务|体验|查阅)?专区")
"""A zone of open government (五有专区), whatever stands before or behind it."""
# Below this nothing is shown; within the margin of the best one it is the citizen who chooses.
LEAST_SCORE = 0.62
SCORE_MARGIN = 0.06
NAMED, HELD, NEAR = 0.7, 0.72, 0.75
ABBREVIATION_SCORE = 0.9
SAME_KIND_SCORE = 0.7
IN_TOWN, ELSEWHERE = 0.1, -0.25
SHORTEST, TYPO_LENGTH, TYPO = 2, 4, 80


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place or a unit with how well it fits, 1 being its very name."""

    target: Place | Unit
    score: float


def core(words: str) -> str:
    """Give the words without those that only ask for the way, the hours or the phone."""
    return ASKING.sub("", words)


def find(words: str, *, directory: Directory, county: County) -> list[Place | Unit]:
    """Give what the words may mean, best first: one when it is clear, several when the citizen has to choose."""
    sought = core(words).removeprefix(county.name)
    if len(sought) < SHORTEST:
        return []
    if zones := _zones(sought, directory):
        return zones
    matches = [*_places(sought, directory), *_units(sought, county)]
    matches = sorted(
        (match for match in matches if match.score >= LEAST_SCORE), key=lambda match: -match.score
    )
    return [match.target for match in matches if match.score >= matches[0].score - SCORE_MARGIN]


def around(words: str, *, directory: Directory, county: County) -> list[Place]:
    """Give the places among which the nearest is wanted: those meant by the words and others of their kind."""
    sought = core(words)
    meant = [place for place in find(words, directory=directory, county=county) if isinstance(place, Place)]
    alike = [place for place in directory.places if _by_kind(sought, place.kind) and place not in meant]
    return [*meant, *alike]


def _places(sought: str, directory: Directory) -> Iterator[PlaceMatch]:
    towns = {place.town for place in directory.places if place.town}
    named = {town for town in towns if short_town(town) in sought}
    for place in directory.places:
        names = {place.name, *place.aliases, *_bare_names(place.name)}
        score = max(
            _by_name(sought, names), _by_kind(sought, place.kind), _by_service(sought, place.services)
        )
        if named and score:
            score += IN_TOWN if place.town in named else ELSEWHERE
        yield PlaceMatch(place, score)


def _zones(sought: str, directory: Directory) -> list[Place | Unit]:
    """Give the zones of open government where words ask for nothing else, those of a township that is named alone."""
    if not ZONE.search(sought):
        return []
    zones = [place for place in directory.places if place.zone is not None]
    there = [place for place in zones if place.town and short_town(place.town) in sought]
    left = ZONE.sub("", sought)
    for place in there:
        left = left.replace(place.town, "").replace(short_town(place.town), "")
    return list(there or zones) if len(left) < SHORTEST else []


def _units(sought: str, county: County) -> Iterator[PlaceMatch]:
    words = UNIT_WORD.findall(sought)
    for unit in county.reached_units:
        short = unit.name.rpartition(county.name)[2]
        score = _by_name(sought, (unit.name, short))
        if any(_abbreviates(word, short) for word in words):
            score = max(score, ABBREVIATION_SCORE)
        yield PlaceMatch(unit, score)


def _by_name(sought: str, names: Iterable[str]) -> float:
    return max(_likeness(sought, name) for name in names)


def _likeness(sought: str, name: str) -> float:
    """Compare with one name: the same, standing inside the words, holding the words, or written with a slip."""
    whole = fuzz.ratio(sought, name) / 100
    if name in sought:
        return max(whole, NAMED + (1 - NAMED) * len(name) / len(sought))
    if sought in name:
        return max(whole, HELD + (1 - HELD) * len(sought) / len(name))
    near = fuzz.partial_ratio(sought, name) if min(len(sought), len(name)) >= TYPO_LENGTH else 0
    return max(whole, NEAR * near / 100 if near >= TYPO else 0)


def _by_kind(sought: str, kind: str) -> float:
    """Compare with a kind; a kind inside a longer name says nothing, since 东塘社区 is not any 社区."""
    score = fuzz.ratio(sought, kind) / 100
    return score if score >= SAME_KIND_SCORE else 0


def _by_service(sought: str, services: Iterable[str]) -> float:
    """Compare with what is done at a place; this never outweighs a name."""
    scores = [fuzz.partial_ratio(sought, service) for service in services if len(sought) > SHORTEST]
    best = max(scores, default=0)
    return NEAR * best / 100 if best >= TYPO else 0


def _bare_names(name: str) -> Iterator[str]:
    """Give a name without its county."""
    _, county, rest = name.partition("县")
    if county and rest:
        yield rest


def short_town(town: str) -> str:
    """Give what a township is called without its kind."""
    return re.sub("(?:[一-鿿]族)?(?:街道|镇|乡)$", "", town)


def _abbreviates(word: str, name: str) -> bool:
    """Whether a word is made of the name's characters in their order, as 人社局 of 人力资源和社会保障局."""
    rest = iter(name)
    return word[0] == name[0] and all(character in rest for character in word)
