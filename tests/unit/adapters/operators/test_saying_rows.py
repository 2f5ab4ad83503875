"""Sayings as rows: what is written is read back, and what is wrong is named by its row."""

import csv
import io

import pytest

from adapters.operators.sayings.rows import MOST_ROWS, exported, read_rows, theme_names, written
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.library.saying_records import ChangedSaying, SayingChange, SayingDeed
from knowledge.text.lexicon import themes

TEXTS = Texts.load()
ADD, STRIKE, RESTORE = SayingDeed


def refused(rows: str) -> str:
    with pytest.raises(InputError) as error:
        read_rows(rows, TEXTS)
    return TEXTS(error.value.text_key, **error.value.values)


def test_every_theme_of_the_data_files_has_words() -> None:
    names = theme_names(TEXTS)
    assert set(names) == {*themes(), "county"}
    assert [name for name, words in names.items() if words == name] == []


def test_what_is_written_is_read_back() -> None:
    changes = [
        SayingChange(ADD, "铁脚板", "护林员 补助", "farming"),
        SayingChange(STRIKE, "洗肾", "血液透析, 门诊", "medical"),
        SayingChange(RESTORE, "上班路上~撞", "工伤", "county"),
    ]
    assert read_rows(written(changes, TEXTS), TEXTS) == changes


def test_rows_may_be_pasted_from_a_table_with_several_sayings_and_a_heading() -> None:
    rows = "说法\t文件里的词\n铁脚板 巡山的\t护林员\n\n铁脚板\t护林员\t农林牧渔\t补充\n"
    assert read_rows(rows, TEXTS) == [
        SayingChange(ADD, "铁脚板", "护林员", "county"),
        SayingChange(ADD, "巡山的", "护林员", "county"),
    ]
    assert read_rows("\ufeff铁脚板，护林员", TEXTS)[0].official == "护林员"


def test_what_is_handed_out_is_the_countys_and_starts_no_formula() -> None:
    changed = [
        ChangedSaying("铁脚板", "=护林员", "farming", own=True, struck=False),
        ChangedSaying("洗肾", "血液透析", "medical", own=False, struck=True),
        ChangedSaying("旧话", "新词", "county", own=True, struck=True),
        ChangedSaying("办证", "登记", "living", own=False, struck=False),
    ]
    rows = list(csv.reader(io.StringIO(exported(changed, TEXTS))))
    assert rows == [
        ["说法", "文件里的词", "主题", "状态"],
        ["铁脚板", "'=护林员", "农林牧渔", "补充"],
        ["洗肾", "血液透析", "医保和看病", "划掉"],
    ]
    back = read_rows(exported(changed, TEXTS), TEXTS)
    assert [(one.deed, one.official) for one in back] == [(ADD, "=护林员"), (STRIKE, "血液透析")]


def test_the_row_at_fault_is_named() -> None:
    assert refused("铁脚板,护林员\n铁,护林员").startswith("第2行：说法至少两个字")
    assert refused("铁脚板").startswith("第1行：要有说法和文件里的词")
    assert "补充、划掉、恢复" in refused("铁脚板,护林员,,删除")
    assert "没有读到" in refused(" \n,\n")
    assert "一次最多" in refused("\n".join(f"铁脚板第{at}种,护林员" for at in range(MOST_ROWS + 1)))
    assert "一次最多" in refused("铁" * 70_000)
