"""The site of `deploy/nginx` as it is written: each door's limits fit those of the program behind it."""

import re

import pytest

from adapters.operators import desk
from adapters.operators.documents.editor import EDITOR_BYTES
from adapters.operators.imports.pages import IMPORT_BYTES
from adapters.staff import desk as staff_desk
from adapters.visitors import talk
from adapters.web import complaint_api, matter_api
from adapters.web.access.security import FORM_BYTES
from adapters.web.api import BODY_BYTES
from adapters.wechat.push.parser import MAX_BYTES
from adapters.wechat.push.webhook import BUDGET_SECONDS
from tests.integration.deploy.nginx import DEPLOY, DOORS, door

UNITS = {"": 1, "k": 1024, "m": 1024 * 1024}
CONSOLE = (
    "/",
    "/login",
    "/login/code",
    "/logout",
    "/account",
    "/account/password",
    "/staff",
    "/staff/tickets/1",
)
CONSOLE += (
    "/staff/documents/of/GK202611200001",
    "/staff/ticket-files/RG202611200001",
    "/staff/documents/0123456789abcdef/copies",
    "/operators",
    "/operators/import",
    "/operators/editor",
    "/operators/editor/a/b",
    "/operators/preview",
)


def octets(block: str) -> int:
    number, unit = re.findall(r"client_max_body_size (\d+)([km]?);", block)[0]
    return int(number) * UNITS[unit]


def seconds(block: str, name: str) -> int:
    return int(re.findall(rf"{name} (\d+)s;", block)[0])


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/wechat", MAX_BYTES),
        ("/api/v1/messages", BODY_BYTES),
        ("/api/v1/chat/messages", talk.BODY_BYTES),
        ("/api/v1/kiosk/tushuguan/messages", talk.BODY_BYTES),
        ("/api/v1/complaints", complaint_api.FORM_BYTES),
        ("/api/v1/hotline/complaints", BODY_BYTES),
        ("/api/v1/matters", matter_api.BODY_BYTES),
        ("/operators/import", IMPORT_BYTES),
        ("/operators/editor", EDITOR_BYTES),
        ("/operators/editor/policies/a", EDITOR_BYTES),
        ("/operators/preview", EDITOR_BYTES),
        ("/operators/reviews/a", FORM_BYTES),
        ("/operators/import/token", FORM_BYTES),
        ("/staff/tickets/1/answer", FORM_BYTES),
        ("/login", FORM_BYTES),
        ("/m/opinions/ZQ202611200001", FORM_BYTES),
        ("/m/questionnaires/WJ202611200001", FORM_BYTES),
    ],
)
def test_a_door_lets_through_what_the_program_takes_and_no_more(path: str, allowed: int) -> None:
    assert octets(door(path)) == allowed


def test_every_wider_body_of_the_console_has_its_door() -> None:
    for path, allowed in {**desk.WIDER_BODIES, **staff_desk.WIDER_BODIES}.items():
        assert octets(door(path + "a/b" if path.endswith("/") else path)) == allowed


@pytest.mark.parametrize("path", CONSOLE)
def test_every_door_of_the_consoles_asks_the_list_first(path: str) -> None:
    assert door(path).strip().startswith("include mingbai/console-allow.conf;")


@pytest.mark.parametrize(
    "path", ["/wechat", "/m/documents/a", "/static/web.css", "/health/live", "/operatorsx", "/staffing"]
)
def test_what_is_no_console_asks_no_list(path: str) -> None:
    assert "console-allow" not in door(path)


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/metrics", "/webhook", "/api/v1/other", "/operatorsx"]
)
def test_what_is_named_nowhere_leads_nowhere(path: str) -> None:
    assert door(path) == ""
    assert re.search(r"location / \{\s+return 404;\s+\}", DOORS)


def test_lists_let_nobody_in_whom_nobody_named() -> None:
    rules = re.compile(r"^(?:allow|deny) .*;$", re.MULTILINE)
    assert rules.findall((DEPLOY / "console-allow.conf").read_text("utf-8")) == [
        "allow 127.0.0.1;",
        "deny all;",
    ]
    assert rules.findall((DEPLOY / "api-allow.conf").read_text("utf-8")) == ["deny all;"]


def test_the_platforms_door_waits_for_the_programs_answer_and_for_no_slow_sender() -> None:
    wechat = door("/wechat")
    assert BUDGET_SECONDS < seconds(wechat, "proxy_read_timeout") <= 6
    assert seconds(wechat, "client_body_timeout") <= 5
    # What citizens write is never put on disk on its way.
    assert f"client_body_buffer_size {MAX_BYTES // 1024}k;" in wechat


def test_every_file_that_the_site_names_is_there() -> None:
    texts = {each.name: each.read_text("utf-8") for each in DEPLOY.iterdir()}
    named = {name for text in texts.values() for name in re.findall(r"include mingbai/(\S+);", text)}
    assert named == set(texts) - {"mingbai.conf"}
