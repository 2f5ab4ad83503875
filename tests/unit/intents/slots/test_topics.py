from hypothesis import given
from hypothesis import strategies as st

from intents.slots.extractor import Slots
from intents.slots.topics import LINKING_SCORE, Topics
from intents.text.lexicon import Lexicon
from intents.text.normal_form import fold

TITLES = ("梨溪县竹林认养奖励办法", "关于既有住宅加装电梯补助的通知", "居住证办理指南", "竹编技师评审细则")


def test_the_title_that_holds_the_words_is_linked() -> None:
    topics = Topics(TITLES)
    link = topics.link("加装电梯补助")
    assert link is not None
    assert (link.title, link.score >= LINKING_SCORE) == (TITLES[1], True)
    assert topics.link("航天飞机") is None
    assert topics.link("竹") is None


def test_a_shorter_title_is_preferred_where_both_hold_the_words() -> None:
    link = Topics(("居住证办理指南的补充说明以及常见问题答复", "居住证办理指南")).link("居住证办理")
    assert link is not None
    assert link.title == "居住证办理指南"


def test_words_of_a_title_are_found_in_a_text() -> None:
    named = Topics(TITLES).named("我想问下竹林认养奖励有没有")
    assert named is not None
    start, end, link = named
    assert ("我想问下竹林认养奖励有没有"[start:end], link.title) == ("竹林认养奖励", TITLES[0])


def test_refreshing_exchanges_all_titles() -> None:
    topics = Topics(TITLES)
    topics.refresh(["高龄津贴发放办法"])
    assert topics.link("居住证办理") is None
    assert topics.link("高齡津貼") is None
    assert topics.link("高龄津贴") is not None
    topics.refresh([])
    assert topics.link("高龄津贴") is None


def test_titles_in_other_writings_are_the_same() -> None:
    link = Topics(["高齡津貼發放辦法（２０２６）"]).link("高龄津贴发放办法")
    assert link is not None
    assert link.title == "高齡津貼發放辦法（２０２６）"


def test_the_slot_names_title_and_score(known_words: Lexicon) -> None:
    topics = Topics()
    slots = Slots(known_words, topics)
    topics.refresh(TITLES)
    found = {slot.name: slot for slot in slots.extract(fold("竹林认养奖励怎么发"))}
    assert found["topic"].surface == "竹林认养奖励"
    assert found["title"].value == TITLES[0]
    assert LINKING_SCORE <= found["title"].score <= 1.0


@given(titles=st.lists(st.text(max_size=20), max_size=8), words=st.text(max_size=30))
def test_any_titles_and_words_are_borne(titles: list[str], words: str) -> None:
    topics = Topics(titles)
    link = topics.link(words)
    assert link is None or (link.title in titles and LINKING_SCORE <= link.score <= 1.0)
    named = topics.named(words)
    assert named is None or 0 <= named[0] < named[1] <= len(words)
