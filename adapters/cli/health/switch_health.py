"""What of the answers is switched off now, since when and by whom."""

from datetime import datetime

from adapters.cli.health.open_database import opened_database
from adapters.settings import Settings

KINDS = {"account": "整个公众号停答", "theme": "主题停答", "document": "文件停答", "banner": "挂着提示"}
HOW = "在 /operators/switches 恢复"


async def standing(settings: Settings, *, now: datetime) -> tuple[bool | None, str]:
    """Give what is switched; that is worth a look, and no fault. Raises `ServiceError`."""
    from adapters.web.dates import moment
    from handlers.switches.service import standing_at

    async with opened_database(settings) as database, database.reading() as tx:
        found = await standing_at(tx, now)
    if not found:
        return True, "没有"
    told = [
        f"{KINDS[one.kind.value]}{f'（{one.subject}）' if one.subject else ''}，{one.set_by} {moment(one.set_at)}"
        f"{f'，到{moment(one.ends_at)}' if one.ends_at else ''}"
        for one in found
    ]
    return None, f"{'；'.join(told)}。{HOW}"
