"""Finished reports handed in as a workbook or a Word file: every figure is read, what does not add up is named."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from adapters.cli.procedure.report_cases import check
from adapters.cli.procedure.report_papers import tables_of
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.files import ReportFile, written
from handlers.disclosure.annual_report.report import AgencyCases, AnnualReport, report_of
from handlers.texts import Texts

WORDING = Texts.load()
PUBLISHED: dict[str, dict[str, int | float]] = {
    "rules": {"made": 0, "abolished": 1, "in_force": 3},
    "normative_documents": {"made": 12, "abolished": 2, "in_force": 1234},
    "permits": {"decisions": 5678},
    "penalties": {"decisions": 90},
    "coercion": {"decisions": 0},
    "charges": {"amount": 12.34},
}


@pytest.fixture(scope="module")
def report() -> AnnualReport:
    """Give a year in which every outcome came once, and a case of each kind of remedy."""
    kinds = list(form.APPLICANTS)
    requests = [
        ReportedRequest(
            kinds[at % len(kinds)], date(2026, 3, 2), closed_on=date(2026, 3, 20), outcome=outcome
        )
        for at, outcome in enumerate(form.OUTCOMES)
    ]
    left = [ReportedRequest("natural", date(2026, 12, 20), closed_on=None, outcome="")]
    remedies = [
        ReportedRemedy(kind, date(2026, 5, 6), closed_on=date(2026, 7, 8), result="maintain")
        for kind in form.REMEDIES
    ]
    cases = AgencyCases("青岚县财政局", requests=[*requests, *left], remedies=remedies)
    return report_of(cases, year=2026, published=PUBLISHED)


@pytest.mark.parametrize("kind", [ReportFile.XLSX, ReportFile.DOCX])
def test_what_is_written_is_read_back(report: AnnualReport, kind: ReportFile, tmp_path: Path) -> None:
    path = tmp_path / f"财政局.{kind}"
    path.write_bytes(written(report, kind, WORDING))
    found, plain = tables_of(path), report.plain()
    assert (found["table2"], found["table3"], found["table4"]) == (
        plain["table2"],
        report.requests,
        plain["table4"],
    )
    (outcome,) = check([path]).cases
    assert (outcome.id, outcome.faults) == (path.name, ())


def test_a_figure_that_does_not_add_up_is_named_by_row_and_column(
    report: AnnualReport, tmp_path: Path
) -> None:
    path = tmp_path / "财政局.xlsx"
    path.write_bytes(written(report, ReportFile.XLSX, WORDING))
    book = load_workbook(path)
    sheet = book["表三 申请"]
    cell = next(row[3] for row in sheet.iter_rows() if "行政执法案卷" in str(row[2].value))
    cell.value += 1
    book.save(path)
    (outcome,) = check([path]).cases
    assert any("属于行政执法案卷" in fault and "总计" in fault for fault in outcome.faults)
    assert any("自然人" in fault for fault in outcome.faults)


def by_hand(report: AnnualReport, path: Path) -> None:
    """Write 表三 as a clerk types it: another head, the words of a part in its first row alone, figures as words."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["", "政府信息公开申请情况表（2026年）"])
    sheet.append([])
    sheet.append(["项目", "", "自然人", "商业企业", "科研机构", "公益组织", "法律服务", "其他", "总计"])
    for row, label in form.REQUEST_ROWS.items():
        own = label.replace("三、本年度办理结果", "")
        words = ["", own.replace("（三）", "").replace("（四）", "")] if own != label else [label, ""]
        figures = [f" {report.requests[row][column]} " for column in form.COLUMNS]
        sheet.append([*words, *figures, None, ""])
    book.save(path)


def test_a_table_typed_by_hand_is_read_by_its_words(report: AnnualReport, tmp_path: Path) -> None:
    path = tmp_path / "手填.xlsx"
    by_hand(report, path)
    assert tables_of(path)["table3"] == report.requests
    (outcome,) = check([path]).cases
    assert outcome.faults == ("缺少表四",)


def test_an_empty_cell_and_a_row_left_out_are_named(report: AnnualReport, tmp_path: Path) -> None:
    path = tmp_path / "手填.xlsx"
    by_hand(report, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = next(row[0].row for row in sheet.iter_rows() if "重复申请" in str(row[1].value))
    sheet.cell(at, 4).value = None
    sheet.delete_rows(at + 3)
    book.save(path)
    (outcome,) = check([path]).cases
    assert any("重复申请" in fault and "商业企业" in fault for fault in outcome.faults)
    assert any("确认或重新出具" in fault for fault in outcome.faults)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.docx", b"", "打不开"),
        ("坏.xlsx", b"PK\x03\x04 broken", "打不开"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "打不开"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^{name}：{words}"):
        tables_of(path)


def test_a_file_without_the_tables_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    Workbook().save(path)
    with pytest.raises(ValueError, match="没有找到年度报告的表二"):
        tables_of(path)
