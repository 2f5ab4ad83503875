"""The tables laid out as the official form prints them: rows of words and numbers, heads first."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.report import AnnualReport

FormCell = str | int | float
_GROUPS = {
    "（三）": "（三）不予公开",
    "（四）": "（四）无法提供",
    "（五）": "（五）不予处理",
    "（六）": "（六）其他处理",
}
_RESULTS = "三、本年度办理结果"
_PUBLISHED = (
    ("第二十条第（一）项", ("rules", "normative_documents")),
    ("第二十条第（五）项", ("permits",)),
    ("第二十条第（六）项", ("penalties", "coercion")),
    ("第二十条第（八）项", ("charges",)),
)


@dataclass(frozen=True, slots=True)
class LaidTable:
    """One table: its title, its rows of equal length, how many of them are heads, and the shares of its columns.

    `merges` are blocks of cells shown as one: first row, first column, last row, last column, from 0.
    """

    title: str
    rows: Sequence[Sequence[FormCell]]
    heads: int
    widths: Sequence[int]
    merges: Sequence[tuple[int, int, int, int]] = ()


def tables(report: AnnualReport) -> tuple[LaidTable, ...]:
    """Give the tables 二、三、四 of a report."""
    return (*published_tables(report), requests_table(report), remedies_table(report))


def published_tables(report: AnnualReport) -> tuple[LaidTable, ...]:
    """Give 表二: one small table for each item of art. 20; a cell that was not entered stays empty."""
    found = []
    for item, rows in _PUBLISHED:
        columns = form.PUBLISHED_COLUMNS[rows[0]]
        head: list[FormCell] = ["信息内容", *(form.PUBLISHED_NAMES[column] for column in columns)]
        body: list[list[FormCell]] = [
            [form.PUBLISHED_ROWS[row], *(report.published.get(row, {}).get(column, "") for column in columns)]
            for row in rows
        ]
        rows_laid: list[list[FormCell]] = [head, *body]
        found.append(LaidTable(item, rows_laid, 1, [2] * len(head)))
    return tuple(found)


def requests_table(report: AnnualReport) -> LaidTable:
    """Give 表三: 25 rows, the columns of the applicants and their total."""
    names = list(form.COLUMNS.values())
    organisations = ["法人或其他组织"] * 5
    heads: list[list[FormCell]] = [
        ["本列数据的勾稽关系：第一项加第二项之和，等于第三项加第四项之和", "", "", *["申请人情况"] * 7],
        ["", "", "", names[0], *organisations, names[-1]],
        ["", "", "", "", *names[1:-1], ""],
    ]
    labels = [_label(row) for row in form.REQUEST_ROWS]
    body: list[list[FormCell]] = [
        [*label, *(report.requests[row][column] for column in form.COLUMNS)]
        for label, row in zip(labels, form.REQUEST_ROWS, strict=True)
    ]
    merges = [(0, 0, 2, 2), (0, 3, 0, 9), (1, 3, 2, 3), (1, 4, 1, 8), (1, 9, 2, 9), *_merged_labels(labels)]
    rows = heads + body
    return LaidTable("收到和处理政府信息公开申请情况", rows, 3, [2, 4, 8, 2, 2, 2, 2, 2, 2, 2], merges)


def _merged_labels(labels: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, int, int]]:
    """Give the blocks of the label columns: part three down its side, each group of outcomes, and what stands alone."""
    rows = list(enumerate(labels, start=3))
    results = [at for at, label in rows if label[0] == _RESULTS]
    found = [(results[0], 0, results[-1], 0)]
    for group in _GROUPS.values():
        inside = [at for at, label in rows if label[1] == group]
        found.append((inside[0], 1, inside[-1], 1))
    alone = [(at, 1 if label[0] == _RESULTS else 0) for at, label in rows if not label[2]]
    return [*found, *((at, left, at, 2) for at, left in alone)]


def remedies_table(report: AnnualReport) -> LaidTable:
    """Give 表四: review, suits without a review, suits after one, each with its results."""
    names = list(form.REMEDY_COLUMNS.values())
    heads: list[list[FormCell]] = [
        [*["行政复议"] * 5, *["行政诉讼"] * 10],
        [*[""] * 5, *["未经复议直接起诉"] * 5, *["复议后起诉"] * 5],
        [*names, *names, *names],
    ]
    body: list[FormCell] = [
        report.remedies[group][column] for group in form.REMEDIES for column in form.REMEDY_COLUMNS
    ]
    merges = [(0, 0, 1, 4), (0, 5, 0, 14), (1, 5, 1, 9), (1, 10, 1, 14)]
    return LaidTable("政府信息公开行政复议、行政诉讼情况", [*heads, body], 3, [1] * 15, merges)


def _label(row: str) -> tuple[str, str, str]:
    label = form.REQUEST_ROWS[row]
    if not label.startswith(_RESULTS):
        return label, "", ""
    own = label.removeprefix(_RESULTS)
    group = _GROUPS.get(own[:3])
    return (_RESULTS, own, "") if group is None else (_RESULTS, group, own[3:])
