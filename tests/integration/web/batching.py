"""Steps for several documents as a person takes them: chosen from the list, looked at, carried out."""

import asyncio
import re

from tests.integration.web.conftest import Browser

LOOKED = re.compile(r'name="looked" value="([^"]+)"')


async def plan(browser: Browser, *ids: str, **fields: str) -> tuple[int, str, str]:
    """Choose documents and what is to be done; give the status, the page, and the batch's address."""
    await browser.get("/operators")
    data = [("csrf", browser.token), *(("id", one) for one in ids), *fields.items()]
    async with browser.session.post(f"{browser.url}/operators/batch", data=data) as answer:
        return answer.status, await answer.text(), answer.url.path


async def go_on(browser: Browser, url: str, *looked: str, step: str = "go", **fields: str) -> tuple[int, str]:
    """Take a step of a batch, having ticked these documents, and wait for its end."""
    await browser.get("/operators")
    data = [("csrf", browser.token), *(("looked", one) for one in looked), *fields.items()]
    async with browser.session.post(f"{browser.url}{url}/{step}", data=data) as answer:
        status, page = answer.status, await answer.text()
    while status == 200 and 'http-equiv="refresh"' in page:
        await asyncio.sleep(0.2)
        status, page = await browser.get(url)
    return status, page
