"""Which units a complaint's own words accuse."""

import pytest

from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.wall.accused import AccusedUnits

UNITS = (
    "青岚县市场监督管理局",
    "青岚县住房和城乡建设局",
    "青岚县公安局",
    "青岚县城东街道办事处",
    "青岚县人民政府",
)
READER = AccusedUnits.of("青岚县", UNITS)
MARKET, HOUSING, POLICE, STREET, COUNTY = UNITS
K = ComplaintKind


@pytest.mark.parametrize(
    ("text", "kind", "accused"),
    [
        ("市监局的人收了好处，假酒没人查", K.COMPLAINT, (MARKET,)),
        ("市场监督管理局推诿，说不归他们", K.COMPLAINT, (MARKET,)),
        ("举报住建局科长张某吃拿卡要", K.REPORT, (HOUSING,)),
        ("举报市监局", K.REPORT, (MARKET,)),
        ("派出所民警骂人", K.TIP, (POLICE,)),
        ("城东街道办窗口态度很差", K.COMPLAINT, (STREET,)),
        ("城东街道政府乱收费；市监局不作为", K.COMPLAINT, (STREET, MARKET)),
        # The blame stands in another sentence than the unit.
        ("昨天问过市监局。楼下烧烤店态度差", K.COMPLAINT, ()),
        ("楼下烧烤店油烟大，请市监局来看看", K.COMPLAINT, ()),
        ("建议住建局多装路灯，别再不管", K.SUGGESTION, ()),
        ("请问住建局不管路灯吗", K.CONSULTATION, ()),
        ("烧烤店老板骂人", K.COMPLAINT, ()),
    ],
)
def test_the_units_that_words_accuse(text: str, kind: ComplaintKind, accused: tuple[str, ...]) -> None:
    assert READER.accused(text, kind) == accused


def test_no_unit_is_known_without_a_directory() -> None:
    assert AccusedUnits.of("青岚县", ()).accused("举报市监局", K.REPORT) == ()
