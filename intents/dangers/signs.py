"""Signs of danger by pattern: what a clause says, weighed against the words that stand around it.

A sign alone says little (火灾救助怎么申请): who asks about money, rules or the past, who tells what was on television and who
only groans (累死了) needs no ambulance. The words are data (`data/dangers.yml`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

_BORDER = re.compile(r"[,。!?;:、~…\n]+")
_GROUP = re.compile(r"\{([a-z]+)\}")
_LONG = 3
"""Characters from which both neighbours of a blank are clauses, and the blank stands for a comma."""
_BLANK = "〇"
"""Stands where words were that only look like danger, so that what was around them does not meet."""


class Grade(IntEnum):
    """How surely a message tells of danger."""

    NONE = 0
    PERHAPS = 1
    """Its words may mean danger, and may not."""
    SURE = 2
    """Somebody is in danger now."""


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One kind of danger: its signs by strength, and what shows that they mean something else.

    `marks` are characters of which every sign of the kind holds one: most messages are done with after this look.
    `firm` says that it stays a danger although the message asks for something else besides, `own` that it is the speaker
    who acts: its first person must not be another's whose words are told.
    """

    name: str
    marks: re.Pattern[str]
    sure: re.Pattern[str]
    likely: re.Pattern[str]
    together: tuple[tuple[re.Pattern[str], ...], ...]
    perhaps: re.Pattern[str]
    unless: re.Pattern[str]
    firm: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A message with what is true of it as a whole: it names people, it presses, it cries for help, it is over, it asks about rules and money."""

    text: str
    clauses: tuple[str, ...]
    peopled: bool
    pressing: bool
    urgent: bool
    over: bool
    asking: bool


class Signs:
    """Compiled signs of one data file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._groups: Mapping[str, str] = data["groups"]
        self._idioms = self._any(data["idioms"])
        self._frail, self._sudden = self._any([data["frail"]]), self._any([data["sudden"]])
        self._who, self._now = self._any([self._groups["who"]]), self._any([self._groups["now"]])
        self._urgent = self._any([self._groups["urgent"]])
        self._talk, self._past = self._any([data["talk"]]), self._any([data["past"]])
        self._unreal, self._told = self._any([data["unreal"]]), self._any([data["told"]])
        self._over, self._quoting = self._any([data["over"]]), self._any([data["quoting"]])
        self._wish, self._gone = self._any([data["wish"]]), self._any([data["gone"]])
        self._denied, self._whether = self._any([data["denied"]]), self._any([data["whether"]])
        self._kinds = tuple(self._kind(name, body) for name, body in data["kinds"].items())

    @property
    def kinds(self) -> tuple[DangerKind, ...]:
        """Give the kinds of danger, the most pressing first."""
        return self._kinds

    @property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Give every compiled pattern, for whoever checks that they are quick."""
        around = (
            self._idioms,
            self._frail,
            self._sudden,
            self._who,
            self._now,
            self._urgent,
            self._talk,
            self._past,
            self._unreal,
            self._told,
            self._over,
            self._quoting,
            self._wish,
            self._gone,
        )
        signs = (one for kind in self._kinds for one in (kind.sure, kind.likely, kind.perhaps, kind.unless))
        met = (one for kind in self._kinds for features in kind.together for one in features)
        return (*around, self._denied, self._whether, *signs, *met)

    def story(self, form: str) -> Story:
        """Give a normal form cut into clauses, with what is true of it as a whole."""
        text = self._idioms.sub(_BLANK, _joined(form))
        if not self._sudden.search(text):
            text = self._frail.sub(_BLANK, text)
        clauses = tuple(filter(None, _BORDER.split(text)))
        return Story(
            text,
            clauses,
            peopled=self._who.search(text) is not None,
            pressing=self._now.search(text) is not None,
            urgent=self._urgent.search(text) is not None,
            over=self._over.search(text) is not None,
            asking=self._talk.search(text) is not None,
        )

    def calm(self, clause: str) -> bool:
        """Whether a clause speaks of rules, the past, the news or the imagined, and not of a wish to be gone."""
        if any(words.search(clause) for words in (self._talk, self._past, self._told)):
            return True
        return self._unreal.search(clause) is not None and not self._gone.search(clause)

    def grade(self, kind: DangerKind, story: Story) -> Grade:
        """Give the surest sign of a kind in any clause."""
        if not kind.marks.search(story.text):
            return Grade.NONE
        clauses = self._spoken(story.clauses) if kind.own else story.clauses
        return max((self._weighed(kind, clause, story) for clause in clauses), default=Grade.NONE)

    def _spoken(self, clauses: tuple[str, ...]) -> tuple[str, ...]:
        """Give the clauses in which the speaker speaks, not another who is quoted."""
        before = ("", *clauses)
        return tuple(
            clause for said, clause in zip(before, clauses, strict=False) if not self._quoting.search(said)
        )

    def _weighed(self, kind: DangerKind, clause: str, story: Story) -> Grade:
        """Weigh the signs of one kind in one clause against what stands around them."""
        if self._told_of(kind.sure, clause) or self._meet(kind.together, clause):
            grade = Grade.SURE
        elif self._told_of(kind.likely, clause):
            grade = Grade.SURE if story.pressing or story.peopled else Grade.PERHAPS
        else:
            grade = Grade.PERHAPS if self._told_of(kind.perhaps, clause) else Grade.NONE
        if grade is Grade.NONE or kind.unless.search(clause):
            return Grade.NONE
        return min(grade, self._most(kind, clause, story))

    def _most(self, kind: DangerKind, clause: str, story: Story) -> Grade:
        """Give the most that any sign in a clause can mean beside its other words."""
        if kind.own:
            # An own intent is no less one for what it is about, how long that took, or that it is feared.
            return Grade.PERHAPS if self._told.search(clause) or story.over else Grade.SURE
        pressing = story.pressing and self._who.search(clause) is not None
        if self._talk.search(clause):
            return Grade.PERHAPS if pressing or kind.firm else Grade.NONE
        if self._past.search(clause) or self._told.search(clause) or story.over:
            return Grade.PERHAPS
        if self._unreal.search(clause) and not (kind.firm and self._wish.search(clause)):
            return Grade.PERHAPS
        return Grade.PERHAPS if story.asking and not (kind.firm or story.urgent) else Grade.SURE

    def _meet(self, together: tuple[tuple[re.Pattern[str], ...], ...], clause: str) -> bool:
        """Whether the features of any of the lists all stand in a clause."""
        return any(all(self._told_of(feature, clause) for feature in features) for features in together)

    def _told_of(self, signs: re.Pattern[str], clause: str) -> bool:
        """Whether a clause holds a sign that the words before it do not deny."""
        for sign in signs.finditer(clause):
            before = clause[: sign.start()]
            if not self._denied.search(before[-4:]) or self._whether.search(before[-3:]):
                return True
        return False

    def _kind(self, name: str, body: Mapping[str, Any]) -> DangerKind:
        unless = body.get("unless")
        return DangerKind(
            name,
            marks=re.compile(f"[{body['marks']}]"),
            sure=self._any(body["sure"]),
            likely=self._any(body.get("likely", ())),
            together=tuple(
                tuple(self._any([feature]) for feature in features) for features in body.get("together", ())
            ),
            perhaps=self._any(body["perhaps"]),
            unless=self._any([unless] if unless else ()),
            firm=bool(body.get("firm", False)),
            own=bool(body.get("own", False)),
        )

    def _any(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """Give one pattern for all, with the named groups filled in; of none a pattern that meets nothing."""
        whole = "|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)"
        return re.compile(_GROUP.sub(lambda name: f"(?:{self._groups[name[1]]})", whole))


def _joined(form: str) -> str:
    """Give a normal form without blanks; one between two long pieces is a comma that was not typed."""
    pieces = form.split(" ")
    joined = pieces[0]
    for before, piece in pairwise(pieces):
        joined += ("," if min(len(before), len(piece)) >= _LONG else "") + piece
    return joined
