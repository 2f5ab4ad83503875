"""The platform's side from the command line: a phone-like page, a single message, a load."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.terminal import fail, print_json, run_async

app = typer.Typer(help="A simulator of the WeChat platform; it is not WeChat.", no_args_is_help=True)
Callback = Annotated[
    str, typer.Option("--callback", help="the adapter's address; default: the configured port")
]
CONFIRMED = 409


@app.callback()
def only_for_trial() -> None:
    """Refuse where citizens are served: a simulator beside the real platform would speak to them in its name."""
    from adapters.settings import load_trial

    if load_trial().production:
        fail(
            "正式环境（MINGBAI_PRODUCTION=true）里不启动模拟器：它会冒充微信平台。试用请另开一个目录运行 mingbai demo。"
        )


@app.command()
def serve(*, port: int = 8001, callback: Callback = "") -> None:
    """Serve the phone page and the platform's API with the configured account's keys."""
    from adapters.cli.demonstration import simulate

    run_async(simulate(port=port, callback=callback))


@app.command()
def send(
    text: str,
    *,
    simulator: Annotated[str, typer.Option(help="address of a running simulator")] = "http://127.0.0.1:8001",
    citizen: str = "oSimulated0000000000000000001",
) -> None:
    """Say something as a citizen through a running simulator, and print what the citizen sees."""
    answer = run_async(_send(text, simulator=simulator, citizen=citizen))
    if answer is None:
        fail(f"{simulator} 没有应答。请先运行 mingbai demo 或 mingbai simulate serve。")
    print_json(answer)


@app.command()
def load(
    *,
    rate: Annotated[float, typer.Option(help="questions a second")] = 20.0,
    seconds: Annotated[float, typer.Option(help="for how long")] = 30.0,
    citizens: Annotated[int, typer.Option(help="how many people write, at most 1900")] = 100,
    think: Annotated[float, typer.Option(help="seconds between an answer and the next question")] = 1.0,
    patience: Annotated[float, typer.Option(help="seconds to wait for late answers at the end")] = 60.0,
    faults: Annotated[str, typer.Option(help="what goes wrong: none, light or rough")] = "none",
    seed: int = 0,
    callback: Callback = "",
    also: Annotated[
        list[str] | None, typer.Option(help="another serve's address; pushes go to each in turn")
    ] = None,
    port: Annotated[int, typer.Option(help="the platform's port; 0: that of MINGBAI_WECHAT_API_BASE")] = 0,
) -> None:
    """Let citizens write at a rate to a running `mingbai serve` and `worker`, and report; exit 1 when a promise is broken.

    It plays the platform itself, so that answers that come later are counted too; Ctrl-C ends the writing, not the count.
    The figures are a simulator's, not WeChat's.
    """
    from adapters.cli.simulation.crowd import write_as_crowd
    from adapters.wechat.simulator.delivery.crowd import LoadPlan

    try:
        plan = LoadPlan(rate=rate, seconds=seconds, citizens=citizens, think=think, patience=patience)
    except ValueError as error:
        fail(str(error))
    writing = write_as_crowd(
        plan, faults=faults, seed=seed, callback=callback, port=port, also=tuple(also or ())
    )
    report = run_async(writing)
    print_json(report.plain())
    if report.failed:
        raise typer.Exit(1)


@app.command()
def replay(
    paths: Annotated[list[Path], typer.Argument(help="transcripts, or folders of them")],
    *,
    patience: Annotated[float, typer.Option(help="seconds to wait for messages that came later")] = 10.0,
    callback: Callback = "",
    port: Annotated[int, typer.Option(help="the platform's port; 0: that of MINGBAI_WECHAT_API_BASE")] = 0,
) -> None:
    """Say kept conversations again to a running `mingbai serve` and `worker`; tell what differs, exit 1 when anything does.

    Numbers of cases, addresses, dates and times are not compared.
    """
    from adapters.cli.simulation.replay import said_again, transcripts

    kept = transcripts(paths)
    report = run_async(said_again(kept, patience=patience, callback=callback, port=port))
    print_json(report.plain())
    if report.differences:
        raise typer.Exit(1)


async def _send(text: str, *, simulator: str, citizen: str) -> dict[str, object] | None:
    import aiohttp

    url = f"{simulator.rstrip('/')}/api/citizens/{citizen}/text"
    try:
        async with aiohttp.ClientSession() as session, session.post(url, json={"content": text}) as response:
            answer: dict[str, object] = await response.json()
    except aiohttp.ClientError:
        return None
    return answer
