"""The files of a bundle as values, and the digests by which `sha256sum -c` checks them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.clock import SHANGHAI

DIGESTS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class BundlePaper:
    """A file of a bundle: its path inside the folder, in ASCII, and what stands in it."""

    path: str
    content: bytes


def told(path: str, value: Any) -> BundlePaper:
    """Give a JSON file that people can read too."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    return BundlePaper(path, text.encode("utf-8", "replace") + b"\n")


def lines(path: str, rows: Iterable[str]) -> BundlePaper:
    """Give a text file of these lines."""
    return BundlePaper(path, ("\n".join(rows) + "\n").encode("utf-8", "replace"))


def digests(papers: Sequence[BundlePaper]) -> BundlePaper:
    """Give the list of digests of all other files, as `sha256sum` writes it."""
    rows = sorted((paper.path, hashlib.sha256(paper.content).hexdigest()) for paper in papers)
    return lines(DIGESTS, (f"{digest}  {path}" for path, digest in rows))


def plain(value: Any) -> Any:
    """Give a value as JSON keeps it: instants in Chinese time, everything else that it has not as text."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
