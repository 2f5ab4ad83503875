"""What two complaints have in common."""

from handlers.complaints.repeats.likeness import likeness_percent, place_key, shared_percent, terms_of

GRILL, AGAIN = "楼下烧烤店半夜油烟大，熏得睡不着", "楼下那家烧烤店，半夜油烟还是很大，熏得全家睡不着"


def test_the_same_matter_is_likelier_than_another() -> None:
    assert likeness_percent(GRILL, AGAIN) >= 40
    assert likeness_percent(GRILL, "路灯坏了三个星期没人修") < 10
    assert likeness_percent("", "") == 0


def test_terms_tell_the_matter_and_hold_no_number() -> None:
    terms = terms_of("城东街道阳光花园13800001234停水两天，希望尽快解决")
    assert "停水" in terms
    assert not {"希望", "尽快", "解决"} & set(terms)
    assert not any(any(letter.isdigit() for letter in term) for term in terms)
    assert len(terms_of(GRILL * 40)) <= 12
    assert shared_percent(terms_of(GRILL), terms_of(AGAIN)) >= 50
    assert shared_percent((), terms_of(AGAIN)) == 0


def test_places_that_only_point_are_the_same_place() -> None:
    assert place_key("县医院对面") == place_key("县医院 附近") == "县医院"
