"""Why a message is answered as it is, told from the whole program; nothing is written by asking."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from adapters.cli.examination.premises import RECOGNIZER, Premises, digest, occupied
from adapters.cli.main import app
from adapters.explanation.wording import TraceWording
from bot.database import Base
from tests.factories.once import once, run_folder
from tests.integration.cli.test_examination import TEXTS, written

pytestmark = pytest.mark.redis


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [{"docid": name, "title": text.split("\n")[0], "text": text} for name, text in TEXTS.items()]
    return written(once(run_folder(tmp_path_factory) / "papers", lambda _: None) / "papers.jsonl", rows)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> Path:
    folder = once(run_folder(tmp_path_factory) / "explained", lambda _: None)
    once(folder / RECOGNIZER, lambda made: shutil.copytree(trained, made, dirs_exist_ok=True))
    return folder


@pytest.fixture
async def place(documents: Path, kept: Path) -> AsyncIterator[Premises]:
    async with occupied([documents], kept=kept) as premises:
        yield premises


async def rows(place: Premises) -> dict[str, int]:
    """Give how many rows each table holds."""
    async with place.program.resources.database.reading() as tx:
        counts = {}
        for table in Base.metadata.sorted_tables:
            counts[table.name] = int(await tx.scalar(select(func.count()).select_from(table)) or 0)
        return counts


async def told(place: Premises, text: str, *earlier: str) -> dict[str, Any]:
    program = place.program
    trace = await program.explainer.explain(text, earlier=earlier)
    return TraceWording(program.texts, program.services.answering.index).plain(trace)


async def test_an_answer_is_traced_to_the_stretch_it_shows(place: Premises) -> None:
    found = await told(place, "租房补贴每月多少钱")
    assert found["heard"]["intent"] == "ask_policy"
    assert found["degree"] == "sure"
    first = found["found"][found["used"]]
    assert (first["document"], first["chance"]) == ("rent", round(found["confidence"], 4))
    assert "500元" in first["quote"]
    assert first["reasons"]
    second = await told(place, "要带什么材料", "租房补贴每月多少钱")
    assert {one["about"] for one in second["looked_up"] if one["about"]} == {"rent"}


async def test_what_was_weighed_before_a_wish_is_told(place: Premises) -> None:
    found = await told(place, "我要投诉住建局拖着租房补贴不发")
    (weighed,) = [one for one in found["weighed"] if one["action"] == "action_start_complaint"]
    assert weighed["from_documents"] == (float(weighed["chance"]) >= float(weighed["least"]))


async def test_nothing_is_written_whatever_is_tried(place: Premises) -> None:
    before = await rows(place)
    for text, earlier in (
        ("人工", ()),
        ("我不想活了", ()),
        ("有了答案告诉我", ("彗星何时飞过月球背面",)),
        (
            "确认",
            (
                "申请公开2025年柴灶改造补助发放明细",
                "1",
                "1",
                "李一鸣",
                "339901198503142016",
                "13800001234",
                "1",
            ),
        ),
        ("撤回申请", ()),
        ("取消关注", ()),
    ):
        found = await told(place, text, *earlier)
        assert found["reply"], text
    assert await rows(place) == before
    asked = await told(place, "人工")
    assert asked["reply"] == [place.program.texts("trace.not_done")]
    assert "120" in "".join((await told(place, "我不想活了"))["reply"])


def test_the_command_explains_from_a_data_folder(
    documents: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def furnish() -> None:
        async with occupied([documents], kept=kept):
            pass

    asyncio.run(furnish())
    furnished = kept / digest([documents])
    shutil.copytree(furnished, tmp_path / "data", ignore=shutil.ignore_patterns("redis", "*.sock", "*.lock"))
    shutil.copytree(kept / RECOGNIZER, tmp_path / "data" / RECOGNIZER, dirs_exist_ok=True)
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "data"))
    words = ["explain", "租房补贴每月多少钱，我电话13812345678", "--earlier", "你好"]
    done = CliRunner().invoke(app, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["sample"], found["earlier"]) == (False, ["你好"])
    assert found["found"][0]["document"] == "rent"
    assert "13812345678" not in done.stdout
    read = CliRunner().invoke(app, words, catch_exceptions=False).stdout
    assert "听成了什么" in read
    assert "《租房补贴办法》" in read
    empty = CliRunner().invoke(app, ["explain", " "])
    assert empty.exit_code == 2
