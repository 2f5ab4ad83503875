"""Other systems' matters from the command line: who may deliver, and tables taken in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import err, out, progress, run_async

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.credit.service import CreditTaken
    from handlers.credit.table import CreditTable
    from handlers.matters.delivery.table_import import MatterTable, MatterTotals

app = typer.Typer(help="Matters that other systems handle.", no_args_is_help=True)
COMMAND_LINE = "command line"
MOST_ROWS = 200_000
File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV, the first row its head")
]


@app.command()
def source(
    name: str,
    *,
    title: Annotated[str, typer.Option(help="what citizens call the system")] = "",
    close: Annotated[bool, typer.Option("--close", help="let it deliver no longer")] = False,
) -> None:
    """Let a system deliver, or give it a new key; the key is shown once."""
    key = run_async(_source(name, title=title, close=close))
    if close:
        out.print(f"已停用 {name}，以前交来的还在", highlight=False)
    else:
        out.print(f"{name} 的密钥（只显示这一次，请交给对方）：\n{key}", highlight=False, markup=False)


@app.command("import")
def take(
    file: File,
    *,
    source_name: Annotated[str, typer.Option("--source", help="the system that the table is of")],
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", exists=True, dir_okay=False, help="which column is which field"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="look through it and keep nothing")] = False,
) -> None:
    """Take a table in, whole or not at all; the same rows again change nothing."""
    table, totals = run_async(
        _take(file.read_bytes(), source_name, mapping.read_bytes() if mapping else b"", dry_run=dry_run)
    )
    if table.faults:
        _told_faults([(one.key, one.values) for one in table.faults], table.faulty)
    if totals is None:
        out.print(f"看过了：{len(table.matters)}行都能收。还没有收，去掉 --dry-run 就收", highlight=False)
        return
    out.print(f"收了：新{totals.new}件，改了{totals.changed}件，没变{totals.same}件", highlight=False)


@app.command()
def credit(
    file: File,
    *,
    source_name: Annotated[str, typer.Option("--source", help="whose table it is, as citizens read it")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="look through it and keep nothing")] = False,
) -> None:
    """Take published permits and penalties in; rows that are not public take back what was."""
    table, taken = run_async(_credit(file.read_bytes(), source_name, dry_run=dry_run))
    if table.faults:
        _told_faults([(one.text_key, one.values) for one in table.faults], table.faulty)
    if taken is None:
        out.print(
            f"看过了：公示{table.public}条，不公示{len(table.entries) - table.public}条。还没有收，去掉 --dry-run 就收",
            highlight=False,
        )
        return
    out.print(f"公示{taken.published}条，撤下{taken.withdrawn}条", highlight=False)


def _told_faults(faults: "Sequence[tuple[str, Mapping[str, object]]]", count: int) -> None:
    """Tell what is wrong with a table, and end the command."""
    from handlers.texts import Texts

    texts = Texts.load()
    for key, values in faults:
        err.print(texts(key, **values), highlight=False, markup=False)
    err.print(f"有{count}行不对，一行也没有收", highlight=False)
    raise typer.Exit(1)


async def _credit(
    content: bytes, source_name: str, *, dry_run: bool
) -> "tuple[CreditTable, CreditTaken | None]":
    from adapters.cli.services import credit_register
    from bot.clock import SystemClock, local_date
    from handlers.credit.table import look_through
    from handlers.files.table_file import read_rows

    rows = read_rows(content, most=MOST_ROWS)
    table = look_through(rows, today=local_date(SystemClock().now()))
    if dry_run or table.faults:
        return table, None
    async with credit_register() as register:
        return table, await register.take(source_name, table, actor=COMMAND_LINE)


async def _source(name: str, *, title: str, close: bool) -> str:
    from adapters.cli.services import matters

    async with matters() as office:
        if close:
            await office.sources.close(name, actor=COMMAND_LINE)
            return ""
        return await office.sources.open(name, title, actor=COMMAND_LINE)


async def _take(
    content: bytes, source_name: str, mapping: bytes, *, dry_run: bool
) -> "tuple[MatterTable, MatterTotals | None]":
    from adapters.cli.services import matters
    from handlers.files.table_file import read_rows
    from handlers.matters.delivery.mapping import USUAL_MAPPING, read_mapping

    mapped = read_mapping(mapping) if mapping else USUAL_MAPPING
    async with matters() as office:
        table = office.tables.read(read_rows(content, most=MOST_ROWS), mapped)
        if dry_run or table.faults:
            return table, None
        with progress() as bar:
            task = bar.add_task("导入", total=len(table.matters))
            totals = await office.tables.take(
                source_name, table, actor=COMMAND_LINE, told=lambda done: bar.update(task, advance=done)
            )
    return table, totals
