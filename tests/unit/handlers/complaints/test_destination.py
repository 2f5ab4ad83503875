"""Where a complaint goes: by place before duty where the list says so, the likely matters of a text."""

import pytest

from adapters.county import CountyData
from handlers.complaints.classification import class_tree
from handlers.complaints.classification.class_model import ClassModel, ClassProposal
from handlers.complaints.duty_list import DutyList, MatterDuty
from handlers.complaints.routing.destination import RoutingTable
from handlers.complaints.routing.grid import of
from handlers.complaints.routing.matters import proposed
from handlers.texts import Texts

TEXTS = Texts.load()
GRID = of(
    {
        "towns": [
            {
                "town": "青溪街道",
                "unit": "青溪街道办",
                "grids": [
                    {
                        "name": "桂花第一网格",
                        "community": "桂花社区",
                        "people": [{"role": "专职网格员", "name": "黄三"}],
                    }
                ],
            }
        ]
    },
    origin="grid.yml",
    units=["青溪街道办"],
)
DUTIES = DutyList(
    (
        MatterDuty(
            "市容", "住建局", ("城管队", "青溪街道办"), 5, "市容归住建", True, ("城乡建设",), ("垃圾", "占道")
        ),
        MatterDuty("路灯", "住建局", (), 3, "市政归住建", False, ("城乡建设",), ("路灯",)),
        MatterDuty("学校", "教育局", classes=("教育文体",)),
    )
)
TABLE = RoutingTable(DUTIES, GRID)


@pytest.mark.parametrize(
    ("matter", "where", "unit", "helpers", "says"),
    [
        ("市容", "桂花社区门口", "青溪街道办", ("住建局", "城管队"), "桂花第一网格"),
        ("市容", "青溪街道一条巷子", "青溪街道办", ("住建局", "城管队"), "青溪街道"),
        ("市容", "不知道哪里", "住建局", ("城管队", "青溪街道办"), "不知道在哪个乡镇"),
        ("路灯", "桂花社区门口", "住建局", (), "市政归住建"),
    ],
)
def test_place_goes_before_duty_where_the_list_says_so(
    matter: str, where: str, unit: str, helpers: tuple[str, ...], says: str
) -> None:
    found = TABLE.destination(matter, GRID.find(where), TEXTS)
    assert found is not None
    assert (found.unit, found.helpers) == (unit, helpers)
    assert says in found.reason


def test_a_suggestion_goes_to_the_unit_whose_policy_it_is_wherever_it_was_made() -> None:
    found = TABLE.destination("市容", GRID.find("桂花社区门口"), TEXTS, suggests=True)
    assert found is not None
    assert found.unit == "住建局"
    assert "建议不走诉求办结的程序" in found.reason


def test_what_is_not_listed_goes_nowhere() -> None:
    assert TABLE.destination("没有的", None, TEXTS) is None


class FixedModel:
    """Stands in for a model: says the same of every text."""

    sure_from = 0.6

    def __init__(self, **shares: float) -> None:
        self.shares = tuple(sorted(shares.items(), key=lambda pair: -pair[1]))

    def propose(self, title: str, body: str) -> ClassProposal:
        return ClassProposal(self.shares, self.shares[0][1] >= self.sure_from)


def propose(text: str, **shares: float) -> dict[str, float]:
    model: ClassModel = FixedModel(**shares)  # type: ignore[assignment]
    found = proposed(text, model, DUTIES)
    return dict(found.ranked)


def test_a_class_is_shared_out_among_its_matters_by_their_words() -> None:
    told = propose("路灯坏了", 城乡建设=0.9, 教育文体=0.1)
    assert list(told) == ["路灯", "市容", "学校"]
    assert told["路灯"] > 3 * told["市容"]
    assert sum(told.values()) == pytest.approx(1)
    assert next(iter(propose("门口垃圾占道", 城乡建设=0.9, 教育文体=0.1))) == "市容"


def test_classes_that_no_matter_is_of_leave_their_share_to_the_others() -> None:
    told = propose("路灯坏了", 城乡建设=0.5, 交通运输=0.5)
    assert sum(told.values()) == pytest.approx(1)
    assert propose("路灯坏了", 交通运输=1.0) == {}


def test_where_the_classes_are_in_doubt_the_words_decide() -> None:
    assert next(iter(propose("路灯坏了", 城乡建设=0.45, 教育文体=0.55))) == "路灯"


def test_a_model_of_the_countys_own_names_the_matters_themselves() -> None:
    assert propose("随便什么", 学校=0.8, 城乡建设=0.2)["学校"] == pytest.approx(0.8)


def test_only_a_sure_matter_stands_chosen() -> None:
    sure: ClassModel = FixedModel(教育文体=0.9, 城乡建设=0.1)  # type: ignore[assignment]
    doubtful: ClassModel = FixedModel(教育文体=0.5, 城乡建设=0.5)  # type: ignore[assignment]
    assert proposed("学校", sure, DUTIES).is_sure
    assert not proposed("学校", doubtful, DUTIES).is_sure
    assert proposed("  ", sure, DUTIES).ranked == ()
    assert proposed("学校", sure, DutyList()).first == ""


def test_every_class_of_the_shipped_model_has_matters_in_the_sample_list() -> None:
    labels = {one.label for one in class_tree.load()}
    duties = CountyData.load(None).duties.duties
    held = {label for duty in duties for label in duty.classes}
    assert held <= labels
    assert labels == held
    assert all(duty.classes and duty.words for duty in duties)
