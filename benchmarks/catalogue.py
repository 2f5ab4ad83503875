"""A catalogue of 3,648 rows: imported from a workbook of the national layout, browsed page by page, searched.

`python -m benchmarks.catalogue [--rows N] [--rounds N]` prints how long it takes and the ratios to named peers: a page to
the same rows set by aiohttp and Jinja alone, a search to `rapidfuzz.process.extract` over the same titles. It ends with 1
where a page takes more than 200 ms or a search more than 20 ms (95 of a hundred).
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import jinja2
from aiohttp import ClientSession, web
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from handlers.catalogue.national_layout import national_table
from handlers.catalogue.shelf import CatalogueItem
from handlers.files.table_file import as_workbook
from knowledge.documents.document import Document, Kind, Openness
from knowledge.documents.elements import Elements
from knowledge.ingest.read import read
from tests.factories.site import running_site

ROWS, AREAS, UNITS, TOWNS = 3_648, 85, 40, 12
FOUND = 6
PAGE_AIM, SEARCH_AIM = 0.200, 0.020
NINETY_FIVE = 94
DEEDS = (
    "审批",
    "备案",
    "认定",
    "登记",
    "核准",
    "公示",
    "补贴发放",
    "资金分配",
    "监督检查",
    "行政处罚",
    "信用评价",
    "工作制度",
    "办事指南",
    "项目实施结果",
)
THINGS = (
    "养老机构", "农村危房改造", "城乡低保对象", "临时救助", "特困人员供养", "公租房", "食品经营许可", "药品零售企业", "生态环境监测", "排污许可", "建设项目环评",
    "义务教育招生", "教师资格", "学生资助", "就业困难人员", "职业技能培训", "社会保险参保", "医疗机构", "疫苗接种", "公共文化场馆", "非物质文化遗产", "涉农补贴",
    "农村集体土地征收", "国有土地上房屋征收", "市政设施", "生活垃圾分类", "安全生产", "应急救援", "法律援助", "人民调解", "户籍迁移", "税费优惠", "政府采购",
)  # fmt: skip
ASKED = ("{}属于公开目录吗", "{}在不在目录里", "{}该不该公开", "{}在哪里公布", "想问下{}公开不")
PEER_PAGE = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><ul>{% for one in items %}<li><a href='/m/catalogue/items/{{ one.document.id }}'>{{ one.document.title }}</a> "
    "{{ one.unit }} {{ one.area }} {{ one.levels|join('、') }} {{ one.openness }}</li>{% endfor %}</ul>"
)


def documents(rows: int) -> Iterator[Document]:
    """Give so many invented items; every title is its own."""
    dice = random.Random(7)
    for number in range(rows):
        thing, deed = THINGS[number % len(THINGS)], DEEDS[number // len(THINGS) % len(DEEDS)]
        lot = number // (len(THINGS) * len(DEEDS))
        subject = f"青岚县第{number % UNITS + 1}局"
        yield Document(
            f"bench-{number}",
            f"{thing}{deed}（第{lot + 1}批）" if lot else f"{thing}{deed}",
            Kind.CATALOGUE,
            unit=subject,
            theme=f"领域{number % AREAS + 1}",
            level=dice.choice(("县级", "乡镇级", "县级、乡镇级")),
            openness=dice.choice(list(Openness)).value,
            elements=Elements(
                f"{thing}的对象、条件、标准、程序、时限和结果",
                f"《{thing}管理办法》第{number % 40 + 1}条；《政府信息公开条例》第二十条",
                subject,
                "信息形成或者变动之日起20个工作日内",
                "县政府网站；政务服务中心；村（社区）公示栏",
            ),
        )


async def main() -> int:
    """Measure; give the exit code."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--rows", type=int, default=ROWS)
    reading.add_argument("--rounds", type=int, default=200)
    given = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return await _measured(Path(folder), rows=given.rows, rounds=given.rounds)


