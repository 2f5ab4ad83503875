"""Which unit a complaint goes to, and why: the duty list says it, and whoever decides otherwise says why (G13)."""

from bot.errors import ProcedureError
from bot.message import Wording
from handlers.complaints.case.lifecycle import ARTICLES, ComplaintStep
from handlers.complaints.proceeding.step_fields import ComplaintField, ComplaintOrder
from handlers.complaints.routing.destination import RoutingTable
from handlers.complaints.routing.grid import FoundPlace


def routed(
    order: ComplaintOrder,
    table: RoutingTable,
    place: FoundPlace | None,
    *,
    texts: Wording,
    suggests: bool = False,
    accused: frozenset[str] = frozenset(),
) -> ComplaintOrder:
    """Give a dispatch whole: unit, helpers and reason from the duty list and the grid where nothing else was typed.

    Of the list's helpers those stay away whom the complaint is about.

    Raises `ProcedureError` where no unit is known, or another one than the list's was chosen without a reason.
    """
    if order.step is not ComplaintStep.DISPATCH:
        return order
    found = table.destination(order.text(ComplaintField.MATTER), place, texts, suggests=suggests)
    values = dict(order.values)
    if found:
        values.setdefault(ComplaintField.UNIT, found.unit)
        if values[ComplaintField.UNIT] == found.unit:
            values.setdefault(ComplaintField.REASON, found.reason)
            helpers = [unit for unit in found.helpers if unit not in accused]
            if helpers:
                values.setdefault(ComplaintField.HELPERS, "、".join(helpers))
    lacking = [name for name in (ComplaintField.UNIT, ComplaintField.REASON) if not values.get(name)]
    if lacking:
        named = "、".join(texts(f"complaints.field.{name.value}") for name in lacking)
        raise ProcedureError("complaints.missing.field", article=ARTICLES[order.step], fields=named)
    return ComplaintOrder(order.step, values)
