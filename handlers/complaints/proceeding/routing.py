"""Which unit a complaint goes to, and why: the duty list says it, and whoever decides otherwise says why (G13)."""

from bot.errors import ProcedureError
from bot.message import Wording
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintStep
from handlers.complaints.duty_list import DutyList
from handlers.complaints.proceeding.step_fields import ComplaintField, ComplaintOrder


def routed(
    order: ComplaintOrder, duties: DutyList, texts: Wording, *, accused: frozenset[str] = frozenset()
) -> ComplaintOrder:
    """Give a dispatch whole: unit, helpers and reason from the duty list where nothing else was typed.

    Of the list's helpers those stay away whom the complaint is about.

    Raises `ProcedureError` where no unit is known, or another one than the list's was chosen without a reason.
    """
    if order.step is not ComplaintStep.DISPATCH:
        return order
    duty = duties.duty(order.text(ComplaintField.MATTER))
    values = dict(order.values)
    if duty:
        values.setdefault(ComplaintField.UNIT, duty.unit)
        if values[ComplaintField.UNIT] == duty.unit:
            values.setdefault(ComplaintField.REASON, duty.basis)
            helpers = [unit for unit in duty.helpers if unit not in accused]
            if helpers:
                values.setdefault(ComplaintField.HELPERS, "、".join(helpers))
    lacking = [name for name in (ComplaintField.UNIT, ComplaintField.REASON) if not values.get(name)]
    if lacking:
        named = "、".join(texts(f"complaints.field.{name.value}") for name in lacking)
        raise ProcedureError("complaints.missing.field", article=ARTICLES[order.step], fields=named)
    return ComplaintOrder(order.step, values)
