"""Reads the national layout of a catalogue (基层政务公开标准目录): two rows of names, ticks for level, manner and audience.

    序号 | 公开事项          | 公开内容 | … | 公开方式      | 公开层级
         | 一级事项 | 二级事项 |          | … | 主动 | 依申请 | 县级 | 乡级

It becomes a sheet with one row of names, which is read like any other catalogue; every row keeps its number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.text.cells import told_cell
from knowledge.documents.document import Disclosure
from knowledge.ingest.readers.asides import is_aside
from knowledge.ingest.readers.worksheet import Worksheet

HEAD_ROWS = 6
LEAST_NAMES = 5
SHORT_TITLE_LETTERS = 6
ITEM = "公开事项"
FIRST, AUDIENCE = "一级事项", "公开对象"
NAMES = (
    ITEM, FIRST, "公开内容", "公开依据", "公开主体", "公开时限", "公开渠道和载体", AUDIENCE, "层级", "公开属性", "领域", "责任单位", "栏目", "五公开",
    "标识", "联系电话", "适用地区", "发布日期",
)  # fmt: skip
SINGLE = {
    "公开内容": re.compile("^公开内容"),
    "公开依据": re.compile("^公开依据"),
    "公开主体": re.compile("^公开主体"),
    "公开时限": re.compile("^公开时限"),
    "公开渠道和载体": re.compile("^公开渠道"),
    "领域": re.compile("^(?:所属)?领域$"),
    "责任单位": re.compile("^(?:责任|牵头|负责)(?:单位|部门)$"),
    "栏目": re.compile("^(?:所属|公开)?栏目$"),
    "五公开": re.compile("^五公开$|^公开环节$"),
    "标识": re.compile("^(?:标识|索引号)$"),
    "联系电话": re.compile("^(?:联系|咨询)?电话$"),
    "适用地区": re.compile("^适用(?:地区|区域)$"),
    "发布日期": re.compile("^发布(?:日期|时间)$"),
}
STEPS = ("三级事项", "二级事项", FIRST)
MANNERS = {
    "主动": Disclosure.ACTIVE,
    "主动公开": Disclosure.ACTIVE,
    "依申请": Disclosure.ON_REQUEST,
    "依申请公开": Disclosure.ON_REQUEST,
}
TICK = re.compile(r"^[√✓✔☑■●Vv1是]$")
TICKED_CELL = re.compile(r"^(?:[√✓✔☑■●Vv]|[1是]$)")
UNTICKED = re.compile(r"^[□☐×✗✕\-—–/0否无]+$")
TICKED_LINE = re.compile(r"[■☑√✓✔]\s?([^■□☐☑√✓✔\n]+)")
BOXES = re.compile("[■□☐☑]")
AREA = re.compile(r"([一-鿿（）()]{2,24}?)领域(?:基层)?政务公开(?:标准)?目录")
PLACES = re.compile(r"^(?:[一-鿿]{2,8}?[省市县区旗州])+(?=[一-鿿]{2})")
SHEET_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*")
SHEET_AREA = re.compile(r"^[一-鿿]{2,20}$")
BLANKS = re.compile(r"\s+")
BLANKS_IN_NAME = re.compile(r"(?<=[^!-~\s])\s+(?=[^!-~\s])")
"""Those of a name that a narrow cell was broken at; beside Latin letters a blank is part of the name."""


def flattened(sheet: Worksheet) -> Worksheet | None:
    """Give the sheet with one row of names; None where it is not of this layout."""
    found = _head(sheet)
    if found is None:
        return None
    at, names = found
    area = _area([cell for _, cells in sheet.rows[:at] for cell in cells], sheet.name)
    body = tuple(_rows(sheet.rows[at + 2 :], names, area))
    return Worksheet(sheet.name, ((sheet.rows[at][0], NAMES), *body), sheet.notes) if body else None


def _area(above: Sequence[str], name: str) -> str:
    """Give the area (领域) of a catalogue, without the place it holds for: from its heading, or from its sheet's name."""
    told = next((hit[1] for words in (*above, name) if (hit := AREA.search(words))), "")
    bare = SHEET_NUMBER.sub("", name.strip()).removesuffix("目录").removesuffix("领域")
    if not told or told.endswith(bare or told + "。"):
        told = bare if SHEET_AREA.match(bare) and not bare.endswith(("表", "标准")) else told
    return PLACES.sub("", told)


