"""The process in which pages become pictures: it reads one order, gives one answer, and may be killed at any moment.

Over standard input come a line of JSON with the order and the document's bytes; back come a line of JSON and the bytes
that were made.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from bot.errors import InputError
from handlers.disclosure.released import printing
from handlers.disclosure.released.box import CoverBox
from handlers.files.document_form import DocumentForm
from knowledge.ingest.bench import bound


def done(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Carry out an order; give what there is to say, and the bytes that were made."""
    boxes = [CoverBox(*edges) for edges in order.get("boxes", ())]
    deed = order["deed"]
    if deed == "pages":
        made = printing.to_pages(DocumentForm(order["form"]), content)
        return {"count": printing.page_count(made)}, made
    if deed == "picture":
        return {}, printing.page_picture(content, order["page"])
    if deed == "text":
        return {}, printing.text_outside(content, boxes).encode("utf-8", "replace")
    return {}, printing.covered(content, boxes)


def answer(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Give what came of an order, or why it was refused."""
    try:
        return done(order, content)
    except InputError as refused:
        return {"refused": refused.text_key, "values": refused.values}, b""
    except MemoryError:
        return {"refused": "released.refused.memory", "values": {}}, b""


if __name__ == "__main__":
    bound()
    asked = json.loads(sys.stdin.buffer.readline())
    said, made = answer(asked, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
