"""The list of documents on both engines: narrowed, counted, ordered, and linked in both directions."""

from datetime import UTC, date, datetime

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from knowledge.documents.document import Disclosure, Document, DocumentState, Explanation, Kind
from knowledge.documents.draft import Draft
from knowledge.library.filters import Filters
from knowledge.library.listing import Order, Value
from tests.factories.publication import knowledge_services, withdraw

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PAPERS = (
    Document(
        "p1",
        "高龄津贴办法",
        number="青政发〔2025〕3号",
        issuer="甲县人民政府",
        theme="养老",
        level="县级",
        published_on=date(2025, 5, 1),
    ),
    Document(
        "p2",
        "幼儿园收费办法",
        issuer="甲县教育局",
        theme="教育",
        published_on=date(2026, 1, 5),
        audience=("个人", "企业"),
    ),
    Document("p3", "机关考勤办法", issuer="甲县人民政府", explanation=Explanation.EXEMPT),
    Document("i1", "高龄津贴解读", Kind.INTERPRETATION, interprets=("p1",), theme="养老", form="视频"),
    Document("i2", "幼儿园收费解读", Kind.INTERPRETATION, interprets=("p2",), theme="教育"),
    Document(
        "g1",
        "高龄津贴申领",
        Kind.GUIDE,
        basis=("p1",),
        theme="养老",
        audience=("个人",),
        life_stage="养老",
        online=True,
    ),
    Document("c1", "内部名单", Kind.NOTICE, disclosure=Disclosure.CLOSED, theme="养老"),
)


@pytest.fixture
async def service(database: Database) -> KnowledgeServices:
    kept = knowledge_services(database, SettableClock(NOW))
    await kept.imports.keep([Draft(one, "正文。", "a") for one in PAPERS], author="w", publish=True)
    await withdraw(kept, "i2")
    return kept


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["c1", "g1", "i1", "i2", "p1", "p2", "p3"]),
        (Filters(kind=Kind.POLICY, issuer="甲县人民政府"), ["p1", "p3"]),
        (Filters(year=2025), ["p1"]),
        (Filters(state=DocumentState.WITHDRAWN), ["i2"]),
        (Filters(disclosure=Disclosure.CLOSED), ["c1"]),
        (Filters(audience="企业"), ["p2"]),
        (Filters(audience="个人"), ["g1", "p2"]),
        (Filters(level="县级"), ["p1"]),
        (Filters(text="青政发[2025]3号"), ["p1"]),
        (Filters(text="高龄 津贴", theme="养老"), ["g1", "i1", "p1"]),
        # One withdrawn interpretation explains nothing; one that needs none is not missed.
        (Filters(unexplained=True), ["p2"]),
        (Filters(unconfirmed=True), []),
        (Filters(online=True), ["g1"]),
        (Filters(life_stage="养老", audience="个人"), ["g1"]),
        (Filters(form="视频"), ["i1"]),
        (Filters(unit="没有"), []),
    ],
)
async def test_filters_narrow(service: KnowledgeServices, filters: Filters, names: list[str]) -> None:
    assert list(await service.shelf.ids(filters)) == names
    page = await service.shelf.page(filters, size=200)
    assert sorted(item.document.id for item in page.items) == names
    assert page.total == len(names)


async def test_facets_count_what_the_other_filters_leave(service: KnowledgeServices) -> None:
    facets = await service.shelf.facets(Filters(theme="养老", kind=Kind.GUIDE))
    assert facets["kind"] == (
        Value("guide", 1),
        Value("interpretation", 1),
        Value("notice", 1),
        Value("policy", 1),
    )
    assert facets["theme"] == (Value("养老", 1),)
    assert facets["state"] == (Value("published", 1),)
    facets = await service.shelf.facets(Filters())
    assert facets["year"] == (Value("2026", 1), Value("2025", 1))
    assert facets["issuer"][0] == Value("甲县人民政府", 2)
    assert facets["disclosure"] == (Value("主动公开", 6), Value("不予公开", 1))
    assert facets["unexplained"] == (Value("1", 1),)
    assert facets["unconfirmed"] == ()
    assert facets["online"] == (Value("1", 1),)
    assert facets["form"] == (Value("视频", 1),)


async def test_every_count_is_what_choosing_it_gives(service: KnowledgeServices) -> None:
    facets = await service.shelf.facets(Filters())
    for theme in facets["theme"]:
        assert (await service.shelf.page(Filters(theme=theme.value))).total == theme.number
    for year in facets["year"]:
        assert (await service.shelf.page(Filters(year=int(year.value)))).total == year.number


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        (Order.CHANGED, "i2", "p3"),
        (Order.DATED, "p2", "p3"),
        (Order.NUMBER, "p1", "p3"),
    ],
)
async def test_lists_are_put_in_order(
    database: Database, service: KnowledgeServices, order: Order, first: str, last: str
) -> None:
    later = SettableClock(datetime(2026, 3, 3, tzinfo=UTC))
    await knowledge_services(database, later).particulars.change("i2", {"theme": "学前教育"}, actor="w")
    found = [item.document.id for item in (await service.shelf.page(Filters(), order=order)).items]
    assert (found[0], found[-1]) == (first, last)


async def test_links_are_found_from_their_far_end(service: KnowledgeServices) -> None:
    assert [one.document.id for one in await service.shelf.tied("p1")] == ["g1", "i1"]
    assert await service.shelf.tied("没有") == ()
