"""Logs: one line an event, with a trace id, and never a secret or a citizen's data."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

import structlog

from bot.privacy import mask_text

OPENID = re.compile(r"\bo[A-Za-z0-9_-]{20,}\b")
# What a failure quotes: the bytes of a request, and the row that a database refuses.
_QUOTED = re.compile(r"\bb'[^'\n]*'|\bb\"[^\"\n]*\"")
_ROW = re.compile(r"(DETAIL: )[^\n]*")
# A message's number, as the platform gave it, is how operators find it again; it is nobody's number.
_NUMBERS = frozenset({"key", "trace", "parcel"})
_MESSAGE_NUMBER = re.compile(r"(?:[a-z_]{1,20}:)?[0-9]{12,20}")
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
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # A traceback is text like any other: rendered first, so that it is masked too.
                structlog.processors.format_exc_info,
                structlog.processors.StackInfoRenderer(),
                _mask,
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


def _mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide personal numbers, openids and what failures quote, wherever they stand in a line."""
    for name, value in event.items():
        event[name] = _hidden(value, number=name in _NUMBERS)
    return event


def _hidden(value: Any, *, number: bool = False) -> Any:
    if isinstance(value, str):
        kept = number and _MESSAGE_NUMBER.fullmatch(value)
        return value if kept else OPENID.sub(_shortened, mask_text(_unquoted(value)))
    if isinstance(value, Mapping):
        return {_hidden(name): _hidden(inner, number=name in _NUMBERS) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _hidden(repr(value))


def _unquoted(text: str) -> str:
    return _ROW.sub(r"\1…", _QUOTED.sub("b'…'", text))


def _shortened(found: re.Match[str]) -> str:
    return f"{found[0][:4]}…{found[0][-3:]}"
