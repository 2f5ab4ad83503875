"""The matrix of roles: who may take which step at the operators' desk, written out by hand."""

import itertools

import pytest

from adapters.web.access.duties import DUTIES
from adapters.web.access.visitor import CONSOLES
from bot.errors import ProcedureError
from handlers.accounts.account import Role
from knowledge.publication.lifecycle import KEEPERS, TABLE, Duty, Step, advance

MATRIX = {
    Role.STAFF: "",
    Role.OPERATOR: "submit recall withdraw",
    Role.REVIEWER: "pass_first pass_second send_back withdraw",
    Role.CHIEF: "pass_first pass_second release send_back withdraw put_back",
    Role.LINE: "check_line send_back withdraw",
    Role.LEGAL: "check_legal send_back withdraw",
    Role.FORM: "check_form send_back withdraw",
    Role.ADMIN: "withdraw",
    Role.UNIT: "",
    Role.COUNSEL: "",
    Role.OFFICE_HEAD: "",
    Role.SIGNATORY: "",
}


@pytest.mark.parametrize(("role", "step"), list(itertools.product(Role, Step)))
def test_every_role_with_every_step(role: Role, step: Step) -> None:
    allowed = False
    for stage, taken in TABLE:
        if taken is step:
            try:
                advance(stage, step, duties=DUTIES[role])
            except ProcedureError:
                continue
            allowed = True
    assert allowed == (step.value in MATRIX[role].split())


def test_every_role_with_a_duty_opens_the_console() -> None:
    assert CONSOLES["operators"] == {role for role in Role if DUTIES[role] & KEEPERS}
    assert CONSOLES["staff"] == {role for role in Role if DUTIES[role] & {Duty.SERVE, Duty.CASE}}
