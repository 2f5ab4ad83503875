"""What the county says about a document, apart from its text: the value every part of the package shares."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.documents.elements import Elements


class Kind(StrEnum):
    """What a document is for."""

    POLICY = "policy"
    INTERPRETATION = "interpretation"
    GUIDE = "guide"
    CATALOGUE = "catalogue"
    NOTICE = "notice"
    FAQ = "faq"
    RESPONSE = "response"
    BOARD = "board"
    GAZETTE = "gazette"
    SERIES = "series"


class Validity(StrEnum):
    """What the issuer has declared about a document (disclosure rules §11); `UNREGISTERED`: nobody knows of any word."""

    VALID = "有效"
    AMENDED = "已修改"
    ABOLISHED = "废止"
    LAPSED = "失效"
    UNREGISTERED = "未登记"


class Standing(StrEnum):
    """What a document is worth on one day: the declaration and the calendar together."""

    VALID = "有效"
    AMENDED = "已修改"
    ABOLISHED = "废止"
    LAPSED = "失效"
    UNREGISTERED = "未登记"
    UPCOMING = "尚未施行"


class DocumentState(StrEnum):
    """How far a document has come; only a published one answers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Disclosure(StrEnum):
    """The disclosure attribute set at the source (disclosure rules §11)."""

    ACTIVE = "主动公开"
    ON_REQUEST = "依申请公开"
    CLOSED = "不予公开"


class Audience(StrEnum):
    """Whom a document concerns; one may concern both."""

    PERSON = "个人"
    ENTERPRISE = "企业"


class ExplanationForm(StrEnum):
    """How an interpretation explains: in writing, drawn, filmed, or by somebody in person."""

    TEXT = "文字"
    DRAWN = "图解"
    VIDEO = "视频"
    LEADER = "领导"
    EXPERT = "专家"
    ON_SITE = "现场"


class Openness(StrEnum):
    """Which of the five stages of open government (五公开) a document shows."""

    DECISION = "决策公开"
    EXECUTION = "执行公开"
    MANAGEMENT = "管理公开"
    SERVICE = "服务公开"
    RESULT = "结果公开"


class Explanation(StrEnum):
    """How a policy has to be explained, as the unit that drafted it decided (disclosure rules §11)."""

    UNDECIDED = "未定"
    MAJOR = "重大利好"
    GENERAL = "一般文件"
    EXEMPT = "不需解读"


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its text. Empty text and None mean that the source does not say.

    `unit` is the responsible unit and `unit_phone` its number; `successor` the id of the document in whose favour
    this one ended; `interprets` and `basis` the ids this one explains or rests on; `form` the form of an
    interpretation (one of `ExplanationForm`) and `language` its language when it is not Chinese; `disclosure_reason` why the
    document is not public and `review_on` when that is looked at again; `interpreter` the person who explains it,
    with unit and phone; `rubric` the column (栏目) it stands in; `must_say` and `must_not_say` what whoever explains it has to keep in mind; `openness` one of
    `Openness`; `elements` what a catalogue item consists of; `source` the file or address it came from.
    """

    id: str
    title: str
    kind: Kind = Kind.POLICY
    number: str = ""
    issuer: str = ""
    unit: str = ""
    unit_phone: str = ""
    theme: str = ""
    rubric: str = ""
    genre: str = ""
    level: str = ""
    place: str = ""
    audience: tuple[str, ...] = ()
    written_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    validity: Validity = Validity.VALID
    successor: str = ""
    interprets: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    disclosure: Disclosure = Disclosure.ACTIVE
    disclosure_reason: str = ""
    review_on: date | None = None
    form: str = ""
    language: str = ""
    explanation: Explanation = Explanation.UNDECIDED
    interpreter: str = ""
    interpreter_unit: str = ""
    interpreter_phone: str = ""
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    openness: str = ""
    elements: Elements | None = None
    life_stage: str = ""
    online: bool = False
    sample: bool = False
    source: str = ""

    @property
    def dated_on(self) -> date | None:
        """Give the day the document is cited with: published, else written, else in force."""
        return self.published_on or self.written_on or self.effective_on

    def counts_in(self, year: int) -> bool:
        """Whether a day from which it counts is known, no later than the year, and it does not end before it."""
        since = self.effective_on or self.dated_on
        ended = self.expires_on is not None and self.expires_on.year < year
        return since is not None and since.year <= year and not ended


DAY_FIELDS = frozenset({"written_on", "published_on", "effective_on", "expires_on", "review_on"})
LIST_FIELDS = frozenset({"audience", "interprets", "basis", "must_say", "must_not_say"})


def standing(document: Document, today: date) -> Standing:
    """Give what a document is worth on a day; a declared end outranks the calendar."""
    if document.validity is Validity.ABOLISHED:
        return Standing.ABOLISHED
    if document.validity is Validity.LAPSED:
        return Standing.LAPSED
    if document.expires_on is not None and document.expires_on < today:
        return Standing.LAPSED
    if document.effective_on is not None and document.effective_on > today:
        return Standing.UPCOMING
    return Standing(document.validity.value)
