"""A rating of what was done: speed, effect, attitude, each from one to five, any may be left out (P10b). Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LOWEST_GOOD = 3
MOST = 5
ASPECTS = ("speed", "effect", "attitude")
NAMES: Mapping[str, tuple[str, ...]] = {
    "speed": ("速度", "快慢", "及时"),
    "effect": ("效果", "结果"),
    "attitude": ("态度", "服务"),
}
WORDS_LETTERS = 500
_FIGURE = r"[1-5一二两三四五](?![0-9号楼栋])"
_VALUES = dict(zip("12345一二三四五两", (1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 2), strict=True))
_SIGNS = r"[\s,，、;；:：/是为打给]"
NAMED = re.compile(
    rf"(速度|快慢|及时|效果|结果|态度|服务){_SIGNS}{{0,3}}({_FIGURE})(?:颗?星|分)?{_SIGNS}{{0,3}}"
)
BARE = re.compile(
    rf"(?:评价|打分|评分)?{_SIGNS}{{0,3}}({_FIGURE})分?{_SIGNS}{{0,3}}({_FIGURE})分?{_SIGNS}{{0,3}}({_FIGURE})分?[。.!！]?"
)
ALL = re.compile(
    rf"(?:评价|打分|评分)?{_SIGNS}{{0,3}}(?:全部?|都|三项都?){_SIGNS}{{0,3}}({_FIGURE})(?:颗?星|分)?[。.!！]?"
)
UNSOLVED = re.compile(
    r"(?:问题|事情|这事)?(?:还是|根本|并|压根)?(?:没有?|未)(?:有)?(?:得到)?(?:解决|处理好|办好|弄好)(?:掉|好|了)?(?:[,，。.!！ ]|$)"
)
LEAD = re.compile(r"^(?:评价|打分|评分)[\s:：,，]{0,3}")
NUMBER_SAID = re.compile(r"(?i)SQ[\s-]?20\d{6}[\s-]?\d{3,6}")


@dataclass(frozen=True, slots=True)
class ServiceRating:
    """A rating: the scores that were given, whether it was said that nothing is solved, and words."""

    scores: Mapping[str, int]
    unsolved: bool = False
    words: str = ""

    @property
    def low(self) -> bool:
        """Whether somebody else calls back: a score below three, or nothing solved."""
        return self.unsolved or any(score < LOWEST_GOOD for score in self.scores.values())

    def plain(self) -> dict[str, str]:
        """Give it as the log keeps it, without the words."""
        told = {aspect: str(self.scores[aspect]) for aspect in ASPECTS if aspect in self.scores}
        return {**told, **({"unsolved": "true"} if self.unsolved else {})}

    @classmethod
    def of(cls, plain: Mapping[str, str]) -> "ServiceRating":
        """Read it from a line of the log; the inverse of `plain`."""
        scores = {aspect: int(plain[aspect]) for aspect in ASPECTS if aspect in plain}
        return cls(scores, plain.get("unsolved") == "true")


def rating_in(said: str) -> ServiceRating | None:
    """Give the rating that a message makes, by figures or by words; None where it makes none."""
    text = NUMBER_SAID.sub("", unicodedata.normalize("NFKC", said)).strip()
    if not text or len(text) > WORDS_LETTERS:
        return None
    if found := BARE.fullmatch(text):
        return ServiceRating(
            {aspect: _VALUES[figure] for aspect, figure in zip(ASPECTS, found.groups(), strict=True)}
        )
    if found := ALL.fullmatch(text):
        return ServiceRating(dict.fromkeys(ASPECTS, _VALUES[found[1]]))
    return _in_words(text)


def _in_words(text: str) -> ServiceRating | None:
    said = LEAD.sub("", text)
    # A rating begins with what it rates; 办事大厅服务5分钟 rates nothing.
    begins = NAMED.match(said) is not None
    scores = {_aspect(found[1]): _VALUES[found[2]] for found in NAMED.finditer(said) if begins}
    rest = (NAMED.sub("", said) if begins else said).strip(" ,，。.;；")
    unsolved = UNSOLVED.match(rest) is not None
    if not scores and not unsolved:
        return None
    return ServiceRating(scores, unsolved, rest)


def _aspect(word: str) -> str:
    return next(aspect for aspect, words in NAMES.items() if word in words)
