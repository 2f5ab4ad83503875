"""As many documents as a benchmark wants, made from the sample county's own by giving them other subjects."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from bot.text.plain_yaml import read_yaml

SAMPLE = Path(__file__).parents[1] / "knowledge" / "data" / "qinglan"
HANZI = re.compile(r"[\u4e00-\u9fff]")
# Words that every official text has: they stay, so that made-up documents are as hard to tell apart as real ones.
KEPT = set(
    "的了和与及或在对按由为应当第条一二三四五六七八九十百千万元年月日人县区市镇乡局部门规定办理申请补贴标准条件材料"
)


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
    meta = read_yaml(head)
    return {"id": meta["id"], "title": meta["title"], "text": body.strip()}


def _moved(row: dict[str, str], round_: int) -> dict[str, str]:
    """Give the document in other words: each character is another one all through the round, figures shift.

    Lengths, structure and how often characters occur stay as in official texts; the subject is another one.
    """
    table = _table(round_)
    shift = round_ % 9 + 1
    text = re.sub(r"\d{2,4}", lambda found: str(int(found[0]) + shift), row["text"])
    return {
        "id": f"{row['id']}-{round_}",
        "title": row["title"].translate(table),
        "text": text.translate(table),
    }


@cache
def _alphabet() -> list[str]:
    found = {sign for path in SAMPLE.rglob("*.md") for sign in HANZI.findall(path.read_text("utf-8"))}
    return sorted(found - KEPT)


@cache
def _table(round_: int) -> dict[int, str]:
    alphabet = _alphabet()
    shuffled = alphabet.copy()
    Random(round_).shuffle(shuffled)
    return {ord(old): new for old, new in zip(alphabet, shuffled, strict=True)}
