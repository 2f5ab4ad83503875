"""A county's own weights: fitted, compared, taken up while the program runs, refused when they do not fit, let go."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.cli import calibration
from adapters.cli.knowledge import app
from adapters.resources import index_of, weights_of
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.answers.answerer import Answerer
from knowledge.calibration.acceptance import COUNTED_FIGURES, weigh
from knowledge.calibration.fit import Calibration, Judged
from knowledge.calibration.weight_file import FORMAT, WEIGHTS_FILE, WeightFile, check
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.search.features import OfPassage
from knowledge.search.ranking import passage_weights
from knowledge.search.weights import shipped

TODAY = date(2026, 3, 2)
QUESTION = "种粮补贴每亩多少元"


def own(**parts: dict[str, float]) -> dict[str, Any]:
    """Give the shipped weights as a county's own, some of them changed."""
    found = {
        "format": FORMAT,
        **{name: dict(shipped()[name]) for name in ("passage", "span", "confidence", "thresholds")},
    }
    for part, values in parts.items():
        found[part] |= values
    return found


@pytest.fixture
def index(tmp_path: Path) -> Index:
    found = index_of(tmp_path)
    found.build(
        [
            (Document("种粮", "种粮补贴办法"), "种粮补贴每亩一百元，由农业农村局审核。"),
            (Document("公租房", "公租房办法"), "公租房由住建局受理，每亩不收费。"),
        ]
    )
    found.reload()
    return found


def test_weights_are_taken_up_at_the_next_look_and_let_go_again(index: Index, tmp_path: Path) -> None:
    file = weights_of(tmp_path)
    answerer = Answerer(index, weights=file.current)
    before = answerer.answer(QUESTION, today=TODAY)
    score = answerer.candidates(QUESTION, today=TODAY)[0][0].score
    threshold = answerer.threshold
    file.write(own(passage={"bm25": 40.0}, thresholds={"answer": 0.999, "near": 0.1}))
    assert answerer.candidates(QUESTION, today=TODAY)[0][0].score == score
    assert file.look()
    # A county's own weights steer the search; how sure an answer is stays with the shipped judgement.
    assert answerer.threshold == threshold
    assert passage_weights(answerer.weights)[OfPassage.BM25] == 40.0
    # What a calibration does not fit stays as it was shipped.
    assert file.current().keys() == shipped().keys()
    # Another answerer beside it goes on with those it was given.
    assert Answerer(index).candidates(QUESTION, today=TODAY)[0][0].score == score
    assert file.reset()
    assert not file.reset()
    assert file.look()
    assert file.current() is shipped()
    assert answerer.threshold == threshold
    assert answerer.candidates(QUESTION, today=TODAY)[0][0].score == score
    assert answerer.answer(QUESTION, today=TODAY) == before


def without(name: str) -> dict[str, Any]:
    found = own()
    del found["passage"][name]
    return found


BAD: list[tuple[Any, str]] = [
    ([], "不是这个版本"),
    ({**own(), "format": 99}, "不是这个版本"),
    ({"format": FORMAT}, "缺少 passage"),
    ({**own(), "span": None}, "缺少 span"),
    (without("bm25"), "passage 缺少 bm25"),
    (own(passage={"heart": 1.0}), "不认识的 heart"),
    (own(passage={"bm25": float("nan")}), "bm25 不是数"),
    (own(span={"held": float("inf")}), "held 不是数"),
    (own(confidence={"bias": "0.1"}), "bias 不是数"),  # type: ignore[dict-item]
    (own(confidence={"bias": True}), "bias 不是数"),
    (own(thresholds={"answer": 2.0}), "0 和 1"),
    (own(thresholds={"answer": 0.1, "near": 0.2}), "0 和 1"),
]


@pytest.mark.parametrize(("content", "reason"), BAD)
def test_a_file_that_does_not_fit_is_told_and_changes_nothing(
    tmp_path: Path, content: object, reason: str
) -> None:
    (tmp_path / WEIGHTS_FILE).write_text(json.dumps(content), "utf-8")
    assert weights_of(tmp_path).current() is shipped()
    with pytest.raises(InputError) as told:
        check(content)
    said = Texts.load()(told.value.text_key, **told.value.values)
    assert reason in said
    assert "--reset" in said


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000])
def test_a_damaged_file_is_told_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / WEIGHTS_FILE).write_bytes(content)
    file = WeightFile(tmp_path / WEIGHTS_FILE)
    assert file.look()
    assert file.trouble is not None
    assert file.current() is shipped()
    assert not file.look()
    file.write(own())
    assert file.look()
    assert file.trouble is None


