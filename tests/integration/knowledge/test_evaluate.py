"""The measures run through the product's own importer, index and answer path."""

import json
import os
from pathlib import Path

import pytest

from bot.errors import InputError
from knowledge import calibrate, labelled
from knowledge.evaluate import evaluate_answers, evaluate_retrieval
from knowledge.ranking import weights
from tests.shared_data import labelled as shared

RETRIEVAL = {
    "total", "recall_at_1", "recall_at_1_lenient", "recall_at_3", "recall_at_10", "mrr_at_10", "ndcg_at_10",
    "passage_recall_at_3", "passage_ndcg_at_10", "answer_in_1", "answer_in_3", "p50_ms", "p95_ms", "build_s", "rss_mb",
}  # fmt: skip
ANSWERS = {
    "total", "f1", "rouge_l", "auroc_out_of_corpus", "auroc_gold_removed", "precision_at_80_out_of_corpus",
    "precision_at_80_gold_removed",
}  # fmt: skip
MATTERS = ("租房", "育儿", "种粮", "购车", "装修", "就学", "丧葬", "取暖", "用水", "创业")


def rows(path: Path, found: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    texts = {
        m: f"{m}补贴办法。{m}补贴每户每月{n + 3}00元。由{m}办公室发给，电话0599-661230{n}。"
        for n, m in enumerate(MATTERS)
    }
    documents = rows(
        tmp_path / "documents.jsonl",
        [{"docid": m, "title": f"{m}补贴办法", "text": t} for m, t in texts.items()],
    )
    questions = rows(
        tmp_path / "questions.jsonl",
        [
            {
                "qid": m,
                "question": f"{m}补贴每月多少钱？",
                "docids": [m],
                "answers": [f"{m}补贴每户每月{n + 3}00元"],
                "also": [],
            }
            for n, m in enumerate(MATTERS)
        ],
    )
    strangers = rows(
        tmp_path / "strangers.jsonl",
        [{"qid": str(n), "question": f"彗星第{n}次何时飞过月球背面", "answers": []} for n in range(5)],
    )
    return documents, questions, strangers


def test_retrieval_of_an_easy_set_is_perfect(files: tuple[Path, Path, Path]) -> None:
    documents, questions, _ = files
    steps: list[tuple[int, int]] = []
    figures = evaluate_retrieval(
        questions, [documents], progress=lambda done, total: steps.append((done, total))
    )
    assert figures.keys() >= RETRIEVAL
    for name in (
        "recall_at_1",
        "recall_at_10",
        "mrr_at_10",
        "ndcg_at_10",
        "passage_recall_at_3",
        "answer_in_1",
    ):
        assert figures[name] == 1.0, name
    assert figures["total"] == len(MATTERS)
    assert steps[-1] == (len(MATTERS), len(MATTERS))


def test_distractors_are_indexed_too(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    documents, questions, _ = files
    more = rows(tmp_path / "more.jsonl", [{"id": "r", "reply": "修路的答复。", "replied": "2020/1/2"}])
    assert evaluate_retrieval(questions, [documents], corpus=[more])["documents"] == len(MATTERS) + 1


def test_answers_of_an_easy_set(files: tuple[Path, Path, Path]) -> None:
    documents, questions, strangers = files
    figures = evaluate_answers(questions, [documents], strangers)
    assert figures.keys() >= ANSWERS
    assert figures["auroc_out_of_corpus"] == 1.0
    assert figures["f1"] > 0.5
    assert 0 <= figures["auroc_gold_removed"] <= 1


def test_a_broken_question_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"qid": "a", "question": "b"}\n{"no": 1}\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        labelled.load(path)
    assert told.value.values == {"file": "bad.jsonl", "line": 2}


def test_calibration_writes_every_weight(
    files: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents, questions, strangers = files
    written = tmp_path / "weights.json"
    options = [
        "--documents",
        documents,
        "--questions",
        questions,
        "--unanswerable",
        strangers,
        "--write",
        written,
    ]
    assert calibrate.main([str(option) for option in options]) == 0
    fitted, shipped = json.loads(written.read_text("utf-8")), weights()
    for part in ("passage", "span", "confidence", "thresholds"):
        assert fitted[part].keys() == shipped[part].keys()
    assert "recall_at_1" in json.loads(capsys.readouterr().out)


@pytest.mark.skipif(
    "MINGBAI_TEST_MEASURES" not in os.environ,
    reason="half a minute of measuring, asked for by MINGBAI_TEST_MEASURES",
)
def test_the_labelled_set_is_found_as_well_as_it_was() -> None:
    figures = evaluate_retrieval(
        shared("policyqa/questions-dev.jsonl.gz"), [shared("policyqa/documents.jsonl.gz")]
    )
    assert figures["recall_at_1"] >= 0.82
    assert figures["recall_at_3"] >= 0.93
    assert figures["recall_at_10"] >= 0.98
    assert figures["passage_recall_at_3"] >= 0.88
