"""The commands at the terminal: one object of figures, a model in the data folder, plain words for a bad file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from bot.errors import InputError
from handlers.complaints.classification import class_model, class_tree, classifier
from handlers.complaints.classification.class_tree import MatterClass, MatterTopic

NOISES = ("烧烤摊", "砖厂", "工地", "酒吧", "养猪场", "饭店")
SCHOOLS = ("小学", "初中", "高中", "幼儿园", "职业学院", "中心校")


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    few = (
        MatterClass(
            "环境保护", (MatterTopic("污染", ("河水发黑，鱼都死了", "夜里机器响"), ("噪声", "油烟")),)
        ),
        MatterClass("教育文体", (MatterTopic("学校", ("周末补课，孩子太累", "学费涨了"), ("学籍", "老师")),)),
    )
    monkeypatch.setattr(class_tree, "load", lambda: few)
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    rows = [{"label": "环境保护", "subject": f"{one}扰民", "detail": f"{one}的噪声太大"} for one in NOISES]
    rows += [
        {"label": "教育文体", "subject": f"{one}补课", "detail": f"{one}老师收费补课"} for one in SCHOOLS
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(
    ("options", "mode"),
    [
        ((), "shipped"),
        (("--train", "cases.jsonl", "--folds", "3"), "folds-3"),
        (("--train", "other.jsonl"), "trained"),
    ],
)
def test_the_figures_are_one_object(cases: Path, options: tuple[str, ...], mode: str) -> None:
    (cases.parent / "other.jsonl").write_text(cases.read_text("utf-8").replace("太大", "整夜不停"), "utf-8")
    told = run("check", "complaints", "--cases", cases, "--json", *options)
    assert told.exit_code == 0, told.output
    figures = json.loads(told.stdout.splitlines()[-1])
    assert (figures["mode"], figures["total"]) == (mode, len(NOISES) + len(SCHOOLS))
    assert figures["accuracy"] > 0.8
    assert set(figures["by_class"]) == {"环境保护", "教育文体"}


def test_the_figures_are_shown_as_tables(cases: Path) -> None:
    told = run("check", "complaints", "--cases", cases)
    assert told.exit_code == 0, told.output
    assert "诉求分类" in told.stdout
    assert "教育文体" in told.stdout


def test_what_is_learnt_is_used_from_the_data_folder(cases: Path) -> None:
    told = run("complaints", "train", "--cases", cases)
    assert told.exit_code == 0, told.output
    assert "学了 12 件诉求，2 类" in told.stdout
    kept = class_model.load(cases.parent / "data" / classifier.OWN_FILE)
    assert kept
    assert classifier.opened(cases.parent / "data").labels == kept.labels


@pytest.mark.parametrize("command", [("check", "complaints"), ("complaints", "train")])
def test_a_bad_file_is_refused_and_nothing_is_written(cases: Path, command: tuple[str, str]) -> None:
    cases.write_text('{"label": "环境保护"}', "utf-8")
    told = run(*command, "--cases", cases)
    assert isinstance(told.exception, InputError)
    assert told.exception.text_key == "classification.bad_row"
    assert not (cases.parent / "data").exists()
