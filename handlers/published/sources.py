"""How a document is named to a citizen: title, number, date, what it is worth today, and where to read it."""

import re
from datetime import date
from urllib.parse import quote

from bot.message import Wording
from knowledge.documents.document import Document, Standing, standing

ARTICLE = re.compile("第[^条]{1,7}条(?:之[一二三四五六七八九十])?")
UNFIT = re.compile(r"[\s#%]+")
LONGEST_FRAGMENT = 60
INNER = str.maketrans("《》", "〈〉")


class Sources:
    """Names documents; `public_url` is where the citizens' pages live."""

    def __init__(self, wording: Wording, *, public_url: str) -> None:
        self._wording = wording
        self._public_url = public_url.rstrip("/")

    def line(self, document: Document, today: date, *, anchor: str = "") -> str:
        """Give the source line 《title》第五条(number, date, standing), with the mark of a sample document."""
        particulars = (document.number, self.day(document.dated_on), self.worth(document, today))
        return self._wording(
            "policy.source.line",
            title=self.title(document),
            anchor=anchor,
            particulars=self._wording("policy.source.comma").join(filter(None, particulars)),
            sample=self._wording("policy.source.sample") if document.sample else "",
        )

    def title(self, document: Document) -> str:
        """Give a title in its marks; marks inside them become single ones, as the punctuation standard has it."""
        return self._wording("policy.source.title", title=document.title.translate(INNER))

    def worth(self, document: Document, today: date) -> str:
        """Give what a document is worth on a day, in a citizen's words."""
        return self._wording(f"policy.standing.{standing(document, today).name.lower()}")

    def day(self, day: date | None) -> str:
        """Give a day in Chinese, empty when there is none."""
        return self._wording("policy.source.day", year=day.year, month=day.month, day=day.day) if day else ""

    def link(self, document: Document, *, anchor: str = "") -> str:
        """Give the address of the page that shows the whole document, at the article or heading an anchor names."""
        return self.address(document.id, anchor)

    def checklist(self, document: Document) -> str:
        """Give the address at which a guide's list of materials is made for one person."""
        return f"{self._public_url}/m/materials/{quote(document.id, safe='')}"

    def flow(self, document: Document) -> str:
        """Give the address of the picture of a guide's steps."""
        return f"{self._public_url}/m/flows/{quote(document.id, safe='')}"

    def bundle(self, key: str) -> str:
        """Give the address at which the one list of several matters is made for one person."""
        return f"{self._public_url}/m/bundles/{quote(key, safe='')}"

    def news(self, title: str, identifier: str, anchor: str = "") -> str:
        """Give the news that a document answers now what somebody asked: nothing of the question is repeated."""
        shown = self._wording("policy.source.title", title=title.translate(INNER))
        return self._wording("policy.waiting.told", title=shown, link=self.address(identifier, anchor))

    def address(self, identifier: str, anchor: str = "") -> str:
        """Give the address of the page of a document known by its identifier."""
        page = f"{self._public_url}/m/documents/{quote(identifier, safe='')}"
        return f"{page}#{quote(fragment(anchor))}" if anchor else page


def fragment(anchor: str) -> str:
    """Give the name under which a reading page is opened at an article (of 第五条第二款 its 第五条), or at a heading."""
    article = ARTICLE.match(anchor)
    return article[0] if article else UNFIT.sub("-", anchor)[:LONGEST_FRAGMENT]


def ended(document: Document, today: date) -> bool:
    """Whether a document no longer counts on a day."""
    return standing(document, today) in {Standing.ABOLISHED, Standing.LAPSED}
