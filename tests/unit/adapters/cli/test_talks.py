"""Labelled talks: their files, their values, and what is wrong with a last reply."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.cli.examination import stand_ins, talks
from adapters.cli.examination.stand_ins import VALUES, filled, number_told
from adapters.cli.examination.talks import NO_REPLY, NOT_SAID, SAID, Deed, LabelledTalk, PlayedTalk, fault_of
from bot.text.identifiers import credit_code, identity_number

CASE: dict[str, Any] = {"id": "t1", "kind": "单问", "messages": ["多少钱"], "must": "60", "must_not": "80"}


def talk(must: str = "", must_not: str = "", kind: str = "单问", name: str = "t") -> LabelledTalk:
    return LabelledTalk(name, kind, "cases.jsonl", ("问",), must, must_not)


@pytest.mark.parametrize(
    ("must", "must_not", "replies", "fault"),
    [
        ("60元", "", ["每月60元"], ""),
        ("60元", "", ["每月80元"], NOT_SAID),
        ("60元", "80元", ["60元，不是80元"], SAID),
        ("", "80元", ["60元"], ""),
        ("60元", "", ["60元", "没有"], NOT_SAID),  # the last reply counts
        ("", "", [""], NO_REPLY),
        ("", "x", [], NO_REPLY),
        (r"(?s)^(?=.*60)(?=.*津贴)", "", ["津贴\n60"], ""),
        ("<编号>", "", ["登记了，GK202611300001", "您的GK202611300001已收到"], ""),
        ("<编号>", "", ["登记了，GK202611300001", "又登记了，RG202611300002"], ""),
        ("<编号>", "", ["没有登记"], NOT_SAID),
        ("", "<身份证号>", [f"您的号码是{VALUES['<身份证号>']}"], SAID),
    ],
)
def test_what_is_wrong_with_the_last_reply(must: str, must_not: str, replies: list[str], fault: str) -> None:
    assert fault_of(talk(must, must_not), replies) == fault


def test_the_last_number_told_is_meant() -> None:
    assert number_told(["GK202611300001", "RG202611300002和GK202611300003"]) == "GK202611300003"
    assert number_told(["没有"]) == ""
    assert filled("查 <编号>", number="GK1") == "查 GK1"
    assert filled("查 <编号>") == "查 <编号>"


def test_the_values_are_right_and_nobodys() -> None:
    for name in ("<身份证号>", "<身份证号乙>"):
        read = identity_number(VALUES[name], today=date(2026, 11, 30))
        assert read.valid, read
        assert VALUES[name][6:10] == "1900"
        assert VALUES[name][:4] == "3399"  # no such county
    assert VALUES["<身份证号分段>"].replace(" ", "") == VALUES["<身份证号>"]
    assert credit_code(VALUES["<统一社会信用代码>"]).valid
    assert filled("<姓名>的<手机号>和<手机号乙>") == "周平安的13800000000和13900000000"
    assert not re.search("<[^编]", filled("".join(VALUES)))


def test_check_signs_are_the_standards() -> None:
    # The examples of GB 11643-1999 and of GB 32100-2015.
    assert stand_ins.identity_number("11010519491231002") == "11010519491231002X"
    assert stand_ins.credit_code("91350100M000100Y4") == "91350100M000100Y43"


def test_a_file_is_read(tmp_path: Path) -> None:
    handed = {"type": "image", "fields": {"PicUrl": "x"}}
    caused = {"event": "CLICK", "key": "MENU_HELP", "label": "怎么问"}
    rows = [
        CASE,
        {"id": "t2", "kind": "表单", "messages": ["好", handed, caused], "want": "帮助", "must": None},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    first, second = talks.load(path)
    assert first == LabelledTalk("t1", "单问", "cases.jsonl", ("多少钱",), "60", "80")
    assert second.messages == (
        "好",
        Deed("image", (("PicUrl", "x"),)),
        Deed(event="CLICK", key="MENU_HELP", label="怎么问"),
    )
    assert (first.judged, second.judged, second.wanted) == (True, False, "帮助")


@pytest.mark.parametrize(
    "row",
    [
        {**CASE, "must": "("},
        {**CASE, "messages": []},
        {**CASE, "id": ""},
        {**CASE, "messages": [{"fields": {}}]},
        {**CASE, "messages": [3]},
        {name: value for name, value in CASE.items() if name != "kind"},
        [],
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: Any) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(CASE) + "\n" + json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cases.jsonl 第 2 行读不懂"):
        talks.load(path)


def test_totals_by_kind_and_every_reply() -> None:
    played = [
        PlayedTalk(talk("60", name="a"), ("60",), ""),
        PlayedTalk(talk("60", name="b"), ("80",), NOT_SAID),
        PlayedTalk(talk("", "x", kind="表单", name="c"), ("一", "二"), ""),
        PlayedTalk(talk(kind="faults", name="d"), ("",), NO_REPLY),
    ]
    found = talks.report(played, seconds=1.26)
    assert found["kinds"] == {"单问": {"cases": 2, "passed": 1}, "表单": {"cases": 1, "passed": 1}}
    assert (found["cases"], found["passed"], found["not_judged"], found["seconds"]) == (3, 2, 1, 1.3)
    assert found["failing"] == ["b"]
    assert [one["replies"] for one in found["results"]] == [["60"], ["80"], ["一", "二"], [""]]
    assert [one["fault"] for one in found["results"]] == ["", NOT_SAID, "", ""]
