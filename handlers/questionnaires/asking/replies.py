"""What is an answer: read from words (2, B, 1和3, 4分, 跳过) or from a page's fields, and checked against its question. Pure."""

import re
import unicodedata
from collections.abc import Sequence

from bot.errors import InputError
from handlers.questionnaires.asking.question import Answer, AnswerShape, SurveyQuestion

WORDS_LETTERS = 1000
_NUMERALS = {word: str(value) for value, word in enumerate("一二三四五六七八九十", start=1)}
SKIPPING = re.compile(
    r"(?:先|我想?|想|就|这题|这道题|这个|那就)?(?:跳过|不填|不想填|略过|过|下一题|不回答|不想回答|不想答|不答)(?:了|吧|这题|这道题|这个|。){0,2}"
)
SEPARATORS = re.compile(r"[、,，;；和与及\s/+＋.]+")
_FRAME = re.compile(
    r"(?:我?选|我?要|我觉得|打|给|就|第)?([0-9]{1,3}|[a-zA-Z]|[一二三四五六七八九十])(?:分|项|个|号|条)?(?:吧|的|了|。|!)?"
)


def read_reply(question: SurveyQuestion, said: str) -> Answer | None:
    """Give the answer that words mean; None where they mean none. Raises `InputError` for an answer that may not be."""
    folded = unicodedata.normalize("NFKC", said).strip()
    if SKIPPING.fullmatch(folded):
        return checked(question, ())
    if question.shape is AnswerShape.TEXT:
        return checked(question, (said.strip(),)) if folded else None
    if question.shape is AnswerShape.SCALE:
        number = _number(folded)
        return checked(question, (str(number),)) if number is not None else None
    several = question.shape is AnswerShape.MULTIPLE
    labels = [unicodedata.normalize("NFKC", option.label) for option in question.options]
    found = _labelled(folded, labels) or _numbered(folded, several=several)
    return checked(question, tuple(map(str, found))) if found else None


def checked(question: SurveyQuestion, answer: Sequence[str]) -> Answer:
    """Give an answer in one form; raises `InputError` saying what is wrong with it."""
    given = tuple(one.strip() for one in answer if one.strip())
    if not given:
        if question.required:
            raise InputError("questionnaires.refused.needed", place=question.place)
        return ()
    if question.shape is AnswerShape.TEXT:
        words = "\n".join(given)
        if len(words) > WORDS_LETTERS:
            raise InputError("questionnaires.refused.long", most=WORDS_LETTERS, letters=len(words))
        return (words,)
    lowest, highest = (
        (question.low, question.high) if question.shape is AnswerShape.SCALE else (1, len(question.options))
    )
    chosen = sorted({_within(one, lowest, highest) for one in given})
    if question.shape is not AnswerShape.MULTIPLE and len(chosen) > 1:
        raise InputError("questionnaires.refused.only_one")
    if question.most and len(chosen) > question.most:
        raise InputError("questionnaires.refused.too_many", most=question.most, given=len(chosen))
    return tuple(map(str, chosen))


def _within(number: str, lowest: int, highest: int) -> int:
    value = int(number) if number.isascii() and number.isdigit() and len(number) < len("1000") else -1
    if not lowest <= value <= highest:
        raise InputError("questionnaires.refused.no_option", lowest=lowest, highest=highest)
    return value


def _labelled(said: str, labels: Sequence[str]) -> list[int]:
    """Give the options whose whole names stand in words one after the other, or the only one of which they are a part."""
    exact = [at for at, label in enumerate(labels, start=1) if label == said]
    if exact:
        return exact
    parts = [part for part in SEPARATORS.split(said) if part]
    named = [labels.index(part) + 1 for part in parts if part in labels]
    if named and len(named) == len(parts):
        return named
    held = [at for at, label in enumerate(labels, start=1) if len(said) > 1 and said in label]
    return held if len(held) == 1 else []


def _numbered(said: str, *, several: bool) -> list[int]:
    parts = [part for part in SEPARATORS.split(said) if part]
    if several and len(parts) == 1 and said.isascii() and said.isalpha():
        # ACD, as people write who know such sheets.
        parts = list(said)
    numbers = [_number(part) for part in parts]
    return [one for one in numbers if one is not None] if numbers and None not in numbers else []


def _number(said: str) -> int | None:
    found = _FRAME.fullmatch(said)
    if found is None:
        return None
    word = _NUMERALS.get(found[1], found[1])
    return int(word) if word.isdigit() else ord(word.upper()) - ord("A") + 1
