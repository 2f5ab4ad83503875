"""Proof-reading of what is counted and dated: personal numbers, days, document numbers, figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.personal.checks import luhn
from bot.personal.found import NumberKind, PersonalNumber
from bot.personal.search import find
from bot.text.identifiers import identity_number
from knowledge.documents.document import Document, Kind
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight

DAY = re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
MONTH_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
IN_FORCE = re.compile(r"自\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*起(?:正式)?(?:施行|实施|执行|生效)")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20}〔[12]\d{3}〕[1-9]\d*号")
BAD_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,10})[\[［(（【]([12]\d{3})[\]］)）】](?:第)?0*(\d{1,4})号")
ORDER = re.compile(
    r"^[\u4e00-\u9fff（）()]{0,30}(?:令)?第?\d+号(?:令|公告|通告)?$|^[\u4e00-\u9fff]{2,30}(?:公告|通告)"
)
DIGITS = re.compile(
    r"(?<![A-Za-z0-9])\d+[OolI]\d*(?=[元日月年天%％岁名户])|(?<![A-Za-z0-9])[OolI]\d+(?=[元日月年天%％岁名户])"
)
DIGIT_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d+)+(?![\d,])")
RANGE = re.compile(
    r"(?<![\d.])(\d{1,6}(?:\.\d+)?)(?:[至到—～~]|--?)(\d{1,6}(?:\.\d+)?)(?=个?(?:工作日|元|万元|岁|天|日内|年内|个月))"
)
SHARE = re.compile(r"(?<![\d.])(\d{3,6})(?:\.\d+)?[%％]")
PLAUSIBLE_PERCENT = 300
DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def personal(text: str, *, today: date) -> Iterator[Finding]:
    """Give the identity, bank card and mobile numbers of a text: only the first kind may never go on."""
    for number in find(text):
        if number.kind is NumberKind.IDENTITY and identity_number(number.plain, today=today).valid:
            yield _personal(number, Weight.MEND, "identity")
        elif number.kind is NumberKind.CARD and luhn(number.plain):
            yield _personal(number, Weight.REASON, "card")
        elif number.kind is NumberKind.MOBILE:
            yield _personal(number, Weight.LOOK, "mobile")


def _personal(number: PersonalNumber, weight: Weight, advice: str) -> Finding:
    # The page that shows it is no place for the whole number either.
    shown = f"{number.plain[:3]}…{number.plain[-2:]}"
    return Finding(Trouble.PERSONAL, weight, advice, shown, number.start, number.end)


def days(document: Document, text: str) -> Iterator[Finding]:
    """Give days that no calendar has, and particulars that contradict each other or the text."""
    for found in DAY.finditer(text):
        if _day(found) is None:
            yield _at(found, Trouble.DATE, Weight.REASON, "no_such_day")
    for found in MONTH_DAY.finditer(text):
        month, number = int(found[1]), int(found[2])
        if not (1 <= month <= len(DAYS_OF) and 1 <= number <= DAYS_OF[month - 1]):
            yield _at(found, Trouble.DATE, Weight.REASON, "no_such_day")
    written, published = document.written_on, document.published_on
    effective, expires = document.effective_on, document.expires_on
    order = (
        ("published_on", published, written, Weight.REASON, "published_early"),
        ("effective_on", effective, written, Weight.LOOK, "effective_early"),
        ("expires_on", expires, effective or written, Weight.REASON, "expires_early"),
    )
    for field, later, earlier, weight, advice in order:
        if later and earlier and later < earlier:
            yield Finding(Trouble.DATE, weight, advice, later.isoformat(), field=field)
    stated = {day for found in IN_FORCE.finditer(text) if (day := _day(found))}
    if document.kind is Kind.POLICY and effective and stated and effective not in stated:
        yield Finding(
            Trouble.DATE, Weight.LOOK, "effective_differs", effective.isoformat(), field="effective_on"
        )


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def document_numbers(document: Document, text: str) -> Iterator[Finding]:
    """Give document numbers that are not written as the standard has it: 青政发〔2026〕3号."""
    own = document.number
    if own and not (NUMBER.fullmatch(own) or ORDER.match(own)):
        yield Finding(
            Trouble.NUMBER,
            Weight.LOOK,
            "number_form",
            own,
            field="number",
            instead=_mended(BAD_NUMBER.search(own)),
        )
    elif document.written_on and f"〔{document.written_on.year}〕" not in own and "〔" in own:
        yield Finding(Trouble.NUMBER, Weight.LOOK, "number_year", own, field="number")
    for found in BAD_NUMBER.finditer(text):
        yield _at(found, Trouble.NUMBER, Weight.LOOK, "number_form", instead=_mended(found))


def _mended(found: re.Match[str] | None) -> str:
    return f"{found[1]}〔{found[2]}〕{int(found[3])}号" if found else ""


def figures(text: str) -> Iterator[Finding]:
    """Give figures that cannot be meant: letters among digits, broken groups, reversed ranges, shares above all."""
    for found in DIGITS.finditer(text):
        yield _at(found, Trouble.FIGURE, Weight.REASON, "letter_in_figure")
    for found in DIGIT_GROUPS.finditer(text):
        if any(len(group) != 3 for group in found[0].split(",")[1:]):  # noqa: PLR2004 - thousands have three digits
            yield _at(found, Trouble.FIGURE, Weight.LOOK, "groups")
    for found in RANGE.finditer(text):
        if float(found[1]) > float(found[2]):
            yield _at(found, Trouble.FIGURE, Weight.LOOK, "range_reversed")
    for found in SHARE.finditer(text):
        if int(found[1]) > PLAUSIBLE_PERCENT:
            yield _at(found, Trouble.FIGURE, Weight.LOOK, "share_large")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a reviewer compares with the original by eye: money, terms and days as they stand in the text."""

    amounts: tuple[str, ...]
    terms: tuple[str, ...]
    days: tuple[str, ...]


AMOUNT = re.compile(
    r"(?<!\d)\d[\d,.]{0,40}\s*(?:万|亿|千)?元(?:/[\u4e00-\u9fff]{1,3})?|(?<!\d)\d+(?:\.\d+)?[%％]"
)
TERM = re.compile(r"(?<!\d)\d+个?(?:工作日|个月|年内|日内|天内|周岁)")


def mentioned(text: str) -> Mentioned:
    """Give the figures of a text, each once, in the order they stand."""
    patterns = (AMOUNT, TERM, DAY)
    columns = (tuple(dict.fromkeys(one[0] for one in pattern.finditer(text))) for pattern in patterns)
    return Mentioned(*columns)


def _at(found: re.Match[str], trouble: Trouble, weight: Weight, advice: str, *, instead: str = "") -> Finding:
    return Finding(trouble, weight, advice, found[0], found.start(), found.end(), instead=instead)
