"""The measures run through the product's own importer, index and answer path."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import check, knowledge
from bot.errors import InputError
from knowledge.calibration import fit
from knowledge.evaluation import labelled
from knowledge.evaluation.report import Setting, evaluate_answers, evaluate_retrieval
from knowledge.search import weights
from tests.shared_data import labelled as shared

RETRIEVAL = {
    "total", "recall_at_1", "recall_at_1_lenient", "recall_at_3", "recall_at_10", "mrr_at_10", "ndcg_at_10",
    "passage_recall_at_3", "passage_ndcg_at_10", "answer_in_1", "answer_in_3", "p50_ms", "p95_ms", "build_s", "rss_mb",
    "p50_cpu_ms", "p95_cpu_ms", "documents_per_s",
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
    report = evaluate_retrieval(
        questions, Setting([documents]), progress=lambda done, total: steps.append((done, total))
    )
    figures = report.figures
    assert figures.keys() >= RETRIEVAL
    assert report.questions.keys() == set(MATTERS)
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
    report = evaluate_retrieval(questions, Setting([documents], [more]))
    assert report.figures["documents"] == len(MATTERS) + 1


def test_wrong_characters_are_the_same_every_time_and_make_finding_harder(
    files: tuple[Path, Path, Path],
) -> None:
    documents, questions, _ = files
    reports = [evaluate_retrieval(questions, Setting([documents], damage=0.6, seed=s)) for s in (1, 1, 2)]
    lists = [
        [{name: v for name, v in row.items() if "ms" not in name} for row in report.questions.values()]
        for report in reports
    ]
    assert lists[0] == lists[1]
    assert lists[0] != lists[2]
    assert reports[0].figures["recall_at_1"] < 1


def test_answers_of_an_easy_set(files: tuple[Path, Path, Path]) -> None:
    documents, questions, strangers = files
    report = evaluate_answers(questions, strangers, Setting([documents]))
    figures = report.figures
    assert figures.keys() >= ANSWERS
    assert all(0 <= row["confidence"] <= 1 for row in report.questions.values())
    assert figures["auroc_out_of_corpus"] == 1.0
    assert figures["f1"] > 0.5
    assert 0 <= figures["auroc_gold_removed"] <= 1


def test_a_broken_question_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"qid": "a", "question": "b"}\n{"no": 1}\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        labelled.load(path)
    assert told.value.values == {"file": "bad.jsonl", "line": 2}


def test_calibration_writes_every_weight(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    documents, questions, strangers = files
    written = tmp_path / "weights.json"
    options = ["calibrate", "--documents", documents, "--questions", questions, "--unanswerable", strangers]
    told = CliRunner().invoke(knowledge.app, [str(o) for o in (*options, "--write", written, "--json")])
    assert told.exit_code == 0
    fitted, shipped = json.loads(written.read_text("utf-8")), weights.shipped()
    for part in ("passage", "span", "confidence", "thresholds"):
        assert fitted[part].keys() == shipped[part].keys()
    assert json.loads(told.stdout.strip().splitlines()[-1])["now"] == fitted["figures"]


def test_calibration_refuses_a_handful_of_questions(files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    documents, _, strangers = files
    one = {"qid": "a", "question": "租房补贴每月多少钱", "docids": ["租房"], "answers": ["每月300元"]}
    few = rows(tmp_path / "few.jsonl", [one])
    with pytest.raises(InputError) as told:
        fit.calibrated([documents], [few], [strangers])
    assert told.value.text_key == "knowledge.too_few_questions"


@pytest.mark.skipif(
    "MINGBAI_TEST_MEASURES" not in os.environ,
    reason="half a minute of measuring, asked for by MINGBAI_TEST_MEASURES",
)
def test_the_labelled_set_is_found_as_well_as_it_was() -> None:
    figures = evaluate_retrieval(
        shared("policyqa/questions-dev.jsonl.gz"), Setting([shared("policyqa/documents.jsonl.gz")])
    ).figures
    assert figures["recall_at_1"] >= 0.82
    assert figures["recall_at_3"] >= 0.94
    assert figures["recall_at_10"] >= 0.98
    assert figures["passage_recall_at_3"] >= 0.9
    assert figures["answer_in_3"] >= 0.87
    assert figures["f1"] >= 0.4


def test_the_command_prints_one_object_and_compares_with_a_former_one(
    files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    documents, questions, strangers = files
    options = ["--cases", questions, "--documents", documents, "--json"]
    first = run("retrieval", *options)
    assert first.exit_code == 0
    former = tmp_path / "former.json"
    former.write_text(first.stdout, encoding="utf-8")
    assert json.loads(first.stdout).keys() >= {*RETRIEVAL, "questions"}

    second = json.loads(run("retrieval", *options, "--damage", "0.6", "--compare", former).stdout)
    compared = second["compared"]
    assert compared.keys() >= {"recall_at_1", "passage_recall_at_3", "answer_in_3", "f1"}
    assert compared["f1"]["worse"] > 0 == compared["f1"]["better"]
    assert sum(compared["f1"][side] for side in ("better", "worse", "equal")) == len(MATTERS)

    third = run("answers", *options, "--unanswerable", strangers, "--compare", former)
    assert json.loads(third.stdout).keys() >= {*ANSWERS, "questions", "compared"}
    shown = run("answers", *options[:-1], "--unanswerable", strangers, "--compare", former)
    assert "符号检验" in shown.stdout


def test_a_file_without_results_of_each_question_is_told(
    files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    documents, questions, _ = files
    empty = tmp_path / "empty.json"
    empty.write_text('{"total": 3}', encoding="utf-8")
    told = run("retrieval", "--cases", questions, "--documents", documents, "--compare", empty)
    assert isinstance(told.exception, InputError)
    assert told.exception.values == {"file": "empty.json"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(check.app, [str(argument) for argument in arguments])
