"""A phone changed at the desk is told wherever citizens are told one; the file's comes back when it is taken off."""

from handlers.county.profile import County, Unit


def test_the_changed_phone_is_told() -> None:
    county = County(
        "青岚县", "12345", Unit("政府办", "1"), "", "", (Unit("民政局", "22"), Unit("教育局", "33"))
    )
    county.changed.take({"民政局": "99", "没有的": "0"})
    assert county.phone_of("民政局") == "99"
    assert [unit.phone for unit in county.reached_units] == ["99", "33"]
    assert [unit.phone for unit in county.units] == ["22", "33"]
    county.changed.take({})
    assert county.phone_of("民政局") == "22"
