"""Feeds that other sites and screens read: Atom and JSON Feed of the site, and what screens show, all with the same words."""

from datetime import datetime
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.clock import SHANGHAI, Clock
from handlers.outlets.ledger import OutletLedger, ShownItem
from handlers.outlets.outlet import Outlet
from handlers.published.sources import Sources
from handlers.texts import Texts

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
SCREEN_ITEMS = 20
MINUTE = "public, max-age=60"


class FeedPages:
    """Gives what outlets show; nothing here knows more than they do."""

    def __init__(
        self,
        ledger: OutletLedger,
        *,
        sources: Sources,
        county: str,
        public_url: str,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._ledger = ledger
        self._sources = sources
        self._title = texts("outlets.feed_title", county=county)
        self._url = f"{public_url}/m/feeds"
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/m`."""
        return [
            web.get("/feeds/site.atom", self.atom),
            web.get("/feeds/site.json", self.json_feed),
            web.get("/feeds/screen.json", self.screen),
        ]

    async def atom(self, _: web.Request) -> web.Response:
        """Give the site's feed as Atom (RFC 4287)."""
        items = await self._ledger.shown(Outlet.SITE)
        feed = ET.Element("feed", xmlns=ATOM)
        _child(feed, "title", self._title)
        _child(feed, "id", f"{self._url}/site.atom")
        ET.SubElement(feed, "link", rel="self", href=f"{self._url}/site.atom")
        newest = max((item.changed_at for item in items), default=self._clock.now())
        _child(feed, "updated", _moment(newest))
        for item in items:
            entry = ET.SubElement(feed, "entry")
            address = self._sources.address(item.document)
            _child(entry, "id", address)
            _child(entry, "title", item.title)
            ET.SubElement(entry, "link", href=address)
            _child(entry, "published", _moment(item.shown_at))
            _child(entry, "updated", _moment(item.changed_at))
            _child(_author(entry), "name", item.source or self._title)
            _child(entry, "summary", item.digest)
            _child(entry, "content", item.text, type="text")
        body = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
        return web.Response(body=body, content_type="application/atom+xml", headers={"Cache-Control": MINUTE})

    async def json_feed(self, _: web.Request) -> web.Response:
        """Give the site's feed as JSON Feed 1.1."""
        items = await self._ledger.shown(Outlet.SITE)
        feed = {
            "version": JSON_FEED,
            "title": self._title,
            "feed_url": f"{self._url}/site.json",
            "language": "zh-CN",
            "items": [
                {
                    "id": self._sources.address(item.document),
                    "url": self._sources.address(item.document),
                    "title": item.title,
                    "summary": item.digest,
                    "content_text": item.text,
                    "date_published": _moment(item.shown_at),
                    "date_modified": _moment(item.changed_at),
                }
                for item in items
            ],
        }
        return web.json_response(
            feed, content_type="application/feed+json", headers={"Cache-Control": MINUTE}
        )

    async def screen(self, _: web.Request) -> web.Response:
        """Give what screens show: the latest, each with the address that a code on the screen leads to."""
        items = await self._ledger.shown(Outlet.SCREEN, limit=SCREEN_ITEMS)
        return web.json_response(
            {"title": self._title, "items": list(map(self._on_screen, items))},
            headers={"Cache-Control": MINUTE},
        )

    def _on_screen(self, item: ShownItem) -> dict[str, str]:
        return {
            "title": item.title,
            "digest": item.digest,
            "text": item.text,
            "source": item.source,
            "url": self._sources.address(item.document),
            "shown_at": _moment(item.shown_at),
        }


def _child(parent: ET.Element, name: str, words: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = "".join(
        letter for letter in words if letter.isprintable() or letter in "\n\t"
    )


def _author(entry: ET.Element) -> ET.Element:
    return ET.SubElement(entry, "author")


def _moment(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")
