"""The grounds on which one item of a request is answered, each with its article and the facts it cannot do without."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.disclosure.decision.counsel import CounselSettings
from handlers.disclosure.decision.facts import Fact
from handlers.disclosure.decision.outcomes import WITHHELD_BY_LAW, DecisionQuestion, Outcome


class AnswerGround(StrEnum):
    """Why an item is answered as it is; the Chinese name is the text `decision.ground.<value>`."""

    PUBLISHED = "published"
    PROVIDED = "provided"
    TO_BE_FETCHED = "to_be_fetched"
    STATE_SECRET = "state_secret"  # noqa: S105 - a ground
    LAW_FORBIDDEN = "law_forbidden"
    SAFETY = "safety"
    THIRD_PARTY = "third_party"
    INTERNAL = "internal"
    PROCESS = "process"
    ENFORCEMENT_FILE = "enforcement_file"
    ADMIN_QUERY = "admin_query"
    NONEXISTENT = "nonexistent"
    NOT_OURS = "not_ours"
    ARCHIVED = "archived"
    NEEDS_CREATION = "needs_creation"
    STILL_UNCLEAR = "still_unclear"
    COMPLAINT = "complaint"
    REPEAT = "repeat"
    PUBLICATION = "publication"
    MASSIVE = "massive"
    RECONFIRM = "reconfirm"
    NO_CORRECTION = "no_correction"
    NO_FEE = "no_fee"
    WITHDRAWN = "withdrawn"
    NOT_INFORMATION = "not_information"
    CONSULTATION = "consultation"
    OTHER = "other"


Need = tuple[Fact, ...]
"""Facts of which one has to be there."""


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One ground: its outcome, its article, the question that ends with it, and its needs.

    `outcome` is None where the row of 表三 is counsel's setting.
    """

    ground: AnswerGround
    outcome: Outcome | None
    article: str
    question: DecisionQuestion
    needs: tuple[Need, ...]


def _row(
    ground: AnswerGround,
    outcome: Outcome | None,
    article: str,
    question: DecisionQuestion,
    *needs: Fact | Need,
) -> GroundRow:
    return GroundRow(
        ground, outcome, article, question, tuple(n if isinstance(n, tuple) else (n,) for n in needs)
    )


