"""`mingbai simulate replay`: kept conversations said again, and what differs."""

from collections.abc import Sequence
from pathlib import Path

from adapters.cli.simulation.crowd import platform_of, ready
from adapters.cli.terminal import err, fail
from adapters.settings import load as settings_of
from adapters.wechat.simulator.delivery.replay import Replay, ReplayReport
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.transcripts import read_transcript


def transcripts(paths: Sequence[Path]) -> list[Citizen]:
    """Give the conversations of files, and of the files of folders; ends the program where one cannot be read."""
    files = [each for path in paths for each in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    found = []
    for file in files:
        try:
            citizen = read_transcript(file)
        except OSError as error:
            fail(f"读不了 {file}：{error.strerror}。")
        if citizen is None:
            fail(f'{file} 里没有对话：第一行应该是 {{"citizen": …}}。请给 simulate serve 存下的对话文件。')
        found.append(citizen)
    if not found:
        fail("没有对话文件。请写对话文件，或者存着它们的目录（数据目录的 simulator）。")
    return found


async def said_again(kept: Sequence[Citizen], *, patience: float, callback: str, port: int) -> ReplayReport:
    """Say conversations again through the platform played here."""
    phone = await platform_of(settings_of(), callback=callback, port=port)
    try:
        await ready(phone)
        report = await Replay(phone.deeds, patience).run(kept)
    finally:
        await phone.stop()
    for each in report.differences:
        err.print(f"{each.citizen}：{each.deed}", markup=False, highlight=False)
        for line in each.lines:
            err.print(f"  {line}", markup=False, highlight=False)
    return report
