"""Who calls while a program loads is neither refused nor forgotten: it waits on the porch, and is then answered."""

import asyncio
import fcntl
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.porch import early_word, porch, sockets
from adapters.porch.porch import Porch, porch_at
from adapters.porch.sockets import ListeningPlace, handed_over, listening_place
from adapters.port import admitted, waited
from adapters.settings import SettingsError
from adapters.wechat.push import webhook

PATIENCE = 20.0
SHORT = 0.2
FIRST_FREE = 100
PUSH = b"POST /wechat?nonce=1 HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%b"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
LINES: list[Line] = []


@pytest.fixture
def place() -> Iterator[ListeningPlace]:
    with listening_place("127.0.0.1", 0) as opened:
        yield opened


@pytest.fixture(autouse=True)
async def _hung_up() -> AsyncIterator[None]:
    yield
    for _, writer in LINES:
        writer.close()
    # The other sides see it.
    await asyncio.sleep(0.01)
    LINES.clear()


async def called(place: ListeningPlace, octets: bytes = b"") -> Line:
    line = await asyncio.open_connection("127.0.0.1", place.port)
    LINES.append(line)
    line[1].write(octets)
    return line


def push(body: bytes) -> bytes:
    return PUSH % (len(body), body)


async def answer(line: Line) -> bytes:
    """Give the body of an answer that closes nothing; empty where the connection was closed without one."""
    async with asyncio.timeout(PATIENCE):
        try:
            head = await line[0].readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        length = next(row for row in head.split(b"\r\n") if row.lower().startswith(b"content-length"))
        return head[:15] + await line[0].readexactly(int(length.partition(b":")[2]))


