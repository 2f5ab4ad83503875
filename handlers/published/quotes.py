"""The words of a document that a reply quotes: whole sentences within its length, or of one too long the clauses that answer."""

import re
from collections.abc import Sequence
from itertools import pairwise

from handlers.published.library import plain
from knowledge.answers.answer import Extract
from knowledge.documents.document import Document

QUOTE_LETTERS = 290
# Of two passages shown together neither is cut below this.
SHORT_QUOTE_LETTERS = 120
# By so many of its first letters an answer is found again in words whose marks were taken off.
KNOWN_LETTERS = 12
LIST_ENDS = ("；", ";", "：", ":")
HEADINGS = re.compile(r"^#{1,6}[ \t][^\n]*$", re.MULTILINE)
ENDS = "。！？；\n"
SENTENCE_END, CLAUSE_END = re.compile("[。！？；\n]"), re.compile("[，,、：:；;。！？!? \n]")
LEFT_OUT = "……"


def near_quotes(extracts: Sequence[Extract]) -> list[str]:
    """Give the words of each of some passages shown together, two at most: no more of both than is shown of one."""
    if len(extracts) < 2:  # noqa: PLR2004 - two passages are shown together, or none is beside.
        return [quoted(one) for one in extracts]
    first, second = extracts
    beside = quoted(second, letters=max(SHORT_QUOTE_LETTERS, QUOTE_LETTERS - len(quoted(first))))
    return [quoted(first, letters=QUOTE_LETTERS - len(beside)), beside]


def quoted(extract: Extract, *, letters: int = QUOTE_LETTERS) -> str:
    """Give the words to quote, never nothing: a quote that is only a heading gives way to what stands under it.

    One item of a list is quoted with the items that follow, as far as they fit.
    """
    document, (start, end) = extract.citation.document, extract.quote
    words, answer = extract.quoted, plain(extract.answer, document.kind)
    if not HEADINGS.sub("", untitled(words, document)).strip():
        under = HEADINGS.sub("", extract.text[end:]).strip()
        return clip(plain(under or extract.text, document.kind), letters, around=answer)
    if words.endswith(LIST_ENDS):
        stop = extract.text.find("。", end)
        whole = extract.text[start : stop + 1].strip()
        words = whole if stop >= 0 and len(whole) <= letters else words
    return clip(untitled(plain(words, document.kind), document), letters, around=answer)


def as_it_stands(extract: Extract) -> str:
    """Give the words to quote without what follows in their list: that was seen, or is still to be."""
    return quoted(extract, letters=max(1, len(extract.quoted)))


def untitled(text: str, document: Document) -> str:
    """Drop the title at the head of a text: the source line says it anyway."""
    return text.removeprefix(document.title).strip()


def clip(text: str, limit: int, *, around: str = "") -> str:
    """Give of a text no more than `limit` characters: its beginning up to a sentence's end, where what answers stands there.

    Else the sentences around what answers, which begins as `around` does; and of one that is too long its clauses, with a
    mark for what is left out of it.
    """
    if len(text) <= limit:
        return text
    at = text.find(around[:KNOWN_LETTERS]) if around else -1
    end = max(text.rfind(mark, 0, limit) for mark in ENDS)
    if end > 0 and (at < 0 or at + len(around) <= end + 1):
        return text[: end + 1].strip()
    start, end = _grown(text, SENTENCE_END, max(0, at), limit)
    if end - start <= limit:
        return text[start:end].strip()
    sentence = text[start:end].strip()
    at = max(0, sentence.find(around[:KNOWN_LETTERS]))
    start, end = _grown(sentence, CLAUSE_END, at, limit - 2 * len(LEFT_OUT))
    stop = min(end, start + limit - 2 * len(LEFT_OUT))
    before, behind = LEFT_OUT * (start > 0), LEFT_OUT * (stop < len(sentence))
    return f"{before}{sentence[start:stop].strip()}{behind}"


def _grown(text: str, ending: re.Pattern[str], at: int, limit: int) -> tuple[int, int]:
    """Give where the pieces around a place begin and end: what follows is taken before what leads there."""
    ends = (found.end() for found in ending.finditer(text))
    pieces = list(pairwise(dict.fromkeys((0, *ends, len(text)))))
    low = high = next(number for number, (_, end) in enumerate(pieces) if end > at)
    while high + 1 < len(pieces) and pieces[high + 1][1] - pieces[low][0] <= limit:
        high += 1
    while low and pieces[high][1] - pieces[low - 1][0] <= limit:
        low -= 1
    return pieces[low][0], pieces[high][1]
