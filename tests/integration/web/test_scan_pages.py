"""A scan at the desk: its page beside its lines, ticks and mended lines sent back, its picture drawn for whoever may see it."""

from pathlib import Path

from knowledge.ingest.read import read
from tests.factories.scan_pages import PreparedScans
from tests.factories.site import Running
from tests.factories.snapshots import png
from tests.integration.knowledge.documents.test_scans import PAGES
from tests.integration.web.conftest import Enter


async def scanned(site: Running, folder: Path) -> str:
    """Import a picture; give its document's id."""
    (folder / "扫描.png").write_bytes(png(width=60, height=60))
    items = read([folder / "扫描.png"], scans=PreparedScans(folder, PAGES))
    await site.services.knowledge.imports.keep(items, author="chenming")
    (found,) = [
        one for one in (await site.services.knowledge.shelf.page()).items if one.document.source == "扫描.png"
    ]
    return found.document.id


async def test_a_scan_is_compared_ticked_and_mended(site: Running, enter: Enter, tmp_path: Path) -> None:
    identifier = await scanned(site, tmp_path)
    operator = await enter("chenming")
    _, page = await operator.get(f"/operators/documents/{identifier}")
    assert f'href="/operators/scans/{identifier}"' in page
    assert "还有2处存疑" in page
    _, page = await operator.get(f"/operators/scans/{identifier}")
    assert "<mark>1,260</mark>" in page
    assert 'name="tick-3-0"' in page
    async with operator.session.get(f"{operator.url}/operators/scan-pictures/{identifier}?page=1") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert answer.headers["Cache-Control"] == "no-store"
        assert (await answer.read()).startswith(b"\x89PNG")
    status, page = await operator.post(f"/operators/scans/{identifier}?page=1", **{"line-3": "长" * 501})
    assert (status, "不能超过500字" in page) == (422, True)
    _, page = await operator.post(f"/operators/scans/{identifier}?page=1", **{"line-3": "每人每月1,250元。"})
    # The page goes on to the next with something to look at.
    assert "<mark>王建国</mark>" in page
    _, page = await operator.post(f"/operators/scans/{identifier}?page=2", **{"tick-0-0": "on"})
    assert "存疑的地方已全部核对" in page
    text = (await site.services.knowledge.documents.read(identifier)).version.text
    assert "每人每月1,250元" in text
    for path in (
        f"/operators/scans/{identifier}?page=9",
        "/operators/scans/none",
        "/operators/scan-pictures/none",
    ):
        assert (await operator.get(path))[0] == 404
