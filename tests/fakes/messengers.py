"""Stand-ins on loopback for what brings notices to staff: the platforms' robots, and a mail server that can misbehave."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiohttp import web

TOKEN, SECRET, KEY = "a1b2c3d4e5f6a7b8c9d0", "SEC0123456789abcdef0123", "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
LATE_SECONDS = 3600


@dataclass
class Robots:
    """Both platforms' doors; `answers` are given in turn before each call is looked at."""

    now: Callable[[], float]
    said: list[str] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    url: str = ""

    async def dingtalk(self, request: web.Request) -> web.Response:
        """Check token, time and signature as the platform does, written anew from its own description."""
        if self.answers:
            return self.answers.pop(0)
        asked = request.query
        if asked.get("access_token") != TOKEN:
            return web.json_response({"errcode": 300001, "errmsg": "token is not exist"})
        wanted = hmac.new(SECRET.encode(), f"{asked['timestamp']}\n{SECRET}".encode(), hashlib.sha256)
        late = abs(self.now() - int(asked["timestamp"]) / 1000) > LATE_SECONDS
        if late or asked.get("sign") != base64.b64encode(wanted.digest()).decode():
            return web.json_response({"errcode": 310000, "errmsg": "sign not match"})
        return await self._heard(request)

    async def wecom(self, request: web.Request) -> web.Response:
        """Know a robot by its key."""
        if self.answers:
            return self.answers.pop(0)
        if request.query.get("key") != KEY:
            return web.json_response({"errcode": 93000, "errmsg": "invalid webhook url"})
        return await self._heard(request)

    async def _heard(self, request: web.Request) -> web.Response:
        body: dict[str, Any] = await request.json()
        assert body["msgtype"] == "text"
        self.said.append(body["text"]["content"])
        return web.json_response({"errcode": 0, "errmsg": "ok"})


@asynccontextmanager
async def robots_listening(now: Callable[[], float]) -> AsyncIterator[Robots]:
    """Serve both platforms on a free port of loopback."""
    robots = Robots(now)
    app = web.Application()
    app.add_routes(
        [web.post("/robot/send", robots.dingtalk), web.post("/cgi-bin/webhook/send", robots.wecom)]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    robots.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield robots
    finally:
        await runner.cleanup()


@dataclass
class MailHouse:
    """A mail server: what it takes lies in `mails`; `said` replaces what it says to a command, `slipped` follows the yes to STARTTLS in clear."""

    context: ssl.SSLContext
    starttls: bool = False
    offers: tuple[str, ...] = ("STARTTLS", "AUTH PLAIN LOGIN")
    said: dict[str, bytes] = field(default_factory=dict)
    slipped: bytes = b""
    port: int = 0
    mails: list[tuple[Any, ...]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    in_clear: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation."""
        with contextlib.suppress(OSError, EOFError, ssl.SSLError):
            writer.write(self.said.get("GREETING", b"220 mail.test\r\n"))
            line = _Line(reader, writer, encrypted=not self.starttls)
            while words := (await reader.readline()).decode().split(None, 2):
                verb = words[0].upper()
                if not line.encrypted:
                    self.in_clear.append(verb)
                if verb in self.said:
                    writer.write(self.said[verb])
                else:
                    await self._answered(verb, words, line)
                await writer.drain()
                if verb == "QUIT":
                    break
        writer.close()

    async def _answered(self, verb: str, words: list[str], line: "_Line") -> None:
        match verb:
            case "EHLO":
                offers = (one for one in self.offers if one != "STARTTLS" or not line.encrypted)
                line.writer.write(_several(["mail.test", *offers]))
            case "STARTTLS":
                line.writer.write(b"220 go on\r\n" + self.slipped)
                await line.writer.drain()
                await line.writer.start_tls(self.context)
                line.encrypted = True
            case "AUTH":
                await self._log_in(words, line)
            case "DATA":
                line.writer.write(b"354 go on\r\n")
                mail = (await line.reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
                told = BytesParser(EmailMessage, policy=default).parsebytes(mail)
                self.mails.append((*line.ends, told))
                line.writer.write(b"250 taken\r\n")
            case "MAIL" | "RCPT":
                line.ends = (*line.ends, words[1].partition("<")[2].rstrip(">"))[-2:]
                line.writer.write(b"250 ok\r\n")
            case _:
                line.writer.write(b"221 bye\r\n")

    async def _log_in(self, words: list[str], line: "_Line") -> None:
        if words[1] == "PLAIN":
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
        else:
            line.writer.write(b"334 VXNlcm5hbWU6\r\n")
            user = base64.b64decode(await line.reader.readline()).decode()
            line.writer.write(b"334 UGFzc3dvcmQ6\r\n")
            password = base64.b64decode(await line.reader.readline()).decode()
        self.logins.append((user, password))
        line.writer.write(b"235 welcome\r\n")


@dataclass
class _Line:
    """One connection; `ends` are sender and recipient."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    encrypted: bool
    ends: tuple[str, ...] = ()


def _several(lines: list[str]) -> bytes:
    return "".join(
        f"250{' ' if at == len(lines) else '-'}{line}\r\n" for at, line in enumerate(lines, start=1)
    ).encode()


@asynccontextmanager
async def mail_listening(house: MailHouse) -> AsyncIterator[MailHouse]:
    """Serve mail on a free port of loopback."""
    server = await asyncio.start_server(
        house.serve, "127.0.0.1", 0, ssl=None if house.starttls else house.context
    )
    house.port = server.sockets[0].getsockname()[1]
    try:
        yield house
    finally:
        server.close()
