"""Two runs are held against each other with their noise: what the machine did is nobody's doing."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks.figures import Figure, FigureChange, FiguresError, FigureSheet, Verdict, unlike
from benchmarks.overview import compare, table_of

QUIET, NOISY = (100.0, 101.0, 99.0), (100.0, 130.0, 70.0)


def sheet(*figures: Figure) -> FigureSheet:
    return FigureSheet.of(figures, load_before=0.5)


@pytest.mark.parametrize(
    ("before", "after", "more", "verdict"),
    [
        (QUIET, (120.0, 121.0, 119.0), False, Verdict.WORSE),
        (QUIET, (120.0, 121.0, 119.0), True, Verdict.BETTER),
        (QUIET, (80.0, 81.0, 79.0), False, Verdict.BETTER),
        (QUIET, (80.0, 81.0, 79.0), True, Verdict.WORSE),
        (QUIET, (102.0, 102.0, 102.0), False, Verdict.SAME),
        (NOISY, (120.0, 121.0, 119.0), False, Verdict.SAME),
        ((100.0,), (150.0,), False, Verdict.UNSURE),
        ((100.0,), (100.0,), False, Verdict.SAME),
    ],
)
def test_what_became_of_a_figure(
    before: tuple[float, ...], after: tuple[float, ...], more: bool, verdict: Verdict
) -> None:
    change = FigureChange(Figure("a", "ms", before, more=more), Figure("a", "ms", after, more=more))
    assert change.verdict is verdict


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=9))
def test_a_run_beside_itself_changed_nothing(rounds: list[float]) -> None:
    figure = Figure("a", "ms", tuple(rounds))
    assert FigureChange(figure, figure).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (Figure("a", "ms", (39.0,), aim=40.0), True),
        (Figure("a", "ms", (41.0,), aim=40.0), False),
        (Figure("a", "×", (0.2,), aim=0.2, more=True), True),
        (Figure("a", "×", (0.1,), aim=0.2, more=True), False),
        (Figure("a", "×", (0.1,)), None),
    ],
)
def test_an_aim_is_kept_from_its_side(figure: Figure, kept: bool | None) -> None:
    assert figure.keeps_aim is kept
    Console(file=io.StringIO()).print(table_of(sheet(figure)))


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = sheet(Figure("a", "ms", QUIET, aim=4.0), Figure("b", "×", (1.0,), more=True))
    written.write(tmp_path / "new" / "one.json")
    assert FigureSheet.read(tmp_path / "new" / "one.json") == written


@pytest.mark.parametrize(
    "words",
    ["", "[]", "{}", '{"figures": 3}', '{"figures": [{"name": "a"}], "load": [0, 0]}', "\x00", '{"figures": [], "load": 3}',
     '{"figures": [{"name": "a", "unit": "s", "rounds": []}], "load": [0, 0], "at": "", "processors": 1}'],
)  # fmt: skip
def test_what_holds_no_figures_says_so(tmp_path: Path, words: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(words, "utf-8")
    with pytest.raises(FiguresError, match=r"other\.json: no figures of a run .*make bench"):
        FigureSheet.read(path)


def test_what_became_slower_ends_with_one(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    sheet(Figure("turn", "ms", QUIET), Figure("gone", "ms", QUIET)).write(before)
    sheet(Figure("turn", "ms", (130.0, 131.0, 129.0))).write(after)
    out = io.StringIO()
    assert compare(before, after, Console(file=out, width=200)) == 1
    assert "1.30" in out.getvalue()
    assert "± 2%" in out.getvalue()
    assert "worse" in out.getvalue()
    assert "only in one of them: gone" in out.getvalue()
    assert compare(after, before, Console(file=io.StringIO())) == 0
    assert compare(tmp_path / "none.json", after, Console(file=io.StringIO())) == 2


def test_only_what_both_measured_is_compared() -> None:
    one, other = sheet(Figure("a", "s", QUIET)), sheet(Figure("b", "s", QUIET))
    assert one.since(other) == []
    assert unlike(one, other) == ["a", "b"]
