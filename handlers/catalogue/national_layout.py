"""The catalogue as a table of the national layout (基层政务公开标准目录): two rows of names, ticks for manner and level.

What is written here is read back whole by `knowledge.ingest.readers.standard_catalogue`: every item keeps its id.
"""

from collections.abc import Iterator, Sequence

from handlers.catalogue.shelf import CatalogueItem
from knowledge.documents.document import Disclosure, Document

TICK = "√"
BEFORE = (
    ("序号", ""), ("标识", ""), ("公开事项", "一级事项"), ("公开事项", "二级事项"), ("公开内容（要素）", ""), ("公开依据", ""), ("公开主体", ""),
    ("公开时限", ""), ("公开渠道和载体", ""),
)  # fmt: skip
MANNERS = ((Disclosure.ACTIVE, "主动"), (Disclosure.ON_REQUEST, "依申请公开"))
MANNER, LEVEL = "公开方式", "公开层级"
BEHIND = (
    ("领域", "theme"),
    ("责任单位", "unit"),
    ("栏目", "rubric"),
    ("五公开", "openness"),
    ("联系电话", "unit_phone"),
    ("适用地区", "place"),
)
DAY = "发布日期"
LEVEL_JOIN = "、"


def national_table(title: str, items: Sequence[CatalogueItem]) -> Iterator[Sequence[str]]:
    """Give the rows: the title, the two rows of names, and a row for each item."""
    levels = list(dict.fromkeys(level for item in items for level in _levels(item.document)))
    ticked = [*((MANNER, name) for _, name in MANNERS), *((LEVEL, level) for level in levels or ("县级",))]
    names = [*BEFORE, *ticked, *((name, "") for name, _ in BEHIND), (DAY, "")]
    yield [title]
    yield [
        upper if place == 0 or names[place - 1][0] != upper else "" for place, (upper, _) in enumerate(names)
    ]
    yield [lower for _, lower in names]
    for number, item in enumerate(items, start=1):
        yield _row(number, item.document, levels)


def _row(number: int, document: Document, levels: Sequence[str]) -> Sequence[str]:
    elements = [value for _, value in document.elements.lines()] if document.elements else [""] * 5
    own = _levels(document)
    return [
        str(number),
        document.id,
        "",
        document.title,
        *elements,
        *(TICK if document.disclosure is manner else "" for manner, _ in MANNERS),
        *(TICK if level in own else "" for level in levels or ("",)),
        *(str(getattr(document, field)) for _, field in BEHIND),
        document.published_on.isoformat() if document.published_on else "",
    ]


def _levels(document: Document) -> Sequence[str]:
    return [level for level in document.level.split(LEVEL_JOIN) if level]
