"""The county's agencies, each an addressee of its own for disclosure (art. 27): contact, number series, review organs, court.

From the file `agencies.yml` beside the county file. Who reviews whom is stored, never guessed; what the law fixes is checked
when the file is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from bot.text.plain_yaml import read_yaml

FILE = "agencies.yml"
KEY = re.compile(r"[a-z][a-z0-9_]{0,23}")
INTERMEDIATE = "中级人民法院"
LONGEST = 120
SERIES_WORDS = re.compile(r"[\u4e00-\u9fff（）()A-Za-z0-9]{1,24}")


class AgencyKind(StrEnum):
    """What an agency is; the law derives its review organ from that (RL24, RL27, RL28)."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    JUSTICE = "justice"
    VERTICAL = "vertical"
    BRANCH = "branch"


class Series(StrEnum):
    """The rows of numbers that an agency gives its letters."""

    REPLY = "reply"
    NOTICE = "notice"
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency with all that a letter of it says.

    `review_organs` has one entry, for the justice bureau two (RL28). `court` hears suits against it; for the county
    government that is an intermediate court (AL15). `review_channel` is where review is asked for online, empty where
    there is none (RL22). `series` holds the words before the year of a number.
    """

    key: str
    name: str
    kind: AgencyKind
    office: str
    phone: str
    address: str
    postcode: str
    hours: str
    review_organs: tuple[str, ...]
    court: str
    review_channel: str = ""
    series: Mapping[Series, str] = field(default_factory=dict)

    def number(self, series: Series, *, year: int, serial: int) -> str:
        """Give the number of a letter, such as 青发改公开答〔2026〕第3号."""
        return f"{self.series[series]}〔{year}〕第{serial}号"


@dataclass(frozen=True, slots=True)
class AgencyDirectory:
    """All agencies of a county; `counsel` holds the open points as the file gives them, read by who decides by them."""

    agencies: tuple[Agency, ...]
    sample: bool
    counsel: object = None

    @property
    def home(self) -> Agency | None:
        """The county's own office: the agency listed first, to which whatever names no other is addressed."""
        return self.agencies[0] if self.agencies else None

    def agency(self, key: str) -> Agency | None:
        """Give an agency by its key or its full name; None for one that is not listed."""
        return next((one for one in self.agencies if key in {one.key, one.name}), None)


def load(path: Path) -> AgencyDirectory:
    """Read the directory; raises `ValueError` naming file, agency and field where something is missing or against the law."""
    if not path.is_file():
        raise ValueError(f"没有 {path}：机构名录（{FILE}）要放在县情况文件旁边，或者读不到")
    try:
        tree = read_yaml(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name} 读不出来：{str(error).splitlines()[0]}") from None
    return of(tree, origin=path.name)


def of(tree: Any, *, origin: str) -> AgencyDirectory:
    """Give the directory that a file's fields tell of; raises `ValueError` as `load` does, `origin` is the file's name."""
    fields = _group(tree, origin)
    defaults = _group(fields.get("defaults") or {}, f"{origin}: defaults")
    listed = fields.get("agencies")
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{origin}: agencies 里没有机构")
    agencies = tuple(
        _agency({**defaults, **_group(one, f"{origin}: agencies[{at}]")}, f"{origin}: agencies[{at}]")
        for at, one in enumerate(listed, start=1)
    )
    _require_unique(agencies, origin)
    return AgencyDirectory(agencies, fields.get("sample") is True, fields.get("counsel"))


def _agency(fields: Mapping[str, Any], origin: str) -> Agency:
    if unknown := [str(name) for name in fields if name not in Agency.__dataclass_fields__]:
        raise ValueError(f"{origin}: 不认识 {'、'.join(unknown)}")
    key = _text(fields, "key", origin)
    if not KEY.fullmatch(key):
        raise ValueError(f"{origin}: key 只能用小写字母、数字和下划线，以字母开头，最多24个")
    origin = f"{origin}（{key}）"
    names = ("name", "office", "phone", "address", "postcode", "hours", "court")
    values = {name: _text(fields, name, origin) for name in names}
    organs = fields.get("review_organs")
    if not isinstance(organs, list) or not organs:
        raise ValueError(f"{origin}: review_organs 要列出行政复议机关")
    agency = Agency(
        key=key,
        kind=_kind(fields, origin),
        review_organs=tuple(_text({"review_organs": organ}, "review_organs", origin) for organ in organs),
        review_channel=_text(fields, "review_channel", origin) if fields.get("review_channel") else "",
        series=_series(fields, origin),
        **values,
    )
    for fault in _against_the_law(agency):
        raise ValueError(f"{origin}: {fault}")
    return agency


def _against_the_law(agency: Agency) -> Iterator[str]:
    organs = 2 if agency.kind is AgencyKind.JUSTICE else 1
    if len(set(agency.review_organs)) != organs:
        reason = "（行政复议法第二十八条）" if organs > 1 else ""
        yield f"review_organs 应当有{organs}个{reason}"
    if agency.name in agency.review_organs:
        yield "review_organs 不能是机构自己"
    if agency.kind is AgencyKind.GOVERNMENT and INTERMEDIATE not in agency.court:
        yield "court 应当是中级人民法院：起诉县级人民政府由中级人民法院管辖（行政诉讼法第十五条）"


def _kind(fields: Mapping[str, Any], origin: str) -> AgencyKind:
    try:
        return AgencyKind(str(fields.get("kind")))
    except ValueError:
        raise ValueError(f"{origin}: kind 只能是 {'、'.join(AgencyKind)}") from None


def _series(fields: Mapping[str, Any], origin: str) -> dict[Series, str]:
    tree = _group(fields.get("series"), f"{origin}: series")
    words = {one: _text(tree, one.value, f"{origin}: series") for one in Series}
    if len(set(words.values())) < len(words):
        raise ValueError(f"{origin}: series 的几种字样不能相同，否则会出现两个一样的文号")
    if wrong := [word for word in words.values() if not SERIES_WORDS.fullmatch(word)]:
        raise ValueError(f"{origin}: series 的字样只能用汉字、字母、数字，最多24个：{wrong[0]}")
    return words


def _require_unique(agencies: tuple[Agency, ...], origin: str) -> None:
    seen: set[str] = set()
    for agency in agencies:
        for word in (agency.key, agency.name, *agency.series.values()):
            if word in seen:
                raise ValueError(f"{origin}: {word} 出现了两次（机构和文号字样都不能重复）")
            seen.add(word)


def _group(tree: Any, origin: str) -> Mapping[str, Any]:
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} 里没有内容")


def _text(tree: Mapping[str, Any], name: str, origin: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise ValueError(f"{origin}: {name} 缺失、不是文字或者太长（数字请加引号）")
    return value.strip()
