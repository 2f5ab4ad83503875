"""Who may take which step on whose case: every part, every agency, every state, held against a table written by hand."""

import itertools

import pytest

from adapters.web.access.clerks import PARTS, clerk_as
from adapters.web.access.visitor import Visitor
from handlers.accounts.account import Role
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import REQUEST, Actor, State, Step
from tests.factories.proceedings import AGENCIES

OWN, OTHER = "", "jiaoyu"
# What each role may do on a case of its own agency that was given to no unit.
MATRIX = {
    Role.STAFF: (
        "submit register confirm propose_refusal ask_correction correct lapse_correction assign consult "
        "record_arrival record_opinion resume draft_reply ask_reasons pay_fee pay_fee_searched lapse_fee "
        "dispatch deliver open_remedy end_remedy withdraw archive report_error"
    ),
    Role.UNIT: "",
    Role.COUNSEL: "return_draft return_refusal pass_review",
    Role.OFFICE_HEAD: "send_back send_back_refusal extend fix_delay ask_fee correct_reply",
    Role.SIGNATORY: "send_back send_back_refusal sign",
}
UNIT_STEPS = "consult record_arrival record_opinion resume draft_reply"


def steps_of(parts: frozenset[Actor]) -> set[str]:
    return {step.value for state in State for step in REQUEST.next_steps(state, actors=parts)}


@pytest.mark.parametrize(("role", "agency"), list(itertools.product(Role, (OWN, OTHER))))
def test_every_role_on_its_own_and_on_another_agencys_case(role: Role, agency: str) -> None:
    clerk = clerk_as(Visitor("somebody", "某人", {role}), AGENCIES)
    allowed = steps_of(clerk.parts_in(agency, "")) if clerk.sees(agency, "") else set()
    assert allowed == set(MATRIX.get(role, "").split() if agency == OWN else [])


def test_whoever_was_given_a_case_handles_it_and_does_nothing_else() -> None:
    clerk = clerk_as(Visitor("somebody", "某人", {Role.UNIT}, unit="青岚县财政局"), AGENCIES)
    assert steps_of(clerk.parts_in(OWN, "青岚县财政局")) == set(UNIT_STEPS.split())
    assert not clerk.sees(OWN, "青岚县民政局")
    assert not clerk.sees("caizheng", "")


def test_once_a_case_is_given_away_the_office_drafts_no_reply_to_it() -> None:
    staff = Clerk("wang", frozenset({Actor.STAFF}))
    assert Step.DRAFT_REPLY.value in steps_of(staff.parts_in(OWN, ""))
    assert Step.DRAFT_REPLY.value not in steps_of(staff.parts_in(OWN, "青岚县财政局"))


@pytest.mark.parametrize(
    ("unit", "agency"),
    [("", ""), ("青岚县人民政府", ""), ("青岚县教育局", "jiaoyu"), ("青岚县某协会", "青岚县某协会")],
)
def test_the_unit_of_an_account_is_its_agency(unit: str, agency: str) -> None:
    assert clerk_as(Visitor("somebody", "某人", {Role.STAFF}, unit=unit), AGENCIES).agency == agency


def test_every_role_has_its_parts_written_down() -> None:
    assert set(PARTS) == set(Role)
