"""What fills a letter: the agency from the directory, the case, the decision, or the fields of a notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import InputError, ProcedureError
from bot.message import Wording
from handlers.cases import written
from handlers.county.agencies import Agency
from handlers.disclosure.decision.decision import ReplyDecision
from handlers.disclosure.decision.facts import Fact
from handlers.disclosure.decision.lack import told
from handlers.disclosure.decision.remedies import remedies
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.letter import NO_ARTICLE
from handlers.disclosure.letters.placeholders import Placeholder

_OF_THE_FRAME = frozenset(
    {
        Placeholder.AGENCY,
        Placeholder.OFFICE,
        Placeholder.NUMBER,
        Placeholder.DATE,
        Placeholder.ADDRESS,
        Placeholder.POSTCODE,
        Placeholder.PHONE,
        Placeholder.HOURS,
    }
)


@dataclass(frozen=True, slots=True)
class LetterCase:
    """The case a letter belongs to: its number, who applied, when it was received, and what was asked, word for word."""

    number: str
    applicant: str
    received_on: date
    asked: str


def frame_values(agency: Agency, *, number: str, on: date) -> dict[Placeholder, str]:
    """Give what every letter of an agency says."""
    return {
        Placeholder.AGENCY: agency.name,
        Placeholder.OFFICE: agency.office,
        Placeholder.NUMBER: number,
        Placeholder.DATE: written(on),
        Placeholder.ADDRESS: agency.address,
        Placeholder.POSTCODE: agency.postcode,
        Placeholder.PHONE: agency.phone,
        Placeholder.HOURS: agency.hours,
    }


def case_values(case: LetterCase) -> dict[Placeholder, str]:
    """Give what a letter says of its case."""
    return {
        Placeholder.CASE: case.number,
        Placeholder.APPLICANT: case.applicant,
        Placeholder.RECEIVED_ON: written(case.received_on),
        Placeholder.ASKED: case.asked,
    }


def reply_values(
    decision: ReplyDecision, agency: Agency, *, online: bool, words: GroundWords, wording: Wording
) -> dict[Placeholder, str]:
    """Give what a reply says of its decision.

    Raises `ProcedureError` (`letters.remedies`) naming what lacks for the remedies.
    """
    ways = remedies(decision, agency, online=online, wording=wording)
    if ways.lacks:
        missing = "；".join(told(lack, wording) for lack in ways.lacks)
        raise ProcedureError("letters.remedies", article="第五十一条", missing=missing)
    attached = [name for answer in decision.answers for name in answer.facts.entries(Fact.ATTACHMENTS)]
    listed = (
        f"{wording('letters.attachment') if at == 1 else '　　　'}{at}．{name}"
        for at, name in enumerate(attached, start=1)
    )
    separated = (wording("letters.separated"),) if decision.separates else ()
    return {
        Placeholder.OUTCOME: wording(f"decision.outcome.{decision.outcome.value}"),
        Placeholder.ARTICLE: decision.article or NO_ARTICLE,
        Placeholder.ANSWER: "\n".join((*words.paragraphs(decision), *separated)),
        Placeholder.REMEDIES: "\n".join(ways.paragraphs),
        Placeholder.ATTACHMENTS: "\n".join(listed),
    }


def notice_values(fields: Mapping[str, object]) -> dict[Placeholder, str]:
    """Give the fields of a notice by their Chinese names; days are written out.

    Raises `InputError` (`letters.field`) for a name no letter has, or one that the program fills by itself.
    """
    values: dict[Placeholder, str] = {}
    for name, value in fields.items():
        if name not in _NAMES or Placeholder(name) in _OF_THE_FRAME:
            raise InputError("letters.field", name=str(name)[:40])
        values[Placeholder(name)] = written(value) if isinstance(value, date) else _text(name, value)
    return values


_NAMES = frozenset(Placeholder)


def _text(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise InputError("letters.field", name=name)
