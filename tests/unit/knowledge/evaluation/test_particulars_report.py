"""The measure counts what is right, wrong, missed and invented; papers of known truth keep the aims."""

import pytest

from knowledge.documents.draft import Proposal, Proposed
from knowledge.evaluation.particulars_report import ParticularsReport, judge
from knowledge.ingest.formats import format_of, reader
from knowledge.ingest.particulars.propose import propose
from knowledge.ingest.readers.manuscript import Manuscript
from tests.factories.official_papers import GROUPS, papers

AIMS = {
    "title": 0.98,
    "number": 0.98,
    "issuer": 0.95,
    "written_on": 0.95,
    "effective_on": 0.95,
    "expires_on": 0.95,
    "abolishes": 0.95,
}


def test_each_outcome_is_counted() -> None:
    report = ParticularsReport()
    label = {
        "file": "a",
        "title": "甲 办法",
        "number": "",
        "issuer": ["乙局", "丙局"],
        "written_on": "2026-01-01",
        "abolishes": ["青政〔2001〕1号"],
    }
    fields = (
        Proposed("title", "甲办法", "x"), Proposed("number", "青政〔2026〕1号", "x", certainty=0.5), Proposed("issuer", "丙局、乙局", "x"),
        Proposed("abolishes", "《丁》（青政〔2001〕1号）", "x"), Proposed("abolishes", "《戊》", "x"),
    )  # fmt: skip
    judge(report, label, Proposal(fields))
    told = report.plain()
    outcomes = {
        name: (one["right"], one["wrong"], one["missed"], one["invented"])
        for name, one in told["by_field"].items()
    }
    assert outcomes == {
        "title": (1, 0, 0, 0), "number": (0, 0, 0, 1), "issuer": (1, 0, 0, 0), "written_on": (0, 0, 1, 0), "abolishes": (1, 0, 0, 1),
    }  # fmt: skip
    assert (told["wrong"], told["wrong_marked_doubtful"]) == (2, 0.5)


@pytest.mark.parametrize("group", GROUPS)
def test_papers_of_known_truth_keep_the_aims(group: str) -> None:
    report = ParticularsReport()
    for paper in papers(group):
        form = format_of(paper.name)
        manuscript = (
            Manuscript(paper.content.decode())
            if form == "markdown"
            else reader(form or "")(paper.content, paper.name)[0]
        )
        judge(report, {"file": paper.name, **paper.label}, propose(manuscript, file=paper.name))
    below = {
        name: one["share"]
        for name, one in report.plain()["by_field"].items()
        if one["share"] < AIMS.get(name, 0.95)
    }
    assert not below, report.failed
