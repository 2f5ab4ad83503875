"""The whole program put to the test on three small documents: questions asked, talks played."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.examination.premises import RECOGNIZER, digest, kept_folder, occupied
from adapters.cli.examination.stage import play_all
from adapters.cli.examination.talks import NOT_SAID, SAID, load
from adapters.cli.main import app
from bot.clock import SHANGHAI
from tests.factories.once import once, run_folder

pytestmark = pytest.mark.redis
TEXTS = {
    "grain": "种粮补贴办法\n第一条 本县农户种植水稻，每亩补贴120元，每年9月底以前发给。\n第二条 申请种粮补贴，带身份证和土地承包合同，到村委会登记。",
    "rent": "租房补贴办法\n第一条 新就业大学生在本县租房，每月补贴500元，最长24个月。\n第二条 申请租房补贴，带毕业证和租房合同，到县住建局窗口办理，电话0599-6612301。",
    "stove": "柴灶改造补助办法\n第一条 农户改造柴灶，每座补助800元，由县农业农村局验收后发给。",
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "qid": "rent", "kind": "follow_up", "style": "plain", "question": "租房补贴每月多少钱", "docids": ["rent"],
        "answers": ["每月补贴500元"],
        "second": {"question": "要带什么材料", "docids": ["rent"], "answers": ["毕业证和租房合同"]},
    },
    {
        "qid": "stove", "kind": "answerable", "style": "short", "question": "柴灶改造补助多少钱", "docids": ["stove"],
        "answers": ["一座都不补"],
    },
    {"qid": "miss", "kind": "near_miss", "style": "plain", "question": "租房补贴的房子能不能转租给外国人开旅馆", "near": ["rent"], "short": "租房补贴转租"},
]  # fmt: skip
STRANGERS = [{"qid": f"s{at}", "question": f"彗星第{at}次何时飞过月球背面", "answers": []} for at in range(5)]
TALKS: list[dict[str, Any]] = [
    {"id": "told", "kind": "问", "messages": ["你好", "租房补贴每月多少钱"], "must": "500元", "must_not": "120元"},
    {"id": "untold", "kind": "问", "messages": ["租房补贴每月多少钱"], "must": "900元"},
    {"id": "unwanted", "kind": "问", "messages": ["租房补贴每月多少钱"], "must_not": "500元"},
    {"id": "place", "kind": "地", "messages": ["<位置：县行政中心>"], "must": "离您最近"},
    {"id": "menu", "kind": "地", "messages": ["<菜单：附近网点>"], "must": "电话"},
    {"id": "number", "kind": "人", "messages": ["人工", "查 <编号>"], "must": "<编号>"},
    {"id": "again", "kind": "关注", "messages": [{"event": "unsubscribe"}, {"event": "subscribe"}], "must": "明白"},
]  # fmt: skip


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [{"docid": name, "title": text.split("\n")[0], "text": text} for name, text in TEXTS.items()]
    return written(once(run_folder(tmp_path_factory) / "papers", lambda _: None) / "papers.jsonl", rows)


@pytest.fixture(autouse=True)
def temporary(
    tmp_path_factory: pytest.TempPathFactory, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let finished folders be kept in the run's own folder, where the recogniser is trained already.

    What is configured leads nowhere: whoever measures beside a county's program must not touch its stores.
    """
    monkeypatch.setenv("MINGBAI_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    monkeypatch.setenv("MINGBAI_REDIS_URL", "redis://127.0.0.1:9")
    monkeypatch.setenv("MINGBAI_KEY_FILE", "/nowhere/key")
    monkeypatch.setenv("MINGBAI_RATE_LIMIT", "1")
    folder = once(run_folder(tmp_path_factory) / "examined", lambda _: None)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    once(kept_folder() / RECOGNIZER, lambda made: shutil.copytree(trained, made, dirs_exist_ok=True))


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, words)], catch_exceptions=False)


