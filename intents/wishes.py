"""Tells which wishes a message of several clauses holds, and which clauses belong to each.

People tell a story, greet, and ask twice for one thing; only a clause that is surely another wish begins one. What is
no wish of its own belongs to the wish beside it, so that each is answered from all its words and no others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding import FALLBACK
from intents.rules import Rules, compact
from intents.text import clauses
from intents.text.clauses import Clause
from intents.text.lexicon import TOPICAL, Lexicon

Ranking = list[tuple[str, float]]
EXACT_SHARE = 0.97
"""Probability of a wish that was given by an exact word."""
_LINKED_WISH, _LOOSE_WISH, _PLAIN_WISH = 0.6, 0.9, 0.99
"""Probability a clause needs after a linking word; beside others if the whole speaks for it too; and if not."""
WHOLE_CLAUSE_LETTERS = 4
"""Characters from which a loosely joined clause can be a wish of its own."""
SHORT_QUESTION_LETTERS = 3
"""Characters from which a clause that asks can be a wish of its own (怎么领)."""
ASKED_SHARE = 0.95
"""Probability that a clause which asks or orders needs, whatever the whole says."""
LIKELY_QUESTION_SHARE = 0.75
"""Probability that a clause which asks or orders needs where the whole speaks for it too."""
LIKELY_SHARE = 0.02
"""Share in the reading of the whole below which a loose clause is not believed."""
SURE_WHOLE_SHARE = 0.98
"""Share of a wish in the whole from which clauses that speak for no other wish are not read alone."""
STORY_LETTERS = 30
"""Characters from which a message is a story, whose plain statements lead to what is asked."""
MANNERS = frozenset({"greet", "thanks", "affirm", "deny"})
WIDER = {"withdraw_request": "cancel", "confirm_request": "affirm"}
"""Wishes about a numbered case, and what the same words without the number would be."""
_AT_EASE = MANNERS | {"out_of_scope", FALLBACK}
"""Wishes that, beside another one, are only manners or noise."""
_QUESTIONS = frozenset({"ask_policy", "service_guide", "find_place"})
"""Wishes of which one message may hold two of the same kind, each about something else."""
_TOLD_OF = frozenset(
    {
        ("appointment", "cancel"),
        ("appeal", "cancel"),
        ("subscribe_topic", "cancel"),
    }
)
"""What is only told of before the second is asked for (约的明早九点, 有事, 取消吧)."""
_TOLD_UNASKED = frozenset(
    {
        ("case_status", "cancel"),
        ("case_status", "rate_service"),
        ("find_place", "appointment"),
        ("service_guide", "appointment"),
        ("ask_policy", "appointment"),
    }
)
"""The same, unless it was asked (查查我的号还在不在, 在就退掉; 我要迁户口, 26号去龙潭, 麻烦约起)."""
ASKED_LAST = frozenset({"disclosure_request", "cancel"})
"""Wishes that people come to after a story; what is said before and speaks plainly for nothing is the story."""


_TOPICAL = frozenset(TOPICAL)
_ABOUT = _TOPICAL | {
    "place",
    "unit",
    "progress",
    "book",
    "cancel",
    "complain",
    "rate",
    "human",
    "subscribe",
    "disclose",
}
"""Classes of words of which one shows that a clause may be a wish."""


@dataclass(frozen=True, slots=True)
class Group:
    """A wish and the numbers of its clauses."""

    intent: str
    clauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a clause says by itself: a word that is a wish, what patterns speak for, what it names."""

    clause: Clause
    exact: str | None
    spoken: dict[str, float]
    topics: frozenset[str]
    about: bool

    def speaks_for(self, intent: str) -> bool:
        return self.exact == intent or intent in self.spoken

    @property
    def tells(self) -> bool:
        return self.about or self.clause.asks or bool(self.exact or self.spoken)


