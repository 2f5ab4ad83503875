"""What the page of measures says of a unit: only what is known of it to whoever reads."""

from adapters.staff.care.measure_tables import MeasureTables
from handlers.complaints.measures.rates import Tally
from handlers.complaints.measures.service import ComplaintMeasures
from handlers.complaints.measures.store import CountedMonths
from handlers.texts import Texts

UNIT = "青岚县住房和城乡建设局"
TALLY = Tally(registered=9, ended=8, solved=6, unsolved=2)


def found() -> ComplaintMeasures:
    by_unit = {UNIT: TALLY, "五件都不到的单位": Tally(registered=4, solved=4)}
    return ComplaintMeasures(CountedMonths("2026-09", "2026-11"), TALLY, Tally(), by_unit, {}, {}, {}, {}, {})


def test_cards_stand_beside_a_unit_for_the_office_and_no_nought_for_whoever_is_not_told() -> None:
    [(unit, shares, cards)] = MeasureTables(Texts.load()).league(found(), {UNIT: {"yellow": 2}})
    assert (unit, shares, cards) == (UNIT, ("75.0%", "—", "100.0%"), "黄牌2，红牌0")
    [(_, _, untold)] = MeasureTables(Texts.load()).league(found(), None)
    assert untold == ""
