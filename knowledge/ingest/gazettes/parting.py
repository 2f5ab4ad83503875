"""Takes a gazette or a collection apart into the papers it holds, each with its own text.

What is attached to a paper stays with it; the cover, the table of contents and the heads of pages are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.ingest.gazettes.beginnings import beginnings
from knowledge.ingest.gazettes.cover import contents, has_cover, is_contents, is_heading, is_running
from knowledge.ingest.particulars.lines import Line, lines_of
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote

COVER_LETTERS = 3_000
FEWEST = 2


def parted(manuscript: Manuscript) -> tuple[Manuscript, ...]:
    """Give the papers a file holds, each with the line of the file on which it begins; one paper comes back as it is.

    What a gazette is and could not be taken apart is said in a note. A text read off pictures stays whole, as its
    doubtful places are bound to it.
    """
    if manuscript.line is not None:
        return (manuscript,)
    top = lines_of(manuscript.text[:COVER_LETTERS])
    covered = has_cover(top)
    if not covered and not any(map(is_contents, top)):
        return (manuscript,)
    if manuscript.scan is not None:
        return (_noted(manuscript, "note_gazette_scanned"),) if covered else (manuscript,)
    lines = lines_of(manuscript.text)
    listed = contents(lines)
    found = beginnings(lines, listed, covered=covered) if covered or listed else []
    if len(found) < FEWEST:
        return (_noted(manuscript, "note_gazette_whole"),) if covered else (manuscript,)
    return tuple(_parts(manuscript, lines, found))


def _noted(manuscript: Manuscript, key: str) -> Manuscript:
    return replace(manuscript, notes=(*manuscript.notes, ReadingNote(key)))


def _parts(manuscript: Manuscript, lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Manuscript]:
    written = manuscript.text.split("\n")
    ends = [*starts[1:], len(lines)]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        within = list(lines[start:end])
        while len(within) > 1 and (is_heading(within[-1]) or is_running(within[-1])):
            within.pop()
        aside = {line.number for line in within if is_running(line)}
        first, last = within[0].number, within[-1].number
        text = "\n".join(written[at - 1] for at in range(first, last + 1) if at not in aside)
        note = ReadingNote("note_gazette", {"count": len(starts), "place": place, "line": first})
        yield Manuscript(text, notes=(*manuscript.notes, note), line=first)
