"""The sample county's matters: three systems, somebody of whom all three know, long ones at different steps, and nobody who can be."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from adapters.cli.sample.matters import FILE, dated
from bot.text.plain_yaml import read_yaml
from handlers.matters.delivery.lifecycle import MatterStepState
from handlers.matters.delivery.matter import DeliveredMatter
from handlers.matters.delivery.reading import read_statement
from tests.factories.site import QINGLAN

TODAY = date(2026, 12, 2)
DATA: Mapping[str, Any] = read_yaml((Path(QINGLAN) / FILE).read_text("utf-8"))


def delivered() -> dict[str, tuple[DeliveredMatter, ...]]:
    return {
        source["name"]: read_statement(
            {"matters": [dated(one, TODAY) for one in source["matters"]]}, today=TODAY
        ).matters
        for source in DATA["sources"]
    }


def test_somebody_is_known_to_three_systems() -> None:
    of_systems = [{one.holder.identity for one in matters} for matters in delivered().values()]
    assert len(of_systems) == 3
    assert len(set.intersection(*of_systems)) >= 2


def test_long_matters_stand_at_different_steps() -> None:
    steps = {
        (len(one.steps), at)
        for matters in delivered().values()
        for one in matters
        for at, step in enumerate(one.steps, start=1)
        if step.state is MatterStepState.RUNNING
    }
    assert {at for _, at in steps} >= {1, 2, 3, 4}


def test_everything_is_marked_as_a_sample_and_nobody_can_be() -> None:
    for matters in delivered().values():
        for one in matters:
            assert "示例" in one.title
            assert "示例" in one.holder.name
            assert one.holder.identity.startswith(("350799", "91350799"))
