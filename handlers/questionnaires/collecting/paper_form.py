"""A questionnaire as the desk types it: every field as text, read into a paper. Pure."""

from collections.abc import Mapping
from datetime import date

from bot.errors import InputError
from handlers.questionnaires.collecting.questionnaire import QuestionnairePaper

FIELDS = ("title", "unit", "intro", "outline", "closes_on", "is_anonymous")
YES = "yes"


def typed_paper(fields: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed, and nothing else that a form may bring."""
    return {name: fields.get(name, "") for name in FIELDS}


def typed_of(paper: QuestionnairePaper) -> dict[str, str]:
    """Give a paper as it would be typed."""
    plain = {name: str(getattr(paper, name)) for name in FIELDS}
    return {**plain, "is_anonymous": YES if paper.is_anonymous else ""}


def read_paper(typed: Mapping[str, str]) -> QuestionnairePaper:
    """Give the paper; raises `InputError` for a day that is none."""
    return QuestionnairePaper(
        title=typed["title"],
        unit=typed["unit"],
        intro=typed["intro"],
        outline=typed["outline"],
        closes_on=read_day(typed["closes_on"]),
        is_anonymous=typed["is_anonymous"] == YES,
    )


def read_day(text: str) -> date:
    """Give a day; raises `InputError` for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("questionnaires.refused.bad_day") from None