def test_natural_questions_are_asked_of_the_whole_program(documents: Path, tmp_path: Path) -> None:
    cases, strangers = (
        written(tmp_path / "cases.jsonl", QUESTIONS),
        written(tmp_path / "strangers.jsonl", STRANGERS),
    )
    words = ("helpfulness", "--documents", documents, "--cases", cases)
    done = check(*words, "--unanswerable", strangers, "--sample", "3", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    counts = {name: one["count"] for name, one in found["figures"].items()}
    assert (counts["helped"], counts["near_miss_sure"], counts["near_miss_sure_short"]) == (2, 1, 1)
    assert (counts["second_helped"], counts["noise_unanswerable"], counts["noise"]) == (1, 3, 4)
    rent = found["replies"]["rent"]
    assert rent["first"]["degree"] == "sure"
    assert rent["first"]["passages"][0][0] == "rent"
    assert "500元" in rent["first"]["reply"]
    assert [tap["choice"] for tap in rent["first"]["taps"]][-1:] == [
        rent["first"]["reply"].split("\n")[-1][2:]
    ]
    assert rent["second"]["said"] == "要带什么材料"
    assert found["questions"]["rent"]["helped"] == 1.0
    assert found["questions"]["rent"]["misled"] == 0.0
    assert found["questions"]["rent"]["second_helped"] == float("毕业证和租房合同" in rent["second"]["reply"])
    # What is quoted does not hold the label, however sure the program is.
    assert found["questions"]["stove"]["helped"] == 0.0
    assert found["questions"]["stove"]["misled"] == float(
        found["replies"]["stove"]["first"]["degree"] == "sure"
    )
    assert set(found["styles"]) == {"plain", "short"}
    former = tmp_path / "former.json"
    former.write_text(done.stdout, encoding="utf-8")
    again = check(*words, "--compare", former)
    assert "逐题比较" in again.stdout
    assert "helped" in again.stdout


async def test_talks_are_played_through_the_platform(documents: Path, tmp_path: Path) -> None:
    talks = load(written(tmp_path / "talks.jsonl", TALKS))
    heard: list[tuple[int, int]] = []
    async with occupied([documents]) as place:
        played = await play_all(place, talks, progress=lambda done, total: heard.append((done, total)))
    faults = {one.talk.id: one.fault for one in played}
    assert faults == {
        "told": "", "untold": NOT_SAID, "unwanted": SAID, "place": "", "menu": "", "number": "", "again": "",
    }, {one.talk.id: one.replies for one in played}  # fmt: skip
    assert heard[-1] == (len(TALKS), len(TALKS))


async def test_the_stage_of_the_sample_county_shows_what_a_demonstration_does(documents: Path) -> None:
    at = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    async with occupied([documents], at=at, sample=True) as place:
        services = place.program.services
        coming = await services.activities.service.coming()
        pending = await services.opinions.service.pending()
        sheets = await services.questionnaires.service.begun_by("somebody")
    assert {each.plan.day.isoformat() for each in coming} >= {"2026-11-30", "2026-12-03"}
    assert any(each.takes(at) for each in coming)
    assert [one.paper.closes_on.isoformat() for one in pending] == [
        "2026-11-26",
        "2026-12-24",
        "2027-01-03",
    ]
    assert [one.questionnaire.paper.closes_on.isoformat() for one in sheets] == ["2026-12-04", "2026-12-14"]


async def test_a_deed_that_no_phone_can_do_is_named(documents: Path, tmp_path: Path) -> None:
    row = {"id": "moon", "kind": "地", "messages": ["<位置：月球背面>"], "must": "x"}
    talks = load(written(tmp_path / "talks.jsonl", [row]))
    async with occupied([documents]) as place:
        with pytest.raises(ValueError, match=r"talks.jsonl 的 moon：没有登记这个地点：月球背面"):
            await play_all(place, talks, progress=lambda done, total: None)


def test_bad_files_are_named_before_anything_is_built(documents: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken.jsonl 第 1 行读不懂"):
        check("conversations", "--cases", broken)
    chosen = written(tmp_path / "talks.jsonl", TALKS)
    with pytest.raises(ValueError, match="没有选中任何一例"):
        check("conversations", "--cases", chosen, "--kind", "没有这一类")


async def test_documents_that_hold_nothing_are_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text('{"docid": "x"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"没有读到可以公开的文件：empty.jsonl"):
        async with occupied([empty]):
            raise AssertionError("nothing to stand on")
    assert not list(kept_folder().glob(f"{digest([empty])}*"))


def test_the_command_plays_talks_over_the_sample_county(tmp_path: Path) -> None:
    rows = [
        {
            "id": "told",
            "kind": "单问",
            "messages": ["80岁老人每月补贴多少"],
            "must": "60元",
            "must_not": "没有查到",
        },
        {"id": "never", "kind": "单问", "messages": ["80岁老人每月补贴多少"], "must": "一百万元"},
        {"id": "read", "kind": "看一看", "messages": ["你好"], "want": "问好"},
    ]
    cases = written(tmp_path / "talks.jsonl", rows)
    done = check("conversations", "--cases", cases, "--show")
    assert done.exit_code == 1
    assert "未通过：never" in done.stdout
    assert "--- never 单问 must" in done.stdout
    assert "--- read 看一看 不判：问好" in done.stdout
    assert "--- told" not in done.stdout
    plain = check("conversations", "--cases", cases, "--id", "told", "--id", "read", "--json")
    assert plain.exit_code == 0
    found = json.loads(plain.stdout)
    assert (found["cases"], found["passed"], found["not_judged"], found["failing"]) == (1, 1, 1, [])
    assert "60元" in found["results"][0]["replies"][0]
