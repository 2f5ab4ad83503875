"""The proof-reading list of a document: everything a machine can find before people review it.

It proposes and explains; only a valid identity number, or a word that may never be public, has to be mended.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date

import rjieba

from knowledge.documents.document import Document, Kind
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight
from knowledge.publication.proofreading.lexicon import ProofreadingLexicon, lexicon
from knowledge.publication.proofreading.numbers import days, document_numbers, figures, personal

PAIRS = {"（": "）", "《": "》", "〔": "〕", "【": "】", "“": "”", "‘": "’", "「": "」"}
FOLDED = str.maketrans("()[]", "（）〔〕")
LISTED = re.compile(
    r"(?m)(?:^|(?<=[；;。，,：:、\s]))(?:[(（]?[0-9一二三四五六七八九十a-zA-Z]{1,3}[)）]|[0-9①-⑳]+)"
)
MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(((?:[^()\s]|\([^()\s]*\))+)\)")
ADDRESS = re.compile(r"https?://[^\s<>()（）《》\"'，。；、\u4e00-\u9fff]+")
NEAR_LETTERS = 12
MOST_FINDINGS = 200


def proofread(
    document: Document, text: str, *, words: ProofreadingLexicon | None = None
) -> tuple[Finding, ...]:
    """Give the findings in the order of their places, those in the particulars first; 200 at most."""
    findings = sorted(_all(document, text, words or lexicon()), key=lambda one: (one.start, one.end))
    return tuple(findings[:MOST_FINDINGS])


def _all(document: Document, text: str, words: ProofreadingLexicon) -> Iterator[Finding]:
    # Whoever was born after the document was written is no reason to read the clock here.
    yield from personal(text, today=date.max)
    yield from days(document, text)
    yield from document_numbers(document, text)
    yield from figures(text)
    yield from sensitive(text, words)
    yield from misprints(text, words)
    yield from names(text, words)
    yield from pairs(text)
    if document.kind is Kind.GUIDE:
        yield from catch_alls(text, words)


def sensitive(text: str, words: ProofreadingLexicon) -> Iterator[Finding]:
    """Give words that should not be public, or not be used of people."""
    for found in _any_of(words.sensitive).finditer(text):
        weight, advice = words.sensitive[found[0]]
        yield Finding(Trouble.SENSITIVE, weight, advice, _around(text, found), found.start(), found.end())


def misprints(text: str, words: ProofreadingLexicon) -> Iterator[Finding]:
    """Give words that are nearly always mistakes of writing."""
    for found in _any_of(words.misprints).finditer(text):
        if not _astride(text, found):
            instead = words.misprints[found[0]]
            around = _around(text, found)
            yield Finding(
                Trouble.TYPO, Weight.LOOK, "misprint", around, found.start(), found.end(), instead=instead
            )


def _astride(text: str, found: re.Match[str]) -> bool:
    """Whether a mistake is none: a known word begins in it and goes on, or ends in it, as in 内容取自已经公开的."""
    first, last = max(0, found.start() - NEAR_LETTERS), found.end() + NEAR_LETTERS
    at = first
    # Words are only taken from the dictionary: guessing would take the mistake for a word.
    for word in rjieba.cut(text[first:last], False):
        start, at = at, at + len(word)
        inside = max(start, found.start()) < min(at, found.end())
        if inside and len(word) > 1 and (start < found.start() or at > found.end()):
            return True
    return False


def names(text: str, words: ProofreadingLexicon) -> Iterator[Finding]:
    """Give names of persons, as far as the words beside them tell: each has to be meant to be public."""
    for found in words.names.finditer(text):
        group = "beside" if found["beside"] else "named"
        yield Finding(Trouble.NAME, Weight.LOOK, "name", found[group], found.start(group), found.end(group))


def catch_alls(text: str, words: ProofreadingLexicon) -> Iterator[Finding]:
    """Give what leaves open which materials are wanted: a guide has to name them all."""
    for found in words.catch_all.finditer(text):
        yield Finding(
            Trouble.CATCH_ALL, Weight.REASON, "catch_all", _around(text, found), found.start(), found.end()
        )


def pairs(text: str) -> Iterator[Finding]:
    """Give brackets and quotation marks without their other half; each paragraph stands for itself."""
    plain = LISTED.sub(lambda found: " " * len(found[0]), MARKDOWN_LINK.sub(_blanked, text))
    at = 0
    for line in plain.translate(FOLDED).split("\n"):
        yield from _unpaired(line, text, at)
        at += len(line) + 1


def _unpaired(line: str, text: str, at: int) -> Iterator[Finding]:
    closing = {end: start for start, end in PAIRS.items()}
    waiting: list[tuple[str, int]] = []
    for place, mark in enumerate(line):
        if mark in PAIRS:
            waiting.append((mark, place))
        elif mark in closing:
            if waiting and waiting[-1][0] == closing[mark]:
                waiting.pop()
            else:
                yield _unpaired_at(text, at + place)
    for _, place in waiting:
        yield _unpaired_at(text, at + place)


def _unpaired_at(text: str, place: int) -> Finding:
    around = text[max(0, place - NEAR_LETTERS) : place + NEAR_LETTERS].replace("\n", " ")
    return Finding(Trouble.PAIR, Weight.LOOK, "unpaired", around, place, place + 1)


def links(text: str) -> tuple[str, ...]:
    """Give the addresses a text links to, each once, in order."""
    linked = [found[2] for found in MARKDOWN_LINK.finditer(text)]
    plain = [found[0].rstrip(".,;:!?") for found in ADDRESS.finditer(MARKDOWN_LINK.sub(_blanked, text))]
    return tuple(dict.fromkeys([*linked, *plain]))


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    """Give what finds any of the words, the longest first; patterns are kept by the library."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - NEAR_LETTERS // 2), found.end() + NEAR_LETTERS // 2
    return " ".join(text[start:end].split())
