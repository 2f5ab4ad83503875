"""Finds items of the catalogue by words: pairs of letters that a title shares with them, rare pairs counting more."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NOISE = re.compile(
    r"[^0-9A-Za-z㐀-鿿]|请问|麻烦|你好|您好|我想|想要|帮我|查一下|查询|看看|知道|一下|关于|属于|不属于|算不算|在不在|是不是|有没有"
    r"|主动公开|信息公开|公开目录|公开事项|目录|公开|事项|信息|情况|里面|哪里|哪儿|在哪|什么|怎么|多久|几时|何时|吗|呢|啊|吧|的|了|要不要|该不该|应不应该|需不需要"
)
CONTENT_SHARE = 0.35
"""What a pair of the content counts against one of the title."""
SURE_SHARE, NEAR_SHARE = 0.72, 0.5
LONGEST_QUERY_LETTERS = 60


@dataclass(frozen=True, slots=True)
class TitleHit:
    """An item found: its place in the list, how well it fits, and which share of the words its title says."""

    place: int
    score: float
    share: float


class TitlePairs:
    """The pairs of letters of all titles and contents; made once for a list, asked often."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._titles: dict[str, list[int]] = defaultdict(list)
        self._contents: dict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        for place, (title, content) in enumerate(entries):
            own = pairs(title)
            self._sizes.append(max(1, len(own)))
            for pair in own:
                self._titles[pair].append(place)
            for pair in pairs(content) - own:
                self._contents[pair].append(place)
        self._rarity: Mapping[str, float] = {
            pair: math.log1p(len(self._sizes) / (1 + len(self._titles.get(pair, ()))))
            for pair in {*self._titles, *self._contents}
        }

    def find(self, words: str, *, limit: int) -> Sequence[TitleHit]:
        """Give the items that come nearest to words, the best first; none where they share nothing."""
        asked = pairs(essence(words))
        weights = {pair: self._rarity[pair] for pair in asked if pair in self._rarity}
        if not weights:
            return ()
        unknown = math.log1p(len(self._sizes)) * (len(asked) - len(weights))
        whole = sum(weights.values()) + unknown
        in_title: defaultdict[int, float] = defaultdict(float)
        in_content: defaultdict[int, float] = defaultdict(float)
        matched: dict[int, int] = defaultdict(int)
        for pair, weight in weights.items():
            for place in self._titles.get(pair, ()):
                in_title[place] += weight
                matched[place] += 1
            for place in self._contents.get(pair, ()):
                in_content[place] += weight
        scores = {
            place: in_title[place] * (1 + matched[place] / self._sizes[place])
            + CONTENT_SHARE * in_content[place]
            for place in {*in_title, *in_content}
        }
        best = sorted(scores, key=lambda place: (-scores[place], self._sizes[place], place))[:limit]
        return [TitleHit(place, scores[place], in_title[place] / whole) for place in best]


def essence(words: str) -> str:
    """Give words without what is said around a name."""
    return NOISE.sub(" ", words[:LONGEST_QUERY_LETTERS])


def pairs(text: str) -> set[str]:
    """Give the pairs of letters next to each other; a word of one letter is left out."""
    found: set[str] = set()
    for word in re.split(r"[^0-9A-Za-z㐀-鿿]+", text):
        found.update(word[at : at + 2] for at in range(len(word) - 1))
    return found
