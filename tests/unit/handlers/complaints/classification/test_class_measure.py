"""The figures, counted by hand; and nothing that is measured is learnt."""

from pathlib import Path

import pytest

from handlers.complaints.classification import class_measure, class_tree, training
from handlers.complaints.classification.class_model import ClassModel, ClassProposal
from handlers.complaints.classification.class_tree import MatterClass
from handlers.complaints.classification.labelled_matter import LabelledMatter
from handlers.complaints.classification.training import SeenMatter


class Told(ClassModel):
    """Says what its table says."""

    def propose(self, title: str, body: str, *, among: object = ()) -> ClassProposal:
        first, share = {"一": ("甲", 0.9), "二": ("甲", 0.8), "三": ("乙", 0.7), "四": ("甲", 0.4)}[body]
        other = "乙" if first == "甲" else "甲"
        return ClassProposal(((first, share), (other, 1 - share)), share >= 0.75)


def test_the_figures() -> None:
    rows = [LabelledMatter(label, "", body) for body, label in zip("一二三四", "甲甲乙乙", strict=True)]
    unread = LabelledMatter("甲", "", "只有词", is_raw=False)
    found = class_measure.shipped([*rows, unread], Told.__new__(Told))
    assert (found.cases, found.accuracy, found.accuracy_all_classes, found.top3) == (4, 0.75, 0.75, 1.0)
    assert found.by_class["甲"].precision == pytest.approx(2 / 3)
    assert found.by_class["乙"].recall == 0.5
    assert found.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert found.confusion == {"乙 → 甲": 1}
    assert (found.share_sure, found.right_sure) == (0.5, 1.0)
    assert (found.share_above, found.right_above) == (0.75, 1.0)
    assert found.calibration_error == pytest.approx((0.1 + 0.2 + 0.3 + 0.4) / 4)


def test_words_alone_are_measured_when_there_is_no_raw_text() -> None:
    unread = [LabelledMatter("甲", "", "一", is_raw=False)]
    assert class_measure.measured_ones(unread) == unread


@pytest.mark.parametrize("mode", ["trained", "folded"])
def test_nothing_that_is_measured_is_learnt(
    mode: str,
    history: list[LabelledMatter],
    classes: tuple[MatterClass, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(class_tree, "load", lambda: classes)
    learnt: list[int] = []
    really = training.learnt

    def noted(rows: list[SeenMatter], company: list[SeenMatter]) -> ClassModel:
        learnt.append(len(rows))
        return really(rows, company)

    monkeypatch.setattr(training, "learnt", noted)
    if mode == "trained":
        found = class_measure.trained(history[:4], history)
        assert learnt == [len(history) - 4]
    else:
        twice = [*history, history[0]]
        found = class_measure.folded(twice, folds=4)
        assert len(learnt) == 4
        assert all(count <= len(twice) - len(twice) // 4 for count in learnt)
    assert found.accuracy > 0.9
