"""Whether a message tells of danger, and how surely: somebody is in it now, or its words might mean that.

Three things are added up for each kind of danger: its signs (`signs`), what else speaks for it (`evidence`), and what the
whole sounds like (`guess`). Only signs and evidence can make a danger sure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from bot.text.plain_yaml import read_yaml
from intents.dangers import evidence
from intents.dangers.dialects import Dialects
from intents.dangers.evidence import DangerEvidence
from intents.dangers.guess import Guesser
from intents.dangers.signs import DangerKind, Grade, Signs, Story

MAYBE, CERTAIN = 2.0, 4.0
"""Points from which words may mean danger, and from which they do."""
MARGIN, SURE_MARGIN = 0.8, 3.5
"""How many points a kind needs beyond a more pressing one to be the one that speaks, also where both have sure signs."""
POINTS = {Grade.NONE: 0.0, Grade.PERHAPS: MAYBE, Grade.SURE: CERTAIN}
"""What signs by pattern are worth alone."""
BESIDE = {Grade.NONE: 0.0, Grade.PERHAPS: MAYBE / 2, Grade.SURE: CERTAIN}
"""What they are worth beside evidence, which may be the same words."""
HALF = 0.5
"""How much evidence counts in a message that asks about rules, money or papers and in which nothing happens now."""
GUESSED, HEARD = 1.5, 1.5
"""Points of a guess that leaves no doubt, and further ones that never make a danger sure."""
DOUBT = 0.8
"""Points that evidence without a sign loses where the whole sounds like no danger."""
UNHEARD = 0.06
"""Share of a guess below which a faint sign alone is only a word (刷单是不是犯法); a wish to die never is."""
SHORT = 8
"""Characters below which there is nothing to guess from."""


@dataclass(frozen=True, slots=True)
class Danger:
    """The kind of danger a message tells of, and how surely; no kind where it tells of none."""

    kind: str | None = None
    grade: Grade = Grade.NONE

    @property
    def emergency(self) -> str | None:
        """Give the kind where the danger is sure."""
        return self.kind if self.grade is Grade.SURE else None

    @property
    def alarm(self) -> str | None:
        """Give the kind where the words only may mean danger."""
        return self.kind if self.grade is Grade.PERHAPS else None


@dataclass(frozen=True, slots=True)
class Dangers:
    """Weighs all there is to know of a message; without a guesser by signs and evidence alone."""

    signs: Signs
    evidence: DangerEvidence
    dialects: Dialects
    guesser: Guesser | None = None

    @property
    def kinds(self) -> tuple[DangerKind, ...]:
        """Give the kinds of danger, the most pressing first."""
        return self.signs.kinds

    @property
    def unguessed(self) -> "Dangers":
        """Give the same without a guesser: only signs and evidence speak."""
        return replace(self, guesser=None)

    @property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Give every compiled pattern, for whoever checks that they are quick."""
        return (*self.signs.patterns, self.dialects.pattern)

    def read(self, *forms: str) -> Danger:
        """Give the surest danger that any of the normal forms of a message tells of; of equals the most pressing."""
        found = Danger()
        plain = (self.dialects.plain(form) for form in forms)
        for form in dict.fromkeys(chain(forms, plain)):
            danger = self._read(self.signs.story(form))
            found = danger if danger.grade > found.grade else found
        return found

    def things(self, form: str) -> tuple[str, tuple[frozenset[str], ...]]:
        """Give a normal form as it is guessed from: its words, and what they stand for, clause by clause."""
        story = self.signs.story(self.dialects.plain(form))
        return story.text, tuple(map(self.evidence.found, story.clauses))

    def _read(self, story: Story) -> Danger:
        """Give the kind with the most points, of nearly as many the most pressing one."""
        found = [self.evidence.found(clause) for clause in story.clauses]
        shares = [evidence.share(clause, calm=self.signs.calm(clause)) for clause in story.clauses]
        hints = self.evidence.weigh(found, shares)
        guess = self.guesser.guess(story.text, found) if self.guesser else {}
        likely = self.guesser.total(guess) if self.guesser else 1.0
        doubt, heard = DOUBT * (1.0 - likely), likely >= UNHEARD or len(story.text) < SHORT
        share = HALF if story.asking and not story.pressing else 1.0
        best, most, shown = Danger(), 0.0, Grade.NONE
        for kind in self.kinds:
            signs = self.signs.grade(kind, story)
            if kind.own and signs is Grade.NONE:
                continue
            if len(story.text) < SHORT and signs is Grade.NONE and kind.name not in hints:
                continue
            guessed = guess.get(kind.name, 0.0)
            beside = hints.get(kind.name, 0.0) + GUESSED * guessed
            alone = POINTS[signs] if heard or kind.firm or signs is Grade.SURE else 0.0
            points = max(alone, BESIDE[signs] + share * beside - doubt)
            rank = points + share * HEARD * guessed
            grade = _judged(points, rank, signs=signs, story=story)
            if grade < best.grade or grade is Grade.NONE:
                continue
            margin = SURE_MARGIN if signs is shown is Grade.SURE else MARGIN
            if rank >= most + margin * (best.grade is grade):
                best, most, shown = Danger(kind.name, grade), rank, signs
                if kind.own and grade is Grade.SURE:
                    break
        return best if best.kind else self._guessed(guess, story)

    def _guessed(self, guess: Mapping[str, float], story: Story) -> Danger:
        """Give the likeliest danger where nothing else speaks for one."""
        if not self.guesser or len(story.text) < SHORT:
            return Danger()
        kind = self.guesser.likeliest(guess, asking=story.asking)
        return Danger(kind, Grade.PERHAPS) if kind else Danger()


def _judged(points: float, rank: float, *, signs: Grade, story: Story) -> Grade:
    """Give how sure so many points, and so many with all that was guessed, make a danger of a message."""
    if rank < MAYBE:
        return Grade.NONE
    calm = story.over or (story.asking and not story.urgent)
    return Grade.SURE if signs is Grade.SURE or (points >= CERTAIN and not calm) else Grade.PERHAPS


def load(source: Traversable | None = None) -> Dangers:
    """Give the signs of a data file, by default the package's, with the package's evidence and no guesser."""
    folder = files("intents") / "data"
    signs = read_yaml((source or folder / "dangers.yml").read_text("utf-8"))
    hints = read_yaml((folder / "danger_evidence.yml").read_text("utf-8"))
    return Dangers(Signs(signs), evidence.load(hints), Dialects(hints["dialects"]))
