"""The process that reads pictures of pages: page after page over its pipes, bounded in memory, and nothing lost when it dies.

It takes one order, a line of JSON (`form`, `length`, `skip`: pages that were read before, `only`: the pages
that are asked for, all when there are none) and the file's bytes. It
answers in lines of JSON: how many pages are asked for, then each page as it is read, or why it could not be; a refusal
ends it.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from adapters.scan_reader.loading import load
from adapters.scan_reader.models import scan_models
from adapters.scan_reader.page_reader import PageReader
from adapters.scan_reader.pages import PagePictures
from knowledge.documents.draft import Refusal
from knowledge.documents.scans.scan import ScanPage
from knowledge.ingest.bench import bound
from knowledge.ingest.scans.read_page import ReadScanPage, to_plain

NICENESS = 5
Say = Callable[[Mapping[str, Any]], None]


def serve(orders: IO[bytes], say: Say, reader: PageReader) -> None:
    """Read the one file of this process."""
    order = json.loads(orders.readline())
    try:
        read_file(
            order["form"],
            orders.read(order["length"]),
            skip=frozenset(order["skip"]),
            only=order["only"],
            say=say,
            reader=reader,
        )
    except Refusal as refusal:
        say({"refused": refusal.key, "values": refusal.values})
    except MemoryError:
        say({"refused": "too_much_memory", "values": {}})


def read_file(
    form: str, content: bytes, *, skip: frozenset[int], only: Sequence[int], say: Say, reader: PageReader
) -> None:
    """Read the pages asked for that were not read before, and say each; raises `Refusal`."""
    pages = PagePictures(form, content)
    try:
        asked = [number for number in range(1, len(pages) + 1) if not only or number in only]
        say({"pages": len(asked)})
        for number in asked:
            if number not in skip:
                say(_told(number, pages, reader))
        say({"done": True})
    finally:
        pages.close()


def _told(number: int, pages: PagePictures, reader: PageReader) -> Mapping[str, Any]:
    """Give a page as it was read, or why it could not be: the pages behind it are read all the same."""
    try:
        read = reader.read(pages.picture(number))
    except Refusal as refusal:
        return {"unread": number, "key": refusal.key, "values": refusal.values}
    page = ScanPage(number, read.turn, read.text.lines)
    return {"page": to_plain(ReadScanPage.of(page, read.text, stamps=read.stamps))}


def main(threads: int) -> int:
    """Load the models and read; give the exit code."""
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    bound()
    # Whoever asks the program something goes first.
    with suppress(OSError):
        os.nice(NICENESS)

    def say(what: Mapping[str, Any]) -> None:
        answers.write(json.dumps(what).encode() + b"\n")
        answers.flush()

    models = scan_models()
    if models is None:
        say({"refused": "scan_no_reader", "values": {}})
        return 1
    serve(sys.stdin.buffer, say, load(models, threads=threads))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
