"""A pair is read in one form, and changes to the sayings count or are refused as a whole."""

import pytest

from bot.errors import InputError
from knowledge.library.saying_records import (
    OWN_THEME,
    SayingChange,
    SayingDeed,
    after,
    read_pair,
    shipped_themes,
    table_of,
)
from knowledge.text.lexicon import SayingTable
from knowledge.text.synonyms import official_words

ADD, STRIKE, RESTORE = SayingDeed
SHIPPED = ("洗肾", next(official for said, official in shipped_themes() if said == "洗肾"))
OWN = ("铁脚板补贴", "护林员 补助")


def said(table: SayingTable, text: str) -> list[str]:
    return [saying.said for saying in table.found(text)]


@pytest.mark.parametrize(
    ("given", "official", "kept"),
    [
        (" 铁脚板 补贴 ", "护林员  补助", ("铁脚板补贴", "护林员 补助")),
        ("上班路上～撞", "工伤认定", ("上班路上~撞", "工伤认定")),
        ("ＥＴＣ卡", "电子收费", ("etc卡", "电子收费")),
    ],
)
def test_a_pair_is_kept_in_one_form(given: str, official: str, kept: tuple[str, str]) -> None:
    assert read_pair(given, official) == kept


@pytest.mark.parametrize(
    ("given", "official", "key"),
    [
        ("", "护林员", "length"),
        ("铁脚板" * 10, "护林员", "length"),
        ("铁脚板", "", "length"),
        ("铁脚板", "护" * 50, "length"),
        ("铁", "护林员", "form"),
        ("铁脚板~", "护林员", "form"),
        ("铁~板", "护林员", "form"),
        ("护林员", "护林员", "same"),
        ("铁脚板", "。。", "same"),
        ("13812345678", "电话", "personal"),
    ],
)
def test_what_is_no_pair_is_refused(given: str, official: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_pair(given, official)
    assert refused.value.text_key == f"sayings.refused.{key}"


def test_an_added_pair_counts_and_a_shipped_one_can_be_struck_out_and_brought_back() -> None:
    added = after({}, [SayingChange(ADD, *OWN), SayingChange(STRIKE, *SHIPPED)])
    assert (added[OWN].own, added[OWN].theme) == (True, OWN_THEME)
    assert (added[SHIPPED].own, added[SHIPPED].struck) == (False, True)
    table, question = table_of(added), "洗肾和铁脚板补贴"
    assert said(table, question) == ["铁脚板补贴"]
    assert ("铁脚板补贴", "护林员 补助") in official_words(question, table)
    assert official_words(question) != official_words(question, table)
    back = after(added, [SayingChange(RESTORE, *SHIPPED), SayingChange(STRIKE, *OWN)])
    assert said(table_of(back), question) == ["洗肾"]
    again = after(back, [SayingChange(ADD, *OWN)])
    assert said(table_of(again), question) == ["洗肾", "铁脚板补贴"]


def test_what_would_change_nothing_is_refused_and_named() -> None:
    mine = after({}, [SayingChange(ADD, *OWN)])
    gone = after({}, [SayingChange(STRIKE, *SHIPPED)])
    for changed, deed, pair, key in (
        ({}, ADD, SHIPPED, "there"),
        (mine, ADD, OWN, "there"),
        (mine, RESTORE, OWN, "there"),
        ({}, STRIKE, OWN, "missing"),
        ({}, RESTORE, OWN, "missing"),
        (gone, STRIKE, SHIPPED, "missing"),
    ):
        with pytest.raises(InputError) as refused:
            after(changed, [SayingChange(deed, *pair)])
        assert refused.value.text_key == f"sayings.refused.{key}", (deed, pair)
        assert refused.value.values["said"] == pair[0]


def test_a_county_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.library.saying_records.MOST_OWN", 2)
    changes = [SayingChange(ADD, f"铁脚板{letter}", "护林员") for letter in "甲乙丙"]
    assert len(after({}, changes[:2])) == 2
    with pytest.raises(InputError, match=r"refused\.most"):
        after({}, changes)
