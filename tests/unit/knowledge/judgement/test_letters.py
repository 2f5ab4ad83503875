"""Single letters tell which of a question's stretches speaks of it, the rarer among these the more."""

import numpy as np

from knowledge.judgement import letters
from knowledge.judgement.facts import StretchFacts
from knowledge.judgement.quantities import NAMES, OfWindow
from knowledge.text.question import analyse


def spelt(asked: str, *told: tuple[str, str, str]) -> dict[str, list[float]]:
    values = np.zeros((len(told), len(NAMES)))
    letters.spell(values, tuple(asked), [StretchFacts(*one) for one in told])
    return {name.lower(): values[:, getattr(OfWindow, name)].tolist() for name in ("LETTERS", "LETTERS_CORE", "LETTERS_NAMED", "LETTERS_AROUND", "RARE_LETTERS", "RARE_LETTERS_CORE")}  # fmt: skip


def test_the_words_of_a_question_are_spelt_without_figures_and_what_stands_everywhere() -> None:
    assert letters.telling_letters(analyse("我租房交的2000押金还给退吗")) == tuple("租房交押金还给退")


def test_everyday_letters_are_found_in_official_words() -> None:
    found = spelt(
        "退租", ("退还租赁押金", "退还租赁押金", "房屋 租赁"), ("受理申请", "受理申请", "房屋 租赁")
    )
    assert found["letters"] == [1.0, 0.0]
    assert found["letters_core"] == [1.0, 0.0]
    assert found["letters_named"] == [0.5, 0.5]
    assert found["letters_around"] == [1.0, 0.5]


def test_a_letter_that_all_stretches_hold_tells_nothing() -> None:
    found = spelt("租退", ("租金", "租金", ""), ("租金 退还", "租金", ""))
    assert found["rare_letters"] == [0.0, 1.0]
    assert found["rare_letters_core"] == [0.0, 0.0]
    assert spelt("租", ("租金", "租金", ""))["rare_letters"] == [0.0]
