"""The words of an answer: the quote first, what the document is worth before it, the source after it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.message import Wording
from handlers.county.profile import County
from handlers.policy.missing_figure import lacking, unsaid
from handlers.published.interpreters import addressee
from handlers.published.library import Excerpt, plain
from handlers.published.quotes import as_it_stands, near_quotes, quoted, untitled
from handlers.published.sources import Sources, ended
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.documents.document import Document, Standing, standing
from knowledge.documents.replaced_laws import successor_law

# From this chance on, 0 to 1, words are shown as what was probably meant, and only to be looked at.
PROBABLE_CHANCE = 0.4
SOURCES_NAMED = 2


class Quoting:
    """Puts answers, pages and refusals into words."""

    def __init__(self, wording: Wording, sources: Sources, *, county: County) -> None:
        self._wording = wording
        self._sources = sources
        self._county = county

    def answer(
        self,
        answer: Answer,
        *,
        today: date,
        joined: tuple[str, ...] = (),
        validity_asked: bool = False,
        led_by: str = "",
        followed_by: str = "",
    ) -> str:
        """Give the text of an answer; `joined` is what a follow-up was taken to be about.

        `led_by` is said before everything else about the document, `followed_by` behind its source.
        """
        topic = self._wording("policy.source.comma").join(joined)
        notices = (
            self._wording("policy.notice.joined", topic=topic) if joined else "",
            led_by,
            self._validity(answer, today=today, asked=validity_asked),
            self._lacking(answer),
        )
        notice = "".join(f"{notice}\n" for notice in notices if notice)
        if answer.approved:
            text = self._approved(answer, notice=notice, today=today)
        else:
            text = self._wording(
                "policy.answer",
                label=self._wording("policy.label"),
                notice=notice,
                quote=quoted(answer.best),
                source=self._sources.line(answer.citation.document, today, anchor=answer.best.anchor),
            )
        return f"{text}\n{followed_by}" if followed_by else text

    def likely(
        self,
        extracts: Sequence[Extract],
        *,
        question: str,
        today: date,
        joined: tuple[str, ...] = (),
        reserved: bool = True,
        led_by: str = "",
    ) -> str:
        """Give the text of words that only come near: with a reservation unless somebody chose them, and what they lack.

        `led_by` is said before everything else about the document.
        """
        topic = self._wording("policy.source.comma").join(joined)
        around = " ".join(f"{one.citation.document.title} {one.text}" for one in extracts)
        what = unsaid(question, around, " ".join(one.quoted for one in extracts))
        return self._wording(
            "policy.likely.answer",
            label=self._wording("policy.label"),
            notice=(self._wording("policy.notice.joined", topic=topic) if joined else "")
            + (f"\n{led_by}\n" if led_by else ""),
            reservation=f"{self._wording(_reservation(extracts))}\n" if reserved else "",
            passages=self._passages(extracts, today=today),
            unsaid=self._wording(f"policy.likely.unsaid.{what}") if what else "",
        ).strip()

    def _passages(self, extracts: Sequence[Extract], *, today: date) -> str:
        """Give the words shown, each with its source; of one document's the source stands once, behind both."""
        texts = near_quotes(extracts)
        sources = [self._sources.line(one.citation.document, today, anchor=one.anchor) for one in extracts]
        if len({one.citation.document.id for one in extracts}) == 1:
            source = self._sources.line(extracts[0].citation.document, today, anchor=_anchor(extracts))
            whole = f"\n{self._wording('policy.likely.gap')}\n".join(texts)
            return self._wording("policy.likely.passage", quote=whole, source=source)
        return f"\n{self._wording('policy.likely.beside')}\n".join(
            self._wording("policy.likely.passage", quote=text, source=source)
            for text, source in zip(texts, sources, strict=True)
        )

    def _approved(self, answer: Answer, *, notice: str, today: date) -> str:
        """Give an approved answer in its own words, and what it rests on."""
        sources = answer.policies[:SOURCES_NAMED] or (answer.citation.document,)
        return self._wording(
            "policy.approved",
            label=self._wording("policy.label"),
            notice=notice,
            words=plain(answer.best.text),
            source=self._wording("policy.source.and").join(self._sources.line(one, today) for one in sources),
        )

    def unseen(self, extracts: Sequence[Extract], *, today: date) -> str:
        """Give the text of further words of the likeliest passages; of one document's the source stands once."""
        gap, beside = (self._wording(f"policy.likely.{name}") for name in ("gap", "beside"))
        passages = []
        for _, each in groupby(extracts, key=lambda one: one.citation.document.id):
            own = list(each)
            source = self._sources.line(own[0].citation.document, today, anchor=_anchor(own))
            quote = f"\n{gap}\n".join(map(as_it_stands, own))
            passages.append(self._wording("policy.likely.passage", quote=quote, source=source))
        return self._wording("policy.label") + f"\n{beside}\n".join(passages)

    def page(self, excerpt: Excerpt, *, today: date) -> str:
        """Give the text of one more passage with the headings that lead to it."""
        path = self._wording("policy.path_step").join(
            step
            for step in excerpt.path
            if step != excerpt.document.title and not excerpt.text.startswith(step)
        )
        return self._wording(
            "policy.page",
            label=self._wording("policy.label"),
            path=self._wording("policy.path", path=path) + "\n" if path else "",
            text=untitled(excerpt.text, excerpt.document),
            source=self._sources.line(excerpt.document, today),
        )

    def decline(self, decline: Decline, *, number: str = "", offered: bool = False) -> str:
        """Give the honest no.

        `number` is the document number asked for that nothing published bears, `offered` says that documents that
        come near follow as steps.
        """
        label, ask = self._wording("policy.label"), self._whom(decline)
        if number:
            return self._wording("policy.decline.number", label=label, number=number, ask=ask)
        # The steps then are documents; what else helps is said.
        nearest = "\n".join(
            ("", self._wording("policy.decline.else"), self._wording("policy.decline.nearest"))
        )
        nearest = nearest if offered else ""
        return self._wording("policy.decline.answer", label=label, nearest=nearest, ask=ask)

    def _whom(self, decline: Decline) -> str:
        """Give whom to ask instead: who explains the nearest document, the unit responsible, else the hotline."""
        named = addressee(decline)
        if named and (phone := named.phone or self._county.phone_of(named.unit)):
            person = self._wording("policy.decline.person", name=named.person) if named.person else ""
            return self._wording("policy.decline.interpreter", unit=named.unit, person=person, phone=phone)
        phone = decline.unit_phone or self._county.phone_of(decline.unit)
        if decline.unit and phone:
            return self._wording("policy.decline.unit", unit=decline.unit, phone=phone)
        return self._wording("policy.decline.hotline", hotline=self._county.hotline)

    def companions(self, documents: Sequence[Document]) -> str:
        """Give the line that names what stands beside a document (文件、解读、回应); empty where there is nothing."""
        named = (
            self._wording(
                "policy.companions.named",
                kind=self._wording(f"policy.companions.kinds.{one.kind.value}"),
                title=self._sources.title(one),
            )
            for one in documents
        )
        listed = self._wording("policy.companions.and").join(named)
        return self._wording("policy.companions.line", listed=listed) if listed else ""

    def particulars(
        self, document: Document, *, successor: Document | None, today: date, anchor: str = ""
    ) -> str:
        """Give what a document is, whether it counts, what counts instead, and the page with its whole text.

        The page opens at the article that `anchor` names.
        """
        values = {
            "number": document.number,
            "issuer": document.issuer,
            "day": self._sources.day(document.dated_on),
            "worth": self._sources.worth(document, today),
        }
        lines = [
            self._wording(f"policy.show.{name}", **{name: value}) for name, value in values.items() if value
        ]
        if successor and ended(document, today):
            lines.append(self._wording("policy.show.successor", title=self._sources.title(successor)))
        elif ended(document, today) and (law := successor_law(document)):
            title = self._wording("policy.source.title", title=law.title)
            lines.append(self._wording("policy.show.successor", title=title))
        return self._wording(
            "policy.show.document",
            label=self._wording("policy.label"),
            title=self._sources.title(document),
            sample=self._wording("policy.source.sample") if document.sample else "",
            particulars="\n".join(lines),
            link=self._sources.link(document, anchor=anchor),
        )

    def _lacking(self, answer: Answer) -> str:
        """Give what the words found do not say although it was asked for; empty when nothing is missed."""
        missed = "" if answer.approved else lacking(answer.question, answer.best.text)
        return (
            self._wording("policy.notice.lacking", what=self._wording(f"policy.lacking.{missed}"))
            if missed
            else ""
        )

    def _validity(self, answer: Answer, *, today: date, asked: bool) -> str:
        document, successor = answer.citation.document, answer.citation.successor
        worth = self._sources.worth(document, today)
        match standing(document, today):
            case Standing.ABOLISHED | Standing.LAPSED if successor:
                words = self._wording(
                    "policy.notice.succeeded", worth=worth, successor=self._sources.title(successor)
                )
            case Standing.ABOLISHED | Standing.LAPSED if law := successor_law(document):
                day, title = (
                    self._sources.day(law.in_force_on),
                    self._wording("policy.source.title", title=law.title),
                )
                words = self._wording("policy.notice.replaced", worth=worth, day=day, title=title)
            case Standing.ABOLISHED | Standing.LAPSED:
                words = self._wording("policy.notice.ended", worth=worth)
            case Standing.UPCOMING:
                day = self._sources.day(document.effective_on)
                words = self._wording("policy.notice.upcoming", day=day)
            case Standing.AMENDED:
                words = self._wording("policy.notice.amended")
            case Standing.UNREGISTERED if asked:
                words = self._wording("policy.notice.unregistered")
            case _ if asked:
                words = self._wording("policy.notice.valid")
            case _:
                return ""
        return words


def words_shown(answer: Answer) -> str:
    """Give the words of the document that an answer shows."""
    return plain(answer.best.text) if answer.approved else quoted(answer.best)


def near(decline: Decline, *, today: date) -> tuple[Document, ...]:
    """Give the documents worth offering after a no, two at most: each title once, none that has ended."""
    counting = [document for document in decline.offered if not ended(document, today)]
    titles = {document.title: document for document in reversed(counting)}
    return tuple(reversed(titles.values()))[:SOURCES_NAMED]


def _reservation(extracts: Sequence[Extract]) -> str:
    """Give the key of the words of caution that stand before passages that only come near."""
    if len(extracts) > 1:
        return "policy.likely.reservations"
    if extracts[0].score >= PROBABLE_CHANCE:
        return "policy.likely.probable"
    return "policy.likely.reservation"


def _anchor(extracts: Sequence[Extract]) -> str:
    """Give how the passages of one document are cited: not at all when they stand in different articles."""
    anchors = {one.anchor for one in extracts}
    return anchors.pop() if len(anchors) == 1 else ""
