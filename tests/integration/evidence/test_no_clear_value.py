"""Wherever a request is shown, noted or handed over, no clear value of its applicant stands: logs, pages, exports.

The log is read at its most talkative, the database drivers' own lines included.
"""

import io
import logging
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from adapters.logs import NOISY
from adapters.redis.conversation import KeptConversation
from bot.audit import AuditRecord
from bot.errors import InputError
from bot.privacy import Vault
from handlers.disclosure.bundle.service import EvidenceBundles
from handlers.workdays import load_calendar
from tests.factories import found_papers
from tests.factories.site import APPLICANT, PASSWORD, PHONE, SECRET, Running, running_site
from tests.integration.web.conftest import TOKEN, Browser

pytestmark = pytest.mark.redis
IDENTITY = "110101199003070011"
CLEAR = (IDENTITY, PHONE, APPLICANT)
TOLD = f"请提供本人的低保材料，身份证{IDENTITY}，电话{PHONE}"


async def visits(browser: Browser, number: str) -> dict[str, str]:
    """Go through the staff's pages about a request as a clerk does; give what each showed."""
    seen = {}
    await browser.get("/login")
    _, seen["login"] = await browser.post("/login", login="wangli", password=PASSWORD)
    for path in ("/staff", f"/staff?q={number}", "/staff?state=all", "/staff/undelivered"):
        _, seen[path] = await browser.get(path)
    _, seen["request"] = await browser.get(f"/staff/requests/{number}")
    _, seen["confirmed"] = await browser.post(f"/staff/requests/{number}/confirm")
    form = aiohttp.FormData()
    form.add_field("csrf", browser.token)
    form.add_field("file", io.BytesIO(found_papers.letter()), filename="材料.pdf")
    upload = f"{browser.url}/staff/documents/of/{number}"
    async with browser.session.post(upload, data=form) as answer:
        seen["document"], address = await answer.text(), answer.url.path
    found = TOKEN.search(seen["document"])
    assert found
    browser.token = found[1]
    box = dict(zip(("left", "top", "right", "bottom"), map(str, found_papers.SECRET_EDGES), strict=True))
    note = f"涉及{PHONE}、{IDENTITY}"
    _, seen["covered"] = await browser.post(
        f"{address}/cover", page="1", ground="third_party", note=note, **box
    )
    _, seen["copied"] = await browser.post(f"{address}/copies")
    _, seen["refused"] = await browser.post(f"{address}/cover", page="1", ground="", **box)
    _, seen["reveal without reason"] = await browser.post(f"/staff/requests/{number}/reveal", reason="")
    return seen


async def test_no_clear_value_stands_in_logs_pages_and_exports(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    # Whatever of these was quietened before, by a command that sent its log to the terminal, talks here.
    for name in (None, *NOISY):
        caplog.set_level(logging.DEBUG, logger=name)
    async with running_site(tmp_path) as site:
        number = await site.filed(TOLD)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            pages = await visits(Browser(session, site.url), number)
        exported = await bundle(site, number)
        with pytest.raises(InputError):
            await bundles(site).papers("GK209901010001", actor="test", clear=False, reason=TOLD)
        async with site.database.reading() as tx:
            details = [str(row.detail) for row in await tx.scalars(select(AuditRecord))]
    assert len(caplog.records) > 100
    said = {"log": caplog.text, "terminal": "".join(capfd.readouterr()), "audit": "\n".join(details)}
    everything = {**pages, **exported, **said}
    assert len(everything) > 20
    assert {
        (place, value) for place, words in everything.items() for value in CLEAR if value in words
    } == set()


def bundles(site: Running) -> EvidenceBundles:
    vault = Vault(SECRET)
    return EvidenceBundles(
        site.database,
        vault=vault,
        clock=site.clock,
        calendar=load_calendar(),
        texts=site.texts,
        conversation=KeptConversation(site.database, site.redis, vault=vault),
    )


async def bundle(site: Running, number: str) -> dict[str, str]:
    papers = await bundles(site).papers(number, actor="test", clear=False, reason=TOLD)
    return {paper.path: paper.content.decode("utf-8", "replace") for paper in papers}
