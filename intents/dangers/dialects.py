"""Words of the dialects, put as the words by which danger is known: who is in need writes as he speaks (𨋢, 割孽, 寻勿着)."""

import re
from collections.abc import Mapping


class Dialects:
    """Rewrites a normal form; the list is data (`data/danger_evidence.yml`)."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)
        longest = sorted(self._words, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest)) or "(?!)")

    @property
    def pattern(self) -> re.Pattern[str]:
        """Give the one pattern, for whoever checks that it is quick."""
        return self._known

    def plain(self, form: str) -> str:
        """Give a form with each word of a dialect as the common one."""
        return self._known.sub(lambda found: self._words[found[0]], form)
