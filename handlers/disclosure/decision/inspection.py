"""Where the facts of an answer speak against it: a secret past its term, a third party that agreed, a period not over."""

from collections.abc import Iterator
from datetime import date

from handlers.disclosure.decision.facts import SPECS, Fact, FactSheet
from handlers.disclosure.decision.grounds import AnswerGround, facts_of
from handlers.disclosure.decision.lack import Lack

LONGEST_SECRET_YEARS = 99


def faults(ground: AnswerGround, facts: FactSheet, *, decided_on: date) -> Iterator[Lack]:
    """Give what the facts say against a ground on the day of the decision."""
    for fact in facts_of(ground):
        day = facts.day(fact)
        if day is not None and SPECS[fact].past and day > decided_on:
            yield Lack("decision.lack.later", facts=(fact,), value=facts.text(fact))
    check = _CHECKS.get(ground)
    if check is not None:
        yield from check(facts, decided_on)


def secret_until(facts: FactSheet) -> date | None:
    """Give the day on which a secret's term ends; None where a condition ends it, or the term is not told yet.

    保守国家秘密法(2024) art. 20: the term is a period, a time or a condition.
    """
    until = facts.day(Fact.SECRET_UNTIL)
    since, years = facts.day(Fact.CLASSIFIED_ON), facts.text(Fact.SECRET_YEARS).strip()
    if until is not None or since is None or not _is_years(years):
        return until
    last = since.year + int(years)
    try:
        return since.replace(year=last)
    except ValueError:
        return date(last, 2, 28)


def _is_years(text: str) -> bool:
    return (
        text.isascii() and text.isdecimal() and len(text) < 3 and 0 < int(text) <= LONGEST_SECRET_YEARS  # noqa: PLR2004 - two figures
    )


def _secret(facts: FactSheet, decided_on: date) -> Iterator[Lack]:
    years = facts.text(Fact.SECRET_YEARS).strip()
    if years and not _is_years(years):
        yield Lack("decision.lack.secret_years", value=years[:20])
    until = secret_until(facts)
    if until is not None and until < decided_on:
        # A secret whose term has ended is declassified by itself (保守国家秘密法 art. 24).
        yield Lack("decision.lack.declassified", value=f"{until.year}年{until.month}月{until.day}日")


def _third_party(facts: FactSheet, _: date) -> Iterator[Lack]:
    if facts.text(Fact.OPINION) == "同意公开":
        # Art. 15: what the third party agrees to is disclosed.
        yield Lack("decision.lack.agreed")
    if facts.text(Fact.OPINION) == "未征求" and not facts.has(Fact.REASON):
        yield Lack("decision.lack.not_asked", facts=(Fact.REASON,))


def _lapsed(facts: FactSheet, decided_on: date) -> Iterator[Lack]:
    sent, until = facts.day(Fact.NOTICE_ON), facts.day(Fact.NOTICE_UNTIL)
    if until is not None and until >= decided_on:
        yield Lack("decision.lack.not_over", facts=(Fact.NOTICE_UNTIL,), value=facts.text(Fact.NOTICE_UNTIL))
    if sent is not None and until is not None and until <= sent:
        yield Lack("decision.lack.period", facts=(Fact.NOTICE_UNTIL,), value=facts.text(Fact.NOTICE_UNTIL))


def _not_ours(facts: FactSheet, _: date) -> Iterator[Lack]:
    if facts.has(Fact.RESPONSIBLE_AGENCY) and not facts.has(Fact.RESPONSIBLE_CONTACT):
        # Art. 36(5): whoever is known to be responsible is told with name and contact.
        yield Lack("decision.lack.fact", facts=(Fact.RESPONSIBLE_CONTACT,))


_CHECKS = {
    AnswerGround.STATE_SECRET: _secret,
    AnswerGround.THIRD_PARTY: _third_party,
    AnswerGround.NO_CORRECTION: _lapsed,
    AnswerGround.NO_FEE: _lapsed,
    AnswerGround.NOT_OURS: _not_ours,
}
