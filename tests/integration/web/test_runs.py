"""Work beside the requests: how far it is while it runs, its result afterwards, and the truth when it broke off."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.operators import runs as module
from adapters.operators.runs import RunProgress, RunRegistry
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from tests.factories.site import Running
from tests.integration.web.conftest import Enter

pytestmark = pytest.mark.redis


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(module, "NOTE_SECONDS", 0.01)


async def until(runs: RunRegistry, token: str, done: int) -> module.Run:
    async with asyncio.timeout(5):
        while (run := await runs.of(token)) is None or run.done < done:  # noqa: ASYNC110 - it is told by Redis
            await asyncio.sleep(0.01)
    return run


async def test_a_run_tells_how_far_it_is_and_keeps_its_result(site: Running) -> None:
    gate = asyncio.Event()

    async def work(progress: RunProgress) -> Mapping[str, Any]:
        progress.note(3, 7)
        await gate.wait()
        progress.note(7)
        return {"words": "办好"}

    runs, elsewhere = RunRegistry(site.redis), RunRegistry(site.redis)
    token = await runs.start(work)
    run = await until(elsewhere, token, 3)
    assert (run.total, run.result, run.broken) == (7, None, False)
    gate.set()
    run = await until(elsewhere, token, 7)
    assert run.result == {"words": "办好"}
    await runs.close()
    assert await runs.of("0" * 32) is None


async def test_a_run_that_fails_or_is_stopped_says_so(
    site: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(progress: RunProgress) -> Mapping[str, Any]:
        progress.note(1, 2)
        raise RuntimeError("no such table")

    async def waits(_: RunProgress) -> Mapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    runs = RunRegistry(site.redis)
    failed, stopped = await runs.start(fails), await runs.start(waits)
    await runs.close()
    for token in (failed, stopped):
        run = await runs.of(token)
        assert run is not None
        assert (run.broken, run.result) == (True, None)
    assert "a run failed" in caplog.text


async def test_a_run_whose_process_died_is_broken_after_a_while(site: Running) -> None:
    token = "a" * 32
    state = {
        "done": 1,
        "total": 2,
        "at": time.time() - module.SILENCE_SECONDS - 1,
        "broken": False,
        "result": None,
    }
    await site.redis.set(f"mingbai:operators:run:{token}", json.dumps(state))
    run = await RunRegistry(site.redis).of(token)
    assert run is not None
    assert run.broken


async def test_a_long_check_shows_its_progress_and_then_its_result(
    enter: Enter, site: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, checking = asyncio.Event(), type(site.services.knowledge.dry_run).rows

    async def slowly(check: Any, items: Any, **more: Any) -> Any:
        await gate.wait()
        return await checking(check, items, **more)

    monkeypatch.setattr(type(site.services.knowledge.dry_run), "rows", slowly)
    operator = await enter("chenming")
    await operator.get("/operators/import")
    content = '{"id": "x", "title": "夜班公交", "text": "每晚运行。"}\n'.encode()
    async with asyncio.timeout(20):
        status, page = await operator.upload(("公告.jsonl", content))
        assert (status, "正在检查文件" in page, 'http-equiv="refresh"' in page) == (200, True, True)
        gate.set()
        found = page
        while "检查结果" not in found:
            token = (await site.redis.keys("mingbai:operators:run:*"))[0].decode().rpartition(":")[2]
            _, found = await operator.get(f"/operators/import/{token}")
        assert "确认导入1份" in found
        _, page = await operator.post(f"/operators/import/{token}")
        # The import is a run of its own; on a busy machine its progress is shown first.
        runs = {key.decode().rpartition(":")[2] for key in await site.redis.keys("mingbai:operators:run:*")}
        (importing,) = runs - {token}
        while "导入结果" not in page:
            _, page = await operator.get(f"/operators/import/{importing}/result")
    assert (await site.services.knowledge.documents.read("x")).version.number == 1
    status, _ = await operator.get(f"/operators/import/{'0' * 32}/result")
    assert status == 404


async def test_a_check_lists_what_changes_and_what_is_alike_apart(enter: Enter, site: Running) -> None:
    text = "".join(
        f"第{at}条 夜班公交第{at}路每晚运行，票价{at}元，由交通运输局公布。\\n" for at in range(20)
    )
    rows = [("x", "夜班公交", text), ("y", "停车", "停车场每小时两元。")]
    items = [Draft(Document(one, title), words.replace("\\n", "\n"), "t", 1) for one, title, words in rows]
    await site.services.knowledge.imports.keep(items, author="test")
    changed = text.replace("票价7元", "票价9元")
    lines = [
        f'{{"id": "{one}", "title": "{one}事项", "text": "{words}"}}'
        for one, words in (("z", text), ("n", "新事。"))
    ]
    lines.append(f'{{"id": "x", "title": "夜班公交", "text": "{changed}"}}')
    operator = await enter("chenming")
    await operator.get("/operators/import")
    async with asyncio.timeout(20):
        _, page = await operator.upload(("批.jsonl", "\n".join(lines).encode()))
        (key,) = await site.redis.keys("mingbai:operators:run:*")
        token = str(key).strip("'").rpartition(":")[2]
        while "检查结果" not in page:
            _, page = await operator.get(f"/operators/import/{token}")
    assert "<del>7元</del><ins>9元</ins>" in page
    assert "改1段" in page
    _, alike = await operator.get(f"/operators/import/{token}?part=alike")
    assert ("z事项" in alike, "n事项" in alike, "只看“重复或相近”" in alike) == (True, False, True)
    _, fresh = await operator.get(f"/operators/import/{token}?part=created")
    assert ("n事项" in fresh, "<ins>" in fresh) == (True, False)
    _, whole = await operator.get(f"/operators/import/{token}?part=nonsense")
    assert ("n事项" in whole, "<ins>" in whole) == (True, True)