class Divider:
    """Finds the wishes of the clauses of a form, given how one form is ranked."""

    def __init__(
        self, rules: Rules, lexicon: Lexicon, *, rank: Callable[[str, dict[str, float]], Ranking]
    ) -> None:
        self._rules = rules
        self._lexicon = lexicon
        self._rank = rank

    def divide(
        self, parts: tuple[Clause, ...], whole: Ranking, *, answering: bool = False
    ) -> tuple[Group, ...]:
        """Give the wishes in the order of the text with their clauses; none where one clause alone tells anything.

        Where a question is being answered, what is said before the first wish may be that answer: it stays apart, as
        no wish (of the fallback).
        """
        told = [self._told(part) for part in parts]
        manners = [each.exact in MANNERS for each in told]
        linked = any(part.linked for part in parts)
        telling = [
            not mannerly
            and (linked or each.tells or any(manners))
            and not clauses.is_denied(each.clause.text)
            for each, mannerly in zip(told, manners, strict=True)
        ]
        if not answering and self._is_one(told, telling, manners=any(manners), whole=whole):
            return ()
        likely = {intent for intent, share in whole if share > LIKELY_SHARE}
        groups: list[tuple[str, list[int]]] = []
        waiting: list[int] = []
        for number, each in enumerate(told):
            if manners[number] and not answering:
                continue
            begins = each.clause.asks or each.clause.linked or bool(groups) or not answering
            intent = self._wish(each, likely=likely, linked=linked) if telling[number] and begins else None
            if intent is None:
                (groups[-1][1] if groups else waiting).append(number)
                continue
            if waiting and answering:
                groups.append((FALLBACK, waiting))
                waiting = []
            self._add(groups, intent, [*waiting, number], told=told)
            waiting = []
        if not linked and not answering:
            groups = _without_story(groups, told)
        return tuple(Group(intent, tuple(sorted(numbers))) for intent, numbers in groups)

    @staticmethod
    def _is_one(told: list[_Told], telling: list[bool], *, manners: bool, whole: Ranking) -> bool:
        """Tell whether the clauses need not be read one by one, as no two of them can be wishes."""
        if manners:
            return False
        linked = any(each.clause.linked for each in told)
        return telling.count(True) < 2 or (not linked and _of_one_mind(told, whole))  # noqa: PLR2004

    def _told(self, clause: Clause) -> _Told:
        said = compact(clause.text)
        spans = self._lexicon.spans(clause.text)
        return _Told(
            clause,
            self._rules.exact(said),
            self._rules.evidence(said),
            frozenset(span.word for span in spans if not _TOPICAL.isdisjoint(span.classes)),
            any(not _ABOUT.isdisjoint(span.classes) for span in spans),
        )

    def _wish(self, told: _Told, *, likely: set[str], linked: bool) -> str | None:
        """Give the wish that a clause surely is, if any."""
        intent, share = (
            (told.exact, EXACT_SHARE) if told.exact else self._rank(told.clause.text, told.spoken)[0]
        )
        if linked:
            least = _LINKED_WISH
        else:
            asks = LIKELY_QUESTION_SHARE if told.clause.asks else _LOOSE_WISH
            least = asks if told.exact or intent in likely else self._least_alone(told)
        if intent == "cancel" and not (told.speaks_for(intent) or told.clause.asks or told.about):
            # 生意不好想关了 gives up a shop, and nothing that was begun here.
            return None
        return intent if share >= least and intent not in _AT_EASE else None

    def _least_alone(self, told: _Told) -> float:
        """Give what a loose clause needs that the whole does not speak for; a stub or mere name is never enough."""
        clause = told.clause.text
        if clause in self._lexicon and (told.topics or not told.clause.asks):
            return 2.0
        if told.clause.asks and len(clause) >= SHORT_QUESTION_LETTERS:
            return ASKED_SHARE
        return 2.0 if len(clause) < WHOLE_CLAUSE_LETTERS else _PLAIN_WISH

    @staticmethod
    def _add(
        groups: list[tuple[str, list[int]]], intent: str, numbers: list[int], *, told: list[_Told]
    ) -> None:
        """Add clauses to the wish they repeat, or as a wish of their own; a further question names something else."""
        held = next((group for group in groups if group[0] == intent), None)
        last = told[numbers[-1]]
        if held is not None and last.clause.linked and intent in _QUESTIONS:
            before = frozenset[str]().union(*(told[number].topics for number in held[1]))
            if last.topics and before and last.topics.isdisjoint(before):
                held = None
        if held is None:
            groups.append((intent, numbers))
        else:
            held[1].extend(numbers)


def _of_one_mind(told: list[_Told], whole: Ranking) -> bool:
    """Tell whether a sure reading of the whole is spoken against by no clause, so that none need be read alone."""
    top, share = whole[0]
    if share < SURE_WHOLE_SHARE or any(
        each.exact not in {None, top} or each.spoken.keys() - {top} for each in told
    ):
        return False
    # Where one clause speaks plainly and another only names something, the other may be a question of its own.
    plain = any(each.speaks_for(top) for each in told)
    if plain and not all(each.speaks_for(top) or not each.topics for each in told):
        return False
    return sum(each.clause.asks for each in told) < 2  # noqa: PLR2004 - two questions may be two wishes.


def _without_story(groups: list[tuple[str, list[int]]], told: list[_Told]) -> list[tuple[str, list[int]]]:
    """Join to a wish what is only told of before it, and to the one before what names and asks nothing of its own."""
    long = sum(len(each.clause.text) for each in told) >= STORY_LETTERS
    kept: list[tuple[str, list[int]]] = []
    for intent, numbers in groups:
        joined = list(numbers)
        while kept and _tells_of(kept[-1], intent, told=told, long=long):
            joined = [*kept.pop()[1], *joined]
        if kept and not any(
            told[n].speaks_for(intent) or told[n].topics or told[n].clause.asks for n in numbers
        ):
            kept[-1][1].extend(joined)
        else:
            kept.append((intent, joined))
    return kept


def _tells_of(group: tuple[str, list[int]], following: str, *, told: list[_Told], long: bool) -> bool:
    """Tell whether a wish is only what was told of before the following one."""
    intent, numbers = group
    asks = any(told[number].clause.asks for number in numbers)
    if (intent, following) in _TOLD_OF or ((intent, following) in _TOLD_UNASKED and not asks):
        return True
    plain = asks or any(told[number].speaks_for(intent) for number in numbers)
    return (long or following in ASKED_LAST) and not plain


def split(form: str) -> tuple[Clause, ...]:
    """Give the clauses of a form, none where it is only one."""
    parts = clauses.split(form)
    return parts if len(parts) > 1 else ()
