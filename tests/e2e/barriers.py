"""What keeps somebody from using a page, as axe-core finds it."""

from importlib.resources import files

from playwright.async_api import Page


async def barriers(page: Page) -> list[str]:
    """Give what axe-core calls serious or critical on a page; nothing is asked of the network."""
    rules = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    await page.evaluate(rules)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
