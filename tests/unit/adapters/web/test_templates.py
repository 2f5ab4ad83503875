"""Every page has its words: no template asks for a key that is not there, and none holds Chinese or script of its own."""

import re
from enum import StrEnum

import jinja2
import pytest

from adapters.operators.imports.rows import TONES as OUTCOMES
from adapters.staff.requests import ACTORS
from adapters.web.access.visitor import CONSOLES
from adapters.web.pages import AREAS, FOLDER
from handlers.disclosure.case.lifecycle import State as RequestState
from handlers.texts import Texts
from knowledge.documents.document import DocumentState, Kind, Standing

TEXTS = Texts.load()
TEMPLATES = sorted(path for area in AREAS for path in (FOLDER / area / "templates").glob("*.html"))
WHOLE_KEY = re.compile(r"""\bt\('([\w.]+)'[,)]""")
KEY_HEAD = re.compile(r"""\bt\('([\w.]+\.)' ~""")
CODE = re.compile(
    r"""(?:texts?|_texts|RefusedError|InputError|UploadError)\(\s*["']((?:web|staff|operators|citizen)\.[\w.]+)["']"""
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_every_key_of_a_template_has_words(path: object) -> None:
    source = path.read_text("utf-8")  # type: ignore[attr-defined]
    for key in WHOLE_KEY.findall(source):
        assert key in TEXTS, key
    for head in KEY_HEAD.findall(source):
        assert any(key.startswith(head) for key in TEXTS.keys()), head  # noqa: SIM118 - Texts is no mapping


def test_every_key_in_code_has_words() -> None:
    for area in AREAS:
        for path in (FOLDER / area).rglob("*.py"):
            for key in CODE.findall(path.read_text("utf-8")):
                assert key in TEXTS, f"{path.name}: {key}"


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("citizen.kinds", [kind.value for kind in Kind]),
        ("citizen.standings", [standing.name.lower() for standing in Standing]),
        ("operators.states", [state.value for state in DocumentState]),
        ("operators.import.outcomes", list(OUTCOMES)),
        ("staff.turns", [state.value for state in RequestState]),
        ("staff.turns", ["staff_confirmation", "ticket_open", "ticket_answered", "ticket_closed"]),
        ("staff.request.actors", [*ACTORS, "citizen"]),
        ("staff.ticket.who", ["user", "bot", "staff"]),
        ("web.areas", list(CONSOLES)),
        ("citizen.relations", ["interpretation", "guide", "basis", "interprets", "other"]),
        ("web.errors", [f"{status}.title" for status in (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)]),
        ("web.errors", [f"{status}.text" for status in (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)]),
    ],
)
def test_every_value_has_a_word(prefix: str, names: list[str | StrEnum]) -> None:
    assert [name for name in names if f"{prefix}.{name}" not in TEXTS] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_templates_hold_no_wording_script_or_style(path: object) -> None:
    source = path.read_text("utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"[一-鿿]", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|\|\s*safe\b|//cdn", source)
    jinja2.Environment(autoescape=True).parse(source)
