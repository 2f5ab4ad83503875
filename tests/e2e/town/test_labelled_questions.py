"""Questions about real documents, imported as a newcomer would, asked as sealed pushes, answered in those documents' words.

Whether with or without a reservation: what stands last before the first source are the document's own words.
"""

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.town.town import ROOT, Town
from tests.shared_data import labelled

ASKED = 20
LETTERS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def bare(text: str) -> str:
    return LETTERS.sub("", text)


@pytest.mark.long
def test_twenty_questions_are_answered_from_the_imported_documents(own_town: Town) -> None:
    documents, laws = labelled("policyqa/documents.jsonl.gz"), labelled("laws/laws.jsonl.gz")
    questions = rows(labelled("policyqa/questions-dev.jsonl.gz"))[:ASKED]
    texts = {row["docid"]: bare(row["text"]) for row in rows(documents)}
    own_town.start()
    command = [
        sys.executable,
        "-m",
        "adapters.cli.main",
        "knowledge",
        "import",
        str(documents),
        str(laws),
        "--publish",
        "--json",
    ]
    done = subprocess.run(
        command,
        cwd=own_town.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    imported = json.loads(done.stdout)
    assert imported["added"] == len(texts) + 1500
    assert imported["faults"] == []
    quoted = 0
    for number, question in enumerate(questions):
        answer = own_town.say(f"oLabelled{number:020d}", question["question"])
        quote = bare(answer.split("出自《")[0])
        gold = [texts[docid] for docid in [*question["docids"], *question["also"]]]
        quoted += "出自《" in answer and any(quote[-32:] in text for text in gold)
    assert quoted >= ASKED * 0.6, quoted
