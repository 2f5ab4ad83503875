"""Citizens mistype and are misheard: labelled questions with wrong characters in them, the same ones every time."""

import random
from collections.abc import Sequence
from dataclasses import replace

from knowledge.evaluation.labelled import LabelledQuestion


def damaged(questions: Sequence[LabelledQuestion], *, share: float, seed: int = 0) -> list[LabelledQuestion]:
    """Give the questions with a share (0 to 1) of their letters and digits replaced by others.

    What stands in a wrong place is drawn from the letters of all questions, so common ones come often. The same seed
    damages the same questions in the same way, whatever their order.
    """
    if not share:
        return list(questions)
    letters = sorted(letter for question in questions for letter in question.text if letter.isalnum())
    return [_damaged(question, letters, share=share, seed=seed) for question in questions]


def _damaged(question: LabelledQuestion, letters: list[str], *, share: float, seed: int) -> LabelledQuestion:
    dice = random.Random(f"{seed}:{question.id}")  # noqa: S311 - repeatable on purpose; nothing secret hangs on it
    text = (
        dice.choice(letters) if letter.isalnum() and dice.random() < share else letter
        for letter in question.text
    )
    return replace(question, text="".join(text))