async def _measured(folder: Path, *, rows: int, rounds: int) -> int:
    made = list(documents(rows))
    items = [CatalogueItem(one, one.unit, one.theme, (one.level,), one.openness, "") for one in made]
    book = folder / "目录.xlsx"
    book.write_bytes(as_workbook("目录", [list(row) for row in national_table("目录", items)]))
    async with running_site(folder / "site") as site:
        began = perf_counter()
        drafts = await asyncio.to_thread(lambda: list(read([book])))
        done = await site.services.knowledge.imports.keep(drafts, author="chenming")
        publish = {one.id: 1 for one in made}
        await site.services.knowledge.imports.publish(publish, author="chenming")
        imported = perf_counter() - began
        shelf = await site.services.openness.catalogue.shelf()
        if (done.added, len(done.faults), len(shelf.items)) != (rows, 0, rows):
            print(f"导入不全：{done}", file=sys.stderr)
            return 1
        async with ClientSession() as session, _peer(shelf.items) as peer:
            page, bare = await _pages(session, site.url, peer, rounds)
        search, fuzzy, right = _searches(shelf.search, shelf.items, rounds)
    table = Table("", "中位数（毫秒）", "95%（毫秒）", "对照的中位数", "比值")
    table.add_row("翻一页（HTTP）", *_row(page, bare))
    table.add_row("找一次", *_row(search, fuzzy))
    console = Console()
    console.print(f"{rows}行：读表、入库、发布、建索引 {imported:.1f} 秒，缺要素的 {len(done.faults)} 行")
    console.print(table)
    console.print(f"换着说法问{rounds}次，第一个就是的 {right}")
    return 0 if _slow(page) <= PAGE_AIM and _slow(search) <= SEARCH_AIM else 1


@asynccontextmanager
async def _peer(items: Sequence[CatalogueItem]) -> AsyncIterator[str]:
    """Serve the same rows with aiohttp and Jinja alone; gives the address."""

    async def show(request: web.Request) -> web.Response:
        start = int(request.query["page"]) * 20
        words = PEER_PAGE.render(items=items[start : start + 20])
        return web.Response(text=words, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", show)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}/"
    finally:
        await runner.cleanup()


async def _pages(session: ClientSession, url: str, peer: str, rounds: int) -> tuple[list[float], list[float]]:
    """Give the seconds of both; they take turns, so that whatever else the machine does hits both alike."""
    dice = random.Random(3)

    async def opened(address: str) -> float:
        began = perf_counter()
        async with session.get(address) as answer:
            await answer.read()
            if answer.status != web.HTTPOk.status_code:
                raise RuntimeError(f"{answer.status} {address}")
        return perf_counter() - began

    ways: Sequence[Callable[[], str]] = (
        lambda: f"{url}/m/catalogue?page={dice.randint(1, 180)}",
        lambda: f"{url}/m/catalogue?unit=青岚县第{dice.randint(1, UNITS)}局&level=县级",
        lambda: f"{url}/m/catalogue?area=领域{dice.randint(1, AREAS)}",
        lambda: f"{url}/m/catalogue?text={dice.choice(THINGS)}{dice.choice(DEEDS)}",
    )
    own, bare = [], []
    for number in range(rounds):
        own.append(await opened(ways[number % len(ways)]()))
        bare.append(await opened(f"{peer}?page={dice.randint(0, 180)}"))
    return own[len(ways) :], bare[len(ways) :]


def _searches(
    search: Callable[..., Sequence[tuple[CatalogueItem, float]]], items: Sequence[CatalogueItem], rounds: int
) -> tuple[list[float], list[float], int]:
    """Give the seconds of both, and how often the first that was found is the one that was asked for."""
    dice, titles = random.Random(5), [one.document.title for one in items]
    own, bare, right = [], [], 0
    for _ in range(rounds):
        wanted = dice.choice(items)
        asked = dice.choice(ASKED).format(wanted.document.title)
        began = perf_counter()
        found = search(asked, limit=FOUND)
        own.append(perf_counter() - began)
        right += bool(found) and found[0][0].document.id == wanted.document.id
        began = perf_counter()
        process.extract(asked, titles, scorer=fuzz.partial_ratio, limit=FOUND)
        bare.append(perf_counter() - began)
    return own, bare, right


def _slow(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[NINETY_FIVE]


def _row(own: Sequence[float], peer: Sequence[float]) -> tuple[str, str, str, str]:
    figures = (median(own), _slow(own), median(peer))
    return (*(f"{1000 * one:.2f}" for one in figures), f"{median(own) / median(peer):.2f}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
