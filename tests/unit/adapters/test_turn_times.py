"""The parts of a turn are counted where they are done, and the board that shows them asks for nothing else."""

import asyncio
import json
import re
from importlib import import_module
from itertools import combinations
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from adapters.turn_times import SECONDS, Timed, TimedActions, TimedRecognizer, TurnPart, note_time
from bot.conversation import Conversation
from bot.understanding import Context, Understanding

ROOT = Path(__file__).parents[3]
BOARD = json.loads((ROOT / "deploy" / "grafana" / "mingbai.json").read_text("utf-8"))
EXPRESSIONS = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
# Where figures are kept that no turn touches.
COUNTING = (
    "adapters.redis.quarantine", "adapters.redis.questions", "adapters.redis.gate", "adapters.redis.memory", "adapters.jobs",
    "adapters.web.backlog", "adapters.wechat.courier", "adapters.wechat.api.alarms", "adapters.wechat.push.webhook",
)  # fmt: skip
# Linux tells of the process; the client gives these by itself.
OF_PROCESS = {"process_cpu_seconds_total", "process_resident_memory_bytes"}


def counted(part: TurnPart) -> float:
    return REGISTRY.get_sample_value("mingbai_turn_seconds_count", {"part": part.value}) or 0.0


class Reader:
    def recognize(self, text: str, context: Context = Context()) -> Understanding:  # noqa: B008 - the protocol's shape.
        return Understanding(text, "greet", 1.0)


def test_a_part_is_counted_though_it_fails() -> None:
    before = counted(TurnPart.WRITING)
    with pytest.raises(ValueError, match="broken"), Timed(TurnPart.WRITING):
        raise ValueError("broken")
    assert counted(TurnPart.WRITING) == before + 1


def test_a_time_falls_into_its_bucket() -> None:
    def within(bound: str) -> float:
        labels = {"part": TurnPart.FINDING.value, "le": bound}
        return REGISTRY.get_sample_value("mingbai_turn_seconds_bucket", labels) or 0.0

    before = within("0.002"), within("0.004")
    note_time(TurnPart.FINDING, 0.003)
    assert (within("0.002"), within("0.004")) == (before[0], before[1] + 1)


def test_a_reading_is_given_as_it_is_and_timed() -> None:
    before = counted(TurnPart.UNDERSTANDING)
    assert TimedRecognizer(Reader()).recognize("你好").intent == "greet"
    assert counted(TurnPart.UNDERSTANDING) == before + 1


def test_an_action_is_timed_also_where_nobody_knows_it() -> None:
    before = counted(TurnPart.ACTING)
    stage = TimedActions([], domain={})
    with pytest.raises(Exception, match="action_unknown"):
        asyncio.run(stage.run("action_unknown", Conversation.new("o1")))
    assert counted(TurnPart.ACTING) == before + 1


def test_every_part_is_there_from_the_start() -> None:
    told = {sample.labels["part"] for metric in SECONDS.collect() for sample in metric.samples}
    assert told == {part.value for part in TurnPart}


def test_the_board_asks_only_for_what_the_program_gives() -> None:
    for module in COUNTING:
        import_module(module)
    given = {name for names in REGISTRY._collector_to_names.values() for name in names} | OF_PROCESS
    asked = {name for words in EXPRESSIONS for name in re.findall(r"\b(?:mingbai|process)_[a-z_]+", words)}
    assert asked - given == set()


def test_the_board_names_parts_that_there_are() -> None:
    parts = {part for words in EXPRESSIONS for part in re.findall(r'part="(\w+)"', words)}
    assert parts == {part.value for part in TurnPart}


def test_no_two_panels_of_the_board_lie_upon_each_other() -> None:
    places = [panel["gridPos"] for panel in BOARD["panels"]]
    assert all(place["x"] + place["w"] <= 24 for place in places)
    for one, other in combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert beside or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
