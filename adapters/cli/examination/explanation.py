"""The command that tells why one message is answered as it is: from the data folder's knowledge, or the sample county's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.terminal import out, print_json, run_async

if TYPE_CHECKING:
    from adapters.main import Program
    from adapters.settings import Settings

LONGEST_WORDS = 2000


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(explain)


def explain(
    text: Annotated[str, typer.Argument(help="the message, as a citizen would write it")],
    *,
    earlier: Annotated[
        list[str] | None,
        typer.Option("--earlier", help="what the citizen wrote before in the same talk; may be repeated"),
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="use the sample county, whatever the data folder holds")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Play one message and tell how it was decided: what was understood, weighed and found, and why it is answered so.

    Nothing is written, and nobody is told: what would be registered is only named.
    """
    said = [line.strip()[:LONGEST_WORDS] for line in (*(earlier or ()), text)]
    if not all(said):
        raise typer.BadParameter("要解释的话不能是空的")
    found = run_async(_explained(said, sample=sample))
    if as_json:
        print_json(found["plain"])
        return
    for line in found["lines"]:
        out.print(line, highlight=False, markup=False)


async def _explained(said: list[str], *, sample: bool) -> dict[str, Any]:
    from adapters.explanation.wording import TraceWording
    from knowledge.text.persons import mask_question

    async with _opened(sample=sample) as (program, is_sample):
        texts, wording = program.texts, TraceWording(program.texts, program.services.answering.index)
        trace = await program.explainer.explain(said[-1], earlier=said[:-1])
        lines = [texts("trace.command.sample")] if is_sample else []
        lines += [texts("trace.command.earlier", text=mask_question(one)) for one in said[:-1]]
        lines.append(texts("trace.command.said", text=mask_question(said[-1])))
        for section in wording.sections(trace):
            lines += ["", section.title, *(f"  {line}" for line in section.lines)]
        earlier = [mask_question(one) for one in said[:-1]]
        return {
            "lines": lines,
            "plain": {"sample": is_sample, "earlier": earlier, **wording.plain(trace)},
        }


@asynccontextmanager
async def _opened(*, sample: bool) -> "AsyncIterator[tuple[Program, bool]]":
    """Give a program that answers from the data folder, else from the sample county, and whether it is the latter.

    Raises `InputError` when the database is of another version, `SettingsError` when something is not configured.
    """
    settings = None if sample else _settings()
    if settings is None:
        from adapters.cli.examination import premises
        from adapters.county import SAMPLE

        async with premises.occupied([SAMPLE]) as place:
            yield place.program, True
        return
    from adapters import logs
    from adapters.main import opened
    from adapters.storage.migrate import current, newest
    from bot.errors import InputError

    logs.configure(level="error", form="console")
    async with opened(settings) as program:
        if await current(program.resources.database) != newest():
            raise InputError("api.schema_old")
        await program.keeper.ready()
        yield program, False


def _settings() -> "Settings | None":
    """Give the settings of a data folder that holds an index; None where there is none yet."""
    from adapters.cli.demo_folder import KEYS
    from adapters.cli.demonstration import demo_settings
    from adapters.resources import index_of
    from adapters.settings import SettingsError, load, load_storage

    storage = load_storage()
    index = index_of(storage.data_dir)
    index.reload()
    if index.reader is None:
        return None
    try:
        return load()
    except SettingsError:
        if not (storage.data_dir / KEYS).exists():
            raise
        # A demonstration keeps its own keys in its folder.
        return demo_settings(storage.data_dir, port=0, platform_port=0)