def test_good_weights_give_way_to_the_shipped_ones_when_their_file_is_spoilt(tmp_path: Path) -> None:
    file = WeightFile(tmp_path / WEIGHTS_FILE)
    file.write(own(passage={"bm25": 40.0}))
    assert file.look()
    assert file.current() is not shipped()
    (tmp_path / WEIGHTS_FILE).write_text("{}", "utf-8")
    assert file.look()
    assert file.current() is shipped()


def test_what_would_not_be_used_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        WeightFile(tmp_path / WEIGHTS_FILE).write({"passage": {}})
    assert not list(tmp_path.iterdir())


def judged(right: float, *, count: int = 40) -> Judged:
    """Give questions of which a share is served well."""
    found = Judged()
    for at in range(count):
        good = float(at < right * count)
        found.questions[str(at)] = dict.fromkeys(("recall_at_1_lenient", "answer_in_3", "f1"), good)
        found.right.append((0.5 + 0.4 * good, bool(good)))
    found.outside, found.removed = [0.1] * 10, [0.2] * 10
    return found


def test_fewer_good_answers_are_worse_and_more_are_not() -> None:
    assert weigh(judged(0.5), judged(0.9)).is_worse
    assert weigh(judged(0.5), judged(0.9)).lost == ("recall_at_1_lenient", "answer_in_3", "f1")
    assert not weigh(judged(0.9), judged(0.5)).is_worse
    same = weigh(judged(0.5), judged(0.5))
    assert (same.gain, same.is_worse, same.lost) == (0, False, ())
    assert set(COUNTED_FIGURES) <= same.now.keys()


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make calibration find weights that are worse than those in use; give a file to name."""
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "data"))
    found = Calibration(own(passage={"bm25": 1.0}), now=judged(0.5), before=judged(0.9))
    monkeypatch.setattr("knowledge.calibration.fit.calibrated", lambda *_, **__: found)
    path = tmp_path / "any.jsonl"
    path.write_text("", "utf-8")
    return path


def run(path: Path, *options: str) -> tuple[int, str]:
    named = [word for name in ("documents", "questions", "unanswerable") for word in (f"--{name}", str(path))]
    result = CliRunner().invoke(app, ["calibrate", *named, *options])
    return result.exit_code, result.output


def test_worse_weights_are_refused_unless_forced_and_can_be_let_go(fitted: Path, tmp_path: Path) -> None:
    file = tmp_path / "data" / WEIGHTS_FILE
    code, said = run(fitted)
    assert (code, file.exists()) == (1, False)
    assert "--force" in said
    assert "变差" in said
    code, said = run(fitted, "--force")
    assert (code, file.exists()) == (0, True)
    assert passage_weights(weights_of(tmp_path / "data").current())[OfPassage.BM25] == 1.0
    code, said = run(fitted, "--reset")
    assert (code, file.exists()) == (0, False)
    assert "自带" in said
    assert "没有什么" in run(fitted, "--reset")[1]


def test_weights_written_elsewhere_are_not_used(fitted: Path, tmp_path: Path) -> None:
    code, said = run(fitted, "--write", str(tmp_path / "aside.json"))
    assert code == 0
    assert "没有用上" in said
    assert not (tmp_path / "data" / WEIGHTS_FILE).exists()
    assert json.loads((tmp_path / "aside.json").read_text("utf-8"))["passage"]["bm25"] == 1.0


def test_calibration_wants_files() -> None:
    assert CliRunner().invoke(app, ["calibrate"]).exit_code == 2


def test_the_command_s_values_are_plain(fitted: Path) -> None:
    result = calibration.calibrate([fitted], [fitted], [fitted], write=None, force=False)
    assert (result["worse"], result["written"]) == (True, "")
    assert json.loads(json.dumps(result)) == result
