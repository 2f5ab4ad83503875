"""Signs of danger against own tables of what people in danger write, and of what only looks like it."""

import re
import time
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.plain_yaml import read_yaml
from handlers.general.floor import CALLED
from handlers.texts import Texts
from intents.dangers import reader as dangers
from intents.dangers.reader import Danger, Dangers
from intents.dangers.signs import DangerKind, Grade
from intents.text.normal_form import normalise

FOLDER = Path(__file__).parents[2] / "data" / "dangers"
TEXTS = Texts.load()
KNOWN = dangers.load()
OWN = "harm_others"
NUMBER = re.compile(r"12356|12110|96110|95598|110|119|120|122")


def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = read_yaml((FOLDER / f"{name}.yml").read_text("utf-8"))
    return table


EMERGENCIES, LOOKALIKES = _table("emergencies"), _table("lookalikes")
ACTING = [(who, said) for who, group in _table("own_threats").items() for said in group]
SAID = [(kind, body["first"], said) for kind, body in EMERGENCIES.items() for said in body["said"]]


@pytest.fixture(scope="module")
def signs() -> Dangers:
    return KNOWN


def first_number(text: str) -> str:
    found = NUMBER.search(text)
    return found[0] if found else ""


@pytest.mark.parametrize(("kind", "first", "said"), SAID, ids=[said for *_, said in SAID])
def test_danger_is_seen_and_the_right_number_comes_first(
    signs: Dangers, kind: str, first: str, said: str
) -> None:
    found = signs.read(normalise(said))
    assert found.emergency, f"{kind}: {found}"
    assert first_number(TEXTS(f"general.emergency.{found.emergency}")) in first.split(), found


@pytest.mark.parametrize("said", LOOKALIKES["none"])
def test_what_only_looks_like_danger_is_none(signs: Dangers, said: str) -> None:
    assert signs.read(normalise(said)) == Danger()


@pytest.mark.parametrize("said", LOOKALIKES["perhaps"])
def test_the_past_the_told_and_the_imagined_send_for_nobody(signs: Dangers, said: str) -> None:
    assert signs.read(normalise(said)).emergency is None


@pytest.mark.parametrize(("who", "said"), ACTING, ids=[said for _, said in ACTING])
def test_who_means_to_harm_another_is_not_taken_for_the_victim(signs: Dangers, who: str, said: str) -> None:
    found = signs.read(normalise(said))
    assert (found.emergency == OWN) if who == "own" else (found.kind != OWN), found


def test_the_line_for_ones_own_threat_hides_nobody_and_names_a_person() -> None:
    line = TEXTS(f"general.emergency.{OWN}")
    assert [line.index(word) for word in ("110", "12356", "120", "别伤人，也别伤自己", "人工")] == sorted(
        line.index(word) for word in ("110", "12356", "120", "别伤人，也别伤自己", "人工")
    )
    assert not re.search("先别回家|锁好门|家务事", line)


def test_the_tables_are_wide() -> None:
    assert len(SAID) >= 150
    assert len(EMERGENCIES) >= 12
    assert sum(map(len, LOOKALIKES.values())) >= 100


@pytest.mark.parametrize("kind", [kind.name for kind in KNOWN.kinds])
def test_every_kind_has_its_words_and_its_line(kind: str) -> None:
    assert first_number(TEXTS(f"general.emergency.{kind}"))
    assert first_number(TEXTS(f"general.floor.{CALLED.get(kind, 'other')}"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我家着火了", "fire"), ("楼下起火了快来人", "fire"), ("厨房煤气泄漏了怎么办", "gas"), ("闻到好大的天然气味", "gas"),
        ("我不想活了", "self_harm"), ("有人要跳楼", "rooftop"), ("有人持刀砍人", "crime"), ("我被人打了", "crime"),
        ("洪水冲进村里了", "flood"), ("小孩掉到河里了", "drowning"), ("路口出车祸了", "traffic"), ("我爸晕倒了", "medical"),
        ("孩子误吃了老鼠药", "overdose"), ("家里进贼了", "crime"), ("有人觸電昏迷了", "medical"), ("救命", "other"),
        ("救命啊救命!!", "other"), ("谁来救救我", "other"), ("割草机打到腿了", "medical"), ("面条机绞到手指头拿不出来", "trapped"),
        ("挖掘机把人埋下面了", "trapped"), ("摔了一跤骨头都露出来了", "medical"), ("高压锅炸了把我妈烫伤了", "fire"),
        ("酒精炉炸了脸烧了", "medical"),
    ],
)  # fmt: skip
def test_kinds(signs: Dangers, text: str, kind: str) -> None:
    assert signs.read(normalise(text)).emergency == kind


