"""What is proposed to whoever dispatches: nobody waits for a classifier that is not there yet."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SettableClock
from handlers.complaints.classification import classifier
from handlers.complaints.classification.classifier import ClassifierInUse
from handlers.complaints.duty_list import DutyList, MatterDuty
from handlers.complaints.routing.advice import RoutingAdvice
from handlers.complaints.routing.destination import RoutingTable
from handlers.texts import Texts
from tests.unit.handlers.complaints.test_destination import GRID, FixedModel

DUTIES = DutyList((MatterDuty("路灯", "住建局", basis="市政归住建", classes=("城乡建设",), words=("路灯",)),))
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def advice(in_use: ClassifierInUse | None) -> RoutingAdvice:
    return RoutingAdvice(RoutingTable(DUTIES, GRID), in_use, clock=SettableClock(NOW), texts=Texts.load())


async def test_the_matter_stands_with_its_unit_and_the_grid_with_who_is_on_duty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(classifier, "opened", lambda _: FixedModel(城乡建设=1.0))
    found = await advice(ClassifierInUse(tmp_path, patience=30)).proposal(
        "路灯坏了", "桂花社区门口", noted={}
    )
    [matter] = found.matters
    assert (matter.matter, matter.destination.unit, found.chosen) == ("路灯", "住建局", "路灯")
    assert found.grid is not None
    assert [one.name for one in found.grid.people if one.is_on_duty] == ["黄三"]
    assert not found.is_preparing


async def test_nobody_waits_for_a_model_that_is_still_being_learnt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    learnt = threading.Event()

    def slow(_: Path) -> Any:
        learnt.wait(60)
        return FixedModel(城乡建设=1.0)

    monkeypatch.setattr(classifier, "opened", slow)
    in_use = ClassifierInUse(tmp_path, patience=0.01)
    early = await advice(in_use).proposal("路灯坏了", "桂花社区", noted={})
    assert (early.matters, early.is_preparing) == ((), True)
    assert early.grid is not None
    learnt.set()
    async with asyncio.timeout(60):
        while (await advice(in_use).proposal("路灯坏了", "桂花社区", noted={})).is_preparing:
            pass


async def test_a_model_that_could_not_be_opened_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tries = []

    def fails_once(_: Path) -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("no space")
        return FixedModel(城乡建设=1.0)

    monkeypatch.setattr(classifier, "opened", fails_once)
    in_use = ClassifierInUse(tmp_path, patience=30)
    assert await in_use.model() is None
    assert await in_use.model() is not None


async def test_without_a_classifier_only_the_place_is_told() -> None:
    found = await advice(None).proposal("路灯坏了", "桂花社区", noted={})
    assert (found.matters, found.is_preparing) == ((), False)
    assert found.town == "青溪街道"
