"""What this person has to bring: a few questions that the guide's own words ask, then only what holds for the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents.guide import Mark, Material

MOST_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class MaterialQuestions:
    """What is asked: which one of the guide's situations, and which of the conditions that its remarks name."""

    situations: tuple[str, ...]
    conditions: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is anything to ask; else everybody brings the same."""
        return len(self.situations) > 1 or bool(self.conditions)


@dataclass(frozen=True, slots=True)
class PersonalList:
    """What holds for one person: to bring, to show on the phone, to follow later, and not to bring with the reason."""

    bring: tuple[Material, ...]
    licence: tuple[Material, ...]
    later: tuple[Material, ...]
    waived: tuple[Material, ...]


def questions(listed: Sequence[Material], *, situation: str = "") -> MaterialQuestions:
    """Give what has to be asked; conditions of another situation than the one chosen are not."""
    situations = tuple(dict.fromkeys(one.situation for one in listed if one.situation))
    asked = (one.only for one in listed if one.only and _in_situation(one, situation, situations))
    return MaterialQuestions(situations, tuple(dict.fromkeys(asked))[:MOST_QUESTIONS])


def personal_list(
    listed: Sequence[Material], *, situation: str = "", conditions: Sequence[str] = ()
) -> PersonalList:
    """Give what a person of a situation has to bring, for whom some conditions hold.

    Where a situation has to be chosen and none is, what every situation asks for is given. A condition past those that
    are asked holds for everybody, so that nothing is left out unasked.
    """
    asked = questions(listed, situation=situation)
    own = [
        one
        for one in listed
        if _in_situation(one, situation, asked.situations)
        and (one.only in conditions or one.only not in asked.conditions)
    ]

    def marked(mark: Mark) -> tuple[Material, ...]:
        return tuple(one for one in own if one.mark is mark)

    return PersonalList(marked(Mark.REQUIRED), marked(Mark.LICENCE), marked(Mark.LATER), marked(Mark.WAIVED))


def _in_situation(material: Material, situation: str, situations: Sequence[str]) -> bool:
    """Whether a material is asked for in a situation; where there is only one, it is everybody's."""
    return not material.situation or len(situations) == 1 or material.situation == situation
