"""The invented complaints read as different, come in all states, and hold no personal data."""

from datetime import UTC, datetime

from adapters.cli.sample.complaint_ways import WAYS, way_of
from adapters.cli.sample.drawn_scene import DrawnScenes
from adapters.cli.sample.invented_complaints import COUNT, invented_complaints
from bot.privacy import personal_numbers
from handlers.complaints.case.kinds import ComplaintKind, ComplaintResult
from handlers.complaints.duty_list import load as load_duties
from handlers.county.agencies import load as load_agencies
from handlers.files.picture_file import read_picture
from knowledge.text.persons import mask_question
from tests.factories.site import QINGLAN

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
CASES = invented_complaints(QINGLAN, now=NOW)


def test_there_are_three_hundred_of_every_kind_and_state() -> None:
    assert len(CASES) == len({case.form_id for case in CASES}) == COUNT
    assert {case.kind for case in CASES} == set(ComplaintKind)
    assert {case.stands for case in CASES} == set(WAYS)


def test_they_read_as_different() -> None:
    assert len({case.what for case in CASES}) >= COUNT - 2
    assert len({(case.what[-30:], case.where) for case in CASES}) >= COUNT * 0.97


def test_they_hold_no_personal_data_and_nothing_of_tomorrow() -> None:
    for case in CASES:
        text = f"{case.what}{case.where}{case.wish}{case.result_words}"
        assert personal_numbers(text) is None, text
        assert mask_question(text) == text, text
        assert case.told_at < NOW


def test_their_matters_are_the_counties_and_every_way_begins_after_the_registration() -> None:
    units = [agency.name for agency in load_agencies(QINGLAN / "agencies.yml").agencies]
    matters = set(load_duties(QINGLAN / "duties.yml", units=units).matters)
    assert {case.matter for case in CASES} == matters
    for case in CASES:
        assert all(hours > 0 for _, _, hours, _ in way_of(case))


def test_a_person_tells_of_a_thing_twice_and_the_second_time_later() -> None:
    for pair in (0, 1):
        first, again = (case for case in CASES if case.form_id.startswith(f"sample-repeat-{pair}-"))
        assert first.citizen == again.citizen
        assert first.told_at < again.told_at


def test_some_have_drawn_photos_before_and_after() -> None:
    drawn = [case for case in CASES if case.told_scene]
    assert 15 <= len(drawn) <= 60
    scenes = DrawnScenes.of(QINGLAN)
    shown = {name for case in drawn for name in (case.told_scene, case.done_scene)}
    assert shown - {""} <= scenes.names
    assert all(case.done_scene for case in drawn if case.result is ComplaintResult.SOLVED)
    assert not any(case.done_scene for case in drawn if case.result is ComplaintResult.UNABLE)


def test_each_drawing_is_a_small_picture_of_its_own_that_bears_the_mark() -> None:
    scenes = DrawnScenes.of(QINGLAN)
    pictures = {name: scenes.picture(name) for name in scenes.names}
    assert len(set(pictures.values())) == len(pictures)
    for content in pictures.values():
        assert len(content) < 8 * 1024
        assert read_picture(content).form == "png"
    dots = scenes.told["stamp"]["rows"]
    assert len({len(row) for row in dots}) == 1


def test_they_are_the_same_each_time() -> None:
    assert invented_complaints(QINGLAN, now=NOW) == CASES
