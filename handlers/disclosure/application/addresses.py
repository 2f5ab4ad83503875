"""Postal addresses as people tell them: whole, or from the county down to the door in several messages."""

import re

from handlers.disclosure.case.fields import CheckedField

SHORTEST_ADDRESS = 8
LONGEST_ADDRESS = 120
PLACE_WORDS = re.compile(r"[省市县区镇乡村路街道巷弄号栋幢楼室组]")
# The parts in which people send an address, from the county down; a house has a number or a name of its own.
PIECE = re.compile(
    r"(?!.*(?:不|什么|怎么|多少|知道|哪|谁))(?:我?(?:住在?|在|家在))?[一-鿿A-Za-z0-9#\-—]*+(?:(?<=[省市县区镇乡村路街道巷弄号栋幢楼室组屯寨湾坪社里苑院园厦店0-9])|(?<=单元|小区|社区|花园|广场)|[０-９][0-9]*)"
)
DOOR = re.compile(
    r"(?<![0-9０-９一二三四五六七八九十百])[0-9０-９一二三四五六七八九十百]+ ?(?:号|室|栋|幢|楼|单元|组|队|层|座|弄|户|[-—#]|$)|小区|花园|公寓|大厦|学校|医院|公司|店|厂|[一-鿿]院"
)
LIVING = re.compile(r"^(?:我的?)?(?:家?住在?|家在|地址是?|寄到|寄给|就寄|在)(?:我家)?[:： ]*")
LONGEST_PIECE = 30
HEIGHTS = (
    re.compile(r"省|自治区"),
    re.compile(r"市(?!场)"),
    re.compile(r"县|旗|(?<![小社])区"),
    re.compile(r"[镇乡]|街道"),
    re.compile(r"村|路|街(?!道)|巷|社区|小区"),
)
VILLAGE = 4
TOWN = re.compile(r"^.*?(?:街道|镇|(?<!城)乡)")


def address(text: str) -> CheckedField:
    """Check a postal address: long enough and naming a place."""
    said = " ".join(text.split())
    fits = SHORTEST_ADDRESS <= len(said) <= LONGEST_ADDRESS and len(set(PLACE_WORDS.findall(said))) > 1
    return CheckedField(said, None if fits else "address_incomplete")


def is_piece(text: str) -> bool:
    """Whether a few words are a part of an address: a place, or a number in one; a question or a sentence is none."""
    return len(text) <= LONGEST_PIECE and PIECE.fullmatch(text.strip()) is not None


def joined(before: str, said: str) -> str:
    """Give an address told in several messages as one; words that begin as high as it does start it anew.

    What lay above a village or a house that was told first is put before it.
    """
    said = LIVING.sub("", said.strip(" ,，。;；"))
    if before and _height(before) >= VILLAGE and lacks_door(said) and _height(said) < VILLAGE:
        return f"{said}{before}"
    if not before or _height(said) <= _height(before):
        return said
    shared = next((n for n in range(len(said), 1, -1) if before.endswith(said[:n])), 0)
    return f"{before}{said[shared:]}"


def _height(text: str) -> int:
    """Give how high an address begins, from 0 for a province; a bare number begins lowest."""
    return next((height for height, word in enumerate(HEIGHTS) if word.search(text)), len(HEIGHTS))


def lacks_door(value: str) -> bool:
    """Whether an address names neither village, street nor house."""
    return not (HEIGHTS[VILLAGE].search(value) or DOOR.search(value))


def begins_low(value: str) -> bool:
    """Whether an address begins with a village, a street or a house, so that nobody knows where these lie."""
    return _height(value) >= VILLAGE


def reaches_the_door(value: str) -> bool:
    """Whether an address says more than the village or the street."""
    return DOOR.search(value) is not None


def mask_address(value: str) -> str:
    """Keep an address down to the street office or township (disclosure-rules §14)."""
    found = TOWN.match(value)
    return f"{found[0] if found else value[:3]}***"
