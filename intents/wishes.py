"""Tells which wishes a message of several clauses holds, and which clauses belong to each.

People tell a story, greet, and ask twice for one thing; only a clause that is surely another wish begins one. What is
no wish of its own belongs to the wish beside it, so that each is answered from all its words and no others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding import FALLBACK
from intents import clauses
from intents.clauses import Clause
from intents.lexicon import TOPICAL, Lexicon
from intents.rules import Rules, compact

Ranking = list[tuple[str, float]]
_EXACT = 0.97
"""Probability of a wish that was given by an exact word."""
_LINKED_WISH, _LOOSE_WISH, _PLAIN_WISH = 0.6, 0.9, 0.99
"""Probability a clause needs after a linking word; beside others if the whole speaks for it too; and if not."""
_WHOLE_CLAUSE = 4
"""Characters from which a loosely joined clause can be a wish of its own."""
_LIKELY = 0.02
"""Share in the reading of the whole below which a loose clause is not believed."""
MANNERS = frozenset({"greet", "thanks", "affirm", "deny"})
_AT_EASE = MANNERS | {"out_of_scope", FALLBACK}
"""Wishes that, beside another one, are only manners or noise."""
_QUESTIONS = frozenset({"ask_policy", "service_guide", "find_place"})
"""Wishes of which one message may hold two of the same kind, each about something else."""
_TOLD_OF = frozenset(
    {
        ("appointment", "cancel"),
        ("case_status", "cancel"),
        ("subscribe_topic", "cancel"),
        ("case_status", "rate_service"),
    }
)
"""What is only told of before the second is asked for (约的明早九点, 有事, 取消吧)."""
_ASKED_LAST = frozenset({"disclosure_request", "cancel"})
"""Wishes that people come to after a story; what is said before and speaks plainly for nothing is the story."""


@dataclass(frozen=True, slots=True)
class Group:
    """A wish and the numbers of its clauses."""

    intent: str
    clauses: tuple[int, ...]


class Divider:
    """Finds the wishes of the clauses of a form, given how one form is ranked."""

    def __init__(self, rules: Rules, lexicon: Lexicon, *, rank: Callable[[str], Ranking]) -> None:
        self._rules = rules
        self._lexicon = lexicon
        self._rank = rank

    def divide(self, parts: tuple[Clause, ...], whole: Ranking) -> tuple[Group, ...]:
        """Give the wishes in the order of the text with their clauses; a form with one wish gives one group."""
        likely = {intent for intent, share in whole if share > _LIKELY}
        linked = any(part.linked for part in parts)
        groups: list[tuple[str, list[int]]] = []
        waiting: list[int] = []
        for number, part in enumerate(parts):
            intent, mannerly = self._wish(part, likely=likely, linked=linked)
            if mannerly:
                continue
            if intent is None:
                (groups[-1][1] if groups else waiting).append(number)
                continue
            held = next((group for group in groups if group[0] == intent), None)
            if held is None or (
                part.linked and intent in _QUESTIONS and self._names_another(part, held, parts)
            ):
                groups.append((intent, [*waiting, number]))
            else:
                held[1].extend([*waiting, number])
            waiting = []
        if not linked:
            groups = self._without_story(groups, parts)
        return tuple(Group(intent, tuple(sorted(numbers))) for intent, numbers in groups)

    def _wish(self, part: Clause, *, likely: set[str], linked: bool) -> tuple[str | None, bool]:
        """Give the wish a clause surely is, if any, and whether it is nothing but manners."""
        exact = self._rules.exact(compact(part.text))
        if exact in MANNERS:
            return None, True
        intent, share = (exact, _EXACT) if exact else self._rank(part.text)[0]
        if linked:
            least = _LINKED_WISH
        else:
            least = _LOOSE_WISH if exact or intent in likely else self._least_alone(part.text)
        return (intent, False) if share >= least and intent not in _AT_EASE else (None, False)

    def _least_alone(self, clause: str) -> float:
        """Give what a loose clause needs that the whole does not speak for; a stub or mere name is never enough."""
        named = clause in self._lexicon
        return 2.0 if named or len(clause) < _WHOLE_CLAUSE else _PLAIN_WISH

    def _names_another(self, part: Clause, held: tuple[str, list[int]], parts: tuple[Clause, ...]) -> bool:
        """Tell whether a clause is about something that the clauses of a wish do not name."""
        named = self._topics(part.text)
        before = {topic for number in held[1] for topic in self._topics(parts[number].text)}
        return bool(named) and bool(before) and named.isdisjoint(before)

    def _without_story(
        self, groups: list[tuple[str, list[int]]], parts: tuple[Clause, ...]
    ) -> list[tuple[str, list[int]]]:
        """Join to a wish what is only told of before it, and to the one before what names and asks nothing of its own."""
        kept: list[tuple[str, list[int]]] = []
        for intent, numbers in groups:
            told = list(numbers)
            while kept and self._tells(kept[-1], intent, parts):
                told = [*kept.pop()[1], *told]
            if kept and not self._stands_alone(intent, numbers, parts):
                kept[-1][1].extend(told)
            else:
                kept.append((intent, told))
        return kept

    def _tells(self, group: tuple[str, list[int]], following: str, parts: tuple[Clause, ...]) -> bool:
        """Tell whether a wish is only what was told of before the following one."""
        intent, numbers = group
        return (intent, following) in _TOLD_OF or (
            following in _ASKED_LAST and not self._spoken_for(intent, numbers, parts)
        )

    def _stands_alone(self, intent: str, numbers: list[int], parts: tuple[Clause, ...]) -> bool:
        """Tell whether clauses name something or say plainly what they want."""
        return self._spoken_for(intent, numbers, parts) or any(self._topics(parts[n].text) for n in numbers)

    def _spoken_for(self, intent: str, numbers: list[int], parts: tuple[Clause, ...]) -> bool:
        return any(
            self._rules.exact(said) == intent or intent in self._rules.evidence(said)
            for said in (compact(parts[number].text) for number in numbers)
        )

    def _topics(self, text: str) -> set[str]:
        return {span.word for span in self._lexicon.spans(text) if not set(TOPICAL).isdisjoint(span.classes)}


def split(form: str) -> tuple[Clause, ...]:
    """Give the clauses of a form, none where it is only one."""
    parts = clauses.split(form)
    return parts if len(parts) > 1 else ()
