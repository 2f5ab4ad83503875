"""`mingbai check particulars`: labelled files through the importer, and how much of what they tell was read rightly."""

import json
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.terminal import out, print_json, progress, table

SHOWN_FAILURES = 40
AIMS = {
    "title": 0.98, "number": 0.98, "issuer": 0.95, "written_on": 0.95, "effective_on": 0.95, "expires_on": 0.95,
    "abolishes": 0.95,
}  # fmt: skip
NAMES = {
    "title": "标题", "number": "文号", "issuer": "发文机关", "written_on": "成文日期", "effective_on": "生效日期",
    "expires_on": "失效日期", "disclosure": "公开属性", "abolishes": "废止的文件",
}  # fmt: skip
COLUMNS = ("项", "判", "对", "错", "漏", "多", "对的比例", "目标")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(particulars)


def particulars(
    documents: Annotated[
        list[Path], typer.Option("--documents", exists=True, help="the files, folders or archives to read")
    ],
    cases: Annotated[
        list[Path], typer.Option("--cases", exists=True, dir_okay=False, help="labelled file(s)")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Title, number, issuer, days and abolished papers read out of files, against their labels."""
    from knowledge.evaluation.particulars_report import measure

    lines = (line for path in cases for line in path.read_text("utf-8").split("\n") if line.strip())
    labels = [json.loads(line) for line in lines]
    with progress() as bar:
        reading = bar.add_task("读取", total=None)
        report = measure(
            documents, labels, progress=lambda done, total: bar.update(reading, completed=done, total=total)
        ).plain()
    if as_json:
        print_json(report)
        return
    rows = [
        (NAMES[name], one["judged"], one["right"], one["wrong"], one["missed"], one["invented"], f"{one['share']:.4f}", AIMS.get(name, ""))
        for name, one in report["by_field"].items()
    ]  # fmt: skip
    table(f"登记信息（{report['total']} 份）", COLUMNS, [tuple(map(str, row)) for row in rows])
    out.print(
        f"读错的里标了“拿不准”的：{report['wrong_marked_doubtful']:.4f}（读错 {report['wrong']} 处）；"
        f"读对的里标了“拿不准”的：{report['right_marked_doubtful']:.4f}",
        highlight=False,
    )
    for line in report["failed"][:SHOWN_FAILURES]:
        out.print(f"  {line}", highlight=False, markup=False)
