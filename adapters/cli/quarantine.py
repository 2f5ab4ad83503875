"""`mingbai quarantine`: what was tried in vain, for whoever looks for the fault; numbers stay hidden."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from adapters.cli.terminal import out, run_async, table

if TYPE_CHECKING:
    from adapters.settings import Settings
    from bot.message import Inbound

# A fault that set a message aside is news for a week; the messages themselves lie there for longer.
FRESH_FAULT = timedelta(days=7)
LISTED = 5


def register(app: typer.Typer) -> None:
    """Add the command to the root."""
    app.command()(quarantine)


def quarantine() -> None:
    """Show the messages that could not be handled and were given to staff, the latest first."""
    from adapters import settings

    show(run_async(_messages(settings.load())))


async def _messages(settings: "Settings") -> "list[Inbound]":
    from adapters.redis.quarantine import Quarantine
    from adapters.resources import open_redis
    from adapters.sealing.key_file import vault_of

    async with open_redis(settings) as redis:
        return await Quarantine(redis).messages(vault_of(settings))


def show(messages: "Sequence[Inbound]") -> None:
    """Print the messages without personal numbers, and without who sent them."""
    if not messages:
        out.print("没有处理不了的来信", highlight=False)
        return
    rows = [(_arrival(each), each.channel, each.kind, _content(each)) for each in messages]
    table("处理不了、已转给工作人员的来信", ("发来的时间", "渠道", "种类", "内容"), rows)


async def listed(settings: "Settings", *, now: datetime) -> tuple[bool, str]:
    """Give whether no message was set aside of late, and a list for `mingbai doctor`, without what the messages say.

    Raises `ServiceError` when Redis is away.
    """
    from adapters.redis.quarantine import Quarantine
    from adapters.resources import open_redis
    from adapters.sealing.key_file import vault_of

    async with open_redis(settings) as redis:
        quarantine = Quarantine(redis)
        count, latest = await quarantine.count(), await quarantine.latest()
        messages = await quarantine.messages(vault_of(settings))
    if latest is None:
        return True, "没有"
    shown = messages[:LISTED]
    lines = [
        *(f"{_arrival(each)} {each.channel} {each.kind}" for each in shown),
        *["……"] * (count > len(shown)),
    ]
    told = f"{count} 条，最近七天没有新的"
    if fresh := now - latest <= FRESH_FAULT:
        told = (
            f"{count} 条，已转给工作人员答复。这是程序有错：请用 mingbai quarantine 看原话，"
            "连同日志里 message set aside 前面的几行交给维护人员"
        )
    return not fresh, "\n    ".join([told, *lines])


def _arrival(message: "Inbound") -> str:
    from bot.clock import SHANGHAI

    return f"{message.sent_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _content(inbound: "Inbound") -> str:
    """Give what the message says and brings besides: as words only, whatever a terminal would make of them."""
    from knowledge.text.persons import mask_question

    fields = " ".join(f"{name}={value}" for name, value in inbound.fields.items())
    words = mask_question(" ".join(filter(None, (inbound.text, fields))))
    return escape("".join(each if each.isprintable() else "·" for each in words))
