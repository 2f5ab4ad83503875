"""The commands about the lawful procedure: three checks of labelled cases, and the clock of one request."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import out, print_json, run_async, table

if TYPE_CHECKING:
    from adapters.cli.procedure.outcome import CheckedCases
    from handlers.workdays import Calendar

Cases = Annotated[list[Path], typer.Option("--cases", exists=True, dir_okay=False, help="labelled file(s)")]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
SHOWN_FAULTS = 50

disclosure = typer.Typer(
    help="Disclosure requests: the dates that follow from their events.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands to those that check."""
    app.command()(clock)
    app.command()(identifiers)
    app.command("annual-report")(annual_report)


def clock(cases: Cases, *, as_json: Json = False) -> None:
    """Dates of disclosure requests (deadlines.jsonl); exit code 1 when one differs."""
    from adapters.cli.procedure import clock_cases
    from handlers.workdays import load_calendar

    _told(clock_cases.check(cases, calendar=load_calendar()), as_json=as_json)


def identifiers(cases: Cases, *, as_json: Json = False) -> None:
    """Identity papers, codes and phones (ids.jsonl); exit code 1 when one differs."""
    from adapters.cli.procedure import identifier_cases

    _told(identifier_cases.check(cases), as_json=as_json)


def annual_report(cases: Cases, *, as_json: Json = False) -> None:
    """Tables of the annual report (annual-report-case.jsonl), counted and checked; exit code 1 when one differs."""
    from adapters.cli.procedure import report_cases

    _told(report_cases.check(cases), as_json=as_json)


@disclosure.command("clock")
def events_clock(
    events: Annotated[
        Path,
        typer.Option("--events", exists=True, dir_okay=False, help="request(s) as JSON, one on each line"),
    ],
    *,
    now: Annotated[
        datetime | None, typer.Option("--now", formats=["%Y-%m-%d"], help="the day it is looked at")
    ] = None,
    days: Annotated[bool, typer.Option("--days/--no-days", help="list the days one by one")] = True,
    as_json: Json = False,
) -> None:
    """Tell the dates of a request with the reason for each, day by day."""
    from adapters.cli.procedure import event_report
    from handlers.disclosure.case.clock_words import named_dates
    from handlers.texts import Texts

    texts = Texts.load()
    day: date | None = now.date() if now else None
    calendar = run_async(_calendar_in_force())
    found = list(event_report.reports(events, calendar=calendar, texts=texts, now=day))
    if as_json:
        print_json({"requests": [one.plain(texts) for one in found]})
        return
    for one in found:
        status = texts(f"clock.status.{one.dates.status}")
        rows = [("状态", status), *named_dates(one.dates, texts)]
        table(one.id or "期限", ("项", "值"), rows)
        for flag in one.dates.flags:
            out.print(f"！{texts(f'clock.flag.{flag}')}", highlight=False, markup=False)
        for sentence in one.sentences:
            out.print(sentence, highlight=False, markup=False)
        if days and one.days:
            table("逐日", ("日期", "星期", "怎么算"), one.rows(texts))


async def _calendar_in_force() -> "Calendar":
    """Give the calendar with the notices signed at the desk; without settings, the one that comes with the program."""
    from adapters import settings
    from adapters.cli.health.calendar_health import in_force
    from bot.errors import ServiceError
    from handlers.workdays import load_calendar

    try:
        return await in_force(settings.load())
    except (settings.SettingsError, ServiceError, OSError):
        return load_calendar()


def _told(found: "CheckedCases", *, as_json: bool) -> None:
    if not found.cases:
        raise ValueError("文件里没有这一项检查认得的例子：请核对 --cases 指的文件")
    if as_json:
        print_json(found.plain())
    else:
        passed = len(found.cases) - len(found.failed)
        other = f"（另有 {found.ignored} 条不是这一项的，略过）" if found.ignored else ""
        out.print(f"共 {len(found.cases)} 例，通过 {passed} 例{other}", highlight=False)
        for case in found.failed[:SHOWN_FAULTS]:
            for fault in case.faults:
                out.print(f"  {case.id}：{fault}", highlight=False, markup=False)
    if found.failed:
        raise typer.Exit(1)