@pytest.mark.parametrize(
    "text",
    [
        "消防验收怎么办", "火灾保险怎么赔", "火灾事故认定书申请公开", "车祸赔偿标准是多少", "燃气公司说停就停", "煤气开户怎么办理", "防汛预案有吗",
        "楼上吵死了", "笑死我了", "工伤触电怎么认定", "地质灾害补助", "急救证怎么考", "烟花爆竹许可", "电动车在楼道充电怕着火", "去年被打了一直没处理结果",
        "烧烤店冒烟扰民", "想死你们了", "农药经营许可证", "自来水什么时候来了", "下水道污水漫出来了", "救命的药报销吗", "救命恩人要感谢",
    ],
)  # fmt: skip
def test_talk_of_danger_sends_for_nobody(signs: Dangers, text: str) -> None:
    assert signs.read(normalise(text)).emergency is None


def test_of_two_dangers_the_more_pressing_speaks(signs: Dangers) -> None:
    assert signs.read("老公拿刀砍我,流了好多血").emergency == "home"
    assert signs.read("我喝了农药,不想活了").emergency == "overdose"


def test_the_surest_reading_of_a_message_counts(signs: Dangers) -> None:
    assert signs.read("今天天气好", "我家着火了") == Danger("fire", Grade.SURE)


def test_a_blank_may_be_a_comma_or_nothing(signs: Dangers) -> None:
    assert signs.read("孩子 掉 河里 了").emergency == "drowning"
    assert signs.read("火灾保险怎么赔 隔壁现在着火了").emergency == "fire"


@given(st.text(max_size=80))
def test_any_text_is_borne(text: str) -> None:
    assert isinstance(KNOWN.read(normalise(text)), Danger)


def _holds_a_mark(tree: Any, marks: str) -> bool:
    """Whether whatever a parsed pattern meets holds one of the characters."""
    return any(_part_holds(str(code), value, marks) for code, value in tree)


def _part_holds(code: str, value: Any, marks: str) -> bool:
    match code:
        case "LITERAL":
            return chr(value) in marks
        case "IN":
            return all(str(kind) == "LITERAL" and chr(one) in marks for kind, one in value)
        case "SUBPATTERN":
            return _holds_a_mark(value[3], marks)
        case "BRANCH":
            return all(_holds_a_mark(one, marks) for one in value[1])
        case "MAX_REPEAT":
            return value[0] > 0 and _holds_a_mark(value[2], marks)
        case _:
            return False


@pytest.mark.parametrize("kind", KNOWN.kinds, ids=lambda kind: kind.name)
def test_no_sign_is_missed_by_the_first_look(kind: DangerKind) -> None:
    marks = kind.marks.pattern
    signs = [one for one in (kind.sure, kind.likely, kind.perhaps) if one.pattern != "(?!)"]
    assert all(_holds_a_mark(_parser.parse(one.pattern), marks) for one in signs)
    for features in kind.together:
        assert any(_holds_a_mark(_parser.parse(one.pattern), marks) for one in features)


NESTED = re.compile(r"[+*][^()\[\]]*\)[+*]|\.[+*]")


def test_signs_hold_no_unbounded_gaps(signs: Dangers) -> None:
    assert [one.pattern for one in signs.patterns if NESTED.search(one.pattern)] == []


@pytest.mark.parametrize(
    "unit", ["我", "好", "快", "打", "水", "一", "死", "他拿刀", "孩子", "被车", "救命", "不想"]
)
def test_ten_times_the_words_take_about_ten_times_as_long(signs: Dangers, unit: str) -> None:
    def taken(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.thread_time()
        signs.read(text)
        return time.thread_time() - began

    assert min(taken(1000) for _ in range(3)) < 60 * min(taken(100) for _ in range(3)) + 0.05
