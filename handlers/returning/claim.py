"""What somebody writes who wants a case back: "找回", the number, and the end of an identity or phone number; or the link."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from handlers.cases import find_number
from handlers.departed import TAIL_LETTERS, CaseClaim

LONGEST_CLAIM_LETTERS = 600
# Reads the number that a signed link opens, None for one that opens none.
LinkReader = Callable[[str], str | None]

_WISH = re.compile(r"(?:我要|我想|我|想要|想|要|请|帮我|麻烦){0,3}找回")
_BARE = re.compile(r"(?:我的|我|以前的|原来的|之前的){0,2}(?:办件|申请|诉求|编号|件)?[。.!]?")
_LINK = re.compile(r"/m/cases/([A-Za-z0-9_-]{20,400})")
_ALONE = re.compile(r"https?://[^\s/]{1,200}/m/cases/[A-Za-z0-9_-]{20,400}/?")
_APART = re.compile(r"[\s,，、。;；:：/]+")
_RUN = re.compile(r"[0-9A-Za-z]+")
# Written without a gap: a number's four digits, then the four of the proof.
_CLOSED_UP = re.compile(r"([A-Z]{2}20\d{6}\d{4})(\d{3}[\dX])")


@dataclass(frozen=True, slots=True)
class ReturnWish:
    """A message of somebody who wants a case back; without a claim it asks how that is done."""

    claim: CaseClaim | None = None


def read_wish(text: str, opened: LinkReader) -> ReturnWish | None:
    """Give what a message wants back; None for one that wants nothing of the kind, such as 找回丢失的身份证."""
    said = unicodedata.normalize("NFKC", text[:LONGEST_CLAIM_LETTERS]).strip()
    wish = _WISH.match(said)
    if wish is None and not _ALONE.fullmatch(said):
        return None
    rest = said[wish.end() :].strip() if wish else said
    if link := _LINK.search(rest):
        number = opened(link[1])
        return ReturnWish(CaseClaim(number or "", linked=number is not None))
    if _BARE.fullmatch(rest):
        return ReturnWish()
    return _claimed(rest)


def _claimed(rest: str) -> ReturnWish | None:
    pieces = [piece for piece in _APART.split(rest) if piece]
    for at in range(len(pieces) - 1, 0, -1):
        number, tail = find_number(" ".join(pieces[:at])), "".join(pieces[at:])
        if number and _RUN.fullmatch(tail) and len(tail) >= TAIL_LETTERS:
            return ReturnWish(CaseClaim(number, tail[-TAIL_LETTERS:]))
    if closed := _CLOSED_UP.search("".join(pieces).upper()):
        return ReturnWish(CaseClaim(closed[1], closed[2]))
    return ReturnWish() if find_number(rest) else None
