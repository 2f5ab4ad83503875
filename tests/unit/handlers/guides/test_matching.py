from dataclasses import replace

import pytest
import yaml

from handlers.guides.matching import akin, asks_beyond, by_documents, by_title, element_asked, matter
from knowledge.documents.document import Document, Kind
from tests.factories.library import ALLOWANCE, GUIDE, HOUSING, RENTAL
from tests.factories.talks import SAMPLE


def _sample() -> list[Document]:
    fronts = [
        yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        for path in sorted((SAMPLE / "guides").glob("*.md"))
    ]
    return [Document(front["id"], front["title"], Kind.GUIDE) for front in fronts]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("公租房怎么申请", "公共租赁住房申请"),
        ("低保要带什么材料", "最低生活保障申请"),
        ("结婚登记要提前准备什么东东", "结婚登记"),
        ("加装电梯怎么报批", "既有住宅加装电梯联合审查和补助申请"),
        ("宅基地审批步骤", "农村宅基地和建房审批"),
        ("公积金贷款要多久", "住房公积金个人住房贷款申请"),
        ("高龄津贴怎么领", "高龄津贴申领"),
    ],
)
def test_a_guide_is_found_by_what_people_call_the_matter(said: str, title: str) -> None:
    assert [guide.title for guide in by_title(_sample(), "", said)] == [title]


@pytest.mark.parametrize("said", ["身份证丢了怎么补办", "护照换发要几天", "怎么办", "", "😂", "办" * 500])
def test_a_matter_without_a_guide_finds_none(said: str) -> None:
    assert by_title(_sample(), said) == []


def test_the_topic_the_recogniser_saw_decides_before_the_sentence() -> None:
    assert by_title([GUIDE, HOUSING], "公租房", "我妈有高龄津贴还能申请公租房吗") == [HOUSING]


def test_a_matter_of_mourning_is_offered_to_who_tells_of_a_death() -> None:
    gone, moved = (
        replace(GUIDE, id="gone", title="死亡户口注销"),
        replace(GUIDE, id="moved", title="户口迁移落户"),
    )
    assert by_title([gone, moved], "户口", "宝宝户口还没上") == [moved]
    assert by_title([gone, moved], "户口", "我爷爷走了，户口怎么弄") == [gone, moved]
    assert by_title([gone], "死亡注销") == [gone]


def test_a_guide_that_rests_on_a_document_is_found_through_it() -> None:
    reading = Document("reading", "解读", Kind.INTERPRETATION, interprets=("allowance",))
    assert by_documents([HOUSING, GUIDE], [ALLOWANCE]) == [GUIDE]
    assert by_documents([HOUSING, GUIDE], [reading, HOUSING]) == [GUIDE, HOUSING]
    assert by_documents([HOUSING], [ALLOWANCE]) == []


def test_a_guide_for_another_thing_is_not_akin() -> None:
    assert akin([HOUSING, GUIDE, RENTAL], "身份证丢了") == []
    assert akin([HOUSING, GUIDE], "老人津贴") == [GUIDE]


@pytest.mark.parametrize(
    ("said", "element"),
    [
        ("低保要带什么材料", "materials"),
        ("公积金贷款多久能批", "limit"),
        ("办这个要钱吗", "fee"),
        ("公租房怎么申请", ""),
        ("要什么材料，多久办好", ""),
    ],
)
def test_the_one_element_asked_for_is_seen(said: str, element: str) -> None:
    assert element_asked(said) == element


@pytest.mark.parametrize(
    ("said", "beyond"),
    [
        ("结婚证丢了怎么补办", True),
        ("结婚登记周六能办吗", True),
        ("结婚登记怎么办", False),
        ("结婚登记要什么条件", False),
        ("结婚登记在哪办", False),
    ],
)
def test_what_a_guide_in_short_does_not_say_is_seen(said: str, beyond: bool) -> None:
    assert asks_beyond(said, "结婚登记") is beyond


def test_a_guide_for_what_is_lost_answers_who_lost_it() -> None:
    assert not asks_beyond("户口簿丢了怎么补办", "户口簿补领")


def test_what_is_done_with_a_matter_is_not_the_matter() -> None:
    assert matter("请问高龄津贴怎么申请") == "高龄津贴"
    assert matter("给我办事指南") == ""
