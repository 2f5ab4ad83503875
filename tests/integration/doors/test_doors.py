"""Every route of every door × everything that can be wrong with a request: refused in words, and never by a failure.

The routes are read from the applications themselves, so that a new one is walked through without being named here.
"""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from adapters.web import bodies, forms
from knowledge.questions.log import QuestionFilters
from tests.integration.deploy.nginx import door
from tests.integration.doors import malformations
from tests.integration.doors.conftest import Door, Doors
from tests.integration.doors.wire import Ask, Told, ask
from tests.unit.adapters.rasa.test_server import call

pytestmark = [
    pytest.mark.redis,
    pytest.mark.xdist_group("doors"),
    pytest.mark.asyncio(loop_scope="session"),
    # aiohttp leaves the files of a form that it could not read to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOLE = re.compile(r"\{[^}]+\}")
TOGETHER = 8
TURNS = 5
OWN = ("ordinary", "place ", "query NUL", "form NUL", "form surrogate", "form huge", "form in two")
BODILESS = frozenset({"GET", "HEAD", "DELETE", "OPTIONS"})
# What each JSON route takes; whatever is not here is still sent every broken document.
WHOLE: Mapping[str, Mapping[str, Any]] = {
    "/api/v1/messages": {"citizen": "k1", "id": "1", "text": "老年证怎么办"},
    "/webhook": call("action_greet"),
    "/api/citizens": {"name": "小王", "follows": True},
    "/api/citizens/{openid}/text": {"content": "你好", "bizmsgmenuid": "1"},
    "/api/citizens/{openid}/message": {"type": "image", "fields": {"MediaId": "m"}},
    "/api/citizens/{openid}/event": {"event": "subscribe", "key": "k", "label": "l"},
    "/control/clock": {"set": "2026-01-01T00:00:00", "advance_s": 1, "reset": True},
    "/control/faults": {"kind": "push_lost", "times": 1, "value": 1, "rate": 0.5, "seed": 1, "openid": "", "path": ""},
}  # fmt: skip
# The platform's door says nothing to those who are not the platform.
WORDLESS = frozenset({"/wechat"})
ORDINARY = {"program": "/login", "actions": "/health", "simulator": "/api/account"}


def routes(door: Door) -> list[tuple[str, str]]:
    """Give method and path of every route; what takes any method is asked by two, and HEAD is what GET is."""
    found = {
        (method, route.resource.canonical)
        for route in door.app.router.routes()
        if route.resource
        for method in (("GET", "POST") if route.method == "*" else (route.method,))
        if method != "HEAD"
    }
    return sorted(found)


def ordinary(door: Door, method: str, path: str) -> Ask:
    headers = {"Host": b"127.0.0.1", "Connection": b"close"}
    headers |= {name: value.encode() for name, value in door.headers.items()}
    asked = Ask(method, path.encode(), headers)
    return asked if method in BODILESS else asked.carrying(b"", b"")


def broken(door: Door, method: str, path: str) -> Iterator[tuple[str, Ask]]:
    """Give everything that is sent to one route."""
    plain = ordinary(door, method, HOLE.sub("1", path))
    yield "ordinary", plain
    if "{" in path:
        for name, value in {**malformations.VALUES, "dots": "..", "slash": "a%2Fb"}.items():
            yield f"place {name}", replace(plain, path=HOLE.sub(value, path).encode())
    yield from malformations.queries(plain)
    yield from malformations.heads(plain)
    yield from malformations.addresses(plain)
    if method not in BODILESS:
        yield from malformations.forms(plain, quote(door.csrf))
        yield from malformations.bodies(plain, quote(door.csrf))
        yield from malformations.leaves(plain, WHOLE.get(path, {"name": "a", "fields": ["b"]}))


def chosen(door: Door, method: str, path: str, *, turn: int) -> list[tuple[str, Ask]]:
    """Give what one route is asked: what its own code reads, and its turn of what is read before any route's code.

    What is read before (heads, framing, kinds of bodies) is read by the same code for all, so that the routes share it;
    a route that takes JSON is asked everything.
    """
    own: list[tuple[str, Ask]] = []
    shared: list[tuple[str, Ask]] = []
    for what, asked in broken(door, method, path):
        (own if path in WHOLE or what.startswith(OWN) else shared).append((what, asked))
    return own + shared[turn % TURNS :: TURNS]


def fault(told: Told, asked: Ask) -> str:
    """Say what is wrong with an answer, nothing when it is right."""
    if told.status >= 500:
        return f"answered {told.status}"
    if told.status >= 400 and not told.body and asked.method != "HEAD":
        return f"answered {told.status} without a word"
    return "told its inside" if b"Traceback" in told.body or b"/adapters/" in told.body else ""


async def tried(door: Door, asked: Ask, limit: asyncio.Semaphore) -> str:
    async with limit:
        try:
            return fault(await ask(door, asked), asked)
        except (TimeoutError, EOFError, ConnectionError) as error:
            return f"answered nothing: {type(error).__name__}"


@pytest.mark.parametrize("name", [pytest.param("program", marks=pytest.mark.long), "actions", "simulator"])
async def test_no_request_breaks_a_door(doors: Doors, name: str) -> None:
    door, limit, found = doors.by_name[name], asyncio.Semaphore(TOGETHER), []
    for turn, (method, path) in enumerate(routes(door)):
        requests = chosen(door, method, path, turn=turn)
        answers = await asyncio.gather(*(tried(door, asked, limit) for _, asked in requests))
        said = [(what, told) for (what, _), told in zip(requests, answers, strict=True) if told]
        found += [
            f"{method} {path}: {what}: {told}"
            for what, told in said
            if not (path in WORDLESS and "without a word" in told)
        ]
        if path == "/logout":
            await doors.log_in()
    assert not found, "\n".join([f"{len(found)} answers", *found])
    assert (await ask(door, ordinary(door, "GET", ORDINARY[name]))).status in {200, 303}


async def test_a_message_in_packets_is_answered_like_any_other(doors: Doors) -> None:
    for name, path in (("program", "/api/v1/messages"), ("actions", "/webhook")):
        plain = ordinary(doors.by_name[name], "POST", path)
        body = json.dumps(WHOLE[path], ensure_ascii=False).encode()
        told = [
            await ask(
                doors.by_name[name], replace(plain.carrying(body, b"application/json"), packets=packets)
            )
            for packets in (1, 2, 7)
        ]
        assert [answer.status for answer in told] == [200, 200, 200]
        assert len({answer.body for answer in told}) == 1


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        ("program", "/api/v1/messages", b"application/json"),
        ("actions", "/webhook", b"application/json"),
        ("program", "/login", b"application/x-www-form-urlencoded"),
        ("program", "/operators/import", b"multipart/form-data; boundary=x"),
    ],
)
async def test_a_body_that_does_not_end_is_refused_in_time(
    doors: Doors, monkeypatch: pytest.MonkeyPatch, name: str, path: str, kind: bytes
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.1)
    monkeypatch.setattr(forms, "FIRST_SECONDS", 0.1)
    monkeypatch.setattr(forms, "BYTES_A_SECOND", 1e12)
    begun = ordinary(doors.by_name[name], "POST", path).carrying(b"--x\r\n", kind, Content_Length=b"900")
    told = await ask(doors.by_name[name], begun)
    assert (told.status, bool(told.body)) == (408, True)


