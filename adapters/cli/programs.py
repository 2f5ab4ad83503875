"""The long-running programs: `serve`, `worker`, `demo`; and `migrate`, which prepares the database for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal import out, run_async

if TYPE_CHECKING:
    from adapters.pattern_book import PatternBook


def register(app: typer.Typer) -> None:
    """Add the commands to the root."""
    app.command()(serve)
    app.command()(worker)
    app.command()(demo)
    app.command()(migrate)


@contextmanager
def _quickly(folder: Path) -> Iterator["PatternBook"]:
    """Load what is imported in the block with the patterns of earlier starts; give their book, to be closed when all is loaded."""
    from adapters.pattern_book import opened_book

    with opened_book(folder) as book:
        yield book


def serve() -> None:
    """Answer WeChat's pushes and serve the consoles and pages, until stopped."""
    from adapters import settings
    from adapters.porch.sockets import listening_place

    chosen = settings.load()
    # Before anything large is loaded: whoever calls from now on is kept by the system, and not refused.
    with listening_place(chosen.host, chosen.port) as place, _quickly(chosen.data_dir) as book:
        from adapters import serving

        run_async(serving.serve(chosen, place, book))


def worker() -> None:
    """Deliver the outbox and take up interrupted messages, until stopped."""
    from adapters import settings

    chosen = settings.load()
    with _quickly(chosen.data_dir) as book:
        from adapters import serving

        run_async(serving.work(chosen, book))


def demo(
    *,
    data: Annotated[
        Path | None,
        typer.Option(help="folder for all data; else MINGBAI_DATA_DIR, else ~/.local/share/mingbai/demo"),
    ] = None,
    port: Annotated[int, typer.Option(help="port of the consoles; another one when it is taken")] = 8000,
    simulator_port: Annotated[
        int, typer.Option(help="port of the simulator; another one when it is taken")
    ] = 8001,
    complaints: Annotated[
        int, typer.Option(min=0, help="how many of the 300 invented complaints lie at the desk")
    ] = 300,
) -> None:
    """Start everything with the sample county and a WeChat simulator; data stay between starts."""
    from adapters.cli import demo_folder
    from adapters.settings import load_trial

    settings = load_trial()
    folder = demo_folder.chosen_folder(data, settings)
    run_async(demo_folder.refuse_real_data(folder, settings))
    with demo_folder.only_one(folder) as door, _quickly(folder) as book:
        from adapters.cli import demonstration

        ports = demonstration.DemoPorts(port, simulator_port)
        run_async(demonstration.run(folder, door=door, ports=ports, complaints=complaints, book=book))


def migrate() -> None:
    """Bring the database to this version's schema."""
    from adapters.resources import open_database
    from adapters.settings import load_storage
    from adapters.storage.migrate import upgrade

    async def work() -> str:
        database = open_database(load_storage())
        try:
            return await upgrade(database)
        finally:
            await database.close()

    out.print(f"数据库已是最新结构：{run_async(work())}", highlight=False)
