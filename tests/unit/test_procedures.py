"""The page that draws the procedures shows what the program obeys, and every refusal of theirs has words."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from bot.lifecycle import Lifecycle
from handlers.complaints.case.lifecycle import COMPLAINT
from handlers.disclosure.case.lifecycle import REQUEST
from handlers.texts import Texts
from knowledge.publication.lifecycle import PUBLICATION
from knowledge.publication.withheld.lifecycle import WITHHOLDING

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / ".ci" / "procedures"))


def test_the_page_is_drawn_from_the_tables() -> None:
    page = (ROOT / "docs" / "procedures.md").read_text("utf-8")
    assert page == SCRIPT["page"](), "run `make procedures`"


@pytest.mark.parametrize("procedure", [REQUEST, COMPLAINT, PUBLICATION, WITHHOLDING])
def test_every_refusal_says_what_stands_in_the_way(procedure: Lifecycle[Any, Any, Any, Any]) -> None:
    texts = Texts.load()
    assert texts.placeholders(procedure.refusals.step) <= {"article", "state", "step"}
    assert texts.placeholders(procedure.refusals.actor) <= {"article", "step"}