@pytest.mark.parametrize(
    ("name", "path", "length"),
    [
        ("program", "/api/v1/messages", 17_000),
        ("actions", "/webhook", 17_000_000),
        ("program", "/login", 300_000),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_too_long_is_refused(
    doors: Doors, name: str, path: str, length: int, *, declared: bool
) -> None:
    plain = ordinary(doors.by_name[name], "POST", path)
    kind = b"application/json" if name == "actions" else b"application/x-www-form-urlencoded"
    if declared:
        told = await ask(doors.by_name[name], plain.carrying(b"", kind, Content_Length=b"%d" % length))
    else:
        chunk = b"%x\r\n%s\r\n" % (length, b"a" * length)
        sent = plain.carrying(chunk, kind, Content_Length=None, Transfer_Encoding=b"chunked")
        told = await ask(doors.by_name[name], sent)
    assert (told.status, bool(told.body)) == (413, True)


@pytest.mark.parametrize("broken", [r"\u0000养犬要办证吗", r"\ud800养犬要办证吗", r"养犬要办证吗\udfff"])
async def test_a_nul_or_half_a_character_is_refused_in_words(doors: Doors, broken: str) -> None:
    door = doors.by_name["program"]
    body = f'{{"citizen": "broken", "id": "broken-1", "text": "{broken}"}}'.encode()
    told = await ask(door, ordinary(door, "POST", "/api/v1/messages").carrying(body, b"application/json"))
    assert told.status == 400
    assert "半个字符" in json.loads(told.body)["error"]


async def test_a_question_with_what_no_store_holds_is_answered_and_noted(doors: Doors) -> None:
    door, program = doors.by_name["program"], doors.program
    plain = ordinary(door, "POST", "/api/v1/messages")
    for number, question in enumerate(
        (r"\u0001养犬\u0008要办证吗", r"\u001f养犬要办证吗", r"养犬要办证吗\ufffe\uffff")
    ):
        body = f'{{"citizen": "noted", "id": "noted-{number}", "text": "{question}"}}'.encode()
        told = await ask(door, plain.carrying(body, b"application/json"))
        assert told.status == 200
        assert json.loads(told.body)["replies"]
    await program.notes.flush()
    while await program.carrier.carry():
        pass
    found, _ = await program.services.asked.questions.page(QuestionFilters(text="养犬要办证吗"))
    assert [question.question for question in found] == ["养犬要办证吗"] * 3


async def test_every_place_of_the_program_is_behind_a_door_of_nginx(doors: Doors) -> None:
    """What a stranger may not reach is named in the site as well: nothing is left open or shut by forgetting it."""
    places = {path for _, path in routes(doors.by_name["program"])}
    shut = {place for place in places if not door(HOLE.sub("1", place))}
    assert {"/wechat", "/staff", "/m/documents/{id}"} <= places
    assert shut == {"/health/live", "/health/ready", "/metrics"}
