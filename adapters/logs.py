"""Logs: one line an event, with a trace id, and never a secret or a citizen's data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from bot.privacy import mask_text

OPENID = re.compile(r"\bo[A-Za-z0-9_-]{20,}\b")
NOISY = (
    "sanic",
    "rasa_sdk",
    "aiosqlite",
    "asyncio",
    "aiohttp.access",
    "opentelemetry",
)


def configure(*, level: str, form: Literal["console", "json"]) -> None:
    """Send the program's and its libraries' logs through one masking pipeline to standard error."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso"),
        _mask,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendered(form),
                renderer,
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendered(form: str) -> list[structlog.types.Processor]:
    """Tracebacks become a field of their own in JSON; on a console they stand below the line."""
    return [structlog.processors.format_exc_info] if form == "json" else []


def _mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide identity numbers, phones and openids wherever they stand in a line."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = OPENID.sub(lambda found: f"{found[0][:4]}…{found[0][-3:]}", mask_text(value))
    return event
