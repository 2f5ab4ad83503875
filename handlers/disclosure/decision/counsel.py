"""What the law leaves open and counsel decides for the county; nothing here is asserted by the program itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers.disclosure.decision.outcomes import Outcome


class ReviewOrder(StrEnum):
    """Whether review comes before a suit: first, at choice, or not settled by counsel yet."""

    FIRST = "first"
    CHOICE = "choice"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class CounselSettings:
    """The open points with their defaults (disclosure-rules §8, §14, §16).

    `admin_query`: review order where a special law governs the query (R36(7)). `late_answer`: the same where no
    answer came in time. The rows say where 表三 counts what has no row of its own.
    """

    admin_query: ReviewOrder = ReviewOrder.UNSETTLED
    late_answer: ReviewOrder = ReviewOrder.UNSETTLED
    not_information_row: Outcome = Outcome.OTHER_MISC
    consultation_row: Outcome = Outcome.OTHER_MISC
    archive_row: Outcome = Outcome.UNABLE_NOT_HELD

    @classmethod
    def of(cls, fields: object, *, origin: str) -> "CounselSettings":
        """Read the settings from a file's fields; raises `ValueError` naming file and field for a wrong one."""
        if fields is None:
            return cls()
        if not isinstance(fields, Mapping):
            raise ValueError(f"{origin}: counsel 应当是一组设置")  # noqa: TRY004 - a file is wrong, not a call
        kinds: dict[str, type[ReviewOrder | Outcome]] = {
            name: ReviewOrder if name in _ORDERS else Outcome for name in cls.__dataclass_fields__
        }
        if unknown := [str(name) for name in fields if name not in kinds]:
            raise ValueError(f"{origin}: counsel 里不认识 {'、'.join(unknown)}")
        values: dict[str, Any] = {}
        for name, value in fields.items():
            try:
                values[name] = kinds[name](value)
            except ValueError:
                known = "、".join(kinds[name])
                raise ValueError(f"{origin}: counsel.{name} 只能是 {known}") from None
        return cls(**values)


_ORDERS = frozenset({"admin_query", "late_answer"})
DEFAULT_SETTINGS = CounselSettings()
