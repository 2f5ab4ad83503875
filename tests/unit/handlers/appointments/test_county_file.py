"""The county's file of appointments: the sample is whole, and what is wrong is told by place and field."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.county import SAMPLE, CountyData
from handlers.appointments.opening.catalogue import HoursKind
from handlers.appointments.opening.county_file import load
from handlers.appointments.opening.slots import hours_of, slots_of
from handlers.places import directory
from handlers.workdays import load_calendar

PLACES = directory.load(SAMPLE / "places.yml")
COUNTY = CountyData.load(None).appointments


def tree() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((SAMPLE / "appointments.yml").read_text("utf-8"))
    return read


def refused(tmp_path: Path, changed: dict[str, Any]) -> str:
    path = tmp_path / "appointments.yml"
    path.write_text(yaml.safe_dump(changed, allow_unicode=True), "utf-8")
    with pytest.raises(ValueError, match="appointments") as told:
        load(path, places=PLACES.places)
    return str(told.value)


def test_the_sample_has_slots_at_fifteen_places_and_says_that_it_is_one() -> None:
    assert len(COUNTY.places) == 15
    assert COUNTY.sample
    assert all(COUNTY.places_for(matter.key) for matter in COUNTY.matters)


def test_what_citizens_read_of_the_hours_agrees_with_what_is_booked() -> None:
    """places.yml tells the hours in words; nobody is given a time at which the door is shut."""
    told = {place.key: place.hours for place in PLACES.places}
    for place in COUNTY.places:
        words = told[place.key]
        late = [one for one in place.working if one.kind is HoursKind.LATE]
        for one in (*late, *(rest for day in place.rest.values() for rest in day)):
            text = f"{words.late} {words.rest_days} {words.workdays}".replace("0:00", "0:00")
            assert _said(one.starts, text), (place.key, one)
        assert not late or words.late, place.key
        assert not place.rest or words.rest_days, place.key


def _said(at: Any, text: str) -> bool:
    return f"{at.hour}:{at.minute:02}" in text or f"{at.hour:02}:{at.minute:02}" in text or at.hour == 14


@pytest.mark.parametrize(
    ("said", "matters"),
    [
        ("预约明天下午办身份证", ["id-card"]),
        ("补领结婚证", ["marriage-copy"]),
        ("给我妈约个医保", ["medical"]),
        ("约个时间", []),
        ("宅基地和危房", ["rural-home"]),
        ("医保和身份证", ["id-card"]),
        ("离婚还是结婚", ["marriage", "divorce"]),
    ],
)
def test_the_matter_that_words_name(said: str, matters: list[str]) -> None:
    assert [matter.key for matter in COUNTY.named(said)] == matters


def test_a_place_that_is_none(tmp_path: Path) -> None:
    changed = tree()
    changed["places"][0]["key"] = "moon"
    assert "place moon is none of the places" in refused(tmp_path, changed)


def test_hours_that_run_backwards(tmp_path: Path) -> None:
    changed = tree()
    changed["places"][1]["hours"]["working"] = ["12:00-8:30"]
    assert "12:00-8:30 ends before it begins" in refused(tmp_path, changed)
    changed["places"][1]["hours"]["working"] = ["8点到12点"]
    assert "are no hours such as" in refused(tmp_path, changed)
    changed["places"][1]["hours"]["working"] = ["8:30-12:00", "11:00-13:00"]
    assert "overlaps" in refused(tmp_path, changed)


def test_a_matter_that_nobody_does_or_nobody_knows(tmp_path: Path) -> None:
    changed = tree()
    changed["matters"].append({"key": "moon", "name": "登月", "words": []})
    assert "no place does the matter moon" in refused(tmp_path, changed)
    changed = tree()
    changed["places"][0]["desks"][0]["matters"] = ["sun"]
    assert "the unknown matter sun" in refused(tmp_path, changed)


@pytest.mark.parametrize("minutes", [0, -5, "30", True, 500, None])
def test_a_length_that_is_none(tmp_path: Path, minutes: object) -> None:
    changed = tree()
    changed["places"][0]["desks"][0]["minutes"] = minutes
    assert "minutes is no number from 5 to 240" in refused(tmp_path, changed)


@pytest.mark.parametrize("broken", ["[]", "1", "places: 3", "matters: []", ""])
def test_a_file_of_another_shape(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "appointments.yml"
    path.write_text(broken, "utf-8")
    with pytest.raises(ValueError, match=r"appointments\.yml"):
        load(path, places=PLACES.places)


def test_late_hours_may_be_of_some_weekdays_only(tmp_path: Path) -> None:
    changed = tree()
    center = next(place for place in changed["places"] if place["key"] == "zhengwu-center")
    center["hours"]["late"] = {"wednesday": ["17:30-19:30"]}
    path = tmp_path / "appointments.yml"
    path.write_text(yaml.safe_dump(changed, allow_unicode=True), "utf-8")
    place = load(path, places=PLACES.places).place("zhengwu-center")
    assert place is not None
    calendar = load_calendar()
    wednesday, thursday = (
        hours_of(place, "company", date(2026, 11, day), calendar=calendar) for day in (25, 26)
    )
    assert [one.kind for one in wednesday] == [HoursKind.USUAL, HoursKind.USUAL, HoursKind.LATE]
    assert [one.kind for one in thursday] == [HoursKind.USUAL, HoursKind.USUAL]
    starts = [
        slot.starts.isoformat("minutes")
        for slot in slots_of(place, place.desks[0], date(2026, 11, 25), calendar=calendar)
    ]
    assert starts[-1] == "19:00"


def test_a_weekday_of_late_hours_that_is_none(tmp_path: Path) -> None:
    changed = tree()
    changed["places"][0]["hours"]["late"] = {"someday": ["17:30-18:30"]}
    assert "late has the unknown weekday someday" in refused(tmp_path, changed)
