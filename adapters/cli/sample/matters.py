"""Brings the invented matters of three systems and published decisions of invented companies into the demonstration."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from adapters.main import Program
from bot.clock import local_date
from bot.text.plain_yaml import read_yaml
from handlers.credit.entry import COLUMNS
from handlers.credit.table import look_through
from handlers.matters.delivery.reading import read_statement

FILE = "matters.yml"
ACTOR = "demo"
_DAYS = ("opened_on", "due_on", "ended_on", "started_on")
_CREDIT_DAYS = ("decided_on", "published_on", "until")


async def fill_matters(program: Program, county: Path) -> None:
    """Deliver them as their systems would, once; days are told from today on."""
    office, today = program.services.matters, local_date(program.clock.now())
    if await office.sources.all():
        return
    data = read_yaml((county / FILE).read_text("utf-8"))
    for source in data["sources"]:
        # Nobody is given the key: the sample's systems are no programs.
        await office.sources.open(source["name"], source["title"], actor=ACTOR)
        statement = read_statement({"matters": [dated(one, today) for one in source["matters"]]}, today=today)
        await office.taking_in.take(source["name"], statement, actor=ACTOR)
    head = [called[0] for called in COLUMNS.values()]
    rows = [_row(one, today) for one in data["credit"]["entries"]]
    await program.services.openness.credit.take(
        data["credit"]["source"], look_through([head, *rows], today=today), actor=ACTOR
    )


def dated(told: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Give a matter as its system would deliver it, its days told from today on made days."""
    found: dict[str, Any] = {
        name: _day(value, today) if name in _DAYS else value for name, value in told.items()
    }
    if "steps" in found:
        found["steps"] = [dated(step, today) for step in found["steps"]]
    return found


def _row(told: Mapping[str, Any], today: date) -> list[str]:
    return [
        _day(told[name], today) if name in _CREDIT_DAYS and name in told else str(told.get(name, ""))
        for name in COLUMNS
    ]


def _day(days: int, today: date) -> str:
    return (today + timedelta(days=days)).isoformat()
