"""As many documents as a benchmark wants, made from the sample county's own by moving them to other places and years."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

SAMPLE = Path(__file__).parents[1] / "knowledge" / "data" / "qinglan"
PLACES = [
    f"{a}{b}{c}" for c in ("县", "区", "市") for a in "云石清白金玉东南安永" for b in "河山林泉溪岭湾塘州原"
]


def documents(count: int) -> Iterator[dict[str, str]]:
    """Give so many rows of id, title and text; the first ones are the county's own."""
    originals = [
        _read(path) for folder in ("policies", "interpretations", "guides") for path in _files(folder)
    ]
    for number in range(count):
        row = originals[number % len(originals)]
        round_ = number // len(originals)
        yield row if round_ == 0 else _moved(row, round_)


def write(path: Path, count: int) -> Path:
    """Write the rows as JSON lines; give the path."""
    with path.open("w", encoding="utf-8") as file:
        for row in documents(count):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _files(folder: str) -> list[Path]:
    return sorted((SAMPLE / folder).glob("*.md"))


def _read(path: Path) -> dict[str, str]:
    _, head, body = path.read_text("utf-8").split("---", 2)
    meta = yaml.safe_load(head)
    return {"id": meta["id"], "title": meta["title"], "text": body.strip()}


def _moved(row: dict[str, str], round_: int) -> dict[str, str]:
    place = PLACES[round_ % len(PLACES)]
    shift = round_ % 9 + 1

    def other(found: re.Match[str]) -> str:
        return str(int(found[0]) + shift)

    moved = {name: value.replace("青岚县", place) for name, value in row.items()}
    return moved | {"id": f"{row['id']}-{round_}", "text": re.sub(r"\d{2,4}", other, moved["text"])}
