"""The report as a Word file: its six sections, with every figure the tables give, and marks where the agency has to write."""

from collections.abc import Iterator

from bot.message import Wording
from handlers.disclosure.annual_report import form, layout
from handlers.disclosure.annual_report.report import AnnualReport
from handlers.disclosure.word.writer import LineStyle, WordLine, WordTable, word_file

_GIVEN = ("granted", "partial")


def paper(report: AnnualReport, wording: Wording) -> bytes:
    """Give the Word file."""
    return word_file(_content(report, wording))


def _content(report: AnnualReport, wording: Wording) -> Iterator[WordLine | WordTable]:
    figures = _figures(report)
    yield WordLine(wording("annual.title", **figures), LineStyle.TITLE)
    yield WordLine(wording("annual.intro", **figures))
    for section in ("summary", "published", "requests", "remedies", "problems", "others"):
        yield WordLine(wording(f"annual.heading.{section}"), LineStyle.HEADING)
        yield WordLine(wording(f"annual.text.{section}", **figures))
        if section == "published":
            for table in layout.published_tables(report):
                yield WordLine(table.title, LineStyle.NOTE)
                yield _table(table)
        elif section == "requests":
            yield _table(layout.requests_table(report))
        elif section == "remedies":
            yield _table(layout.remedies_table(report))


def _table(table: layout.LaidTable) -> WordTable:
    """Give a table for paper: words of cells shown as one stand in the first, and there alone."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, right in table.merges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    rows[row][column] = ""
    return WordTable(rows, table.widths, table.heads, table.merges)


def _figures(report: AnnualReport) -> dict[str, object]:
    requests = report.requests
    given = sum(requests[row][form.TOTAL] for row in _GIVEN)
    return {
        "agency": report.agency,
        "year": report.year,
        "received": report.cell(form.NEW),
        "natural": report.cell(form.NEW, "natural"),
        "organisations": report.cell(form.NEW) - report.cell(form.NEW, "natural"),
        "carried_over": report.cell(form.CARRIED_OVER),
        "done": report.cell(form.RESULTS_TOTAL),
        "given": given,
        "carried_forward": report.cell(form.CARRIED_FORWARD),
        "reviews": report.remedies["review"][form.TOTAL],
        "suits": sum(report.remedies[kind][form.TOTAL] for kind in form.REMEDIES if kind != "review"),
    }
