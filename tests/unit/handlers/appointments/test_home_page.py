"""The page of a visit at home: what the talk holds stands there, what is private does not, and no line is chosen for anybody."""

import pytest

from adapters.county import CountyData
from handlers.appointments.home.form import OFFERED_SLOT
from handlers.appointments.home.page import sheet
from handlers.appointments.home.prompts import SUMMED
from handlers.talk.form_page import YES, FormPage
from handlers.texts import Texts

SHEET = sheet(Texts.load(), county=CountyData.load(None).appointments)
HELD = {
    "home_matter": "id-card",
    "home_condition": "aged",
    "home_where": "石桥镇下坝村3组15号",
    "home_phone": "13900001234",
    "home_whom": "母亲",
    OFFERED_SLOT: ["2026-11-26|AM", "2026-11-26|PM"],
}


def page_of(**changed: object) -> FormPage:
    return SHEET.page({**HELD, **changed})


def test_what_the_talk_holds_stands_there() -> None:
    page = page_of()
    shown = {field.name: field for field in page.fields}
    assert tuple(shown) == SUMMED
    assert shown["home_matter"].value == "居民身份证"
    assert shown["home_condition"].value == "80岁以上老人"
    assert shown["home_time"].options == ("请选择", "11月26日（周四）上午", "11月26日（周四）下午")
    assert page.tells
    assert page.notice.startswith("给母亲办的。")
    assert not page.complete
    assert page_of(home_time="2026-11-26|AM").complete


def test_where_and_whom_to_call_are_not_shown_again() -> None:
    words = repr(page_of())
    assert "下坝村" not in words
    assert "13900001234" not in words


def test_only_what_is_done_at_home_can_be_chosen() -> None:
    options = page_of().fields[0].options
    assert "居住证" in options
    assert "健康体检" not in options


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"home_matter": "居民身份证"}, {}),
        ({"home_matter": "居住证", "home_phone": " "}, {"home_matter": "居住证"}),
        ({"home_matter": "健康体检"}, {}),
        ({"home_time": "请选择"}, {}),
        ({"home_time": "11月30日（周一）上午"}, {}),
        ({"home_where": "/affirm", "act": "save"}, {"home_where": "/affirm"}),
        ({"home_phone": "1", "act": "file"}, {"home_phone": "1", "home_confirmed": YES}),
    ],
)
def test_only_what_changed_and_was_offered_is_an_answer(given: dict[str, str], said: dict[str, str]) -> None:
    assert SHEET.answers(given, page_of()) == said


def test_on_filing_the_half_of_the_day_is_looked_at_once_more() -> None:
    page = page_of(home_time="2026-11-26|AM")
    given = {"home_time": "11月26日（周四）上午", "act": "file"}
    assert SHEET.answers(given, page) == {"home_time": "11月26日（周四）上午", "home_confirmed": YES}
