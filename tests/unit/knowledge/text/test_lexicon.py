"""What citizens say is found among thousands of sayings, and lends a question what documents call the same."""

from collections import Counter
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import lexicon, normal_form
from knowledge.text.lexicon import GAP_LETTERS, LEAST_LETTERS, MOST_SAYINGS, SayingTable
from knowledge.text.question import analyse, analyse_with
from knowledge.text.synonyms import official_words

# A row for each file, so that none is lost on the way to the program.
SAID = [
    ("assistance", "爸爸坐牢妈妈跑了，没人管的娃怎么办", "事实无人抚养儿童"),
    ("business", "房租能不能免几个月", "租金 减免 国有资产 房屋"),
    ("conditions", "自己没房，租房子住几年了", "自有住房 无房"),
    ("daily_words", "包工头不给饭钱", "用人单位"),
    ("deeds", "办下来以后钱打给谁", "转入 银行账户 经办人"),
    ("deeds", "房贷能提前还清吗", "违约金 提前还款"),
    ("disability_veterans", "想给老爹申请轮椅", "辅助器具 适配"),
    ("elderly", "老人洗澡不方便有人上门吗", "居家养老 上门服务"),
    ("employment", "包工头跑了", "拖欠 农民工工资 欠薪"),
    ("facilities", "门口那盏路灯坏了好久", "路灯 照明"),
    ("farming", "野猪拱了我家苞谷", "野生动物 损害 补偿"),
    ("government", "请不起律师咋个办", "法律援助"),
    ("household", "扯证要带啥", "结婚登记"),
    ("housing", "我家房子要拆，拆一赔几", "房屋征收 补偿"),
    ("living", "楼下饭店油烟太大", "大气污染 油烟 扬尘"),
    ("medical", "我爸洗肾能报好多", "透析 恶性肿瘤 门诊"),
    ("payments", "拖了两个月，罚息怎么收", "违约金 滞纳金"),
    ("pension", "上班路上被车撞了", "工伤认定"),
    ("people", "孩子丢在老家跟着外婆", "留守儿童"),
    ("proceedings", "这笔钱归谁批", "审批机关 审核确认"),
    ("safety", "后山垮了一块石头掉下来", "地质灾害 滑坡 泥石流"),
    ("schools", "带娃来打工能在这读书不", "随迁子女"),
    ("situations", "房子能不能借给别人住几年", "转租 转借 改变用途"),
    ("tenders", "船被扣了去哪认领", "扣押 没收 船舶"),
    ("traffic", "电瓶车进电梯会不会罚", "电动自行车 充电 停放 消防"),
]


@pytest.mark.parametrize(("theme", "question", "official"), SAID)
def test_each_theme_is_understood(theme: str, question: str, official: str) -> None:
    assert official in lexicon.themes()[theme]
    found = lexicon.shipped().found(normal_form.fold(question))
    assert official in [word for saying in found for word in saying.official]


def test_every_theme_has_a_question_here() -> None:
    assert list(dict.fromkeys(theme for theme, _, _ in SAID)) == list(lexicon.themes())


def test_there_are_thousands_of_sayings() -> None:
    assert len(lexicon.shipped()) > 10000


def test_official_words_stand_once_in_a_file_and_sayings_once_in_a_line() -> None:
    folder = resources.files("knowledge").joinpath("data/lexicon")
    for file in folder.iterdir():
        lines = file.read_text(encoding="utf-8").splitlines()
        official = Counter(line.split(": ")[0] for line in lines if not line.startswith("#"))
        assert not [word for word, times in official.items() if times > 1], file.name
        rows: dict[str, str] = yaml.safe_load("\n".join(lines))
        assert len(rows) == len(official), file.name
        for word, sayings in rows.items():
            assert len(set(sayings.split())) == len(sayings.split()), (file.name, word)


def test_the_longest_saying_is_meant() -> None:
    table = SayingTable([("结婚", "婚姻登记"), ("结婚证丢了", "补领")])
    assert [saying.official for saying in table.found("我结婚证丢了，结婚早")] == [("补领",), ("婚姻登记",)]


def test_a_saying_may_call_for_several_things() -> None:
    (saying,) = SayingTable([("落户", "户口迁移"), ("落户", "人才引进")]).found("落户")
    assert saying.official == ("户口迁移", "人才引进")


def test_parts_of_a_saying_stand_near_each_other() -> None:
    table = SayingTable([("上班路上~撞", "工伤认定")])
    assert len(list(table.found("上班路上骑车被人撞"))) == 1
    assert len(list(table.found("上班路上" + "走" * GAP_LETTERS + "撞"))) == 1
    assert not list(table.found("上班路上" + "走" * (GAP_LETTERS + 1) + "撞"))
    assert not list(table.found("撞在上班路上"))


@pytest.mark.parametrize("saying", ["偷", "偷~车", "下班~", "~撞", ""])
def test_a_saying_too_short_to_be_meant_is_refused(saying: str) -> None:
    with pytest.raises(ValueError):
        SayingTable([(saying, "治安")])


def test_a_long_story_lends_what_it_begins_with() -> None:
    assert len(list(lexicon.shipped().found("拖欠工钱" * 100))) == MOST_SAYINGS


@given(st.text(alphabet="低保户老人没钱看病上班路撞~结婚证丢了 a1", max_size=60))
def test_what_is_found_stands_there(text: str) -> None:
    at = 0
    for saying in lexicon.shipped().found(text):
        at = text.index(saying.begin, at) + len(saying.begin)
        assert len(saying.begin) >= LEAST_LETTERS
        assert saying.behind in text[at:]


def test_a_question_keeps_its_own_words() -> None:
    own = analyse("狗咬了能报好多")
    lent = analyse_with("狗咬了能报好多", official_words("狗咬了能报好多"))
    assert (lent.core, lent.words, lent.pairs, lent.answer_kind) == (
        own.core,
        own.words,
        own.pairs,
        own.answer_kind,
    )
    assert "狂犬" in {pair for each in lent.lent for pair in each.pairs}
    assert "狂犬病" in lent.official


def test_words_that_the_question_says_itself_are_not_lent() -> None:
    lent = analyse_with("低保户申请最低生活保障", official_words("低保户申请最低生活保障"))
    assert "最低" not in {pair for each in lent.lent for pair in each.pairs}


def test_a_question_in_the_documents_words_stays_as_it_is() -> None:
    assert analyse_with("政府采购目录", ()) is analyse("政府采购目录")
