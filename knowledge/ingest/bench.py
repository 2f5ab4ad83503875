"""The helper process in which hostile formats are read: it may be killed at any moment and nothing is lost.

It speaks over its standard input and output: a line of JSON with format, name and length, then the file's bytes;
back comes one line of JSON. It opens no file by itself. An error no reader foresaw ends it, which its parent
tells as a damaged file.
"""

import json
import sys
from collections.abc import Callable
from typing import IO, Any

from knowledge.documents.draft import Refusal
from knowledge.ingest.contents import refuse_disguised
from knowledge.ingest.formats import Reader, reader
from knowledge.ingest.limits import MEMORY_BYTES
from knowledge.ingest.readers.manuscript import to_plain
from knowledge.ingest.readers.signs import without_invisible


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Read one file after the other until the parent hangs up."""
    while line := orders.readline():
        order = json.loads(line)
        content = orders.read(order["length"])
        answers.write(json.dumps(answer(order["format"], content, name=order["name"])).encode() + b"\n")
        answers.flush()


def answer(
    form: str, content: bytes, *, name: str, readers: Callable[[str], Reader] = reader
) -> dict[str, Any]:
    """Give what came of one file as plain values: manuscripts, or the reason of a refusal."""
    try:
        refuse_disguised(form, content, name)
        return {"manuscripts": [to_plain(without_invisible(one)) for one in readers(form)(content, name)]}
    except Refusal as refusal:
        return {"refused": refusal.key, "values": refusal.values}
    except RecursionError:
        return {"refused": "too_deep", "values": {}}
    except MemoryError:
        return {"refused": "too_much_memory", "values": {}}


def bound() -> None:
    """Take no more memory than allowed, where the system can tell a process so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
