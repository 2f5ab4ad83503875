import pytest

from bot.errors import InputError, ProcedureError
from handlers.complaints.case.lifecycle import ComplaintStep
from handlers.complaints.duty_list import DutyList, MatterDuty
from handlers.complaints.proceeding.routing import routed
from handlers.complaints.proceeding.step_fields import (
    ComplaintField,
    ComplaintOrder,
    StepChoices,
    read_complaint_order,
)
from handlers.complaints.routing.destination import RoutingTable
from handlers.texts import Texts

TEXTS = Texts.load()
DUTIES = DutyList((MatterDuty("油烟", "甲局", ("乙局", "丙局"), 7, "清单"), MatterDuty("路灯", "乙局")))
CHOICES = StepChoices(DUTIES.matters, ("甲局", "乙局", "丙局"))
F = ComplaintField


def dispatch(duties: DutyList = DUTIES, choices: StepChoices = CHOICES, **typed: str) -> ComplaintOrder:
    order = read_complaint_order(ComplaintStep.DISPATCH, typed, TEXTS, choices=choices)
    return routed(order, RoutingTable(duties), None, texts=TEXTS)


def test_the_list_names_unit_helpers_and_reason() -> None:
    order = dispatch(matter="油烟")
    assert (order.text(F.UNIT), order.helpers, order.text(F.REASON)) == ("甲局", ("乙局", "丙局"), "清单")


def test_what_is_typed_departs_from_the_list() -> None:
    order = dispatch(matter="油烟", helpers="丙局", reason="现场看过")
    assert (order.text(F.UNIT), order.helpers, order.text(F.REASON)) == ("甲局", ("丙局",), "现场看过")
    other = dispatch(matter="油烟", unit="乙局", reason="流动摊贩")
    assert (other.text(F.UNIT), other.helpers) == ("乙局", ())


@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        ({"matter": "油烟", "unit": "乙局"}, "理由"),
        ({"matter": "路灯"}, "理由"),
        ({}, "事项"),
    ],
)
def test_no_unit_is_given_a_case_without_a_reason(typed: dict[str, str], lacks: str) -> None:
    with pytest.raises(ProcedureError) as refused:
        dispatch(**typed)
    assert refused.value.values["fields"] == lacks


@pytest.mark.parametrize(
    "typed", [{"matter": "没有的"}, {"matter": "油烟", "unit": "丁局"}, {"matter": "油烟", "helpers": "丁局"}]
)
def test_units_and_matters_are_the_countys(typed: dict[str, str]) -> None:
    with pytest.raises(InputError):
        dispatch(**typed)


def test_without_a_list_matter_and_unit_are_written_by_hand() -> None:
    order = dispatch(DutyList(), StepChoices(), matter="油烟", unit="某局", reason="职责")
    assert order.text(F.UNIT) == "某局"
    with pytest.raises(ProcedureError):
        dispatch(DutyList(), StepChoices(), matter="油烟")


def test_other_steps_are_left_as_they_are() -> None:
    order = ComplaintOrder(ComplaintStep.ACCEPT, {})
    assert routed(order, RoutingTable(DUTIES), None, texts=TEXTS) is order
