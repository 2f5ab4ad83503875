"""An approved answer begun from a gap: asked as citizens asked, and tied to the gap once it is kept."""

from dataclasses import dataclass

from aiohttp import web

from bot.errors import InputError
from knowledge.documents.document import Document, Kind
from knowledge.questions.gaps import Gap, Gaps

TAKEN_WORDINGS = 4
NUMBER_FIGURES = 9


@dataclass(frozen=True, slots=True)
class BegunAnswer:
    """What stands in the editor before anybody wrote: the questions, and room for the answer."""

    gap: Gap
    document: Document
    text: str


class GapDrafts:
    """Begins answers; the gap closes, and those who wait are told, when the answer is public and found."""

    def __init__(self, gaps: Gaps) -> None:
        self._gaps = gaps

    async def begin(self, written: str) -> BegunAnswer | None:
        """Give the answer to a gap by its number as written; None for no number, raises `HTTPNotFound` for none that is."""
        if not written:
            return None
        if not written.isascii() or not written.isdecimal() or len(written) > NUMBER_FIGURES:
            raise web.HTTPNotFound
        try:
            gap, wordings = await self._gaps.read(int(written))
        except InputError as missing:
            raise web.HTTPNotFound from missing
        asked = dict.fromkeys([gap.question, *(words for words, _ in wordings)])
        lines = [f"问：{words}" for words in list(asked)[:TAKEN_WORDINGS]]
        document = Document("", gap.question, kind=Kind.FAQ, unit=gap.unit, issuer=gap.unit, theme=gap.theme)
        return BegunAnswer(gap, document, "\n".join([*lines, "", "答："]) + "\n")

    async def tie(self, begun: BegunAnswer, document: str, *, actor: str) -> None:
        """Let a gap be answered by a document; raises `InputError` as `Gaps.link` does."""
        await self._gaps.link(begun.gap.id, document=document, question=begun.gap.question, actor=actor)
