import json

import pytest

from handlers.cases import find_number, find_tail
from tests.shared_data import labelled


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GK202503140007", "GK202503140007"),
        ("gk202503140007 什么情况", "GK202503140007"),
        ("GK 2025 0314 0007", "GK202503140007"),
        ("ＧＫ２０２５０３１４０００７", "GK202503140007"),
        ("编号是GK二〇二五零三一四零零零七，帮我看看", "GK202503140007"),
        ("G K 2025年03月14日 0007", "GK202503140007"),
        ("rg2026-1121-0012处理了吗", "RG202611210012"),
        ("GK2026112112345", "GK2026112112345"),
        ("我的申请到哪了", None),
        ("GK2025", None),
        ("2025年3月14日", None),
        ("GK2025031400071234", None),
    ],
)
def test_a_number_is_found_in_any_spelling(text: str, number: str | None) -> None:
    assert find_number(text) == number


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("0118", "0118"),
        ("后四位 0118", "0118"),
        ("202503140007", "202503140007"),
        ("零一一八", "0118"),
        ("118", None),
    ],
)
def test_what_is_remembered_of_a_number_is_found(text: str, tail: str | None) -> None:
    assert find_tail(text) == tail


def test_every_labelled_case_number_is_read() -> None:
    rows = map(json.loads, labelled("utterances/dev.jsonl").read_text("utf-8").splitlines())
    numbers = [row["slots"]["case_no"] for row in rows if len(row["slots"].get("case_no", "")) > 4]
    assert numbers
    assert [number for number in numbers if find_number(number) is None] == []
