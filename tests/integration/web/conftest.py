"""A serving site for each test, and visitors with their own cookies."""

import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.factories.site import PASSWORD, Running, running_site

TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Browser:
    """A person's client: follows redirections, keeps cookies, fills in the CSRF token of the page it last saw."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.token = ""

    async def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        async with self.session.get(self.url + path) as answer:
            page = await answer.text()
            self.token = found[1] if (found := TOKEN.search(page)) else self.token
            return answer.status, page

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form with the token."""
        async with self.session.post(self.url + path, data={"csrf": self.token, **fields}) as answer:
            page = await answer.text()
            self.token = found[1] if (found := TOKEN.search(page)) else self.token
            return answer.status, page

    async def upload(self, *files: tuple[str, bytes], token: str | None = None) -> tuple[int, str]:
        """Send files to the import page."""
        form = aiohttp.FormData()
        form.add_field("csrf", self.token if token is None else token)
        for name, content in files:
            form.add_field("files", io.BytesIO(content), filename=name)
        async with self.session.post(f"{self.url}/operators/import", data=form) as answer:
            page = await answer.text()
            self.token = found[1] if (found := TOKEN.search(page)) else self.token
            return answer.status, page


Enter = Callable[[str], Awaitable[Browser]]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Running]:
    async with running_site(tmp_path) as running:
        yield running


@pytest.fixture
async def visit(site: Running) -> AsyncIterator[Callable[[], Awaitable[Browser]]]:
    async with AsyncExitStack() as stack:

        async def arrive() -> Browser:
            jar = aiohttp.CookieJar(unsafe=True)
            session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
            return Browser(session, site.url)

        yield arrive


@pytest.fixture
async def enter(visit: Callable[[], Awaitable[Browser]]) -> Enter:
    async def as_person(login: str) -> Browser:
        browser = await visit()
        await browser.get("/login")
        status, _ = await browser.post("/login", login=login, password=PASSWORD)
        assert status == 200
        return browser

    return as_person
