"""One publication in every outlet: the same words, taken back everywhere, tried again where a platform failed."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from redis.asyncio import Redis

from adapters.citizen.feeds import FeedPages
from adapters.redis.server import EmbeddedRedis
from adapters.services.knowledge import KnowledgeServices
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.schema import METADATA
from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.client import Client
from adapters.wechat.articles import ArticleWriter, content_of
from bot.clock import SettableClock
from bot.database import Database
from handlers.outlets.ledger import OutletLedger, StandingItem
from handlers.outlets.outlet import ItemState, Outlet
from handlers.outlets.posting import OutletPosting
from handlers.outlets.publication import publication_of
from handlers.published.sources import Sources
from handlers.texts import Texts
from knowledge.documents.document import Document, Explanation, Kind
from knowledge.documents.draft import Draft
from tests.factories.publication import knowledge_services, release, withdraw
from tests.integration.simulator.conftest import OpenStage, Stage
from tests.integration.simulator.endpoint import AES_KEY, APPID, SECRET, TOKEN

pytestmark = pytest.mark.redis
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
TEXTS = Texts.load()
TEXT = "第一条 停车每月收费**六十元**，见[收费表](https://old.example/table)。\n\n第二条 <script>alert(1)</script> & 残疾人免收。\n"


@dataclass(slots=True)
class Newsstand:
    """A county with its outlets, on a simulated platform."""

    knowledge: KnowledgeServices
    posting: OutletPosting
    ledger: OutletLedger
    feeds: FeedPages
    stage: Stage
    clock: SettableClock

    async def publish(self, identifier: str = "a", text: str = TEXT, **more: object) -> None:
        values: dict[str, object] = {"kind": Kind.NOTICE, "issuer": "甲县人民政府", **more}
        document = Document(identifier, f"关于{identifier}的通知", **values)  # type: ignore[arg-type]
        await self.knowledge.imports.keep([Draft(document, text, "rows.jsonl", 1)], author="zhao")
        await release(self.knowledge, identifier)

    async def work(self, rounds: int = 6) -> None:
        for _ in range(rounds):
            await self.posting.step()
            self.clock.advance(timedelta(seconds=31))

    async def standing(self, outlet: Outlet) -> StandingItem:
        items, _ = await self.ledger.items(outlet=outlet)
        (item,) = items
        return item

    async def states(self) -> dict[Outlet, ItemState]:
        items, _ = await self.ledger.items()
        return {item.outlet: item.state for item in items}

    async def feed(self, name: str) -> str:
        request = make_mocked_request("GET", f"/feeds/{name}")
        handler = {
            "site.atom": self.feeds.atom,
            "site.json": self.feeds.json_feed,
            "screen.json": self.feeds.screen,
        }
        return str((await handler[name](request)).text)

    @property
    def articles(self) -> list[dict[str, str]]:
        return [dict(one) for each in self.stage.simulator.world.articles.published.values() for one in each]


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    client = Redis.from_url(await server.start())
    yield client
    await client.aclose()
    await server.stop()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = create_database(sqlite_url(tmp_path))
    async with opened.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    yield opened
    await opened.close()


@pytest.fixture
async def county(database: Database, redis: Redis, open_stage: OpenStage) -> Newsstand:
    clock = SettableClock(NOW)
    stage = await open_stage(clock=clock)
    account = OfficialAccount(
        token=TOKEN, aes_key=AES_KEY, appid=APPID, secret=SECRET, account="gh", api_base=stage.simulator.url
    )

    async def at_once(_: float) -> None:
        return

    client = Client(stage.session, redis, account=account, clock=clock, sleep=at_once)
    door = ArticleWriter(client.articles, redis, appid=APPID, author="甲县", submits=True, texts=TEXTS)
    sources = Sources(TEXTS, public_url="https://jia.example")
    ledger = OutletLedger(database)
    feeds = FeedPages(
        ledger,
        sources=sources,
        county="甲县",
        public_url="https://jia.example",
        clock=clock,
        texts=TEXTS,
    )
    posting = OutletPosting(database, door=door, address=sources.address, clock=clock)
    return Newsstand(knowledge_services(database, clock), posting, ledger, feeds, stage, clock)


async def test_one_publication_is_in_every_outlet_with_the_same_words_and_leaves_them_all(
    county: Newsstand,
) -> None:
    await county.publish()
    await county.work()
    assert await county.states() == dict.fromkeys(Outlet, ItemState.SHOWN)
    words = ("第一条 停车每月收费六十元，见收费表。", "第二条 <script>alert(1)</script> & 残疾人免收。")
    entry = json.loads(await county.feed("site.json"))["items"][0]
    screen = json.loads(await county.feed("screen.json"))["items"][0]
    atom = await county.feed("site.atom")
    (article,) = county.articles
    assert entry["content_text"] == screen["text"] == "\n".join(words)
    assert {entry["title"], screen["title"], article["title"]} == {"关于a的通知"}
    assert entry["summary"] == screen["digest"] == article["digest"]
    assert article["content"].startswith(
        "<p>第一条 停车每月收费六十元，见收费表。</p><p>第二条 &lt;script&gt;"
    )
    assert "&lt;script&gt;alert(1)" in atom
    assert (
        article["content_source_url"] == entry["url"] == screen["url"] == "https://jia.example/m/documents/a"
    )
    await withdraw(county.knowledge, "a")
    assert json.loads(await county.feed("site.json"))["items"], "nobody took the change up yet"
    await county.work()
    assert await county.states() == dict.fromkeys(Outlet, ItemState.GONE)
    assert county.articles == []
    assert json.loads(await county.feed("site.json"))["items"] == []
    assert json.loads(await county.feed("screen.json"))["items"] == []
    assert "<entry>" not in await county.feed("site.atom")


async def test_publication_failure_and_retraction_of_each_feed(county: Newsstand, redis: Redis) -> None:
    """Whatever fails on the way out and on the way back, each feed shows the same in the end, and nothing at last."""
    for path in ("material/add_material", "draft/add", "freepublish/submit", "freepublish/get"):
        await county.stage.fault("api_error", path=f"/cgi-bin/{path}", value=45011)
    await county.publish()
    await county.posting.step()
    states = await county.states()
    assert (states[Outlet.SITE], states[Outlet.SCREEN]) == (ItemState.SHOWN, ItemState.SHOWN)
    item = await county.standing(Outlet.WECHAT)
    assert (item.state, item.attempts, item.refusal) == (
        ItemState.WAITING,
        1,
        "outlets.refused.platform:45011",
    )
    await county.work(rounds=60)
    assert await county.states() == dict.fromkeys(Outlet, ItemState.SHOWN)
    (article,) = county.articles
    assert [len(json.loads(await county.feed(name))["items"]) for name in ("site.json", "screen.json")] == [
        1,
        1,
    ]
    assert article["title"] in await county.feed("site.atom")
    # The platform refuses to take it back, first in passing and then for good: a person has it tried once more.
    await county.stage.fault("api_500", path="/cgi-bin/freepublish/delete")
    await county.stage.fault("api_error", path="/cgi-bin/freepublish/delete", value=48001)
    await withdraw(county.knowledge, "a")
    await county.work(rounds=12)
    states = await county.states()
    assert (states[Outlet.SITE], states[Outlet.SCREEN], states[Outlet.WECHAT]) == (
        ItemState.GONE,
        ItemState.GONE,
        ItemState.REFUSED,
    )
    assert len(county.articles) == 1
    # As the operators' page does it: the call is made again though it was refused for good a moment ago.
    assert await county.posting.again("wechat", "a")
    await AlarmBook(redis).ask_again(county.clock.now())
    await county.work()
    assert await county.states() == dict.fromkeys(Outlet, ItemState.GONE)
    assert county.articles == []
    assert county.stage.simulator.world.articles.drafts == {}
    assert "<entry>" not in await county.feed("site.atom")


async def test_a_new_version_takes_the_place_of_the_old_one(county: Newsstand) -> None:
    await county.publish()
    await county.work()
    await county.publish(text="第一条 停车每月收费八十元。")
    await county.work()
    (article,) = county.articles
    assert "八十元" in article["content"]
    assert [one["content_text"] for one in json.loads(await county.feed("site.json"))["items"]] == [
        "第一条 停车每月收费八十元。"
    ]


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("api_500", "/cgi-bin/draft/add", 0),
        ("api_garbage", "/cgi-bin/draft/add", 0),
        ("api_error", "/cgi-bin/freepublish/submit", 45011),
        ("api_500", "/cgi-bin/freepublish/get", 0),
        ("api_error", "/cgi-bin/material/add_material", 45011),
    ],
)
async def test_what_fails_in_passing_is_tried_again_and_holds_up_no_other_outlet(
    county: Newsstand, kind: str, path: str, value: int
) -> None:
    await county.stage.fault(kind, path=path, value=value)
    await county.publish()
    await county.work(rounds=3)
    found = await county.states()
    assert (found[Outlet.SITE], found[Outlet.SCREEN]) == (ItemState.SHOWN, ItemState.SHOWN)
    await county.work(rounds=20)
    assert (await county.states())[Outlet.WECHAT] is ItemState.SHOWN
    assert len(county.articles) == 1
    assert county.stage.simulator.world.articles.drafts == {}


async def test_what_is_refused_for_good_says_why_and_is_tried_again_by_hand(county: Newsstand) -> None:
    await county.stage.fault("api_error", path="/cgi-bin/draft/add", value=45003)
    await county.publish()
    await county.work()
    item = await county.standing(Outlet.WECHAT)
    assert (item.state, item.refusal, item.next_at) == (
        ItemState.REFUSED,
        "outlets.refused.platform:45003",
        None,
    )
    assert not await county.posting.again("site", "a")
    assert await county.posting.again("wechat", "a")
    await county.work()
    assert (await county.standing(Outlet.WECHAT)).state is ItemState.SHOWN


async def test_what_the_platform_does_not_publish_stays_a_draft_that_says_why(county: Newsstand) -> None:
    await county.stage.fault("publish_fails", path="/cgi-bin/freepublish/get", value=4)
    await county.publish()
    await county.work()
    item = await county.standing(Outlet.WECHAT)
    assert (item.state, item.refusal) == (ItemState.REFUSED, "outlets.refused.publish:4")
    await withdraw(county.knowledge, "a")
    await county.work()
    assert (await county.standing(Outlet.WECHAT)).state is ItemState.GONE
    assert county.stage.simulator.world.articles.drafts == {}


async def test_what_is_withdrawn_while_it_is_being_published_is_taken_away_afterwards(
    county: Newsstand,
) -> None:
    await county.publish()
    await county.posting.step()
    await county.posting.step()
    assert (await county.states())[Outlet.WECHAT] is ItemState.SUBMITTED
    await withdraw(county.knowledge, "a")
    await county.posting.step()
    await county.work(rounds=8)
    assert (await county.states())[Outlet.WECHAT] is ItemState.GONE
    assert county.articles == []


async def test_a_shelf_that_is_imported_is_no_news_for_followers(county: Newsstand) -> None:
    document = Document("old", "关于停车的旧通知", kind=Kind.NOTICE)
    await county.knowledge.imports.keep([Draft(document, TEXT, "rows.jsonl", 1)], author="zhao", publish=True)
    await county.work()
    assert await county.states() == {Outlet.SITE: ItemState.SHOWN, Outlet.SCREEN: ItemState.SHOWN}


async def test_the_flag_of_an_interpretation_follows_its_article(county: Newsstand) -> None:
    await county.publish("policy", kind=Kind.POLICY, explanation=Explanation.MAJOR)
    await county.publish("words", kind=Kind.INTERPRETATION, interprets=("policy",))
    assert [one.is_synced for one in await county.ledger.explanations()] == [False]
    await county.work(rounds=10)
    assert [(one.document, one.is_synced) for one in await county.ledger.explanations()] == [("words", True)]


def test_a_long_document_is_cut_between_paragraphs_and_fits_the_platform() -> None:
    text = "\n".join(f"第{number}条 {'&' * 200}" for number in range(200))
    publication = publication_of(Document("a", "长" * 90), 1, text, url="https://jia.example/m/documents/a")
    assert len(publication.title) == 64
    assert len(publication.digest) <= 120
    assert len(publication.text) < 16_000
    content = content_of(publication, more="全文：https://jia.example/m/documents/a")
    assert len(content) <= 20_000
    assert content.endswith("<p>全文：https://jia.example/m/documents/a</p>")
