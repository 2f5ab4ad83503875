"""Wrong characters in labelled questions."""

from knowledge.evaluation.labelled import LabelledQuestion, damaged

ASKED = [
    LabelledQuestion(str(number), f"第{number}条规定的补贴，每月发给多少元？" * 5) for number in range(40)
]


def test_no_damage_leaves_every_question_alone() -> None:
    assert damaged(ASKED, share=0.0) == ASKED


def test_about_the_share_is_wrong_and_signs_stay() -> None:
    found = damaged(ASKED, share=0.1, seed=3)
    letters = sum(letter.isalnum() for question in ASKED for letter in question.text)
    changed = sum(
        one != other
        for before, after in zip(ASKED, found, strict=True)
        for one, other in zip(before.text, after.text, strict=True)
    )
    assert 0.07 * letters < changed < 0.11 * letters
    assert all(one.text.count("？") == 5 for one in found)
    assert [one.id for one in found] == [one.id for one in ASKED]


def test_damage_hangs_on_the_seed_and_the_question_only() -> None:
    assert damaged(ASKED, share=0.1, seed=3) == damaged(ASKED, share=0.1, seed=3)
    assert damaged(ASKED, share=0.1, seed=3) != damaged(ASKED, share=0.1, seed=4)
    backwards = damaged(ASKED[::-1], share=0.1, seed=3)
    assert backwards[::-1] == damaged(ASKED, share=0.1, seed=3)
