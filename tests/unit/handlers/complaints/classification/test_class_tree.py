"""The classes as data: every one has material, nothing of it is anybody's, and a broken file is named."""

import re
from pathlib import Path

import pytest

from bot.privacy import personal_numbers
from handlers.complaints.classification import class_tree, written_letters
from handlers.complaints.classification.class_tree import MatterClass

CLASSES = class_tree.load()
FEWEST_MATTERS, FEWEST_WORDS = 12, 30
# The names of the message boards' first level: with others, figures could not be compared.
LABELS = {
    *("城乡建设", "党务政务", "国土资源", "环境保护", "纪检监察", "交通运输", "经济管理", "科技与信息产业"),
    *("民政", "农村农业", "商贸旅游", "卫生计生", "政法", "教育文体", "劳动和社会保障"),
}
# A surname before what one calls a person, a long number, a plate, an address of a house.
PERSONAL = re.compile(
    "[张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗](?:某|先生|女士|书记|县长|局长)|[0-9]{5}|[0-9]号(?:楼|院)|@"
)
SERVICE_NUMBERS = {"12333", "12315", "12358", "10086", "10000", "10010"}


def test_the_classes_are_those_of_the_message_boards() -> None:
    assert {one.label for one in CLASSES} == LABELS


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.label)
def test_every_class_has_material(one: MatterClass) -> None:
    matters = [matter for topic in one.topics for matter in topic.matters]
    assert len(matters) >= FEWEST_MATTERS
    assert len({word for topic in one.topics for word in topic.words}) >= FEWEST_WORDS
    assert len({topic.name for topic in one.topics}) == len(one.topics)
    assert len(set(matters)) == len(matters)


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.label)
def test_nothing_of_it_is_anybodys(one: MatterClass) -> None:
    for topic in one.topics:
        for text in (*topic.matters, *topic.words):
            bare = re.sub("|".join(SERVICE_NUMBERS), "", text)
            assert not PERSONAL.search(bare), text
            assert personal_numbers(text) is None, text


def test_no_matter_stands_under_two_classes() -> None:
    places: dict[str, str] = {}
    for one in CLASSES:
        for topic in one.topics:
            for matter in topic.matters:
                assert places.setdefault(matter, one.label) == one.label, matter


def test_the_letters_are_the_same_every_time_and_the_parts_share_no_matter() -> None:
    words = written_letters.load()
    first = list(written_letters.letters(CLASSES[:2], words))
    assert first == list(written_letters.letters(CLASSES[:2], words))
    whole = {one.body for one in first}
    kept, apart = (
        {one.body for one in written_letters.letters(CLASSES[:2], words, part=part)} & matters
        for part in (slice(0, None, 2), slice(1, None, 2))
        for matters in [{m for one in CLASSES[:2] for topic in one.topics for m in topic.matters}]
    )
    assert kept
    assert apart
    assert not kept & apart
    assert kept | apart <= whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 只有一行", "label"),
        ("label: 城乡建设", "topics"),
        ("label: 城乡建设\ntopics:\n  - name: 物业\n    words: 物业费", "matters"),
        ("label: 城乡建设\ntopics:\n  - matters: 物业不管事\n    words: 物业费", "name"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "one.yml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"one.yml.*{said}"):
        class_tree.load(tmp_path)


def test_a_label_that_stands_twice_is_named(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yml").write_text(
            "label: 物业\ntopics:\n  - {name: 费用, matters: 收费不服务, words: 物业费}", "utf-8"
        )
    with pytest.raises(ValueError, match="物业"):
        class_tree.load(tmp_path)
