"""A complaint that comes filled in: what has to be there, what may be left out, what is said of a wrong field."""

import pytest

from bot.errors import InputError
from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from handlers.complaints.registration.filled import read_filled

WHOLE = {"what": "楼下烧烤店半夜油烟大", "where": "县医院对面"}


def test_what_and_where_are_enough_and_the_kind_follows_from_the_words() -> None:
    told = read_filled(WHOLE, version="2026-1")
    assert (told.kind, told.anonymous, told.category) == (ComplaintKind.COMPLAINT, True, None)
    assert told.told.where == "县医院对面"


def test_all_fields_are_taken() -> None:
    given = {
        **WHOLE,
        "kind": "求助",
        "when": "昨晚",
        "wish": "装净化器",
        "name": "李一鸣",
        "phone": "１３８００００１２３４",
    }
    told = read_filled(given, version="2026-1", urgent=True)
    assert (told.kind, told.anonymous, told.urgent) == (ComplaintKind.HELP, False, True)
    assert (told.told.phone, told.told.wish) == ("13800001234", "装净化器")


def test_a_tip_has_one_of_its_four_categories() -> None:
    tip = {**WHOLE, "kind": "爆料", "category": "综合执法"}
    assert read_filled(tip, version="1").category is TipCategory.ENFORCEMENT
    with pytest.raises(InputError) as refused:
        read_filled({**tip, "category": ""}, version="1")
    assert refused.value.text_key == "complaints.filled.category"


def test_a_suggestion_needs_no_place() -> None:
    told = read_filled({"what": "建议在柳湾小学门口加个红绿灯"}, version="1")
    assert told.kind is ComplaintKind.SUGGESTION


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"what": "油烟"}, "what"),
        ({"what": "x" * 1001}, "long"),
        ({"where": ""}, "where"),
        ({"where": "路" * 121}, "long"),
        ({"kind": "随便"}, "kind"),
        ({"phone": "139"}, "phone"),
        ({"name": "名" * 31}, "long"),
    ],
)
def test_a_wrong_field_is_named(changed: dict[str, str], says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_filled({**WHOLE, **changed}, version="1")
    assert refused.value.text_key == f"complaints.filled.{says}"
