"""A material that need not be brought, read from a row of the office's table; every row that is wrong is told with its field. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import InputError
from bot.text.cells import told_cell

MATERIAL_LETTERS, MATTER_LETTERS, WAY_LETTERS = 60, 60, 12
REASON_LETTERS, SOURCE_LETTERS, BASIS_LETTERS = 200, 80, 120
MOST_ROWS = 5_000
FAULTS_TOLD = 20
GIVEN_LETTERS = 20


class WaivedWay(StrEnum):
    """How an office knows what the material would say."""

    SHARED = "数据共享"
    ASKED = "部门互助"
    LICENCE = "电子证照"
    PROMISE = "告知承诺"
    GONE = "已取消"


COLUMNS = ("材料名称", "适用事项", "免提交方式", "理由", "数据来源", "依据")
"""The names of the table's columns; 适用事项 is left empty for every matter."""
NEEDED = ("材料名称", "免提交方式", "理由")
LETTERS = dict(
    zip(
        COLUMNS,
        (MATERIAL_LETTERS, MATTER_LETTERS, WAY_LETTERS, REASON_LETTERS, SOURCE_LETTERS, BASIS_LETTERS),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class WaivedMaterial:
    """One line of the list."""

    material: str
    matter: str
    way: WaivedWay
    reason: str
    source: str = ""
    basis: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Give what makes it one line of the list."""
        return self.material, self.matter

    def row(self) -> tuple[str, ...]:
        """Give it as a row of the table that is read."""
        return self.material, self.matter, self.way.value, self.reason, self.source, self.basis


@dataclass(frozen=True, slots=True)
class WaivedRowFault:
    """What is wrong in a row: the key of a text, and its values."""

    row: int
    key: str
    values: tuple[tuple[str, object], ...] = ()


class FaultyTableError(InputError):
    """A table of which nothing is taken; `faults` are its rows that are wrong, the first twenty of them."""

    def __init__(self, faults: Sequence[WaivedRowFault]) -> None:
        super().__init__("waived.refused.rows", count=len(faults))
        self.faults = tuple(faults[:FAULTS_TOLD])


def read_table(table: Sequence[Sequence[str]]) -> tuple[WaivedMaterial, ...]:
    """Read a table, its head first.

    Raises `InputError` for a head that lacks a column and for no or too many rows, `FaultyTableError` for rows that are wrong.
    """
    head = [cell.strip() for cell in table[0]]
    if missing := [name for name in NEEDED if name not in head]:
        raise InputError("waived.refused.head", missing="、".join(missing), columns="、".join(COLUMNS))
    if not 1 < len(table) <= MOST_ROWS + 1:
        raise InputError("waived.refused.size", most=MOST_ROWS)
    places = {name: head.index(name) for name in COLUMNS if name in head}
    found: dict[tuple[str, str], int] = {}
    read: list[WaivedMaterial] = []
    faults: list[WaivedRowFault] = []
    for number, row in enumerate(table[1:], start=2):
        told = {
            name: told_cell(" ".join(row[at].split())) if at < len(row) else "" for name, at in places.items()
        }
        own = list(_faults(number, told))
        if not own and (earlier := found.get((told["材料名称"], told.get("适用事项", "")))):
            own = [WaivedRowFault(number, "twice", (("earlier", earlier),))]
        if own:
            faults += own
            continue
        one = _material(told)
        found[one.key] = number
        read.append(one)
    if faults:
        raise FaultyTableError(faults)
    return tuple(read)


def _faults(number: int, told: dict[str, str]) -> Iterator[WaivedRowFault]:
    for name in NEEDED:
        if not told[name]:
            yield WaivedRowFault(number, "empty", (("field", name),))
    for name, words in told.items():
        if len(words) > LETTERS[name]:
            yield WaivedRowFault(number, "long", (("field", name), ("most", LETTERS[name])))
    way = told["免提交方式"]
    if way and way not in set(WaivedWay):
        values = (("given", way[:GIVEN_LETTERS]), ("ways", "、".join(WaivedWay)))
        yield WaivedRowFault(number, "way", values)


def _material(told: dict[str, str]) -> WaivedMaterial:
    return WaivedMaterial(
        told["材料名称"],
        told.get("适用事项", ""),
        WaivedWay(told["免提交方式"]),
        told["理由"].rstrip("。；"),
        told.get("数据来源", ""),
        told.get("依据", ""),
    )
