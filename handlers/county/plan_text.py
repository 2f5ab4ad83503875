"""What a county has laid down for its openness as it is typed at the desk: one line a thing, `【…】` opens a group. Pure.

Key areas (重点领域), columns (栏目) and channels (渠道) read and written; what else the plan holds stays that of the county's file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import InputError
from handlers.county.openness_plan import KeyArea, OpennessPlan, PublicChannel, Rubric, RubricPlace
from knowledge.documents.document import Kind

NAME_LETTERS, LINE_LETTERS, TYPED_LETTERS, MOST_LINES = 40, 300, 6_000, 200
GROUP = re.compile(r"[【\[](?P<name>[^【】\[\]]*)[】\]]")
BAR, BETWEEN = re.compile("[|｜]"), re.compile("[、，,]")
COUNTY, FRONT, NO_FRONT = "本县", "上首页", "不上首页"
THEMES, GENRES, PLACE = "主题", "体裁", "见"
KINDS: Mapping[str, Kind] = {
    "政策文件": Kind.POLICY,
    "政策解读": Kind.INTERPRETATION,
    "办事指南": Kind.GUIDE,
    "公开目录": Kind.CATALOGUE,
    "常见问题": Kind.FAQ,
    "通知公告": Kind.NOTICE,
    "回应": Kind.RESPONSE,
    "公报": Kind.GAZETTE,
    "系列": Kind.SERIES,
    "公开栏": Kind.BOARD,
}


class PlanSection(StrEnum):
    """The three parts that are typed; the value is how each is named to whoever typed it."""

    AREAS = "重点领域"
    RUBRICS = "栏目"
    CHANNELS = "渠道"


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """The three parts as they are typed."""

    areas: str
    rubrics: str
    channels: str


@dataclass(frozen=True, slots=True)
class _PlanLine:
    """One line below its group, cut at the bars; `number` is where it stands."""

    number: int
    group: str
    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.parts[0]


def plan_of(typed: TypedPlan, base: OpennessPlan) -> OpennessPlan:
    """Read what was typed; boards and villages are those of `base`. Raises `InputError` naming part, line and what is wrong."""
    areas = tuple(
        _area(line, place) for place, line in enumerate(_lines(typed.areas, PlanSection.AREAS), start=1)
    )
    rubrics = tuple(map(_rubric, _lines(typed.rubrics, PlanSection.RUBRICS)))
    channels = tuple(map(_channel, _lines(typed.channels, PlanSection.CHANNELS)))
    _require_once([area.name for area in areas], PlanSection.AREAS)
    _require_once([f"{one.parent}/{one.name}" for one in rubrics], PlanSection.RUBRICS)
    _require_once([one.name for one in channels], PlanSection.CHANNELS)
    return replace(base, areas=areas, rubrics=rubrics, channels=channels, _by_name={})


def typed_of(plan: OpennessPlan) -> TypedPlan:
    """Write a plan as it is typed; what `plan_of` reads of it is the same plan."""
    return TypedPlan(
        _written((area.group, _area_line(area)) for area in plan.areas),
        _written((one.parent, _rubric_line(one)) for one in plan.rubrics),
        _written((one.kind, _bars(one.name, one.where, one.unit)) for one in plan.channels),
    )


def _lines(text: str, section: PlanSection) -> Iterator[_PlanLine]:
    if len(text) > TYPED_LETTERS or text.count("\n") > MOST_LINES:
        raise InputError("openness.refused.long", section=section.value, most=MOST_LINES)
    group = ""
    for number, words in enumerate((" ".join(line.split()) for line in text.splitlines()), start=1):
        if named := GROUP.fullmatch(words):
            group = named["name"].strip()
        elif words:
            parts = tuple(part.strip() for part in BAR.split(words))
            line = _PlanLine(number, group, parts)
            if not group:
                raise _refused("group", section, line)
            if (
                not 0 < len(line.name) <= NAME_LETTERS
                or len(group) > NAME_LETTERS
                or len(words) > LINE_LETTERS
            ):
                raise _refused("name", section, line, most=NAME_LETTERS)
            yield line


def _area(line: _PlanLine, place: int) -> KeyArea:
    words, marks = (*line.parts[1:], "", "")[:2]
    said = set(_words(marks))
    if len(line.parts) > 3 or said - {COUNTY, FRONT, NO_FRONT}:  # noqa: PLR2004 - name, other names, marks
        raise _refused("area", PlanSection.AREAS, line)
    special = COUNTY in said
    front = FRONT in said or not (special or NO_FRONT in said)
    return KeyArea(place, line.name, line.group, _words(words), special=special, front=front)


def _rubric(line: _PlanLine) -> Rubric:
    kind: Kind | None = None
    place: RubricPlace | None = None
    lists: dict[str, tuple[str, ...]] = {}
    for part in filter(None, line.parts[1:]):
        name, sign, rest = part.replace(":", "：").partition("：")
        if not sign and name in KINDS and kind is None:
            kind = KINDS[name]
        elif sign and name in {THEMES, GENRES} and name not in lists and _words(rest):
            lists[name] = _words(rest)
        elif sign and name == PLACE and rest.strip() in set(RubricPlace) and place is None:
            place = RubricPlace(rest.strip())
        else:
            named = {"kinds": "、".join(KINDS), "places": "、".join(RubricPlace)}
            raise _refused("rubric", PlanSection.RUBRICS, line, **named)
    return Rubric(line.name, line.group, kind, lists.get(THEMES, ()), lists.get(GENRES, ()), place)


def _channel(line: _PlanLine) -> PublicChannel:
    where, unit = (*line.parts[1:], "", "")[:2]
    if not where or len(line.parts) > 3:  # noqa: PLR2004 - name, where, unit
        raise _refused("channel", PlanSection.CHANNELS, line)
    return PublicChannel(line.name, line.group, where, unit)


def _area_line(area: KeyArea) -> str:
    usual = not area.special
    marks = [COUNTY] if area.special else []
    if area.front is not usual:
        marks.append(FRONT if area.front else NO_FRONT)
    return _bars(area.name, "、".join(area.words), "、".join(marks))


def _rubric_line(one: Rubric) -> str:
    kinds = [name for name, kind in KINDS.items() if kind is one.kind]
    lists = [
        f"{name}：{'、'.join(words)}" for name, words in ((THEMES, one.themes), (GENRES, one.genres)) if words
    ]
    places = [f"{PLACE}：{one.place}"] if one.place else []
    return _bars(one.name, *kinds, *lists, *places)


def _bars(*parts: str) -> str:
    while not parts[-1]:
        parts = parts[:-1]
    return " | ".join(parts)


def _written(lines: Iterable[tuple[str, str]]) -> str:
    written: list[str] = []
    group = ""
    for named, line in lines:
        if named != group:
            group = named
            written.append(f"【{group}】")
        written.append(line)
    return "\n".join(written)


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in BETWEEN.split(text))))


def _require_once(names: Sequence[str], section: PlanSection) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError("openness.refused.twice", section=section.value, name=twice)


def _refused(key: str, section: PlanSection, line: _PlanLine, **more: object) -> InputError:
    values = {
        "section": section.value,
        "line": line.number,
        "said": " | ".join(line.parts)[:NAME_LETTERS],
        **more,
    }
    return InputError(f"openness.refused.{key}", **values)
