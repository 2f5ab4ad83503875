"""`mingbai disclosure mask`: what staff read of old requests masked anew, after a mask was added or mended."""

from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import out, print_json, progress, run_async

if TYPE_CHECKING:
    from handlers.disclosure.listing.masking import MaskedAnew

COMMAND_LINE = "command line"


def register(app: typer.Typer) -> None:
    """Add the command to those about disclosure requests."""
    app.command()(mask)


def mask(*, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Mask names and descriptions of all requests anew from what is sealed; safe beside running programs, and to be begun again."""
    from dataclasses import asdict

    done = run_async(_masked())
    if as_json:
        print_json(asdict(done))
        return
    out.print(f"看过 {done.seen} 件申请，重新遮盖 {done.changed} 件", highlight=False)


async def _masked() -> "MaskedAnew":
    from adapters.cli.retention import opened
    from handlers.disclosure.listing.masking import MaskingAnew

    async with opened() as stores:
        masking = MaskingAnew(stores.database, vault=stores.vault, clock=stores.clock)
        total = await masking.count()
        with progress() as bar:
            task = bar.add_task("遮盖", total=total)
            return await masking.whole(
                actor=COMMAND_LINE, told=lambda seen: bar.update(task, completed=seen, total=max(seen, total))
            )
