"""The twenty-one outcomes of a request as the annual report counts them, in its order (disclosure-rules §7)."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a request ends; the values are the keys of disclosure-rules §7, in the order of 表三."""

    GRANTED = "granted"
    PARTIAL = "partial"
    DENY_STATE_SECRET = "deny_state_secret"  # noqa: S105 - an outcome, no password
    DENY_LAW_FORBIDDEN = "deny_law_forbidden"
    DENY_SAFETY = "deny_safety"
    DENY_THIRD_PARTY = "deny_third_party"
    DENY_INTERNAL = "deny_internal"
    DENY_PROCESS = "deny_process"
    DENY_ENFORCEMENT_FILE = "deny_enforcement_file"
    DENY_ADMIN_QUERY = "deny_admin_query"
    UNABLE_NOT_HELD = "unable_not_held"
    UNABLE_NEED_CREATION = "unable_need_creation"
    UNABLE_UNCLEAR = "unable_unclear"
    REFUSE_COMPLAINT = "refuse_complaint"
    REFUSE_REPEAT = "refuse_repeat"
    REFUSE_PUBLICATION = "refuse_publication"
    REFUSE_MASSIVE = "refuse_massive"
    REFUSE_RECONFIRM = "refuse_reconfirm"
    OTHER_NO_CORRECTION = "other_no_correction"
    OTHER_NO_FEE = "other_no_fee"
    OTHER_MISC = "other_misc"


class DecisionQuestion(StrEnum):
    """What staff decide, one question after the other; a later one waits for the earlier ones (disclosure-rules §7)."""

    CORRECTED = "corrected"  # 补不补
    APPLICATION = "application"  # 是不是
    RESPONSIBLE = "responsible"  # 谁负责
    HELD = "held"  # 有没有
    DISCLOSED = "disclosed"  # 给不给
    MANNER = "manner"  # 怎么给
    WORDING = "wording"  # 怎么答


def earlier_questions(question: DecisionQuestion) -> tuple[DecisionQuestion, ...]:
    """Give the questions that have to be answered before one, in their order."""
    order = tuple(DecisionQuestion)
    return order[: order.index(question)]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome: its article in the Regulation, and its cell in part three of 表三, such as （三） and 4.

    `number` is 0 for the two outcomes that are a section of their own. The row's official name is the text
    `decision.outcome.<key>`.
    """

    outcome: Outcome
    article: str
    section: str
    number: int

    @property
    def cell(self) -> str:
        """Give the place of the row as the form prints it, such as （三）4."""
        return f"{self.section}{self.number or ''}"


ROWS = (
    OutcomeRow(Outcome.GRANTED, "第三十六条第（一）项、第（二）项", "（一）", 0),
    OutcomeRow(Outcome.PARTIAL, "第三十七条", "（二）", 0),
    OutcomeRow(Outcome.DENY_STATE_SECRET, "第十四条、第三十六条第（三）项", "（三）", 1),
    OutcomeRow(Outcome.DENY_LAW_FORBIDDEN, "第十四条、第三十六条第（三）项", "（三）", 2),
    OutcomeRow(Outcome.DENY_SAFETY, "第十四条、第三十六条第（三）项", "（三）", 3),
    OutcomeRow(Outcome.DENY_THIRD_PARTY, "第十五条、第三十二条、第三十六条第（三）项", "（三）", 4),
    OutcomeRow(Outcome.DENY_INTERNAL, "第十六条第一款、第三十六条第（三）项", "（三）", 5),
    OutcomeRow(Outcome.DENY_PROCESS, "第十六条第二款、第三十六条第（三）项", "（三）", 6),
    OutcomeRow(Outcome.DENY_ENFORCEMENT_FILE, "第十六条第二款、第三十六条第（三）项", "（三）", 7),
    OutcomeRow(Outcome.DENY_ADMIN_QUERY, "第三十六条第（七）项", "（三）", 8),
    OutcomeRow(Outcome.UNABLE_NOT_HELD, "第三十六条第（四）项、第（五）项", "（四）", 1),
    OutcomeRow(Outcome.UNABLE_NEED_CREATION, "第三十八条", "（四）", 2),
    OutcomeRow(Outcome.UNABLE_UNCLEAR, "第三十条", "（四）", 3),
    OutcomeRow(Outcome.REFUSE_COMPLAINT, "第三十九条第一款", "（五）", 1),
    OutcomeRow(Outcome.REFUSE_REPEAT, "第三十六条第（六）项", "（五）", 2),
    OutcomeRow(Outcome.REFUSE_PUBLICATION, "第三十九条第二款", "（五）", 3),
    OutcomeRow(Outcome.REFUSE_MASSIVE, "第三十五条", "（五）", 4),
    # The form names this row; the Regulation has no article of its own for it.
    OutcomeRow(Outcome.REFUSE_RECONFIRM, "", "（五）", 5),
    OutcomeRow(Outcome.OTHER_NO_CORRECTION, "第三十条", "（六）", 1),
    OutcomeRow(Outcome.OTHER_NO_FEE, "第四十二条", "（六）", 2),
    OutcomeRow(Outcome.OTHER_MISC, "", "（六）", 3),
)
BY_OUTCOME = {row.outcome: row for row in ROWS}

WITHHELD_BY_LAW = frozenset(
    {
        Outcome.DENY_STATE_SECRET,
        Outcome.DENY_LAW_FORBIDDEN,
        Outcome.DENY_SAFETY,
        Outcome.DENY_THIRD_PARTY,
        Outcome.DENY_INTERNAL,
        Outcome.DENY_PROCESS,
        Outcome.DENY_ENFORCEMENT_FILE,
    }
)
"""Not disclosed by arts. 14 to 16: whoever disagrees asks for review first (RL23(1)(4))."""
