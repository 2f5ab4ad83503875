"""What is said of drafts: the list, one of them with all that is to be known, what came of one's own opinions."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.message import Card, Choice, Wording
from handlers.cases import written
from handlers.opinions.collecting.ledger import outcome_words
from handlers.opinions.collecting.public_draft import OwnOpinion, PublicDraft
from handlers.opinions.intake.form import FORM
from handlers.talk.personal_page import PersonalPage
from handlers.talk.turn import step

DRAFTS_SHOWN, OWN_SHOWN, LABEL_LETTERS = 5, 3, 24
EXPLAINED_LETTERS, BASIS_LETTERS, WORDS_LETTERS = 70, 50, 30


class OpinionSpeeches:
    """Puts drafts and opinions into words with their numbered steps."""

    def __init__(self, wording: Wording, *, page: PersonalPage, document: Callable[[str], str]) -> None:
        self._wording = wording
        self._page = page
        self._document = document

    def listed(self, pending: Sequence[PublicDraft], over: Sequence[PublicDraft], now: datetime) -> str:
        """Give the list: what takes opinions with the days left, or that nothing does, with what was over last."""
        if not pending:
            return self._wording(f"opinions.list.{'none_open' if over else 'none'}")
        lines = [
            self._wording(
                "opinions.list.line",
                place=place,
                title=one.paper.title,
                closes=written(one.paper.closes_on),
                left=self._left(one, now),
            )
            for place, one in enumerate(pending[:DRAFTS_SHOWN], start=1)
        ]
        return "\n".join([self._wording("opinions.list.head", count=len(pending)), *lines])

    def list_steps(self, pending: Sequence[PublicDraft], over: Sequence[PublicDraft]) -> tuple[Choice, ...]:
        """Give the steps to each draft, and to what is over."""
        found = [
            *pending[:DRAFTS_SHOWN],
            *over[: max(DRAFTS_SHOWN - len(pending), 0)],
        ]
        labels = {
            one.number: _short(one.paper.title)
            if one in pending
            else self._wording("opinions.list.over_label", title=_short(one.paper.title))
            for one in found
        }
        return tuple(step(label, FORM.entrance, draft=number) for number, label in labels.items())

    def _left(self, one: PublicDraft, now: datetime) -> str:
        days = one.days_left(now)
        return (
            self._wording("opinions.list.last_day")
            if days <= 1
            else self._wording("opinions.list.left", days=days)
        )

    def one(self, draft: PublicDraft, now: datetime) -> str:
        """Give one draft: who asks, until when, why, on what basis, whom to ask."""
        paper = draft.paper
        values = {
            "title": paper.title,
            "unit": paper.unit,
            "closes": written(paper.closes_on),
            "due": written(paper.result_due_on),
            "explanation": _cut(paper.explanation, EXPLAINED_LETTERS),
            "basis": _cut(paper.basis, BASIS_LETTERS),
            "contact": paper.contact,
            "left": self._left(draft, now),
            "articles": len(draft.articles),
        }
        if draft.takes_opinions(now):
            return self._wording("opinions.one.open", **values)
        return self._wording("opinions.one.answered" if draft.document else "opinions.one.over", **values)

    def one_steps(self, draft: PublicDraft, now: datetime) -> tuple[Choice, ...]:
        """Give what can be done with a draft."""
        mine = step(self._wording("opinions.choose.mine"), FORM.entrance, deed="mine")
        others = step(self._wording("opinions.choose.others"), FORM.entrance)
        if not draft.takes_opinions(now):
            return (others, mine)
        write = step(self._wording("opinions.choose.write"), FORM.entrance, draft=draft.number, deed="write")
        return (write, others, mine)

    def card(self, draft: PublicDraft, citizen: str) -> Card | None:
        """Give the link to the summary where it is public, else to the page with the draft, where an opinion can be written."""
        if draft.document:
            address = self._document(draft.document)
            return Card(self._wording("opinions.one.summary"), draft.paper.title, address)
        address = self._page(citizen, draft.number)
        return Card(self._wording("opinions.one.page"), draft.paper.title, address) if address else None

    def mine(self, own: Sequence[OwnOpinion], now: datetime) -> str:
        """Give what came of somebody's opinions, the newest first."""
        if not own:
            return self._wording("opinions.mine.none")
        lines = [self._own(one, now) for one in own[:OWN_SHOWN]]
        if rest := len(own) - OWN_SHOWN:
            lines += [self._wording("opinions.mine.more", rest=rest)] if rest > 0 else []
        return "\n".join([self._wording("opinions.mine.head", count=len(own)), *lines])

    def _own(self, one: OwnOpinion, now: datetime) -> str:
        values = {
            "number": one.number,
            "title": one.draft.paper.title,
            "on": one.article or self._wording("opinions.whole"),
            "words": _cut(one.words, WORDS_LETTERS),
            "due": written(one.draft.paper.result_due_on),
        }
        if one.draft.document:
            outcome = outcome_words(one, self._wording)
            reasons = _cut(one.reasons, EXPLAINED_LETTERS)
            return self._wording("opinions.mine.answered", outcome=outcome, reasons=reasons, **values)
        state = "waiting" if one.draft.takes_opinions(now) else "sorting"
        return self._wording(f"opinions.mine.{state}", **values)


def _cut(text: str, letters: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= letters else f"{plain[: letters - 1]}…"


def _short(title: str) -> str:
    return _cut(title, LABEL_LETTERS)
