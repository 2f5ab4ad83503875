"""The part of the county's file that tells of visits at home, checked: what is wrong is told by file and field."""

from collections.abc import Mapping
from typing import Any

from handlers.appointments.opening.file_fields import count, group, rows, text, texts
from handlers.appointments.opening.home_service import AGE_SHOWN, NO_HOME_SERVICE, HomeCondition, HomeService

FIELDS = {"matters", "conditions", "unit", "phone", "notice_workdays", "days_offered", "a_half_day"}


def read_home(tree: Mapping[str, Any], matters: set[str], name: str) -> HomeService:
    """Read it; raises `ValueError` naming the field. A file without it does nothing at home."""
    if "home" not in tree:
        return NO_HOME_SERVICE
    origin = f"{name}: home"
    fields = group(tree["home"], origin)
    if unknown := set(fields) - FIELDS:
        raise ValueError(f"{origin} has the unknown field {min(unknown)}")
    own = texts(fields, "matters", origin)
    if not own:
        raise ValueError(f"{origin}: matters is no list")
    if strange := set(own) - matters:
        raise ValueError(f"{origin} has the unknown matter {min(strange)}")
    conditions = tuple(_condition(row, f"{origin}: conditions") for row in rows(fields, "conditions", origin))
    if len({one.key for one in conditions}) < len(conditions):
        raise ValueError(f"{origin}: a condition's key stands twice")
    return HomeService(
        matters=own,
        conditions=conditions,
        unit=text(fields, "unit", origin),
        phone=text(fields, "phone", origin),
        notice_workdays=count(fields, "notice_workdays", origin, default=1, least=0, most=10),
        days_offered=count(fields, "days_offered", origin, default=5, most=20),
        a_half_day=count(fields, "a_half_day", origin, default=4, most=200),
    )


def _condition(row: Any, origin: str) -> HomeCondition:
    fields = group(row, origin)
    key = text(fields, "key", origin)
    return HomeCondition(
        key,
        text(fields, "name", f"{origin}: {key}"),
        texts(fields, "words", f"{origin}: {key}"),
        count(fields, "age", f"{origin}: {key}", default=0, least=0, most=AGE_SHOWN),
    )
