import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from tests.shared_data import labelled

CASE = {
    "id": "own",
    "channel": "in_person",
    "events": [{"type": "submitted", "at": "2025-03-03"}, {"type": "weather", "at": "rain"}],
    "expected": {"statutory_due": "2025-03-31", "flags": [], "mood": "good", "remaining": {"2025-03-31": 0}},
}
REVIEW = json.dumps({"record": "remedy", "kind": "review", "filed": "2025-03-03", "closed": None})
KIND = {"clock": "deadlines", "identifiers": "ids", "annual-report": "annual-report-case"}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def write(folder: Path, *records: Any, name: str = "cases.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
    return path


@pytest.mark.parametrize("check", KIND)
def test_every_labelled_record_passes_and_those_of_other_kinds_are_passed_over(check: str) -> None:
    paths = [labelled(f"disclosure/{name}.jsonl") for name in KIND.values()]
    options = [word for path in paths for word in ("--cases", path)]
    done = run("check", check, *options, "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert found["failed"] == {}
    assert found["ignored"] > 0
    assert found["passed"] == found["total"] > 0


def test_a_date_that_differs_is_told_with_both(tmp_path: Path) -> None:
    wrong = {
        **CASE,
        "id": "wrong",
        "expected": {"statutory_due": "2025-04-01", "remaining": {"2025-03-31": 1}},
    }
    done = run("check", "clock", "--cases", write(tmp_path, CASE, wrong))
    assert done.exit_code == 1
    assert "共 2 例，通过 1 例" in done.output
    assert 'wrong：statutory_due 应为 "2025-04-01"，算得 "2025-03-31"' in done.output
    assert "wrong：remaining" in done.output


def test_an_identifier_that_differs_is_told(tmp_path: Path) -> None:
    number = {
        "id": "n",
        "kind": "resident_id",
        "ref_date": "2026-06-30",
        "input": "33990119850314306X",
        "valid": True,
        "derived": {"sex": "M", "birth": "1985-03-14", "shoe_size": 41},
    }
    stranger = {"id": "s", "kind": "library_card", "input": "1"}
    done = run("check", "identifiers", "--cases", write(tmp_path, number, stranger))
    assert done.exit_code == 1
    assert 'n：sex 应为 "M"，算得 "F"' in done.output
    assert "略过" in done.output


def test_a_report_that_does_not_add_up_is_told_by_row_and_column(tmp_path: Path) -> None:
    meta = {"record": "meta", "id": "R", "year": 2025, "colour": "red"}
    request = {"record": "request", "applicant": "natural", "receipt_date": "2025-03-03", "closed_date": None}
    table3 = {"new_received": {"natural": 2}}
    done = run(
        "check",
        "annual-report",
        "--cases",
        write(tmp_path, meta, request, {"record": "expected", "table3": table3}),
    )
    assert done.exit_code == 1
    assert "表三 “一、本年新收政府信息公开申请数量”行“自然人”列应为 2，算得 1" in done.output
    done = run("check", "annual-report", "--cases", write(tmp_path, {"record": "report", "id": "handed in"}))
    assert "handed in：缺少表三" in done.output


def test_tables_that_come_without_cases_are_held_to_their_identities_alone(tmp_path: Path) -> None:
    source = labelled("disclosure/annual-report-case.jsonl").read_text("utf-8").splitlines()
    tables = json.loads(source[-1])
    meta = {"record": "meta", "id": "department", "year": 2025}
    assert run("check", "annual-report", "--cases", write(tmp_path, meta, tables)).exit_code == 0
    tables["table4"]["review"]["total"] += 1
    done = run("check", "annual-report", "--cases", write(tmp_path, meta, tables))
    assert done.exit_code == 1
    assert "department：表四 “行政复议”行“总计”列" in done.output


def test_a_record_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    pigeon = {**CASE, "id": "by air", "channel": "pigeon"}
    done = run("check", "clock", "--cases", write(tmp_path, pigeon, CASE), "--json")
    found = json.loads(done.output)
    assert (found["total"], found["passed"], list(found["failed"])) == (2, 1, ["by air"])
    assert "pigeon" in found["failed"]["by air"][0]
    meta = {"record": "meta", "id": "R", "year": 2025}
    martian = {"record": "request", "applicant": "martian", "receipt_date": "2025-03-03", "closed_date": None}
    expected = {"record": "expected", "table3": {}}
    done = run("check", "annual-report", "--cases", write(tmp_path, meta, martian, expected))
    assert done.exit_code == 1
    assert "martian" in done.output


@pytest.mark.parametrize(
    ("check", "line", "told"),
    [
        ("clock", "[]", "第1行"),
        ("clock", "{", "第1行"),
        ("clock", json.dumps({**CASE, "channel": "pigeon"}), "pigeon"),
        ("clock", json.dumps({**CASE, "events": [{"type": "submitted", "at": "soon"}]}), "soon"),
        ("clock", json.dumps({**CASE, "events": 3}), "own"),
        ("clock", json.dumps({"kind": "other"}), "没有这一项检查认得的例子"),
        ("identifiers", json.dumps({"kind": "uscc", "input": "1", "ref_date": "soon"}), "ref_date"),
        ("annual-report", json.dumps({"record": "meta"}), "缺少 year"),
        ("annual-report", json.dumps({"record": "remedy", "kind": "review"}), "第1行"),
        ("annual-report", "\ufeff\n" + json.dumps({"record": "expected", "table3": {}}), "不小于 0 的整数"),
        ("annual-report", f"{REVIEW}\n" + json.dumps({"record": "expected", "table3": {}}), "哪一年"),
    ],
)
def test_what_cannot_be_read_is_refused_naming_the_place(
    tmp_path: Path, check: str, line: str, told: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(line, "utf-8")
    done = run("check", check, "--cases", path)
    assert done.exit_code != 0
    assert isinstance(done.exception, ValueError | SystemExit)
    assert told in f"{done.exception} {done.output}"


def test_the_clock_of_one_request_is_told_day_by_day(tmp_path: Path) -> None:
    path = write(tmp_path, {"channel": "in_person", "events": CASE["events"]}, name="one.json")
    done = run("disclosure", "clock", "--events", path)
    assert done.exit_code == 0
    for words in ("2025年3月31日", "2025-03-04", "第1个工作日", "第20个工作日；最后一天", "最迟这一天答复"):
        assert words in done.output
    short = run("disclosure", "clock", "--events", path, "--no-days").output
    assert "第1个工作日" not in short


def test_several_requests_are_told_as_json_and_a_late_one_is_provisional(tmp_path: Path) -> None:
    late = {"channel": "in_person", "events": [{"type": "submitted", "at": "2026-12-10T09:00:00+08:00"}]}
    done = run(
        "disclosure", "clock", "--events", write(tmp_path, CASE, late), "--now", "2027-01-05", "--json"
    )
    first, second = json.loads(done.output)["requests"]
    assert first["statutory_due"] == "2025-03-31"
    assert (second["receipt_date"], second["statutory_due"], second["provisional"]) == (
        "2026-12-10",
        None,
        True,
    )
    assert second["days"][-1]["kind"] == "unknown"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{}", "没有申请"),
        (json.dumps({"channel": "in_person", "events": []}), "没有一个"),
        (json.dumps({"events": CASE["events"]}), "渠道"),
        (json.dumps({"channel": "fax", "events": [{"type": "submitted"}]}), "缺少 at"),
    ],
)
def test_events_that_cannot_be_read_are_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "one.json"
    path.write_text(content, "utf-8")
    done = run("disclosure", "clock", "--events", path)
    assert done.exit_code != 0
    assert told in str(done.exception)
