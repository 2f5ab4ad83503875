"""No pattern of the program takes more time than its text is long: one message of blanks must never stop the bot."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.unit.patterns.census import Known, taken
from tests.unit.patterns.register import distinct, unmeasured
from tests.unit.patterns.trial import blowups, missed

# The census is taken once, and its patterns are measured one after the other.
pytestmark = pytest.mark.xdist_group("patterns")


def test_every_call_of_re_has_been_seen_with_its_pattern() -> None:
    assert taken().unseen == ()


def test_patterns_of_modules_and_of_data_files_are_found() -> None:
    files = {known.place.split(":")[0] for known in taken().patterns}
    assert {
        "intents/rules.py",
        "intents/dangers/signs.py",
        "handlers/county/bodies.py",
        "knowledge/text/aspects.py",
        "bot/personal/spared.py",
    } <= files
    assert {file.split("/")[0] for file in files} == {"bot", "intents", "handlers", "knowledge", "adapters"}


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 (Debian 12 has 3.11.2) forgets the way back into what such a group stands behind.

    An atomic group, `(?>(?:…)*)`, says the same and is read right by all.
    """
    told = [known for known in taken().patterns if re.search(r"(?<!\\)\)[*+?]\+", known.pattern)]
    assert [f"{known.place} {known.pattern[:60]}" for known in told] == []


def _costly(patterns: list[Known]) -> dict[str, object]:
    found = zip(patterns, blowups(patterns), strict=True)
    return {f"{known.place} {known.pattern[:60]}": blowup for known, blowup in found if blowup}


def test_no_pattern_that_is_new_takes_more_than_its_text_is_long() -> None:
    assert _costly(unmeasured(distinct(taken().patterns))) == {}


@pytest.mark.long
def test_no_pattern_takes_more_than_its_text_is_long() -> None:
    assert _costly(distinct(taken().patterns)) == {}


def test_a_pattern_that_is_applied_otherwise_than_when_it_was_measured_is_measured_again() -> None:
    known = distinct(taken().patterns)[0]
    changed = [
        replace(known, pattern=known.pattern + "x"),
        replace(known, flags=known.flags ^ re.DOTALL),
        replace(known, methods=(*known.methods, "another")),
    ]
    assert unmeasured(changed) == changed


BACKTRACKING = (
    (r"\s+$", "search"),
    (r"[0-9]+[0-9 ]*[0-9]+", "fullmatch"),
    (r"[0-9]+元", "search"),
    (r"(?:是|a)[0-9]*[^,]*[0-9]*$", "match"),
    (r"(?:啊|呀|快|来人|快来人)*$", "match"),
    (r"(?:\w+\s?)+", "fullmatch"),
    (r"(?:写)(?:一|份|一份)+诗", "search"),
    (r"姓名(?:\s*,?)*电话", "search"),
    (r"《[^》]+》", "search"),
    (r"号(?!.*(?:复印|扫描))", "search"),
    (r"(?:的?那?一?个?)*吧", "fullmatch"),
    (r"^(?:[,。\s]*(?:您好|请问)?[,。\s]*)+问", "match"),
)
"""Patterns that took seconds in this program, or would: quadratic, cubic and exponential ones."""
LINEAR = (
    (r"(?<!\s)\s+$", "search"),
    (r"(?<![0-9])[0-9]+元", "search"),
    (r"(?:啊|呀|快|来人|快来人)*+$", "match"),
    (r"(?:申请|件)[^,。!?]{0,8}(?:到哪了|批了没)", "search"),
    (r"写[一份]+诗", "search"),
    (r"《[^《》]+》", "search"),
    (r"国庆节?|[0-9]{1,4}年|(?:春|清明|端午|中秋|元旦|劳动|重阳)节?|(?:本|上|下)(?:周|月|个月)", "search"),
    (r"[^,]{0,10}(?:打|砍|掐)[^,]{0,10}(?:人|死)", "search"),
)


def _planted(patterns: Iterable[tuple[str, str]]) -> list[Known]:
    return [Known(pattern, 0, False, "planted", (method,)) for pattern, method in patterns]


def test_planted_patterns_that_backtrack_are_found_and_none_of_them_holds_up_the_others() -> None:
    """One of each kind: quadratic, exponential, and one that hangs before another is tried."""
    planted = _planted([BACKTRACKING[0], *BACKTRACKING[-2:], BACKTRACKING[1]])
    assert [known.pattern for known in missed(planted)] == []


@pytest.mark.long
def test_every_planted_pattern_that_backtracks_is_found() -> None:
    assert [known.pattern for known in missed(_planted(BACKTRACKING))] == []


def test_planted_patterns_that_do_not_backtrack_pass() -> None:
    found = blowups(_planted(LINEAR))
    assert [blowup for blowup in found if blowup] == []
