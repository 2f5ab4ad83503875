"""A place that a question names, beside the place that a document is of."""

from knowledge.search.homes import compared
from knowledge.text import regions

HANGZHOU, ZHEJIANG, BEIJING = (regions.named(name) for name in ("杭州", "浙江", "北京"))


def test_the_place_itself_is_told_apart_from_one_around_it_and_from_another() -> None:
    here, home, absent, elsewhere = range(4)
    own = compared(HANGZHOU, HANGZHOU, HANGZHOU)
    assert (own[here], own[home], own[absent], own[elsewhere]) == (1.0, 1.0, 0.0, 0.0)
    around = compared(HANGZHOU, ZHEJIANG, ())
    assert (around[here], around[home], around[absent], around[elsewhere]) == (0.0, 0.0, 0.0, 0.0)
    another = compared(HANGZHOU, BEIJING, ())
    assert (another[here], another[home], another[absent], another[elsewhere]) == (0.0, 0.0, 1.0, 1.0)


def test_a_document_of_no_place_is_not_of_another_one() -> None:
    assert compared(HANGZHOU, (), ()) == (0.0, 0.0, 1.0, 0.0)
