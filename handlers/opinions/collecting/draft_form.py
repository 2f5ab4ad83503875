"""A draft as the desk types it: every field as text, read into a paper; what is no day is said. Pure."""

from collections.abc import Mapping
from datetime import date

from bot.errors import InputError
from handlers.opinions.collecting.public_draft import DraftPaper

FIELDS = (
    "title",
    "unit",
    "text",
    "basis",
    "explanation",
    "contact",
    "closes_on",
    "result_due_on",
    "allows_anonymous",
    "short_reason",
)
YES = "yes"


def typed_draft(fields: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed, and nothing else that a form may bring."""
    return {name: fields.get(name, "") for name in FIELDS}


def typed_of(paper: DraftPaper) -> dict[str, str]:
    """Give a paper as it would be typed."""
    plain = {name: str(getattr(paper, name)) for name in FIELDS}
    return {**plain, "allows_anonymous": YES if paper.allows_anonymous else ""}


def read_draft(typed: Mapping[str, str]) -> DraftPaper:
    """Give the paper; raises `InputError` for a day that is none."""
    return DraftPaper(
        title=typed["title"],
        unit=typed["unit"],
        text=typed["text"],
        basis=typed["basis"],
        explanation=typed["explanation"],
        contact=typed["contact"],
        closes_on=read_day(typed["closes_on"]),
        result_due_on=read_day(typed["result_due_on"]),
        allows_anonymous=typed["allows_anonymous"] == YES,
        short_reason=typed["short_reason"],
    )


def read_day(text: str) -> date:
    """Give a day; raises `InputError` for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("opinions.refused.bad_day") from None
