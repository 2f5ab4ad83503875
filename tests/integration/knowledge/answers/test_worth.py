"""What of a question stands in a stretch is told by the search: the same as looking for each pair in its words."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.inquiry import Circumstances, Inquiry
from knowledge.answers.stretches import Stretches
from knowledge.evaluation.report import build
from knowledge.index.generations import Index
from knowledge.judgement.worth import Worths, laid
from knowledge.search.lookup import readings_of
from knowledge.search.weights import shipped

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
QUESTIONS = (
    "高龄津贴多少钱", "我妈81了每个月能领多少补贴", "办公租房要什么材料，在哪办，多久能下来", "危房改造能补几万", "低保户孩子上大学有补助吗",
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("worth")
    rare = folder / "rare.jsonl"
    # A letter of two units shifts all places behind it: such a text is looked through.
    rare.write_text(
        '{"id": "rare", "title": "𠮷镇高龄津贴办法", "text": "𠮷镇的老人每月领高龄津贴八十元。𠮷镇公租房在镇政府办理。", "date": "2026-01-01"}\n',
        encoding="utf-8",
    )
    return build([COUNTY, rare], folder / "index").index


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_a_stretch_holds_is_what_stands_in_its_words(index: Index, question: str) -> None:
    reader = index.reader
    assert reader is not None
    inquiry = Inquiry(question, readings_of(question), Circumstances(TODAY), None, reader, shipped())
    found = inquiry.found()
    assert found is not None
    worths = Worths(found.ranked)
    windows = Stretches().judged(inquiry, found).windows
    assert any(window.section for window in windows)
    spots = laid([window.spots for window in windows])
    stretches = worths.held(spots, [(window.start, window.end) for window in windows])
    cores = worths.held(spots, [window.core for window in windows])
    assert stretches.any()
    for window, stretch, core in zip(windows, stretches, cores, strict=True):
        assert stretch.tolist() == [pair in window.bare for pair in worths.pairs]
        assert core.tolist() == [pair in window.core_bare for pair in worths.pairs]
    whole, opened = worths.sums([window.row for window in windows], stretches)
    for window, stretch, one, open_share in zip(windows, stretches, whole, opened, strict=True):
        block = found.ranked.evidence.block[window.row]
        titled = found.ranked.evidence.title_counts[block] > 0
        shares = list(zip(worths.shares.tolist(), stretch, titled, strict=True))
        assert one == sum((share for share, held, _ in shares if held), 0.0)
        assert open_share == sum((share for share, held, named in shares if held and not named), 0.0)
