"""The facts that an answer stands on, each with its kind, as the person who decides enters them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.errors import InputError

LONGEST_FACT = 4000
MOST_ENTRIES = 200
FactValue = str | date | bool | tuple[str, ...]


class FactKind(StrEnum):
    """What a fact is written as."""

    TEXT = "text"
    DAY = "day"
    LIST = "list"
    TICK = "tick"
    CHOICE = "choice"


class Fact(StrEnum):
    """What may have to be known for an answer; its Chinese name is the text `decision.fact.<value>`."""

    PUBLISHED_AT = "published_at"
    ATTACHMENTS = "attachments"
    FORM = "form"
    WAY_TO_GET = "way_to_get"
    SECRET_LEVEL = "secret_level"  # noqa: S105 - a classification
    CLASSIFIED_ON = "classified_on"
    SECRET_YEARS = "secret_years"  # noqa: S105 - a term
    SECRET_UNTIL = "secret_until"  # noqa: S105 - a term
    RELEASE_CONDITION = "release_condition"
    FORBIDDING_LAW = "forbidding_law"
    SAFETY_INTEREST = "safety_interest"
    REASON = "reason"
    PROTECTED_INTEREST = "protected_interest"
    OPINION = "opinion"
    OWN_FINDING = "own_finding"
    PUBLIC_INTEREST = "public_interest"
    INTERNAL_KIND = "internal_kind"
    PROCESS_KIND = "process_kind"
    NO_DUTY_CHECKED = "no_duty_checked"
    FILE_ACCESS = "file_access"
    SPECIAL_LAW = "special_law"
    QUERY_PLACE = "query_place"
    SEARCHED_WHERE = "searched_where"
    SEARCHED_BY = "searched_by"
    SEARCH_TERMS = "search_terms"
    SEARCHED_ON = "searched_on"
    RESPONSIBLE_AGENCY = "responsible_agency"
    RESPONSIBLE_CONTACT = "responsible_contact"
    RESPONSIBLE_UNKNOWN = "responsible_unknown"
    ARCHIVE = "archive"
    NOTICE_NUMBER = "notice_number"
    NOTICE_ON = "notice_on"
    NOTICE_UNTIL = "notice_until"
    NO_GOOD_CAUSE = "no_good_cause"
    MATTER = "matter"
    CHANNEL = "channel"
    EARLIER_NUMBER = "earlier_number"
    EARLIER_ON = "earlier_on"
    GROUND_HOLDS = "ground_holds"
    REASONS_GIVEN = "reasons_given"
    OBTAINED = "obtained"
    WITHDRAWN_ON = "withdrawn_on"


@dataclass(frozen=True, slots=True)
class FactSpec:
    """How a fact is written; `choices` are the words of the law, `past` says that the day lies before the decision."""

    kind: FactKind = FactKind.TEXT
    choices: tuple[str, ...] = ()
    past: bool = False


LEVELS = ("绝密", "机密", "秘密")
OPINIONS = ("同意公开", "不同意公开", "逾期未答复", "未征求")
_PAST_DAY = FactSpec(FactKind.DAY, past=True)
SPECS = {
    **{fact: FactSpec() for fact in Fact},
    **dict.fromkeys(
        (Fact.CLASSIFIED_ON, Fact.SEARCHED_ON, Fact.NOTICE_ON, Fact.EARLIER_ON, Fact.WITHDRAWN_ON), _PAST_DAY
    ),
    **{fact: FactSpec(FactKind.DAY) for fact in (Fact.SECRET_UNTIL, Fact.NOTICE_UNTIL)},
    **{fact: FactSpec(FactKind.LIST) for fact in (Fact.ATTACHMENTS, Fact.SEARCH_TERMS)},
    **{
        fact: FactSpec(FactKind.TICK)
        for fact in (Fact.NO_DUTY_CHECKED, Fact.RESPONSIBLE_UNKNOWN, Fact.NO_GOOD_CAUSE, Fact.GROUND_HOLDS)
    },
    Fact.SECRET_LEVEL: FactSpec(FactKind.CHOICE, LEVELS),
    Fact.SAFETY_INTEREST: FactSpec(FactKind.CHOICE, ("国家安全", "公共安全", "经济安全", "社会稳定")),
    Fact.PROTECTED_INTEREST: FactSpec(FactKind.CHOICE, ("商业秘密", "个人隐私")),
    Fact.OPINION: FactSpec(FactKind.CHOICE, OPINIONS),
    Fact.INTERNAL_KIND: FactSpec(FactKind.CHOICE, ("人事管理", "后勤管理", "内部工作流程")),
    Fact.PROCESS_KIND: FactSpec(FactKind.CHOICE, ("讨论记录", "过程稿", "磋商信函", "请示报告")),
}


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The facts of one answer; what is not there was not entered."""

    values: Mapping[Fact, FactValue] = field(default_factory=dict)

    def has(self, fact: Fact) -> bool:
        """Whether a fact was entered: a text with words, a list with an entry, a tick that is set."""
        return bool(self.values.get(fact))

    def text(self, fact: Fact) -> str:
        """Give a fact as words; empty when it was not entered, a list joined by 、."""
        value = self.values.get(fact)
        if isinstance(value, tuple):
            return "、".join(value)
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        return value if isinstance(value, str) else ""

    def day(self, fact: Fact) -> date | None:
        """Give a day, or None when it was not entered."""
        value = self.values.get(fact)
        return value if isinstance(value, date) else None

    def entries(self, fact: Fact) -> tuple[str, ...]:
        """Give the entries of a list; none when it was not entered."""
        value = self.values.get(fact)
        return value if isinstance(value, tuple) else ()


