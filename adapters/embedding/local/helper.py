"""The process that holds a model: it reads texts from standard input and writes vectors to standard output.

An engine is foreign machine code that is fed with what strangers write. Here it can do the least harm: it has no
setting and no key, writes no file and leaves no core behind, and when it breaks down the questions are answered by
their words. Each line asks in JSON: `id`, `texts`, `asked`, and `until`, after which nobody waits any longer. Each
answer is a line of JSON, and behind it the vectors as single floats.
"""

import json
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from adapters.embedding.local.carriers import BUNDLED
from adapters.embedding.local.text_model import ModelError, TextModel

UNREAD = "numbers"
NOTHING = "。"
LEAST_MEMORY_BYTES = 2 << 30
MOST_MEMORY_BYTES = 12 << 30


def main(kind: str, folder: str, *, threads: int, niceness: int) -> int:
    """Answer until nobody asks any longer; give the exit code."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    give_way(niceness)
    confine(LEAST_MEMORY_BYTES if kind == BUNDLED else MOST_MEMORY_BYTES)
    try:
        model = _opened(kind, folder, threads=threads)
    except ModelError as refusal:
        _say(answers, {"refused": str(refusal)})
        return 1
    _say(answers, {"ready": True})
    for line in sys.stdin.buffer:
        _answer(model, json.loads(line), answers)
    return 0


def give_way(niceness: int) -> None:
    """Let everybody else go first, where that is allowed: a hardened service may not even do this."""
    with suppress(OSError):
        if niceness:
            os.nice(niceness)


def confine(memory: int) -> None:
    """Take from this process what a model never needs: files to write, cores to dump, memory without end."""
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (most, most))


def _opened(kind: str, folder: str, *, threads: int) -> TextModel:
    if kind == BUNDLED:
        from adapters.embedding.local.small_e5 import SmallE5

        return SmallE5(threads=threads)
    from adapters.embedding.local.onnx_folder import OnnxFolder

    return OnnxFolder(Path(folder), threads=threads)


def _answer(model: TextModel, asked: dict[str, Any], answers: IO[bytes]) -> None:
    number, until = asked["id"], asked["until"]
    if until is not None and time.monotonic() > until:
        # Nobody waits for it any longer; the next one shall not come too late because of it.
        _say(answers, {"id": number, "refused": "timeout"})
        return
    texts = [readable(text) for text in asked["texts"]]
    # An engine has errors of its own for what it cannot read; the next text may be read again.
    try:
        found = model.vectors(texts, asked=asked["asked"])
    except Exception:  # noqa: BLE001
        found = np.zeros((1, 0), dtype=np.float32)
    if not np.isfinite(found).all() or not found.any(axis=1).all():
        _say(answers, {"id": number, "refused": UNREAD})
        return
    rows, dimensions = found.shape
    _say(
        answers,
        {"id": number, "rows": rows, "dimensions": dimensions},
        found.astype("<f4").tobytes(),
    )


def readable(text: str) -> str:
    """Give a text that every engine can take: no half letters, and not nothing."""
    whole = text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    return whole if whole.strip() else NOTHING


def _say(answers: IO[bytes], told: dict[str, Any], vectors: bytes = b"") -> None:
    answers.write(json.dumps(told).encode() + b"\n" + vectors)
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], threads=int(sys.argv[3]), niceness=int(sys.argv[4])))
