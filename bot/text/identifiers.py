"""Reads and checks the identifiers people give: identity papers, organisation codes, phones (disclosure-rules §14)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

PROVINCES = frozenset(
    [
        *range(11, 16),
        21,
        22,
        23,
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    ]
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EARLIEST_BIRTH = date(1900, 1, 1)
IDENTITY_LENGTH = 18
MOBILE_LENGTH = 11
CHINESE_PASSPORT = re.compile("E[0-9A-HJ-NP-Z]?[0-9]*|G[0-9]*")
PASSPORT_LENGTH = 9
PERMIT_LENGTH = 9
FOREIGN_PASSPORT_LENGTHS = range(5, 18)
GUARDED_AGE = 14
"""Below this age a guardian has to agree (个人信息保护法 art. 31)."""


@dataclass(frozen=True, slots=True)
class IdentifierReading:
    """What was read from an input: the normal form, or the first reason why it is none.

    Reasons, in the order they are checked: empty, not_mobile, area_code, charset, legacy_15, length, prefix,
    province, date, date_future, checksum.
    """

    value: str = ""
    reason: str | None = None

    @property
    def valid(self) -> bool:
        """Whether the input may be used."""
        return self.reason is None


def _fold(text: str) -> str:
    """Drop separators, widths and the words around an identifier; what stands inside it stays to be refused."""
    value = re.sub(r"[\s\-‐-―·.()]", "", unicodedata.normalize("NFKC", text)).upper()
    value = re.sub(r"^[^0-9:]*:", "", value)
    return re.sub(r"^[^0-9A-Z+]+|[^0-9A-Z]+$", "", value)


def identity_number(text: str, *, today: date) -> IdentifierReading:
    """Read an 18-character citizen identity number (GB 11643-1999)."""
    value = _fold(text)
    reason = _identity_fault(value, today)
    return IdentifierReading(value=value, reason=reason)


def _identity_fault(value: str, today: date) -> str | None:
    if reason := _shape_fault(value):
        return reason
    if int(value[:2]) not in PROVINCES:
        return "province"
    born = _birth(value)
    if born is None or born < EARLIEST_BIRTH:
        return "date"
    if born > today:
        return "date_future"
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], ID_WEIGHTS, strict=True))
    return None if ID_CHECKS[total % 11] == value[17] else "checksum"


def _shape_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if not re.fullmatch(r"[0-9]*X?", value):
        return "charset"
    if re.fullmatch(r"\d{15}", value):
        return "legacy_15"
    return None if len(value) == IDENTITY_LENGTH else "length"


def _birth(value: str) -> date | None:
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What a valid identity number tells of its holder; `age` is in full years."""

    born_on: date
    male: bool
    age: int

    @property
    def guarded(self) -> bool:
        """Whether a guardian has to agree."""
        return self.age < GUARDED_AGE


def identity_facts(number: str, *, today: date) -> IdentityFacts:
    """Give birth, sex and age on a day from a valid 18-character number (GB 11643-1999).

    Somebody born on 29 February is a year older on 1 March of other years. Raises `ValueError` for what is no number.
    """
    born = _birth(number)
    if born is None:
        raise ValueError("not an identity number")
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return IdentityFacts(born, int(number[16]) % 2 == 1, age)


def passport(text: str) -> IdentifierReading:
    """Read a passport number: a Chinese one by its form, one of another nation by its length alone.

    What begins with E or G is read as Chinese: E and eight digits, E, a letter but I and O, and seven digits, or G and
    eight digits.
    """
    value = re.sub(r"^PASSPORT(?:NUMBER|NO)?:?(?=[A-Z0-9])", "", _fold(text))
    return IdentifierReading(value, _passport_fault(value))


def _passport_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if value[0] in "EG":
        if not CHINESE_PASSPORT.fullmatch(value):
            return "charset"
        return None if len(value) == PASSPORT_LENGTH else "length"
    if not re.fullmatch(r"[A-Z0-9]+", value) or value.isalpha():
        return "charset"
    return None if len(value) in FOREIGN_PASSPORT_LENGTHS else "length"


def hk_macau_permit(text: str) -> IdentifierReading:
    """Read a permit of residents of Hong Kong and Macao for the mainland: H or M, and eight digits."""
    value = _fold(text)
    if not value:
        return IdentifierReading(reason="empty")
    if not re.fullmatch(r"[A-Z]?[0-9]*", value):
        return IdentifierReading(value, "charset")
    if len(value) != PERMIT_LENGTH:
        return IdentifierReading(value, "length")
    return IdentifierReading(value, None if value[0] in "HM" else "prefix")


def credit_code(text: str) -> IdentifierReading:
    """Read an 18-character unified social credit code (GB 32100-2015)."""
    value = _fold(text)
    return IdentifierReading(value, _credit_fault(value))


def _credit_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if any(letter not in USCC_ALPHABET for letter in value):
        return "charset"
    if re.fullmatch(r"\d{15}", value):
        return "legacy_15"
    if len(value) != IDENTITY_LENGTH:
        return "length"
    total = sum(USCC_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(value[:17]))
    return None if USCC_ALPHABET[(31 - total % 31) % 31] == value[17] else "checksum"


def mobile(text: str) -> IdentifierReading:
    """Read a mainland mobile number: 1, then 3 to 9, then nine digits."""
    value = re.sub(r"^(\+86|0086|86)(?=\d{11}$)", "", _fold(text))
    return IdentifierReading(value, _mobile_fault(value))


def _mobile_fault(value: str) -> str | None:
    if not value:
        return "empty"
    if not value.isdigit():
        return "charset"
    if re.fullmatch(r"0\d{9,11}", value):
        return "not_mobile"
    if len(value) != MOBILE_LENGTH:
        return "length"
    return None if re.match(r"1[3-9]", value) else "prefix"


def landline(text: str) -> IdentifierReading:
    """Read a landline number, +86 before it or not; without its area code nobody outside the town can call it."""
    value = re.sub(r"^(?:\+|00)860?(?=[1-9]\d{8,10}$)", "0", _fold(text))
    if not value:
        return IdentifierReading(reason="empty")
    if not value.isdigit():
        return IdentifierReading(value, "charset")
    if re.fullmatch(r"[1-9]\d{6,7}", value):
        return IdentifierReading(value, "area_code")
    if found := re.fullmatch(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})", value):
        return IdentifierReading(f"{found[1]}-{found[2]}")
    return IdentifierReading(value, "length")


def contact_phone(text: str) -> IdentifierReading:
    """Read a mobile number or a landline with its area code: either is a valid contact (disclosure-rules §14)."""
    found = mobile(text)
    if found.valid:
        return found
    line = landline(text)
    return line if line.valid or line.reason == "area_code" else found
