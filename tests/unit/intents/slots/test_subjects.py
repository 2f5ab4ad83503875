import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.recognizer import CountyRecognizer
from intents.slots.extractor import Slots
from intents.slots.subjects import subjects
from intents.slots.topics import Topics


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("梨溪县竹林认养奖励办法", {"竹林认养奖励"}),
        ("关于做好2026年度竹编技师评审工作的通知", {"竹编技师评审"}),
        ("《梨溪县渔船报废补助实施细则（试行）》政策解读", {"渔船报废补助"}),
        ("梨溪县寒窗补贴和远足补贴发放办法", {"寒窗补贴", "远足补贴"}),
        ("梨園認養登記辦理指南", {"梨园认养登记"}),
        ("县域经济发展规划", {"县域经济发展"}),
        ("通知", set()),
        ("关于A的办法", set()),
    ],
)
def test_what_a_title_is_about(title: str, named: set[str]) -> None:
    assert subjects([title]) == named


@given(titles=st.lists(st.text(max_size=40), max_size=6))
def test_any_titles_are_borne(titles: list[str]) -> None:
    assert all(3 <= len(subject) <= 12 for subject in subjects(titles))


@pytest.fixture
def pupil(county_recognizer: CountyRecognizer) -> CountyRecognizer:
    """Give a recogniser of its own, so that what it is taught stays in this test."""
    slots = Slots(county_recognizer.reader.lexicon)
    known = county_recognizer
    return CountyRecognizer(known.rules, known.dangers, known.reader, slots, known.model)


def test_published_titles_teach_their_words(pupil: CountyRecognizer) -> None:
    assert pupil.recognize("梧桐寄养登记").slot("topic") is None
    pupil.teach(["梨溪县竹鼠养殖奖励办法"], guides=["梧桐寄养登记指南"])
    guide = pupil.recognize("梧桐寄养登记")
    assert (guide.intent, guide.slot("topic"), guide.slot("title")) == (
        "service_guide",
        "梧桐寄养登记",
        "梧桐寄养登记指南",
    )
    assert pupil.recognize("竹鼠养殖奖励").slot("title") == "梨溪县竹鼠养殖奖励办法"


def test_a_published_word_is_known_by_its_sound(pupil: CountyRecognizer) -> None:
    pupil.teach(["梨溪县竹鼠养殖奖励办法"])
    assert pupil.recognize("主鼠养值奖励给多少").slot("title") == "梨溪县竹鼠养殖奖励办法"


def test_what_is_withdrawn_is_forgotten(pupil: CountyRecognizer) -> None:
    before = pupil.recognize("梧桐寄养登记")
    pupil.teach([], guides=["梧桐寄养登记指南"])
    pupil.teach([])
    assert pupil.recognize("梧桐寄养登记") == before


def test_teaching_keeps_the_words_of_the_county(pupil: CountyRecognizer) -> None:
    topics = Topics(["居住证办理指南"])
    assert topics.link("居住证办理") is not None
    pupil.teach(["居住证办理指南"])
    assert pupil.recognize("身份证丢了").slot("topic") == "身份证"
