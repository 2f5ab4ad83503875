"""The answer to the question for a paper's number: which paper it tells of, whether the number is taken, doubted or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.forms.spec import DOUBTED_SLOT
from handlers.disclosure.applicant.identity_papers import (
    CERTAIN,
    OF_ORGANISATIONS,
    OF_PERSONS,
    IdentityPaper,
    PaperNumber,
    folded_number,
    read_number,
)
from handlers.disclosure.applicant.paper_words import guessed, told_paper
from handlers.disclosure.application.phrases import INSISTING
from handlers.disclosure.case.fields import digits


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """What is known when a number is answered: whose it is, the paper named before, the number that was doubted."""

    organisation: bool
    today: date
    held: IdentityPaper | None = None
    doubted: PaperNumber | None = None


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """What words answer: a number, or the paper alone, whose number is still to come.

    `fault` is the end of a text key, empty where the number is taken; with `doubts` the number is taken when it is said again.
    """

    paper: IdentityPaper
    number: str = ""
    fault: str = ""
    doubts: bool = False


def read_identity(text: str, question: IdentityQuestion) -> IdentityAnswer:
    """Read an answer: a paper that it names counts, then a number that keeps the rules, then the paper named before."""
    before = question.doubted
    if before is not None and INSISTING.fullmatch(text.strip()):
        return IdentityAnswer(before.paper, before.number)
    told = told_paper(text, organisation=question.organisation)
    if told.paper is not None and not told.rest:
        return IdentityAnswer(told.paper)
    if told.paper is not None:
        found = read_number(told.paper, digits(told.rest), today=question.today)
    else:
        found = _unnamed(told.rest, question)
    again = before is not None and folded_number(found.number) == folded_number(before.number)
    if found.doubtful and again:
        return IdentityAnswer(found.paper, found.number)
    return IdentityAnswer(found.paper, found.number, found.fault, found.doubtful)


def _unnamed(words: str, question: IdentityQuestion) -> PaperNumber:
    """Read a number whose paper is not named."""
    offered = OF_ORGANISATIONS if question.organisation else OF_PERSONS
    usual = read_number(offered[0], digits(words), today=question.today)
    held = question.held if question.held in offered else None
    if question.doubted is not None and question.doubted.paper in offered:
        held = held or question.doubted.paper
    if held is None or held in CERTAIN:
        alone = None if question.organisation else guessed(words, today=question.today)
        return alone if usual.fault and alone else usual
    # Two papers share one form of number: the one that was named counts.
    if not usual.fault and held is not IdentityPaper.HMT_RESIDENCE:
        return usual
    return read_number(held, digits(words), today=question.today)


def doubt_words(slot: str, paper: IdentityPaper, number: str) -> str:
    """Give a doubted number as it is kept until it is said again."""
    return f"{slot}\n{paper.value}\n{number}"


def doubt_of(slots: Mapping[str, Any], slot: str) -> PaperNumber | None:
    """Give the number that was doubted in answer to a field; None where none was."""
    kept, _, rest = str(slots.get(DOUBTED_SLOT) or "").partition("\n")
    paper, _, number = rest.partition("\n")
    return PaperNumber(IdentityPaper(paper), number) if kept == slot and paper in set(IdentityPaper) else None
