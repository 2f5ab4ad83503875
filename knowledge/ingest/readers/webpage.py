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
from knowledge.ingest.readers.office.relations import address
from knowledge.ingest.readers.page_facts import attachments, fact_table, facts, is_file

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
# A short article where such pages put it: a whole sentence at least.
_SENTENCE_LETTERS = 20
# Where most words of a table stand in tables within it, it only lays out the page.
_LAYOUT_SHARE = 0.5
_SHOWN_NAMES = 5
_LINKS = 500
_ROWS = frozenset({"tr", "thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
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
    attached = attachments(tree)
    _tell_addresses(article, bare=article.tag == "body")
    text = _GAPS.sub("\n\n", "\n".join(_tidy("".join(_walk(article, 0))))).strip()
    text += "".join(f"\n\n附件：{name}" for name in attached if name not in text)
    notes = _notes(len(article.css("img")), attached)
    return [Manuscript(clean(text) + "\n", title=_title(tree, stated), stated=stated, notes=notes)]


def _notes(pictures: int, attached: Sequence[str]) -> tuple[ReadingNote, ...]:
    notes = [ReadingNote("note_pictures", {"count": pictures})] if pictures else []
    if attached:
        names = "、".join(attached[:_SHOWN_NAMES]) + ("等" if len(attached) > _SHOWN_NAMES else "")
        notes.append(ReadingNote("note_attachments", {"count": len(attached), "names": names}))
    return tuple(notes)


def _tell_addresses(article: LexborNode, *, bare: bool) -> None:
    """Say the web address behind the words that link to it; on a page without a known place only inside paragraphs."""
    for link in article.css("p a[href]" if bare else "a[href]")[:_LINKS]:
        words, found = link.text(strip=True), address(link.attributes.get("href") or "")
        if words and found and found.partition("://")[2].rstrip("/") not in words and not is_file(found):
            link.insert_after(f"（{found}）")


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
        if found is not None and _holds_article(found):
            return found
    return body


def _holds_article(node: LexborNode) -> bool:
    weight = _weight(node)
    return weight >= _BODY_LETTERS or (weight >= _SENTENCE_LETTERS and "。" in node.text())


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
    if _lays_out(table):
        yield "\n"
        yield from _walk(table, depth + 1)
        yield "\n"
        return
    yield "\n\n" + "\n".join(tables.lines(_grid(table, depth))) + "\n\n"


def _lays_out(table: LexborNode) -> bool:
    if table.css("h1,h2,h3") or len(table.css("td,th")) == 1:
        return True
    inner = [one for one in table.css("table table") if _table_above(one) == table]
    rows = [list(_own(row, _CELLS)) for row in _rows_of(table)] if inner else []
    if not inner or len(rows) == 1 or max(map(len, rows), default=0) < 2:  # noqa: PLR2004 - one column is no table
        return bool(inner)
    within = sum(len(one.text(strip=True)) for one in inner)
    return within > _LAYOUT_SHARE * len(table.text(strip=True))


def _table_above(node: LexborNode) -> LexborNode | None:
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above


def _rows_of(table: LexborNode) -> Iterator[LexborNode]:
    """Give a table's own rows, without those of tables within it."""
    for child in _own(table, _ROWS):
        if child.tag == "tr":
            yield child
        else:
            yield from _own(child, frozenset({"tr"}))


def _own(parent: LexborNode, tags: frozenset[str]) -> Iterator[LexborNode]:
    return (child for child in parent.iter() if child.tag in tags)


def _grid(table: LexborNode, depth: int) -> list[list[str]]:
    """Give the cells by row and column, those that span several repeated; a table within a cell is said once."""
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    count = 0
    for row in _rows_of(table):
        cells: list[str] = []
        for cell in _own(row, _CELLS):
            _fill(cells, below)
            words, nested = "".join(_walk(cell, depth + 1)), cell.css_first("table") is not None
            wide, high = _span(cell, "colspan", limits.COLUMNS), _span(cell, "rowspan", limits.ROWS)
            for at in range(wide):
                said = tables.LEFT if nested and at else words
                if high > 1:
                    below[len(cells)] = (high - 1, said)
                cells.append(said)
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
