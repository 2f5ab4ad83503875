"""Which codes can be looked up elsewhere: what they stand on, how they are spelled, and the address that knows them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

SEPARATORS = re.compile(r"[-‐－ ]")
WEIGHT = 2
NINE, TEN = 9, 10
MARK = "{code}"


class CodeAlphabet(StrEnum):
    """Of what a code consists."""

    DIGITS = "digits"
    LETTERS_AND_DIGITS = "letters_and_digits"


class CodeCheck(StrEnum):
    """How the last figure of a code proves the others."""

    NONE = "none"
    LUHN = "luhn"


class CodeFault(StrEnum):
    """Why a code cannot be one."""

    LENGTH = "length"
    LETTERS = "letters"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class CodeLookup:
    """One kind of code; `standing` says where on the thing it is, `unit` and `phone` whom to ask."""

    key: str
    name: str
    words: tuple[str, ...]
    standing: str
    shortest: int
    longest: int
    alphabet: CodeAlphabet
    check: CodeCheck
    link: str
    unit: str
    phone: str

    def fault(self, code: str) -> CodeFault | None:
        """Give why a code cannot be one of this kind; None where it can."""
        if not self.shortest <= len(code) <= self.longest:
            return CodeFault.LENGTH
        if self.alphabet is CodeAlphabet.DIGITS and not code.isdigit():
            return CodeFault.LETTERS
        if self.check is CodeCheck.LUHN and not (code.isdigit() and proves(code)):
            return CodeFault.CHECK
        return None

    def address(self, code: str) -> str:
        """Give the address that tells of a code; only the citizen's phone calls it."""
        return self.link.replace(MARK, quote(code, safe=""))


@dataclass(frozen=True, slots=True)
class CodeLookups:
    """All kinds of a county."""

    kinds: tuple[CodeLookup, ...] = ()
    sample: bool = False

    def named(self, said: str) -> CodeLookup | None:
        """Give the kind whose word stands in a message; the longest word counts."""
        found = [(len(word), kind) for kind in self.kinds for word in kind.words if word in said]
        return max(found, key=lambda one: one[0])[1] if found else None


NO_LOOKUPS = CodeLookups()


def settled_code(text: str) -> str:
    """Give a code without what people write between its figures."""
    return SEPARATORS.sub("", text).upper()


def proves(code: str) -> bool:
    """Whether the last figure proves the others, by the rule of Luhn (ISO/IEC 7812)."""
    total = 0
    for place, figure in enumerate(reversed(code)):
        value = int(figure) * (WEIGHT if place % 2 else 1)
        total += value - NINE if value > NINE else value
    return total % TEN == 0
