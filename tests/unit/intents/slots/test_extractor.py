from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import Slot
from intents.slots.extractor import Slots
from intents.text.lexicon import Lexicon
from intents.text.normal_form import fold

Extract = Callable[[str], tuple[Slot, ...]]


@pytest.fixture(scope="module")
def extract(known_words: Lexicon) -> Extract:
    slots = Slots(known_words)
    return lambda text: slots.extract(fold(text))


def values(found: tuple[Slot, ...], name: str) -> list[tuple[str, str]]:
    return [(slot.surface, slot.value) for slot in found if slot.name == name]


@pytest.mark.parametrize(
    ("text", "name", "surface", "value"),
    [
        ("GK202604120003到哪了", "case_no", "GK202604120003", "GK202604120003"),
        ("sq-2026-0401-0009结果", "case_no", "sq-2026-0401-0009", "SQ202604010009"),
        ("查ｂｊ 2026 0115 0008", "case_no", "ｂｊ 2026 0115 0008", "BJ202601150008"),
        ("GK二零二六零四一二零零零三呢", "case_no", "GK二零二六零四一二零零零三", "GK202604120003"),
        ("办件单号后四位0456", "case_no", "0456", "0456"),
        ("青政办发〔2025〕8号还有效吗", "doc_no", "青政办发〔2025〕8号", "青政办发〔2025〕8号"),
        ("请公开青府规(2024)第12号", "doc_no", "青府规(2024)第12号", "青府规〔2024〕12号"),
        ("看下青教发2023年5号", "doc_no", "青教发2023年5号", "青教发〔2023〕5号"),
        ("身份证33079919800101778X", "id_no", "33079919800101778X", "33079919800101778X"),
        ("代码91330799ma2abc5678", "uscc", "91330799ma2abc5678", "91330799MA2ABC5678"),
        ("电话 137 0000 1122", "phone", "137 0000 1122", "13700001122"),
        ("+86-13700001122", "phone", "13700001122", "13700001122"),
        ("幺三七零零零零幺幺二二", "phone", "幺三七零零零零幺幺二二", "13700001122"),
        ("座机0599-6613001", "phone", "0599-6613001", "05996613001"),
        ("(0599)6613001", "phone", "(0599)6613001", "05996613001"),
        ("零五九九六六一三零零幺", "phone", "零五九九六六一三零零幺", "05996613001"),
        ("家里电话6613001", "phone", "6613001", "6613001"),
        ("2026年3月9日", "date", "2026年3月9日", "2026-03-09"),
        ("2026-3-9那天", "date", "2026-3-9", "2026-03-09"),
        ("二〇二五年的决算", "date", "二〇二五年", "2025"),
        ("2024年5月到7月", "date", "2024年5月到7月", "2024-05/2024-07"),
        ("约12月24日", "date", "12月24日", "--12-24"),
        ("约下周三", "date", "下周三", "week+1:3"),
        ("明天来", "date", "明天", "day+1"),
        ("近三年的账", "date", "近三年", "last:P3Y"),
        ("坏了半个月", "date", "半个月", "P15D"),
        ("下午三点半", "time", "下午三点半", "15:30"),
        ("14:05见", "time", "14:05", "14:05"),
        ("明早九点", "time", "九点", "09:00"),
        ("我妈八十二岁", "age", "八十二岁", "82"),
        ("欠我两万块钱", "money", "两万块钱", "20000"),
        ("罚了200元", "money", "200元", "200"),
        ("给五星", "rating", "五星", "5"),
        ("態度5分 速度3分", "rating", "態度5分 速度3分", "attitude=5,speed=3"),
        ("我叫周建平,要申请", "name", "周建平", "周建平"),
        ("王红梅 13700001122", "name", "王红梅", "王红梅"),
        ("枫林镇卫生院门口有个坑", "place", "枫林镇卫生院门口", "枫林镇卫生院门口"),
        ("代码92330799MA2LTX567T", "uscc", "92330799MA2LTX567T", "92330799MA2LTX567T"),
        ("给我挂个周二的号", "date", "周二", "week:2"),
        ("这周五9点", "date", "这周五", "week+0:5"),
        ("2018至2021年的账", "date", "2018至2021年", "2018/2021"),
        ("我今年七十六了", "age", "七十六", "76"),
        ("一次补三万?", "money", "三万", "30000"),
        ("替我妈问问", "role", "我妈", "parent"),
        ("我们公司要申请", "role", "我们公司", "company"),
        ("民政局在哪", "unit", "民政局", "民政局"),
        ("下月6号去行不行", "date", "下月6号", "month+1:6"),
        ("定于本月21日上午", "date", "本月21日", "month+0:21"),
        ("上个月十几号交的", "date", "上个月十几号", "month-1"),
        ("我们柳溪村没通车", "place", "柳溪村", "柳溪村"),
        ("另外文化馆几点开", "place", "文化馆", "文化馆"),
        ("枫林三小的操场", "place", "枫林三小", "枫林三小"),
        ("仲裁委怎么走", "place", "仲裁委", "仲裁委"),
        ("替我爸约号,他叫林国栋", "name", "林国栋", "林国栋"),
        ("居住證怎麼辦", "topic", "居住證", "居住证"),
    ],
)
def test_slots(extract: Extract, text: str, name: str, surface: str, value: str) -> None:
    assert (surface, value) in values(extract(text), name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("快一点给我办", "time"),
        ("十分感谢", "rating"),
        ("3分钟就好", "rating"),
        ("6号楼没水", "date"),
        ("身份证尾号2016", "case_no"),
        ("33079919800101778X", "phone"),
        ("我们小区路口", "name"),
        ("有什么条件", "place"),
    ],
)
def test_what_only_looks_like_a_slot(extract: Extract, text: str, name: str) -> None:
    assert values(extract(text), name) == []


def test_exact_pieces_never_overlap(extract: Extract) -> None:
    found = extract("GK202604120003 13700001122 33079919800101778X 2026年3月9日")
    assert [slot.name for slot in found if slot.name in {"case_no", "phone", "id_no", "date"}] == [
        "case_no",
        "phone",
        "id_no",
        "date",
    ]


@given(text=st.text(max_size=80))
def test_surfaces_stand_in_the_text(known_words: Lexicon, text: str) -> None:
    assert all(slot.surface and slot.surface in text for slot in Slots(known_words).extract(fold(text)))


@given(
    text=st.text(
        alphabet=st.sampled_from(
            "gkGK〔〕()0123456789零一二三十百万年月日号点周下上星分元岁青政发路镇 -:到我叫王县局電話"
        ),
        max_size=40,
    )
)
def test_slots_never_fail_on_figures(known_words: Lexicon, text: str) -> None:
    assert all(slot.surface in text for slot in Slots(known_words).extract(fold(text)))
