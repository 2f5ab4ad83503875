"""What to look at again before an answer goes: private numbers, names of persons, misprints. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.personal.found import NumberKind
from bot.personal.search import find
from bot.privacy import mask_text
from knowledge.publication.proofreading.lexicon import lexicon
from knowledge.publication.proofreading.proofread import misprints
from knowledge.text.persons import mask_question

QUOTED_LETTERS = 20
OF_OFFICES = frozenset({NumberKind.LANDLINE, NumberKind.ADDRESS})
"""What answers name of offices all day long: nobody is asked about it."""


@dataclass(frozen=True, slots=True)
class AnswerDoubt:
    """Something to look at again: `kind` is `number`, `name` or `misprint`, `quoted` what stands there, `instead` what may be meant."""

    kind: str
    quoted: str
    instead: str = ""


def doubts(text: str) -> tuple[AnswerDoubt, ...]:
    """Give what is to be looked at again, each once: numbers first, then names, then misprints."""
    without_numbers = mask_text(text)
    found = [
        *(
            AnswerDoubt("number", text[one.start : one.end])
            for one in find(text)
            if one.kind not in OF_OFFICES
        ),
        *(AnswerDoubt("name", one) for one in _hidden(without_numbers, mask_question(text), before=1)),
        *(
            AnswerDoubt("misprint", text[one.start : one.end], one.instead)
            for one in misprints(text, lexicon())
        ),
    ]
    return tuple(dict.fromkeys(found))


def _hidden(text: str, masked: str, *, before: int = 0) -> list[str]:
    """Give the stretches that masking changed, with some letters before each: a name keeps its first."""
    parts = SequenceMatcher(None, text, masked, autojunk=False).get_opcodes()
    return [
        text[max(0, start - before) : end][:QUOTED_LETTERS]
        for tag, start, end, _, _ in parts
        if tag in {"replace", "delete"}
    ]
