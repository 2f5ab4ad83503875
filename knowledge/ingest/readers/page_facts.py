"""What a government web page states about its article: the meta tags of the site standard, and the table of facts.

The tags are those of the State Council's guide for government websites (2017): ArticleTitle, PubDate, ContentSource.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from knowledge.ingest.readers.columns import field_of

_TAGS: Mapping[str, str] = {
    "articletitle": "title",
    "pubdate": "published_on",
    # The unit that put the page up; who issued the paper stands in its text.
    "contentsource": "uploader",
    "publishdate": "published_on",
}
_VALUE_LETTERS = 200
_PAIR = re.compile(r"^\s*+(?:\[\s*+)?([^：:\]\n]{2,12}?)\s*(?:\]\s*)?[：:]\s*(\S(?:[^\n]*\S)?)\s*$")
_FEWEST_FACTS = 2
_FILE = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|7z|csv|txt|jpe?g|png|tiff?)$", re.IGNORECASE
)
_NAME_LETTERS = 80
_MOST_LINKS = 500
_NO_VALUE = frozenset({"无", "暂无", "-", "--", "——", "/"})


def facts(tree: LexborHTMLParser) -> dict[str, str]:
    """Give what the meta tags state, by our field names."""
    stated: dict[str, str] = {}
    for tag in tree.css("meta[name][content]"):
        name = _TAGS.get((tag.attributes.get("name") or "").strip().lower())
        value = " ".join((tag.attributes.get("content") or "").split())[:_VALUE_LETTERS]
        if name and value and name not in stated:
            stated[name] = value
    return stated


def fact_table(tree: LexborHTMLParser) -> dict[str, str]:
    """Give what a table or list such as 索引号、发文机关、成文日期、发文字号 states; two known names make it one."""
    for holder in tree.css("table,ul,dl"):
        stated = _table_facts([" ".join(cell.text().split()) for cell in holder.css("td,th,li,dt,dd")])
        if len(stated) >= _FEWEST_FACTS:
            return stated
    return {}


def _table_facts(cells: list[str]) -> dict[str, str]:
    stated: dict[str, str] = {}
    for at, cell in enumerate(cells):
        pair = _PAIR.match(cell)
        name = field_of(pair[1] if pair else cell)
        value = pair[2] if pair else cells[at + 1] if at + 1 < len(cells) else ""
        if name and value and value not in _NO_VALUE and field_of(value) is None and name not in stated:
            stated[name] = value[:_VALUE_LETTERS]
    return stated


def attachments(tree: LexborHTMLParser) -> list[str]:
    """Give the names of the files a page links to, which are not in the page itself."""
    names: list[str] = []
    for link in tree.css("a[href]")[:_MOST_LINKS]:
        target = link.attributes.get("href") or ""
        words = " ".join(link.text().split())[:_NAME_LETTERS]
        if is_file(target) or _FILE.search(words):
            names.append(words or unquote(PurePosixPath(urlsplit(target).path).name)[:_NAME_LETTERS])
    return [name for name in dict.fromkeys(names) if name]


def is_file(target: str) -> bool:
    """Whether an address is that of a file to fetch and not of another page."""
    try:
        return _FILE.search(urlsplit(target.strip()).path) is not None
    except ValueError:
        return False
