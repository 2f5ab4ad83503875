"""The summary of what was said of a draft and what became of it, as a text for the three reviews. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.message import Wording
from bot.privacy import mask_text
from handlers.cases import written
from handlers.opinions.collecting.lifecycle import GroupOutcome
from handlers.opinions.collecting.public_draft import PublicDraft
from knowledge.text.persons import mask_question

TITLE_LETTERS = 200


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """A group with how many opinions it holds."""

    id: int
    gist: str
    outcome: GroupOutcome
    reasons: str
    count: int


def summary_title(draft: PublicDraft, texts: Wording) -> str:
    """Give the title of the summary."""
    return texts("opinions.summary.title", title=draft.paper.title.strip("《》"))[:TITLE_LETTERS]


def summary_text(draft: PublicDraft, groups: Sequence[OpinionGroup], texts: Wording) -> str:
    """Give the summary: the figures, then each group with what became of it and why; nobody's own words."""
    total = sum(one.count for one in groups)
    counted = Counter(dict.fromkeys(GroupOutcome, 0))
    for one in groups:
        counted[one.outcome] += one.count
    head = texts(
        "opinions.summary.head",
        title=draft.paper.title.strip("《》"),
        unit=draft.paper.unit,
        opened=written(draft.opens_on),
        closed=written(draft.paper.closes_on),
        total=total,
        groups=len([one for one in groups if one.count]),
        adopted=counted[GroupOutcome.ADOPTED],
        partly=counted[GroupOutcome.PARTLY],
        not_adopted=counted[GroupOutcome.NOT_ADOPTED],
    )
    if not total:
        head = texts(
            "opinions.summary.none",
            title=draft.paper.title.strip("《》"),
            unit=draft.paper.unit,
            opened=written(draft.opens_on),
            closed=written(draft.paper.closes_on),
        )
    parts = [
        texts(
            "opinions.summary.group",
            place=place,
            gist=one.gist,
            count=one.count,
            outcome=_outcome(one.outcome, texts),
            reasons=one.reasons,
        )
        for place, one in enumerate((one for one in groups if one.count), start=1)
    ]
    return "\n\n".join([head.strip(), *(part.strip() for part in parts)]) + "\n"


def _outcome(outcome: GroupOutcome, texts: Wording) -> str:
    open_still = outcome is GroupOutcome.OPEN
    return texts("opinions.summary.undecided" if open_still else f"opinions.outcome.{outcome.value}")


def is_personal(text: str) -> bool:
    """Whether a text still holds a number, a name or an address of a person."""
    return mask_text(text) != text or mask_question(text) != text
