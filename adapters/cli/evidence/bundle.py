"""`mingbai disclosure bundle`: the evidence of one request in a new folder, with digests that `sha256sum -c` checks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import out, run_async

if TYPE_CHECKING:
    from handlers.disclosure.bundle.paper import BundlePaper

COMMAND_LINE = "command line"


def register(app: typer.Typer) -> None:
    """Add the command to those about disclosure requests."""
    app.command()(bundle)


def bundle(
    number: Annotated[str, typer.Argument(metavar="CASE", help="number of the request")],
    path: Annotated[Path, typer.Argument(help="a new folder for the bundle")],
    *,
    clear: Annotated[
        bool, typer.Option("--clear", help="with personal values, letters and originals as they are")
    ] = False,
    reason: Annotated[
        str, typer.Option(help="what it is for, without names or numbers; goes into the audit")
    ] = "",
) -> None:
    """Write application, identity check, clock, log, letters, service, talk and copies into a new folder."""
    from adapters.cli.evidence import bundle_folder

    bundle_folder.require_new(path)
    papers = run_async(_papers(number.strip().upper(), clear=clear, reason=reason))
    bundle_folder.write(path, papers)
    out.print(
        f"已写到 {path}：{len(papers)} 个文件。核对：cd {path} && sha256sum -c SHA256SUMS",
        highlight=False,
        markup=False,
    )
    if clear:
        out.print("里面有没有隐去的个人信息和原件，请妥善保管，用完删除", style="yellow", highlight=False)


async def _papers(number: str, *, clear: bool, reason: str) -> "list[BundlePaper]":
    from adapters.cli.retention import opened
    from adapters.redis.conversation import KeptConversation
    from adapters.storage.handed_in import KeptPictures
    from handlers.disclosure.bundle.service import EvidenceBundles
    from handlers.holidays.live import LiveCalendar
    from handlers.holidays.service import HolidayNotices

    async with opened() as stores:
        calendar = LiveCalendar()
        await HolidayNotices(stores.database, calendar=calendar, clock=stores.clock).refresh()
        bundles = EvidenceBundles(
            stores.database,
            vault=stores.vault,
            clock=stores.clock,
            calendar=calendar,
            texts=stores.texts,
            conversation=KeptConversation(stores.database, stores.redis, vault=stores.vault),
            handed_in=KeptPictures(stores.database, vault=stores.vault),
        )
        return await bundles.papers(number, actor=COMMAND_LINE, clear=clear, reason=reason)
