"""Reads web pages: the article and what the page says about it, without scripts, menus and ornaments."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.decoding import decode_page
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.page_facts import fact_table, facts

_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "nav", "footer", "aside", "form", "button", "select", "input", "textarea", "head", "dialog", "menu",
    "[hidden]", "[aria-hidden=true]",
)  # fmt: skip
_ORNAMENT = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|share|bdshare\w*|sidebar|footer|copyright|related|pager|"
    r"pagination|toolbar|print|qrcode|ewm|fontsize|weizhi|position|dqwz|search\w*|top-?bar|comments?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
# Where the content systems of Chinese government sites put the article.
_PLACES = (
    "#UCAP-CONTENT", ".TRS_UEDITOR", ".TRS_Editor", ".trs_editor_view", "#zoom", "#Zoom", ".article-content",
    ".article_con", ".xxgk_detail_content", ".pages_content", "#vsb_content", ".wp_articlecontent", "article", "main",
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "header", "hr", "html", "main", "ol", "p", "pre", "section", "summary", "ul", "tbody", "thead", "tfoot", "tr", "caption", "td", "th"]
)  # fmt: skip
_BODY_LETTERS = 60
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_GAPS = re.compile(r"\n{3,}")


def read_page(content: bytes) -> list[Manuscript]:
    """Give the article of a web page; raises `Refusal` when its encoding is unknown or it holds no text."""
    tree = LexborHTMLParser(decode_page(content))
    stated = facts(tree)
    if tree.body is None:
        raise Refusal("text_empty")
    stated = {**fact_table(tree), **stated}
    _drop(tree)
    article = _article(tree)
    pictures = len(article.css("img"))
    text = _GAPS.sub("\n\n", "\n".join(_tidy("".join(_walk(article, 0))))).strip()
    notes = (ReadingNote("note_pictures", {"count": pictures}),) if pictures else ()
    return [Manuscript(clean(text) + "\n", title=_title(tree, stated), stated=stated, notes=notes)]


def _drop(tree: LexborHTMLParser) -> None:
    for node in tree.css(",".join(_DROPPED)):
        if node.tag not in {"html", "body"}:
            node.decompose()
    for node in tree.css("[style],[class],[id]"):
        named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        ornament = _ORNAMENT.search(named) and len(node.css("p")) < 3  # noqa: PLR2004 - an article has paragraphs
        hidden = _INVISIBLE.search(node.attributes.get("style") or "")
        if node.tag not in {"html", "body", "main", "article"} and (ornament or hidden):
            node.decompose()


def _article(tree: LexborHTMLParser) -> LexborNode:
    """Give the element that holds the article: where such pages put it, else the one with the most plain words."""
    body = tree.body
    if body is None:
        raise Refusal("text_empty")
    for place in _PLACES:
        found = max(tree.css(place), key=_weight, default=None)
        if found is not None and _weight(found) >= _BODY_LETTERS:
            return found
    return body


def _weight(node: LexborNode) -> int:
    linked = sum(len(link.text(strip=True)) for link in node.css("a"))
    return len(node.text(strip=True)) - linked


def _title(tree: LexborHTMLParser, stated: dict[str, str]) -> str:
    heads = [" ".join(node.text().split()) for node in tree.css("h1")]
    return stated.get("title", "") or next((head for head in heads if head), "")


def _walk(node: LexborNode, depth: int) -> Iterator[str]:
    """Give the words of an element with line ends where its blocks end."""
    if depth > limits.NESTING:
        raise Refusal("too_deep")
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if tag == "-text":
            yield _SPACES.sub(" ", (child.text_content or "").replace("\n", " "))
        elif tag == "br":
            yield "\n"
        elif tag == "table":
            yield from _table(child, depth)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():  # noqa: PLR2004 - h1 to h6
            words = " ".join("".join(_walk(child, depth + 1)).split())
            yield f"\n\n{'#' * int(tag[1])} {words}\n\n" if words else ""
        elif tag == "li":
            yield f"\n{_bullet(child)}{''.join(_walk(child, depth + 1)).strip()}\n"
        elif tag in _BLOCKS:
            yield "\n"
            yield from _walk(child, depth + 1)
            yield "\n\n" if tag == "p" else "\n"
        elif not tag.startswith(("-", "!")):
            yield from _walk(child, depth + 1)
        child = child.next


def _bullet(item: LexborNode) -> str:
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "- "
    return f"{sum(1 for one in _before(item) if one.tag == 'li') + 1}. "


def _before(item: LexborNode) -> Iterator[LexborNode]:
    while (before := item.prev) is not None:
        yield before
        item = before


def _table(table: LexborNode, depth: int) -> Iterator[str]:
    """Give a table's rows as quotable lines; one that only lays out the page is read like any other block."""
    if table.css("table table") or table.css("h1,h2,h3") or len(table.css("td,th")) == 1:
        yield "\n"
        yield from _walk(table, depth + 1)
        yield "\n"
        return
    yield "\n\n" + "\n".join(tables.lines(_grid(table, depth))) + "\n\n"


def _grid(table: LexborNode, depth: int) -> list[list[str]]:
    """Give the cells by row and column, those that span several repeated."""
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    count = 0
    for row in table.css("tr"):
        cells: list[str] = []
        for cell in row.css("td,th"):
            _fill(cells, below)
            words = "".join(_walk(cell, depth + 1))
            wide, high = _span(cell, "colspan", limits.COLUMNS), _span(cell, "rowspan", limits.ROWS)
            for _ in range(wide):
                if high > 1:
                    below[len(cells)] = (high - 1, words)
                cells.append(words)
            count += wide
        _fill(cells, below)
        if count > limits.CELLS or len(cells) > limits.COLUMNS:
            raise Refusal("too_many_cells", limit=limits.CELLS // 10_000)
        rows.append(cells)
    return rows


def _fill(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Put in the cells that reach down from rows above."""
    while len(cells) in below:
        left, words = below.pop(len(cells))
        if left > 1:
            below[len(cells)] = (left - 1, words)
        cells.append(words)


def _span(cell: LexborNode, name: str, most: int) -> int:
    written = (cell.attributes.get(name) or "")[:5]
    return max(1, min(int(written), most)) if written.isascii() and written.isdecimal() else 1


def _tidy(text: str) -> Sequence[str]:
    return [line.strip(" \t　") for line in text.split("\n")]
