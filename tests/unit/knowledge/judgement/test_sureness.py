"""How sure a choice among stretches is: by its lead over the others, and by what the search knew."""

import numpy as np
import pytest

from knowledge.judgement import quantities, sureness
from knowledge.judgement.judge import BELONGING, CHOICE, CHOICE_NAMES, SURENESS, WITH_MEANING, threshold
from knowledge.judgement.sureness import OfChoice
from knowledge.judgement.windows import Window
from knowledge.search import confidence
from knowledge.search.lookup import SearchResult
from knowledge.search.weights import shipped

SIGNS = [0.0] * len(confidence.NAMES)


def stretch(docnum: int) -> Window:
    return Window(docnum, 0, 0, 0, 4, (0, 4), bare="每月六十", core_bare="每月六十", label="")


def weighed(scores: list[float], docnums: list[int], *, threaded: bool = False) -> np.ndarray:  # type: ignore[type-arg]
    windows = [stretch(docnum) for docnum in docnums]
    measured = np.zeros((len(windows), len(quantities.NAMES)))
    found = SearchResult(None, 0.8, SIGNS)  # type: ignore[arg-type]
    values = sureness.of_choice(windows, found, measured=measured, scores=np.array(scores), threaded=threaded)
    first = len(quantities.NAMES)
    return values[:, first : first + OfChoice.WIDTH]


def test_a_lead_over_another_document_is_what_counts() -> None:
    near, far = weighed([3.0, 2.9, 0.0], [1, 1, 2]), weighed([3.0, 2.9, 0.0], [1, 2, 2])
    assert near[0, OfChoice.SHARE] == pytest.approx(far[0, OfChoice.SHARE])
    assert near[0, OfChoice.DOCUMENT_SHARE] > 0.9 > far[0, OfChoice.DOCUMENT_SHARE]
    assert near[0, OfChoice.OTHER_DOCUMENT] > far[0, OfChoice.OTHER_DOCUMENT]


def test_one_document_alone_leads_as_far_as_can_be() -> None:
    assert weighed([0.0], [1])[0, OfChoice.OTHER_DOCUMENT] == 1.0


def test_what_was_looked_up_with_a_title_is_told_apart() -> None:
    alone, threaded = weighed([1.0, 0.0], [1, 2]), weighed([1.0, 0.0], [1, 2], threaded=True)
    assert not alone[:, OfChoice.THREADED].any()
    assert (threaded[:, OfChoice.THREADED_ODDS] > 0).all()


@pytest.mark.parametrize("scores", [[0.0, 0.0], [1000.0, -1000.0], [-700.0, -701.0]])
def test_shares_add_up_whatever_the_scores(scores: list[float]) -> None:
    shares = sureness.shares_of(np.array(scores))
    assert shares.sum() == pytest.approx(1.0)
    assert np.isfinite(weighed(scores, [1, 2])).all()


@pytest.mark.parametrize("ending", ["", WITH_MEANING])
def test_the_shipped_weights_name_measures_and_nothing_else(ending: str) -> None:
    for part, names in ((CHOICE, CHOICE_NAMES), (SURENESS, sureness.NAMES), (BELONGING, sureness.NAMES)):
        fitted = shipped()[f"{part}{ending}"]
        assert set(fitted) - {"bias"} <= set(names)
        assert len(fitted) > 50


@pytest.mark.parametrize("meant", [False, True])
def test_the_bars_stand_in_their_order(*, meant: bool) -> None:
    bars = {
        name: threshold(shipped(), name, meant=meant)
        for name in (
            "sure",
            "sure_structured",
            "likely",
            "likely_structured",
            "near",
            "offered",
            "alone",
            "beside",
            "beside_elsewhere",
        )
    }
    assert 0 < bars["offered"] < bars["near"] < min(bars["likely"], bars["sure"])
    assert bars["offered"] < bars["likely_structured"] < bars["sure_structured"]
    assert bars["sure_structured"] < bars["sure"] < 1
    assert bars["beside"] < bars["beside_elsewhere"]
