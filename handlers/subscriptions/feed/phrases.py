"""Which of all subscribed phrases stand in a text: one pass over the text, however many phrases there are. Pure.

An automaton of Aho and Corasick, whose states are told by tables: from a state and a letter the next state, and with each
state the phrases that end there.
"""

from collections import deque
from collections.abc import Iterable

ROOT = 0


class PhraseAutomaton:
    """Finds phrases; both they and the text are taken as they are, so fold them first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._onward: list[dict[str, int]] = [{}]
        self._ends: list[tuple[str, ...]] = [()]
        for phrase in sorted({one for one in phrases if one}):
            self._add(phrase)
        self._fall = self._falls()

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return len(self._onward) > 1

    def _add(self, phrase: str) -> None:
        state = ROOT
        for letter in phrase:
            following = self._onward[state].get(letter)
            if following is None:
                following = len(self._onward)
                self._onward[state][letter] = following
                self._onward.append({})
                self._ends.append(())
            state = following
        self._ends[state] = (*self._ends[state], phrase)

    def _falls(self) -> list[int]:
        """Give for each state the longest other one whose letters it ends with, and let it end with that one's phrases."""
        falls = [ROOT] * len(self._onward)
        waiting = deque(self._onward[ROOT].values())
        while waiting:
            state = waiting.popleft()
            for letter, following in self._onward[state].items():
                waiting.append(following)
                back = falls[state]
                while back and letter not in self._onward[back]:
                    back = falls[back]
                falls[following] = self._onward[back].get(letter, ROOT)
                self._ends[following] += self._ends[falls[following]]
        return falls

    def found(self, text: str) -> frozenset[str]:
        """Give the phrases that stand in a text."""
        found: set[str] = set()
        state = ROOT
        for letter in text:
            while state and letter not in self._onward[state]:
                state = self._fall[state]
            state = self._onward[state].get(letter, ROOT)
            if ends := self._ends[state]:
                found.update(ends)
        return frozenset(found)
