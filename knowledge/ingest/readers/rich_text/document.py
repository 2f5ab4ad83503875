"""Reads rich text (.rtf): paragraphs with the numbers written before them, headings, tables, footnotes."""

from collections import Counter
from dataclasses import dataclass, field, replace

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.rich_text.body import RichTextBody
from knowledge.ingest.readers.rich_text.looks import CHARSETS, CODE_PAGES, LATIN, Look, decoded
from knowledge.ingest.readers.rich_text.tokens import Token, tokens
from knowledge.ingest.readers.signs import shifted, struck_notes
from knowledge.ingest.readers.word import headline

MARK = b"{\\rtf"
# Groups that hold no text of the document. Those that begin with \* are left out as well, but for boxes with words.
_ASIDE = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer",
        "footerl", "footerr", "footerf", "fldinst", "nonshppict", "shprslt", "objdata", "objclass", "objname",
        "revtbl", "listtable", "listoverridetable", "generator", "xmlnstbl", "sp", "annotation", "atnid", "atnauthor",
        "themedata", "datastore", "latentstyles", "bkmkstart", "bkmkend", "filetbl", "tc", "xe", "rsidtbl", "mmathPr",
    }
)  # fmt: skip
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "nestcell": " ", "nestrow": " ",
}  # fmt: skip
_CONTROL_SIGNS = {"\\~": " ", "\\_": "-", "\\\\": "\\", "\\{": "{", "\\}": "}"}
_ENDED_BY_LINE = frozenset({"\\\r", "\\\n"})
_NOTED = {"pictures": "note_pictures", "objects": "note_objects", "hidden": "note_hidden"}


def read_rich_text(content: bytes) -> list[Manuscript]:
    """Give the text of a document; raises `Refusal`: no rich text, too deep, too many cells."""
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(MARK):
        raise Refusal("rich_text_broken")
    return [RichText().read(content)]


@dataclass(slots=True)
class RichText:
    """One pass through the tokens of a file."""

    _body: RichTextBody = field(default_factory=RichTextBody)
    _look: Look = field(default_factory=Look)
    _missed: Counter[str] = field(default_factory=Counter)
    _struck: list[str] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _common: str = LATIN
    # The looks to come back to, and by which word each open group is named.
    _looks: list[Look] = field(default_factory=list)
    _groups: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    _is_first: bool = False
    _is_starred: bool = False

    def read(self, content: bytes) -> Manuscript:
        """Give the document; raises `Refusal`."""
        for token in tokens(content):
            if token.text:
                self._letters(token.text)
            else:
                self._flush()
                self._take(token)
        self._flush()
        text = clean("\n\n".join(self._body.end())).strip() + "\n"
        missed = self._missed
        notes = [ReadingNote(key, {"count": missed[name]}) for name, key in _NOTED.items() if missed[name]]
        return Manuscript(text, title=headline(self._body.top), notes=(*notes, *struck_notes(self._struck)))

    def _letters(self, text: bytes) -> None:
        """Take bytes, leaving out those that stand behind a Unicode letter for other programs."""
        self._is_first = False
        gone = min(self._skip, len(text))
        self._skip -= gone
        if not self._look.skipped:
            self._bytes += text[gone:]

    def _take(self, token: Token) -> None:
        first, self._is_first = self._is_first, token.sign == "{"
        if token.sign == "{":
            self._looks.append(self._look)
            self._groups.append("")
            self._skip = 0
        elif token.sign == "}":
            self._close()
        elif token.sign == "\\*":
            self._is_starred = self._is_first = first
        elif token.sign in _ENDED_BY_LINE and not self._look.skipped:
            self._body.end_paragraph()
        elif token.sign:
            self._say(_CONTROL_SIGNS.get(token.sign, ""))
        else:
            if first:
                self._open(token.word)
            self._control(token)

    def _control(self, token: Token) -> None:
        word, number = token.word, token.number
        if word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self._skip = self._look.behind
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "ansicpg":
            self._common = CODE_PAGES.get(number or 0, f"cp{number}")
        elif word == "fcharset" and self._look.skipped:
            self._fonts[self._look.font] = CHARSETS.get(number or 0, self._common)
        elif not self._look.skipped:
            self._body.layout(token)
        self._look = self._look.changed(token)

    def _open(self, word: str) -> None:
        """Begin a group that is named by its first word."""
        starred, self._is_starred = self._is_starred, False
        if self._groups:
            self._groups[-1] = word
        if not self._look.skipped:
            self._missed["pictures"] += word == "pict"
            self._missed["objects"] += word == "object"
        if word == "shptxt" or (word == "footnote" and not self._look.skipped):
            self._look = replace(self._look, skipped=False)
            self._body.begin_aside()
        elif word in _ASIDE or (starred and word != "shppict"):
            self._look = replace(self._look, skipped=True)

    def _close(self) -> None:
        name = self._groups.pop() if self._groups else ""
        if name == "footnote" and not self._look.skipped:
            self._body.end_note()
        elif name == "shptxt":
            self._body.end_box()
        self._look = self._looks.pop() if self._looks else self._look
        self._skip = 0

    def _say(self, words: str) -> None:
        look = self._look
        if not words or look.skipped or look.deleted:
            return
        if look.hidden:
            self._missed["hidden"] += bool(words.strip())
        elif look.struck and words.strip():
            self._struck.append(words)
        else:
            said = shifted(words, raised=look.level == "raised") if look.level else words
            self._body.add(said, look.size)

    def _flush(self) -> None:
        """Say the bytes that have come, which only together are letters."""
        if self._bytes:
            content, self._bytes = bytes(self._bytes), bytearray()
            page = self._fonts.get(self._look.font, self._common)
            self._say(decoded(content, page, self._common))
