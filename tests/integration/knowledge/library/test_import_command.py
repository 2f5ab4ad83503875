"""The import command as a person types it: a dry run, an import that was broken off, and what was skipped."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.cli.services import _database, knowledge, publication_effects, saved_questions
from adapters.cli.terminal import run_async
from bot.clock import SystemClock
from knowledge.documents.document import Disclosure, Document
from knowledge.documents.draft import Draft
from knowledge.index.writer import Shape
from knowledge.questions.effect import AskedEffect
from knowledge.questions.log import QuestionLog
from knowledge.questions.note import QuestionOutcome
from knowledge.questions.saved_questions import Wanted
from tests.factories import papers
from tests.factories.questions import line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "data"))
    assert run("migrate").exit_code == 0
    place = tmp_path / "文件"
    place.mkdir()
    (place / "通知.docx").write_bytes(
        papers.word(papers.centred("关于发放高龄津贴的通知"), papers.paragraph("每人每月60元。"))
    )
    (place / "旧.doc").write_bytes(b"x")
    (place / "行.jsonl").write_text('{"id": "a", "title": "甲", "text": "正文。"}\n', encoding="utf-8")
    return place


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> dict[str, Any]:
    """Run a command with --json and give the last line it printed."""
    found: dict[str, Any] = json.loads(run(*words, "--json").stdout.strip().splitlines()[-1])
    return found


def effect_of(document: str) -> AskedEffect | None:
    async def last() -> AskedEffect | None:
        async with knowledge() as (_, index), publication_effects(index) as effects:
            kept = await effects.last(document)
            return kept.effect if kept else None

    return run_async(last())


def ask(*questions: str) -> None:
    async def take() -> None:
        async with _database() as (database, _):
            clock = SystemClock()
            noted = [line(one, QuestionOutcome.DECLINED, at=clock.now()) for one in questions]
            await QuestionLog(database, clock).take(noted)

    run_async(take())


def test_what_a_command_changes_among_what_was_asked_is_kept_of_each_document(folder: Path) -> None:
    first = publish(folder, 高龄津贴=PAYS)
    assert first["asked"] is None
    ask("停车怎么收费", "高龄津贴每月多少钱")
    result = publish(folder, 停车=STRAY, 公交="第一条 夜班公交每晚23点30分收班，票价2元。")
    assert (result["published"], result["asked"]) == (2, {"worse": 0, "other": 0, "better": 1})
    parking, bus = effect_of("停车"), effect_of("公交")
    assert parking is not None
    assert bus is not None
    assert [one.question for one in parking.changes] == ["停车怎么收费"]
    assert (bus.changes, bus.together) == ((), 2)
    shown = run("knowledge", "import", "--publish", str(folder / "批.jsonl"))
    assert "变好" not in shown.output


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    first = told("knowledge", "import", "--dry-run", str(folder))
    assert (first["created"], first["unchanged"], first["faulty"]) == (2, 0, 1)
    row = next(row for row in first["rows"] if row["file"] == "通知.docx")
    assert {one["field"]: one["value"] for one in row["proposed"]}["title"] == "关于发放高龄津贴的通知"
    assert told("knowledge", "import", "--dry-run", str(folder))["created"] == 2
    shown = run("knowledge", "import", "--dry-run", str(folder))
    assert "没有写入" in shown.output
    assert shown.exit_code == 0


def test_only_what_a_person_told_is_published(folder: Path) -> None:
    result = told("knowledge", "import", "--publish", str(folder))
    assert (result["added"], result["published"], result["proposed"]) == (2, 1, 1)
    assert [fault["file"] for fault in result["faults"]] == ["旧.doc"]
    assert ".docx" in result["faults"][0]["reason"]


def test_an_import_that_broke_off_is_run_again(folder: Path) -> None:
    told("knowledge", "import", str(folder / "通知.docx"))
    again = told("knowledge", "import", str(folder))
    assert (again["added"], again["unchanged"], again["changed"]) == (1, 1, 0)


def test_replaced_laws_and_undated_rows_are_told_of(folder: Path) -> None:
    rows = [
        {"id": "law", "title": "中华人民共和国合同法", "validity": "有效", "text": "第一条 为了保护当事人。"},
        {"id": "dated", "title": "补贴办法", "written_on": "2024-03-01", "text": "第一条 每月60元。"},
        {"id": "undated", "title": "停车办法", "text": "第一条 每小时两元。"},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "法.jsonl").write_text(lines, "utf-8")
    tried = {
        row["id"]: row["worth"]
        for row in told("knowledge", "import", "--dry-run", str(folder / "法.jsonl"))["rows"]
    }
    assert "已被《中华人民共和国民法典》取代，2021年1月1日起执行" in tried["law"]
    assert "未登记" in tried["undated"]
    assert tried["dated"] == ""
    assert "民法典" in run("knowledge", "import", "--dry-run", str(folder / "法.jsonl")).output
    done = told("knowledge", "import", str(folder / "法.jsonl"))
    assert (done["added"], done["replaced"], done["unregistered"]) == (3, 1, 1)
    again = told("knowledge", "import", str(folder / "法.jsonl"))
    assert (again["unchanged"], again["replaced"], again["unregistered"]) == (3, 0, 0)


def test_exported_rows_come_in_again_as_they_were(folder: Path) -> None:
    row = {"id": "a", "title": "停车办法", "validity": "有效", "text": "第一条 每小时两元。"}
    (folder / "一.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    told("knowledge", "import", "--publish", str(folder / "一.jsonl"))
    assert run("knowledge", "export", str(folder / "出.jsonl")).exit_code == 0
    assert told("knowledge", "import", str(folder / "出.jsonl"))["unchanged"] == 1


def test_nothing_but_faults_is_a_failure(folder: Path) -> None:
    assert run("knowledge", "import", str(folder / "旧.doc")).exit_code == 1
    assert run("knowledge", "import", "--dry-run", str(folder / "旧.doc")).exit_code == 1


PAYS = "第一条 年满80周岁的老年人，高龄津贴每人每月60元。\n第二条 高龄津贴按月发放。"
STRAY = "第一条 停车场按小时收费，每小时两元。"


def publish(folder: Path, *words: str, **texts: str) -> dict[str, Any]:
    rows = [{"id": name, "title": f"{name}办法", "text": text} for name, text in texts.items()]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "批.jsonl").write_text(lines, "utf-8")
    return told("knowledge", "import", "--publish", *words, str(folder / "批.jsonl"))


async def save_question() -> None:
    async with saved_questions() as saved:
        await saved.save("高龄津贴每月多少钱", Wanted("高龄津贴", ("60元",)), actor="op")


def answer() -> dict[str, Any]:
    return told("knowledge", "ask", "高龄津贴每月多少钱")


def test_a_publication_that_loses_an_answer_needs_a_word(folder: Path) -> None:
    first = publish(folder, 高龄津贴=PAYS)
    assert (first["published"], first["rehearsed"], first["blocked"]) == (1, 0, False)
    assert "60元" in answer()["quote"]
    run_async(save_question())
    blocked = publish(folder, 高龄津贴=STRAY, 停车=STRAY)
    assert (blocked["changed"], blocked["added"], blocked["published"], blocked["blocked"]) == (1, 1, 0, True)
    assert [row["question"] for row in blocked["worse"]] == ["高龄津贴每月多少钱"]
    # Nothing is public, and saying the same again says the same again.
    assert "60元" in answer()["quote"]
    shown = run("knowledge", "import", "--publish", str(folder / "批.jsonl"))
    assert shown.exit_code == 1
    assert "--confirm" in shown.output
    assert "高龄津贴每月多少钱" in shown.output
    confirmed = publish(folder, "--confirm", 高龄津贴=STRAY, 停车=STRAY)
    assert (confirmed["published"], confirmed["blocked"], len(confirmed["worse"])) == (2, False, 1)
    assert not answer()["answered"] or "60元" not in answer()["quote"]
    # Accepted once, it blocks no more.
    assert not publish(folder, 停车=STRAY + "节假日免费。")["blocked"]


def test_a_publication_is_appended_to_the_index(folder: Path) -> None:
    publish(folder, **{f"甲{at}": f"第一条 甲{at}的事由甲{at}办。" for at in range(30)})
    before = run_async(_shape())
    result = publish(folder, 乙="第一条 乙的事由乙办。")
    after = run_async(_shape())
    assert result["published"] == 1
    assert after.lineage == before.lineage
    assert after.documents == before.documents + 1


async def _shape() -> Shape:
    async with knowledge() as (_, index):
        index.reload()
        assert index.reader is not None
        return index.reader.shape


async def test_only_what_was_rehearsed_becomes_public(folder: Path) -> None:
    async with knowledge() as (services, _):
        rows = [Draft(Document(name, name), f"{name}的事。", "test", 1) for name in ("甲", "乙", "丙")]
        due = (await services.imports.keep(rows, author="w")).due
        assert due == {"甲": 1, "乙": 1, "丙": 1}
        await services.imports.keep([Draft(Document("乙", "乙"), "改了。", "test", 1)], author="x")
        closed = Document("丙", "丙", disclosure=Disclosure.CLOSED)
        await services.imports.keep([Draft(closed, "丙的事。", "test", 1)], author="x")
        assert await services.imports.publish({**due, "丙": 2}, author="w") == 1
        assert await services.documents.is_public("甲")
        assert not await services.documents.is_public("乙")
        assert not await services.documents.is_public("丙")


def test_a_dry_run_tells_what_changes_and_what_is_alike(folder: Path) -> None:
    long = "".join(f"第{at}条 高龄津贴的第{at}项由民政局办理，材料齐全的当场受理。\n" for at in range(20))
    publish(folder, 高龄津贴=PAYS, 指南=long)
    rows = [
        {"id": "高龄津贴", "title": "高龄津贴办法", "text": PAYS.replace("60元", "90元")},
        {"id": "指南", "title": "指南新办法", "text": long},
        {"id": "抄件", "title": "抄件", "text": long},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "批.jsonl").write_text(lines, "utf-8")
    found = told("knowledge", "import", "--dry-run", str(folder / "批.jsonl"))
    assert (found["changed"], found["created"], found["alike"]) == (2, 1, 2)
    changes = {row["id"]: row["change"] for row in found["rows"]}
    lead = "…老年人，高龄津贴每人每月"
    assert changes["高龄津贴"]["samples"] == [{"lead": lead, "old": "60元", "new": "90元", "tail": "。"}]
    assert (changes["指南"]["altered"], changes["指南"]["fields"]) == (0, ["title"])
    assert changes["抄件"] is None
    shown = run("knowledge", "import", "--dry-run", str(folder / "批.jsonl")).output.replace("\n", "")
    assert "【60元→90元】" in shown
    assert "重复或相近 2" in shown
    assert "登记信息：标题" in shown
