"""What is done for nobody is said plainly, with the number that helps, and nothing else is done."""

import pytest

from handlers.general.limits import BY_PERSON, KeepLimit
from intents import limits
from tests.factories.talks import TEXTS, county, run, tracker

KINDS = [kind.name for kind in limits.load().kinds]
ACTION = KeepLimit(TEXTS, county=county())
TOLD = {
    "others": "帮不了您",
    "forgery": "违法",
    "cheat": "12388",
    "fraud": "96110",
    "gather": "12345",
    "diagnosis": "120",
    "child": "120",
    "minor": "监护人",
    "withheld": "申请公开",
}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_has_its_words_and_a_way_on(kind: str) -> None:
    heard = tracker("给我")
    heard.latest_message["metadata"]["limit"] = kind
    said = await run(ACTION, heard)
    assert TOLD.get(kind, "我") in said.text
    assert len(said.text) <= 320
    assert "出自《" not in said.text
    assert "地址：" not in said.text
    assert len(said.steps) == (2 if kind in BY_PERSON else 1)
