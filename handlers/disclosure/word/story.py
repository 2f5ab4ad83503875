"""The text of one part of a Word file with the place of every letter, so that words can be changed and nothing else.

Word cuts a paragraph into runs wherever it likes, also in the middle of a placeholder. Only the bytes of text elements
are written anew; whatever else a template holds stays as the office made it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from bot.errors import InputError
from handlers.disclosure.word.characters import escaped
from handlers.disclosure.word.parts import W

PLACEHOLDER = re.compile(r"【([^【】\n]{1,20})】")
# Each paragraph's own marks; in copies they would name several.
_MARKS = re.compile(rb' w14:(?:paraId|textId)="[0-9A-Fa-f]{1,16}"')
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DEEPEST = 200


@dataclass(slots=True)
class TextElement:
    """One text element: its bytes from `start` to `end`, and what it says."""

    start: int
    text: str = ""
    end: int = 0


@dataclass(slots=True)
class StoryParagraph:
    """One paragraph: its bytes, its text elements (None stands for a break), whether it holds others or lies in a cell."""

    start: int
    in_cell: bool
    pieces: list[TextElement | None] = field(default_factory=list)
    end: int = 0
    holds_others: bool = False

    @property
    def text(self) -> str:
        """Give what the paragraph says, a break as a line end."""
        return "".join("\n" if piece is None else piece.text for piece in self.pieces)


class WordStory:
    """One part, read once; raises `InputError` (`letters.template.broken`) for what is no WordprocessingML."""

    def __init__(self, content: bytes, *, name: str) -> None:
        self.content = content
        self.paragraphs: list[StoryParagraph] = []
        self._open: list[StoryParagraph] = []
        self._stack: list[str] = []
        self._element: TextElement | None = None
        self._prefix = ""
        self._breaks: set[str] = set()
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._finish
        parser.CharacterDataHandler = self._said
        try:
            content.decode("utf-8")
            parser.Parse(content, True)
        except (UnicodeDecodeError, expat.ExpatError, InputError):
            raise InputError("letters.template.broken", name=name) from None

    @property
    def text(self) -> str:
        """Give the whole text, a line for each paragraph."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def placeholders(self) -> tuple[str, ...]:
        """Give the names in 【】, in their order."""
        return tuple(name for paragraph in self.paragraphs for name in PLACEHOLDER.findall(paragraph.text))

    def filled(self, value: Callable[[str], str]) -> bytes:
        """Give the part with every placeholder replaced; what a value says is never looked at again.

        A paragraph that is nothing but a placeholder becomes as many paragraphs as its value has lines, and goes where
        the value is empty.
        """
        edits = sorted(edit for paragraph in self.paragraphs for edit in self._edits(paragraph, value))
        pieces, at = [], 0
        for start, end, new in edits:
            pieces += [self.content[at:start], new]
            at = end
        return b"".join((*pieces, self.content[at:]))

    def _edits(
        self, paragraph: StoryParagraph, value: Callable[[str], str]
    ) -> Iterator[tuple[int, int, bytes]]:
        text = paragraph.text
        alone = PLACEHOLDER.fullmatch(text.strip())
        if alone and not paragraph.holds_others:
            lines = [line for line in value(alone[1]).split("\n") if line.strip()]
            if lines or not paragraph.in_cell:
                copies = (self._saying(paragraph, line, first=not at) for at, line in enumerate(lines))
                yield paragraph.start, paragraph.end, b"".join(copies)
                return
        yield from self._replaced(paragraph, text, value)

    def _replaced(
        self, paragraph: StoryParagraph, text: str, value: Callable[[str], str]
    ) -> Iterator[tuple[int, int, bytes]]:
        found = list(PLACEHOLDER.finditer(text))
        at = 0
        for piece in paragraph.pieces:
            length = 1 if piece is None else len(piece.text)
            if piece is not None:
                words = _words(text, at, at + length, found, value)
                if words is not None:
                    yield piece.start, piece.end, self._element_bytes(words)
            at += length

    def _saying(self, paragraph: StoryParagraph, line: str, *, first: bool) -> bytes:
        """Give a paragraph with its look that says one line."""
        pieces, at, said = [], paragraph.start, False
        for piece in paragraph.pieces:
            if piece is not None:
                pieces += [self.content[at : piece.start], self._element_bytes("" if said else line)]
                at, said = piece.end, True
        whole = b"".join((*pieces, self.content[at : paragraph.end]))
        return whole if first else _MARKS.sub(b"", whole)

    def _element_bytes(self, words: str) -> bytes:
        p = self._prefix
        lines = (f'<{p}t xml:space="preserve">{one}</{p}t>' for one in escaped(words).split("\n"))
        return f"<{p}br/>".join(lines).encode()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._stack:
            self._prefix = _prefix(attributes)
            self._breaks = {f"{self._prefix}{name}" for name in ("br", "tab", "cr")}
        self._stack.append(tag)
        if len(self._stack) > DEEPEST:
            raise InputError("letters.template.broken")
        if tag == f"{self._prefix}p":
            for outer in self._open:
                outer.holds_others = True
            self._open.append(StoryParagraph(self._parser.CurrentByteIndex, self._in_cell()))
        elif tag == f"{self._prefix}t" and self._open:
            self._element = TextElement(self._parser.CurrentByteIndex)
        # A tab stop in a paragraph's look says nothing; only what stands in a run does.
        elif tag in self._breaks and self._open and self._stack[-2] == f"{self._prefix}r":
            self._open[-1].pieces.append(None)

    def _said(self, words: str) -> None:
        if self._element is not None:
            self._element.text += words

    def _finish(self, tag: str) -> None:
        self._stack.pop()
        at = self._parser.CurrentByteIndex
        closes = self.content[at : at + 2] == b"</"
        end = self.content.index(b">", at) + 1 if closes else at
        if tag == f"{self._prefix}t" and self._element is not None:
            if closes:
                self._element.end = end
                self._open[-1].pieces.append(self._element)
            self._element = None
        elif tag == f"{self._prefix}p" and self._open:
            paragraph = self._open.pop()
            paragraph.end = end
            if closes:
                self.paragraphs.append(paragraph)

    def _in_cell(self) -> bool:
        return len(self._stack) > 1 and self._stack[-2] == f"{self._prefix}tc"


def _prefix(attributes: dict[str, str]) -> str:
    for name, value in attributes.items():
        if value in {W, _STRICT} and name.startswith("xmlns"):
            own = name.partition(":")[2]
            return f"{own}:" if own else ""
    raise InputError("letters.template.broken")


def _words(
    text: str, first: int, last: int, found: Sequence[re.Match[str]], value: Callable[[str], str]
) -> str | None:
    """Give what an element says that holds the letters `first` to `last` of its paragraph; None where nothing changes."""
    touched = [one for one in found if one.start() < last and one.end() > first]
    if not touched:
        return None
    words, at = [], first
    for one in touched:
        words.append(text[at : max(at, one.start())])
        if one.start() >= first:
            words.append(value(one[1]))
        at = min(last, one.end())
    return "".join((*words, text[at:last]))