def _head(sheet: Worksheet) -> tuple[int, list[tuple[str, str]]] | None:
    """Give where the first of the two rows of names stands, and the names of each column from above and below."""
    for at in range(min(HEAD_ROWS, len(sheet.rows) - 2)):
        above = [_bare(cell) for cell in sheet.rows[at][1]]
        below = [_bare(cell) for cell in sheet.rows[at + 1][1]]
        if ITEM in above and "二级事项" in below:
            names = _joined(above, below)
            if len({upper for upper, _ in names if upper}) >= LEAST_NAMES:
                return at, names
    return None


def _joined(above: Sequence[str], below: Sequence[str]) -> list[tuple[str, str]]:
    """Give both names of each column; a name over several columns is repeated where the file leaves their cells empty."""
    names: list[tuple[str, str]] = []
    for place in range(max(len(above), len(below))):
        upper = above[place] if place < len(above) else ""
        lower = below[place] if place < len(below) else ""
        if not upper and lower and names:
            upper = names[-1][0]
        names.append((upper, "" if lower == upper else lower))
    return names


def _rows(
    rows: Sequence[tuple[int, tuple[str, ...]]], names: Sequence[tuple[str, str]], area: str
) -> Iterator[tuple[int, tuple[str, ...]]]:
    first = ""
    for number, cells in rows:
        if is_aside(cells):
            # No item: whoever makes items of the rows says so.
            yield number, (next(filter(None, cells)),) * len(NAMES)
            continue
        told = {
            name: told_cell(cells[place].strip()) for place, name in enumerate(names) if place < len(cells)
        }
        values = _values(told, first, area)
        first = _step(told, FIRST) or first
        if any(told.values()):
            yield number, tuple(values.get(name, "") for name in NAMES)


def _values(told: Mapping[tuple[str, str], str], above: str, area: str) -> dict[str, str]:
    values = {
        name: next((cell for (upper, _), cell in told.items() if pattern.search(upper) and cell), "")
        for name, pattern in SINGLE.items()
    }
    levels, audiences = _ticked(told, "公开层级"), _ticked(told, AUDIENCE)
    manner = next(
        (MANNERS[lower] for (upper, lower), cell in told.items() if lower in MANNERS and TICK.match(cell)), ""
    )
    return {
        **values,
        ITEM: (title := _title(told, above)),
        FIRST: "" if (first := _step(told, FIRST) or above) == title else first,
        "公开渠道和载体": _channels(values["公开渠道和载体"]),
        AUDIENCE: "、".join(audiences),
        "层级": "、".join(levels),
        "公开属性": str(manner),
        "领域": values["领域"] or area,
    }


def _ticked(told: Mapping[tuple[str, str], str], above: str) -> list[str]:
    """Give the names under which there is a tick, with what is written beside it; words without a tick count as well."""
    found = [(lower, cell.strip()) for (upper, lower), cell in told.items() if upper == above]
    return [_told_by(lower, cell) for lower, cell in found if cell and not UNTICKED.match(cell)]


def _told_by(name: str, cell: str) -> str:
    beside = TICKED_CELL.sub("", cell).strip("（）() ")
    if not beside or not name or beside == name:
        return name or beside
    return f"{name}（{beside}）"


def _title(told: Mapping[tuple[str, str], str], above: str) -> str:
    """Give what an item is called: its last step, with the first one before it where that alone says too little."""
    last = next((cell for name in STEPS if (cell := _step(told, name))), "")
    first = _step(told, FIRST) or above
    return (
        f"{first}：{last}" if last and first and first != last and len(last) < SHORT_TITLE_LETTERS else last
    )


def _step(told: Mapping[tuple[str, str], str], name: str) -> str:
    return next((BLANKS_IN_NAME.sub("", cell) for (_, lower), cell in told.items() if lower == name), "")


def _channels(cell: str) -> str:
    """Give the channels that are ticked, or all of them where none has a box."""
    ticked = [line.strip(" ；;、") for line in TICKED_LINE.findall(cell)]
    return "；".join(ticked) if ticked else "" if BOXES.search(cell) else cell


def _bare(cell: str) -> str:
    return re.sub(r"[（(].*$", "", BLANKS.sub("", cell))