_SEARCH = (Fact.SEARCHED_WHERE, Fact.SEARCHED_BY, Fact.SEARCH_TERMS, Fact.SEARCHED_ON)
ROWS = (
    _row(
        AnswerGround.PUBLISHED,
        Outcome.GRANTED,
        "第三十六条第（一）项",
        DecisionQuestion.DISCLOSED,
        Fact.PUBLISHED_AT,
    ),
    _row(
        AnswerGround.PROVIDED,
        Outcome.GRANTED,
        "第三十六条第（二）项、第四十条",
        DecisionQuestion.DISCLOSED,
        Fact.ATTACHMENTS,
        Fact.FORM,
    ),
    _row(
        AnswerGround.TO_BE_FETCHED,
        Outcome.GRANTED,
        "第三十六条第（二）项、第四十条",
        DecisionQuestion.DISCLOSED,
        Fact.WAY_TO_GET,
        Fact.FORM,
    ),
    # The classifying authority and the dates stay in the file: the letter tells ground and reason only.
    _row(
        AnswerGround.STATE_SECRET,
        Outcome.DENY_STATE_SECRET,
        "第十四条、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.SECRET_LEVEL,
        Fact.CLASSIFIED_ON,
        (Fact.SECRET_YEARS, Fact.SECRET_UNTIL, Fact.RELEASE_CONDITION),
        Fact.REASON,
    ),
    _row(
        AnswerGround.LAW_FORBIDDEN,
        Outcome.DENY_LAW_FORBIDDEN,
        "第十四条、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.FORBIDDING_LAW,
        Fact.REASON,
    ),
    _row(
        AnswerGround.SAFETY,
        Outcome.DENY_SAFETY,
        "第十四条、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.SAFETY_INTEREST,
        Fact.REASON,
    ),
    _row(
        AnswerGround.THIRD_PARTY,
        Outcome.DENY_THIRD_PARTY,
        "第十五条、第三十二条、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.PROTECTED_INTEREST,
        Fact.OPINION,
        Fact.OWN_FINDING,
        Fact.PUBLIC_INTEREST,
    ),
    _row(
        AnswerGround.INTERNAL,
        Outcome.DENY_INTERNAL,
        "第十六条第一款、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.INTERNAL_KIND,
        Fact.REASON,
    ),
    _row(
        AnswerGround.PROCESS,
        Outcome.DENY_PROCESS,
        "第十六条第二款、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.PROCESS_KIND,
        Fact.REASON,
        Fact.NO_DUTY_CHECKED,
    ),
    _row(
        AnswerGround.ENFORCEMENT_FILE,
        Outcome.DENY_ENFORCEMENT_FILE,
        "第十六条第二款、第三十六条第（三）项",
        DecisionQuestion.DISCLOSED,
        Fact.REASON,
        Fact.FILE_ACCESS,
        Fact.NO_DUTY_CHECKED,
    ),
    _row(
        AnswerGround.ADMIN_QUERY,
        Outcome.DENY_ADMIN_QUERY,
        "第三十六条第（七）项",
        DecisionQuestion.DISCLOSED,
        Fact.SPECIAL_LAW,
        Fact.QUERY_PLACE,
    ),
    _row(
        AnswerGround.NONEXISTENT,
        Outcome.UNABLE_NOT_HELD,
        "第三十六条第（四）项",
        DecisionQuestion.HELD,
        *_SEARCH,
    ),
    _row(
        AnswerGround.NOT_OURS,
        Outcome.UNABLE_NOT_HELD,
        "第三十六条第（五）项",
        DecisionQuestion.RESPONSIBLE,
        Fact.REASON,
        (Fact.RESPONSIBLE_AGENCY, Fact.RESPONSIBLE_UNKNOWN),
    ),
    _row(
        AnswerGround.ARCHIVED,
        None,
        "第三十六条第（五）项",
        DecisionQuestion.HELD,
        *_SEARCH,
        Fact.ARCHIVE,
        Fact.REASON,
    ),
    _row(
        AnswerGround.NEEDS_CREATION,
        Outcome.UNABLE_NEED_CREATION,
        "第三十八条",
        DecisionQuestion.HELD,
        Fact.REASON,
    ),
    _row(
        AnswerGround.STILL_UNCLEAR,
        Outcome.UNABLE_UNCLEAR,
        "第三十条",
        DecisionQuestion.CORRECTED,
        Fact.NOTICE_NUMBER,
        Fact.NOTICE_ON,
        Fact.REASON,
    ),
    _row(
        AnswerGround.COMPLAINT,
        Outcome.REFUSE_COMPLAINT,
        "第三十九条第一款",
        DecisionQuestion.APPLICATION,
        Fact.MATTER,
        Fact.CHANNEL,
    ),
    _row(
        AnswerGround.REPEAT,
        Outcome.REFUSE_REPEAT,
        "第三十六条第（六）项",
        DecisionQuestion.APPLICATION,
        Fact.EARLIER_NUMBER,
        Fact.EARLIER_ON,
        Fact.GROUND_HOLDS,
    ),
    _row(
        AnswerGround.PUBLICATION,
        Outcome.REFUSE_PUBLICATION,
        "第三十九条第二款",
        DecisionQuestion.APPLICATION,
        Fact.WAY_TO_GET,
    ),
    _row(
        AnswerGround.MASSIVE,
        Outcome.REFUSE_MASSIVE,
        "第三十五条",
        DecisionQuestion.APPLICATION,
        Fact.NOTICE_NUMBER,
        Fact.NOTICE_ON,
        Fact.REASONS_GIVEN,
        Fact.REASON,
    ),
    _row(AnswerGround.RECONFIRM, Outcome.REFUSE_RECONFIRM, "", DecisionQuestion.APPLICATION, Fact.OBTAINED),
    _row(
        AnswerGround.NO_CORRECTION,
        Outcome.OTHER_NO_CORRECTION,
        "第三十条",
        DecisionQuestion.CORRECTED,
        Fact.NOTICE_NUMBER,
        Fact.NOTICE_ON,
        Fact.NOTICE_UNTIL,
        Fact.NO_GOOD_CAUSE,
    ),
    _row(
        AnswerGround.NO_FEE,
        Outcome.OTHER_NO_FEE,
        "第四十二条",
        DecisionQuestion.MANNER,
        Fact.NOTICE_NUMBER,
        Fact.NOTICE_ON,
        Fact.NOTICE_UNTIL,
    ),
    _row(AnswerGround.WITHDRAWN, Outcome.OTHER_MISC, "", DecisionQuestion.APPLICATION, Fact.WITHDRAWN_ON),
    _row(AnswerGround.NOT_INFORMATION, None, "第二条", DecisionQuestion.APPLICATION, Fact.REASON),
    _row(AnswerGround.CONSULTATION, None, "", DecisionQuestion.APPLICATION, Fact.REASON, Fact.CHANNEL),
    _row(AnswerGround.OTHER, Outcome.OTHER_MISC, "", DecisionQuestion.APPLICATION, Fact.REASON),
)
BY_GROUND = {row.ground: row for row in ROWS}
GIVEN = frozenset({AnswerGround.PUBLISHED, AnswerGround.PROVIDED, AnswerGround.TO_BE_FETCHED})
"""What the applicant asked for is given, or lies open already."""
OPTIONAL = {
    AnswerGround.NOT_OURS: (Fact.RESPONSIBLE_CONTACT,),
    AnswerGround.THIRD_PARTY: (Fact.REASON,),
}
"""Facts that may be told beside those that have to be."""


def outcome_of(ground: AnswerGround, *, counsel: CounselSettings) -> Outcome:
    """Give the row of 表三 in which a ground is counted; for three of them that is counsel's setting."""
    settled = {
        AnswerGround.NOT_INFORMATION: counsel.not_information_row,
        AnswerGround.CONSULTATION: counsel.consultation_row,
        AnswerGround.ARCHIVED: counsel.archive_row,
    }
    return BY_GROUND[ground].outcome or settled[ground]


def withheld_by_law(ground: AnswerGround) -> bool:
    """Whether arts. 14 to 16 are the ground, so that review comes before a suit (RL23(1)(4))."""
    return BY_GROUND[ground].outcome in WITHHELD_BY_LAW


def grounds_under(question: DecisionQuestion) -> tuple[AnswerGround, ...]:
    """Give the grounds that end the decision at a question, in the order of the table."""
    return tuple(row.ground for row in ROWS if row.question is question)


def facts_of(ground: AnswerGround) -> tuple[Fact, ...]:
    """Give the facts that may be told for a ground, the required ones first."""
    return (*(fact for need in BY_GROUND[ground].needs for fact in need), *OPTIONAL.get(ground, ()))
