"""`mingbai simulate load`: the platform itself, with a crowd that writes to the adapter through it."""

import asyncio
import signal
from dataclasses import replace
from urllib.parse import urlsplit

from adapters.cli.demonstration import simulated
from adapters.cli.simulation.processor import ProcessorMeter
from adapters.cli.terminal import err, fail, progress
from adapters.serving import stop_on_sigterm
from adapters.settings import Settings
from adapters.settings import load as settings_of
from adapters.wechat.simulator import app as simulator
from adapters.wechat.simulator.app import Simulator
from adapters.wechat.simulator.delivery.crowd import CrowdStanding, LoadPlan, WritingCrowd, fault_profile
from adapters.wechat.simulator.delivery.tally import CrowdReport
from adapters.wechat.simulator.protocol.switches import Switches

READY_SECONDS = 15.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def write_as_crowd(
    plan: LoadPlan, *, faults: str, seed: int, callback: str, port: int, also: tuple[str, ...] = ()
) -> CrowdReport:
    """Play the platform for one load; ends the program with plain words where that cannot begin."""
    settings = settings_of()
    try:
        orders = fault_profile(faults)
    except KeyError:
        fail(f"没有“{faults}”这样的故障组合，请看 faults.yml：none、light、rough。")
    phone = await platform_of(settings, callback=callback, port=port, also=also)
    try:
        await ready(phone)
        for order in orders:
            phone.world.faults.keep(order, seed=seed)
        async with ProcessorMeter(phone.world.callback_url, *also) as meter:
            report = await _written(phone, plan)
            return replace(report, processor_ms=await meter.shares(report.asked))
    finally:
        await phone.stop()


async def platform_of(
    settings: Settings, *, callback: str, port: int, also: tuple[str, ...] = ()
) -> Simulator:
    """Serve the platform where the adapter looks for it; nothing of it is kept."""
    base = urlsplit(settings.wechat_api_base)
    if not port and (base.hostname not in LOOPBACK or not base.port):
        fail(
            f"程序找微信的地址是 {settings.wechat_api_base}，不是本机的一个端口，迟到的回答到不了这里。"
            "请设置 MINGBAI_WECHAT_API_BASE=http://127.0.0.1:8001，重新启动 serve 和 worker，再运行一次。"
        )
    try:
        known = replace(simulated(settings, callback=callback, port=port or int(base.port or 0)), also=also)
    except ValueError as error:
        fail(str(error))
    played = replace(
        known,
        data_dir=None,
        # It is the program that is tried, not the platform's patience.
        switches=Switches(pause_after_many_faults=False),
    )
    try:
        return await simulator.start(played)
    except OSError:
        fail(
            f"端口 {played.port} 有别的程序在用，多半是另一个模拟器（mingbai demo、simulate serve）。请先停下它。"
        )


async def ready(phone: Simulator) -> None:
    """Wait until the adapter has passed the check; ends the program where it does not."""
    try:
        await phone.verified(READY_SECONDS)
    except TimeoutError:
        fail(
            f"{phone.world.callback_url} 没有通过接口校验：{phone.world.verify_note}。请先启动 mingbai serve。"
        )


async def _written(phone: Simulator, plan: LoadPlan) -> CrowdReport:
    err.print("模拟器，不是微信；下面的数字不能当作微信的数字。", highlight=False)
    with progress() as bar:
        task = bar.add_task("推送", total=plan.count)

        def told(standing: CrowdStanding) -> None:
            on_the_way = standing.said - standing.over
            words = f"推送（在途{on_the_way}，答应了以后再答{standing.waiting}）"
            bar.update(task, completed=standing.over, description=words)

        stop = stop_on_sigterm()
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, stop.set)
        return await WritingCrowd(phone.deeds, plan, told=told, stop=stop).run()
