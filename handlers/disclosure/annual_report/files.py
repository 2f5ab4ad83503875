"""The report as a file: workbook, Word, or the plain form that `mingbai check annual-report` reads."""

import json
from enum import StrEnum

from bot.message import Wording
from handlers.disclosure.annual_report.paper import paper
from handlers.disclosure.annual_report.report import AnnualReport
from handlers.disclosure.annual_report.workbook import workbook


class ReportFile(StrEnum):
    """The kinds of file, by the ending of their names."""

    XLSX = "xlsx"
    DOCX = "docx"
    JSON = "json"


def written(report: AnnualReport, kind: ReportFile, wording: Wording) -> bytes:
    """Give the report as a file; whoever calls has asked whether it adds up (`AnnualReport.broken`)."""
    if kind is ReportFile.XLSX:
        return workbook(report)
    if kind is ReportFile.DOCX:
        return paper(report, wording)
    # One line, as the check reads it.
    return json.dumps(report.plain(), ensure_ascii=False).encode() + b"\n"
