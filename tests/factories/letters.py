"""Cases and notices to write letters of; every name and number is invented."""

from datetime import date

from handlers.county.agencies import Agency
from handlers.disclosure.decision.decision import ReplyDecision
from handlers.disclosure.decision.grounds import AnswerGround, outcome_of
from handlers.disclosure.decision.outcomes import Outcome
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.kinds import SPECS, NoticeKind
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.values import LetterCase, case_values, frame_values, reply_values
from tests.factories.decisions import ASKED, DECIDED_ON, decision, directory
from tests.factories.talk import TEXTS

WORDS = GroundWords.load()
CASE = LetterCase("GK202611020001", "李一鸣", date(2026, 11, 2), ASKED)


def agency(key: str = "jiaoyu") -> Agency:
    found = directory().agency(key)
    assert found is not None
    return found


def of_outcome(outcome: Outcome) -> ReplyDecision:
    """Give a decision with an outcome."""
    if outcome is Outcome.PARTIAL:
        return decision(AnswerGround.PROVIDED, AnswerGround.PROCESS)
    counsel = decision(AnswerGround.PUBLISHED).counsel
    return decision(next(ground for ground in AnswerGround if outcome_of(ground, counsel=counsel) is outcome))


def reply(made: ReplyDecision, *, online: bool = False) -> dict[Placeholder, str]:
    """Give the values of a reply."""
    own = agency()
    return {
        **frame_values(own, number="青教公开答〔2026〕第3号", on=DECIDED_ON),
        **case_values(CASE),
        **reply_values(made, own, online=online, words=WORDS, wording=TEXTS),
    }


def notice(kind: NoticeKind) -> dict[Placeholder, str]:
    """Give the values of a notice: each field says its own name."""
    fields = {name: f"〔{name.value}的内容〕" for name in SPECS[kind].required}
    frame = frame_values(agency(), number="青教公开告〔2026〕第5号", on=DECIDED_ON)
    return {**fields, **frame, **(case_values(CASE) if Placeholder.CASE in fields else {})}
