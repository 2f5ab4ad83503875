"""Shows in the sample county what was switched once: words for a day of heavy rain, put up and taken down again."""

from adapters.main import Program
from handlers.switches.switch import SwitchKind, SwitchWish

ACTOR = "demo"
WORDS = "（示例）县气象台发布暴雨红色预警，请不要涉水、不要靠近山坡河道，避险安置点和求助请打12345。"


async def fill_switches(program: Program) -> None:
    """Put it up and take it down through the program's own service, where nothing was ever switched."""
    board = program.services.answering.switches
    if await board.history():
        return
    await board.set(SwitchWish(SwitchKind.BANNER, WORDS), actor=ACTOR)
    for one in await board.standing():
        await board.lift(one.id, actor=ACTOR)
