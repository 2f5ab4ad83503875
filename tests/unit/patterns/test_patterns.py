"""No pattern of the program takes more time than its text is long: one message of blanks must never stop the bot."""

import pytest

from tests.unit.patterns.census import Known, taken
from tests.unit.patterns.pumping import blowups


def test_every_call_of_re_has_been_seen_with_its_pattern() -> None:
    assert taken().unseen == ()


def test_patterns_of_modules_and_of_data_files_are_found() -> None:
    files = {known.place.split(":")[0] for known in taken().patterns}
    assert {
        "intents/rules.py",
        "handlers/county/bodies.py",
        "knowledge/text/aspects.py",
        "bot/privacy.py",
    } <= files
    assert {file.split("/")[0] for file in files} == {"bot", "intents", "handlers", "knowledge", "adapters"}


def test_no_pattern_takes_more_than_its_text_is_long() -> None:
    distinct = {(known.pattern, known.flags, known.methods): known for known in taken().patterns}
    slow = {f"{known.place} {known.pattern[:60]}": next(blowups(known), None) for known in distinct.values()}
    assert {place: found for place, found in slow.items() if found} == {}


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s+$", "search"),
        (r"[0-9]+[0-9 ]*[0-9]+", "fullmatch"),
        (r"(?:啊|呀|快|来人|快来人)*$", "match"),
        (r"(?:\w+\s?)+", "fullmatch"),
        (r"(?:写)(?:一|份|一份)+诗", "search"),
    ],
)
def test_a_planted_pattern_that_backtracks_is_found(pattern: str, method: str) -> None:
    assert next(blowups(Known(pattern, 0, False, "planted", (method,))), None) is not None


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?<!\s)\s+$", "search"),
        (r"(?<![0-9])[0-9]+元", "search"),
        (r"(?:啊|呀|快|来人|快来人)*+$", "match"),
        (r"(?:申请|件)[^,。!?]{0,8}(?:到哪了|批了没)", "search"),
    ],
)
def test_a_pattern_that_does_not_backtrack_passes(pattern: str, method: str) -> None:
    assert next(blowups(Known(pattern, 0, False, "planted", (method,))), None) is None
