"""Has a module of ours read what may be made to harm in a process of its own: it can cost its time and memory, never ours.

Such a module reads one order over its standard input, a line of JSON and the bytes it is about, and answers in the same
form; it binds its memory first, and may be killed at any moment.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.errors import InputError
from knowledge.ingest.bench import bound

Deed = Callable[[Mapping[str, Any], bytes], tuple[dict[str, Any], bytes]]
"""What such a module does: from an order and its bytes to what there is to say, and the bytes that were made."""
_ROOT = Path(__file__).resolve().parents[2]


def asked(
    module: str, order: Mapping[str, Any], content: bytes, *, seconds: float
) -> tuple[dict[str, Any], bytes]:
    """Give what a module made of an order; it blocks for as long as that takes.

    Raises `InputError`: what the module refused, one that took longer than `seconds` or brought its process down.
    """
    head, _, made = _run(module, json.dumps(order).encode() + b"\n" + content, seconds).partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise InputError(said["refused"], **said["values"])
    return said, made


def _run(module: str, asking: bytes, seconds: float) -> bytes:
    paths = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    # No secret goes there: nothing of our settings.
    harmless = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
    try:
        answered = subprocess.run(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-m", module],
            input=asking,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={**harmless, "PYTHONPATH": paths},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError("released.refused.slow", seconds=int(seconds)) from None
    if answered.returncode or b"\n" not in answered.stdout:
        raise InputError("released.refused.broken")
    return answered.stdout


def answered(deed: Deed, order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Give what came of an order, or why it was refused."""
    try:
        return deed(order, content)
    except InputError as refused:
        return {"refused": refused.text_key, "values": refused.values}, b""
    except MemoryError:
        return {"refused": "released.refused.memory", "values": {}}, b""


def serve(deed: Deed) -> None:
    """Carry out the one order of this process."""
    bound()
    order = json.loads(sys.stdin.buffer.readline())
    said, made = answered(deed, order, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
