"""What a complaint is, as data: its kinds with their limits, the categories of a tip, the results. Pure.

No limit is national: 国办函〔2025〕66号 asks each place for limits by kind. These are the project's (disclosure-rules §13).
"""

from collections.abc import Mapping
from enum import StrEnum


class ComplaintKind(StrEnum):
    """咨询, 求助, 投诉, 举报, 建议, 爆料; the Chinese name is the text `complaints.kinds.<value>`."""

    CONSULTATION = "consultation"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    TIP = "tip"


class TipCategory(StrEnum):
    """The four categories of a tip (O13): 综合治理, 市场监管, 综合执法, 便民服务."""

    PUBLIC_ORDER = "public_order"
    MARKET = "market"
    ENFORCEMENT = "enforcement"
    SERVICE = "service"


class ComplaintResult(StrEnum):
    """The result held against what was wished: 解决, 部分解决, 无法解决, 解释说明."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNABLE = "unable"
    EXPLAINED = "explained"


OUTER_WORKDAYS: Mapping[ComplaintKind, int] = {
    ComplaintKind.CONSULTATION: 3,
    ComplaintKind.HELP: 5,
    ComplaintKind.COMPLAINT: 10,
    ComplaintKind.REPORT: 10,
    ComplaintKind.SUGGESTION: 10,
    ComplaintKind.TIP: 10,
}
"""Within so many working days of its registration the applicant is told the result."""
ACCEPT_WORKDAYS = 1
DISPATCH_WORKDAYS = 1
OBJECT_WORKDAYS = 1
SETTLE_WORKDAYS = 1
VISIT_WORKDAYS = 3
CALL_BACK_WORKDAYS = 3
EXTENSION_WORKDAYS = 10
RATING_DAYS = 7
"""A rating may be changed for so many calendar days; a case is put away after as many."""
REPEAT_DAYS = 30
"""The same person or place within so many days takes the earlier case up again (O16); so long it is not put away."""
SHIELDED = frozenset({ComplaintKind.REPORT, ComplaintKind.TIP})
"""Whose applicant no handling unit learns of (信访工作条例第三十条)."""
