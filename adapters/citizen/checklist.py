"""What one person brings, as the page asks it and lists it: what was answered stands in the address alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from knowledge.documents.guide import Material
from knowledge.documents.personal_list import MaterialQuestions, personal_list, questions

GROUPS = ("bring", "licence", "later", "waived")


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions, what was answered to them, and the materials that hold for the answers, by what is done with them."""

    asked: MaterialQuestions
    situation: str
    held: tuple[str, ...]
    answered: bool
    groups: tuple[tuple[str, tuple[Material, ...]], ...]

    @classmethod
    def of(cls, request: web.Request, listed: Sequence[Material]) -> Self:
        """Read the answers of an address; what no question asks is passed over."""
        situations = questions(listed).situations
        situation = request.query.get("situation", "")
        situation = situation if situation in situations else ""
        asked = questions(listed, situation=situation)
        held = tuple(one for one in request.query.getall("only", []) if one in asked.conditions)
        own = personal_list(listed, situation=situation, conditions=held)
        chosen = bool(situation) or len(situations) <= 1
        return cls(
            asked,
            situation,
            held,
            answered="made" in request.query and chosen,
            groups=tuple((name, getattr(own, name)) for name in GROUPS if getattr(own, name)),
        )
