"""Sets a document's text as a page: headings and articles with anchors, lists, tables, and never foreign HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from handlers.published.sources import fragment

NUMERAL = "一二三四五六七八九十百千零〇0-9０-９"
PART = re.compile(rf"^[ \t　]*(第[{NUMERAL}]{{1,7}}[编章节](?:[ \t　][^\n]{{0,60}})?)$", re.MULTILINE)
ARTICLE = re.compile(rf"^[\s　]*(第[{NUMERAL}]{{1,7}}条(?:之[一二三四五六七八九十])?)(?=[\s　：:【]|$)")
CLAUSE = re.compile(rf"\n(?=第[{NUMERAL}]{{1,7}}条[\s　：:【])")
INDENT = re.compile(r"^[ \t　]+(?=\S)(?![-*+] |\d+[.)] )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A place that can be linked to: a heading or an article."""

    id: str
    label: str
    level: int


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text as safe HTML, with its headings for a table of contents."""

    html: Markup
    contents: tuple[LinkTarget, ...]


def _only_web(url: str) -> bool:
    return urlsplit(url).scheme in {"http", "https"}


def _parser() -> MarkdownIt:
    """Read Markdown without raw HTML, pictures or code blocks: an indented line of a regulation is prose."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable("table").disable(
        ["code", "fence", "image", "html_block", "html_inline", "reference", "lheading"]
    )
    parser.validateLink = _only_web  # type: ignore[method-assign]
    return parser


PARSER = _parser()


def set_body(text: str, title: str) -> Body:
    """Give a text as HTML; a first heading that repeats the title is left out, as the page shows it already."""
    flush = INDENT.sub("", text)
    tokens = PARSER.parse(CLAUSE.sub("\n\n", PART.sub(r"\n## \1\n", flush)))
    tokens = _without_title(tokens, title)
    contents = tuple(_anchors(tokens))
    return Body(Markup(PARSER.renderer.render(tokens, PARSER.options, {})), contents)  # noqa: S704 - the parser escapes all text


def _without_title(tokens: Sequence[Token], title: str) -> list[Token]:
    kinds = [token.type for token in tokens[:2]]
    repeats = kinds == ["heading_open", "inline"] and _bare(tokens[1].content) == _bare(title)
    return list(tokens[3:] if repeats else tokens)


def _anchors(tokens: Sequence[Token]) -> Iterator[LinkTarget]:
    """Give headings (the page's title is the only first one) and articles their ids."""
    seen: Counter[str] = Counter()
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open":
            level = max(int(opening.tag[1]), 2)
            opening.tag = closing.tag = f"h{level}"
            label = _bare(inline.content)
            opening.attrSet("id", _unique(label, seen))
            yield LinkTarget(str(opening.attrs["id"]), label, level)
        elif opening.type == "paragraph_open" and (found := ARTICLE.match(inline.content)):
            opening.attrSet("id", _unique(found[1], seen))
            opening.attrJoin("class", "article")
            _embolden(inline, found[1])


def _unique(label: str, seen: Counter[str]) -> str:
    slug = fragment(label)
    seen[slug] += 1
    return slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"


def _embolden(inline: Token, label: str) -> None:
    first = inline.children[0] if inline.children else None
    if first is None or not first.content.lstrip().startswith(label):
        return
    strong = [
        Token("strong_open", "strong", 1),
        Token("text", "", 0, content=label),
        Token("strong_close", "strong", -1),
    ]
    first.content = first.content.lstrip()[len(label) :]
    inline.children = [*strong, *(inline.children or [])]


def _bare(text: str) -> str:
    return re.sub(r"[*_`\\]", "", text).strip()
