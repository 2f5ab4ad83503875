"""`mingbai disclosure letter`, `templates` and `annual-report`: nothing is issued or kept."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from adapters.cli.terminal import err, fail, out, print_json, run_async, table

Out = Annotated[Path, typer.Option("--out", help="file to write; it must not exist yet")]
Agencies = Annotated[
    Path | None,
    typer.Option("--agencies", exists=True, dir_okay=False, help="agency directory; else the county's own"),
]


def register(app: typer.Typer) -> None:
    """Add the commands to those about disclosure requests."""
    app.command()(letter)
    app.command()(templates)
    app.command("annual-report")(annual_report)
    app.command()(excess)


def letter(
    facts: Annotated[
        Path,
        typer.Option("--facts", exists=True, dir_okay=False, help="case, items and facts (YAML or JSON)"),
    ],
    to: Out,
    outcome: Annotated[
        str, typer.Option("--outcome", help="the outcome that should come out; it is checked")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="a notice instead of a reply, such as correction")] = "",
    *,
    agencies: Agencies = None,
    own: Annotated[
        Path | None,
        typer.Option(
            "--templates",
            file_okay=False,
            help="folder with own templates; else `letters` in the data folder",
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="make a PDF beside it, where LibreOffice is")] = False,
) -> None:
    """Write one letter from a file of facts; what is missing is told, and nothing is written then."""
    from adapters.cli.disclosure import letter_files

    _require_new(to, *([to.with_suffix(".pdf")] if pdf else []))
    if bool(outcome) == bool(kind):
        fail("请写 --outcome（答复书）或者 --kind（通知、函、回执）其中一个", code=2)
    made = letter_files.drafted(
        letter_files.read(facts), outcome=outcome, kind=kind, agencies=agencies, own=own
    )
    to.write_bytes(made.content)
    out.print(made.text, highlight=False, markup=False)
    out.print(f"已写到 {to}", style="dim", highlight=False, markup=False)
    if pdf:
        from adapters.office_suite import to_pdf

        to.with_suffix(".pdf").write_bytes(run_async(to_pdf(made.content)))


def templates(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="folder to write to, or to check")],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="check the templates that lie there instead")
    ] = False,
) -> None:
    """Write the shipped templates as Word files for the office to edit, or check edited ones."""
    from adapters.cli.disclosure import letter_files

    if not check:
        written = letter_files.export(folder)
        out.print(f"已写出 {len(written)} 份模板到 {folder}，已有的没有改动", highlight=False, markup=False)
        return
    faults = letter_files.faults(folder)
    for fault in faults:
        out.print(fault, highlight=False, markup=False)
    if faults:
        raise typer.Exit(1)
    out.print("模板都可以使用", highlight=False)


def annual_report(
    year: Annotated[int, typer.Option("--year", min=2019, max=2100)],
    *,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger",
            exists=True,
            dir_okay=False,
            help="cases of the year (JSON lines); else the program's own",
        ),
    ] = None,
    to: Annotated[Path | None, typer.Option("--out", help="file to write; it must not exist yet")] = None,
    form: Annotated[Literal["xlsx", "docx", "json"], typer.Option("--format")] = "json",
    published: Annotated[
        Path | None, typer.Option("--table2", exists=True, dir_okay=False, help="entered 表二 (YAML or JSON)")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            "--before", exists=True, dir_okay=False, help="last year's report, as --format json wrote it"
        ),
    ] = None,
    agency: Annotated[
        str, typer.Option("--agency", help="one agency's report; else all of them merged")
    ] = "",
    name: Annotated[str, typer.Option("--name", help="whose report it is, for the title")] = "",
) -> None:
    """Make the tables 二、三、四 of a year from the ledger; what does not add up is named and blocks the file."""
    from adapters.cli.disclosure import report_files
    from handlers.disclosure.annual_report.files import ReportFile, written
    from handlers.texts import Texts

    if form != "json" and to is None:
        fail(f"--format {form} 要用 --out 写明文件", code=2)
    if to is not None:
        _require_new(to)
    if ledger is not None:
        report = report_files.made(
            ledger, year=year, published=published, agency=agency, before=before, name=name
        )
    else:
        kept = run_async(report_files.counted(year, agency=agency))
        report = report_files.completed(kept, published=published, before=before, name=name)
    for one in report.unclassified:
        err.print(f"没有计入：{one}", style="yellow", highlight=False, markup=False)
    if not report.published:
        err.print(
            "表二还没有填（在工作台“统计—年度报告”里填，或者用 --table2 给出），报告里空着",
            style="yellow",
            highlight=False,
        )
    if faults := report.broken():
        fail("\n".join(map(str, faults)))
    if to is None:
        print_json(report.plain())
        return
    to.write_bytes(written(report, ReportFile(form), Texts.load()))
    table(
        f"{report.agency}{year}年度",
        ("项", "件"),
        [
            ("新收", report.cell("new_received")),
            ("上年结转", report.cell("carried_over")),
            ("办结", report.cell("results_total")),
            ("结转下年", report.cell("carried_forward")),
        ],
    )


def excess(
    requests: Annotated[
        Path,
        typer.Option("--requests", exists=True, dir_okay=False, help="one applicant's requests (JSON lines)"),
    ],
    number: Annotated[str, typer.Option("--number", help="the request that is looked at")],
    explanation: Annotated[
        Literal["not_asked", "asked", "reasonable", "unreasonable"],
        typer.Option("--explanation", help="how far the explanation of the reasons has come"),
    ] = "not_asked",
    pages: Annotated[int, typer.Option("--pages", min=0, help="pages asked for, for the other scale")] = 0,
) -> None:
    """Show the counts, the likeness and the lawful steps for an applicant with many requests."""
    from adapters.cli.disclosure import excess_file
    from handlers.texts import Texts

    texts = Texts.load()
    rows = excess_file.rows(requests, number=number, explanation=explanation, pages=pages, texts=texts)
    table(number, ("项", "内容"), rows)
    out.print(texts("excess.note"), highlight=False, markup=False)


def _require_new(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            fail(f"{path} 已经有了，请换一个名字。什么也没有写入")
        if not path.absolute().parent.is_dir():
            fail(f"没有 {path.absolute().parent} 这个目录，请先建立。什么也没有写入")
