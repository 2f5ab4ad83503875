"""The process in which pages become pictures: it reads one order, gives one answer, and may be killed at any moment.

Over standard input come a line of JSON with the order and the document's bytes; back come a line of JSON and the bytes
that were made.
"""

from collections.abc import Mapping
from typing import Any

from handlers.disclosure.released import printing
from handlers.disclosure.released.box import CoverBox
from handlers.files import child_bench
from handlers.files.document_form import DocumentForm


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


if __name__ == "__main__":
    child_bench.serve(done)
