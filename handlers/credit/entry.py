"""A published permit or penalty as its unit hands it over: companies only, and only what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.errors import InputError
from bot.privacy import personal_numbers
from bot.text.identifiers import credit_code
from handlers.files.table_file import Row

LETTERS = {"document": 80, "party": 120, "content": 1000, "unit": 80}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "kind": ("类别", "公示类型"),
    "document": ("文书号", "决定书文号", "许可文书号"),
    "party": ("相对人名称", "企业名称", "行政相对人名称"),
    "code": ("统一社会信用代码", "信用代码"),
    "content": ("内容", "处罚内容", "许可内容"),
    "unit": ("决定机关", "处罚机关", "许可机关"),
    "decided_on": ("决定日期", "处罚决定日期", "许可决定日期"),
    "published_on": ("公示日期",),
    "until": ("公示截止日期", "公示截止期"),
    "public": ("是否公示",),
}
OPTIONAL = frozenset({"until"})


class CreditKind(StrEnum):
    """What was decided; also the end of a text key."""

    PERMIT = "permit"
    PENALTY = "penalty"


KINDS = {"行政许可": CreditKind.PERMIT, "许可": CreditKind.PERMIT}
KINDS |= {"行政处罚": CreditKind.PENALTY, "处罚": CreditKind.PENALTY}


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """One decision; one that is not `public` is only named to be taken back, and kept nowhere."""

    kind: CreditKind
    document: str
    party: str
    code: str
    content: str
    unit: str
    decided_on: date
    published_on: date
    until: date | None
    public: bool


def read_entries(table: Sequence[Row], *, today: date) -> tuple[CreditEntry, ...]:
    """Give the entries of a table, its head first; raises `InputError` with the row and the column of the first that is wrong."""
    head = list(table[0])
    places = {
        name: next((head.index(one) for one in called if one in head), -1) for name, called in COLUMNS.items()
    }
    if lacking := [COLUMNS[name][0] for name, at in places.items() if at < 0 and name not in OPTIONAL]:
        raise InputError("credit.refused.columns", columns="、".join(lacking))
    return tuple(
        _entry({name: row[at] if 0 <= at < len(row) else "" for name, at in places.items()}, at, today=today)
        for at, row in enumerate(table[1:], start=2)
    )


def _entry(cells: Mapping[str, str], row: int, *, today: date) -> CreditEntry:
    def wrong(name: str, why: str) -> InputError:
        return InputError(f"credit.refused.{why}", row=row, column=COLUMNS[name][0])

    def day(name: str) -> date:
        try:
            return date.fromisoformat(cells[name][:10].replace("/", "-"))
        except ValueError:
            raise wrong(name, "day") from None

    code = credit_code(cells["code"])
    if not code.valid:
        # Those of natural persons have none: they are published nowhere here.
        raise wrong("code", "code")
    for name, most in LETTERS.items():
        if fault := _fault(cells[name], most):
            raise wrong(name, fault)
    if cells["kind"] not in KINDS:
        raise wrong("kind", "kind")
    if cells["public"] not in {"是", "否"}:
        raise wrong("public", "public")
    published = day("published_on")
    if published > today:
        raise wrong("published_on", "day")
    return CreditEntry(
        kind=KINDS[cells["kind"]],
        document=cells["document"],
        party=cells["party"],
        code=code.value,
        content=cells["content"],
        unit=cells["unit"],
        decided_on=day("decided_on"),
        published_on=published,
        until=day("until") if cells["until"] else None,
        public=cells["public"] == "是",
    )


def _fault(words: str, most: int) -> str:
    """Give why words may not be published; empty where they may."""
    if not 1 <= len(words) <= most:
        return "length"
    return "personal" if personal_numbers(words) else ""
