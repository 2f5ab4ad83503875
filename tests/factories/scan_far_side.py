"""Stands where the process that reads pictures of pages would: what it does with each page is told by the file.

The file is JSON: for each page by its number `read`, `unread` or `die`.
"""

import json
import os
import sys

from knowledge.ingest.scans.read_page import to_plain
from tests.factories.scan_pages import page, piece


def main() -> None:
    """Answer as the real process does."""
    order = json.loads(sys.stdin.buffer.readline())
    fates = {int(number): fate for number, fate in json.loads(sys.stdin.buffer.read(order["length"])).items()}
    asked = [number for number in sorted(fates) if not order["only"] or number in order["only"]]
    _say({"pages": len(asked)})
    for number in asked:
        if number in order["skip"]:
            continue
        if fates[number] == "die":
            os._exit(9)
        if fates[number] == "unread":
            _say({"unread": number, "key": "pdf_broken", "values": {}})
        else:
            _say({"page": to_plain(page([piece(f"第{number}页的文字。", 100, 100)], number))})
    _say({"done": True})


def _say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
