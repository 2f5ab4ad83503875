"""Draws papers with a browser, as pictures that look as if they had been scanned or photographed."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from benchmarks.scans.looks import Look
from benchmarks.scans.papers import Paper

WIDTH, HEIGHT = 794, 1123
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGE = """<!doctype html><meta charset="utf-8"><style>
html, body {{ margin: 0; background: {ground}; width: {wide}px; height: {high}px; overflow: hidden; }}
.page {{ position: absolute; left: {left}px; top: {top}px; box-sizing: border-box; width: 794px; height: 1123px; padding: 74px 84px;
  background: {paper}; color: {ink}; font: {points}pt/1.75 "{font}"; transform: {transform}; filter: blur({blur}px); }}
.over, .noise {{ position: absolute; inset: 0; pointer-events: none; }} .over {{ background: {over}; }}
.page p {{ margin: 0; text-align: justify; line-break: strict; }} .in {{ text-indent: 2em; }} .mid {{ text-align: center !important; }}
p.red {{ color: #d4141c; font-size: 30pt; font-weight: 700; text-align: center; letter-spacing: .04em; line-height: 1.5; white-space: nowrap; }}
hr.red {{ border: 0; border-top: 2px solid #d4141c; margin: 4px 0 14px; }} h1 {{ font-size: 1.4em; text-align: center; margin: .3em 0 .8em; }}
p.sign {{ text-align: right; padding-right: 3em; margin-top: 1.2em; }} p.day {{ margin-top: 0; }} .two {{ columns: 2; column-gap: 34px; }}
table {{ border-collapse: collapse; width: 100%; margin: 10px 0; font-size: .86em; line-height: 1.4; }}
th, td {{ border: 1.3px solid {ink}; padding: 5px 6px; text-align: center; font-weight: 400; }}
.seal {{ position: absolute; width: 160px; right: 96px; bottom: {seal}px; mix-blend-mode: multiply; opacity: .86; }}
</style><div class="page">{markup}<div class="over"></div></div>
<svg class="noise" width="{wide}" height="{high}" opacity="{noise}"><filter id="n"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2" seed="7"/>
<feColorMatrix values="0 0 0 0 .2  0 0 0 0 .2  0 0 0 0 .2  1 0 0 0 0"/></filter><rect width="100%" height="100%" filter="url(#n)"/></svg>"""


# What would not fit on the page would be cut off, and nobody could read it.
FITS = "() => { const p = document.querySelector('.page'); return p.scrollHeight <= 1123 && p.scrollWidth <= 794; }"


def has_font(name: str) -> bool:
    """Whether a font is installed: the browser would draw with another one and say nothing."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    told = subprocess.run([lister, f":family={name}"], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip())


class Drawer:
    """One browser that draws one page after the other."""

    def __init__(self, browser: object) -> None:
        self._browser = browser

    def drawn(self, paper: Paper, look: Look) -> bytes:
        """Give a paper as a JPEG."""
        lying = 45 < look.turn % 180 < 135
        wide, high = (HEIGHT, WIDTH) if lying else (WIDTH, HEIGHT)
        # What is tilted needs room around it, as on the glass of a scanner.
        room = 40 if look.turn or look.tilt else 0
        page = self._browser.new_page(  # type: ignore[attr-defined]
            viewport={"width": wide + 2 * room, "height": high + 2 * room}, device_scale_factor=look.scale
        )
        try:
            for points in range(round(look.points), 6, -1):
                fitting = replace(look, points=float(points))
                page.set_content(_content(paper, fitting, wide + 2 * room, high + 2 * room))
                if page.evaluate(FITS):
                    break
            seal = page.query_selector(".sign.day")
            if seal:
                page.evaluate(
                    "() => { const s = document.querySelector('.seal'), d = document.querySelector('.sign.day');"
                    " if (s) { s.style.bottom = 'auto'; s.style.top = (d.offsetTop - 96) + 'px'; } }"
                )
            picture: bytes = page.screenshot(type="jpeg", quality=look.quality)
        finally:
            page.close()
        return picture


@contextmanager
def drawer() -> Iterator[Drawer]:
    """Give a drawer; raises `SystemExit` where there is no browser."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield Drawer(browser)
        finally:
            browser.close()


def _content(paper: Paper, look: Look, wide: int, high: int) -> str:
    transform = f"{look.tilt} rotate({look.turn:.3f}deg)".strip()
    return PAGE.format(
        markup=paper.markup,
        ground="#8a8478" if look.tilt else "#fff",
        wide=wide,
        high=high,
        left=(wide - WIDTH) / 2,
        top=(high - HEIGHT) / 2,
        paper=look.paper,
        ink=look.ink,
        points=look.points,
        font=look.font,
        transform=transform or "none",
        blur=look.blur,
        over=look.over or "none",
        noise=look.noise,
        seal=120,
    )
