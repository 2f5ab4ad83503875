"""A published permit or penalty as its unit hands it over: companies only, and only what was published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.errors import InputError
from bot.privacy import personal_numbers
from bot.text.characters import hides
from bot.text.identifiers import credit_code
from handlers.files.table_day import table_day

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
WORDS: Mapping[str, Collection[str]] = {"kind": KINDS, "public": ("是", "否")}


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


def read_entry(cells: Mapping[str, str], row: int, *, today: date) -> CreditEntry:
    """Give the entry of a row; raises `InputError` with the row and the column of the first thing that is wrong."""

    def wrong(name: str, why: str) -> InputError:
        return InputError(f"credit.refused.{why}", row=row, column=COLUMNS[name][0])

    def day(name: str) -> date:
        found = table_day(cells[name])
        if found is None:
            raise wrong(name, "day")
        return found

    code = credit_code(cells["code"])
    if not code.valid:
        # Those of natural persons have none: they are published nowhere here.
        raise wrong("code", "code")
    for name, most in LETTERS.items():
        if fault := _fault(cells[name], most):
            raise wrong(name, fault)
    for name, known in WORDS.items():
        if cells[name] not in known:
            raise wrong(name, name)
    decided, published = day("decided_on"), day("published_on")
    if published > today or published < decided:
        raise wrong("published_on", "day" if published > today else "before")
    return CreditEntry(
        kind=KINDS[cells["kind"]],
        document=cells["document"],
        party=cells["party"],
        code=code.value,
        content=cells["content"],
        unit=cells["unit"],
        decided_on=decided,
        published_on=published,
        until=day("until") if cells["until"] else None,
        public=cells["public"] == "是",
    )


def _fault(words: str, most: int) -> str:
    """Give why words may not be published; empty where they may."""
    if not 1 <= len(words) <= most:
        return "length"
    if hides(words):
        return "unseen"
    return "personal" if personal_numbers(words) else ""
