"""What somebody writes who wants to bind, to end a binding, or to see everything: read strictly, since all else is a question."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.text.identifiers import credit_code, identity_number
from handlers.matters.binding.binding import BindingKind, PersonClaim
from handlers.matters.delivery.matter import MatterHolder

LONGEST_LETTERS = 200
NAME_LETTERS = 80
NUMBER_FIGURES, FEWEST_FIGURES = 18, 14
_BETWEEN = " -\n\t:,、;.。"


class MatterWish(StrEnum):
    """What is wanted."""

    HOW = "how"
    CLAIM = "claim"
    CODE = "code"
    GRANT = "grant"
    LIST = "list"
    END = "end"
    ALL = "all"


class ClaimFault(StrEnum):
    """What is wrong with a claim; also the end of a text key."""

    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class MatterWords:
    """A message about binding, read: a claim or what is wrong with it, a code, or which binding is to end."""

    wish: MatterWish
    claim: PersonClaim | None = None
    fault: ClaimFault | None = None
    code: str = ""
    bare: bool = False
    binding: int = 0


_POLITE = r"(?:我要|我想|我想要|想要|想|要|请|帮我|麻烦|怎么|如何|申请){0,3}"
_MARKS = r"[。.!！?？,，:：\s]{0,4}"
_HOW = re.compile(rf"{_POLITE}(?:绑定|代办绑定)(?:证件|身份证?|本人|我的证件|办件|一下|吗|呢)?{_MARKS}")
_CLAIM = re.compile(r"(绑定|代办)[\s:：,，]{1,4}(.{2,160})", re.DOTALL)
_CODE = re.compile(r"(?:验证码|核验码|短信码)[\s是:：]{0,4}(\d{6})[。.]?|(\d{6})[。.]?")
_GRANT = re.compile(r"同意(?:他|她|别人)?代办[\s:：]{0,4}(\d{4}[\s-]?\d{4})[。.]?")
_LIST = re.compile(
    r"(?:看|查|看看|查看)?(?:我的绑定|绑定情况|绑了谁|我绑定了谁|谁能看我的(?:事|办件)?|解除绑定|取消绑定|解绑)"
    + _MARKS
)
_END = re.compile(r"解除绑定\s{0,3}#(\d{1,12})")
_ALL = re.compile(
    rf"{_POLITE}(?:查|看|查看|看看|查一下|查询|列出)?"
    r"(?:我(?:名下)?(?:的)?(?:所有|全部)(?:的)?(?:事|事情|事项|办件|件)|我名下(?:的)?(?:事|事项|办件)|一证通查)"
    rf"(?:吧|呢|有哪些|都有什么)?{_MARKS}"
)


def read_words(text: str, *, today: date) -> MatterWords | None:
    """Give what a message wants; None for one that wants nothing of the kind."""
    said = unicodedata.normalize("NFKC", text).strip()
    if not said or len(said) > LONGEST_LETTERS:
        return None
    for pattern, wish in ((_HOW, MatterWish.HOW), (_LIST, MatterWish.LIST), (_ALL, MatterWish.ALL)):
        if pattern.fullmatch(said):
            return MatterWords(wish)
    return _with_code(said) or _with_claim(said, today=today)


def _with_code(said: str) -> MatterWords | None:
    if found := _END.fullmatch(said):
        return MatterWords(MatterWish.END, binding=int(found[1]))
    if found := _CODE.fullmatch(said):
        return MatterWords(MatterWish.CODE, code=found[1] or found[2], bare=not found[1])
    if found := _GRANT.fullmatch(said):
        return MatterWords(MatterWish.GRANT, code=re.sub(r"\D", "", found[1]))
    return None


def _with_claim(said: str, *, today: date) -> MatterWords | None:
    begun = _CLAIM.fullmatch(said)
    if begun is None:
        return None
    kind = BindingKind.SELF if begun[1] == "绑定" else BindingKind.AGENT
    name, number = _parted(begun[2])
    if len(number) < FEWEST_FIGURES:
        # 绑定 银行卡怎么弄 is no claim, and none that went wrong.
        return None
    person, company = identity_number(number, today=today), credit_code(number)
    if not (person.valid or company.valid):
        return MatterWords(MatterWish.CLAIM, fault=ClaimFault.NUMBER)
    if not 2 <= len(name) <= NAME_LETTERS or any(letter.isdigit() for letter in name):  # noqa: PLR2004 - the shortest name
        return MatterWords(MatterWish.CLAIM, fault=ClaimFault.NAME)
    value = person.value if person.valid else company.value
    holder = MatterHolder(name, value, is_company=not person.valid)
    return MatterWords(MatterWish.CLAIM, PersonClaim(holder, kind))


def _parted(rest: str) -> tuple[str, str]:
    """Give the name and the number behind it, without what stands between its figures."""
    figures, at = "", len(rest.rstrip(_BETWEEN))
    while at and len(figures) < NUMBER_FIGURES:
        letter = rest[at - 1]
        if letter.isascii() and letter.isalnum():
            figures = letter + figures
        elif letter not in " -":
            break
        at -= 1
    return rest[:at].strip(_BETWEEN), figures
