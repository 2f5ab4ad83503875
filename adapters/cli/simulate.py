"""The platform's side from the command line: a phone-like page, a single message, a load."""

from typing import Annotated

import typer

from adapters.cli.terminal import fail, out, print_json, progress, run_async

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
    count: int = 1000,
    connections: int = 16,
    script: str = "policy",
    callback: Callback = "",
) -> None:
    """Push many unique messages and report rate and latencies; these are figures of a simulator, not of WeChat."""
    from adapters.cli.demonstration import simulated
    from adapters.settings import load as settings_of
    from adapters.wechat.simulator.delivery.load import Load
    from adapters.wechat.simulator.delivery.load import script as lines
    from adapters.wechat.simulator.protocol.sealing import Sealing

    settings = simulated(settings_of(), callback=callback)
    crowd = Load(settings.callback_url, Sealing.of(settings))
    with progress() as bar:
        task = bar.add_task("推送", total=None)
        parcels = crowd.prepare(count, lines(script))
        report = run_async(crowd.run(parcels, connections=connections))
        bar.update(task, completed=count, total=count)
    out.print_json(data=report.plain())


async def _send(text: str, *, simulator: str, citizen: str) -> dict[str, object] | None:
    import aiohttp

    url = f"{simulator.rstrip('/')}/api/citizens/{citizen}/text"
    try:
        async with aiohttp.ClientSession() as session, session.post(url, json={"content": text}) as response:
            answer: dict[str, object] = await response.json()
    except aiohttp.ClientError:
        return None
    return answer
