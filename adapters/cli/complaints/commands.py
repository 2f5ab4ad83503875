"""The commands about complaints: the classes measured on labelled texts, and learnt from a county's own history."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import err, out, print_json, progress, table

if TYPE_CHECKING:
    from handlers.complaints.classification.class_measure import ClassMeasure

complaints = typer.Typer(
    help="Complaints: what the program learns from a county's own.", no_args_is_help=True
)
Cases = Annotated[
    Path,
    typer.Option(
        "--cases", exists=True, dir_okay=False, help="labelled complaints, one JSON a line (.gz too)"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object")]
SHOWN_CONFUSIONS = 20


def register(app: typer.Typer) -> None:
    """Add the measuring command to those that check."""
    app.command("complaints")(check)


def check(
    cases: Cases,
    *,
    train: Annotated[
        Path | None,
        typer.Option(
            "--train",
            exists=True,
            dir_okay=False,
            help="learn from this first; the same file again means: each part with what the others teach",
        ),
    ] = None,
    folds: Annotated[
        int, typer.Option("--folds", min=2, max=20, help="parts, when the files are the same")
    ] = 5,
    as_json: Json = False,
) -> None:
    """Classes of complaints, by the shipped model or by one that learns first (appeals)."""
    from handlers.complaints.classification import class_measure, labelled_matter, training

    found = labelled_matter.read(cases)
    if train is None:
        mode, measure = "shipped", class_measure.shipped(found, training.shipped())
    elif train.samefile(cases):
        with _parts(folds) as told:
            mode, measure = f"folds-{folds}", class_measure.folded(found, folds=folds, progress=told)
    else:
        mode, measure = "trained", class_measure.trained(found, labelled_matter.read(train))
    if as_json:
        print_json({"mode": mode, "total": measure.cases, **asdict(measure)})
    else:
        _show(measure)


@complaints.command("train")
def learn(cases: Cases) -> None:
    """Learn the classes from a county's history; the program uses what was learnt from its next start on."""
    from adapters.settings import load_storage
    from handlers.complaints.classification import class_model, classifier, labelled_matter, training

    found = labelled_matter.read(cases)
    path = load_storage().data_dir / classifier.OWN_FILE
    model = training.learnt(training.seen(found), training.written())
    class_model.save(model, path)
    sure = f"{model.sure_from:.2f}"
    out.print(
        f"学了 {len(found)} 件诉求，{len({one.label for one in found})} 类，写入 {path}；把握在 {sure} 以上的先选好类别",
        highlight=False,
        markup=False,
    )


@complaints.command("export")
def export(
    to: Annotated[Path, typer.Argument(dir_okay=False, help="the file to write, ending in .csv or .json")],
    *,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="open data without any person; there is no other export")
    ] = False,
) -> None:
    """Write complaints as open data: by month, kind, 乡镇, matter, unit and how each ended."""
    from adapters.cli.complaints.open_file import FORMS, write

    if not anonymous:
        err.print("只导出不含个人信息的开放数据，请加上 --anonymous", highlight=False)
        raise typer.Exit(2)
    if to.suffix not in FORMS:
        err.print(f"{to.name}：文件名要以 .csv 或者 .json 结尾", highlight=False)
        raise typer.Exit(2)
    count, silent = asyncio.run(write(to))
    out.print(
        f"写了 {count} 件到 {to}，其中 {silent} 件不写文字（举报、爆料、要回避的，或者去掉后还像有个人信息的）",
        highlight=False,
        markup=False,
    )


@contextmanager
def _parts(folds: int) -> Iterator[Callable[[int, int], None]]:
    with progress() as bar:
        task = bar.add_task("分组学习", total=folds)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show(measure: "ClassMeasure") -> None:
    rows = [
        (name, f"{value:.4f}" if isinstance(value, float) else value)
        for name, value in asdict(measure).items()
        if isinstance(value, int | float)
    ]
    table("诉求分类", ("项", "值"), rows)
    table(
        "按类别",
        ("类别", "件数", "准确", "召回", "F1"),
        [
            (label, one.cases, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}")
            for label, one in measure.by_class.items()
        ],
    )
    table("认错的去向", ("应为 → 认作", "件数"), list(measure.confusion.items())[:SHOWN_CONFUSIONS])
