"""The commands that write letters and reports: what comes out, and that nothing is written when something is wrong."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from adapters import office_suite
from adapters.cli.main import app
from bot.errors import BotError
from handlers.disclosure.letters.kinds import SPECS, NoticeKind
from handlers.texts import Texts
from knowledge.ingest.readers.word import read_word
from tests.factories.decisions import FACTS
from tests.shared_data import labelled

TEXTS = Texts.load()
REPLY: dict[str, Any] = {
    "agency": "jiaoyu",
    "number": "青教公开答〔2026〕第3号",
    "date": "2026-11-20",
    "request": {
        "number": "GK202611020001",
        "applicant": "李一鸣",
        "received_on": "2026-11-02",
        "asked": "讨论记录",
    },
    "items": [{"asked": "讨论记录", "answers": [{"ground": "process", "facts": FACTS["process"]}]}],  # type: ignore[index]
}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["disclosure", *(str(word) for word in words)])


def told(done: Result) -> str:
    """Give what the command says, of a failure in the words that `mingbai` prints."""
    error = done.exception
    if isinstance(error, BotError):
        return TEXTS(error.text_key, **error.values)
    return f"{done.output}{'' if isinstance(error, SystemExit) or error is None else error}"


def write(folder: Path, content: Any) -> Path:
    path = folder / "facts.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def changed(**values: Any) -> dict[str, Any]:
    return {**deepcopy(REPLY), **values}


def test_a_reply_is_written_and_can_be_read(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    done = run("letter", "--facts", write(tmp_path, REPLY), "--outcome", "deny_process", "--out", out)
    assert done.exit_code == 0, told(done)
    assert "应当先" in done.output
    assert "第十六条第二款" in read_word(out.read_bytes())[0].text


def test_a_notice_is_written_from_its_fields(tmp_path: Path) -> None:
    fields = {"不明之处": "没有写年份", "补正方法": ["写明年份", "写明文件名称"], "补正期限": "2026年12月4日"}
    facts = {**{key: value for key, value in REPLY.items() if key != "items"}, "fields": fields}
    out = tmp_path / "x.docx"
    done = run("letter", "--facts", write(tmp_path, facts), "--kind", "correction", "--out", out)
    assert done.exit_code == 0, told(done)
    text = read_word(out.read_bytes())[0].text
    assert "写明年份\n\n写明文件名称" in text
    assert "复议" not in text


@pytest.mark.parametrize(
    ("facts", "outcome", "said"),
    [
        (changed(), "granted", "结果是“deny_process”，不是“granted”"),
        (changed(), "wonderful", "不认识“wonderful”这种结果"),
        (changed(agency="nobody"), "deny_process", "没有“nobody”"),
        (changed(number=""), "deny_process", "“number”缺失"),
        (changed(date="昨天"), "deny_process", "“date”缺失或者形式不对"),
        (changed(items=[]), "deny_process", "没有写申请人要的是哪几项"),
        (changed(items="a"), "deny_process", "“items”缺失"),
        (changed(items=[{"asked": "a", "answers": [{"ground": "mood"}]}]), "deny_process", "不认识“mood”"),
        (
            changed(items=[{"asked": "a", "answers": [{"ground": "process", "facts": {"reason": "x"}}]}]),
            "deny_process",
            "缺少：哪一类过程性信息",
        ),
        ([1], "deny_process", "没有一项一项的内容"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    tmp_path: Path, facts: Any, outcome: str, said: str
) -> None:
    out = tmp_path / "x.docx"
    done = run("letter", "--facts", write(tmp_path, facts), "--outcome", outcome, "--out", out)
    assert done.exit_code != 0
    assert said in told(done)
    assert not out.exists()


@pytest.mark.parametrize("content", ["a: [", "{", "\ud800".encode("utf-8", "surrogatepass"), "[" * 5000])
def test_a_broken_file_is_named(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "facts.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run("letter", "--facts", path, "--outcome", "granted", "--out", tmp_path / "x.docx")
    assert "facts.yml" in told(done)


def test_no_file_is_overwritten_and_one_kind_is_asked_for(tmp_path: Path) -> None:
    facts = write(tmp_path, REPLY)
    there = tmp_path / "x.docx"
    there.write_text("mine", "utf-8")
    assert run("letter", "--facts", facts, "--outcome", "deny_process", "--out", there).exit_code == 1
    assert there.read_text("utf-8") == "mine"
    assert run("letter", "--facts", facts, "--out", tmp_path / "y.docx").exit_code == 2
    assert (
        run("letter", "--facts", facts, "--outcome", "granted", "--out", tmp_path / "no" / "y").exit_code == 1
    )


def test_without_libreoffice_the_word_file_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_suite, "program", lambda: "")
    out = tmp_path / "x.docx"
    done = run(
        "letter", "--facts", write(tmp_path, REPLY), "--outcome", "deny_process", "--out", out, "--pdf"
    )
    assert "没有 LibreOffice" in told(done)
    assert out.exists()
    assert not out.with_suffix(".pdf").exists()


def test_templates_are_written_once_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    assert f"{len(SPECS)} 份" in run("templates", folder).output
    assert "0 份" in run("templates", folder).output
    assert run("templates", folder, "--check").exit_code == 0
    (folder / "fee.docx").write_bytes(b"broken")
    (folder / "grounds.yml").write_text("x: y\n", "utf-8")
    done = run("templates", folder, "--check")
    assert done.exit_code == 1
    assert "fee.docx" in done.output
    assert "grounds.yml" in done.output
    assert NoticeKind.FEE in SPECS


def ledger(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "ledger.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
    return path


RECORD = {
    "record": "request",
    "case_no": "A1",
    "agency": "县教育局",
    "applicant": "natural",
    "receipt_date": "2025-03-03",
    "closed_date": "2025-03-20",
    "outcome": "granted",
}


def test_a_report_is_merged_or_of_one_agency(tmp_path: Path) -> None:
    cases = ledger(tmp_path, RECORD, {**RECORD, "agency": "县民政局", "applicant": "other"})
    whole = json.loads(run("annual-report", "--year", "2025", "--ledger", cases).stdout)
    assert whole["table3"]["new_received"]["total"] == 2
    one = json.loads(run("annual-report", "--year", "2025", "--ledger", cases, "--agency", "县民政局").stdout)
    assert (one["agency"], one["table3"]["new_received"]["other"]) == ("县民政局", 1)
    assert "只有：县教育局、县民政局" in told(
        run("annual-report", "--year", "2025", "--ledger", cases, "--agency", "县司法局")
    )


@pytest.mark.parametrize("kind", ["xlsx", "docx", "json"])
def test_each_format_is_written(tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"r.{kind}"
    source = labelled("disclosure/annual-report-case.jsonl")
    done = run("annual-report", "--year", "2025", "--ledger", source, "--format", kind, "--out", out)
    assert done.exit_code == 0, told(done)
    assert "AR25-049" in done.output
    if kind == "xlsx":
        assert openpyxl.load_workbook(out)["表三 申请"].cell(6, 10).value == 73
    elif kind == "docx":
        assert "新收政府信息公开申请73件" in read_word(out.read_bytes())[0].text
    else:
        done = CliRunner().invoke(app, ["check", "annual-report", "--cases", str(out), "--json"])
        assert json.loads(done.stdout)["passed"] == 1


def test_a_report_that_does_not_add_up_is_held_back(tmp_path: Path) -> None:
    cases = ledger(tmp_path, RECORD)
    out = tmp_path / "r.json"
    (tmp_path / "table2.json").write_text('{"rules": {"made": -1}}', "utf-8")
    done = run(
        "annual-report",
        "--year",
        "2025",
        "--ledger",
        cases,
        "--table2",
        tmp_path / "table2.json",
        "--out",
        out,
    )
    assert done.exit_code == 1
    assert "表二 “规章”行“本年制发件数”列" in done.output
    assert not out.exists()
    last = {
        "table3": {
            "carried_forward": {
                **dict.fromkeys(("business", "research", "public_welfare", "legal_service", "other"), 0),
                "natural": 1,
                "total": 1,
            }
        }
    }
    before = write(tmp_path, last)
    done = run("annual-report", "--year", "2025", "--ledger", cases, "--before", before, "--out", out)
    assert "表三 “二、上年结转政府信息公开申请数量”行“自然人”列" in "".join(done.output.split("\n"))
    assert not out.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"applicant": "martian"}, "没有“martian”这种申请人"),
        ({"outcome": "lost"}, "没有“lost”这种办理结果"),
        ({"closed_date": "2025-03-01"}, "早于收到申请之日"),
        ({"receipt_date": "soon"}, "第1行"),
        ({"record": "remedy", "kind": "duel", "filed": "2025-01-01", "closed": None}, "没有“duel”"),
        (
            {
                "record": "remedy",
                "kind": "review",
                "filed": "2025-01-01",
                "closed": "2025-02-01",
                "detail": "打平",
            },
            "不知道“打平”",
        ),
        ({"record": "meta"}, "没有案件"),
    ],
)
def test_a_record_that_cannot_be_counted_is_named(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    done = run("annual-report", "--year", "2025", "--ledger", ledger(tmp_path, {**RECORD, **wrong}))
    assert done.exit_code != 0
    assert said in told(done)
    assert "ledger.jsonl" in told(done)


def test_the_panel_is_shown_with_lawful_steps_only(tmp_path: Path) -> None:
    request = {"number": "GK1", "received_on": "2026-03-01", "asked": "教育经费决算"}
    path = ledger(tmp_path, request, *({**request, "number": f"N{at}"} for at in range(11)))
    done = run("excess", "--requests", path, "--number", "GK1", "--pages", "101")
    assert done.exit_code == 0, told(done)
    for words in ("提出12件", "相似 100%", "请申请人说明理由", "发收费通知", "本月累计200元", "101页720元"):
        assert words in done.output
    assert "没有 GK9" in told(run("excess", "--requests", path, "--number", "GK9"))
    path.write_text('{"number": "GK1"}\n', "utf-8")
    assert "第1行：缺少 received_on" in told(run("excess", "--requests", path, "--number", "GK1"))
