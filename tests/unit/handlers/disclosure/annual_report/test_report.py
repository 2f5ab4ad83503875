"""The annual report as a value, as a workbook and on paper; figures are recounted by hand."""

import io
from datetime import date

import openpyxl
import pytest

from bot.text.cells import harmless_cell
from handlers.disclosure.annual_report import form, layout
from handlers.disclosure.annual_report.counting import ReportedRemedy, ReportedRequest
from handlers.disclosure.annual_report.paper import paper
from handlers.disclosure.annual_report.remedy_results import WORDS, result_of
from handlers.disclosure.annual_report.report import AgencyCases, AnnualReport, merged, report_of
from handlers.disclosure.annual_report.workbook import PUBLISHED, REMEDIES, REQUESTS, workbook
from handlers.disclosure.decision.outcomes import BY_OUTCOME, Outcome
from knowledge.ingest.readers.word import read_word
from tests.factories.talk import TEXTS

TABLE2 = {
    row: {column: at for at, column in enumerate(columns, start=1)}
    for row, columns in form.PUBLISHED_COLUMNS.items()
}


def request(
    applicant: str, received: str | None, closed: str | None = None, outcome: str = ""
) -> ReportedRequest:
    return ReportedRequest(
        applicant,
        date.fromisoformat(received) if received else None,
        date.fromisoformat(closed) if closed else None,
        outcome,
    )


EDUCATION = AgencyCases(
    "县教育局",
    [
        request("natural", "2025-01-02", "2025-01-15", "granted"),
        request("natural", "2024-12-20", "2025-01-10", "unable_not_held"),
        request("business", "2025-12-30"),
        request("research", None),
    ],
    [ReportedRemedy("review", date(2025, 3, 1), date(2025, 4, 1), "maintain")],
    ["GK202512300001"],
)
CIVIL = AgencyCases(
    "县民政局",
    [request("other", "2025-05-02", "2025-05-15", "partial")],
    [ReportedRemedy("litigation_direct", date(2025, 3, 1), None, "")],
)


def report(cases: AgencyCases = EDUCATION) -> AnnualReport:
    return report_of(cases, year=2025, published=TABLE2)


def test_the_figures_of_one_agency() -> None:
    made = report()
    assert (made.cell("new_received"), made.cell("new_received", "business")) == (2, 1)
    assert (made.cell("carried_over"), made.cell("carried_forward", "business")) == (1, 1)
    assert (made.cell("results_total"), made.cell("unable_not_held", "natural")) == (2, 1)
    assert made.remedies["review"]["maintain"] == 1
    assert made.unclassified == ("GK202512300001",)
    assert made.broken() == ()


def test_merging_adds_every_cell() -> None:
    parts = [report(EDUCATION), report(CIVIL)]
    whole = merged(parts, agency="某县")
    for row, cells in whole.requests.items():
        for column, value in cells.items():
            assert value == sum(part.requests[row][column] for part in parts)
    assert whole.remedies["litigation_direct"]["pending"] == 1
    assert whole.published["rules"]["made"] == 2
    assert whole.broken() == ()
    assert merged([parts[0], report_of(CIVIL, year=2025)], agency="某县").published == {}
    with pytest.raises(ValueError, match="同一年"):
        merged([parts[0], report_of(CIVIL, year=2024)], agency="某县")
    with pytest.raises(ValueError, match="至少要有一份"):
        merged([], agency="某县")


def test_money_is_added_without_binary_dust() -> None:
    def charged(amount: float) -> AnnualReport:
        return report_of(CIVIL, year=2025, published={**TABLE2, "charges": {"amount": amount}})

    assert merged([charged(0.1), charged(0.2)], agency="").published["charges"]["amount"] == 0.3


def test_last_years_row_four_is_held_against_this_years_row_two() -> None:
    last = report_of(EDUCATION, year=2024)
    right = report_of(EDUCATION, year=2025, before=last.requests["carried_forward"])
    assert right.broken() == ()
    wrong = report_of(
        EDUCATION, year=2025, before={**last.requests["carried_forward"], "natural": 2, "total": 2}
    )
    assert [(one.row[:2], one.column) for one in wrong.broken()] == [("二、", "自然人"), ("二、", "总计")]


def test_the_plain_form_is_what_the_check_reads() -> None:
    plain = report().plain()
    assert plain["record"] == "report"
    assert set(plain["table3"]["results"]) == set(form.OUTCOMES)  # type: ignore[index]


