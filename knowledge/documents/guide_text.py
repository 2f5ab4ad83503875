"""Composes the text of a guide from its fields, as tables and other systems hold it: parts under headings."""

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.documents.draft import Refusal
from knowledge.documents.guide import HEADINGS, Mark

PARTS = frozenset(HEADINGS)
PART_LETTERS = 20_000
PART_TITLES = {
    "conditions": "申请条件",
    "materials": "申报材料",
    "commitment": "容缺承诺",
    "steps": "办理流程",
    "place": "受理地点",
    "hours": "受理时间",
    "ways": "办理方式",
    "limit": "办理时限",
    "fee": "收费标准",
    "delivery": "领取方式",
    "phone": "咨询电话",
    "complaint": "投诉渠道",
}


def compose(title: str, parts: Mapping[str, Any]) -> str:
    """Give the text of a guide; `knowledge.guide` reads the same parts and marks out of it again.

    A part is words, a list of lines, or for `materials` a list of mappings with `name`, `mark`, `reason`, `until`,
    `note` and `situation`; for every part a mapping of situations to any of these. Raises `Refusal` naming the field.
    """
    return "\n\n".join([f"# {title}", *sections(parts)]) + "\n"


def sections(parts: Mapping[str, Any]) -> list[str]:
    """Give each part under its heading, in the order of a guide; raises `Refusal` as `compose` does."""
    return [
        f"## {heading}\n\n{_part(name, parts[name])}"
        for name, heading in PART_TITLES.items()
        if parts.get(name)
    ]


def _part(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        listed = [
            f"### 情形：{_words(name, situation)}\n\n{_lines(name, one)}" for situation, one in value.items()
        ]
        return "\n\n".join(listed)
    return _lines(name, value)


def _lines(name: str, value: object) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return _words(name, value)
    plain = [one for one in value if not _situation(one)]
    blocks = ["\n".join(f"- {_line(name, one)}" for one in plain)] if plain else []
    for situation in dict.fromkeys(_situation(one) for one in value if _situation(one)):
        lines = [f"- {_line(name, one)}" for one in value if _situation(one) == situation]
        blocks.append("\n".join([f"### 情形：{situation}", "", *lines]))
    return "\n\n".join(blocks)


def _situation(one: object) -> str:
    return str(one.get("situation") or "").strip() if isinstance(one, Mapping) else ""


def _line(name: str, one: object) -> str:
    if not isinstance(one, Mapping):
        return _words(name, one)
    material = {key: _words(name, one.get(key) or "") for key in ("name", "mark", "reason", "until", "note")}
    if name != "materials" or not material["name"]:
        raise Refusal("field_not_text", field=name)
    note = "，".join(filter(None, (material["note"], *_marked(material))))
    return f"{material['name']}（{note}）" if note else material["name"]


def _marked(material: Mapping[str, str]) -> tuple[str, ...]:
    """Give a mark as a guide says it; whoever waives a material says why, whoever lets it follow says by when."""
    mark = material["mark"] or Mark.REQUIRED
    if mark not in set(Mark):
        allowed = "、".join(Mark)
        raise Refusal("field_not_listed", field="materials.mark", value=mark[:40], allowed=allowed)
    if mark == Mark.WAIVED:
        return ("无需提供", _needed(material, "reason"))
    if mark == Mark.LATER:
        until = _needed(material, "until")
        return ("可容缺", until if "补" in until else f"{until}补交")
    return ("电子证照可替代",) if mark == Mark.LICENCE else ()


def _needed(material: Mapping[str, str], name: str) -> str:
    if not material[name]:
        raise Refusal("material_incomplete", name=material["name"][:40], field=f"materials.{name}")
    return material[name]


def _words(name: str, value: object) -> str:
    if isinstance(value, (Mapping, list)):
        raise Refusal("field_not_text", field=name)
    words = str(value).strip()
    if len(words) > PART_LETTERS:
        raise Refusal("field_too_long", field=name, limit=PART_LETTERS)
    return words
