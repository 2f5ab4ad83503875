"""The paragraph on remedies, by rule from the decision and the agency directory (disclosure-rules §8, §16).

Replies carry it; correction, extension and fee notices never do (国办函〔2021〕132号 art. 3).
"""

from dataclasses import dataclass

from bot.message import Wording
from handlers.county.agencies import Agency
from handlers.disclosure.decision.counsel import CounselSettings, ReviewOrder
from handlers.disclosure.decision.decision import ReplyDecision, review_first
from handlers.disclosure.decision.lack import Lack


@dataclass(frozen=True, slots=True)
class Remedies:
    """What a reply says of review and suit: its paragraphs, or what is lacking for them."""

    paragraphs: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()


def remedies(decision: ReplyDecision, agency: Agency, *, online: bool, wording: Wording) -> Remedies:
    """Give the paragraphs for a decision of an agency.

    Arts. 14 to 16: review first, within sixty days (RL20, RL23(1)(4)), then a suit within fifteen days (AL45, RL34). All
    else: review within sixty days or a suit within six months (AL46). Where both stand in one letter each is told
    apart. Where counsel has not settled the order, counsel's own sentence stands for the way to court. A letter that
    is delivered `online` names the online way to review as well (RL22).
    """
    orders = {review_first(ground, counsel=decision.counsel) for ground in decision.grounds}
    found = []
    if None in orders and not decision.court_line.strip():
        found.append(Lack("decision.lack.court_line"))
    if online and not agency.review_channel:
        found.append(Lack("decision.lack.review_channel"))
    if found:
        return Remedies(lacks=tuple(found))
    values = {
        "organs": organs(agency, wording=wording),
        "court": agency.court,
        "court_line": decision.court_line.strip(),
    }
    paragraphs = [wording(f"decision.remedy.{name}", **values) for name in _sentences(orders)]
    if online:
        paragraphs.append(wording("decision.remedy.channel", channel=agency.review_channel))
    return Remedies(tuple(paragraphs))


def remedies_for_silence(
    agency: Agency, *, counsel: CounselSettings, wording: Wording, court_line: str = ""
) -> Remedies:
    """Give the paragraph for a request that was not answered in time: review or suit, in the order counsel settled (SJ art. 2)."""
    if counsel.late_answer is ReviewOrder.UNSETTLED and not court_line.strip():
        return Remedies(lacks=(Lack("decision.lack.court_line"),))
    values = {
        "organs": organs(agency, wording=wording),
        "court": agency.court,
        "court_line": court_line.strip(),
    }
    return Remedies((wording(f"decision.remedy.silence_{counsel.late_answer.value}", **values),))


def organs(agency: Agency, *, wording: Wording) -> str:
    """Give the review organs in words: one, or for the justice bureau either of two (RL28)."""
    first, *others = agency.review_organs
    for other in others:
        first = wording("decision.remedy.either", first=first, second=other)
    return first


def _sentences(orders: set[bool | None]) -> tuple[str, ...]:
    if orders == {True}:
        return ("first",)
    if orders == {False}:
        return ("choice",)
    if orders == {None}:
        return ("open",)
    # Several ways side by side: what is withheld by arts. 14 to 16 is told apart from the rest.
    rest = ("open",) if None in orders else ("rest",)
    return ("withheld", *rest) if True in orders else rest
