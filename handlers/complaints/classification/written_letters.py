"""Letters of our own: what stands under the classes, put into the words people wrap around a complaint.

A matter becomes a short message and a letter, a word becomes an enquiry, so that what tells the classes apart is the
matter and not the manner. The same material always gives the same letters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.text.plain_yaml import read_yaml
from handlers.complaints.classification.class_tree import MatterClass, MatterTopic
from handlers.complaints.classification.labelled_matter import LabelledMatter

FILE = Path(__file__).parents[2] / "data" / "complaints" / "letters.yml"
SEED = 7
SECOND_MATTER_SHARE = 0.5
"""Letters that go on to a second matter of the same topic."""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What people wrap around a complaint."""

    openings: tuple[str, ...]
    stories: tuple[str, ...]
    frames: tuple[str, ...]
    endings: tuple[str, ...]


def load(path: Path = FILE) -> LetterWords:
    """Read the words; raises `TypeError` when a list is missing or not known."""
    return LetterWords(**{name: tuple(row) for name, row in read_yaml(path.read_text("utf-8")).items()})


def letters(
    classes: Sequence[MatterClass], words: LetterWords, *, part: slice = slice(None), weight: float = 1.0
) -> Iterator[LabelledMatter]:
    """Give the letters about the matters and words of each topic, or of a `part` of them only."""
    dice = np.random.default_rng(SEED)
    for one in classes:
        for topic in one.topics:
            chosen = MatterTopic(topic.name, topic.matters[part], topic.words[part])
            for title, body in _Writer(chosen, words, dice).letters():
                yield LabelledMatter(one.label, title, body, weight=weight)


class _Writer:
    """Writes the letters of one topic."""

    def __init__(self, topic: MatterTopic, words: LetterWords, dice: "np.random.Generator") -> None:
        self._topic, self._words, self._dice = topic, words, dice

    def letters(self) -> Iterator[tuple[str, str]]:
        for matter in self._topic.matters:
            yield matter.split("，", 1)[0], matter
            yield self._enquiry(self._word()), self._letter(matter)
        for word in self._topic.words:
            opening, story = self._pick(self._words.openings), self._pick(self._words.stories)
            yield (
                self._enquiry(word),
                f"{opening}{story}{self._enquiry(self._word())}，{word}。{self._pick(self._words.endings)}",
            )

    def _letter(self, matter: str) -> str:
        words = self._words
        second = self._dice.random() < SECOND_MATTER_SHARE
        return "".join(
            (
                self._pick(words.openings),
                self._pick(words.stories),
                f"{matter}。",
                self._pick(words.stories),
                f"{self._pick(self._topic.matters)}。" if second else "",
                f"{self._enquiry(self._word())}。",
                self._pick(words.endings),
            )
        )

    def _enquiry(self, word: str) -> str:
        return self._pick(self._words.frames).format(a=word, b=self._word(), c=self._word())

    def _word(self) -> str:
        return self._pick(self._topic.words)

    def _pick(self, choices: Sequence[str]) -> str:
        return choices[int(self._dice.integers(len(choices)))]
