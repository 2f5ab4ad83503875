"""Tells files that hold no words of their own: only a picture, or only the name of something attached."""

import re
from collections.abc import Sequence

from knowledge.documents.draft import Refusal, reason
from knowledge.ingest.particulars.lines import Line, lines_of
from knowledge.ingest.readers.manuscript import Manuscript

FEW_LETTERS = 80
SHOWN_NAMES = 3
PICTURES = "note_pictures"
_ATTACHED = re.compile(
    r"^(?:附件|附表|附|相关附件|附件下载|下载)\s{0,2}[\d一二三四五六七八九十]{0,2}\s{0,2}(?:[：:].*)?$"
    r"|^.{1,120}\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|jpe?g|png|tiff?)(?:\s{0,2}[（(].{0,20}[）)])?$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:来源|时间|日期|发布时间|发布日期|浏览次数|作者|编辑|字号|信息来源)\s{0,2}[：:].{0,60}$|^\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}.{0,12}$"
)
_SEE = re.compile(r"[见详]附[件表]")


def refuse_empty(manuscript: Manuscript, title: str) -> None:
    """Raise `Refusal` for a text that is only a picture or an attachment, naming which; others pass."""
    said = _own_lines(manuscript, title)
    attached = [line.text for line in said if _ATTACHED.match(line.text)]
    if len(attached) < len(said):
        return
    if attached:
        names = "、".join(attached[:SHOWN_NAMES]) + ("等" if len(attached) > SHOWN_NAMES else "")
        raise Refusal("text_is_attachment", names=names[:FEW_LETTERS])
    pictures = next((note.values.get("count", 1) for note in manuscript.notes if note.key == PICTURES), 0)
    if pictures:
        raise Refusal("text_is_picture", count=pictures)


def pointing(manuscript: Manuscript, title: str) -> tuple[str, ...]:
    """Give the note for a text that says little more than that something is attached."""
    said = [line.text for line in _own_lines(manuscript, title)]
    letters = sum(len(words) for words in said if not _ATTACHED.match(words))
    pointed = any(_SEE.search(words) for words in said)
    return (reason("note_only_attachment"),) if pointed and letters <= FEW_LETTERS else ()


def _own_lines(manuscript: Manuscript, title: str) -> Sequence[Line]:
    """Give the lines that are neither the title nor what a page says about its article."""
    bare = "".join(title.split())
    lines = (line for line in lines_of(manuscript.text) if not _AROUND.match(line.text))
    return [line for line in lines if line.bare != bare or _ATTACHED.match(line.text)]