class Desk:
    """Answers pushes with their own words, and remembers them in their order and for how long they had waited."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.waited: list[float] = []

    async def receive(self, request: web.Request) -> web.Response:
        self.waited.append(waited(request))
        body = await request.read()
        self.heard.append(body)
        return web.Response(body=body)

    @asynccontextmanager
    async def open(self, at: Porch) -> AsyncIterator[None]:
        app = web.Application(client_max_size=4_000_000)
        app.add_routes([web.post("/wechat", self.receive)])
        async with admitted(app, at, drain=1):
            yield


async def test_who_called_before_anything_ran_is_answered_and_known_to_have_waited(
    place: ListeningPlace,
) -> None:
    desk, line = Desk(), await called(place, push(b"early"))
    await asyncio.sleep(2 * SHORT)
    async with porch_at(place) as at:
        await asyncio.sleep(0.5 * SHORT)
        async with desk.open(at):
            assert (await answer(line)).endswith(b"early")
            assert desk.waited[0] > 2 * SHORT
            # The next of the same connection has not waited, nor has who calls now.
            line[1].write(push(b"again"))
            assert (await answer(line)).endswith(b"again")
            assert (await answer(await called(place, push(b"late")))).endswith(b"late")
            assert desk.waited[1:] == [0.0, 0.0]


async def test_a_push_in_pieces_goes_on_where_it_was(place: ListeningPlace) -> None:
    desk, whole = Desk(), push(b"0123456789")
    async with porch_at(place) as at:
        line = await called(place, whole[:20])
        await asyncio.sleep(SHORT)
        line[1].write(whole[20:-4])
        await asyncio.sleep(SHORT)
        async with desk.open(at):
            line[1].write(whole[-4:])
            assert (await answer(line)).endswith(b"0123456789")


async def test_a_large_body_waits_on_its_own_side(place: ListeningPlace) -> None:
    desk, body = Desk(), os.urandom(3_000_000)
    async with porch_at(place) as at:
        line = await called(place, push(body))
        await asyncio.sleep(SHORT)
        (held,) = at._held
        assert len(held._octets) < 10 * porch.HELD_BYTES
        async with desk.open(at):
            assert (await answer(line)).endswith(body)


async def test_how_it_is_is_said_at_once(place: ListeningPlace) -> None:
    async with porch_at(place):
        live = await called(place, b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
        assert await answer(live) == b'HTTP/1.1 200 OK{"live": true, "starting": true}'
        ready = await called(place, b"GET /health/ready?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert await answer(ready) == b'HTTP/1.1 503 Se{"ready": false, "starting": true}'


async def test_a_page_is_told_to_come_again_and_a_push_never(
    place: ListeningPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(porch, "EXCUSED_SECONDS", SHORT)
    desk = Desk()
    async with porch_at(place, lambda: "请稍等") as at:
        page = await called(place, b"GET /staff HTTP/1.1\r\nHost: a\r\n\r\n")
        nothing, pushed = await called(place), await called(place, push(b"kept"))
        assert (await answer(page)).endswith("请稍等".encode())
        assert (await answer(nothing)).endswith("请稍等".encode())
        async with desk.open(at):
            assert (await answer(pushed)).endswith(b"kept")


async def test_a_push_whose_platform_has_hung_up_is_taken_up_after_the_others(
    place: ListeningPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(porch, "LEFT_BEHIND_SECONDS", SHORT)
    desk = Desk()
    async with porch_at(place) as at:
        gone, silent = await called(place, push(b"gone")), await called(place)
        gone[1].close()
        silent[1].close()
        await asyncio.sleep(SHORT)
        here = await called(place, push(b"here"))
        await asyncio.sleep(SHORT)
        async with desk.open(at):
            assert (await answer(here)).endswith(b"here")
            async with asyncio.timeout(PATIENCE):
                while len(desk.heard) < 2:  # noqa: ASYNC110 - nobody tells when a request was handled
                    await asyncio.sleep(0.01)
    assert desk.heard == [b"here", b"gone"]


async def test_a_program_that_does_not_start_sends_everybody_away(place: ListeningPlace) -> None:
    number = place.port
    async with porch_at(place):
        line = await called(place, push(b"nobody"))
        await asyncio.sleep(SHORT)
    assert await answer(line) == b""
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", number)


async def test_who_says_nothing_makes_room(place: ListeningPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porch, "MOST_HELD", 20)
    desk = Desk()
    async with porch_at(place) as at:
        silent = [await called(place) for _ in range(20)]
        asking = [await called(place, push(b"%d" % number)) for number in range(20)]
        await asyncio.sleep(SHORT)
        async with desk.open(at):
            told = await asyncio.gather(*map(answer, asking))
    assert [each.rpartition(b"K")[2] for each in told] == [b"%d" % number for number in range(20)]
    assert set(await asyncio.gather(*map(answer, silent))) == {b""}


async def test_all_who_stand_there_are_let_in_together(place: ListeningPlace) -> None:
    desk = Desk()
    async with porch_at(place) as at:
        lines = [await called(place, push(b"%d" % number)) for number in range(400)]
        await asyncio.sleep(SHORT)
        async with desk.open(at):
            told = await asyncio.gather(*map(answer, lines))
            for _, writer in lines:
                writer.close()
    assert all(told)


def test_the_platforms_path_is_known() -> None:
    assert early_word.PUSHES == webhook.PATH


@pytest.mark.parametrize(
    ("octets", "path"),
    [
        (b"", ""),
        (b"\r\n\r\n", ""),
        (b"GET", ""),
        (b"GET /a?b HTTP/1.1\r\n", "/a"),
        (b"\xff \xff\r\n", "\ufffd"),
    ],
)
def test_any_first_line_is_read(octets: bytes, path: str) -> None:
    assert early_word.path_of(octets) == path


def test_a_taken_port_is_said_in_words(place: ListeningPlace) -> None:
    with (
        pytest.raises(SettingsError, match=f"端口 {place.port} 开不了"),
        listening_place("127.0.0.1", place.port),
    ):
        pass
    with pytest.raises(SettingsError, match="MINGBAI_HOST"), listening_place("nowhere.invalid", 0):
        pass


def hand_over(own: socket.socket, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a socket stand where systemd puts the first one it hands over: at a number that is free in this process."""
    number = fcntl.fcntl(own.fileno(), fcntl.F_DUPFD, FIRST_FREE)
    monkeypatch.setattr(sockets, "FIRST_HANDED", number)
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")
    return number


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Give a listening socket that stands where systemd puts the first one it hands over."""
    with socket.create_server(("127.0.0.1", 0)) as own:
        hand_over(own, monkeypatch)
        yield own


async def test_systemds_own_socket_is_listened_on(handed: socket.socket) -> None:
    desk = Desk()
    with listening_place("127.0.0.1", 1) as place:
        assert place.port == handed.getsockname()[1]
        assert "LISTEN_FDS" not in os.environ
        line = await called(place, push(b"kept by systemd"))
        async with porch_at(place) as at, desk.open(at):
            assert (await answer(line)).endswith(b"kept by systemd")


def test_what_was_handed_to_another_process_is_left(
    handed: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTEN_PID", "1")
    assert handed_over() == ()
    os.close(sockets.FIRST_HANDED)


def test_what_cannot_be_listened_on_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as own:
        hand_over(own, monkeypatch)
        with pytest.raises(SettingsError, match="ListenStream"):
            handed_over()
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")
    with pytest.raises(SettingsError, match="第 1 个套接字"):
        handed_over()