def test_the_outcomes_of_the_form_are_those_of_the_decision() -> None:
    assert list(form.OUTCOMES) == [outcome.value for outcome in Outcome]
    for key, label in form.OUTCOMES.items():
        assert label.startswith(BY_OUTCOME[Outcome(key)].section)
        assert label.endswith(TEXTS(f"decision.outcome.{key}").partition("（区分")[0])


def cells_of(top: int, left: int, bottom: int, right: int) -> list[tuple[int, int]]:
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def test_the_laid_tables_have_the_official_size_and_order() -> None:
    table = layout.requests_table(report())
    assert (len(table.rows), {len(row) for row in table.rows}) == (3 + 25, {10})
    first, second, last = table.rows[3], table.rows[5], table.rows[-1]
    assert first[0] == "一、本年新收政府信息公开申请数量"
    assert second[:3] == ["三、本年度办理结果", "（一）予以公开", ""]
    assert table.rows[7][1:3] == ["（三）不予公开", "1.属于国家秘密"]
    blocks = [
        cell for top, left, bottom, right in table.merges for cell in cells_of(top, left, bottom, right)
    ]
    assert len(blocks) == len(set(blocks))
    assert (7, 1, 14, 1) in table.merges
    assert last[0] == "四、结转下年度继续办理"
    assert {len(row) for row in layout.remedies_table(report()).rows} == {15}
    assert len(layout.published_tables(report())) == 4


def test_the_workbook_holds_numbers_in_their_places() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(report())))
    assert book.sheetnames == [PUBLISHED, REQUESTS, REMEDIES]
    rows = list(book[REQUESTS].iter_rows(min_row=6, values_only=True))
    assert rows[0] == ("一、本年新收政府信息公开申请数量", None, None, 1, 1, 0, 0, 0, 0, 2)
    assert len(rows) == 25
    assert next(iter(book[REMEDIES].iter_rows(min_row=6, values_only=True)))[:5] == (1, 0, 0, 0, 1)
    assert any(row[0] == "行政许可" and row[1] == 1 for row in book[PUBLISHED].iter_rows(values_only=True))


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_no_word_becomes_a_formula(name: str) -> None:
    hostile = AgencyCases(name, EDUCATION.requests)
    book = openpyxl.load_workbook(io.BytesIO(workbook(report(hostile))))
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert str(sheet["A1"].value).startswith("'")
    assert harmless_cell(name) == f"'{name}"
    assert harmless_cell(-2) == -2


def test_the_paper_has_its_six_sections_and_the_figures() -> None:
    (made,) = read_word(paper(report(AgencyCases("<县>", EDUCATION.requests, EDUCATION.remedies)), TEXTS))
    assert made.title == "<县>2025年政府信息公开工作年度报告"
    assert "新收政府信息公开申请2件，上年结转1件；办结2件" in made.text
    for number in "一二三四五六":
        assert f"{number}、" in made.text
    assert "6.要求" not in made.text
    assert "（六）其他处理" in made.text


def test_b4_the_numbers_of_the_source_map_to_4_1_7_and_2_2_2() -> None:
    """Twelve reviews, of which seven were not taken up or ended; six suits (capability B4)."""
    filed, ended = date(2025, 3, 1), date(2025, 6, 1)
    reviews = ["维持"] * 4 + ["纠错"] + ["不予受理"] * 5 + ["终止"] * 2
    suits = ["驳回诉讼请求"] * 2 + ["撤销"] * 2 + ["撤诉"] * 2
    remedies = [
        *(ReportedRemedy("review", filed, ended, result_of(words)) for words in reviews),
        *(ReportedRemedy("litigation_direct", filed, ended, result_of(words)) for words in suits),
    ]
    made = report_of(AgencyCases("滨江区", [], remedies), year=2025)
    keys = ("maintain", "correct", "other", "pending", "total")
    assert [made.remedies["review"][key] for key in keys] == [4, 1, 7, 0, 12]
    assert [made.remedies["litigation_direct"][key] for key in keys] == [2, 2, 2, 0, 6]
    assert made.broken() == ()


def test_results_of_remedies_are_read_from_the_words_of_their_decisions() -> None:
    reviews = ["维持"] * 4 + ["纠错"] + ["不予受理"] * 5 + ["终止"] * 2
    counted = [result_of(words) for words in reviews]
    assert [counted.count(key) for key in ("maintain", "correct", "other")] == [4, 1, 7]
    assert set(WORDS.values()) == set(form.RESULTS) - {"pending"}
    with pytest.raises(ValueError, match="不知道“驳回起诉”"):
        result_of("驳回起诉")
