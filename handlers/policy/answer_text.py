"""The words of an answer: the quote first, what the document is worth before it, the source after it."""

import re
from datetime import date

from bot.message import Wording
from handlers.county.profile import County
from handlers.policy.missing_figure import lacking
from handlers.published.interpreters import addressee
from handlers.published.library import Excerpt, plain
from handlers.published.sources import Sources, ended
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.documents.document import Document, Standing, standing

QUOTE_LETTERS = 280
LIST_ENDS = ("；", ";", "：", ":")
HEADINGS = re.compile(r"^#{1,6}[ \t][^\n]*$", re.MULTILINE)
ENDS = "。！？；\n"
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
            text=_untitled(excerpt.text, excerpt.document),
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
            case Standing.ABOLISHED | Standing.LAPSED:
                words = self._wording("policy.notice.ended", worth=worth)
            case Standing.UPCOMING:
                day = self._sources.day(document.effective_on)
                words = self._wording("policy.notice.upcoming", day=day)
            case Standing.AMENDED:
                words = self._wording("policy.notice.amended")
            case _ if asked:
                words = self._wording("policy.notice.valid")
            case _:
                return ""
        return words


def near(decline: Decline, *, today: date) -> tuple[Document, ...]:
    """Give the documents worth offering after a no, two at most: each title once, none that has ended.

    Only when the nearest one tells who is responsible are they near enough to be worth a citizen's time.
    """
    if not decline.unit:
        return ()
    counting = [document for document in decline.nearest if not ended(document, today)]
    titles = {document.title: document for document in reversed(counting)}
    return tuple(reversed(titles.values()))[:SOURCES_NAMED]


def quoted(extract: Extract) -> str:
    """Give the words to quote, never nothing: a quote that is only a heading gives way to what stands under it.

    One item of a list is quoted with the items that follow, as far as they fit.
    """
    document, (start, end) = extract.citation.document, extract.quote
    words = extract.quoted
    if not HEADINGS.sub("", _untitled(words, document)).strip():
        under = HEADINGS.sub("", extract.text[end:]).strip()
        return clip(plain(under or extract.text), QUOTE_LETTERS)
    if words.endswith(LIST_ENDS):
        stop = extract.text.find("。", end)
        whole = extract.text[start : stop + 1].strip()
        words = whole if stop >= 0 and len(whole) <= QUOTE_LETTERS else words
    return clip(_untitled(plain(words), document), QUOTE_LETTERS)


def _untitled(text: str, document: Document) -> str:
    """Drop the title at the head of a text: the source line says it anyway."""
    return text.removeprefix(document.title).strip()


def clip(text: str, limit: int) -> str:
    """Give the beginning of a text up to a sentence's end, never more than `limit` characters."""
    if len(text) <= limit:
        return text
    end = max(text.rfind(mark, 0, limit) for mark in ENDS)
    return text[: end + 1].strip() if end > 0 else text[:limit]
