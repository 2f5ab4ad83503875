"""Renders pages: one template engine for all areas, escaping everything, with words from the text files."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from jinja2.bccache import Bucket

from adapters.web import dates
from adapters.web.access.duties import may
from adapters.web.access.visitor import CSRF, VISITOR
from handlers.county.profile import County
from handlers.texts import Texts

AREAS = ("web", "staff", "operators", "citizen", "visitors")
FOLDER = Path(__file__).parent.parent
PAGES = web.AppKey("mingbai_pages", jinja2.Environment)


class CompiledTemplates(jinja2.BytecodeCache):
    """What templates compile to, kept while the process lives: its applications share it, each with words of its own.

    A template that was written anew is compiled anew: its digest is kept with it.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was kept for it, if anything and if its template is still the same."""
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = CompiledTemplates()


def add_pages(
    app: web.Application, *, texts: Texts, county: County, shared: Mapping[str, object] | None = None
) -> None:
    """Give an application its templates, and `/static/<area>/` with each area's style and script; all know `shared`."""
    loaders: Mapping[str, jinja2.BaseLoader] = {
        area: jinja2.FileSystemLoader(FOLDER / area / "templates") for area in AREAS
    }
    environment = aiohttp_jinja2.setup(
        app,
        app_key=PAGES,
        loader=jinja2.PrefixLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        default_helpers=False,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        filters={"day": dates.day, "moment": dates.moment, "machine": dates.machine},
    )
    environment.globals.update(t=texts, county=county, asset=asset, **(shared or {}))
    for area in AREAS:
        app.router.add_static(f"/static/{area}", FOLDER / area / "static")


def render(request: web.Request, template: str, /, *, status: int = 200, **values: Any) -> web.Response:
    """Give a page; every template also knows the visitor and what the visitor may do, the CSRF token, where it stands."""
    visitor = request.get(VISITOR)
    context = {
        "visitor": visitor,
        "may": partial(may, visitor) if visitor else _nothing,
        "csrf": request.get(CSRF, ""),
        "path": request.path,
        "done": request.query.get("done", ""),
        **values,
    }
    return aiohttp_jinja2.render_template(template, request, context, app_key=PAGES, status=status)


def _nothing(_: str, *, unit: str = "") -> bool:  # noqa: ARG001 - as `may` is asked
    """Nobody who is not logged in may do anything."""
    return False


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Give the address of a static file; it changes with the content, so browsers may keep it for a year."""
    area, _, file = name.partition("/")
    digest = hashlib.sha256((FOLDER / area / "static" / file).read_bytes()).hexdigest()[:10]
    return f"/static/{area}/{file}?v={digest}"
