"""Working together with Rasa: serve the actions to a Rasa server, write the project that it trains."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.terminal import out, run_async

app = typer.Typer(help="A project for a Rasa server that leads the conversation.", no_args_is_help=True)


def register(root: typer.Typer) -> None:
    """Add the commands to the root."""
    root.command(name="actions")(actions)
    root.add_typer(app, name="rasa")


def actions() -> None:
    """Serve the actions at the protocol of Rasa's action server, until stopped."""
    from adapters import serving, settings

    run_async(serving.serve_actions(settings.load(), announce=_announce))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="folder of the project; made when it is not there")],
    *,
    force: Annotated[bool, typer.Option(help="write into a folder that already holds something")] = False,
    actions_url: Annotated[
        str, typer.Option(help="where Rasa finds `mingbai actions`")
    ] = "http://127.0.0.1:5055/webhook",
    token: Annotated[
        bool, typer.Option(help="let Rasa show the token in its own MINGBAI_ACTIONS_TOKEN")
    ] = False,
    epochs: Annotated[int, typer.Option(min=1, help="rounds in which the classifier learns")] = 60,
) -> None:
    """Write domain, rules, examples and settings that Rasa 3.6 validates and trains."""
    from adapters.dialogue import FORMS
    from adapters.rasa import project
    from intents import catalogue

    wishes = project.Wishes(actions_url, token=token, epochs=epochs)
    files = project.export(folder, catalogue.load(), forms=FORMS, wishes=wishes, force=force)
    out.print(f"已写入 {folder}，共 {len(files)} 个文件。接下来的步骤见 docs/rasa.md。", highlight=False)


def _announce(url: str) -> None:
    out.print(f"动作服务已启动：{url}/webhook", highlight=False)
