"""Which words documents use for what citizens say: thousands of sayings by theme, found in one pass over a question.

They stand in `data/lexicon/*.yml`, one theme a file, each line official words and the sayings that call for them. In
place of a saying may stand two parts with `GAP_MARK` between them: 上班路上~撞 is said in many ways.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.text import normal_form

# A saying is looked for by its first letters; one letter alone would stand in half of all words.
LEAST_LETTERS = 2
GAP_MARK = "~"
GAP_LETTERS = 10
# Whoever tells a long story names many things; the matter stands among the first ones.
MOST_SAYINGS = 12


@dataclass(frozen=True, slots=True)
class Saying:
    """What citizens say, in its normal form, and the words that documents use for it.

    `behind`, where it is not empty, stands at most `GAP_LETTERS` behind the end of `begin`.
    """

    begin: str
    behind: str
    official: tuple[str, ...]

    @property
    def said(self) -> str:
        """Give all letters of the saying."""
        return f"{self.begin} {self.behind}".rstrip()

    def stands(self, folded: str, at: int) -> bool:
        """Whether the saying stands at a place of a text in its normal form."""
        if not folded.startswith(self.begin, at):
            return False
        end = at + len(self.begin)
        return folded.find(self.behind, end, end + GAP_LETTERS + len(self.behind)) >= 0


class SayingTable:
    """A table of sayings, to be asked which of them stand in a question."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a saying, as it stands in a data file, and its official words.

        Raises ValueError for a saying that begins with a single letter, or has nothing behind its gap.
        """
        meant: dict[str, list[str]] = {}
        for saying, official in rows:
            meant.setdefault(normal_form.fold(saying), []).append(official)
        by_key: dict[str, list[Saying]] = {}
        for saying in sorted(meant, key=len, reverse=True):
            begin, gap, behind = saying.partition(GAP_MARK)
            if len(begin) < LEAST_LETTERS or bool(gap) != bool(behind):
                raise ValueError(saying)
            known = Saying(begin, behind, tuple(dict.fromkeys(meant[saying])))
            by_key.setdefault(begin[:LEAST_LETTERS], []).append(known)
        self._by_key = {key: tuple(sayings) for key, sayings in by_key.items()}

    def __len__(self) -> int:
        """Give how many sayings there are."""
        return sum(map(len, self._by_key.values()))

    def found(self, folded: str) -> Iterator[Saying]:
        """Give the sayings in a text in its normal form, in their order: the longest at each place, none within another."""
        at, left = 0, MOST_SAYINGS
        while left and at <= len(folded) - LEAST_LETTERS:
            sayings = self._by_key.get(folded[at : at + LEAST_LETTERS], ())
            here = next((saying for saying in sayings if saying.stands(folded, at)), None)
            if here is not None:
                left -= 1
                yield here
            at += 1 if here is None else len(here.begin)


# Whatever is asked for the sayings in use before each question; a county's own may change meanwhile.
SayingSource = Callable[[], SayingTable]


@cache
def shipped() -> SayingTable:
    """Give the sayings of the data files."""
    return SayingTable(pair for pair, _ in shipped_pairs())


@cache
def shipped_pairs() -> tuple[tuple[tuple[str, str], str], ...]:
    """Give each pair of the data files, a saying in its normal form and its official words, with the theme's name."""
    return tuple(
        ((normal_form.fold(saying), official), theme)
        for theme, rows in themes().items()
        for official, sayings in rows.items()
        for saying in sayings.split()
    )


def themes() -> dict[str, Mapping[str, str]]:
    """Give what each data file holds, by its name: for official words the sayings, parted by blanks."""
    folder = resources.files("knowledge").joinpath("data/lexicon")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yml")), key=lambda file: file.name
    )
    return {file.name[:-4]: read_yaml(file.read_text(encoding="utf-8")) for file in files}