def read(fields: Mapping[str, object]) -> FactSheet:
    """Give the facts that a form or file tells of; an empty one counts as not entered.

    Raises `InputError` (`decision.refused.…`) naming the field that is unknown, of another kind, or too long.
    """
    values: dict[Fact, FactValue] = {}
    for name, value in fields.items():
        if name not in _NAMES:
            raise InputError("decision.refused.unknown_fact", name=str(name)[:40])
        fact = Fact(name)
        if value is not None and value not in ("", [], ()):
            values[fact] = _value(fact, value)
    return FactSheet(values)


_NAMES = frozenset(Fact)


def _value(fact: Fact, value: object) -> FactValue:
    spec = SPECS[fact]
    read_value: FactValue | None = None
    match spec.kind, value:
        case FactKind.TICK, bool():
            read_value = value
        case FactKind.DAY, date():
            read_value = date(value.year, value.month, value.day)
        case FactKind.DAY, str():
            read_value = _day(value)
        # A year in a YAML list is a number there.
        case FactKind.LIST, list() | tuple() if all(type(one) in {str, int} for one in value):
            read_value = _entries(fact, [str(one) for one in value])
        case FactKind.LIST, str():
            read_value = _entries(fact, value.splitlines())
        case FactKind.CHOICE, str():
            read_value = _choice(fact, value.strip())
        case FactKind.TEXT, str():
            read_value = _bounded(fact, value.strip())
        case FactKind.TEXT, int() if not isinstance(value, bool):
            read_value = str(value)
    if read_value is None:
        raise InputError("decision.refused.kind", fact=fact.value, kind=spec.kind.value)
    return read_value


def _choice(fact: Fact, value: str) -> str:
    if value not in SPECS[fact].choices:
        raise InputError("decision.refused.choice", fact=fact.value, choices="、".join(SPECS[fact].choices))
    return value


def _entries(fact: Fact, value: list[str]) -> tuple[str, ...]:
    entries = tuple(_bounded(fact, one.strip()) for one in value if one.strip())
    if len(entries) > MOST_ENTRIES:
        raise InputError("decision.refused.long", fact=fact.value, most=MOST_ENTRIES)
    return entries


def _bounded(fact: Fact, value: str) -> str:
    if len(value) > LONGEST_FACT:
        raise InputError("decision.refused.long", fact=fact.value, most=LONGEST_FACT)
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None
