"""Codes that are looked up elsewhere: checked by the county's own rule, and a file that is wrong names where."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.county import CountyData
from handlers.lookups.actions import CODE, LACKS
from handlers.lookups.catalogue import CodeAlphabet, CodeCheck, CodeFault, proves, settled_code
from handlers.lookups.county_file import load

LOOKUPS = CountyData.load(None).lookups
GAS, LIFT = LOOKUPS.kinds
SOUND = "350123456781"


def test_the_sample_says_that_it_is_one_and_leads_nowhere_real() -> None:
    assert LOOKUPS.sample
    assert all(re.match(r"https://[a-z]+\.qinglan\.example/", kind.link) for kind in LOOKUPS.kinds)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("查一下气瓶350123456781", "gas-cylinder"),
        ("煤气罐上的二维码怎么查", "gas-cylinder"),
        ("电梯识别码123456", "lift"),
        ("我要预约", None),
    ],
)
def test_the_longest_word_says_what_is_meant(said: str, key: str | None) -> None:
    kind = LOOKUPS.named(said)
    assert (kind.key if kind else None) == key


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (SOUND, None),
        ("350123456782", CodeFault.CHECK),
        ("35012345678", CodeFault.LENGTH),
        ("3" * 17, CodeFault.LENGTH),
        ("35012345678A", CodeFault.LETTERS),
    ],
)
def test_a_code_is_checked(code: str, fault: CodeFault | None) -> None:
    assert GAS.fault(code) is fault


def test_letters_are_taken_where_the_county_says_so() -> None:
    kind = replace(LIFT, alphabet=CodeAlphabet.LETTERS_AND_DIGITS, check=CodeCheck.NONE)
    assert kind.fault("AB12CD") is None
    assert LIFT.fault("AB12CD") is CodeFault.LETTERS


@given(st.text("0123456789", min_size=11, max_size=15))
def test_exactly_one_last_figure_proves_the_others(figures: str) -> None:
    assert sum(proves(figures + last) for last in "0123456789") == 1


@given(st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_figure_is_found(place: int, shift: int) -> None:
    wrong = str((int(SOUND[place]) + shift) % 10)
    assert GAS.fault(f"{SOUND[:place]}{wrong}{SOUND[place + 1 :]}") is CodeFault.CHECK


def test_an_address_holds_the_code_and_nothing_else_of_it() -> None:
    assert GAS.address("a b&x=1/../") == "https://qiping.qinglan.example/q?code=a%20b%26x%3D1%2F..%2F"
    assert settled_code("3501-2345 6781") == SOUND


@pytest.mark.parametrize(
    ("said", "code"),
    [("查气瓶 3501-2345-6781", "3501-2345-6781"), ("气瓶码是350123456781吗", SOUND), ("气瓶12345", None)],
)
def test_a_code_in_a_message(said: str, code: str | None) -> None:
    found = CODE.search(said)
    assert (found[0] if found else None) == code


@pytest.mark.parametrize("said", ["气瓶上没有二维码", "煤气罐的码扫不出来", "电梯识别码被撕掉了"])
def test_a_missing_code_is_understood(said: str) -> None:
    assert LACKS.search(said)


FIELDS = {
    "key": "gas",
    "name": "气瓶",
    "words": "[气瓶]",
    "standing": "瓶上",
    "shortest": "12",
    "longest": "16",
    "link": '"https://x.example/{code}"',
    "unit": "局",
    "phone": "0599-12345",
}


def written(folder: Path, **changed: str) -> Path:
    fields = {**FIELDS, **changed}
    lines = [f"    {name}: {value}" for name, value in fields.items() if value]
    path = folder / "lookups.yml"
    path.write_text("\n".join(["lookups:", "  -", *lines]), "utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"link": '"http://x.example/{code}"'}, "gas: link"),
        ({"link": '"https://x.example/"'}, "gas: link"),
        ({"link": '"javascript:alert({code})"'}, "gas: link"),
        ({"link": '"https://x.example/{code}/{code}"'}, "gas: link"),
        ({"shortest": "20"}, "gas: shortest"),
        ({"longest": "99"}, "gas: shortest"),
        ({"shortest": "zwölf"}, "gas: shortest"),
        ({"alphabet": "runes"}, "gas: alphabet"),
        ({"check": "luhn", "alphabet": "letters_and_digits"}, "gas: luhn"),
        ({"words": "气瓶"}, "gas: words"),
        ({"unit": ""}, "gas: unit"),
        ({"colour": "red"}, "unknown field colour"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        load(written(tmp_path, **changed))


def test_a_file_that_is_right(tmp_path: Path) -> None:
    assert [kind.key for kind in load(written(tmp_path)).kinds] == ["gas"]
