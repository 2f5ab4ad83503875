"""The line with the number to call, before whatever turns away."""

import pytest

from bot.message import Reply
from bot.understanding import FALLBACK, Understanding
from handlers.general.floor import CALLED, Floor
from handlers.texts import Texts

TEXTS = Texts.load()
FLOOR = Floor(TEXTS)
NO = [Reply("对不起，这件事我帮不了您。")]
QUOTED = [Reply("每月200元。\n《高龄津贴办法》（有效）")]


def heard(text: str, *, alarm: str | None = "crime", emergency: str | None = None) -> Understanding:
    return Understanding(text, FALLBACK, 0.1, emergency=emergency, alarm=alarm)


@pytest.mark.parametrize(
    ("text", "replies", "in_form", "spoken"),
    [
        ("我邻居以前打人", NO, False, True),
        ("有人打人管不管吗", NO, False, True),
        ("打人怎么处理", QUOTED, False, False),
        ("他老是打人", QUOTED, False, True),
        ("打人怎么处理", QUOTED, True, True),
        ("我邻居以前打人", [], False, False),
    ],
)
def test_when_the_line_is_spoken(text: str, replies: list[Reply], in_form: bool, spoken: bool) -> None:
    said = FLOOR(heard(text), replies, in_form=in_form)
    assert said == ([Reply(TEXTS("general.floor.police"))] if spoken else [])


def test_sure_danger_and_harmless_words_need_no_line() -> None:
    assert FLOOR(heard("救命", emergency="other"), NO, in_form=False) == []
    assert FLOOR(heard("公租房", alarm=None), NO, in_form=True) == []


@pytest.mark.parametrize("kind", [*CALLED, "something_new"])
def test_every_kind_has_a_line_that_names_a_number(kind: str) -> None:
    said = FLOOR(heard("危险", alarm=kind), NO, in_form=False)
    assert any(number in said[0].text for number in ("110", "119", "120", "12356"))
