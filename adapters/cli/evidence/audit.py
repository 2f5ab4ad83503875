"""`mingbai audit verify`: whether what is kept as evidence is what was written."""

from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import out, print_json, progress, run_async

if TYPE_CHECKING:
    from adapters.backup.soundness import EvidenceSoundness
    from bot.audit import AuditRecord
    from bot.database import Database

app = typer.Typer(help="The audit chain and what it vouches for.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Keep `verify` a sub-command though it is the only one."""


@app.command()
def verify(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Walk the chain and the logs it vouches for, open every sealed value; exit code 1 where one is wrong."""
    from dataclasses import asdict

    from adapters.cli.evidence.soundness_words import evidence_words

    found, broken = run_async(_verify())
    if as_json:
        print_json({"sound": found.sound, **asdict(found)})
    else:
        for line in evidence_words(found):
            out.print(line, highlight=False, markup=False)
        if broken is not None:
            out.print(_entry(broken), highlight=False, markup=False)
    if not found.sound:
        raise typer.Exit(1)


def _entry(entry: "AuditRecord") -> str:
    """Give the entry at which the chain breaks, for whoever looks for the place."""
    from bot.clock import SHANGHAI

    at = entry.at.astimezone(SHANGHAI)
    return f"  断在第 {entry.id} 条：{at:%Y-%m-%d %H:%M:%S}，{entry.action}，{entry.subject}"


async def _verify() -> "tuple[EvidenceSoundness, AuditRecord | None]":
    from adapters.backup.soundness import look_through_evidence
    from adapters.cli.backup import opened_source
    from adapters.sealing.values import SealedValues

    async with opened_source() as source:
        with progress() as bar:
            task = bar.add_task("核对", total=None)
            found = await look_through_evidence(
                source.database,
                SealedValues(source.database, source.redis),
                vault=source.vault,
                seen=lambda count: bar.update(task, completed=count),
            )
        return found, await _broken(source.database, found.broken_entry)


async def _broken(database: "Database", number: int | None) -> "AuditRecord | None":
    from bot.audit import AuditRecord

    if number is None:
        return None
    async with database.reading() as tx:
        return await tx.get(AuditRecord, number)
